"""The file of refused rows: line and reason in front, the row as it stood behind, so that it can be put right."""

from __future__ import annotations

import csv
import filecmp
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TextIO

from commandcenter.store.intake.reject import Reject

_OWN_COLUMNS = ["line", "reason"]


class RejectsFile:
    """A CSV file that is made when the first row is refused. For one thread.

    A file that is there is never written to: somebody may be putting it right. The next free number goes behind its
    name then; where the file comes out the same as an earlier one, the earlier one stands for it. Rows may hold
    personal data, so only the account that imports can read it.

    Attributes:
        path: Where it goes; final when the context is left.
        first: The first refused row, or None.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """Prepare a file with the columns of the one that is read."""
        self.path = path
        self.first: Reject | None = None
        # Of an earlier rejects file that was put right: its lines and reasons are no longer true.
        self._columns = columns[2:] if list(columns[:2]) == _OWN_COLUMNS else columns
        self._earlier: list[Path] = []
        self._file: TextIO | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            for earlier in self._earlier:
                if earlier.is_file() and filecmp.cmp(earlier, self.path, shallow=False):
                    self.path.unlink()
                    self.path = earlier
                    break

    def add(self, reject: Reject) -> None:
        """Write one row.

        Raises:
            OSError: If the file can't be written.
        """
        if self._file is None:
            self._file = self._opened()
            self._writer = csv.writer(self._file)
            self._writer.writerow([*_OWN_COLUMNS, *map(_writable, self._columns)])
            self.first = reject
        cells = [str(reject.reason), *(reject.row.get(name, "") for name in self._columns)]
        self._writer.writerow([reject.line, *map(_writable, cells)])

    def _opened(self) -> TextIO:
        wanted = self.path
        # What is no file, such as /dev/null, has nothing to lose.
        mode: Literal["w", "x"] = "w" if wanted.exists() and not wanted.is_file() else "x"
        while True:
            try:
                return open(
                    self.path, mode, encoding="utf-8", newline="", errors="surrogateescape", opener=_for_the_owner_alone
                )
            except FileExistsError:
                self._earlier.append(self.path)
                self.path = wanted.with_stem(f"{wanted.stem}-{len(self._earlier) + 1}")


def _for_the_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _writable(cell: str) -> str:
    """Return the cell as it stood, or with its half characters spelled out, which JSON can hold and no file can."""
    try:
        cell.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return cell.encode("utf-8", "backslashreplace").decode()
    return cell
