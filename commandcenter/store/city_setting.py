"""A city's settings as they stand: what somebody set, else what the program assumes."""

from __future__ import annotations

from sqlalchemy import Connection, select

from commandcenter.models.city_setting import DEFAULTS, SettingKey, key_for
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.table import city_settings


def value_of(connection: Connection, city: CityCode, key: SettingKey, category: CategoryCode | None = None) -> float:
    """Return a setting's value, in the unit that its name ends in.

    Args:
        connection: Inside a transaction.
        city: Whose.
        key: Which.
        category: The category's own value where it has one, else the city's.
    """
    names = [key_for(key, category), key.value]
    rows = connection.execute(
        select(city_settings.c.key, city_settings.c.value).where(
            city_settings.c.city == city, city_settings.c.key.in_(names)
        )
    )
    held = {row.key: row.value for row in rows}
    return next((held[name] for name in names if name in held), DEFAULTS[key])


def values_of(connection: Connection, city: CityCode) -> dict[str, float]:
    """Return every setting by the name that it is kept under: the city's own, and those of single categories."""
    rows = connection.execute(select(city_settings.c.key, city_settings.c.value).where(city_settings.c.city == city))
    return {key.value: value for key, value in DEFAULTS.items()} | {row.key: row.value for row in rows}
