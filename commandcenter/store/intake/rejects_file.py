"""The file of refused rows: line and reason in front, the row as it stood behind, so that it can be put right."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from commandcenter.store.intake.reject import Reject


class RejectsFile:
    """A CSV file that is made when the first row is refused. For one thread.

    Attributes:
        path: Where it goes.
        first: The first refused row, or None.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """Prepare a file with the columns of the one that is read."""
        self.path = path
        self.first: Reject | None = None
        self._columns = columns
        self._file: TextIO | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, reject: Reject) -> None:
        """Write one row.

        Raises:
            OSError: If the file can't be written.
        """
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8", newline="", errors="surrogateescape")
            self._writer = csv.writer(self._file)
            self._writer.writerow(["line", "reason", *self._columns])
            self.first = reject
        self._writer.writerow([reject.line, str(reject.reason), *(reject.row.get(name, "") for name in self._columns)])
