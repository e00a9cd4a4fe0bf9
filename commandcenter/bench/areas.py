"""Which area a million places lie in: by tree and by raster, on real borders or on a synthetic tessellation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import shapely

from commandcenter.bench.figure import Figure, elapsed_ms, figure_of
from commandcenter.models.area_index import AreaIndex, Located
from commandcenter.models.area_raster import AreaRaster
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area
from commandcenter.store.area.file import AreaRequest, read_area_file

AREAS = 267
"""As many as Jakarta has kelurahan."""

_SEED = 20_170_220
_WEST, _SOUTH, _EAST, _NORTH = 106.68, -6.37, 106.98, -6.08
_REPEATS = 3


def figures(places: int, file: Path | None = None) -> Iterator[Figure]:
    """Measure, and check on the way that both give the same answers.

    Args:
        places: How many places, evenly spread over the areas' box.
        file: Of real areas; None makes a tessellation.

    Raises:
        ArithmeticError: If tree and raster differ: then no figure means anything.
    """
    areas = _tessellation() if file is None else read_area_file(file, AreaRequest("area")).areas
    shapes = [shapely.from_geojson(area.boundary) for area in areas]
    west, south, east, north = shapely.total_bounds(shapes)
    random = np.random.default_rng(_SEED)
    lon, lat = random.uniform(west, east, places), random.uniform(south, north, places)
    vertices = round(shapely.get_num_coordinates(shapes).sum() / len(shapes))
    kind = f"{len(areas)} areas of {vertices} vertices"
    yield figure_of(
        f"areas.lay raster, {kind}", "ms", places, [elapsed_ms(lambda: AreaRaster(shapes)) for _ in range(_REPEATS)]
    )
    answers: dict[str, Located] = {}
    for name, many in (("tree", places + 1), ("raster", 0)):
        index = AreaIndex(areas, many=many)
        # Once before, so that the raster is laid.
        index.locate(lon[:1], lat[:1])

        def ask(name: str = name, index: AreaIndex = index) -> None:
            answers[name] = index.locate(lon, lat)

        yield figure_of(f"areas.{name}, {kind}", "ms", places, [elapsed_ms(ask) for _ in range(_REPEATS)])
    tree, raster = answers["tree"], answers["raster"]
    if not (np.array_equal(tree.index, raster.index) and np.array_equal(tree.covering, raster.covering)):
        raise ArithmeticError("tree and raster answer differently")


def _tessellation() -> Sequence[Area]:
    """Return the cells around random points, clipped to Jakarta's box."""
    random = np.random.default_rng(_SEED)
    points = shapely.multipoints(
        np.column_stack([random.uniform(_WEST, _EAST, AREAS), random.uniform(_SOUTH, _NORTH, AREAS)])
    )
    box = shapely.box(_WEST, _SOUTH, _EAST, _NORTH)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box))
    return [
        Area(AreaCode(f"{number:03}"), "area", "", None, shapely.to_geojson(cell.intersection(box)), approximate=True)
        for number, cell in enumerate(cells)
    ]
