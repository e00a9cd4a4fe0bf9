"""The past of every report, out of a mirror's tables.

Owns the step from timelines to logs. An entry tells what the report said before it (``before``); where it does not,
because it came from a file or from before stores kept that, states, closing and first response are worked out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, func, select
from sqlalchemy.dialects import sqlite as sqlite_dialect

from commandcenter.models.board.change_set import NO_INCIDENT, NO_TIME, NO_WORD
from commandcenter.models.job import JobState
from commandcenter.models.mirror.bulk_read import Coding, fetched
from commandcenter.models.mirror.failure import RecordUnknown
from commandcenter.models.mirror.schema import MEDIA, REPORT, TABLES, TRANSITION
from commandcenter.models.record import Entity
from commandcenter.models.report import Moderation, TransitionKind
from commandcenter.models.rewind.log import FieldLog, PastName, RewindLog, field_log
from commandcenter.models.state import CLOSED_STATES, STATE_CODE, State

_RESPONSES = (TransitionKind.TAKEN_ON, TransitionKind.MOVED, TransitionKind.ANSWERED, TransitionKind.JOB)

_INSTANTS: Mapping[str, PastName] = {
    "acknowledged_ms": "acknowledged_ms",
    "closed_ms": "closed_ms",
    "respond_by_ms": "respond_by_ms",
    "close_by_ms": "close_by_ms",
    "paused_ms": "paused_ms",
}
_WORDS: Mapping[str, PastName] = {
    "category": "categories",
    "area": "areas",
    "agency": "agencies",
    "acknowledged_by": "takers",
}


def read_rewind_log(cursor: sqlite3.Cursor) -> RewindLog:
    """Read everything that is known of every report's past.

    Args:
        cursor: The driver's own, in a transaction that sees one state of the mirror.

    Raises:
        RecordUnknown: If a record holds what this version does not know.
    """
    try:
        return _Reading(cursor).log()
    except (KeyError, ValueError, TypeError) as error:
        raise RecordUnknown(entity=Entity.TRANSITION.value, reason=str(error)) from error


class _Entries:
    """All entries of timelines but the first ones, as columns, by report and sequence."""

    def __init__(self, cursor: sqlite3.Cursor, ids: NDArray[np.int64], known_ms: NDArray[np.int64]) -> None:
        columns = (TRANSITION.c.report_id, TRANSITION.c.kind, TRANSITION.c.to_state, TRANSITION.c.acted_ms)
        query = select(*columns, TRANSITION.c.recorded_ms, TRANSITION.c.before).where(TRANSITION.c.sequence > 1)
        query = query.order_by(TRANSITION.c.report_id, TRANSITION.c.sequence)
        report_ids: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
        numbers: list[NDArray[np.int64]] = [np.zeros((4, 0), np.int64)]
        self.before: dict[int, dict[str, Any]] = {}
        states = {state.value: code for state, code in STATE_CODE.items()}
        kinds = {kind.value: code for code, kind in enumerate(TransitionKind)}
        done = 0
        for rows in _selected(cursor, query):
            of, kind, to_state, acted, recorded, before = zip(*rows, strict=True)
            report_ids.append(np.array(of, np.int64))
            codes = [kinds[word] for word in kind], [states[word] for word in to_state]
            numbers.append(np.array([*codes, acted, recorded], np.int64))
            self.before.update({done + at: json.loads(text) for at, text in enumerate(before) if text is not None})
            done += len(rows)
        self.kind, self.state, self.acted_ms, recorded_ms = np.concatenate(numbers, axis=1)
        self.rows = np.searchsorted(ids, np.concatenate(report_ids))
        if len(self.rows) and not np.array_equal(ids.take(self.rows, mode="clip"), np.concatenate(report_ids)):
            raise ValueError("a timeline without its report")
        self.first = np.diff(self.rows, prepend=-1) != 0
        # A clock that was put back makes nothing known earlier than what was known before it.
        step = 1 << 42
        floor_ms = np.maximum(recorded_ms, known_ms[self.rows])
        self.at_ms = np.maximum.accumulate(floor_ms + self.rows * step) - self.rows * step

    def earlier(self, values: NDArray[Any], at_first: Any) -> NDArray[Any]:
        """Return for each entry the value of the one before it, and for a report's first one something else."""
        shifted = np.empty_like(values)
        shifted[1:] = values[:-1]
        return np.where(self.first, at_first, shifted)


