"""How old what is shown is, and whether that is still good enough.

Owns the value every surface shows beside its data. Made by the sync side, read by views.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DEFAULT_LIMIT_S = 30.0
"""Age in seconds beyond which data looks stale, unless a surface says otherwise."""


class Phase(StrEnum):
    """What the sync side is doing.

    ``STOPPED``: nothing goes on by itself except a slow new attempt. ``TOKEN_REFUSED`` is how a screen tells the
    ``STOPPED`` of a token that is not accepted; the sync side itself never says it.
    """

    STARTING = "starting"
    LOADING = "loading"
    CATCHING_UP = "catching_up"
    LIVE = "live"
    OFFLINE = "offline"
    STOPPED = "stopped"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a phase, no secret


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the data is not live: a failure's code, English template and parameters (``failure.Failure``)."""

    code: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is known of the data's age.

    Attributes:
        phase: What the sync side is doing.
        equal_at_s: ``time.monotonic()`` of the last moment at which the mirror was known to equal the store's head,
            in seconds; None if never in this run.
        equal_at_ms: The same moment by this machine's clock, milliseconds since 1970 UTC; kept over restarts; None
            if never.
        position: Feed position of the mirror, as text; empty before the first load.
        loaded_rows: Rows of a running first load so far; 0 otherwise.
        clock_offset_ms: Store's clock minus this machine's, as last heard; None before anything was.
        text_searchable: Whether text search covers every report yet; after a first load that takes a while longer.
        pending_acts: Acts in the outbox that the store has not answered yet.
        trouble: Why it is not live, or, where it is, why one's own acts do not get through; None: all is well.
        limit_s: Age in seconds beyond which this source's data looks stale.
    """

    phase: Phase
    equal_at_s: float | None = None
    equal_at_ms: int | None = None
    position: str = ""
    loaded_rows: int = 0
    clock_offset_ms: int | None = None
    text_searchable: bool = True
    pending_acts: int = 0
    trouble: Trouble | None = None
    limit_s: float = DEFAULT_LIMIT_S

    def age_s(self, now_s: float) -> float | None:
        """Return the data's age in seconds at ``time.monotonic()`` = ``now_s``; None if it was never equal."""
        return None if self.equal_at_s is None else max(0.0, now_s - self.equal_at_s)
