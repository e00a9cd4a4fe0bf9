"""Lines of a text, none of which fills the memory.

A packed file of a few kilobytes can unpack to one line of terabytes, and a quote that is opened again and again makes
one row of a whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from commandcenter.store.intake.reject import BadFile

MOST_CHARS = 4 << 20
"""Of one row or entry: what is longer is no report."""


class BoundedLines:
    """Yields a text's lines with their ends, as the text itself would. For one thread."""

    def __init__(self, text: TextIO, path: Path) -> None:
        """Read on from where the text stands; ``path`` is for the sentence."""
        self._text = text
        self._path = path
        self._number = 0
        self._chars = 0

    def begin_row(self) -> None:
        """Say that what was read so far was made into rows: the next line begins one."""
        self._chars = 0

    def __iter__(self) -> Iterator[str]:
        """Yield the lines.

        Raises:
            BadFile: If a line, or the lines of one row, are longer than ``MOST_CHARS``.
        """
        while line := self._text.readline(MOST_CHARS + 1):
            self._number += 1
            self._chars += len(line)
            if self._chars > MOST_CHARS:
                what = f"its line {self._number} ends no row within {MOST_CHARS} characters. Check its quotes"
                raise BadFile(path=self._path, what=what)
            yield line
