"""Whatever an act is about beside a report: read and held, checked against what the person saw, written.

Who needs several takes them in one order, so that two acts never wait for each other: report, crew, job, member.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from commandcenter.models.flat import flatten, rebuild
from commandcenter.models.identity import AreaCode, CityCode, read_id
from commandcenter.models.instant import from_ms
from commandcenter.models.intent import ConflictSide, IntentKind, IntentResult, IntentStatus
from commandcenter.models.place import LonLat
from commandcenter.models.record import FIELDS, VALUE_OF, Entity
from commandcenter.models.table import TABLE_OF, areas, intents
from commandcenter.store.act.chain import is_made_by_own
from commandcenter.store.act.failure import AreaUnknown
from commandcenter.store.act.outcome import Act, Conflict
from commandcenter.store.act.room_failure import TargetChanged, TargetThere, TargetUnknown
from commandcenter.store.database import keep_free, put_row
from commandcenter.store.feed import Change, put

Value = TypeVar("Value")


def held(connection: Connection, city: CityCode, kind: type[Value], **key: object) -> Value | None:
    """Read a value and keep others from changing it until the transaction ends; None if it is not there."""
    entity = _ENTITY_OF[kind]
    table = TABLE_OF[entity]
    row = (
        connection.execute(
            select(*(table.c[name] for name in FIELDS[entity]))
            .where(table.c.city == city, *(table.c[name] == value for name, value in key.items()))
            .with_for_update()
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else rebuild(kind, dict(row))


def held_or_free(act: Act, kind: type[Value], **key: object) -> Value | None:
    """Read and hold a value; if it is not there, keep others from making it until the transaction ends."""
    value = held(act.connection, act.city, kind, **key)
    if value is None:
        keep_free(act.connection, act.city, _ENTITY_OF[kind].value, *map(str, key.values()))
        value = held(act.connection, act.city, kind, **key)
    return value


def needed(act: Act, kind: type[Value], **key: object) -> Value:
    """Read and hold a value that must be there.

    Raises:
        TargetUnknown: If it is not.
    """
    value = held(act.connection, act.city, kind, **key)
    if value is None:
        raise TargetUnknown(target="/".join(str(part) for part in key.values()))
    return value


def written(connection: Connection, city: CityCode, value: Any) -> Change:
    """Write a value, be it new or not, and return its change."""
    entity = _ENTITY_OF[type(value)]
    record = flatten(value)
    put_row(connection, TABLE_OF[entity], {"city": city, **record})
    return put(entity, record)


def target_id(act: Act) -> int:
    """Return the number that the act names as its target.

    Raises:
        TargetUnknown: If it names none.
    """
    found = read_id(act.intent.target)
    if found is None:
        raise TargetUnknown(target=act.intent.target or "")
    return found


def check_version(act: Act, target: str, version: int, kinds: Collection[IntentKind], mine: str) -> None:
    """Say nothing if the person saw this version or said nothing of any, or own acts made it since.

    Args:
        act: The act.
        target: Key of what it is about.
        version: The version now; 0: it is not there. Whoever means to make something new has seen version 0 of it.
        kinds: The acts that change it: who did one last is named in a conflict.
        mine: What the act would have made of it, as the conflict will show it.

    Raises:
        Conflict: If somebody else changed it in the meantime.
    """
    base = act.intent.base_version
    if base is None or base == version or is_made_by_own(act, version, about(target)):
        return
    actor, at = last_change(act, target, kinds)
    failure = (TargetThere if base == 0 else TargetChanged)(target=target, actor=actor)
    raise Conflict(failure, version, mine, ConflictSide(f"v{version}", actor, at))


def last_change(act: Act, target: str, kinds: Collection[IntentKind]) -> tuple[str, datetime]:
    """Return who last acted on a target in one of these ways, and when."""
    listed = act.connection.execute(
        select(intents.c.principal, intents.c.recorded_ms, intents.c.result)
        .where(
            intents.c.city == act.city,
            intents.c.target == target,
            intents.c.kind.in_([kind.value for kind in kinds]),
            intents.c.intent_id != act.intent.intent_id,
        )
        .order_by(intents.c.recorded_ms.desc())
    )
    with closing(listed):
        # Others may have tried and been refused since.
        last = next((row for row in listed if row.result["status"] == IntentStatus.APPLIED), None)
    return ("?", act.now) if last is None else (last.principal, from_ms(last.recorded_ms))


def about(target: str) -> Callable[[IntentResult], bool]:
    """Return what says whether a result is of an act on a target; its version is the target's own then."""
    return lambda result: result.subject is None and result.target == target


def check_area(act: Act, area: AreaCode) -> None:
    """Say nothing if there is such an area.

    Raises:
        AreaUnknown: If there is none.
    """
    known = select(areas.c.code).where(areas.c.city == act.city, areas.c.code == area)
    if act.connection.execute(known).first() is None:
        raise AreaUnknown(area=area)


def area_around(act: Act, place: LonLat | None) -> AreaCode | None:
    """Return the area that a place lies in."""
    if place is None:
        return None
    return act.placement.index(act.connection).area_at(place.lon, place.lat)


_ENTITY_OF: dict[type[Any], Entity] = {kind: entity for entity, kind in VALUE_OF.items()}
