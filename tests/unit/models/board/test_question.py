"""The four questions give the answers that plain Python gives, whatever happened before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board import passing as passing_module
from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.cluster import MAX_CELLS, NO_REPORT, WorldBox, clusters, rows_in
from commandcenter.models.board.column import CODED, ColumnName, InstantName
from commandcenter.models.board.count import (
    CountedBy,
    ages,
    bin_start,
    counts,
    histogram,
    hours_of_day,
    overdue_count,
)
from commandcenter.models.board.filter import EVERYTHING, Filter
from commandcenter.models.board.mask import both, mask
from commandcenter.models.board.order import Derived, SortKey, order
from commandcenter.models.state import STATES
from tests.unit.models.board.history import (
    AGENCIES,
    AREAS,
    CATEGORIES,
    CREWS,
    START_S,
    TAKERS,
    Moment,
    boxes,
    few_filters,
    filters,
    instants,
    moments,
)
from tests.unit.models.board.plain import PlainReport, change, is_overdue, marks, passes

pytestmark = pytest.mark.usefixtures("small_chunks")

WIB_S = 25_200

FIELD_OF: dict[ColumnName, str] = {
    "ids": "id",
    "versions": "version",
    "states": "state",
    "priorities": "priority",
    "categories": "category",
    "areas": "area",
    "agencies": "agency",
    "takers": "taker",
    "crews": "crew",
    **{name: name for name in get_args(InstantName)},
    "supporters": "supporters",
}
SORTED_BY: list[ColumnName] = list(FIELD_OF)


def chosen(moment: Moment, wanted: Filter) -> list[PlainReport]:
    return [report for _, report in sorted(moment.reports.items()) if passes(report, wanted)]


@given(moments, few_filters, few_filters)
def test_two_masks_hold_together_what_passes_both(moment: Moment, one: Filter, other: Filter) -> None:
    generation = moment.generation
    together = both(mask(generation, one), mask(generation, other))
    expected = [report.id for report in chosen(moment, one) if passes(report, other)]
    assert sorted(generation.ids_of(together.rows()).tolist()) == expected
    assert len(together) == sum(together.counts) == len(expected)


def test_masks_of_two_generations_can_not_be_joined() -> None:
    board = Board()
    before = mask(board.generation, EVERYTHING)
    board.apply(change([PlainReport(1)]))
    with pytest.raises(ValueError, match="generations 0 and 1"):
        both(before, mask(board.generation, EVERYTHING))


@given(moments, filters)
def test_a_mask_holds_exactly_the_reports_that_pass(moment: Moment, wanted: Filter) -> None:
    generation = moment.generation
    selected = mask(generation, wanted)
    expected = [report.id for report in chosen(moment, wanted)]
    assert sorted(generation.ids_of(selected.rows()).tolist()) == expected
    assert selected.count == len(selected) == sum(selected.counts) == len(expected)
    rows = {known: generation.row_of(known) for known in moment.reports}
    assert sorted(known for known, row in rows.items() if row is not None and selected.holds(row)) == expected
    assert np.array_equal(np.flatnonzero(selected.flat()), selected.rows())


@given(moments, filters)
def test_a_mask_is_the_same_when_codes_are_looked_up_instead_of_compared(moment: Moment, wanted: Filter) -> None:
    compared = mask(moment.generation, wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passing_module, "_MAX_COMPARED_RUNS", 0)
        looked_up = mask(moment.generation, wanted)
    assert np.array_equal(compared.rows(), looked_up.rows())


@pytest.mark.parametrize("outside_too", [True, False])
def test_many_areas_at_once_and_those_outside_every_area(outside_too: bool) -> None:
    reports = [PlainReport(number, area=f"31.{number}") for number in range(40)] + [PlainReport(40, area=None)]
    generation = Board().apply(change(reports))
    wanted = {f"31.{number}" for number in range(0, 40, 2)} | ({None} if outside_too else set())
    selected = mask(generation, Filter(areas=frozenset(wanted)))
    assert generation.ids_of(selected.rows()).tolist() == [*range(0, 40, 2), *([40] if outside_too else [])]


def test_a_range_of_time_holds_its_start_and_not_its_end() -> None:
    board = Board()
    generation = board.apply(change(PlainReport(number, created_s=START_S + number) for number in range(3)))
    counted = [mask(generation, Filter(created_from_s=START_S + second)).count for second in range(4)]
    assert counted == [3, 2, 1, 0]
    counted = [mask(generation, Filter(created_until_s=START_S + second)).count for second in range(4)]
    assert counted == [0, 1, 2, 3]


def test_a_report_whose_time_and_place_were_corrected_is_found_at_the_new_ones() -> None:
    board = Board()
    board.apply(change([PlainReport(1, created_s=START_S, place=(5_000, 5_000))]))
    generation = board.apply(change([PlainReport(1, created_s=START_S + 500, place=(900_000_000, 500_000_000))]))
    assert mask(generation, Filter(created_from_s=START_S + 400)).count == 1
    box = WorldBox(899_999_000, 499_999_000, 900_001_000, 500_001_000)
    assert clusters(generation, mask(generation, EVERYTHING), box, 15).ids.tolist() == [1]


keys = st.builds(
    SortKey,
    column=st.sampled_from(SORTED_BY),
    descending=st.booleans(),
    ranks=st.one_of(
        st.none(),
        st.permutations(CATEGORIES + AREAS).map(lambda words: {word: place for place, word in enumerate(words[:15])}),
    ),
)


def comparable(key: SortKey) -> Callable[[PlainReport], tuple[Any, ...]]:
    """Return a sorting key for Python's own sort; descending numbers are negated, descending words ranked."""
    ranks = dict(key.ranks or {})
    column = key.column
    assert not isinstance(column, Derived)

    def of(report: PlainReport) -> tuple[Any, ...]:
        value = getattr(report, FIELD_OF[column])
        if value is None or value == NO_TIME:
            return (1, 0)
        return (0, -value if key.descending else value)

    if column not in CODED:
        return of
    every = {*CATEGORIES, *AREAS, *AGENCIES, *TAKERS, *CREWS}
    words = sorted(every, key=lambda word: (word not in ranks, ranks.get(word, 0), word))
    places = {word: place for place, word in enumerate(words)}

    def of_word(report: PlainReport) -> tuple[Any, ...]:
        word = getattr(report, FIELD_OF[column])
        if word is None:
            return (1, 0)
        return (0, -places[word] if key.descending else places[word])

    return of_word


