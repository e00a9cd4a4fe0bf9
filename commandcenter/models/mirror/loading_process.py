"""The process that writes many rows into the mirror (``file_loader``), as whoever started it holds it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import pyarrow as pa

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


class LoadingProcess:
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
        self._process = subprocess.Popen(
            [sys.executable, "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Whoever interrupts the workstation at a terminal means the workstation, which then ends this one.
            start_new_session=True,
            # On Windows a program without windows would open one for its words.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._told, self._said = _both(self._process)
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

    def close(self) -> None:
        """End it; any number of times."""
        self._process.kill()
        self._process.wait()
        # What was still to be said to it is of no use to anybody.
        with suppress(BrokenPipeError):
            self._told.close()
        self._said.close()

    def __enter__(self) -> Self:
        """Return the process itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self.close()

    def _tell(self, order: dict[str, Any], body: Any = b"") -> None:
        try:
            self._told.write(json.dumps(order).encode() + b"\n")
            self._told.write(body)
            self._told.flush()
        except BrokenPipeError:
            self._ended()

    def _ended(self) -> None:
        """Wait for its last word; return if it is that all is done."""
        said = self._said.readline()
        if said == DONE:
            return
        if not said:
            raise LoadRefusedError(damaged=False, reason="the process that writes it ended")
        raise LoadRefusedError(**json.loads(said))


def _both(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise LoadRefusedError(damaged=False, reason="the process that writes it did not start")
    return process.stdin, process.stdout