class _Reading:
    """Makes the log, table by table."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self._coding = {name: Coding() for name in ("categories", "areas", "agencies", "takers", "crews")}
        self._present = self._reports()
        self._entries = _Entries(cursor, self._present["ids"], self._present["known_ms"])
        self._logs: dict[PastName, FieldLog] = {}

    def log(self) -> RewindLog:
        """Return the log."""
        entries, present = self._entries, self._present
        changed = self._changed()
        waiting = STATE_CODE[State.WAITING]
        before_states = entries.earlier(entries.state, waiting)
        moved = np.flatnonzero(entries.state != before_states)
        self._add("states", entries.rows[moved], entries.at_ms[moved], before_states[moved].astype(np.int8))
        self._closings(changed, before_states)
        self._responses(changed)
        self._updates()
        for name, (at, values) in changed.items():
            self._add(name, entries.rows[at], entries.at_ms[at], values)
        self._photos()
        self._crews()
        ids, known_ms = present.pop("ids"), present.pop("known_ms")
        words = {name: coding.words() for name, coding in self._coding.items()}
        return RewindLog(ids, known_ms, present, words, self._logs)

    def _add(self, name: PastName, rows: NDArray[np.int64], at_ms: NDArray[np.int64], before: NDArray[Any]) -> None:
        present = self._present[name]
        self._logs[name] = field_log(rows, at_ms, before.astype(present.dtype), present)

    def _reports(self) -> dict[str, NDArray[Any]]:
        names = (
            "id", "recorded_ms", "version", "created_ms", "supporters", "priority", "lon", "lat", "updated_ms",
            "acknowledged_ms", "closed_ms", "respond_by_ms", "close_by_ms", "paused_ms", "incident", "has_photo",
            "simulated", "reconstructed", "moderation", "state", "category", "area", "agency", "acknowledged_by",
        )  # fmt: skip
        query = select(*(REPORT.c[name] for name in names)).order_by(REPORT.c.id)
        parts: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
        for rows in _selected(self._cursor, query):
            for name, column in zip(names, zip(*rows, strict=True), strict=True):
                parts[name].append(self._column(name, column))
        found = {name: np.concatenate(some) if some else self._column(name, ()) for name, some in parts.items()}
        return {_NAMES.get(name, name): column for name, column in found.items()} | {
            "crews": np.full(len(found["id"]), NO_WORD, np.int16)
        }

    def _column(self, name: str, values: Sequence[Any]) -> NDArray[Any]:
        if name in _WORDS:
            coding = self._coding[_WORDS[name]]
            return np.array([coding.code(word) for word in values], np.int16)
        make: Callable[[Sequence[Any]], NDArray[Any]] = _MAKERS.get(name, lambda some: np.array(some, np.int64))
        return make(values)

    def _changed(self) -> dict[PastName, tuple[NDArray[np.int64], NDArray[Any]]]:
        """Return for each column the entries that say what it was, and what that is."""
        found: dict[PastName, tuple[list[int], list[Any]]] = {}
        for at, before in self._entries.before.items():
            for field, value in before.items():
                name, seen = self._seen(field, value)
                places, values = found.setdefault(name, ([], []))
                places.append(at)
                values.append(seen)
        return {
            name: (np.array(places, np.int64), np.array(values, self._present[name].dtype))
            for name, (places, values) in found.items()
        }

    def _seen(self, field: str, value: Any) -> tuple[PastName, Any]:
        if field in _WORDS:
            return _WORDS[field], self._coding[_WORDS[field]].code(value)
        if field in _INSTANTS:
            return _INSTANTS[field], NO_TIME if value is None else value
        if field in ("lon", "lat"):
            return ("lon" if field == "lon" else "lat"), np.nan if value is None else value
        if field == "incident":
            return "incidents", NO_INCIDENT if value is None else value
        if field == "moderation":
            return "public", value == Moderation.PUBLIC.value
        if field == "priority":
            return "priorities", value
        raise KeyError(field)

    def _closings(
        self, changed: dict[PastName, tuple[NDArray[np.int64], NDArray[Any]]], before_states: NDArray[np.int64]
    ) -> None:
        """Work out when a report was closed before each move into and out of a closed state."""
        entries = self._entries
        closed = np.zeros(len(STATE_CODE), np.bool_)
        closed[[STATE_CODE[state] for state in CLOSED_STATES]] = True
        is_closed, was_closed = closed[entries.state], closed[before_states]
        turned = is_closed != was_closed
        # Entries come report by report, so the last one that closed anything before a reopening closed this report.
        last_closing = np.maximum.accumulate(np.where(turned & is_closed, np.arange(len(turned)), 0))
        value = np.where(is_closed, NO_TIME, entries.acted_ms[last_closing] if len(turned) else NO_TIME)
        _fill(changed, "closed_ms", np.flatnonzero(turned), value)

    def _responses(self, changed: dict[PastName, tuple[NDArray[np.int64], NDArray[Any]]]) -> None:
        """Before the entry that was the first response there was none."""
        entries, present = self._entries, self._present
        kinds = [code for code, kind in enumerate(TransitionKind) if kind in _RESPONSES]
        said = np.zeros(len(present["ids"]), np.bool_)
        if "acknowledged_ms" in changed:
            said[entries.rows[changed["acknowledged_ms"][0]]] = True
        fits = (entries.acted_ms == present["acknowledged_ms"][entries.rows]) & np.isin(entries.kind, kinds)
        fits &= ~said[entries.rows]
        at = np.flatnonzero(fits)
        at = at[np.diff(entries.rows[at], prepend=-1) != 0]
        for name, nothing in (("acknowledged_ms", NO_TIME), ("takers", NO_WORD)):
            _fill(changed, name, at, np.full(len(entries.rows), nothing, np.int64))  # type: ignore[arg-type]

    def _updates(self) -> None:
        """A report was last changed when its latest known entry came."""
        entries, known_ms = self._entries, self._present["known_ms"]
        before = entries.earlier(entries.at_ms, known_ms[entries.rows])
        self._add("updated_ms", entries.rows, entries.at_ms, before)

    def _photos(self) -> None:
        ids, known_ms = self._present["ids"], self._present["known_ms"]
        query = select(MEDIA.c.report_id, func.min(MEDIA.c.recorded_ms)).group_by(MEDIA.c.report_id)
        pairs = [row for rows in _selected(self._cursor, query.order_by(MEDIA.c.report_id)) for row in rows]
        found = np.array(pairs, np.int64).reshape(-1, 2)
        rows = np.searchsorted(ids, found[:, 0])
        here = ids.take(rows, mode="clip") == found[:, 0] if len(ids) else np.zeros(len(rows), np.bool_)
        rows, at_ms = rows[here], found[here, 1]
        later = at_ms > known_ms[rows]
        self._add("has_photo", rows[later], at_ms[later], np.zeros(int(later.sum()), np.bool_))

    def _crews(self) -> None:
        """Walk through each report's jobs; the crew of the newest one that was not given up by then counts."""
        job = TABLES[Entity.JOB]
        given_up = job.c.state.in_([JobState.FAILED.value, JobState.WITHDRAWN.value])
        query = select(job.c.report_id, job.c.planned_ms, job.c.crew, job.c.ended_ms, given_up)
        query = query.order_by(job.c.report_id, job.c.planned_ms, job.c.id)
        ids, coding = self._present["ids"], self._coding["crews"]
        steps: dict[int, list[tuple[int, int, int, bool]]] = {}
        for rows in _selected(self._cursor, query):
            for number, (report_id, planned_ms, crew, ended_ms, gone) in enumerate(rows):
                row = int(np.searchsorted(ids, report_id))
                if row == len(ids) or ids[row] != report_id:
                    continue
                code = coding.code(crew)
                steps.setdefault(row, []).append((planned_ms, number, code, True))
                if gone and ended_ms is not None:
                    steps[row].append((max(ended_ms, planned_ms), number, code, False))
        of, at_ms, before = [], [], []
        for row in sorted(steps):
            held: dict[int, int] = {}
            for instant_ms, number, code, begins in sorted(steps[row]):
                of.append(row)
                at_ms.append(instant_ms)
                before.append(held[max(held)] if held else NO_WORD)
                if begins:
                    held[number] = code
                else:
                    held.pop(number, None)
            self._present["crews"][row] = held[max(held)] if held else NO_WORD
        self._add("crews", np.array(of, np.int64), np.array(at_ms, np.int64), np.array(before, np.int16))


