"""Setting up a city in a database."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select, update

from commandcenter.models.crew import DEFAULT_SHIFTS
from commandcenter.models.flat import flatten
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.record import Entity
from commandcenter.models.table import feed_head, shifts, store_meta
from commandcenter.store.catalogue import Catalogue, write_catalogue
from commandcenter.store.database import insert_if_absent
from commandcenter.store.feed import Change, publish, put
from commandcenter.store.notice.secret import make_secrets
from commandcenter.store.offer import write_offers
from commandcenter.store.setting import StoreSettings

DEFAULT_PLACE_LEVEL = "kelurahan"
"""Level of the areas that reports are placed in, where a city says nothing else."""


def begin_epoch(connection: Connection, city: CityCode) -> None:
    """Begin another life of the feed, as after restoring a backup: positions given out before mean nothing any more."""
    connection.execute(update(feed_head).where(feed_head.c.city == city).values(epoch=secrets.token_hex(6)))


def set_up_city(
    connection: Connection, settings: StoreSettings, catalogue: Catalogue, place_level: str = DEFAULT_PLACE_LEVEL
) -> int:
    """Make the city if it is not there, and bring its catalogue to the given one.

    Returns:
        How many categories were new or changed; 0 where everything was there already.
    """
    now = settings.clock()
    is_new = insert_if_absent(
        connection,
        store_meta,
        {
            "city": settings.city,
            "number_prefix": catalogue.number_prefix,
            "place_level": place_level,
            "areas_version": 0,
            "catalogue_ms": to_ms(now),
            "created_ms": to_ms(now),
        },
    )
    insert_if_absent(connection, feed_head, {"city": settings.city, "epoch": secrets.token_hex(6), "n": 0})
    connection.execute(select(store_meta.c.city).where(store_meta.c.city == settings.city).with_for_update())
    make_secrets(connection, settings.city)
    changed = write_catalogue(connection, settings.city, catalogue.categories, now)
    if catalogue.offers is not None and write_offers(connection, settings.city, catalogue.offers):
        connection.execute(update(store_meta).where(store_meta.c.city == settings.city).values(catalogue_ms=to_ms(now)))
    publish(connection, settings.city, [*changed, *(_default_shifts(connection, settings) if is_new else ())], now)
    return len(changed)


def _default_shifts(connection: Connection, settings: StoreSettings) -> list[Change]:
    """Write the shifts of a new city; an older one keeps what it has."""
    made = []
    for shift in DEFAULT_SHIFTS:
        record = flatten(shift)
        if insert_if_absent(connection, shifts, {"city": settings.city, **record}):
            made.append(put(Entity.SHIFT, record))
    return made
