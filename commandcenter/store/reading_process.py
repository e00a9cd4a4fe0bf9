"""The process in which a large SQLite file is read for a snapshot (``file_reader``), as whoever started it holds it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from commandcenter.models.record import Entity

_PROGRAM = "commandcenter.store.file_reader"
LENGTH_BYTES = 8
"""How the length of a frame is said, big-endian; a length of 0 comes behind the last one."""

DONE = b"\n"
"""What it says when it has done what it was told."""


class ReadingProcessEndedError(RuntimeError):
    """The process ended before it had sent everything; its own words are in the log."""


class ReadingProcess:
    """Reads one state of one file. Use it as a context: leaving it ends the process, wherever it is.

    Thread: one call at a time, from any.
    """

    def __init__(self, file: Path) -> None:
        """Start it; it reads nothing before ``begin``.

        Raises:
            ReadingProcessEndedError: If it does not come up.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Whoever interrupts the store at a terminal means the store, which then ends this one.
            start_new_session=True,
        )
        self._told, self._said = _both(self._process)
        try:
            self._tell(f"{file.resolve().as_uri()}?mode=ro")
        except BaseException:
            self.close()
            raise

    def begin(self) -> None:
        """Have it begin its transaction; when this returns, it sees the state of this moment until its end.

        Raises:
            ReadingProcessEndedError: If it ended.
        """
        self._tell("")

    def frames(self, queries: Sequence[tuple[Entity, str]]) -> Iterator[bytes]:
        """Yield the frames of what is selected for each entity, and of the end.

        Args:
            queries: SQL that needs no parameters, with the columns of the entity's schema, in that order.

        Raises:
            ReadingProcessEndedError: If it ended before it had sent everything.
        """
        self._write(json.dumps([(entity.value, query) for entity, query in queries]))
        while size := int.from_bytes(self._read(LENGTH_BYTES), "big"):
            yield self._read(size)

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

    def _tell(self, line: str) -> None:
        """Say something and wait until it was done."""
        self._write(line)
        self._read(len(DONE))

    def _write(self, line: str) -> None:
        # An ended process shows at the reading that follows.
        with suppress(BrokenPipeError):
            self._told.write(f"{line}\n".encode())
            self._told.flush()

    def _read(self, size: int) -> bytes:
        read = self._said.read(size)
        if len(read) < size:
            raise ReadingProcessEndedError
        return read


def _both(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ReadingProcessEndedError
    return process.stdin, process.stdout
