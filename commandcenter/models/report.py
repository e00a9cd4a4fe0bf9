"""Reports and what happened to them, as the store keeps them and every client in scope may see them.

Owns the frozen values of report, transition, media and area. None of them holds a reporter's personal data:
that stays in the store, in a table of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from commandcenter.models.failure import Failure
from commandcenter.models.identity import (
    AgencyCode,
    AreaCode,
    CategoryCode,
    IncidentId,
    MediaId,
    ReportId,
    ReportNumber,
)
from commandcenter.models.place import LonLat
from commandcenter.models.state import State

MAX_DESCRIPTION_CHARS = 4_000
"""Characters, not bytes: Open311 GeoReport v2's limit for ``description``."""

REPLAY_MARK = " · putar ulang"
"""What the channel of a replayed report ends in; the simulated city's own never do (docs/decisions/0091)."""


class Priority(IntEnum):
    """How urgent; a higher number is more urgent."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    EMERGENCY = 3


class Moderation(StrEnum):
    """Whether the public may see it."""

    PENDING = "pending"
    PUBLIC = "public"
    HIDDEN = "hidden"


class DescriptionTooLong(Failure):
    """More characters than a description may have."""

    code = "description_too_long"
    template = "The description has {length} characters; at most {limit} are allowed. Shorten it and send it again."


class DescriptionMissing(Failure):
    """Nothing says what is wrong."""

    code = "description_missing"
    template = "The report has neither a description nor a photo. Say in a few words what is wrong and send it again."


def checked_description(text: str) -> str:
    """Return the text without outer blanks.

    Raises:
        DescriptionTooLong: If it has more than ``MAX_DESCRIPTION_CHARS`` characters.
    """
    text = text.strip()
    if len(text) > MAX_DESCRIPTION_CHARS:
        raise DescriptionTooLong(length=len(text), limit=MAX_DESCRIPTION_CHARS)
    return text


SIMULATED_NOTICE = "DATA SIMULASI / SIMULATED DATA"
"""What Open311 answers say as ``service_notice`` of a report that is simulated, and what is recognised by it."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it stands now.

    Attributes:
        id: Time-ordered key (``identity.report_id_at``).
        number: What a citizen quotes.
        version: Counts changes of the fields that state and work depend on, from 1; the base of conflicts.
        place: Where it is, or None where only an address is known.
        area: The one area its place lies in, or None.
        agency: Who answers for it now, or None: the area's own office.
        channel: How it came: ``qlue``, ``open311``, ``detik`` …
        created_at: When it was reported.
        recorded_at: When the store knew.
        updated_at: When anything of it changed last.
        acknowledged_at: First response, recorded once; None while nobody has taken it on.
        acknowledged_by: Who took it on, as the desktop shows it.
        closed_at: When it became done or rejected; None while open.
        respond_by: When the first response is or was due.
        close_by: When closing is or was due.
        has_photo: Whether a photo belongs to it, be it here or only at its source.
        simulated: Whether it was made up by the simulator.
        reconstructed: Whether its times were rebuilt from an imported file.
        incident: The incident that it belongs to, or None.
        paused_at: When its present pause (state ``estimated``) began; None: its clock runs or is stopped.
        expected_at: By when it shall be done, as its office said; None where nobody has.
        duty_level: How far up an unanswered report has gone: 0 its own office, 1 camat, 2 wali kota.
        stars: Sum of the stars that people gave, 1 to 5 each.
        ratings: How many gave some.
    """

    id: ReportId
    number: ReportNumber
    version: int
    category: CategoryCode
    state: State
    priority: Priority
    place: LonLat | None
    area: AreaCode | None
    agency: AgencyCode | None
    description: str
    address: str | None
    channel: str
    created_at: datetime
    recorded_at: datetime
    updated_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    closed_at: datetime | None
    respond_by: datetime
    close_by: datetime
    supporters: int
    has_photo: bool
    moderation: Moderation
    simulated: bool
    reconstructed: bool
    incident: IncidentId | None = None
    paused_at: datetime | None = None
    expected_at: datetime | None = None
    duty_level: int = 0
    stars: int = 0
    ratings: int = 0


class TransitionKind(StrEnum):
    """What happened."""

    SUBMITTED = "submitted"
    TAKEN_ON = "taken_on"
    MOVED = "moved"
    CATEGORISED = "categorised"
    RE_PLACED = "re_placed"
    PRIORITISED = "prioritised"
    NOTED = "noted"
    ANSWERED = "answered"
    PHOTO_ADDED = "photo_added"
    MODERATED = "moderated"
    RATED = "rated"
    JOINED = "joined"
    PARTED = "parted"
    ESCALATED = "escalated"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Transition:
    """One entry of a report's timeline; never edited.

    Attributes:
        report_id: Whose timeline.
        sequence: Its place in it, from 1.
        from_state: State before; None for the first entry.
        to_state: State after; the same as before where the act was no move.
        actor: Who, as a title or a desk; never a reporter's name.
        acted_at: When it was done: the client's clock, corrected and bounded by the store. For figures.
        recorded_at: When the store knew. For replay.
        reconstructed: Whether both times were rebuilt from an imported file.
        before: What the report said until then of the fields that this changed (``before.before_text``); None where it
            changed none of them. The states and what follows from them may be missing.
    """

    report_id: ReportId
    sequence: int
    kind: TransitionKind
    from_state: State | None
    to_state: State
    actor: str
    note: str
    acted_at: datetime
    recorded_at: datetime
    reconstructed: bool
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One photo of a report.

    Attributes:
        url: Where it can be read, or None where only its source has it.
    """

    id: MediaId
    report_id: ReportId
    stage: str
    url: str | None
    moderation: Moderation
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the city.

    Attributes:
        level: ``kelurahan``, ``kecamatan``, ``kota``; another city may have others.
        parent: The area it belongs to, or None at the top.
        boundary: Its border as GeoJSON geometry text (Polygon or MultiPolygon, longitude first, EPSG:4326).
        approximate: Whether the border is a stand-in and must be shown as such.
    """

    code: AreaCode
    level: str
    name: str
    parent: AreaCode | None
    boundary: str
    approximate: bool