@given(moments, few_filters, st.lists(keys, max_size=5), st.one_of(st.none(), st.integers(0, 30)))
def test_an_order_is_the_mask_sorted_by_all_keys_then_by_id(
    moment: Moment, wanted: Filter, keys: list[SortKey], limit: int | None
) -> None:
    generation = moment.generation
    rows = order(generation, mask(generation, wanted), keys, limit)
    expected = sorted(
        chosen(moment, wanted), key=lambda report: (*(comparable(key)(report) for key in keys), report.id)
    )
    assert generation.ids_of(rows).tolist() == [report.id for report in expected][:limit]


wide = st.integers(0, 5).map(lambda value: value * 2**33 - 2**30)


@given(st.lists(st.tuples(wide, wide, wide), max_size=30), st.permutations(("created_s", "updated_s", "closed_s")))
def test_keys_that_do_not_fit_one_number_together_are_ordered_too(
    times: list[tuple[int, int, int]], columns: list[InstantName]
) -> None:
    reports = [
        PlainReport(number, created_s=one, updated_s=two, closed_s=three)
        for number, (one, two, three) in enumerate(times)
    ]
    generation = Board().apply(change(reports))
    rows = order(generation, mask(generation, EVERYTHING), [SortKey(column) for column in columns])
    expected = sorted(reports, key=lambda report: (*(getattr(report, column) for column in columns), report.id))
    assert generation.ids_of(rows).tolist() == [report.id for report in expected]


def test_values_that_fill_all_64_bits_are_ordered_too() -> None:
    board = Board()
    wide = [-(2**62), 2**62, 0, -5, 2**62 - 1]
    generation = board.apply(change([PlainReport(number, created_s=at) for number, at in enumerate(wide)]))
    rows = order(generation, mask(generation, EVERYTHING), [SortKey("created_s"), SortKey("updated_s")])
    assert generation.column("created_s", rows).tolist() == sorted(wide)


