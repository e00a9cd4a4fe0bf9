"""How many acts a replay sustains: everything due at once, against a real store process on SQLite.

``replay.act`` from before an act is sent until its answer is taken; ``replay.acts a second`` over each hundred of
them. Half of the acts are reports, half their later moves.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.live_store import live_store
from commandcenter.models.identity import CategoryCode
from commandcenter.models.past import PastReport, PastStep
from commandcenter.models.place import LonLat
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import State
from commandcenter.store.intake.rhythm import DueAct, rhythm_of
from commandcenter.store.replay.door import StoreDoor
from commandcenter.store.replay.replay import RealPace, Replay, Tally
from commandcenter.store.replay.wording import Run

REPORTS = 500
HUNDRED = 100
_SPEED = 1_000_000.0
_THEN = datetime(2017, 2, 20, 21, 0, tzinfo=UTC)


def figures(reports: int) -> Iterator[Figure]:
    """Yield the figures of one replay.

    Args:
        reports: How many synthetic reports the store holds before.
    """
    acts = rhythm_of([_past(number) for number in range(REPORTS)], _SPEED).acts
    ends_s: list[float] = []

    def note(_act: DueAct, _tally: Tally) -> None:
        ends_s.append(time.perf_counter())

    with (
        tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder,
        live_store(Path(folder), reports) as store,
    ):
        door = StoreDoor(store.url, store.token)
        with closing(door):
            Replay(Run(str(uuid4()), "buatan"), door.send, RealPace(), note).go(acts)
    each_ms = [(after - before) * 1000 for before, after in pairwise(ends_s)]
    yield figure_of("replay.act", "ms", reports, each_ms)
    marks = ends_s[::HUNDRED]
    rates = [HUNDRED / (after - before) for before, after in pairwise(marks)]
    yield figure_of("replay.acts a second", "1/s", reports, rates)


def _past(number: int) -> PastReport:
    created_at = _THEN + timedelta(seconds=number)
    return PastReport(
        line=number + 2,
        external_id=f"B-{number}",
        content_hash=str(number),
        created_at=created_at,
        channel="buatan",
        category=CategoryCode("BANJIR"),
        place=LonLat(106.7 + number % 25 / 100, -6.3 + number % 19 / 100),
        description=f"Air masuk rumah, laporan buatan {number}",
        steps=(PastStep(TransitionKind.MOVED, State.IN_PROGRESS, "Meja ukur", "", created_at + timedelta(minutes=2)),),
    )
