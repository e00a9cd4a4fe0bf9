"""Reading a mirror's tables by the hundred thousand, past an object for every row: rows in parts, words as codes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from commandcenter.models.board.change_set import NO_WORD

_ROWS_A_FETCH = 50_000
_IDS_A_QUERY = 500


def fetched(cursor: sqlite3.Cursor, statement: str, values: Sequence[Any] = ()) -> Iterator[list[tuple[Any, ...]]]:
    """Yield what a statement selects, in its order, in parts of bounded size; none for no rows.

    Args:
        cursor: The driver's own; a Row object for each row would cost as much as the reading.
        statement: With ``?`` for each of ``values``.
        values: In order.
    """
    cursor.execute(statement, values)
    while rows := cursor.fetchmany(_ROWS_A_FETCH):
        yield rows


def in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids in parts that one statement can name."""
    for start in range(0, len(ids), _IDS_A_QUERY):
        yield ids[start : start + _IDS_A_QUERY]


class Coding:
    """Words and their codes, in the order in which they are met; None has ``NO_WORD``."""

    def __init__(self) -> None:
        """Begin without words."""
        self._codes: dict[str | None, int] = {None: NO_WORD}

    def code(self, word: str | None) -> int:
        """Return a word's code, a new one for a new word."""
        # None has taken one place without being a word.
        return self._codes.setdefault(word, len(self._codes) - 1)

    def words(self) -> tuple[str, ...]:
        """Return the word of each code."""
        return tuple(word for word in self._codes if word is not None)
