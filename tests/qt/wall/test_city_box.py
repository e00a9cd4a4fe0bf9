"""What the wall's map shows of a city."""

from __future__ import annotations

import pytest

from commandcenter.models.place import LonLat
from commandcenter.views.wall.city_box import city_box
from tests.fixture.synthetic_city import square


def test_the_box_holds_all_areas_of_a_city() -> None:
    areas = [square(str(at), "", LonLat(106.7 + 0.02 * at, -6.3 + 0.01 * at), 0.02) for at in range(10)]
    box = city_box(areas)
    assert box is not None
    corners = (box[0].lon, box[0].lat, box[1].lon, box[1].lat)
    assert corners == pytest.approx((106.69, -6.31, 106.89, -6.2))


def test_islands_far_off_do_not_make_the_city_small() -> None:
    city = [square(str(at), "", LonLat(106.7 + 0.004 * at, -6.3 + 0.004 * (at % 50)), 0.01) for at in range(60)]
    box = city_box([*city, square("island", "", LonLat(106.5, -5.6), 0.01)])
    assert box is not None
    assert box[0].lon > 106.6
    assert box[1].lat < -6.0


def test_a_city_without_areas_has_no_box() -> None:
    assert city_box([]) is None
    empty = square("1", "", LonLat(106.8, -6.2), 0.1, boundary='{"type":"Polygon","coordinates":[]}')
    assert city_box([empty]) is None
