"""Unpacking with a limit: nothing grows beyond what was allowed for it, whatever a file says."""

from __future__ import annotations

import zlib
from enum import IntEnum

import pyarrow as pa

GZIP_MAGIC = b"\x1f\x8b"


class Compression(IntEnum):
    """How bytes are packed, by the numbers of PMTiles."""

    UNKNOWN = 0
    NONE = 1
    GZIP = 2
    BROTLI = 3
    ZSTD = 4


class NotUnpackedError(ValueError):
    """The bytes are not packed in that way, are cut off, or grow beyond the limit."""


def unpacked(data: bytes, how: Compression, limit: int) -> bytes:
    """Return the bytes as they were before they were packed.

    Args:
        data: Packed bytes.
        how: The way; with ``UNKNOWN``, gzip is recognised.
        limit: How many bytes there may be.

    Raises:
        NotUnpackedError: If that does not come out.
    """
    if how is Compression.UNKNOWN:
        how = Compression.GZIP if data.startswith(GZIP_MAGIC) else Compression.NONE
    if how is Compression.NONE:
        result = data
    elif how is Compression.GZIP:
        result = _from_gzip(data, limit)
    else:
        result = _from_stream(data, how.name.lower(), limit)
    if len(result) > limit:
        raise NotUnpackedError(f"more than {limit} bytes")
    return result


def _from_gzip(data: bytes, limit: int) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    try:
        result = stream.decompress(data, limit + 1)
    except zlib.error as error:
        raise NotUnpackedError(str(error)) from error
    if not stream.eof and len(result) <= limit:
        raise NotUnpackedError("cut off")
    return result


def _from_stream(data: bytes, codec: str, limit: int) -> bytes:
    try:
        with pa.CompressedInputStream(pa.BufferReader(data), codec) as stream:
            return bytes(stream.read(limit + 1))
    except (OSError, pa.ArrowException) as error:
        raise NotUnpackedError(str(error)) from error
