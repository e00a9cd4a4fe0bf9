"""The past of the synthetic city, as columns: each report is taken on once and most are closed once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from commandcenter.models.board.change_set import NO_TIME, NO_WORD, Flag, ReportBatch
from commandcenter.models.place import WORLD_SIZE
from commandcenter.models.rewind.log import FieldLog, PastName, RewindLog, field_log
from commandcenter.models.state import STATE_CODE, State


def synthetic_log(reports: ReportBatch) -> RewindLog:
    """Return the past of reports that stand in ascending order of their ids."""
    known_ms = reports.created_s * 1000
    present = _present(reports)
    logs: dict[PastName, FieldLog] = {}
    taken, closed = reports.acknowledged_s != NO_TIME, reports.closed_s != NO_TIME
    taken_rows, closed_rows = np.flatnonzero(taken), np.flatnonzero(closed)
    waiting, working = STATE_CODE[State.WAITING], STATE_CODE[State.IN_PROGRESS]

    def put(name: PastName, rows: NDArray[np.intp], at_s: NDArray[np.int64], before: Any) -> None:
        column = present[name]
        logs[name] = field_log(
            rows.astype(np.int64), at_s * 1000, np.broadcast_to(before, rows.shape).astype(column.dtype), column
        )

    rows = np.concatenate([taken_rows, closed_rows])
    at_s = np.concatenate([reports.acknowledged_s[taken_rows], reports.closed_s[closed_rows]])
    before = np.concatenate([np.full(len(taken_rows), waiting), np.full(len(closed_rows), working)])
    before_ms = np.concatenate([known_ms[taken_rows], reports.acknowledged_s[closed_rows] * 1000])
    by_row = np.lexsort((at_s, rows))
    put("states", rows[by_row], at_s[by_row], before[by_row])
    put("updated_ms", rows[by_row], at_s[by_row], before_ms[by_row])
    put("acknowledged_ms", taken_rows, reports.acknowledged_s[taken_rows], NO_TIME)
    put("takers", taken_rows, reports.acknowledged_s[taken_rows], NO_WORD)
    put("closed_ms", closed_rows, reports.closed_s[closed_rows], NO_TIME)
    words = {name: getattr(reports, name).words for name in ("categories", "areas", "agencies", "takers", "crews")}
    return RewindLog(reports.ids, known_ms, present, words, logs)


def _present(reports: ReportBatch) -> dict[str, NDArray[Any]]:
    def has(flag: Flag) -> NDArray[np.bool_]:
        held: NDArray[np.bool_] = (reports.flags & np.uint8(flag)) != 0
        return held

    coded = {name: getattr(reports, name).codes for name in ("categories", "areas", "agencies", "takers", "crews")}
    instants = {
        f"{name}_ms": np.where(seconds == NO_TIME, NO_TIME, seconds * 1000)
        for name in ("created", "updated", "acknowledged", "closed", "respond_by", "close_by", "paused")
        for seconds in (getattr(reports, f"{name}_s"),)
    }
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * reports.y / WORLD_SIZE))))
    return {
        **coded,
        **instants,
        "versions": reports.versions,
        "states": reports.states,
        "priorities": reports.priorities,
        "supporters": reports.supporters,
        "incidents": reports.incidents,
        "lon": reports.x / WORLD_SIZE * 360 - 180,
        "lat": lat,
        "has_photo": has(Flag.HAS_PHOTO),
        "public": has(Flag.PUBLIC),
        "simulated": has(Flag.SIMULATED),
        "reconstructed": has(Flag.RECONSTRUCTED),
    }
