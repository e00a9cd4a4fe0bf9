"""Lines of text from columns: joined in Arrow, written as one block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

WIB_S = 7 * 3_600
"""Jakarta's clocks, which know no summer time."""

Piece = Any
"""A ``pa.Array`` of texts, or one text for every row."""


def as_text(values: pa.Array) -> pa.Array:
    """Return a column as text for programs: digits, a point, instants as ISO 8601 with Jakarta's offset; null stays."""
    if pa.types.is_timestamp(values.type):
        local = pc.add(values.cast(pa.int64()), WIB_S).cast(pa.timestamp("s"))
        return pc.binary_join_element_wise(
            pc.strftime(local, "%Y-%m-%dT%H:%M:%S").cast(pa.large_string()), _scalar("+07:00"), _scalar("")
        )
    return values if pa.types.is_large_string(values.type) else values.cast(pa.large_string())


def joined(pieces: Sequence[Piece], between: str = "") -> pa.Array:
    """Return one text a row; a null piece is empty."""
    some = [_scalar(piece) if isinstance(piece, str) else piece for piece in pieces]
    return pc.binary_join_element_wise(*some, _scalar(between), null_handling="replace", null_replacement="")


def write_lines(file: IO[bytes], lines: pa.Array) -> None:
    """Write texts one behind the other; they bring their own line ends."""
    _, offsets, data = lines.buffers()
    if data is not None and len(lines):
        at = np.frombuffer(offsets, np.int64)[lines.offset : lines.offset + len(lines) + 1]
        file.write(memoryview(data)[int(at[0]) : int(at[-1])])


def _scalar(text: str) -> pa.Scalar:
    return pa.scalar(text, pa.large_string())
