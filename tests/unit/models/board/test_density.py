"""Density of a mask, and figures by area, against plain answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.area_figure import AreaFigure, area_values
from commandcenter.models.board.board import Board
from commandcenter.models.board.cluster import WorldBox
from commandcenter.models.board.density import MAX_CELLS, density
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.identity import AreaCode
from commandcenter.models.place import LonLat, to_world
from commandcenter.models.report import Report
from commandcenter.models.state import OPEN_STATES, State
from tests.fixture.synthetic_city import CENTRE, NOW, NOW_S, change, overdue, report, scattered

CELL = 1 << 14


def board_of(*reports: Report) -> Generation:
    return Board().apply(change(reports))


def box_around(place: LonLat, cells: int) -> WorldBox:
    x, y = (int(each[0]) for each in to_world(np.array([place.lon]), np.array([place.lat])))
    return WorldBox(x - cells * CELL, y - cells * CELL, x + cells * CELL, y + cells * CELL)


def test_the_density_adds_up_to_the_reports_inside() -> None:
    generation = board_of(*(report(number + 1) for number in range(40)), report(99, None), report(98, LonLat(100, 0)))
    found = density(generation, mask(generation, Filter()), box_around(CENTRE, 30), CELL)
    side_km = 2 * np.pi * 6371.0088 * np.cos(np.radians(CENTRE.lat)) * CELL / (1 << 30)
    assert found.reports == 40
    assert found.values.sum() * side_km**2 == pytest.approx(40, rel=0.01)


def test_the_density_is_greatest_where_the_reports_are_and_the_same_on_all_sides() -> None:
    generation = board_of(report(1))
    found = density(generation, mask(generation, Filter()), box_around(CENTRE, 30), CELL)
    row, column = np.unravel_index(found.values.argmax(), found.values.shape)
    x, y = (int(each[0]) for each in to_world(np.array([CENTRE.lon]), np.array([CENTRE.lat])))
    assert (found.west + column * CELL) // CELL == x // CELL
    assert (found.north + row * CELL) // CELL == y // CELL
    around = found.values[row - 9 : row + 10, column - 9 : column + 10]
    assert np.allclose(around, around[::-1])
    assert np.allclose(around, around.T)


def test_a_box_of_the_whole_world_has_a_bounded_grid() -> None:
    generation = board_of(report(1))
    found = density(generation, mask(generation, Filter()), WorldBox(0, 0, (1 << 30) - 1, (1 << 30) - 1), 64)
    assert found.values.size <= MAX_CELLS
    assert found.reports == 1


CODES = ("31.01.01", "31.01.02", "31.02.01")
UPPER = {AreaCode(code): AreaCode(code[:5]) for code in CODES}
SAME = {AreaCode(code): AreaCode(code) for code in CODES}


def spread_out(seed: int) -> list[Report]:
    random = np.random.default_rng(seed)
    found = []
    for each in scattered(120, seed):
        code = [*CODES, None][random.integers(0, 4)]
        waited = timedelta(minutes=int(random.integers(0, 90)))
        answered = each.created_at + waited if each.state is not State.WAITING else None
        found.append(replace(each, area=None if code is None else AreaCode(code), acknowledged_at=answered))
    return found


@given(seed=st.integers(0, 50), upper=st.sampled_from([UPPER, SAME]))
def test_every_figure_is_what_counting_one_by_one_gives(seed: int, upper: dict[AreaCode, AreaCode]) -> None:
    reports = spread_out(seed)
    generation = board_of(*reports)
    everything = mask(generation, Filter())
    people = {code: 1_000 * (at + 1) for at, code in enumerate(dict.fromkeys(upper.values()))}

    def asked(figure: AreaFigure) -> dict[str, tuple[float, int]]:
        found = area_values(generation, everything, figure, int(NOW_S), upper, people)
        values = zip(found.codes, found.values.tolist(), found.basis.tolist(), strict=True)
        return {code: (value, basis) for code, value, basis in values if basis}

    def counted(chosen: list[Report]) -> Counter[str]:
        return Counter(upper[each.area] for each in chosen if each.area is not None)

    received = counted(reports)
    opened = counted([each for each in reports if each.state in OPEN_STATES])
    assert asked(AreaFigure.RECEIVED) == {code: (n, n) for code, n in received.items()}
    assert asked(AreaFigure.OPEN) == {code: (n, n) for code, n in opened.items()}
    assert asked(AreaFigure.PER_HEAD) == {code: (n * 1_000 / people[AreaCode(code)], n) for code, n in received.items()}
    waited: dict[str, list[float]] = {}
    for each in reports:
        if each.area is not None and each.acknowledged_at is not None:
            waited.setdefault(upper[each.area], []).append((each.acknowledged_at - each.created_at).total_seconds())
    assert asked(AreaFigure.MEDIAN_RESPONSE) == {code: (median(each), len(each)) for code, each in waited.items()}


def test_the_share_of_overdue_reports_is_of_the_open_ones() -> None:
    here = AreaCode(CODES[0])
    plain = [report(number + 1, area=here) for number in range(4)]
    done = report(9, area=here, state=State.DONE, closed_at=NOW)
    generation = board_of(overdue(plain[0]), *plain[1:], done)
    found = area_values(generation, mask(generation, Filter()), AreaFigure.OVERDUE_SHARE, int(NOW_S), SAME, {})
    assert found.values[0] == 25.0
    assert found.basis[0] == 4
    assert np.isnan(found.values[1:]).all()


def test_nobody_known_gives_no_figure_per_head() -> None:
    generation = board_of(report(1, area=AreaCode(CODES[0])))
    found = area_values(generation, mask(generation, Filter()), AreaFigure.PER_HEAD, int(NOW_S), SAME, {})
    assert np.isnan(found.values).all()
