"""One's own pending acts laid over what the store says.

Pure. A pending act changes no column of the board: it marks the report as "being sent", with what was asked, until
the feed brings the store's own word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent


def pending_acts(pending: Iterable[Intent]) -> Mapping[ReportId, tuple[Intent, ...]]:
    """Return, for each report with pending acts, those acts in the order in which they were made.

    Acts that make a new report have no report to be laid over and are left out.

    Args:
        pending: ``Outbox.pending()``, oldest first.
    """
    acts: dict[ReportId, list[Intent]] = {}
    for intent in pending:
        if intent.subject is not None:
            acts.setdefault(intent.subject, []).append(intent)
    return MappingProxyType({subject: tuple(intents) for subject, intents in acts.items()})
