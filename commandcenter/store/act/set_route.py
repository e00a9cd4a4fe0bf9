"""An administrator says which agency answers for new reports of a category in an area, or ends that."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from commandcenter.models.agency import AgencyKind
from commandcenter.models.flat import flatten
from commandcenter.models.identity import AgencyCode, AreaCode, CategoryCode
from commandcenter.models.intent import IntentKind
from commandcenter.models.routing import ANY, Route, route_key
from commandcenter.models.table import agencies, routes, store_meta
from commandcenter.store.act.code import set_up
from commandcenter.store.act.held import check_area, check_version
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import check_reach_of
from commandcenter.store.act.set_facility import flag_or
from commandcenter.store.act.setting_failure import AgencyUnknown, RouteOutside, RouteUnfit
from commandcenter.store.catalogue import load_categories
from commandcenter.store.database import put_row
from commandcenter.store.failure import CategoryUnknown, FieldMissing
from commandcenter.store.field import MAX_FIELD_CHARS, text_field
from commandcenter.store.routing import count_routes_changed, load_route


def set_route(act: Act) -> Outcome:
    """Bring the route that the target names (``CATEGORY/AREA``, ``*`` for all) to what the payload says.

    It holds for reports that come from now on; those that are there stay with who answers for them. No record of the
    feed changes: screens show whom a report is with.

    Raises:
        RouteUnfit: If the target names no route.
        OutOfScope: If its area is not the actor's to set up; the whole city is nobody's who stands for a part of it.
        CategoryUnknown: If there is no such category.
        AreaUnknown: If there is no such area.
        FieldMissing: If a new one lacks its agency.
        AgencyUnknown: If there is no such agency in use.
        RouteOutside: If it is a body outside the city.
        Failure: If a field is not what it should be.
        Conflict: If it changed since the base version.
    """
    category, area = _which(act)
    check_reach_of(act, area, None)
    payload = act.intent.payload
    agency = text_field(payload, "agency", MAX_FIELD_CHARS)
    # Whoever takes a report shares this row: none passes between the old route and the new one.
    act.connection.execute(select(store_meta.c.city).where(store_meta.c.city == act.city).with_for_update())
    key = route_key(category, area)
    before = load_route(act.connection, act.city, key)
    if before is None:
        _check_names(act, category, area)
        if agency is None:
            raise FieldMissing(field="agency")
        route = Route(category, area, AgencyCode(agency), version=0)
    else:
        check_version(act, key, before.version, (IntentKind.SET_ROUTE,), agency or before.agency)
        route = replace(before, agency=AgencyCode(agency or before.agency))
    route = replace(route, active=flag_or(payload, "active", route.active), version=route.version + 1)
    if route.active:
        _check_agency(act, route.agency)
    put_row(act.connection, routes, {"city": act.city, "key": key, **flatten(route)})
    count_routes_changed(act.connection, act.city)
    return set_up(act, key, route.version, (), before, route)


def _which(act: Act) -> tuple[CategoryCode | None, AreaCode | None]:
    """Return the category and the area that the target names; None: all."""
    target = act.intent.target or ""
    category, slash, area = target.partition("/")
    if not (category and slash and area):
        raise RouteUnfit(given=target[:MAX_FIELD_CHARS])
    return None if category == ANY else CategoryCode(category), None if area == ANY else AreaCode(area)


def _check_names(act: Act, category: CategoryCode | None, area: AreaCode | None) -> None:
    if category is not None and category not in load_categories(act.connection, act.city, only=category):
        raise CategoryUnknown(category=category)
    if area is not None:
        check_area(act, area)


def _check_agency(act: Act, agency: AgencyCode) -> None:
    row = act.connection.execute(
        select(agencies.c.kind, agencies.c.active).where(agencies.c.city == act.city, agencies.c.code == agency)
    ).one_or_none()
    if row is None or not row.active:
        raise AgencyUnknown(agency=agency)
    if AgencyKind(row.kind) is AgencyKind.OUTSIDE:
        raise RouteOutside(agency=agency)
