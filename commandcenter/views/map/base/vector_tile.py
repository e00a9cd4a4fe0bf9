"""What is in a vector tile, as far as must be known before the page draws it: the names of its layers.

Reads just so much of the protocol-buffer format. Geometry is the page's matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

_LAYER, _NAME = 3, 1
_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5

_OPENMAPTILES = frozenset({"transportation", "building", "waterway", "boundary", "place", "park", "aeroway"})
_PROTOMAPS = frozenset({"earth", "roads", "buildings", "boundaries", "places", "landcover", "landuse", "water"})


class VectorTileMalformedError(ValueError):
    """The bytes are no vector tile."""


def scheme_of(layers: Iterable[str]) -> Literal["", "protomaps", "openmaptiles"]:
    """Return whose scheme layers of these names belong to; empty if to none that can be drawn.

    ``landcover``, ``landuse`` and ``water`` are in both; the names that only one of them has decide.
    """
    names = set(layers)
    if names & _OPENMAPTILES:
        return "openmaptiles"
    return "protomaps" if names & _PROTOMAPS else ""


def layer_names(tile: bytes) -> tuple[str, ...]:
    """Return the names of a tile's layers.

    Raises:
        VectorTileMalformedError: If the bytes are no vector tile.
    """
    names: list[str] = []
    for number, content in _fields(tile):
        if number != _LAYER:
            continue
        try:
            names += [name.decode() for field, name in _fields(content) if field == _NAME]
        except UnicodeDecodeError as error:
            raise VectorTileMalformedError("a layer's name is no text") from error
    return tuple(names)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of the fields that have a length; the others are passed over."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == _LENGTH:
            length, at = _varint(message, at)
            if at + length > len(message):
                raise VectorTileMalformedError("cut off")
            yield tag >> 3, message[at : at + length]
            at += length
        elif kind == _VARINT:
            _, at = _varint(message, at)
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            at += 8 if kind == _EIGHT_BYTES else 4
        else:
            raise VectorTileMalformedError(f"a field of kind {kind}")
    if at > len(message):
        raise VectorTileMalformedError("cut off")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(10):
        if at + place >= len(message):
            raise VectorTileMalformedError("cut off")
        octet = message[at + place]
        value |= (octet & 0x7F) << (7 * place)
        if octet < 0x80:
            return value, at + place + 1
    raise VectorTileMalformedError("a number without end")
