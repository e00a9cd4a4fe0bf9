"""Somebody in the room has seen an alarm, or puts it aside for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from commandcenter.models.alarm import LONGEST_SHELF, Alarm
from commandcenter.models.identity import AlarmId
from commandcenter.models.intent import IntentKind
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.held import check_version, needed, target_id, written
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import check_reach_of
from commandcenter.store.act.room_failure import AlarmOver, ShelfTooLong
from commandcenter.store.field import instant_field

_KINDS = (
    IntentKind.RAISE_ALARM,
    IntentKind.CLEAR_ALARM,
    IntentKind.ACKNOWLEDGE_ALARM,
    IntentKind.SHELVE_ALARM,
)


def acknowledge_alarm(act: Act) -> Outcome:
    """Record who has seen the alarm first, and when; whoever comes later changes nothing.

    Raises:
        TargetUnknown: If there is no such alarm.
        OutOfScope: If it lies outside.
        AlarmOver: If nothing is left to be seen.
        Conflict: If it changed since the base version.
    """
    alarm = _reached(act)
    if alarm.acknowledged_at is not None:
        return Outcome(applied_to(act, str(alarm.id), alarm.version), (), found_version=alarm.version)
    check_version(act, str(alarm.id), alarm.version, _KINDS, "acknowledged")
    at = max(min(act.intent.acted_at, act.now), alarm.raised_at)
    seen = replace(
        alarm,
        version=alarm.version + 1,
        acknowledged_at=at,
        acknowledged_by=act.principal.name,
        updated_at=act.now,
    )
    return _applied(act, alarm, seen)


def shelve_alarm(act: Act) -> Outcome:
    """Put the alarm aside until a moment, or back in force where none is named.

    Raises:
        TargetUnknown: If there is no such alarm.
        OutOfScope: If it lies outside.
        AlarmOver: If its cause went away.
        ShelfTooLong: If the moment is past, or further away than ``LONGEST_SHELF``.
        Conflict: If it changed since the base version.
    """
    alarm = _reached(act)
    check_version(act, str(alarm.id), alarm.version, _KINDS, "shelved")
    until_at = instant_field(act.intent.payload, "until_ms")
    if until_at is not None and not act.now < until_at <= act.now + LONGEST_SHELF:
        raise ShelfTooLong(hours=LONGEST_SHELF // timedelta(hours=1))
    shelved = replace(alarm, version=alarm.version + 1, shelved_until_at=until_at, updated_at=act.now)
    return _applied(act, alarm, shelved)


def _applied(act: Act, before: Alarm, after: Alarm) -> Outcome:
    made = [written(act.connection, act.city, after)]
    return Outcome(applied_to(act, str(after.id), after.version), made, found_version=before.version)


def _reached(act: Act) -> Alarm:
    alarm = needed(act, Alarm, id=AlarmId(target_id(act)))
    if alarm.area is not None or alarm.about.startswith("report/"):
        # What concerns the whole city concerns every part of it.
        check_reach_of(act, alarm.area, None)
    if alarm.cleared_at is not None:
        raise AlarmOver
    return alarm
