"""The store says that something needs somebody in the room now, and takes it back once it does not any more."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from commandcenter.models.alarm import Alarm, AlarmKind, Severity
from commandcenter.models.flat import flatten, rebuild
from commandcenter.models.identity import AlarmId, AreaCode, id_at
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.table import alarms
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.held import needed, target_id, written
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.database import insert_if_absent
from commandcenter.store.failure import FieldMissing
from commandcenter.store.feed import put
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, needed_text, text_field, word_field

_WORST_FIRST = tuple(Severity)


def raise_alarm(act: Act) -> Outcome:
    """Raise an alarm, or bring the one that lasts about the same thing to what is said now.

    One that got worse, or is another area's now, has to be acknowledged again and lies on no shelf any more.

    Raises:
        Failure: If a field is not what it should be.
    """
    payload = act.intent.payload
    kind, severity = word_field(payload, "kind", AlarmKind), word_field(payload, "severity", Severity)
    if kind is None or severity is None:
        raise FieldMissing(field="kind" if kind is None else "severity")
    area = text_field(payload, "area", MAX_FIELD_CHARS)
    wanted = Alarm(
        id=AlarmId(id_at(act.now)),
        version=1,
        kind=kind,
        severity=severity,
        about=needed_text(payload, "about", MAX_FIELD_CHARS),
        area=None if area is None else AreaCode(area),
        text_id=needed_text(payload, "text_id", MAX_NOTE_CHARS),
        text_en=needed_text(payload, "text_en", MAX_NOTE_CHARS),
        raised_at=act.now,
        acknowledged_at=None,
        acknowledged_by=None,
        shelved_until_at=None,
        cleared_at=None,
        updated_at=act.now,
    )
    while True:
        lasting = _lasting(act, wanted.about)
        if lasting is not None:
            return _brought_to(act, lasting, wanted)
        record = flatten(wanted)
        if insert_if_absent(act.connection, alarms, {"city": act.city, **record}):
            return Outcome(applied_to(act, str(wanted.id), 1), [put(Entity.ALARM, record)])
        # Its id was taken, or somebody raised the same alarm meanwhile.
        wanted = replace(wanted, id=AlarmId(id_at(act.now)))


def clear_alarm(act: Act) -> Outcome:
    """Say that an alarm's cause went away; of one that is over already nothing changes.

    Raises:
        TargetUnknown: If there is no such alarm.
    """
    alarm = needed(act, Alarm, id=AlarmId(target_id(act)))
    if alarm.cleared_at is not None:
        return Outcome(applied_to(act, str(alarm.id), alarm.version), ())
    cleared = replace(alarm, version=alarm.version + 1, cleared_at=act.now, updated_at=act.now)
    return Outcome(applied_to(act, str(alarm.id), cleared.version), [written(act.connection, act.city, cleared)])


def _lasting(act: Act, about: str) -> Alarm | None:
    row = (
        act.connection.execute(
            select(*(alarms.c[name] for name in FIELDS[Entity.ALARM]))
            .where(alarms.c.city == act.city, alarms.c.about == about, alarms.c.cleared_ms.is_(None))
            .with_for_update()
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else rebuild(Alarm, dict(row))


def _brought_to(act: Act, alarm: Alarm, wanted: Alarm) -> Outcome:
    if (alarm.severity, alarm.area, alarm.text_id) == (wanted.severity, wanted.area, wanted.text_id):
        return Outcome(applied_to(act, str(alarm.id), alarm.version), ())
    changed = replace(
        alarm,
        version=alarm.version + 1,
        severity=wanted.severity,
        area=wanted.area,
        text_id=wanted.text_id,
        text_en=wanted.text_en,
        updated_at=act.now,
    )
    is_worse = _WORST_FIRST.index(wanted.severity) < _WORST_FIRST.index(alarm.severity)
    if is_worse or wanted.area != alarm.area:
        changed = replace(changed, acknowledged_at=None, acknowledged_by=None, shelved_until_at=None)
    return Outcome(applied_to(act, str(alarm.id), changed.version), [written(act.connection, act.city, changed)])
