"""Who says how many beds are free: the hospital itself, or an officer who confirms what a citizen reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commandcenter.models.facility import BEDS_CATEGORY, Beds, Facility
from commandcenter.models.identity import FacilityCode
from commandcenter.models.intent import IntentKind
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES, State
from commandcenter.store.act.code import applied_to, target_code
from commandcenter.store.act.held import held, needed, written
from commandcenter.store.act.job_row import told_entry
from commandcenter.store.act.move import move
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import check_reach
from commandcenter.store.act.room_failure import BedsImpossible, BedsMissing, NotAboutBeds, NotOwn, TargetUnknown
from commandcenter.store.act.subject import bounded_time, check_base, last_entry, locked_report, next_entry
from commandcenter.store.failure import ReportClosed
from commandcenter.store.feed import Change
from commandcenter.store.field import MAX_FIELD_CHARS, flag_field, needed_text, text_field, whole_field

MOST_CLASSES = 50
MOST_BEDS = 100_000

_CLASS = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .+_-]{0,39}")


@dataclass(frozen=True, slots=True)
class SaidBeds:
    """What is said of one class; ``total`` is None where nothing is said of it."""

    bed_class: str
    free: int
    total: int | None


def report_beds(act: Act) -> Outcome:
    """Keep what a facility says of its own beds; what was said later stays.

    Raises:
        NotOwn: If the key stands for another facility.
        TargetUnknown: If there is no such facility.
        Failure: If what is said can't be.
    """
    code = FacilityCode(target_code(act))
    if not act.principal.holds(code):
        raise NotOwn(name=act.principal.name, target=code)
    listed = act.intent.payload.get("beds")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_CLASSES:
        raise BedsMissing(most=MOST_CLASSES)
    said = [_said(entry) for entry in listed]
    if len({each.bed_class for each in said}) < len(said):
        raise BedsMissing(most=MOST_CLASSES)
    facility = _facility(act, code)
    at = min(act.intent.acted_at, act.now)
    made = [change for each in said for change in _keep(act, code, each, facility.name, at)]
    return Outcome(applied_to(act, code), made)


def confirm_beds(act: Act) -> Outcome:
    """Keep what a citizen reported of a facility's beds, once an officer has made sure of it.

    The report is done with it, unless ``close`` is false: then its timeline says it.

    Raises:
        NotAboutBeds: If the report is about something else.
        ReportClosed: If it is closed already.
        TargetUnknown: If there is no such facility.
        Failure: If what is said can't be, or the report lies out of reach.
        Conflict: If the report changed since the base version.
    """
    payload = act.intent.payload
    report = locked_report(act)
    check_reach(act, report)
    last = last_entry(act, report.id)
    check_base(act, report, last, State.DONE.value)
    if report.category != BEDS_CATEGORY:
        raise NotAboutBeds(number=report.number, category=BEDS_CATEGORY)
    if report.state in CLOSED_STATES:
        raise ReportClosed(number=report.number)
    code = FacilityCode(needed_text(payload, "facility", MAX_FIELD_CHARS))
    facility = _facility(act, code)
    said = _said(payload)
    made = _keep(act, code, said, act.principal.name, bounded_time(act, report, last))
    of = "" if said.total is None else f" dari {said.total}"
    note = f"Dikonfirmasi: {facility.name}, kelas {said.bed_class}, {said.free}{of} tempat tidur kosong"
    if flag_field(payload, "close") is False:
        entry = next_entry(act, report, last, TransitionKind.NOTED, report.state, note)
        result = replace(applied_to(act, code, report.version), subject=report.id)
        return Outcome(result, [*made, told_entry(act, entry)], found_version=report.version)
    moving = {"to_state": State.DONE.value, "note": note, "no_photo_reason": "Laporan ketersediaan tempat tidur"}
    closed = move(replace(act, intent=replace(act.intent, kind=IntentKind.MOVE, base_version=None, payload=moving)))
    return replace(closed, result=replace(closed.result, target=code), made=[*made, *closed.made])


def _facility(act: Act, code: FacilityCode) -> Facility:
    """Hold the facility, so that what is said of it is kept one after the other."""
    facility = needed(act, Facility, code=code)
    if not facility.active:
        raise TargetUnknown(target=code)
    return facility


def _said(entry: object) -> SaidBeds:
    if not isinstance(entry, Mapping):
        raise BedsMissing(most=MOST_CLASSES)
    bed_class = text_field(entry, "bed_class", MAX_FIELD_CHARS)
    free = whole_field(entry, "free", 0, MOST_BEDS)
    total = whole_field(entry, "total", 0, MOST_BEDS)
    if bed_class is None or free is None or _CLASS.fullmatch(bed_class) is None:
        raise BedsMissing(most=MOST_CLASSES)
    return SaidBeds(bed_class, free, total)


def _keep(act: Act, code: FacilityCode, said: SaidBeds, said_by: str, at: datetime) -> list[Change]:
    before = held(act.connection, act.city, Beds, facility=code, bed_class=said.bed_class)
    if before is not None and before.said_at > at:
        return []
    total = said.total if said.total is not None or before is None else before.total
    if total is not None and said.free > total:
        raise BedsImpossible(free=said.free, total=total, bed_class=said.bed_class)
    version = 1 if before is None else before.version + 1
    return [written(act.connection, act.city, Beds(code, said.bed_class, version, total, said.free, said_by, at))]
