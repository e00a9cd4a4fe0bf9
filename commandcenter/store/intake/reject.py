"""What a reader refuses: rows with a line and a reason, and files as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commandcenter.models.failure import Failure


class BadFile(Failure):
    """A file of which no row can be read."""

    code = "bad_report_file"
    template = "{path} can't be read as a table of reports: {what}."


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was refused, as it stood.

    Attributes:
        line: Where it begins in the file, from 1; in a JSON document, which has no lines to speak of, the running
            number of the entry.
    """

    line: int
    reason: Failure
    row: Mapping[str, str]
