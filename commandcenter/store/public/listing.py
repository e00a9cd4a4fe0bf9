"""Public reports told one by one: the list beside the map, and files of a whole question.

The board says which and in which order; the words come from the tables, asked again whether they are public.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, select

from commandcenter.models.board.cluster import WorldBox, rows_in
from commandcenter.models.board.mask import mask
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.place import to_world
from commandcenter.models.record import report_of
from commandcenter.models.report import Report
from commandcenter.models.table import reports
from commandcenter.store.database import reading
from commandcenter.store.public.board import PublicView
from commandcenter.store.public.question import Box, PublicQuestion
from commandcenter.store.public.row import shown

MOST_IN_A_FILE = 50_000
"""Reports of one file; Open311's bulk file has no such bound."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports a question means.

    Attributes:
        ids: int64, newest first.
        total: How many there are in all.
    """

    ids: NDArray[np.int64]
    total: int


def selection_of(
    view: PublicView, question: PublicQuestion, now_s: int, limit: int, below: int | None = None
) -> Selection:
    """Return the newest reports of a question.

    Args:
        view: What is asked.
        question: Which reports; with a box, only those that lie in it.
        now_s: The store's clock, UTC seconds.
        limit: At most so many.
        below: Only reports with smaller ids: the last one of the page before; None: begin. ``total`` counts all.
    """
    selected = mask(view.generation, question.filter(view.tree, now_s))
    rows = selected.rows() if question.box is None else rows_in(view.generation, selected, world_box(question.box))
    ids = np.sort(view.generation.ids_of(rows))[::-1]
    total = len(ids)
    if below is not None:
        ids = ids[ids < below]
    return Selection(ids[:limit], total)


def world_box(box: Box) -> WorldBox:
    """Return a box in world units."""
    lon = np.clip(np.array([box.west, box.east]), -180.0, 180.0)
    x, y = to_world(lon, np.clip(np.array([box.north, box.south]), -85.0, 85.0))
    return WorldBox(int(x[0]), int(y[0]), int(x[1]), int(y[1]))


def numbers_of(
    connection: Connection, city: CityCode, sensitive: frozenset[CategoryCode], ids: Sequence[int]
) -> dict[int, str]:
    """Return the numbers of those of some reports that are public, by id."""
    found: dict[int, str] = {}
    for some in _parts(ids):
        rows = connection.execute(
            select(reports.c.id, reports.c.number).where(shown(city, sensitive), reports.c.id.in_(some))
        )
        found.update((row.id, row.number) for row in rows)
    return found


def read_reports(
    connection: Connection, city: CityCode, sensitive: frozenset[CategoryCode], ids: Sequence[int]
) -> list[Report]:
    """Return those of some reports that are public, newest first."""
    found: list[Report] = []
    for some in _parts(ids):
        query = select(reports).where(shown(city, sensitive), reports.c.id.in_(some)).order_by(reports.c.id.desc())
        found += [report_of(dict(row)) for row in connection.execute(query).mappings()]
    return found


def stream_reports(engine: Engine, city: CityCode, view: PublicView, ids: Sequence[int]) -> Iterator[list[Report]]:
    """Yield reports in parts, each from a transaction of its own: whoever reads slowly holds no connection.

    Blocks; not for an event loop's thread.
    """
    for some in _parts(ids):
        with reading(engine) as connection:
            found = read_reports(connection, city, view.sensitive, some)
        yield found


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield [int(each) for each in ids[start : start + _AT_ONCE]]
