"""A look at one tile of an archive, which tells whether the page will be able to draw the others."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image

from commandcenter.views.map.base.archive import Form
from commandcenter.views.map.base.failure import CompressionWrong, LayersUnknown, TilesUnknown
from commandcenter.views.map.base.vector_tile import VectorTileMalformedError, layer_names, scheme_of

VECTOR_MIME = "application/vnd.mapbox-vector-tile"

_PICTURES: Mapping[str, str] = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_LARGE_PX = 512
_NAMED_LAYERS = 8


@dataclass(frozen=True, slots=True)
class Probe:
    """What tiles are, as seen from one of them; the attributes are those of ``archive.Facts``."""

    form: Form
    scheme: Literal["", "protomaps", "openmaptiles"]
    mime: str
    tile_px: int


def probe_vector(tile: bytes, layers: Iterable[str], file: Path) -> Probe:
    """Look at a vector tile.

    Args:
        tile: Unpacked.
        layers: Names that the archive itself gives; where it gives none, the tile's count.
        file: Whose tile, for the sentence.

    Raises:
        CompressionWrong: If it is no vector tile: then it is still packed, or was unpacked in the wrong way.
        LayersUnknown: If none of its layers is known.
    """
    try:
        own = layer_names(tile)
    except VectorTileMalformedError as error:
        raise CompressionWrong(file=file) from error
    named = tuple(layers) or own
    scheme = scheme_of(named)
    if not scheme:
        shown = ", ".join(named[:_NAMED_LAYERS]) + (" …" if len(named) > _NAMED_LAYERS else "")
        raise LayersUnknown(file=file, layers=shown or "–")
    return Probe(Form.VECTOR, scheme, VECTOR_MIME, _LARGE_PX)


def probe_picture(tile: bytes, file: Path) -> Probe:
    """Look at a picture; what it is counts, not what the archive calls it.

    Raises:
        TilesUnknown: If it is none of the kinds that can be drawn.
    """
    try:
        with Image.open(io.BytesIO(tile), formats=list(_PICTURES)) as picture:
            return Probe(Form.RASTER, "", _PICTURES[str(picture.format)], _LARGE_PX if picture.width >= 512 else 256)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise TilesUnknown(file=file) from error


def metadata_of(text: bytes | str) -> Mapping[str, Any]:
    """Return an archive's notes on itself; nothing where they are no JSON object: a map can be drawn without them."""
    try:
        notes = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return notes if isinstance(notes, dict) else {}


def layers_in(notes: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names under ``vector_layers``."""
    layers = notes.get("vector_layers")
    if not isinstance(layers, list):
        return ()
    return tuple(str(layer["id"]) for layer in layers if isinstance(layer, dict) and "id" in layer)
