"""A program of ours in a process of its own, spoken to by its standard input and output."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import IO, Self, cast


class ChildProcess:
    """Runs one module. Use it as a context: leaving it ends the process, wherever it is.

    Thread: one call at a time, from any.

    Attributes:
        told: What is written here it reads; an ended process shows as ``BrokenPipeError``.
        said: What it writes; an ended process shows as the end.
    """

    def __init__(self, module: str) -> None:
        """Start it.

        Args:
            module: Run as its main program by the interpreter that runs this.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Whoever interrupts at a terminal means the process that started this one, which then ends it.
            start_new_session=True,
            # On Windows a program without windows would open one for its words.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.told = cast("IO[bytes]", self._process.stdin)
        self.said = cast("IO[bytes]", self._process.stdout)

    def close(self) -> None:
        """End it; any number of times."""
        self._process.kill()
        self._process.wait()
        # What was still to be said to it is of no use to anybody.
        with suppress(BrokenPipeError):
            self.told.close()
        self.said.close()

    def __enter__(self) -> Self:
        """Return the process itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self.close()
