"""What is asked of a source: a list of requests, bounded by when they were reported or changed."""

from __future__ import annotations

from dataclasses import dataclass

STANDARD_CAP = 1_000
"""The standard's limit of one answer, and the page that is asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """One list of requests.

    Attributes:
        since_ms: First instant of reporting; None: the server's default.
        until_ms: Last instant of reporting; None: the server's default.
        updated_after_ms: Only what changed after this; None: whatever it is.
        page: From 1; None: ask without paging.
    """

    since_ms: int | None = None
    until_ms: int | None = None
    updated_after_ms: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """What may be asked of a source at all.

    Attributes:
        windows: Whether dates bound a list.
        services: Whether there is a list of services.
        by_id: Whether a single request can be asked for; without it nothing is ever known to have vanished.
        updates: Whether it is worth trying to ask by the time of change.
        paging: Whether it is worth trying to ask for pages.
    """

    windows: bool = True
    services: bool = True
    by_id: bool = True
    updates: bool = True
    paging: bool = True


GEOREPORT = Dialect()
QLUE_FEED = Dialect(windows=False, services=False, by_id=False, updates=False, paging=False)
