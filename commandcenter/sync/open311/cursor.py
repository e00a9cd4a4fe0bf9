"""How far a source was followed: what the mirror keeps beside the rows, in the same transaction."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far; all instants are this machine's, and none of them was taken from a report.

    Attributes:
        covered_from_ms: Down to here every window has been asked for once; None: the first load has not begun.
        covered_until_ms: Up to here; what was reported since has to be asked for. None: nothing was.
        updated_after_ms: Behind this, changes have to be asked for; None: no round was answered whole yet.
    """

    covered_from_ms: int | None = None
    covered_until_ms: int | None = None
    updated_after_ms: int | None = None

    def __str__(self) -> str:
        """Return the text that the mirror keeps."""
        return json.dumps({"version": _VERSION, **asdict(self)}, separators=(",", ":"))


def parse_cursor(text: str | None) -> Cursor:
    """Read the mirror's text; one that is missing or of another version begins anew, which loses nothing."""
    try:
        found = json.loads(text or "null")
    except ValueError:
        return Cursor()
    if not isinstance(found, dict) or found.pop("version", None) != _VERSION:
        return Cursor()
    values = {name: found.get(name) for name in Cursor.__slots__}
    return Cursor(**values) if all(value is None or type(value) is int for value in values.values()) else Cursor()
