"""Features of a GeoJSON file, one by one: a broken one costs itself, not the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from commandcenter.models.feature_file.failure import BadAreaFile
from commandcenter.models.feature_file.feature import Feature, FeatureFile

DEGREES = "OGC:CRS84"
"""What RFC 7946 says that a GeoJSON file without a word about it is in."""

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


def read_geojson(path: Path) -> FeatureFile:
    """Read a FeatureCollection.

    Raises:
        BadAreaFile: If it is none.
        OSError: If it can't be opened.
    """
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadAreaFile(path=path, what=f"it is no JSON ({error})") from error
    listed = document.get("features") if isinstance(document, dict) else None
    if not isinstance(listed, list) or not listed:
        raise BadAreaFile(path=path, what="it has no list of features")
    features = (feature for feature in listed if isinstance(feature, dict))
    return FeatureFile(
        tuple(Feature(place, _properties(each), _geometry(each)) for place, each in enumerate(features, start=1)),
        _crs(document) or DEGREES,
    )


def _crs(document: Mapping[str, Any]) -> str:
    """Return the coordinate system that a file of GeoJSON's older kind names."""
    crs = document.get("crs")
    named = crs.get("properties") if isinstance(crs, dict) else None
    return str(named.get("name") or "") if isinstance(named, dict) else ""


def _properties(feature: Mapping[str, Any]) -> Mapping[str, object]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _geometry(feature: Mapping[str, Any]) -> BaseGeometry | None:
    try:
        geometry: BaseGeometry = shape(feature["geometry"])
    except _NO_GEOMETRY:
        return None
    return geometry
