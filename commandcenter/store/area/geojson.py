"""Areas from a GeoJSON file: Polygon and MultiPolygon features with a code and a name.

Owns what is taken as code and name, and what is done about broken geometry: it is repaired where repair leaves an
area, and named where it does not.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from commandcenter.models.failure import Failure
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area
from commandcenter.store.text import fit_text

CODE_FIELDS = ("kode", "code", "kode_kelurahan", "kode_kel", "kel_code", "id_kel", "id")
NAME_FIELDS = ("nama", "name", "nama_kelurahan", "kelurahan", "namobj")
"""Names of properties that are tried in this order, whatever their case."""


class BadAreaFile(Failure):
    """A file that holds no areas."""

    code = "bad_area_file"
    template = "{path} can't be read as areas: {what}. A GeoJSON FeatureCollection in EPSG:4326 is needed."


class AreaFieldMissing(Failure):
    """No property looks like what is needed."""

    code = "area_field_missing"
    template = "The features of {path} have no property for the {what}. There are: {names}. Name it with {option}."


_NO_GEOMETRY = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
    shapely.errors.ShapelyError,
)
"""What reading a broken geometry raises."""


@dataclass(frozen=True, slots=True)
class AreaFile:
    """What was read.

    Attributes:
        areas: By code.
        code_field: Property that gave the codes.
        name_field: Property that gave the names.
        repaired: Codes whose geometry was invalid and was repaired.
        left_out: A sentence for each feature that is no area.
    """

    areas: Sequence[Area]
    code_field: str
    name_field: str
    repaired: Sequence[str]
    left_out: Sequence[str]


def read_area_file(
    path: Path, level: str, *, code_field: str | None = None, name_field: str | None = None, approximate: bool = False
) -> AreaFile:
    """Read a file.

    Args:
        path: The file.
        level: What the areas are called, such as ``kelurahan``.
        code_field: Property with the code; None looks for one.
        name_field: Property with the name; None looks for one.
        approximate: Whether the borders are stand-ins.

    Raises:
        BadAreaFile: If it is no FeatureCollection, holds no area, or its coordinates are no degrees.
        AreaFieldMissing: If there is no property for code or name.
        OSError: If it can't be opened.
    """
    features = _features(path)
    names = dict.fromkeys(name for feature in features for name in _properties(feature))
    code_field = _field(path, names, code_field, CODE_FIELDS, "code", "--code-field")
    name_field = _field(path, names, name_field, NAME_FIELDS, "name", "--name-field")
    areas: dict[str, Area] = {}
    repaired: list[str] = []
    left_out: list[str] = []
    for place, feature in enumerate(features, start=1):
        properties = _properties(feature)
        code = fit_text(str(properties.get(code_field) or ""))
        if not code or code in areas:
            left_out.append(f"feature {place}: " + (f"code {code} stands twice" if code else "no code"))
            continue
        boundary, was_valid = _boundary(feature)
        if boundary is None:
            left_out.append(f"feature {place} ({code}): its geometry is no area")
            continue
        if not was_valid:
            repaired.append(code)
        areas[code] = Area(
            code=AreaCode(code),
            level=level,
            name=fit_text(str(properties.get(name_field) or "")) or code,
            parent=_parent(code),
            boundary=boundary,
            approximate=approximate,
        )
    if not areas:
        raise BadAreaFile(path=path, what="it holds no Polygon or MultiPolygon in degrees with a code")
    return AreaFile(tuple(areas.values()), code_field, name_field, tuple(repaired), tuple(left_out))


def _features(path: Path) -> list[Mapping[str, Any]]:
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadAreaFile(path=path, what=f"it is no JSON ({error})") from error
    _check_crs(path, document)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise BadAreaFile(path=path, what="it has no list of features")
    return [feature for feature in features if isinstance(feature, dict)]


def _check_crs(path: Path, document: object) -> None:
    """Refuse a file that names another coordinate system than degrees; GeoJSON itself knows no other."""
    crs = document.get("crs") if isinstance(document, dict) else None
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = str(named.get("name")) if isinstance(named, dict) else ""
    if name and not name.upper().endswith(("CRS84", "4326")):
        what = f"its coordinates are in {name}, not in degrees (EPSG:4326). Convert it first"
        raise BadAreaFile(path=path, what=what)


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _field(
    path: Path, names: Mapping[str, None], given: str | None, tried: Sequence[str], what: str, option: str
) -> str:
    if given is not None and given in names:
        return given
    by_lower = {name.lower(): name for name in reversed(list(names))}
    for name in tried if given is None else ():
        if name in by_lower:
            return by_lower[name]
    raise AreaFieldMissing(path=path, what=what, names=", ".join(names) or "none", option=option)


def _boundary(feature: Mapping[str, Any]) -> tuple[str | None, bool]:
    """Return the border as GeoJSON text (None if it is no area), and whether it was valid as it stood."""
    try:
        geometry = shape(feature["geometry"])
        valid = bool(geometry.is_valid)
        if not valid:
            geometry = shapely.make_valid(geometry)
    except _NO_GEOMETRY:
        return None, False
    polygons = [polygon for polygon in _polygons(geometry) if polygon.area > 0]
    if not polygons:
        return None, valid
    whole = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    west, south, east, north = whole.bounds
    if not (all(map(math.isfinite, whole.bounds)) and -180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None, valid
    return str(shapely.to_geojson(shapely.force_2d(whole))), valid


def _polygons(geometry: shapely.Geometry) -> Iterator[shapely.Polygon]:
    """Yield the polygons of a geometry, however deep repair has nested them; lines and points are left out."""
    if isinstance(geometry, shapely.Polygon):
        yield geometry
    for part in getattr(geometry, "geoms", ()):
        yield from _polygons(part)


def _parent(code: str) -> AreaCode | None:
    """Return the code one level up of a dotted code, as the ministry's are: ``31.75.06.1004`` lies in ``31.75.06``."""
    upper, dot, _ = code.rpartition(".")
    return AreaCode(upper) if dot else None
