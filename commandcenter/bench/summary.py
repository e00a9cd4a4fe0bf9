"""The weekly summary, measured on a mirror of a synthetic city: reading, computing, setting the page.

``summary.all`` is what a person waits for once the mirror is up to date; how long the mirror takes is
``loop.first load``'s matter.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from commandcenter.bench.figure import Figure, timed
from commandcenter.bench.synthetic import LAST_S, SEED, city, part
from commandcenter.models.board.change_set import NO_TIME, Flag, ReportBatch, WordColumn
from commandcenter.models.figure.period import both_periods
from commandcenter.models.figure.week import Week, last_complete_week
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.record import Entity
from commandcenter.models.state import CLOSED_STATES, STATES, State
from commandcenter.protocol.bulk import SCHEMAS
from commandcenter.summary.page import pdf_of
from commandcenter.summary.summary import Cut, Scope, Summary
from commandcenter.summary.table import table_of
from commandcenter.summary.wording import Wording

REPEATS = 3
_CHUNK_ROWS = 50_000
_REOPENED_EVERY = 40
"""One closed report in so many was closed, reopened and closed again."""


def figures(reports: int) -> Iterator[Figure]:
    """Fill a mirror, then make the summary of its last whole week and measure each step."""
    week = last_complete_week(datetime.fromtimestamp(LAST_S, UTC))
    wording = Wording("id")
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as home:
        folder = MirrorFolder.open(Path(home))
        try:
            fill(folder, reports)
            history = folder.reader.history(week.before.start_s, week.end_s)
            told = _summary(folder.reader, week)
            yield timed(
                "summary.read from the mirror",
                reports,
                lambda: folder.reader.history(week.before.start_s, week.end_s),
                REPEATS,
            )
            yield timed(
                "summary.compute two weeks", reports, lambda: both_periods(history, week.start_s, week.end_s), REPEATS
            )
            yield timed("summary.set the page", reports, lambda: pdf_of(told, wording), REPEATS)
            yield timed("summary.write the table", reports, lambda: table_of(told, wording), REPEATS)

            def everything() -> None:
                made = _summary(folder.reader, week)
                pdf_of(made, wording)
                table_of(made, wording)

            yield timed("summary.all", reports, everything, REPEATS)
        finally:
            folder.close()


def fill(folder: MirrorFolder, reports: int) -> None:
    """Load a synthetic city with timelines that lead to the states its reports are in."""
    made = city(reports)
    rng = np.random.default_rng(SEED)
    with folder.writer.snapshot() as load:
        for start in range(0, reports, _CHUNK_ROWS):
            some = part(made, slice(start, start + _CHUNK_ROWS))
            load.append(Entity.REPORT, _reports(some, start))
            load.append(Entity.TRANSITION, _transitions(some, rng))
        load.finish(position="synthetic.0", current_ms=LAST_S * 1_000)


def _summary(reader: MirrorReader, week: Week) -> Summary:
    now, before, basis = both_periods(reader.history(week.before.start_s, week.end_s), week.start_s, week.end_s)
    cut = Cut(datetime.fromtimestamp(LAST_S, UTC), "synthetic.0", "bench")
    return Summary(week, Scope(), now, before, basis, 0, cut)


def _reports(batch: ReportBatch, first: int) -> pa.RecordBatch:
    n = len(batch)
    created_ms = batch.created_s * 1_000
    values = {
        "id": batch.ids,
        "number": [f"SYN-{first + row:07d}" for row in range(n)],
        "version": batch.versions,
        "category": _words(batch.categories),
        "state": [STATES[code].value for code in batch.states.tolist()],
        "priority": batch.priorities,
        "lon": np.full(n, 106.85),
        "lat": np.full(n, -6.25),
        "area": _words(batch.areas),
        "agency": _words(batch.agencies),
        "description": ["made up for measuring"] * n,
        "address": [None] * n,
        "channel": ["synthetic"] * n,
        "created_ms": created_ms,
        "recorded_ms": created_ms,
        "updated_ms": batch.updated_s * 1_000,
        "acknowledged_ms": _ms(batch.acknowledged_s),
        "acknowledged_by": _words(batch.takers),
        "closed_ms": _ms(batch.closed_s),
        "respond_by_ms": batch.respond_by_s * 1_000,
        "close_by_ms": batch.close_by_s * 1_000,
        "supporters": batch.supporters,
        "has_photo": np.zeros(n, np.bool_),
        "incident": [None] * n,
        "moderation": ["public"] * n,
        "simulated": (batch.flags & Flag.SIMULATED) != 0,
        "reconstructed": np.zeros(n, np.bool_),
        "paused_ms": [None] * n,
        "expected_ms": [None] * n,
        "duty_level": np.zeros(n, np.int8),
        "stars": np.zeros(n, np.int32),
        "ratings": np.zeros(n, np.int32),
    }
    schema = SCHEMAS[Entity.REPORT]
    return pa.record_batch([pa.array(values[field.name], field.type) for field in schema], schema=schema)


def _transitions(batch: ReportBatch, rng: np.random.Generator) -> pa.RecordBatch:
    rows = []
    again = rng.integers(0, _REOPENED_EVERY, len(batch)) == 0
    columns = (batch.ids, batch.created_s, batch.acknowledged_s, batch.closed_s, batch.states, again)
    for report_id, created_s, taken_s, closed_s, code, twice in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        state, steps = STATES[code], [("submitted", State.WAITING, created_s)]
        if taken_s != NO_TIME:
            steps.append(("taken_on", State.WAITING, taken_s))
        if state in CLOSED_STATES:
            steps.append(("moved", State.IN_PROGRESS, (taken_s + closed_s) // 2))
            if twice:
                middle_s = (taken_s + 3 * closed_s) // 4
                steps += [("moved", State.DONE, middle_s), ("moved", State.REOPENED, (middle_s + closed_s) // 2)]
            steps.append(("moved", state, closed_s))
        elif state is not State.WAITING:
            steps.append(("moved", state, taken_s))
        rows += [(report_id, number, kind, to.value, at_s * 1_000) for number, (kind, to, at_s) in enumerate(steps, 1)]
    ids, sequences, kinds, states, at_ms = zip(*rows, strict=True)
    values = {
        "report_id": ids,
        "sequence": sequences,
        "kind": kinds,
        "from_state": [None] * len(rows),
        "before": [None] * len(rows),
        "to_state": states,
        "actor": ["synthetic"] * len(rows),
        "note": [""] * len(rows),
        "acted_ms": at_ms,
        "recorded_ms": at_ms,
        "reconstructed": [False] * len(rows),
    }
    schema = SCHEMAS[Entity.TRANSITION]
    return pa.record_batch([pa.array(values[field.name], field.type) for field in schema], schema=schema)


def _words(column: WordColumn) -> list[str | None]:
    return [None if code < 0 else column.words[code] for code in column.codes.tolist()]


def _ms(seconds: NDArray[np.int64]) -> pa.Array:
    return pa.array(np.where(seconds == NO_TIME, 0, seconds * 1_000), pa.int64(), mask=seconds == NO_TIME)
