"""The city's routes as the store keeps them: those that count for new reports, and one to be changed.

Owns what is asked of a route's agency: it is there, in use, and no body outside the city, which gets a report only with
a trace of how it was told (docs/decisions/0237). A route whose agency is none any more does not count.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from commandcenter.models.agency import AgencyKind
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import CityCode
from commandcenter.models.routing import Route, Routing
from commandcenter.models.table import agencies, routes, store_meta
from commandcenter.store.part import parents_of


def load_routing(connection: Connection, city: CityCode) -> Routing:
    """Return the routes that count, as this transaction sees them."""
    its_agency = (agencies.c.city == routes.c.city) & (agencies.c.code == routes.c.agency)
    rows = connection.execute(
        select(routes)
        .join(agencies, its_agency)
        .where(routes.c.city == city, routes.c.active, agencies.c.active, agencies.c.kind != AgencyKind.OUTSIDE.value)
    ).mappings()
    return Routing([rebuild(Route, dict(row)) for row in rows], parents_of(connection, city))


def load_route(connection: Connection, city: CityCode, key: str) -> Route | None:
    """Return one route; None if it is not there."""
    wanted = select(routes).where(routes.c.city == city, routes.c.key == key)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else rebuild(Route, dict(row))


def count_routes_changed(connection: Connection, city: CityCode) -> None:
    """Have every process read the routes anew before it takes its next report; holds the city's row."""
    connection.execute(
        update(store_meta).where(store_meta.c.city == city).values(routes_version=store_meta.c.routes_version + 1)
    )
