"""An administrator sets one of the city's settings, or ends that a category has its own."""

from __future__ import annotations

from sqlalchemy import delete, select

from commandcenter.models.city_setting import LIMITS, PER_CATEGORY, CitySetting, SettingKey, key_for
from commandcenter.models.flat import flatten, rebuild
from commandcenter.models.identity import CategoryCode
from commandcenter.models.intent import ConflictSide, IntentKind, IntentStatus
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.table import city_settings, intents
from commandcenter.store.act.chain import is_made_by_own
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.held import about, last_change
from commandcenter.store.act.outcome import Act, Conflict, Outcome
from commandcenter.store.act.room_failure import TargetUnknown
from commandcenter.store.act.setting_failure import SettingChanged, SettingUnknown
from commandcenter.store.catalogue import load_categories
from commandcenter.store.city_setting import value_of
from commandcenter.store.database import keep_free, put_row
from commandcenter.store.failure import CategoryUnknown, FieldMissing
from commandcenter.store.feed import Change, put, removed
from commandcenter.store.field import MAX_FIELD_CHARS, number_field


def set_setting(act: Act) -> Outcome:
    """Give the setting that the target names (``key`` or ``key/CATEGORY``) the payload's ``value``.

    A category's own setting is ended by the value None: from then on the city's holds for it again.

    Raises:
        SettingUnknown: If there is no such setting.
        CategoryUnknown: If the category is none.
        FieldMissing: If there is no value.
        FieldNotNumber: If the value is out of the setting's bounds.
        TargetUnknown: If what shall end is not there.
        Conflict: If it was set or ended by somebody else since the base version.
    """
    key, category = _which(act)
    value = number_field(act.intent.payload, "value", *LIMITS[key])
    ends = category is not None and "value" in act.intent.payload and value is None
    if value is None and not ends:
        raise FieldMissing(field="value")
    name = key_for(key, category)
    present = _present(act, name) or _free(act, name)
    found = _ended_at(act, name) if present is None else present.version
    _check_unchanged(act, name, present, found, value)
    if value is None:
        made, was = _end(act, name, present)
        return _outcome(act, name, found, made, (was, None))
    was = value_of(act.connection, act.city, key, category) if present is None else present.value
    record = flatten(CitySetting(name, float(value), found + 1, act.principal.name, act.now))
    put_row(act.connection, city_settings, {"city": act.city, **record})
    return _outcome(act, name, found, put(Entity.SETTING, record), (was, float(value)))


def _end(act: Act, name: str, present: CitySetting | None) -> tuple[Change, float]:
    """Remove a setting that is held; return its change and the value that it had."""
    if present is None:
        raise TargetUnknown(target=name)
    act.connection.execute(delete(city_settings).where(city_settings.c.city == act.city, city_settings.c.key == name))
    return removed(Entity.SETTING, flatten(present)), present.value


def _outcome(act: Act, name: str, found: int, made: Change, value: tuple[float, float | None]) -> Outcome:
    return Outcome(applied_to(act, name, found + 1), [made], found_version=found, changed={"value": value})


def _check_unchanged(act: Act, name: str, present: CitySetting | None, found: int, value: float | None) -> None:
    """Say nothing if the person saw the setting as it is, or said nothing of what they saw.

    Raises:
        Conflict: If somebody else set or ended it since; whoever means to make it anew has seen version 0.
    """
    base = act.intent.base_version
    if base is None or base == found or found == 0 or (present is None and base == 0):
        return
    if is_made_by_own(act, found, about(name)):
        return
    if present is None:
        actor, at = last_change(act, name, (IntentKind.SET_SETTING,))
        theirs = ConflictSide("–", actor, at)
    else:
        theirs = ConflictSide(f"{present.value:g}", present.changed_by, present.changed_at)
    mine = "–" if value is None else f"{value:g}"
    raise Conflict(SettingChanged(key=name, actor=theirs.actor), found, mine, theirs)


def _ended_at(act: Act, name: str) -> int:
    """Return the version that a setting ended with, which one made anew goes on from; 0: it was never there."""
    results = act.connection.execute(
        select(intents.c.result)
        .where(
            intents.c.city == act.city,
            intents.c.target == name,
            intents.c.kind == IntentKind.SET_SETTING.value,
            intents.c.intent_id != act.intent.intent_id,
        )
        .order_by(intents.c.recorded_ms)
    ).scalars()
    return max((result["version"] or 0 for result in results if result["status"] == IntentStatus.APPLIED), default=0)


def _which(act: Act) -> tuple[SettingKey, CategoryCode | None]:
    text, slash, code = (act.intent.target or "").partition("/")
    try:
        key = SettingKey(text)
    except ValueError as error:
        raise SettingUnknown(key=text[:MAX_FIELD_CHARS]) from error
    if not slash:
        return key, None
    if key not in PER_CATEGORY:
        raise SettingUnknown(key=f"{text}/{code}"[:MAX_FIELD_CHARS])
    if CategoryCode(code) not in load_categories(act.connection, act.city):
        raise CategoryUnknown(category=code[:MAX_FIELD_CHARS])
    return key, CategoryCode(code)


def _free(act: Act, name: str) -> CitySetting | None:
    """Have nobody else set what was never set, until the transaction ends; return it if somebody just did."""
    keep_free(act.connection, act.city, Entity.SETTING.value, name)
    return _present(act, name)


def _present(act: Act, name: str) -> CitySetting | None:
    row = (
        act.connection.execute(
            select(*(city_settings.c[field] for field in FIELDS[Entity.SETTING]))
            .where(city_settings.c.city == act.city, city_settings.c.key == name)
            .with_for_update()
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else rebuild(CitySetting, dict(row))
