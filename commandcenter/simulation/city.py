"""The simulated city's ground: its areas, how many people live in each, and its streets.

Owns reading the points (built from a registry package, ``resources/web/city``) and the city's own small file of
figures (``resources/simulation``). Borders are approximate everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from commandcenter.models.identity import AreaCode
from commandcenter.models.place import LonLat
from commandcenter.models.report import Area
from commandcenter.resource import resource_path
from commandcenter.simulation.chance import chance
from commandcenter.simulation.street import Street, streets_of
from commandcenter.simulation.tessellation import tessellate

LEVELS = ("kota", "kecamatan", "kelurahan")
"""Levels of areas, the coarsest first; a code has two, three or four parts."""

RIVER_REACH_DEG = 0.0075
"""Streets within some 800 m of the river's line are flooded by its rain."""


@dataclass(frozen=True, slots=True)
class Kelurahan:
    """One of the city's smallest areas.

    Attributes:
        people: Inhabitants; the kecamatan's figure divided evenly, since no finer one is shipped.
    """

    code: str
    name: str
    kecamatan: str
    kota: str
    people: float
    shape: BaseGeometry
    streets: Sequence[Street]


@dataclass(frozen=True, slots=True)
class City:
    """All of it.

    Attributes:
        kelurahan: In the order of their codes.
        weights: Of each kelurahan, cumulated; for ``Random.choices``.
        river: Name of the river whose rain evening is simulated.
        banks: Streets near it, with their kelurahan.
    """

    kelurahan: Sequence[Kelurahan]
    weights: Sequence[float]
    river: str
    banks: Sequence[tuple[Kelurahan, Street]]


def build_city(seed: int) -> City:
    """Build the city; only its streets depend on the seed.

    Raises:
        PagesNotBuilt: If set-up has not built the points.
    """
    places = json.loads(resource_path("web", "city", "jakarta.json").read_text("utf-8"))
    own = json.loads(resource_path("simulation", "jakarta.json").read_text("utf-8"))
    islands = {code: LonLat(*at) for code, at in own["islands"].items()}
    shapes = tessellate(
        {place["code"]: LonLat(place["lon"], place["lat"]) for place in places},
        islands,
        [LonLat(*at) for at in own["coast"]],
    )
    districts = [_upper(place["code"]) for place in places]
    made = []
    for place in sorted(places, key=lambda each: str(each["code"])):
        code, district = place["code"], _upper(place["code"])
        people = own["population_thousands"][district] * 1000 / districts.count(district)
        streets = streets_of(shapes[code], place["name"], chance(seed, "street", code))
        kota = place["city"].replace("Kota Administrasi ", "").replace("Kabupaten Administrasi ", "")
        made.append(Kelurahan(code, place["name"], place["district"], kota, people, shapes[code], streets))
    total, weights = 0.0, []
    for each in made:
        total += each.people
        weights.append(total)
    line = shapely.LineString(own["river"]["line"])
    banks = [
        (each, street)
        for each in made
        for street in each.streets
        if line.distance(shapely.LineString([astuple(street.begin), astuple(street.end)])) < RIVER_REACH_DEG
    ]
    return City(made, weights, own["river"]["name"], banks)


def areas_of(city: City, level: str) -> list[Area]:
    """Return the areas of a level, each marked as approximate; the upper ones are joined from the lowest."""
    parts = {"kota": 2, "kecamatan": 3, "kelurahan": 4}[level]
    members: dict[str, list[Kelurahan]] = {}
    for each in city.kelurahan:
        members.setdefault(".".join(each.code.split(".")[:parts]), []).append(each)
    return [
        Area(
            code=AreaCode(code),
            level=level,
            name={"kota": below[0].kota, "kecamatan": below[0].kecamatan, "kelurahan": below[0].name}[level],
            parent=AreaCode(_upper(code)) if parts > 2 else None,
            boundary=str(shapely.to_geojson(shapely.union_all([each.shape for each in below], grid_size=1e-7))),
            approximate=True,
        )
        for code, below in members.items()
    ]


def _upper(code: str) -> str:
    return code.rpartition(".")[0]
