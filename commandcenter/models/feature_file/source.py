"""Features in degrees, whatever file they come in: which reader a file needs, and what its coordinates mean."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from commandcenter.models.feature_file.failure import BadAreaFile, CoordinateSystemUnknown, LayerNeeded
from commandcenter.models.feature_file.feature import Feature, FeatureFile
from commandcenter.models.feature_file.geojson import DEGREES, read_geojson
from commandcenter.models.feature_file.vector import GEOPACKAGE_BEGINS, SHAPEFILE_BEGINS, read_vector

MAX_UNPACKED_BYTES = 2_000_000_000
"""The most that a .zip file may hold: the borders of a whole country in full detail are a quarter of it."""

_ZIP_BEGINS = b"PK\x03\x04"
_READABLE_ENDINGS = (".shp", ".gpkg", ".geojson", ".json")
_DEGREES = pyproj.CRS.from_user_input(DEGREES)


@dataclass(frozen=True, slots=True)
class Source:
    """Features in degrees.

    Attributes:
        features: In the file's order; longitude first, EPSG:4326.
        converted_from: Which coordinate system they were converted from; None where they were degrees already.
    """

    features: Sequence[Feature]
    converted_from: str | None


def read_source(path: Path, *, layer: str | None = None, crs: str | None = None, encoding: str | None = None) -> Source:
    """Read the features of a file.

    Args:
        path: GeoJSON, GeoPackage, Shapefile, or a .zip with one of them.
        layer: Which layer, for files that hold several.
        crs: Coordinate system that counts instead of what the file says, such as ``EPSG:32748``.
        encoding: Of a Shapefile's texts, such as ``cp1252``, where its .cpg file is wrong or missing.

    Raises:
        BadAreaFile: If it is none of these, or broken.
        LayerNeeded: If ``layer`` does not say which one of several.
        CoordinateSystemUnknown: If neither the file nor ``crs`` names a coordinate system that is known.
        OSError: If it can't be opened.
    """
    file = _read(path, layer, encoding)
    name = crs or file.crs
    if name is None:
        raise CoordinateSystemUnknown(path=path, what="it has no .prj file that says what its coordinates are")
    try:
        system = pyproj.CRS.from_user_input(name)
        if system.equals(_DEGREES, ignore_axis_order=True):
            return Source(file.features, None)
        transformer = pyproj.Transformer.from_crs(system, _DEGREES, always_xy=True)
        features = tuple(replace(each, geometry=_converted(each.geometry, transformer)) for each in file.features)
    except ProjError as error:
        what = f"its coordinate system {name!r} is not known"
        raise CoordinateSystemUnknown(path=path, what=what) from error
    authority = system.to_authority()
    return Source(features, f"{':'.join(authority)} ({system.name})" if authority else system.name)


def _converted(geometry: BaseGeometry | None, transformer: pyproj.Transformer) -> BaseGeometry | None:
    if geometry is None:
        return None

    def convert(at: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = transformer.transform(at[:, 0], at[:, 1])
        return np.column_stack([lon, lat])

    converted: Any = shapely.transform(shapely.force_2d(geometry), convert)
    return converted if isinstance(converted, BaseGeometry) else None


def _read(path: Path, layer: str | None, encoding: str | None) -> FeatureFile:
    with path.open("rb") as file:
        head = file.read(len(GEOPACKAGE_BEGINS))
    if not head:
        raise BadAreaFile(path=path, what="it is empty")
    if head.startswith(_ZIP_BEGINS):
        return _read_zip(path, layer, encoding)
    if head.startswith((GEOPACKAGE_BEGINS, SHAPEFILE_BEGINS)):
        return read_vector(path, layer=layer, encoding=encoding)
    if path.suffix.lower() in {".dbf", ".shx", ".prj", ".cpg"}:
        raise BadAreaFile(path=path, what=f"it is a part of a Shapefile; name {path.stem}.shp instead")
    if path.suffix.lower() in {".shp", ".gpkg"}:
        raise BadAreaFile(path=path, what=f"it does not begin as a {path.suffix} file does")
    return read_geojson(path)


def _read_zip(path: Path, layer: str | None, encoding: str | None) -> FeatureFile:
    """Read the one file of a .zip that holds areas; where it has several, ``layer`` names one, without its ending."""
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise BadAreaFile(path=path, what=f"it unpacks to more than {MAX_UNPACKED_BYTES:,} bytes")
            main = _main_member(path, archive, layer)
            for member in archive.infolist():
                inner = PurePosixPath(member.filename)
                if inner.parent == main.parent and inner.stem == main.stem:
                    # Under the bare name: what the archive calls its folders has no say in where files land.
                    ending = inner.suffix.lower()
                    (Path(folder) / f"areas{ending}").write_bytes(archive.read(member))
            try:
                inner_layer = layer if main.suffix.lower() == ".gpkg" and layer != main.stem else None
                return _read(Path(folder) / f"areas{main.suffix.lower()}", inner_layer, encoding)
            except BadAreaFile as failure:
                raise BadAreaFile(path=f"{path}: {main}", what=failure.params["what"]) from failure
            except LayerNeeded as failure:
                raise LayerNeeded(path=f"{path}: {main}", layers=failure.params["layers"]) from failure
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        raise BadAreaFile(path=path, what=f"it is no .zip file that can be unpacked ({error})") from error


def _main_member(path: Path, archive: zipfile.ZipFile, layer: str | None) -> PurePosixPath:
    members = [PurePosixPath(name) for name in archive.namelist() if not name.startswith("__MACOSX/")]
    readable = [member for member in members if member.suffix.lower() in _READABLE_ENDINGS]
    if not readable:
        raise BadAreaFile(path=path, what="it holds no .shp, .gpkg or .geojson")
    named = [member for member in readable if member.stem == layer]
    if len(named) == 1:
        return named[0]
    if len(readable) == 1 and (layer is None or readable[0].suffix.lower() == ".gpkg"):
        return readable[0]
    raise LayerNeeded(path=path, layers=", ".join(member.stem for member in readable))
