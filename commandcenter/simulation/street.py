"""Streets: short straight lines inside an area, on which people live and things break.

Reports of a real city lie along streets and pile up at a few spots; scattered evenly they look like confetti.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import shapely
from shapely.geometry.base import BaseGeometry

from commandcenter.models.place import LonLat

_NAMES = (
    "Melati", "Kenanga", "Mawar", "Anggrek", "Cempaka", "Flamboyan", "Dahlia", "Teratai", "Kamboja", "Bougenville",
    "Mangga", "Rambutan", "Nangka", "Manggis", "Jambu", "Belimbing", "Kelapa Dua", "Asem Baris", "Beringin", "Cemara",
    "Merpati", "Kutilang", "Cendrawasih", "Kepodang", "Rajawali", "Garuda", "Kelinci", "Kancil", "Kijang",
    "Swadaya", "Gotong Royong", "Karya Bakti", "Mandiri", "Sejahtera", "Harapan", "Damai", "Makmur", "Bahagia",
    "Pasar Lama", "Masjid", "Sekolah", "Puskesmas", "Balai Warga", "Lapangan", "Kebon Jati", "Kali Mati", "Tanggul",
    "Empang", "Pisangan", "Bambu Kuning", "Bambu Apus", "Sawo", "Delima", "Pepaya", "Alpukat", "Kemuning", "Seruni",
)  # fmt: skip

_LENGTH_DEG = (0.0025, 0.0085)
_SIDE_DEG = 0.00012
"""Half a street's width with its front gardens: 13 m."""

_SPOTS, _AT_SPOTS = 3, 0.6


@dataclass(frozen=True, slots=True)
class Street:
    """One street.

    Attributes:
        begin: One end (lon, lat).
        end: The other.
        spots: Where along it things pile up, from 0 to 1.
    """

    name: str
    begin: LonLat
    end: LonLat
    spots: Sequence[float]


def streets_of(shape: BaseGeometry, area_name: str, rng: Random) -> list[Street]:
    """Lay out the streets of an area: a main road through it and side streets on its grid.

    Args:
        shape: Polygon in degrees; streets stay inside it.
        area_name: The main road is called after it.
        rng: Used up in a fixed order.
    """
    grid = rng.uniform(-0.5, 0.5)
    middle = shapely.point_on_surface(shape)
    main = _inside(shape, (middle.x, middle.y), grid, 0.02)
    streets = [] if main is None else [_street(f"Jl. Raya {area_name}", main, rng)]
    names = rng.sample(_NAMES, len(_NAMES))
    west, south, east, north = shape.bounds
    for _ in range(200):
        if len(streets) >= 11:
            break
        at = (rng.uniform(west, east), rng.uniform(south, north))
        angle = grid + rng.choice((0.0, math.pi / 2)) + rng.gauss(0, 0.08)
        line = _inside(shape, at, angle, rng.uniform(*_LENGTH_DEG))
        if line is not None:
            kind = "Gg." if line.length < 0.0035 else "Jl."
            streets.append(_street(f"{kind} {names.pop()}", line, rng))
    return streets


def place_on(street: Street, rng: Random) -> tuple[LonLat, int]:
    """Draw a place on a street, near one of its spots more often than not, and a house number that fits it."""
    near_spot = min(max(rng.choice(street.spots) + rng.gauss(0, 0.03), 0.0), 1.0)
    along = near_spot if rng.random() < _AT_SPOTS else rng.random()
    lon = street.begin.lon + (street.end.lon - street.begin.lon) * along
    lat = street.begin.lat + (street.end.lat - street.begin.lat) * along
    place = LonLat(round(lon + rng.gauss(0, _SIDE_DEG / 2), 6), round(lat + rng.gauss(0, _SIDE_DEG / 2), 6))
    return place, 1 + round(along * 120)


def _inside(shape: BaseGeometry, middle: tuple[float, float], angle: float, length: float) -> shapely.LineString | None:
    """Return the longest piece of a line that lies well inside a shape; None if that is no street any more."""
    dx, dy = math.cos(angle) * length / 2, math.sin(angle) * length / 2
    line = shapely.LineString([(middle[0] - dx, middle[1] - dy), (middle[0] + dx, middle[1] + dy)])
    pieces = shapely.get_parts(shapely.intersection(line, shape.buffer(-4 * _SIDE_DEG)))
    lines = [piece for piece in pieces if isinstance(piece, shapely.LineString) and piece.length > 0.0015]
    return max(lines, key=lambda piece: float(piece.length)) if lines else None


def _street(name: str, line: shapely.LineString, rng: Random) -> Street:
    begin, end = (LonLat(float(lon), float(lat)) for lon, lat in (line.coords[0], line.coords[-1]))
    return Street(name, begin, end, [rng.random() for _ in range(_SPOTS)])
