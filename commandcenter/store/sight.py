"""What a key may see: which records of the feed, and which of their fields.

Owns both narrowings, as SQL, so that a snapshot pays for no row that it does not send. Rows: a key with a scope gets
what lies in it, and what belongs to that. Fields: walls and their operators get sensitive categories as count and area
only, no inner notes, and nobody's name. A reporter's personal data needs no narrowing: no record of the feed holds it.

A position that was given out under one scope means nothing under another: whoever's scope changed, or whose city drew
its areas anew, has copies of what they may not see any more, and lacks others. So a scope has an epoch of its own, made
of the feed's and of all areas in it, and a change of it forces a snapshot. A category that becomes sensitive does not:
the catalogue publishes its reports again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, false, literal, null, or_, select

from commandcenter.models.category import Publication
from commandcenter.models.identity import CityCode
from commandcenter.models.record import FIELDS, Entity
from commandcenter.models.report import TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.sensitivity import KEPT_BACK, counts_only
from commandcenter.models.table import TABLE_OF, categories, media, reports
from commandcenter.protocol.position import Position
from commandcenter.store.crew_work import reports_worked_on
from commandcenter.store.part import Part, part_of
from commandcenter.store.token import Principal, present_standing

_WALLS = frozenset({Role.WALL, Role.ROOM})
"""Roles whose screens are seen by whoever is in the room."""

SEES_NAMES = frozenset({Role.OFFICER, Role.DISPATCHER, Role.MANAGER})
"""Roles that may see the names of people at work."""

_INNER: Mapping[Entity, Mapping[str, Any]] = MappingProxyType(
    {
        Entity.JOB: {"note": "", "reason": ""},
        Entity.SETTING: {"changed_by": ""},
        Entity.TRANSITION: {"before": None},
    }
)
"""What stands on a wall in fields that are for offices, whatever the category."""

_INNER_NOTES = (TransitionKind.NOTED.value, TransitionKind.SUBMITTED.value, TransitionKind.JOB.value)
"""Entries whose notes are for offices: what they noted, what a crew was told, and the reporter's own words."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one key may see, in one transaction.

    Attributes:
        part: The part of the city that the key stands for.
        role: Whose it is.
        sensitive: Codes of categories of which only count and area are shown; empty: everything is shown.
    """

    part: Part
    role: Role = Role.DISPATCHER
    sensitive: frozenset[str] = frozenset()

    def query(self, entity: Entity) -> Select[Any]:
        """Return what selects an entity's records as the key may see them, fields in the order of ``FIELDS``."""
        table = TABLE_OF[entity]
        kept_back = self._kept_back(entity)
        query = select(*(kept_back.get(name, table.c[name]) for name in FIELDS[entity])).where(
            table.c.city == self.part.city
        )
        within = self._within(entity)
        return query if within is None else query.where(within)

    def position(self, head: Position) -> Position:
        """Return a position of the feed as one of this sight."""
        scope = self.part.scope
        if scope.is_whole:
            return head
        seen = [scope.area, scope.agency, sorted(self.part.areas)]
        mark = hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:8]
        return Position(f"{head.epoch}-{mark}", head.n)

    def _within(self, entity: Entity) -> ColumnElement[bool] | None:
        """Return which rows of an entity's table are seen; None: all."""
        if entity is Entity.MEMBER and self.role not in SEES_NAMES:
            return false()
        return self.part.rows(entity)

    def _kept_back(self, entity: Entity) -> dict[str, ColumnElement[Any]]:
        """Return what stands for fields that are not shown as they are."""
        if self.role not in _WALLS:
            return {}
        table = TABLE_OF[entity]
        kept: dict[str, ColumnElement[Any]] = {
            name: _constant(value).label(name) for name, value in _INNER.get(entity, {}).items()
        }
        hit = self._is_sensitive(entity)
        if hit is not None:
            for name, value in KEPT_BACK[entity].items():
                kept.setdefault(name, case((hit, _constant(value)), else_=table.c[name]).label(name))
        return kept

    def _is_sensitive(self, entity: Entity) -> ColumnElement[bool] | None:
        """Return which rows have fields that a wall does not show; None: no row has."""
        table = TABLE_OF[entity]
        inner = table.c.kind.in_(_INNER_NOTES) if entity is Entity.TRANSITION else None
        if not self.sensitive or entity not in KEPT_BACK:
            return inner
        if "category" in table.c:
            return table.c.category.in_(sorted(self.sensitive))
        hidden = select(reports.c.id).where(
            reports.c.city == self.part.city, reports.c.category.in_(sorted(self.sensitive))
        )
        sensitive = table.c.report_id.in_(hidden)
        return sensitive if inner is None else or_(inner, sensitive)


def _constant(value: str | None) -> ColumnElement[Any]:
    return null() if value is None else literal(value, literal_execute=True)


def sees_photo(connection: Connection, city: CityCode, principal: Principal, url: str) -> bool:
    """Return whether a key may see the photo at an address: that of a report in its sight, or of its crew's jobs.

    A desk of the whole city also gets one that no report names.
    """
    if principal.role is Role.CREW:
        own = media.c.report_id.in_(reports_worked_on(city, principal))
        named = select(media.c.id).where(media.c.city == city, media.c.url == url, own)
        return connection.execute(named.limit(1)).first() is not None
    sight = sight_of(connection, city, principal)
    if sight.part.scope.is_whole and not sight.sensitive:
        return True
    found = connection.execute(sight.query(Entity.MEDIA).where(media.c.url == url)).mappings()
    return any(record["url"] is not None for record in found)


def full_sight(city: CityCode) -> Sight:
    """Return the sight of whoever may see everything there is in the feed."""
    return Sight(Part(city))


def sight_of(connection: Connection, city: CityCode, principal: Principal) -> Sight:
    """Return what a key may see, by its scope, the city's areas and the catalogue of this moment."""
    return sight_for(connection, city, *present_standing(connection, city, principal))


def sight_for(connection: Connection, city: CityCode, role: Role, scope: Scope) -> Sight:
    """Return what any key of a role and a scope may see; it depends on nothing else."""
    sensitive = _sensitive(connection, city) if counts_only(role, Publication.COUNT_ONLY) else frozenset()
    return Sight(part_of(connection, city, scope), role, sensitive)


def _sensitive(connection: Connection, city: CityCode) -> frozenset[str]:
    rows = connection.execute(
        select(categories.c.code).where(
            categories.c.city == city, categories.c.publication == Publication.COUNT_ONLY.value
        )
    )
    return frozenset(rows.scalars())
