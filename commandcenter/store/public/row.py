"""Which reports are public, as SQL, and what of them the public board holds.

Every reading for the public asks with ``shown``: the board may be half a second old, and what was hidden meanwhile must
not be told from the tables either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, literal, null, select

from commandcenter.models.board.change_set import ReportBatch, batch_of
from commandcenter.models.category import Category
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.mirror.column import BOARD_FIELDS
from commandcenter.models.record import FIELDS, NULLABLE, Entity, Record
from commandcenter.models.report import Moderation
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import counts_only
from commandcenter.models.table import reports

_LEFT_OUT = frozenset({"acknowledged_by", "incident"})
"""Of what a board can hold: who took a report on is nobody's name on a public page, and incidents are the offices'."""

_IDS_AT_ONCE = 500


def sensitive_codes(categories: Mapping[CategoryCode, Category]) -> frozenset[CategoryCode]:
    """Return the categories of which the public is told a count only."""
    return frozenset(code for code, each in categories.items() if counts_only(Role.PUBLIC, each.publication))


def shown(city: CityCode, sensitive: frozenset[CategoryCode]) -> ColumnElement[bool]:
    """Return which rows of ``reports`` the public may see."""
    return and_(
        reports.c.city == city,
        reports.c.moderation == Moderation.PUBLIC.value,
        reports.c.category.not_in(sorted(sensitive)),
    )


def whole_query(city: CityCode, sensitive: frozenset[CategoryCode]) -> Select[Any]:
    """Return what reads the whole board: a report's fields in order, empty where the board has no use for them."""
    held = frozenset(BOARD_FIELDS) - _LEFT_OUT
    columns = [reports.c[name] if name in held else _empty(name) for name in FIELDS[Entity.REPORT]]
    return select(*columns).where(shown(city, sensitive)).order_by(reports.c.id)


def read_batch(
    connection: Connection, city: CityCode, sensitive: frozenset[CategoryCode], ids: Sequence[int]
) -> ReportBatch:
    """Return those of some reports that the public may see, as columns."""
    columns = [null().label(name) if name in _LEFT_OUT else reports.c[name] for name in BOARD_FIELDS]
    query = select(*columns).where(shown(city, sensitive))
    rows: list[Record] = []
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = query.where(reports.c.id.in_(ids[start : start + _IDS_AT_ONCE]))
        rows += [dict(row) for row in connection.execute(some).mappings()]
    return batch_of(rows)


def _empty(name: str) -> ColumnElement[Any]:
    if name in NULLABLE[Entity.REPORT]:
        return null().label(name)
    kind = FIELDS[Entity.REPORT][name]
    return (literal("") if kind == "text" else literal(0)).label(name)