def _fill(
    changed: dict[PastName, tuple[NDArray[np.int64], NDArray[Any]]],
    name: PastName,
    at: NDArray[np.int64],
    values: NDArray[Any],
) -> None:
    """Add what was worked out for entries that do not say it themselves."""
    places, said = changed.get(name, (np.zeros(0, np.int64), np.zeros(0, values.dtype)))
    new = np.setdiff1d(at, places)
    joined = np.concatenate([places, new])
    order = np.argsort(joined, kind="stable")
    changed[name] = joined[order], np.concatenate([said, values[new]])[order]


def _instants(values: Sequence[Any]) -> NDArray[np.int64]:
    return np.array([NO_TIME if value is None else value for value in values], np.int64)


def _degrees(values: Sequence[Any]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


_MAKERS: Mapping[str, Callable[[Sequence[Any]], NDArray[Any]]] = {
    **dict.fromkeys(("acknowledged_ms", "closed_ms", "respond_by_ms", "close_by_ms", "paused_ms"), _instants),
    **dict.fromkeys(("lon", "lat"), _degrees),
    **dict.fromkeys(("has_photo", "simulated", "reconstructed"), lambda values: np.array(values, np.bool_)),
    **dict.fromkeys(("version", "supporters"), lambda values: np.array(values, np.int32)),
    "priority": lambda values: np.array(values, np.int8),
    "incident": lambda values: np.array([NO_INCIDENT if value is None else value for value in values], np.int64),
    "moderation": lambda values: np.array([value == Moderation.PUBLIC.value for value in values], np.bool_),
    "state": lambda values: np.array([STATE_CODE[State(value)] for value in values], np.int8),
}

_NAMES: Mapping[str, str] = {
    "id": "ids",
    "recorded_ms": "known_ms",
    "version": "versions",
    "priority": "priorities",
    "incident": "incidents",
    "moderation": "public",
    "state": "states",
    **_WORDS,
}


def _selected(cursor: sqlite3.Cursor, query: Select[*tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    compiled = query.compile(dialect=sqlite_dialect.dialect(paramstyle="qmark"), compile_kwargs={"literal_binds": True})
    return fetched(cursor, str(compiled))