@given(moments, few_filters, boxes, st.integers(0, 23), st.sampled_from((32, 64, 128)))
def test_clusters_are_those_of_a_grid_anchored_to_the_world(
    moment: Moment, wanted: Filter, box: WorldBox, zoom: int, cell_px: int
) -> None:
    found = clusters(moment.generation, mask(moment.generation, wanted), box, zoom, cell_px)
    units, expected = marks(chosen(moment, wanted), box, zoom, cell_px)
    assert found.cell_units == units
    assert [(cell >> 32, cell & 0xFFFFFFFF) for cell in found.cells.tolist()] == [mark.cell for mark in expected]
    assert found.x.tolist() == [mark.x for mark in expected]
    assert found.y.tolist() == [mark.y for mark in expected]
    assert [tuple(states) for states in found.by_state.tolist()] == [mark.by_state for mark in expected]
    assert found.totals.tolist() == [sum(mark.by_state) for mark in expected]
    assert found.ids.tolist() == [NO_REPORT if mark.id is None else mark.id for mark in expected]


@pytest.mark.parametrize("beyond", [(-40_000, 0), (40_000, 0), (0, -40_000), (0, 40_000)])
def test_a_report_beyond_one_side_of_the_viewport_is_on_no_mark(beyond: tuple[int, int]) -> None:
    inside = PlainReport(1, place=(875_000_000, 555_000_000))
    outside = PlainReport(2, place=(875_000_000 + beyond[0], 555_000_000 + beyond[1]))
    generation = Board().apply(change([inside, outside]))
    box = WorldBox(874_999_000, 554_999_000, 875_001_000, 555_001_000)
    assert clusters(generation, mask(generation, EVERYTHING), box, 17).ids.tolist() == [1]


@given(moments, few_filters, boxes, st.integers(0, 23))
def test_clusters_add_up_to_the_reports_they_cover(moment: Moment, wanted: Filter, box: WorldBox, zoom: int) -> None:
    selected = mask(moment.generation, wanted)
    found = clusters(moment.generation, selected, box, zoom)
    assert int(found.totals.sum()) == len(rows_in(moment.generation, selected, found.covered))
    assert found.covered.min_x <= box.min_x
    assert found.covered.max_y >= box.max_y
    assert len(found) <= MAX_CELLS


@given(moments, boxes)
def test_rows_in_a_box_are_those_whose_place_lies_in_it(moment: Moment, box: WorldBox) -> None:
    rows = rows_in(moment.generation, mask(moment.generation, EVERYTHING), box)
    expected = [
        report.id
        for report in chosen(moment, EVERYTHING)
        if report.place and box.min_x <= report.place[0] <= box.max_x and box.min_y <= report.place[1] <= box.max_y
    ]
    assert sorted(moment.generation.ids_of(rows).tolist()) == expected


@given(moments, st.integers(-3, 3), st.integers(-3, 3))
def test_moving_the_map_by_less_than_its_margin_leaves_marks_where_they_were(
    moment: Moment, right: int, down: int
) -> None:
    everything = mask(moment.generation, EVERYTHING)
    box = WorldBox(875_000_000, 555_000_000, 875_004_000, 555_004_000)
    moved = WorldBox(box.min_x + right, box.min_y + down, box.max_x + right, box.max_y + down)
    before = clusters(moment.generation, everything, box, 17)
    after = clusters(moment.generation, everything, moved, 17)
    one = dict(zip(before.cells.tolist(), before.totals.tolist(), strict=True))
    other = dict(zip(after.cells.tolist(), after.totals.tolist(), strict=True))
    assert {cell: one[cell] for cell in one.keys() & other.keys()} == {
        cell: other[cell] for cell in one.keys() & other.keys()
    }


def test_a_cell_that_is_no_power_of_two_is_refused() -> None:
    generation = Board().generation
    with pytest.raises(ValueError, match="power of two"):
        clusters(generation, mask(generation, EVERYTHING), WorldBox(0, 0, 1, 1), 3, 60)


