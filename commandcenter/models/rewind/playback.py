"""Going through the past: the change sets that bring a board from one instant to another.

Owns the columns of the instant it stands at. Jumps anywhere, and walks forward at the cost of what changed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME, ChangeSet, Flag, ReportBatch, WordColumn
from commandcenter.models.place import to_world
from commandcenter.models.rewind.log import RewindLog

_LONGEST_WALK_MS = 30 * 86_400_000
"""A step further ahead than this is a jump."""


class Playback:
    """A board's past, at one instant at a time.

    Thread:
        One call at a time; any thread.
    """

    def __init__(self, log: RewindLog) -> None:
        """Stand before the first report."""
        self._log = log
        self._at_ms = NO_TIME
        self._columns: dict[str, NDArray[Any]] = dict(log.present)
        self._by_known = np.argsort(log.known_ms, kind="stable")
        self._known_ms = log.known_ms[self._by_known]

    @property
    def at_ms(self) -> int:
        """The instant that it stands at, milliseconds since 1970 UTC."""
        return self._at_ms

    def go(self, at_ms: int) -> ChangeSet:
        """Go to an instant; the change set brings a board there that got all change sets before.

        Its position is empty: a past has none in the feed.
        """
        if self._at_ms <= at_ms <= self._at_ms + _LONGEST_WALK_MS and self._at_ms != NO_TIME:
            return self._walk(at_ms)
        return self._jump(at_ms)

    def _jump(self, at_ms: int) -> ChangeSet:
        log = self._log
        self._columns = dict(log.present)
        for name, changes in log.logs.items():
            # A copy, because walking on writes into it.
            self._columns[name] = changes.walked_back(log.present[name], at_ms).copy()
        self._at_ms = at_ms
        known = np.flatnonzero(log.known_ms <= at_ms)
        return ChangeSet(self._batch(known), np.empty(0, np.int64), "", replaces_all=True)

    def _walk(self, at_ms: int) -> ChangeSet:
        log = self._log
        first, last = np.searchsorted(self._known_ms, (self._at_ms, at_ms), side="right").tolist()
        touched = [self._by_known[first:last]]
        for name, changes in log.logs.items():
            span = changes.between(self._at_ms, at_ms)
            rows = changes.rows[span]
            # Of equal indices the last assignment stays: the latest change.
            self._columns[name][rows] = changes.after[span]
            touched.append(rows)
        self._at_ms = at_ms
        rows = np.unique(np.concatenate(touched))
        rows = rows[log.known_ms[rows] <= at_ms]
        timelines = frozenset(log.ids[rows].tolist())
        return ChangeSet(self._batch(rows), np.empty(0, np.int64), "", timelines=timelines)

    def _batch(self, rows: NDArray[np.intp]) -> ReportBatch:
        picked = {name: column[rows] for name, column in self._columns.items()}
        lon, lat = picked["lon"], picked["lat"]
        placed = ~(np.isnan(lon) | np.isnan(lat))
        x, y = to_world(np.where(placed, lon, 0.0), np.where(placed, lat, 0.0))
        flags = np.zeros(len(rows), np.uint8)
        for marks, bit in (
            (placed, Flag.HAS_PLACE),
            (picked["has_photo"], Flag.HAS_PHOTO),
            (picked["public"], Flag.PUBLIC),
            (picked["simulated"], Flag.SIMULATED),
            (picked["reconstructed"], Flag.RECONSTRUCTED),
        ):
            flags |= marks.astype(np.uint8) * np.uint8(bit)
        return ReportBatch(
            ids=self._log.ids[rows],
            versions=picked["versions"],
            states=picked["states"],
            priorities=picked["priorities"],
            categories=self._coded("categories", picked),
            areas=self._coded("areas", picked),
            agencies=self._coded("agencies", picked),
            takers=self._coded("takers", picked),
            crews=self._coded("crews", picked),
            x=np.where(placed, x, 0).astype(np.int32),
            y=np.where(placed, y, 0).astype(np.int32),
            created_s=_seconds(picked["created_ms"]),
            updated_s=_seconds(picked["updated_ms"]),
            acknowledged_s=_seconds(picked["acknowledged_ms"]),
            closed_s=_seconds(picked["closed_ms"]),
            respond_by_s=_seconds(picked["respond_by_ms"]),
            close_by_s=_seconds(picked["close_by_ms"]),
            paused_s=_seconds(picked["paused_ms"]),
            supporters=picked["supporters"],
            incidents=picked["incidents"],
            flags=flags,
        )

    def _coded(self, name: str, picked: dict[str, NDArray[Any]]) -> WordColumn:
        return WordColumn(self._log.words[name], picked[name])


def _seconds(instants_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(instants_ms == NO_TIME, NO_TIME, instants_ms // 1000)
