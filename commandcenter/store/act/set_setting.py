"""An administrator sets one of the city's settings."""

from __future__ import annotations

from sqlalchemy import select

from commandcenter.models.city_setting import LIMITS, PER_CATEGORY, CitySetting, SettingKey, key_for
from commandcenter.models.flat import flatten, rebuild
from commandcenter.models.identity import CategoryCode
from commandcenter.models.intent import ConflictSide
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.table import city_settings
from commandcenter.store.act.chain import is_made_by_own
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.held import about
from commandcenter.store.act.outcome import Act, Conflict, Outcome
from commandcenter.store.act.setting_failure import SettingChanged, SettingUnknown
from commandcenter.store.catalogue import load_categories
from commandcenter.store.city_setting import value_of
from commandcenter.store.database import keep_free, put_row
from commandcenter.store.failure import CategoryUnknown, FieldMissing
from commandcenter.store.feed import put
from commandcenter.store.field import MAX_FIELD_CHARS, number_field


def set_setting(act: Act) -> Outcome:
    """Give the setting that the target names (``key`` or ``key/CATEGORY``) the payload's ``value``.

    Raises:
        SettingUnknown: If there is no such setting.
        CategoryUnknown: If the category is none.
        FieldMissing: If there is no value.
        FieldNotNumber: If the value is out of the setting's bounds.
        Conflict: If it was set by somebody else since the base version.
    """
    key, category = _which(act)
    value = number_field(act.intent.payload, "value", *LIMITS[key])
    if value is None:
        raise FieldMissing(field="value")
    name = key_for(key, category)
    present = _present(act, name) or _free(act, name)
    base = act.intent.base_version
    is_old = present is not None and base is not None and base != present.version
    if present is not None and is_old and not is_made_by_own(act, present.version, about(name)):
        theirs = ConflictSide(f"{present.value:g}", present.changed_by, present.changed_at)
        failure = SettingChanged(key=name, actor=present.changed_by)
        raise Conflict(failure, present.version, f"{value:g}", theirs)
    was = value_of(act.connection, act.city, key, category) if present is None else present.value
    version = 1 if present is None else present.version + 1
    record = flatten(CitySetting(name, float(value), version, act.principal.name, act.now))
    put_row(act.connection, city_settings, {"city": act.city, **record})
    return Outcome(
        applied_to(act, name, version),
        [put(Entity.SETTING, record)],
        found_version=version - 1,
        changed={"value": (was, float(value))},
    )


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