@given(moments, few_filters, st.sampled_from(get_args(CountedBy)))
def test_counts_are_those_of_counting_one_by_one(moment: Moment, wanted: Filter, by: CountedBy) -> None:
    found = counts(moment.generation, mask(moment.generation, wanted), by)
    values = [getattr(report, FIELD_OF[by]) for report in chosen(moment, wanted)]
    if by == "states":
        values = [str(STATES[value]) for value in values]
    if by == "priorities":
        values = [str(value) for value in values]
    expected = Counter(values)
    assert {word: count for word, count in zip(found.words, found.counts.tolist(), strict=True) if count} == expected
    assert all(found.of(word) == expected[word] for word in (*found.words, "never met"))


@given(moments, few_filters, st.sampled_from(get_args(InstantName)), instants, st.integers(1, 60), st.integers(1, 9))
def test_a_histogram_counts_what_falls_into_each_local_bin(
    moment: Moment, wanted: Filter, column: InstantName, start_s: int, step_s: int, bins: int
) -> None:
    found = histogram(moment.generation, mask(moment.generation, wanted), column, start_s, step_s, bins, WIB_S)
    assert found.start_s == bin_start(start_s, step_s, WIB_S)
    assert found.start_s <= start_s < found.start_s + step_s
    values = [getattr(report, column) for report in chosen(moment, wanted)]
    expected = [
        sum(found.start_s + place * step_s <= at_s < found.start_s + (place + 1) * step_s for at_s in values)
        for place in range(bins)
    ]
    assert found.counts.tolist() == expected


def test_a_bin_holds_its_start_and_not_its_end() -> None:
    for at_s, expected in ((59, [0, 0]), (60, [1, 0]), (119, [1, 0]), (120, [0, 1]), (180, [0, 0])):
        generation = Board().apply(change([PlainReport(1, created_s=at_s)]))
        found = histogram(generation, mask(generation, EVERYTHING), "created_s", 60, 60, 2)
        assert found.counts.tolist() == expected


def test_a_day_begins_at_local_midnight() -> None:
    # 2017-02-20T17:00Z is 2017-02-21T00:00 WIB.
    assert bin_start(1_487_609_999, 86_400, WIB_S) == 1_487_523_600
    assert bin_start(1_487_610_000, 86_400, WIB_S) == 1_487_610_000


@given(moments, few_filters, st.sampled_from(get_args(InstantName)))
def test_hours_of_the_day_are_local_hours(moment: Moment, wanted: Filter, column: InstantName) -> None:
    found = hours_of_day(moment.generation, mask(moment.generation, wanted), column, WIB_S)
    values = [getattr(report, column) for report in chosen(moment, wanted)]
    expected = Counter((at_s + WIB_S) // 3600 % 24 for at_s in values if at_s != NO_TIME)
    assert {hour: count for hour, count in enumerate(found.tolist()) if count} == expected


@given(moments, few_filters, instants)
def test_ages_count_every_report_once(moment: Moment, wanted: Filter, at_s: int) -> None:
    found = ages(moment.generation, mask(moment.generation, wanted), at_s, [10, 50, 100])
    values = [max(at_s - report.created_s, 0) for report in chosen(moment, wanted)]
    expected = [
        sum(low <= age_s < high for age_s in values) for low, high in ((0, 10), (10, 50), (50, 100), (100, 10**9))
    ]
    assert found.tolist() == expected


@given(moments, few_filters, instants)
def test_overdue_reports_are_counted_by_the_rule(moment: Moment, wanted: Filter, at_s: int) -> None:
    found = overdue_count(moment.generation, mask(moment.generation, wanted), at_s)
    assert found == sum(is_overdue(report, at_s) for report in chosen(moment, wanted))


def test_a_mask_of_another_generation_is_refused() -> None:
    board = Board()
    first = board.apply(change([PlainReport(1, created_s=START_S)]))
    selected = mask(first, EVERYTHING)
    second = board.apply(change([PlainReport(2)]))
    box = WorldBox(0, 0, 1, 1)
    for ask in (
        lambda: order(second, selected),
        lambda: clusters(second, selected, box, 3),
        lambda: counts(second, selected, "states"),
    ):
        with pytest.raises(ValueError, match="generation 1, not to 2"):
            ask()
    assert order(first, selected).tolist() == [0]
