"""Who is at work, and whether a crew may be sent: what crews say of themselves, or a dispatcher for them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from commandcenter.models.crew import Crew, Member
from commandcenter.models.identity import CrewCode, MemberId
from commandcenter.models.intent import IntentKind
from commandcenter.models.table import members
from commandcenter.store.act.code import applied_to, target_code
from commandcenter.store.act.crew_reach import reached_crew
from commandcenter.store.act.crew_row import forget_position, settle_crew
from commandcenter.store.act.held import check_version, needed, written
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.room_failure import TargetUnknown, UnavailableWithoutReason
from commandcenter.store.failure import FieldMissing
from commandcenter.store.field import MAX_FIELD_CHARS, flag_field, text_field


def mark_presence(act: Act) -> Outcome:
    """Say that a member has come to work or has gone.

    Raises:
        TargetUnknown: If there is no such member.
        FieldMissing: If it is not said which.
        Failure: If the member's crew lies out of reach.
    """
    member_id = MemberId(target_code(act))
    present = flag_field(act.intent.payload, "present")
    if present is None:
        raise FieldMissing(field="present")
    code = act.connection.execute(
        select(members.c.crew).where(members.c.city == act.city, members.c.id == member_id, members.c.active)
    ).scalar_one_or_none()
    if code is None:
        raise TargetUnknown(target=member_id)
    crew = reached_crew(act, code)
    member = needed(act, Member, id=member_id, crew=crew.code)
    if not present:
        forget_position(act.connection, act.city, member_id)
    made = [written(act.connection, act.city, replace(member, present=present, updated_at=act.now))]
    made += settle_crew(act.connection, act.city, crew.code, act.now)
    return Outcome(applied_to(act, member_id), made)


def set_availability(act: Act) -> Outcome:
    """Say that a crew is not to be sent, and why, or that it may be again.

    Raises:
        FieldMissing: If it is not said which.
        UnavailableWithoutReason: If it is not said why.
        Failure: If the crew lies out of reach.
        Conflict: If it changed since the base version.
    """
    crew: Crew = reached_crew(act, CrewCode(target_code(act)))
    payload = act.intent.payload
    available = flag_field(payload, "available")
    if available is None:
        raise FieldMissing(field="available")
    reason = "" if available else text_field(payload, "reason", MAX_FIELD_CHARS) or ""
    if not available and not reason:
        raise UnavailableWithoutReason(crew=crew.code)
    kinds = (IntentKind.SET_CREW, IntentKind.SET_AVAILABILITY)
    check_version(act, crew.code, crew.version, kinds, reason or "available")
    said = replace(crew, version=crew.version + 1, unavailable_reason=reason, updated_at=act.now)
    made = [written(act.connection, act.city, said)]
    made += settle_crew(act.connection, act.city, crew.code, act.now)
    return Outcome(applied_to(act, crew.code, said.version), made, found_version=crew.version)
