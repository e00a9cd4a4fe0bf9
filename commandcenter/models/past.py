"""Reports with a past: what is known of a report that happened before the store knew of it.

Owns the value between whatever knows of such reports (a file of another system, the simulator's first fortnight)
and the store's writer of them. Refuses to know where it comes from or how it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commandcenter.models.identity import AgencyCode, CategoryCode
from commandcenter.models.place import LonLat
from commandcenter.models.report import Priority, TransitionKind
from commandcenter.models.state import State


@dataclass(frozen=True, slots=True)
class PastStep:
    """One thing that happened after the report came in.

    Attributes:
        kind: ``TAKEN_ON`` leaves the state as it is; ``MOVED`` changes it.
        to_state: The state afterwards.
        actor: Who, as a title, an agency or a desk; never a reporter's name.
        acted_at: When, UTC.
        agency: Who answers for it from now on; None: as before.
    """

    kind: TransitionKind
    to_state: State
    actor: str
    note: str
    acted_at: datetime
    agency: AgencyCode | None = None


@dataclass(frozen=True, slots=True)
class PastPhoto:
    """One photo.

    Attributes:
        stage: ``before`` or ``after``.
        url: Where it can be read, or None where only its source has it.
        taken_at: When it was added, UTC.
    """

    stage: str
    url: str | None
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class PastReport:
    """One report and all that is known of its way.

    Attributes:
        line: Where it stands in its file, from 1, the header counted; for messages.
        external_id: Its id at the source; source + id + occurrence is its identity.
        content_hash: Of everything that makes its content; tells a repeat from another occurrence of the same id.
        created_at: When it was reported, UTC.
        channel: How it came.
        submission_note: Note of its first timeline entry.
        named_area: Code of the area that the source itself names, or "".
        steps: In the order of ``acted_at``, each one allowed after the one before or stated by the source so.
        respond_by: When the source itself says a response was due; None: the category's limit.
        close_by: The same of closing.
        simulated: Whether it was made up.
        reconstructed: Whether its times were rebuilt from what a source says.
    """

    line: int
    external_id: str
    content_hash: str
    created_at: datetime
    channel: str
    category: CategoryCode
    place: LonLat | None
    description: str
    address: str | None = None
    agency: AgencyCode | None = None
    submission_note: str = ""
    named_area: str = ""
    priority: Priority = Priority.NORMAL
    supporters: int = 0
    photos: tuple[PastPhoto, ...] = ()
    steps: tuple[PastStep, ...] = ()
    respond_by: datetime | None = None
    close_by: datetime | None = None
    simulated: bool = False
    reconstructed: bool = True
