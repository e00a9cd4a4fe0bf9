"""What a key's role may see of a record.

Owns the one narrowing there is today: walls and their operators get sensitive categories as count and area only.
A reporter's personal data needs none: no record of the feed holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from commandcenter.models.category import Publication
from commandcenter.models.identity import CityCode
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import KEPT_BACK, counts_only
from commandcenter.models.table import categories, reports


@dataclass(frozen=True, slots=True)
class Sight:
    """What one key may see, in one transaction.

    Attributes:
        sensitive: Codes of categories of which only count and area are shown; empty: everything is shown.
    """

    sensitive: frozenset[str]

    def narrow(
        self, connection: Connection, city: CityCode, entity: Entity, records: Sequence[dict[str, Any]]
    ) -> Sequence[dict[str, Any]]:
        """Return the records as the key may see them."""
        kept_back = KEPT_BACK.get(entity)
        if not self.sensitive or kept_back is None or not records:
            return records
        if entity is Entity.REPORT:
            hit = {record["id"] for record in records if record["category"] in self.sensitive}
            return [{**record, **kept_back} if record["id"] in hit else record for record in records]
        ids = sorted({record["report_id"] for record in records})
        rows = connection.execute(
            select(reports.c.id).where(
                reports.c.city == city,
                reports.c.id >= ids[0],
                reports.c.id <= ids[-1],
                reports.c.category.in_(sorted(self.sensitive)),
            )
        )
        hit = set(rows.scalars())
        return [{**record, **kept_back} if record["report_id"] in hit else record for record in records]


FULL_SIGHT = Sight(frozenset())


def sight_of(connection: Connection, city: CityCode, role: Role) -> Sight:
    """Return what a role may see, by the catalogue of this moment."""
    if not counts_only(role, Publication.COUNT_ONLY):
        return FULL_SIGHT
    rows = connection.execute(
        select(categories.c.code).where(
            categories.c.city == city, categories.c.publication == Publication.COUNT_ONLY.value
        )
    )
    return Sight(frozenset(rows.scalars()))
