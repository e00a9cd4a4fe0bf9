"""A mirror filled with a synthetic city, past the wire: for benchmarks of what reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from commandcenter.bench.synthetic import part, text_of
from commandcenter.models.board.change_set import NO_TIME, ReportBatch, WordColumn
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.place import from_world
from commandcenter.models.record import Entity
from commandcenter.models.state import STATES
from commandcenter.protocol.bulk import SCHEMAS

_ROWS = 50_000


def filled_mirror(path: Path, reports: ReportBatch) -> MirrorFolder:
    """Return an open mirror folder that holds these reports, each with a number, a text and an address of its own.

    The text index is left empty.
    """
    folder = MirrorFolder.open(path)
    with folder.writer.snapshot() as load:
        for start in range(0, len(reports), _ROWS):
            load.append(Entity.REPORT, _records(part(reports, slice(start, start + _ROWS)), start))
        load.finish(position="synthetic:0", current_ms=0)
    return folder


def _records(batch: ReportBatch, first: int) -> pa.RecordBatch:
    count = len(batch)
    serials = range(first, first + count)
    places = [from_world(float(x), float(y)) for x, y in zip(batch.x.tolist(), batch.y.tolist(), strict=True)]
    known: dict[str, Any] = {
        "id": batch.ids,
        "number": [f"SYN-{serial:07d}" for serial in serials],
        "version": batch.versions,
        "category": _words(batch.categories),
        "state": [STATES[code].value for code in batch.states.tolist()],
        "priority": batch.priorities,
        "lon": [place.lon for place in places],
        "lat": [place.lat for place in places],
        "area": _words(batch.areas),
        "agency": _words(batch.agencies),
        "description": [text_of(serial) for serial in serials],
        "address": [f"Jalan Buatan {serial % 4_000} No. {serial % 97}" for serial in serials],
        "channel": ["synthetic"] * count,
        "created_ms": batch.created_s * 1000,
        "recorded_ms": batch.created_s * 1000,
        "updated_ms": batch.updated_s * 1000,
        "acknowledged_ms": _milliseconds(batch.acknowledged_s),
        "acknowledged_by": _words(batch.takers),
        "closed_ms": _milliseconds(batch.closed_s),
        "respond_by_ms": batch.respond_by_s * 1000,
        "close_by_ms": batch.close_by_s * 1000,
        "supporters": batch.supporters,
        "has_photo": [False] * count,
        "moderation": ["public"] * count,
        "simulated": [True] * count,
        "reconstructed": [False] * count,
        "duty_level": np.zeros(count, np.int8),
        "stars": np.zeros(count, np.int32),
        "ratings": np.zeros(count, np.int32),
    }
    schema = SCHEMAS[Entity.REPORT]
    columns = [pa.array(known.get(field.name, [None] * count), field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _words(column: WordColumn) -> list[str | None]:
    words = [*column.words, None]
    return [words[code] for code in column.codes.tolist()]


def _milliseconds(seconds: NDArray[np.int64]) -> list[int | None]:
    return [None if at == NO_TIME else at * 1000 for at in seconds.tolist()]
