"""A vector tile's layers are known by name before the page is given any of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.views.map.base.vector_tile import VectorTileMalformedError, layer_names, scheme_of
from tests.fixture.tile_archive import Shape, vector_tile

NAMES = st.lists(st.text(min_size=1, max_size=12), max_size=6, unique=True)


@given(NAMES)
def test_the_layers_of_a_tile_are_named(names: list[str]) -> None:
    tile = vector_tile([Shape(name, 2, [(0, 0), (5, 5)], {"kind": "x"}) for name in names])
    assert list(layer_names(tile)) == names


@given(st.binary(max_size=120))
def test_bytes_are_a_tile_or_are_refused(data: bytes) -> None:
    try:
        layer_names(data)
    except VectorTileMalformedError:
        return


def test_a_tile_that_is_cut_off_is_refused() -> None:
    tile = vector_tile([Shape("roads", 2, [(0, 0), (5, 5)])])
    with pytest.raises(VectorTileMalformedError):
        layer_names(tile[:-1])


@pytest.mark.parametrize(
    ("names", "scheme"),
    [
        (["roads", "water"], "protomaps"),
        (["landcover"], "protomaps"),
        (["transportation", "water", "landcover"], "openmaptiles"),
        (["fields"], ""),
        ([], ""),
    ],
)
def test_a_scheme_is_known_by_the_names_that_only_it_has(names: list[str], scheme: str) -> None:
    assert scheme_of(names) == scheme
