"""Features of a GeoPackage or a Shapefile, through GDAL.

GDAL opens about eighty formats, some of which read other files or hosts that a file names. So what a file is, is
settled here from its first bytes, and nothing else is ever given to it.
"""

from __future__ import annotations

import struct
import warnings
from pathlib import Path
from typing import Any

import pyogrio  # type: ignore[import-untyped]
import pyogrio.errors  # type: ignore[import-untyped]
import pyogrio.raw  # type: ignore[import-untyped]
import shapely

from commandcenter.models.feature_file.failure import BadAreaFile, LayerNeeded
from commandcenter.models.feature_file.feature import Feature, FeatureFile

GEOPACKAGE_BEGINS = b"SQLite format 3\x00"
SHAPEFILE_BEGINS = struct.pack(">i", 9994)

_SHAPEFILE_HEADER_BYTES = 100
_ENCODING_WITHOUT_WORD = ("UTF-8", "cp1252")
"""What a table beside a Shapefile is tried in when no .cpg file says it; everything is some text in the last."""


def read_vector(path: Path, *, layer: str | None, encoding: str | None) -> FeatureFile:
    """Read one layer.

    Args:
        path: A GeoPackage or the .shp of a Shapefile.
        layer: Which layer; None takes the only one.
        encoding: Of a Shapefile's texts; None goes by its .cpg file.

    Raises:
        BadAreaFile: If it is broken, or a part of a Shapefile is missing.
        LayerNeeded: If it has several layers and none was named, or not the one that was.
        OSError: If it can't be opened.
    """
    with path.open("rb") as file:
        head = file.read(_SHAPEFILE_HEADER_BYTES)
    shapefile = head.startswith(SHAPEFILE_BEGINS)
    if shapefile:
        _check_parts(path, head)
    with warnings.catch_warnings():
        # What GDAL remarks on besides (an unusual ring, a missing index) changes nothing that is read here.
        warnings.simplefilter("ignore")
        try:
            chosen = _layer(path, layer)
            if shapefile and encoding is None and _beside(path, ".cpg") is None:
                return _read_in_some_encoding(path, chosen)
            return _read(path, chosen, encoding)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise BadAreaFile(path=path, what=f"it is broken or cut off ({_first_sentence(error)})") from error
        except (UnicodeDecodeError, LookupError, shapely.errors.ShapelyError) as error:
            raise BadAreaFile(path=path, what=f"its texts or shapes are not what it says ({error})") from error


def _layer(path: Path, wanted: str | None) -> str:
    layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if not layers:
        raise BadAreaFile(path=path, what="it has no layer with shapes")
    if wanted is None and len(layers) == 1:
        return layers[0]
    if wanted is None or wanted not in layers:
        raise LayerNeeded(path=path, layers=", ".join(layers))
    return wanted


def _check_parts(path: Path, head: bytes) -> None:
    """Refuse a Shapefile that is cut off or lacks a part; GDAL would read it as features without shape or name."""
    if len(head) < _SHAPEFILE_HEADER_BYTES:
        raise BadAreaFile(path=path, what="it is cut off within its heading")
    said_bytes = 2 * struct.unpack(">i", head[24:28])[0]
    if path.stat().st_size < said_bytes:
        what = f"it is cut off: {said_bytes} bytes are announced, {path.stat().st_size} are there"
        raise BadAreaFile(path=path, what=what)
    for ending in (".shx", ".dbf"):
        if _beside(path, ending) is None:
            raise BadAreaFile(path=path, what=f"the part {path.stem}{ending} is not beside it")


def _beside(path: Path, ending: str) -> Path | None:
    for spelled in (ending, ending.upper()):
        if (part := path.with_suffix(spelled)).exists():
            return part
    return None


def _read_in_some_encoding(path: Path, layer: str) -> FeatureFile:
    for encoding in _ENCODING_WITHOUT_WORD[:-1]:
        try:
            return _read(path, layer, encoding)
        except UnicodeDecodeError:
            continue
    return _read(path, layer, _ENCODING_WITHOUT_WORD[-1])


def _read(path: Path, layer: str, encoding: str | None) -> FeatureFile:
    meta, _, geometries, columns = pyogrio.raw.read(path, layer=layer, encoding=encoding, force_2d=True)
    names = [str(name) for name in meta["fields"]]
    values: list[list[Any]] = [column.tolist() for column in columns]
    shapes = shapely.from_wkb(geometries, on_invalid="ignore")
    features = tuple(
        Feature(place, {name: column[place - 1] for name, column in zip(names, values, strict=True)}, geometry)
        for place, geometry in enumerate(shapes, start=1)
    )
    return FeatureFile(features, str(meta["crs"]) if meta["crs"] else None)


def _first_sentence(error: Exception) -> str:
    return str(error).split(";")[0].splitlines()[0]
