"""The process that writes many rows into the mirror (``file_loader``), as whoever started it holds it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from commandcenter.models.child_process import ChildProcess

_PROGRAM = "commandcenter.models.mirror.file_loader"
DONE = b"\n"
"""What it says when everything is committed."""


class LoadRefusedError(Exception):
    """The rows could not be written; the file is as it was.

    Attributes:
        damaged: Whether the file can't be trusted any more.
        reason: What the database said.
    """

    def __init__(self, *, damaged: bool, reason: str) -> None:
        """Say why."""
        super().__init__(reason)
        self.damaged = damaged
        self.reason = reason


class LoadingProcess(ChildProcess):
    """Writes one transaction into one file. Use it as a context: leaving it ends the process, wherever it is.

    What was put is in the file once ``commit`` has returned, all of it, and before that none of it, however either of
    the two processes ends.

    Thread: one call at a time, from any.
    """

    def __init__(self, file: Path, statements: Sequence[str]) -> None:
        """Start it; it works while more is put.

        Args:
            file: An SQLite file whose tables are there.
            statements: What it executes first; one of them must begin a transaction.
        """
        super().__init__(_PROGRAM)
        self._tell({"file": file.resolve().as_uri(), "statements": list(statements)})

    def put(self, table: str, batch: pa.RecordBatch) -> None:
        """Have rows written; the batch's columns are the table's.

        Raises:
            LoadRefusedError: If the database refused these or earlier rows, or the process ended.
        """
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        body = sink.getvalue()
        self._tell({"table": table, "bytes": body.size}, body)

    def commit(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """Have statements with their values executed, and everything committed; it is when this returns.

        Raises:
            LoadRefusedError: If the database refused, or the process ended.
        """
        self._tell({"statements": [(statement, list(values)) for statement, values in statements]})
        self._ended()

    def _tell(self, order: dict[str, Any], body: Any = b"") -> None:
        try:
            self.told.write(json.dumps(order).encode() + b"\n")
            self.told.write(body)
            self.told.flush()
        except BrokenPipeError:
            self._ended()

    def _ended(self) -> None:
        """Wait for its last word; return if it is that all is done."""
        said = self.said.readline()
        if said == DONE:
            return
        if not said:
            raise LoadRefusedError(damaged=False, reason="the process that writes it ended")
        raise LoadRefusedError(**json.loads(said))
