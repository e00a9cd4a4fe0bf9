"""Places and their projection."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.place import (
    MAX_MERCATOR_LAT,
    WORLD_SIZE,
    CoordinatesOutOfRange,
    CoordinatesZero,
    checked_place,
    from_world,
    to_world,
)

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)


@given(lons, lats)
def test_what_lies_on_the_globe_is_a_place_but_zero_zero_is_not(lon: float, lat: float) -> None:
    if lon == 0 and lat == 0:
        with pytest.raises(CoordinatesZero):
            checked_place(lon, lat)
    else:
        place = checked_place(lon, lat)
        assert (place.lon, place.lat) == (lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat"), [(180.1, 0), (-181, 0), (0, 90.1), (-6.2, 106.8), (math.nan, 1), (1, math.inf)]
)
def test_what_does_not_is_none(lon: float, lat: float) -> None:
    with pytest.raises(CoordinatesOutOfRange):
        checked_place(lon, lat)


@given(st.floats(-179.9, 179.9), st.floats(-85, 85))
def test_projecting_there_and_back_stays_within_one_unit(lon: float, lat: float) -> None:
    x, y = to_world(np.array([lon]), np.array([lat]))
    back = from_world(float(x[0]), float(y[0]))
    unit = 360 / WORLD_SIZE
    assert abs(back.lon - lon) <= unit
    assert abs(back.lat - lat) <= unit


@given(lons, lats)
def test_every_place_lands_in_the_world(lon: float, lat: float) -> None:
    for axis in to_world(np.array([lon]), np.array([lat])):
        assert axis.dtype == np.int32
        assert 0 <= axis[0] < WORLD_SIZE


def test_the_world_grows_east_and_south() -> None:
    x, y = to_world(np.array([106.7, 106.9]), np.array([-6.3, -6.1]))
    assert x[0] < x[1]
    assert y[0] > y[1]


def test_beyond_mercator_is_clipped() -> None:
    _, y = to_world(np.zeros(2), np.array([90.0, MAX_MERCATOR_LAT]))
    assert abs(int(y[0]) - int(y[1])) <= 1
