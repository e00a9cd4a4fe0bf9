"""A part of the city in SQL: which rows of a table lie in a scope, and which belong to what lies in it.

Says the same as ``models.scope.Scope.covers``, for tables instead of single reports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, literal, or_, select

from commandcenter.models.identity import AreaCode, CityCode
from commandcenter.models.record import Entity
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.models.table import alarms, areas, crews, incidents, jobs, media, members, reports, transitions


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a city.

    Attributes:
        scope: Which.
        areas: Codes of all areas in it; empty where the scope names none.
    """

    city: CityCode
    scope: Scope = WHOLE_CITY
    areas: frozenset[AreaCode] = frozenset()

    def rows(self, entity: Entity) -> ColumnElement[bool] | None:
        """Return which rows of an entity's table are in it; None: all of the city's."""
        condition = _ROWS.get(entity)
        return None if condition is None or self.scope.is_whole else condition(self)

    def area(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return whether a column names an area in it."""
        return column.in_(sorted(self.areas)) if self.areas else false()

    def reports(self) -> ColumnElement[bool]:
        """Return which rows of ``reports`` are in it: those that lie there, and those handed to its agency."""
        agency = self.scope.agency
        return or_(self.area(reports.c.area), false() if agency is None else reports.c.agency == agency)

    def of_reports(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return whether a column names a report in it."""
        return column.in_(select(reports.c.id).where(reports.c.city == self.city, self.reports()))

    def of_crews(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return whether a column names a crew that is posted in it."""
        return column.in_(select(crews.c.code).where(crews.c.city == self.city, self.area(crews.c.area)))

    def incidents(self) -> ColumnElement[bool]:
        """Return which rows of ``incidents`` are in it: those that lie there, and those of its reports."""
        joined = select(reports.c.incident).where(
            reports.c.city == self.city, reports.c.incident.is_not(None), self.reports()
        )
        return or_(self.area(incidents.c.area), incidents.c.id.in_(joined))

    def alarms(self) -> ColumnElement[bool]:
        """Return which rows of ``alarms`` are in it."""
        # What concerns the whole city concerns every part of it; a report that lies in no area does not.
        whole = and_(alarms.c.area.is_(None), alarms.c.about.not_like("report/%"))
        return or_(self.area(alarms.c.area), whole)


_ROWS: Mapping[Entity, Callable[[Part], ColumnElement[bool]]] = MappingProxyType(
    {
        Entity.REPORT: Part.reports,
        Entity.TRANSITION: lambda part: part.of_reports(transitions.c.report_id),
        Entity.MEDIA: lambda part: part.of_reports(media.c.report_id),
        Entity.CREW: lambda part: part.area(crews.c.area),
        Entity.MEMBER: lambda part: part.of_crews(members.c.crew),
        Entity.JOB: lambda part: or_(part.of_reports(jobs.c.report_id), part.of_crews(jobs.c.crew)),
        Entity.INCIDENT: Part.incidents,
        Entity.ALARM: Part.alarms,
    }
)
"""Which rows lie in a part, by entity. All others are the whole city's: what it is set up with, its facilities, its
gauges."""


def part_of(connection: Connection, city: CityCode, scope: Scope) -> Part:
    """Return the part of the city that a scope stands for, by the areas of this moment."""
    return Part(city, scope, frozenset() if scope.area is None else areas_within(connection, city, scope.area))


def parents_of(connection: Connection, city: CityCode) -> Mapping[AreaCode, AreaCode | None]:
    """Return for each area of the city the one that it belongs to, as ``Scope.covers`` asks."""
    rows = connection.execute(select(areas.c.code, areas.c.parent).where(areas.c.city == city))
    return {AreaCode(row.code): None if row.parent is None else AreaCode(row.parent) for row in rows}


def areas_within(connection: Connection, city: CityCode, area: AreaCode) -> frozenset[AreaCode]:
    """Return an area and all below it, by their parents."""
    top = select(literal(area).label("code")).cte("within", recursive=True)
    below = select(areas.c.code).join(top, areas.c.parent == top.c.code).where(areas.c.city == city)
    # UNION, not UNION ALL: areas that are each other's parents by mistake would go round for ever.
    return frozenset(AreaCode(code) for code in connection.execute(select(top.union(below).c.code)).scalars())
