"""Heat and shading as the page gets them: classes, colours, legends."""

from __future__ import annotations

import base64
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from commandcenter.models.board.area_figure import AreaFigure, AreaValues
from commandcenter.models.board.board import Board
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.mask import mask
from commandcenter.models.identity import AreaCode
from commandcenter.views.map.layer.heat import color_at, heat_of
from commandcenter.views.map.layer.ramp import CLASSES, RAMP
from commandcenter.views.map.layer.shading import LEAST_BASIS, class_limits, shading_of
from commandcenter.views.map.message import SetShading, ViewportChanged
from commandcenter.views.palette import ThemeName, contrast
from tests.fixture.synthetic_city import CENTRE, change, report

VIEW = ViewportChanged(106.8, -6.25, 106.86, -6.15, 13.0, 700, 500)
some_values = arrays.arrays(np.float64, st.integers(0, 60), elements=st.integers(0, 40).map(float))


@given(values=some_values, equal=st.booleans())
def test_classes_are_few_ascending_and_none_is_empty(values: np.ndarray, equal: bool) -> None:
    limits = class_limits(values, equal=equal)
    assert len(limits) < CLASSES
    assert (np.diff(limits) > 0).all()
    if len(values):
        counts = np.bincount(np.searchsorted(limits, values, side="right"), minlength=len(limits) + 1)
        assert (counts > 0).all()


def test_a_city_in_which_most_areas_have_nothing_still_tells_the_others_apart() -> None:
    assert class_limits(np.array([0.0] * 200 + [1, 2, 5, 9, 20, 40]), equal=False).tolist() == [1, 5, 9, 20]


def shaded(figure: AreaFigure, values: list[float], basis: list[int]) -> SetShading:
    codes = tuple(AreaCode(str(at)) for at in range(len(values)))
    found = AreaValues(codes, np.array(values, np.float64), np.array(basis, np.int64))
    return shading_of(found, figure, ThemeName.DARK, "heading", "note", "unsaid", lambda value: f"{value:g}")


def test_every_area_stands_under_the_class_that_names_its_value() -> None:
    message = shaded(AreaFigure.OPEN, [0, 1, 2, 5, 9, 20, 20], [1] * 7)
    for value, place in zip([0, 1, 2, 5, 9, 20, 20], message.classes, strict=True):
        low, _, high = message.legend[place].label.partition(" – ")
        assert float(low) <= value <= float(high or low)
    assert message.legend[-1].hatched


def test_a_share_of_few_reports_says_nothing() -> None:
    message = shaded(AreaFigure.OVERDUE_SHARE, [10, 90, np.nan], [LEAST_BASIS, LEAST_BASIS - 1, 0])
    assert [message.legend[place].hatched for place in message.classes] == [False, True, True]


def test_a_count_of_few_reports_is_a_count() -> None:
    message = shaded(AreaFigure.OPEN, [3, 4], [3, 4])
    assert not any(message.legend[place].hatched for place in message.classes)


def test_a_city_of_which_nothing_is_known_is_hatched() -> None:
    message = shaded(AreaFigure.PER_HEAD, [np.nan, np.nan], [5, 5])
    assert [each.label for each in message.legend] == ["unsaid"]
    assert list(message.classes) == [0, 0]


@pytest.mark.parametrize("theme", list(ThemeName))
def test_the_ramp_rises_in_lightness_so_that_grey_shows_its_order(theme: ThemeName) -> None:
    against_black = [contrast(colour, "#000000") for colour in RAMP[theme]]
    rising = against_black if theme is ThemeName.DARK else against_black[::-1]
    assert all(one * 1.15 < other for one, other in pairwise(rising))


def test_heat_is_hottest_where_the_reports_are() -> None:
    generation = Board().apply(change([report(number + 1) for number in range(5)]))
    message = heat_of(generation, mask(generation, Filter()), VIEW, ThemeName.DARK, "h", "n = {count}", "{:.0f}".format)
    values = np.frombuffer(base64.b64decode(message.values), np.uint8).reshape(message.rows, message.columns)
    row, column = np.unravel_index(values.argmax(), values.shape)
    assert values.max() == 255
    middle = (message.west + (column + 0.5) * message.cell, message.north + (row + 0.5) * message.cell)
    lon = middle[0] / (1 << 30) * 360 - 180
    assert lon == pytest.approx(CENTRE.lon, abs=0.002)
    assert message.note == "n = 5"
    assert message.legend[0].color == RAMP[ThemeName.DARK][-1]


def test_heat_of_nothing_is_nothing() -> None:
    generation = Board().apply(change([report(1, None)]))
    message = heat_of(generation, mask(generation, Filter()), VIEW, ThemeName.DARK, "h", "{count}", str)
    assert not any(base64.b64decode(message.values))
    assert list(message.legend) == []


def test_between_two_colours_of_a_ramp_lies_their_mixture() -> None:
    assert color_at(("#000000", "#FFFFFF"), 0.5) == "#808080"
    assert color_at(("#000000", "#FF0000"), 2.0) == "#FF0000"
