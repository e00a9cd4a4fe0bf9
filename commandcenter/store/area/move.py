"""Placing reports anew after borders changed: which ones may move, and which one moved from where to where.

A report that is open goes to whoever answers for its place now. A closed one keeps the area that answered for it: a
redrawn border does not rewrite who did what. It is placed anew only if nobody answered for it by a real border: it
had no area, the area's border was a stand-in, or the area is gone (docs/decisions/0067).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, or_, select, update

from commandcenter.models.area_index import NO_AREA, AreaIndex
from commandcenter.models.identity import AreaCode, CityCode, ReportId, ReportNumber
from commandcenter.models.state import OPEN_STATES, State
from commandcenter.models.table import reports

_ROWS_AT_ONCE = 50_000
_IDS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Move:
    """One report that lies in another area now.

    Attributes:
        report_id: Which report.
        number: Its number.
        open: Whether it is open.
        before: Its area until now, or None.
        after: Its area from now on, or None.
    """

    report_id: ReportId
    number: ReportNumber
    open: bool
    before: AreaCode | None
    after: AreaCode | None


def place_anew(
    connection: Connection, city: CityCode, index: AreaIndex, now_ms: int, *, unbound: Collection[AreaCode]
) -> list[Move]:
    """Give each report that may move the area that it lies in now.

    Args:
        connection: Inside a writing transaction.
        city: Whose reports.
        index: Of the areas as they are from now on.
        now_ms: The store's clock.
        unbound: Areas that keep no closed report: their border was a stand-in, or they are gone.

    Returns:
        Those that moved, in the order of time.
    """
    moved: list[Move] = []
    for rows in _may_move(connection, city, unbound):
        lon = np.array([row.lon for row in rows], dtype=np.float64)
        lat = np.array([row.lat for row in rows], dtype=np.float64)
        located = index.locate(lon, lat).index
        some = [
            Move(ReportId(row.id), ReportNumber(row.number), State(row.state) in OPEN_STATES, row.area, after)
            for row, at in zip(rows, located, strict=True)
            if (after := None if at == NO_AREA else index.codes[at]) != row.area
        ]
        _write(connection, city, some, now_ms)
        moved += some
    return moved


def _write(connection: Connection, city: CityCode, some: Sequence[Move], now_ms: int) -> None:
    """Write the new areas, many reports a statement: one each takes PostgreSQL three times as long."""
    by_area: dict[AreaCode | None, list[ReportId]] = defaultdict(list)
    for move in some:
        by_area[move.after].append(move.report_id)
    for area, ids in by_area.items():
        for start in range(0, len(ids), _IDS_AT_ONCE):
            connection.execute(
                update(reports)
                .where(reports.c.city == city, reports.c.id.in_(ids[start : start + _IDS_AT_ONCE]))
                .values(area=area, updated_ms=now_ms)
            )


def _may_move(connection: Connection, city: CityCode, unbound: Collection[AreaCode]) -> Iterator[Sequence[Any]]:
    last = -1
    while True:
        rows = connection.execute(
            select(reports.c.id, reports.c.number, reports.c.state, reports.c.lon, reports.c.lat, reports.c.area)
            .where(reports.c.city == city, reports.c.id > last)
            .where(or_(reports.c.state.in_(OPEN_STATES), reports.c.area.is_(None), reports.c.area.in_(unbound)))
            .order_by(reports.c.id)
            .limit(_ROWS_AT_ONCE)
        ).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id
