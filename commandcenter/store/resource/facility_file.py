"""Facilities out of a file of features: a code, a name and a place each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from commandcenter.models.failure import Failure
from commandcenter.models.feature_file.failure import BadAreaFile
from commandcenter.models.feature_file.feature import code_text
from commandcenter.models.feature_file.source import read_source
from commandcenter.models.identity import FacilityCode
from commandcenter.models.place import LonLat, checked_place
from commandcenter.models.text import fit_text
from commandcenter.store.field import MAX_FIELD_CHARS
from commandcenter.store.resource.failure import BadFacilityFile

CODE_FIELDS = ("code", "kode", "id", "objectid", "fid")
NAME_FIELDS = ("name", "nama", "namobj")

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class FoundFacility:
    """One facility of a file."""

    code: FacilityCode
    name: str
    place: LonLat


@dataclass(frozen=True, slots=True)
class FacilityFile:
    """What a file holds.

    Attributes:
        rejected: Place in the file, from 1, and why; of features that are no facility.
    """

    facilities: Sequence[FoundFacility]
    rejected: Sequence[tuple[int, str]]


def read_facility_file(
    path: Path, *, prefix: str = "", code_field: str | None = None, name_field: str | None = None
) -> FacilityFile:
    """Read a file.

    Args:
        path: GeoJSON, or what else ``store areas`` reads.
        prefix: Stands before each code, since the numbers of two files may be the same.
        code_field: Property with the code; None: it is looked for.
        name_field: Property with the name; None: it is looked for.

    Raises:
        BadFacilityFile: If it holds none.
        Failure: If nobody says what its coordinates mean.
        OSError: If it can't be opened.
    """
    try:
        source = read_source(path)
    except BadAreaFile as bad:
        raise BadFacilityFile(path=path, what=bad.params["what"]) from bad
    names = list(dict.fromkeys(name for feature in source.features for name in feature.properties))
    code_name = _field(path, names, code_field, CODE_FIELDS, "code")
    name_name = _field(path, names, name_field, NAME_FIELDS, "name")
    found: dict[str, FoundFacility] = {}
    rejected: list[tuple[int, str]] = []
    for feature in source.features:
        try:
            facility = _facility(feature.properties, feature.geometry, prefix, code_name, name_name)
        except ValueError as error:
            rejected.append((feature.place, str(error)))
            continue
        if facility.code in found:
            rejected.append((feature.place, f"the code {facility.code} stands in the file twice"))
        else:
            found[facility.code] = facility
    return FacilityFile(tuple(found.values()), rejected)


def _field(path: Path, names: Sequence[str], asked: str | None, known: Iterable[str], what: str) -> str:
    lower = {name.lower(): name for name in reversed(names)}
    wanted = known if asked is None else (asked.lower(),)
    for name in wanted:
        if name in lower:
            return lower[name]
    raise BadFacilityFile(
        path=path, what=f"its features have no property for the {what} (there are: {', '.join(names)})"
    )


def _facility(
    properties: Mapping[str, object], geometry: BaseGeometry | None, prefix: str, code_name: str, name_name: str
) -> FoundFacility:
    """Return the facility, or raise ``ValueError`` with the reason why it is none."""
    code = prefix + code_text(properties.get(code_name)).strip()
    name = fit_text(str(properties.get(name_name) or ""))
    if _CODE.fullmatch(code) is None:
        raise ValueError(f"the code {code!r} does not serve")
    if not 0 < len(name) <= MAX_FIELD_CHARS:
        raise ValueError("it has no name, or one that is too long")
    if geometry is None or geometry.is_empty:
        raise ValueError("it has no place")
    point = geometry.representative_point()
    try:
        place = checked_place(point.x, point.y)
    except Failure as failure:
        raise ValueError(str(failure)) from failure
    return FoundFacility(FacilityCode(code), name, place)
