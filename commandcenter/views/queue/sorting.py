"""Sorting the queue by any columns, also by those that the board does not hold.

Owns the order of what is due and of texts; everything else is the board's own order. Texts are ranked in the
background once and looked up afterwards, so that a sort by description is as fast as any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.column import CODED
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask
from commandcenter.models.board.order import SortKey, order
from commandcenter.models.clock import stands_still
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.state import CLOSED_STATES, STATE_CODE
from commandcenter.views.queue.column import COLUMNS, QueueColumn, TextName

_LAST = np.iinfo(np.int64).max
_TEXTS_AT_ONCE = 20_000
_CLOSED_CODES = np.array(sorted(STATE_CODE[state] for state in CLOSED_STATES), dtype=np.int8)

Ranks = Mapping[str, int]
"""Place of each code among the names that a person reads."""


@dataclass(frozen=True, slots=True)
class QueueKey:
    """One column to sort by, as its header shows it."""

    column: QueueColumn
    descending: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TextRanks:
    """The places of reports among their texts.

    Attributes:
        ids: int64, ascending.
        ranks: int64, shape of ``ids``; equal texts share a rank. Reports without a text have ``_LAST``.
    """

    ids: NDArray[np.int64]
    ranks: NDArray[np.int64]

    def of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rank of each id, the largest one for those never ranked; int64."""
        if not len(self.ids):
            return np.full(len(ids), _LAST, np.int64)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, self.ranks[at], _LAST)


def read_text_ranks(reader: MirrorReader, ids: NDArray[np.int64], name: TextName) -> TextRanks:
    """Read the texts of many reports and rank them, whatever their case; runs in the background."""
    words: dict[int, str] = {}
    for start in range(0, len(ids), _TEXTS_AT_ONCE):
        texts = reader.texts(ids[start : start + _TEXTS_AT_ONCE].tolist())
        words.update({report: getattr(text, name).casefold() for report, text in texts.items()})
    places = {word: place for place, word in enumerate(sorted(set(words.values())))}
    known = np.array(sorted(words), dtype=np.int64)
    ranks = np.array([places[words[report]] for report in known.tolist()], dtype=np.int64)
    return TextRanks(known, ranks)


def due_s(generation: Generation, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return when the next thing is due for each row: the first response, then closing.

    UTC seconds, int64; ``NO_TIME`` where nothing is due: for closed reports, and where a pause stops the clock.
    """
    states, close_by_s = generation.column("states", rows), generation.column("close_by_s", rows)
    paused_s = generation.column("paused_s", rows)
    taken = generation.column("acknowledged_s", rows) != NO_TIME
    due = np.where(taken, close_by_s, generation.column("respond_by_s", rows))
    nothing = np.isin(states, _CLOSED_CODES) | (taken & stands_still(paused_s != NO_TIME, paused_s, close_by_s))
    result: NDArray[np.int64] = np.where(nothing, NO_TIME, due)
    return result


def sorted_rows(
    generation: Generation,
    selected: Mask,
    keys: Sequence[QueueKey],
    names: Mapping[str, Ranks],
    texts: Mapping[TextName, TextRanks],
) -> NDArray[np.int64]:
    """Return the rows of a mask in the order of some keys.

    Args:
        generation: The one that the mask was made on.
        selected: Which reports.
        keys: The first one decides; ties go to the newest report.
        names: Ranks of the coded columns ``categories`` and ``areas``.
        texts: Ranks of texts, where a key asks for one; without them such a key leaves the order as it is.

    Returns:
        int64 rows.
    """
    board_keys = [_board_key(key, names) for key in keys]
    if all(key is not None for key in board_keys):
        wanted = [key for key in board_keys if key is not None]
        if not any(key.column == "ids" for key in wanted):
            wanted.append(SortKey("ids", descending=True))
        return order(generation, selected, wanted)
    rows = order(generation, selected, [SortKey("ids", descending=True)])
    for key in reversed(keys):
        rows = rows[np.argsort(_values(generation, rows, key, names, texts), kind="stable")]
    return rows


def _board_key(key: QueueKey, names: Mapping[str, Ranks]) -> SortKey | None:
    spec = COLUMNS[key.column]
    if spec.board is None:
        return None
    return SortKey(spec.board, key.descending != spec.upside_down, names.get(spec.board))


def _values(
    generation: Generation,
    rows: NDArray[np.int64],
    key: QueueKey,
    names: Mapping[str, Ranks],
    texts: Mapping[TextName, TextRanks],
) -> NDArray[np.int64]:
    """Return values that sort upwards in the key's direction, what is missing last."""
    spec = COLUMNS[key.column]
    if spec.text is not None:
        ranks = texts.get(spec.text)
        values = np.full(len(rows), _LAST) if ranks is None else ranks.of(generation.ids_of(rows))
    elif spec.board is None:
        values = due_s(generation, rows)
        values = np.where(values == NO_TIME, _LAST, values)
    elif spec.board in CODED:
        words = generation.vocabularies[spec.board].words
        ranked = names.get(spec.board) or {word: place for place, word in enumerate(sorted(words))}
        table = np.array([*(ranked.get(word, len(ranked)) for word in words), _LAST], np.int64)
        values = table[generation.column(spec.board, rows)]
    else:
        values = generation.column(spec.board, rows).astype(np.int64)
    turned = -values if key.descending != spec.upside_down else values
    return np.where(values == _LAST, _LAST, turned)
