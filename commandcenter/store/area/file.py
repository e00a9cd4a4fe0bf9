"""Areas of one level from a file: what is taken as code, name and upper area, and what is done about broken geometry.

Geometry is repaired where repair leaves an area, and named where it does not. Rows of one code and one name are parts
of one area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from commandcenter.models.feature_file.failure import BadAreaFile
from commandcenter.models.feature_file.feature import Feature, code_text
from commandcenter.models.feature_file.source import Source, read_source
from commandcenter.models.identity import AreaCode
from commandcenter.models.report import Area
from commandcenter.store.area.failure import AreaFieldMissing
from commandcenter.store.area.polygon import boundary_text, in_degrees, joined, repaired

CODE_FIELDS = ("kode", "code", "kode_kelurahan", "kode_kel", "kel_code", "id_kel", "id")
NAME_FIELDS = ("nama", "name", "nama_kelurahan", "kelurahan", "namobj")
"""Names of properties that are tried in this order, whatever their case."""


@dataclass(frozen=True, slots=True)
class AreaRequest:
    """How a file is to be read.

    Attributes:
        level: What the areas are called, such as ``kelurahan``.
        code_field: Property with the code; None looks for one.
        name_field: Property with the name; None looks for one.
        parent_fields: Properties with the code of the area one level up, two levels up …; empty goes by dotted codes.
        approximate: Whether the borders are stand-ins.
        layer: Of a file with several.
        crs: Coordinate system that counts instead of the file's word.
        encoding: Of a Shapefile's texts.
    """

    level: str
    code_field: str | None = None
    name_field: str | None = None
    parent_fields: tuple[str, ...] = ()
    approximate: bool = False
    layer: str | None = None
    crs: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class AreaFile:
    """What was read.

    Attributes:
        areas: In the file's order.
        code_field: Property that gave the codes.
        name_field: Property that gave the names.
        uppers: For each code that the parent fields name, the code one level up; all levels in one.
        converted_from: Which coordinate system the file was in, if not degrees.
        repaired: Codes whose geometry was invalid and was repaired.
        merged: Codes that stood on several rows, which are one area now.
        left_out: A sentence for each feature that is no area.
        contradictions: A sentence for each upper area that rows disagree about.
    """

    areas: Sequence[Area]
    code_field: str
    name_field: str
    uppers: Mapping[AreaCode, AreaCode]
    converted_from: str | None
    repaired: Sequence[str]
    merged: Sequence[str]
    left_out: Sequence[str]
    contradictions: Sequence[str]


def read_area_file(path: Path, request: AreaRequest) -> AreaFile:
    """Read a file.

    Raises:
        BadAreaFile: If it can't be read, holds no area, or its coordinates are no degrees.
        LayerNeeded: If it has several layers and the request does not say which.
        CoordinateSystemUnknown: If nobody says what its coordinates mean.
        AreaFieldMissing: If there is no property for code, name or upper area.
        OSError: If it can't be opened.
    """
    source = read_source(path, layer=request.layer, crs=request.crs, encoding=request.encoding)
    names = dict.fromkeys(name for feature in source.features for name in feature.properties)
    code_field = _field(path, names, request.code_field, CODE_FIELDS, "code", "--code-field")
    name_field = _field(path, names, request.name_field, NAME_FIELDS, "name", "--name-field")
    for upper in request.parent_fields:
        _field(path, names, upper, (), "upper area", "--parent-field")
    gathered = _Gathered(code_field, name_field, request.parent_fields)
    for feature in source.features:
        gathered.add(feature)
    if not gathered.parts:
        raise BadAreaFile(path=path, what=_why_none(source))
    areas = tuple(
        Area(
            code=code,
            level=request.level,
            name=gathered.names[code] or code,
            parent=gathered.uppers.get(code) if request.parent_fields else dotted_parent(code),
            boundary=boundary_text(joined(parts)),
            approximate=request.approximate,
        )
        for code, parts in gathered.parts.items()
    )
    return AreaFile(
        areas=areas,
        code_field=code_field,
        name_field=name_field,
        uppers=gathered.uppers,
        converted_from=source.converted_from,
        repaired=tuple(dict.fromkeys(gathered.repaired)),
        merged=tuple(code for code, parts in gathered.parts.items() if len(parts) > 1),
        left_out=tuple(gathered.left_out),
        contradictions=tuple(gathered.contradictions),
    )


def dotted_parent(code: str) -> AreaCode | None:
    """Return the code one level up of a dotted code, as the ministry's are: ``31.75.06.1004`` lies in ``31.75.06``."""
    upper, dot, _ = code.rpartition(".")
    return AreaCode(upper) if dot else None


@dataclass(slots=True)
class _Gathered:
    """What the features so far have given."""

    code_field: str
    name_field: str
    parent_fields: Sequence[str]
    parts: dict[AreaCode, list[BaseGeometry]] = field(default_factory=dict)
    names: dict[AreaCode, str] = field(default_factory=dict)
    uppers: dict[AreaCode, AreaCode] = field(default_factory=dict)
    repaired: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)

    def add(self, feature: Feature) -> None:
        """Take one feature, or say why not."""
        code = AreaCode(code_text(feature.properties.get(self.code_field)))
        name = code_text(feature.properties.get(self.name_field))
        if not code:
            self.left_out.append(f"feature {feature.place}: no code")
            return
        if code in self.names and self.names[code] != name:
            self.left_out.append(f"feature {feature.place} ({code}): the code is that of {self.names[code]!r} already")
            return
        boundary, fault = _boundary(feature.geometry)
        if boundary is None:
            self.left_out.append(f"feature {feature.place} ({code}): {fault}")
            return
        if fault:
            self.repaired.append(code)
        self.names[code] = name
        self.parts.setdefault(code, []).append(boundary)
        self._add_uppers(code, feature)

    def _add_uppers(self, code: AreaCode, feature: Feature) -> None:
        lower = code
        for name in self.parent_fields:
            upper = AreaCode(code_text(feature.properties.get(name)))
            if not upper:
                return
            known = self.uppers.setdefault(lower, upper)
            if known != upper:
                sentence = (
                    f"{lower} lies in {known} by one row and in {upper} by feature {feature.place}; {known} counts"
                )
                self.contradictions.append(sentence)
            lower = known


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


def _boundary(geometry: BaseGeometry | None) -> tuple[BaseGeometry | None, str]:
    """Return the border (None if it is no area), and what is or was wrong with it."""
    if geometry is None or geometry.is_empty:
        return None, "it has no geometry that can be read"
    if not in_degrees(geometry):
        return None, "its coordinates are no degrees"
    try:
        whole = repaired(geometry)
    except shapely.errors.ShapelyError:
        whole = None
    if whole is None:
        return None, f"its geometry ({geometry.geom_type}) is no area"
    return whole, "" if geometry.is_valid else "its geometry was invalid"


def _why_none(source: Source) -> str:
    """Say why not one feature is an area."""
    shapes = [feature.geometry for feature in source.features if feature.geometry is not None]
    if shapes and not any(in_degrees(geometry) for geometry in shapes if not geometry.is_empty):
        return "its coordinates are no degrees; say which coordinate system they are in with --crs"
    kinds = ", ".join(sorted({geometry.geom_type for geometry in shapes})) or "no geometry"
    return f"it holds no Polygon or MultiPolygon in degrees with a code, only {kinds}"
