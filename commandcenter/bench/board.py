"""The board's questions and changes, measured on a synthetic city."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from commandcenter.bench.figure import Figure, elapsed_ms, figure_of, timed
from commandcenter.bench.synthetic import (
    AREAS,
    CATEGORIES,
    EAST,
    LAST_S,
    NORTH,
    SEED,
    SOUTH,
    SPAN_S,
    WEST,
    change_sets,
    changes,
    city,
    part,
)
from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet, ReportBatch
from commandcenter.models.board.cluster import WorldBox, clusters
from commandcenter.models.board.column import ColumnName
from commandcenter.models.board.count import ages, counts, histogram, overdue_count
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, mask
from commandcenter.models.board.order import SortKey, order
from commandcenter.models.place import WORLD_BITS, to_world
from commandcenter.models.state import STATE_CODE, State

LOAD_ROWS = 4_000
CHANGE_ROWS = 1_000
CHANGED_ROWS = 100_000

VIEW_PX = (1920, 1080)
ZOOMS = (11, 13, 15, 17)

_HOUR_S = 3600
_SCREENFUL = 60

FILTERS: dict[str, Filter] = {
    "everything": EVERYTHING,
    "open": Filter(open_only=True),
    "half a year": Filter(created_from_s=LAST_S - SPAN_S // 4),
    "five conditions": Filter(
        states=frozenset({State.DONE, State.WAITING, State.IN_PROGRESS}),
        categories=frozenset(CATEGORIES[:7:2]),
        areas=frozenset({"31.72", "31.73", "31.75"}),
        created_from_s=LAST_S - SPAN_S,
        created_until_s=LAST_S - SPAN_S // 10,
        taken_on=True,
    ),
    "many areas": Filter(areas=frozenset(AREAS[::2])),
    "overdue": Filter(overdue_at_s=LAST_S),
}

SORTED_BY: tuple[ColumnName, ...] = (
    "ids",
    "created_s",
    "updated_s",
    "close_by_s",
    "states",
    "categories",
    "areas",
    "supporters",
)


def figures(reports: int) -> Iterator[Figure]:
    """Load a synthetic city, ask the four questions, then change it."""
    synthetic = city(reports)
    board = Board()
    gc.collect()
    yield figure_of(
        f"board.load of {LOAD_ROWS} rows",
        "ms",
        reports,
        [elapsed_ms(_applying(board, change)) for change in change_sets(synthetic, LOAD_ROWS)],
    )
    yield from _masks(board.generation)
    yield from _clusters(board.generation)
    yield from _orders(board.generation)
    yield from _counts(board.generation)
    yield from _reads(board.generation)
    yield from _changes(board, synthetic)


def _applying(board: Board, change: ChangeSet) -> Callable[[], Generation]:
    return lambda: board.apply(change)


def _masks(generation: Generation) -> Iterator[Figure]:
    for name, wanted in FILTERS.items():
        yield timed(f"board.mask {name}", len(generation), _masking(generation, wanted))


def _masking(generation: Generation, wanted: Filter) -> Callable[[], Mask]:
    return lambda: mask(generation, wanted)


def viewport(zoom: int) -> WorldBox:
    """Return a screen of ``VIEW_PX`` pixels around the middle of the synthetic city."""
    x, y = to_world(np.array([(WEST + EAST) / 2]), np.array([(SOUTH + NORTH) / 2]))
    units = 1 << (WORLD_BITS - 8 - zoom)
    half_x, half_y = VIEW_PX[0] * units // 2, VIEW_PX[1] * units // 2
    return WorldBox(int(x[0]) - half_x, int(y[0]) - half_y, int(x[0]) + half_x, int(y[0]) + half_y)


def _clusters(generation: Generation) -> Iterator[Figure]:
    for name, wanted in FILTERS.items():
        for zoom in ZOOMS:
            work = _clustering(generation, wanted, zoom)
            yield timed(f"board.mask and clusters {name} zoom {zoom}", len(generation), work)


def _clustering(generation: Generation, wanted: Filter, zoom: int) -> Callable[[], object]:
    return lambda: clusters(generation, mask(generation, wanted), viewport(zoom), zoom)


def _orders(generation: Generation) -> Iterator[Figure]:
    reports = len(generation)
    everything = mask(generation, EVERYTHING)
    few = mask(generation, FILTERS["five conditions"])
    for name in SORTED_BY:
        keys = [SortKey(name, descending=True)]
        yield timed(f"board.order by {name}", reports, _ordering(generation, everything, keys))
        yield timed(f"board.order by {name}, first 200", reports, _ordering(generation, everything, keys, 200))
        yield timed(f"board.order by {name}, five conditions", reports, _ordering(generation, few, keys))
    three = [SortKey("states"), SortKey("categories"), SortKey("created_s", descending=True)]
    yield timed("board.order by three keys", reports, _ordering(generation, everything, three))


def _ordering(
    generation: Generation, selected: Mask, keys: list[SortKey], limit: int | None = None
) -> Callable[[], object]:
    return lambda: order(generation, selected, keys, limit)


def _counts(generation: Generation) -> Iterator[Figure]:
    for name in ("everything", "half a year"):
        selected = mask(generation, FILTERS[name])
        yield timed(f"board.counts of seven charts {name}", len(generation), _counting(generation, selected))


def _counting(generation: Generation, selected: Mask) -> Callable[[], object]:
    def seven_charts() -> None:
        counts(generation, selected, "states")
        counts(generation, selected, "categories")
        counts(generation, selected, "areas")
        counts(generation, selected, "agencies")
        histogram(generation, selected, "created_s", LAST_S - 48 * _HOUR_S, _HOUR_S, 48, 7 * _HOUR_S)
        ages(generation, selected, LAST_S, [_HOUR_S, 6 * _HOUR_S, 24 * _HOUR_S, 72 * _HOUR_S])
        overdue_count(generation, selected, LAST_S)

    return seven_charts


def _reads(generation: Generation) -> Iterator[Figure]:
    rows = order(generation, mask(generation, EVERYTHING), [SortKey("supporters")], _SCREENFUL)
    ids = generation.ids_of(rows)

    def screenful() -> None:
        for name in SORTED_BY:
            generation.column(name, rows)

    yield timed(f"board.read {_SCREENFUL} rows of {len(SORTED_BY)} columns", len(generation), screenful)
    yield timed(f"board.find {_SCREENFUL} ids", len(generation), lambda: generation.rows_of(ids))


def _changes(board: Board, synthetic: ReportBatch) -> Iterator[Figure]:
    """Change reports all over the board, then recent ones and new ones as a shift brings them."""
    rng = np.random.default_rng(SEED)
    reports = len(synthetic)
    scattered: list[float] = []
    live: list[float] = []
    asked: list[float] = []
    new = city(CHANGED_ROWS // 5, SEED + 1)
    for number in range(CHANGED_ROWS // CHANGE_ROWS):
        at = rng.choice(reports, min(CHANGE_ROWS, reports), replace=False)
        scattered.append(elapsed_ms(_applying(board, changes(_touched(part(synthetic, at), number)))))
    for number in range(CHANGED_ROWS // CHANGE_ROWS):
        recent = max(reports // 20, 1)
        at = reports - 1 - rng.choice(recent, min(CHANGE_ROWS * 4 // 5, recent), replace=False)
        live.append(elapsed_ms(_applying(board, changes(_touched(part(synthetic, at), number + 1)))))
        arrived = slice(number * CHANGE_ROWS // 5, (number + 1) * CHANGE_ROWS // 5)
        live[-1] += elapsed_ms(_applying(board, changes(part(new, arrived))))
        asked.append(elapsed_ms(lambda: order(board.generation, mask(board.generation, EVERYTHING), [], 1)))
    yield figure_of(f"board.apply {CHANGE_ROWS} changes all over it", "ms", reports, scattered)
    yield figure_of(f"board.apply {CHANGE_ROWS} recent and new", "ms", reports, live)
    yield figure_of("board.first order after a change", "ms", reports, asked)


def _touched(batch: ReportBatch, number: int) -> ReportBatch:
    """Return the batch as if somebody had just taken its reports on."""
    return replace(
        batch,
        versions=batch.versions + np.int32(number + 1),
        states=np.full(len(batch), STATE_CODE[State.IN_PROGRESS], np.int8),
        updated_s=np.full(len(batch), LAST_S + number, np.int64),
        acknowledged_s=np.full(len(batch), LAST_S + number, np.int64),
    )
