"""The process in which a large SQLite file is read for a snapshot (``file_reader``), as whoever started it holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from commandcenter.models.child_process import ChildProcess
from commandcenter.models.record import Entity

_PROGRAM = "commandcenter.store.file_reader"
LENGTH_BYTES = 8
"""How the length of a frame is said, big-endian; a length of 0 comes behind the last one."""

DONE = b"\n"
"""What it says when it has done what it was told."""


class ReadingProcessEndedError(RuntimeError):
    """The process ended before it had sent everything; its own words are in the log."""


class ReadingProcess(ChildProcess):
    """Reads one state of one file. Use it as a context: leaving it ends the process, wherever it is.

    Thread: one call at a time, from any.
    """

    def __init__(self, file: Path) -> None:
        """Start it; it reads nothing before ``begin``.

        Raises:
            ReadingProcessEndedError: If it does not come up.
        """
        super().__init__(_PROGRAM)
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

    def _tell(self, line: str) -> None:
        """Say something and wait until it was done."""
        self._write(line)
        self._read(len(DONE))

    def _write(self, line: str) -> None:
        # An ended process shows at the reading that follows.
        with suppress(BrokenPipeError):
            self.told.write(f"{line}\n".encode())
            self.told.flush()

    def _read(self, size: int) -> bytes:
        read = self.said.read(size)
        if len(read) < size:
            raise ReadingProcessEndedError
        return read
