"""Crews, their members and the shifts in which they work are set up, changed and given up."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from commandcenter.models.crew import Crew, CrewState, Member, Shift
from commandcenter.models.flat import flatten
from commandcenter.models.identity import AreaCode, CrewCode, MemberId, ShiftCode
from commandcenter.models.intent import IntentKind
from commandcenter.models.job import ENDED_JOBS
from commandcenter.models.record import Entity
from commandcenter.models.table import crews, jobs, members
from commandcenter.store.act.code import set_up, set_up_record, target_code
from commandcenter.store.act.crew_reach import reached_crew
from commandcenter.store.act.crew_row import forget_position, settle_crew, shift_of
from commandcenter.store.act.difference import content_version
from commandcenter.store.act.held import check_area, check_version, held_or_free, needed, written
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import check_reach_of
from commandcenter.store.act.room_failure import CrewHasJobs, CrewRetired, TargetUnknown
from commandcenter.store.database import keep_free
from commandcenter.store.failure import FieldMissing
from commandcenter.store.feed import Change, put
from commandcenter.store.field import MAX_FIELD_CHARS, flag_field, needed_text, text_field, whole_field

_WORD = re.compile(r"[a-z0-9_-]+")
_DAY_MIN = 24 * 60
_CREW_KINDS = (IntentKind.SET_CREW, IntentKind.SET_AVAILABILITY)


def set_crew(act: Act) -> Outcome:
    """Make a crew, or bring it to what the payload says; fields left out stay as they are.

    Raises:
        Failure: If a field is not what it should be, or the crew lies out of reach before or after the act.
        Conflict: If it changed since the base version.
    """
    code = CrewCode(target_code(act))
    present = held_or_free(act, Crew, code=code)
    crew = _new_crew(act, code) if present is None else _changed_crew(act, present)
    check_reach_of(act, crew.area, None)
    made = [written(act.connection, act.city, crew)]
    if present is not None and present.area != crew.area:
        made += _whole_crew(act, code)
    made += settle_crew(act.connection, act.city, code, act.now)
    return set_up(act, code, crew.version, made, present, crew)


def set_member(act: Act) -> Outcome:
    """Make a member of a crew, or bring it to what the payload says; without a target a new id is made.

    Raises:
        Failure: If a field is not what it should be, or either crew lies out of reach.
        Conflict: If somebody else changed it since the base version.
    """
    member_id = MemberId(secrets.token_hex(8) if act.intent.target is None else target_code(act))
    payload = act.intent.payload
    name = text_field(payload, "name", MAX_FIELD_CHARS)
    wanted = text_field(payload, "crew", MAX_FIELD_CHARS)
    active = flag_field(payload, "active")
    # Looked up first and held last: crews are held before their members.
    now_in = _crew_of(act, member_id)
    if now_in is None and (name is None or wanted is None):
        raise FieldMissing(field="name" if name is None else "crew")
    codes = sorted({code for code in (wanted, now_in) if code is not None})
    reached = {code: reached_crew(act, code) for code in codes}
    before = None if now_in is None else needed(act, Member, id=member_id, crew=now_in)
    was = None if before is None else flatten(before)
    check_version(act, member_id, content_version(was), (IntentKind.SET_MEMBER,), name or "")
    crew = reached[wanted] if wanted is not None else reached[codes[0]]
    if wanted is not None and not crew.active:
        raise CrewRetired(crew=crew.code)
    member = Member(
        id=member_id,
        crew=crew.code,
        name=name or (before.name if before is not None else ""),
        # Whoever moves to another crew is marked present there anew.
        present=before is not None and before.present and before.crew == crew.code and active is not False,
        updated_at=act.now if before is None or not before.present else before.updated_at,
        active=(before.active if before is not None else True) if active is None else active,
    )
    if before is not None and before.present and not member.present:
        forget_position(act.connection, act.city, member_id)
    made = [written(act.connection, act.city, member)]
    for code in codes:
        made += settle_crew(act.connection, act.city, CrewCode(code), act.now)
    return set_up_record(act, member_id, made, was, flatten(member), personal={"name"})


def set_shift(act: Act) -> Outcome:
    """Make a shift, or bring it to what the payload says; the crews that work in it follow.

    Raises:
        Failure: If a field is not what it should be.
        Conflict: If somebody else changed it since the base version.
    """
    code = ShiftCode(target_code(act))
    payload = act.intent.payload
    before = held_or_free(act, Shift, code=code)
    was = None if before is None else flatten(before)
    name = text_field(payload, "name", MAX_FIELD_CHARS) or (None if before is None else before.name)
    begins = whole_field(payload, "begins_min", 0, _DAY_MIN - 1)
    ends = whole_field(payload, "ends_min", 0, _DAY_MIN)
    active = flag_field(payload, "active")
    if before is not None:
        begins = before.begins_min if begins is None else begins
        ends = before.ends_min if ends is None else ends
        active = before.active if active is None else active
    if name is None:
        raise FieldMissing(field="name")
    if begins is None or ends is None:
        raise FieldMissing(field="begins_min" if begins is None else "ends_min")
    check_version(act, code, content_version(was), (IntentKind.SET_SHIFT,), name)
    shift = Shift(code, name, begins, ends, active is not False)
    made = [written(act.connection, act.city, shift)]
    in_it = select(crews.c.code).where(crews.c.city == act.city, crews.c.shift == code).order_by(crews.c.code)
    for crew in act.connection.execute(in_it).scalars().all():
        made += settle_crew(act.connection, act.city, CrewCode(crew), act.now)
    return set_up_record(act, code, made, was, flatten(shift))


def _crew_of(act: Act, member: MemberId) -> str | None:
    """Return the crew that a member is in; if there is no such member, nobody else makes it from now on."""
    query = select(members.c.crew).where(members.c.city == act.city, members.c.id == member)
    crew = act.connection.execute(query).scalar_one_or_none()
    if crew is None:
        keep_free(act.connection, act.city, Entity.MEMBER.value, member)
        crew = act.connection.execute(query).scalar_one_or_none()
    return crew


def _new_crew(act: Act, code: CrewCode) -> Crew:
    payload = act.intent.payload
    area = AreaCode(needed_text(payload, "area", MAX_FIELD_CHARS))
    check_area(act, area)
    return Crew(
        code=code,
        version=1,
        name=needed_text(payload, "name", MAX_FIELD_CHARS),
        area=area,
        shift=_shift(act),
        skills=_words(payload, "skills"),
        tools=_words(payload, "tools"),
        present=0,
        state=CrewState.OFF,
        unavailable_reason="",
        updated_at=act.now,
        active=flag_field(payload, "active") is not False,
    )


def _changed_crew(act: Act, crew: Crew) -> Crew:
    payload = act.intent.payload
    check_reach_of(act, crew.area, None)
    check_version(act, crew.code, crew.version, _CREW_KINDS, str(payload.get("name") or crew.name)[:MAX_FIELD_CHARS])
    active = flag_field(payload, "active")
    if active is False and _has_open_jobs(act, crew.code):
        raise CrewHasJobs(crew=crew.code)
    area = text_field(payload, "area", MAX_FIELD_CHARS)
    if area is not None:
        check_area(act, AreaCode(area))
    return replace(
        crew,
        version=crew.version + 1,
        name=text_field(payload, "name", MAX_FIELD_CHARS) or crew.name,
        area=crew.area if area is None else AreaCode(area),
        shift=_shift(act) if "shift" in payload else crew.shift,
        skills=_words(payload, "skills") if "skills" in payload else crew.skills,
        tools=_words(payload, "tools") if "tools" in payload else crew.tools,
        updated_at=act.now,
        active=crew.active if active is None else active,
    )


def _whole_crew(act: Act, code: CrewCode) -> list[Change]:
    """Return a crew's members and jobs as changes: whoever sees the crew from now on has none of them, others do."""
    whole: list[Change] = []
    for entity, table in ((Entity.MEMBER, members), (Entity.JOB, jobs)):
        query = select(table.c.id).where(table.c.city == act.city, table.c.crew == code).order_by(table.c.id)
        whole += [put(entity, {"id": key}) for key in act.connection.execute(query).scalars()]
    return whole


def _shift(act: Act) -> ShiftCode | None:
    code = text_field(act.intent.payload, "shift", MAX_FIELD_CHARS)
    if code is None:
        return None
    if shift_of(act.connection, act.city, code) is None:
        raise TargetUnknown(target=code)
    return ShiftCode(code)


def _has_open_jobs(act: Act, code: CrewCode) -> bool:
    ended = [state.value for state in ENDED_JOBS]
    query = select(jobs.c.id).where(jobs.c.city == act.city, jobs.c.crew == code, jobs.c.state.not_in(ended))
    return act.connection.execute(query.limit(1)).first() is not None


def _words(payload: Mapping[str, object], name: str) -> str:
    """Return codes joined by blanks, each once, in the order given."""
    text = (text_field(payload, name, MAX_FIELD_CHARS) or "").lower()
    return " ".join(dict.fromkeys(_WORD.findall(text)))
