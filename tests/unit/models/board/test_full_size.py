"""The board with chunks of their real size, held against plain NumPy over the whole synthetic city."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from commandcenter.bench.synthetic import AREAS, LAST_S, changes, city, part
from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet, ReportBatch
from commandcenter.models.board.cluster import WorldBox, clusters
from commandcenter.models.board.column import CHUNK_ROWS
from commandcenter.models.board.count import counts
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.board.order import SortKey, order
from commandcenter.models.place import WORLD_SIZE
from commandcenter.models.state import STATES, State

REPORTS = 150_000
EVERYWHERE = WorldBox(0, 0, WORLD_SIZE - 1, WORLD_SIZE - 1)


@pytest.fixture(scope="module")
def reports() -> ReportBatch:
    return city(REPORTS)


@pytest.fixture(scope="module")
def generation(reports: ReportBatch) -> Generation:
    """Loaded shuffled, so that the order of rows is not the order of ids."""
    shuffled = np.random.default_rng(1).permutation(REPORTS)
    board = Board()
    for at in np.array_split(shuffled, 20):
        board.apply(changes(part(reports, at)))
    return board.generation


def test_it_fills_several_chunks(generation: Generation) -> None:
    assert [chunk.length for chunk in generation.chunks] == [CHUNK_ROWS, CHUNK_ROWS, REPORTS - 2 * CHUNK_ROWS]
    assert len(generation) == REPORTS


def test_every_report_is_found_by_its_id(reports: ReportBatch, generation: Generation) -> None:
    rows = generation.rows_of(reports.ids)
    assert np.array_equal(generation.ids_of(rows), reports.ids)
    assert np.array_equal(generation.rows_by_id(), rows)
    assert np.array_equal(generation.column("updated_s"), reports.updated_s)


def test_a_filter_passes_what_it_says(reports: ReportBatch, generation: Generation) -> None:
    wanted = Filter(
        states=frozenset({State.DONE, State.WAITING}),
        areas=frozenset({"31.72", "31.75"}),
        created_from_s=LAST_S - 300 * 86_400,
    )
    in_areas = np.array([word.startswith(("31.72.", "31.75.")) for word in AREAS] + [False])[reports.areas.codes]
    passed = np.isin(reports.states, [STATES.index(State.DONE), STATES.index(State.WAITING)])
    passed &= in_areas & (reports.created_s >= LAST_S - 300 * 86_400)
    assert 0 < np.count_nonzero(passed) < REPORTS
    rows = order(generation, mask(generation, wanted))
    assert np.array_equal(generation.ids_of(rows), reports.ids[passed])


@pytest.mark.parametrize("limit", [None, 200])
def test_an_order_by_three_keys_is_that_of_lexsort(
    reports: ReportBatch, generation: Generation, limit: int | None
) -> None:
    keys = [SortKey("areas"), SortKey("states", descending=True), SortKey("updated_s", descending=True)]
    rows = order(generation, mask(generation, EVERYTHING), keys, limit)
    ranks = np.array([*np.argsort(np.argsort(AREAS)), len(AREAS)])[reports.areas.codes]
    expected = np.lexsort((reports.ids, -reports.updated_s, -reports.states, ranks))
    assert np.array_equal(generation.ids_of(rows), reports.ids[expected][:limit])


@pytest.mark.parametrize("zoom", [5, 12, 16])
def test_clusters_of_the_whole_world_hold_every_report_once(
    reports: ReportBatch, generation: Generation, zoom: int
) -> None:
    found = clusters(generation, mask(generation, EVERYTHING), EVERYWHERE, zoom)
    assert found.by_state.sum(axis=0).tolist() == np.bincount(reports.states, minlength=len(STATES)).tolist()
    assert float((found.x * found.totals).sum()) == pytest.approx(float(reports.x.sum(dtype=np.float64)))
    by_state = counts(generation, mask(generation, EVERYTHING), "states")
    assert by_state.counts.tolist() == found.by_state.sum(axis=0).tolist()


def test_changes_and_removals_reach_every_chunk_and_leave_the_old_generation_alone(reports: ReportBatch) -> None:
    board = Board()
    before = board.apply(changes(reports))
    picked = np.arange(0, REPORTS, 3)
    raised = replace(part(reports, picked), versions=np.full(len(picked), 99, np.int32))
    after = board.apply(ChangeSet(upserts=raised, removed=reports.ids[1::3], position="synthetic:1"))
    assert len(after) == REPORTS - len(reports.ids[1::3])
    assert np.all(after.column("versions", after.rows_of(raised.ids)) == 99)
    assert np.all(after.rows_of(reports.ids[1::3]) == -1)
    kept = after.rows_of(reports.ids[2::3])
    assert np.array_equal(after.column("versions", kept), reports.versions[2::3])
    assert np.array_equal(before.column("versions"), reports.versions)
    assert len(before) == REPORTS
