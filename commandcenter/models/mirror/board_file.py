"""The board's columns on disk beside the mirror, so that a start does not make them anew from its tables.

Owns the file, ``FOLDER/board.arrow``: an Arrow IPC file without compression, whose metadata name the feed position it
is true at, the mirror's version and the words of the coded columns. It is written when a desk is closed and removed
when it is read; one of another position or version, or a damaged one, is as good as none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from commandcenter.models.board.change_set import ReportBatch, WordColumn
from commandcenter.models.board.column import CODED, DTYPES
from commandcenter.models.board.generation import Generation
from commandcenter.models.mirror.schema import MIRROR_VERSION

BOARD_FILE = "board.arrow"

_ROWS_A_BATCH = 65_536
_KEY = b"board"


def write_board_file(folder: Path, generation: Generation) -> None:
    """Write a board's columns; nothing is written of one that stands at no feed position.

    Raises:
        OSError: If the disk is full or not writable; a file half written is not left behind.
    """
    if not generation.position or not len(generation):
        return
    about = {
        "version": MIRROR_VERSION,
        "position": generation.position,
        "words": {name: generation.vocabularies[name].words for name in CODED},
    }
    schema = pa.schema(
        [(name, pa.from_numpy_dtype(dtype)) for name, dtype in DTYPES.items()],
        metadata={_KEY: json.dumps(about).encode()},
    )
    target = folder / BOARD_FILE
    half = target.with_suffix(".half")
    try:
        with pa.OSFile(str(half), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            rows = generation.rows_by_id()
            for start in range(0, len(rows), _ROWS_A_BATCH):
                some = rows[start : start + _ROWS_A_BATCH]
                writer.write_batch(
                    pa.record_batch([pa.array(generation.column(name, some)) for name in DTYPES], schema=schema)
                )
        half.chmod(0o600)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def take_board_file(folder: Path, position: str | None) -> Iterator[ReportBatch] | None:
    """Return the reports of the file, oldest first, and remove it; None if it is not there or not of this position.

    Args:
        folder: The mirror's.
        position: Where the mirror stands.
    """
    target = folder / BOARD_FILE
    try:
        source = pa.memory_map(str(target), "r")
    except OSError:
        return None
    # An open file goes on to be readable: nobody reads a file of a position that has passed.
    target.unlink(missing_ok=True)
    try:
        reader = pa.ipc.open_file(source)
        about = json.loads(reader.schema.metadata[_KEY])
    except (pa.ArrowInvalid, OSError, KeyError, TypeError, ValueError):
        return None
    names = reader.schema.names
    if about.get("version") != MIRROR_VERSION or about.get("position") != position or names != list(DTYPES):
        return None
    return _batches(reader, {name: tuple(words) for name, words in about["words"].items()})


def _batches(reader: Any, words: dict[str, tuple[str, ...]]) -> Iterator[ReportBatch]:
    for number in range(reader.num_record_batches):
        batch = reader.get_batch(number)
        # The board copies what it takes, so that columns may stay in the mapped file until then.
        columns = {name: batch.column(name).to_numpy() for name in DTYPES}
        values: dict[str, Any] = {
            name: WordColumn(words[name], column) if name in words else column for name, column in columns.items()
        }
        yield ReportBatch(**{name: values[name] for name in ReportBatch.__dataclass_fields__})
