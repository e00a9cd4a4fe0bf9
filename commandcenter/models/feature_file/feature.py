"""What every format of area files comes down to: features with properties and a geometry."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from commandcenter.models.text import fit_text


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature.

    Attributes:
        place: Where it stands in the file, from 1.
        properties: By name, as the file has them.
        geometry: In the file's coordinates; None where there is none that can be read.
    """

    place: int
    properties: Mapping[str, object]
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """The features of one layer.

    Attributes:
        features: In the file's order.
        crs: Name of the coordinate system as the file gives it, in whatever way pyproj reads; None where it is silent.
    """

    features: Sequence[Feature]
    crs: str | None


def code_text(value: object) -> str:
    """Return a code as text: tables keep codes of digits as numbers, and a missing one as not-a-number."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return fit_text(str(value))
