"""The places of reports among their texts, so that a million of them can be sorted by what they say.

Owns reading every text once, ranking outside Python's objects, and letting single changed texts in afterwards without
reading the others: a place is found by halving, which asks for some twenty texts. Keeps numbers only, no text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME

RankedText = Literal["description", "address"]

_ROWS = 20_000

MOST_MERGED = 2_000
"""So many changed texts are let in one by one; more than that are ranked anew with all others."""


@dataclass(frozen=True, slots=True, eq=False)
class TextRanks:
    """The places of reports among their texts, whatever their case and the space around them.

    Attributes:
        ids: int64, ascending.
        ranks: int64, shape of ``ids``; grows with the text, equal texts share one; ``NO_TIME`` without a text, as the
            board's order wants it.
    """

    ids: NDArray[np.int64]
    ranks: NDArray[np.int64]

    def of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rank of each id, ``NO_TIME`` for those never ranked; int64, the caller's to keep."""
        if len(ids) == len(self.ids) and np.array_equal(ids, self.ids):
            return self.ranks.copy()
        if not len(self.ids):
            return np.full(len(ids), NO_TIME, np.int64)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, self.ranks[at], NO_TIME)


NOTHING_RANKED = TextRanks(np.empty(0, np.int64), np.empty(0, np.int64))

TextsOf = Callable[[Sequence[int]], Mapping[int, str | None]]
"""Reads the texts of some reports; those that are not here any more are missing."""


def read_text_ranks(cursor: sqlite3.Cursor, field: RankedText) -> TextRanks:
    """Read one text of every report and rank them."""
    # Only the literal's two names come here.
    cursor.execute(f"SELECT id, {field} FROM report ORDER BY id")  # noqa: S608
    ids: list[NDArray[np.int64]] = []
    texts: list[pa.Array] = []
    for rows in _parts(cursor):
        some_ids, some_texts = zip(*rows, strict=True)
        ids.append(np.array(some_ids, np.int64))
        texts.append(_normal(pa.array(some_texts, pa.large_string())))
    if not ids:
        return NOTHING_RANKED
    ranked = pc.rank(pa.chunked_array(texts), sort_keys="ascending", tiebreaker="dense")
    ranks = ranked.to_numpy().astype(np.int64)
    missing = np.concatenate([np.asarray(part.is_null().to_numpy(zero_copy_only=False), np.bool_) for part in texts])
    ranks[missing] = NO_TIME
    return TextRanks(np.concatenate(ids), ranks)


def with_changed(ranks: TextRanks, changed: NDArray[np.int64], texts_of: TextsOf) -> TextRanks | None:
    """Return the ranks with the texts of some reports as they are now.

    Args:
        ranks: As they were.
        changed: int64 ids of new, changed and removed reports.
        texts_of: Reads texts; asked some twenty times for at most as many as have changed.

    Returns:
        None where ranking anew is the shorter way: ``changed`` are more than ``MOST_MERGED``.
    """
    if len(changed) > MOST_MERGED or not len(ranks.ids):
        return None
    new = {report: _normal_one(text) for report, text in texts_of(changed.tolist()).items()}
    kept = ~np.isin(ranks.ids, changed)
    ids, old = ranks.ids[kept], ranks.ranks[kept]
    by_rank = ids[np.argsort(old, kind="stable")]
    by_rank = by_rank[np.count_nonzero(old == NO_TIME) :]
    worded = {report: text for report, text in new.items() if text is not None}
    places = _places(worded, by_rank, texts_of)
    return _merged(TextRanks(ids, old), by_rank, new, places)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text belongs: before the ``before``-th by rank, and whether that one says the same."""

    before: int
    equal: bool


def _places(worded: Mapping[int, str], by_rank: NDArray[np.int64], texts_of: TextsOf) -> Mapping[int, _Place]:
    low = dict.fromkeys(worded, 0)
    high = dict.fromkeys(worded, len(by_rank))
    equal: set[int] = set()
    while open_ones := [report for report in worded if low[report] < high[report]]:
        middle = {report: (low[report] + high[report]) // 2 for report in open_ones}
        known = texts_of(sorted({int(by_rank[at]) for at in middle.values()}))
        for report, at in middle.items():
            there = _normal_one(known.get(int(by_rank[at]))) or ""
            if there < worded[report]:
                low[report] = at + 1
            else:
                high[report] = at
                if there == worded[report]:
                    equal.add(report)
    return {report: _Place(low[report], report in equal) for report in worded}


def _merged(
    old: TextRanks, by_rank: NDArray[np.int64], new: Mapping[int, str | None], places: Mapping[int, _Place]
) -> TextRanks:
    rank_of = old.of(by_rank)
    end = int(rank_of[-1]) + 1 if len(rank_of) else 1
    # A new text that nobody had makes room for itself: every rank from there on moves up by one.
    fresh = sorted({(place.before, new[report] or "") for report, place in places.items() if not place.equal})
    slots = np.array([int(rank_of[at]) if at < len(rank_of) else end for at, _ in fresh], np.int64)
    moved = old.ranks + np.searchsorted(slots, old.ranks, side="right")
    moved[old.ranks == NO_TIME] = NO_TIME
    fresh_rank = {
        text: slot + number for number, ((_, text), slot) in enumerate(zip(fresh, slots.tolist(), strict=True))
    }
    added = []
    for report, text in new.items():
        place = places.get(report)
        if text is None or place is None:
            added.append(NO_TIME)
        elif place.equal:
            there = int(rank_of[place.before])
            added.append(there + int(np.searchsorted(slots, there, side="right")))
        else:
            added.append(fresh_rank[text])
    ids = np.concatenate([old.ids, np.fromiter(new, np.int64, len(new))])
    ranks = np.concatenate([moved, np.array(added, np.int64)])
    order = np.argsort(ids, kind="stable")
    return TextRanks(ids[order], ranks[order])


def _parts(cursor: sqlite3.Cursor) -> Iterator[list[tuple[int, str | None]]]:
    while rows := cursor.fetchmany(_ROWS):
        yield rows


def _normal(texts: pa.Array) -> pa.Array:
    """Return texts as they are compared; None where nothing is left."""
    trimmed = pc.utf8_trim_whitespace(pc.utf8_lower(texts))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.large_string()), trimmed)


def _normal_one(text: str | None) -> str | None:
    found: str | None = _normal(pa.array([text], pa.large_string()))[0].as_py()
    return found
