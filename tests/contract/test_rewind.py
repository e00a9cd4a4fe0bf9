"""The past on a desk is what was known then: held against digests that were recorded live while people acted."""

from __future__ import annotations

import hashlib
import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import NO_INCIDENT, NO_TIME, Flag
from commandcenter.models.board.column import InstantName
from commandcenter.models.board.generation import Generation
from commandcenter.models.identity import AreaCode, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentStatus
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.models.place import to_world
from commandcenter.models.record import Entity
from commandcenter.models.rewind.playback import Playback
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.state import STATE_CODE, State
from commandcenter.protocol.bulk import SnapshotRows, read_frames
from commandcenter.store.central import CentralStore
from commandcenter.store.token import STORE_NAME, Principal
from tests.contract.acting import Acting, rows_of
from tests.contract.test_act_invariants import drawn
from tests.fixture.store import RunningStore

ACTS = 300
MOMENTS = 1_000
BEGINNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


class Clock:
    """A store's clock that the test moves on."""

    def __init__(self) -> None:
        self.now = BEGINNING

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Live:
    """What was recorded while people acted: digests by the instant from which on they were true."""

    at_ms: list[int]
    digests: list[str]

    def at(self, at_ms: int) -> str:
        """Return the digest that was true at an instant."""
        place = bisect_right(self.at_ms, at_ms)
        return digest([]) if place == 0 else self.digests[place - 1]


def digest(rows: Iterable[tuple[Any, ...]]) -> str:
    """Return a hash over what is known of all reports."""
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()


def of_store(central: CentralStore) -> str:
    """Return the digest of what the store knows at this moment."""
    return digest(_of_record(record) for record in rows_of(central, Entity.REPORT))


def _of_record(record: dict[str, Any]) -> tuple[Any, ...]:
    x, y = (0, 0)
    if record["lon"] is not None:
        x, y = (int(each[0]) for each in to_world(np.array([record["lon"]]), np.array([record["lat"]])))
    instants = ("created", "acknowledged", "closed", "respond_by", "close_by", "paused")
    return (
        record["id"],
        STATE_CODE[State(record["state"])],
        record["priority"],
        *(record[name] or "" for name in ("category", "area", "agency", "acknowledged_by")),
        x,
        y,
        *(None if (ms := record[f"{name}_ms"]) is None else ms // 1000 for name in instants),
        record["incident"] or NO_INCIDENT,
        record["lon"] is not None,
        bool(record["has_photo"]),
        record["moderation"] == "public",
    )


def of_board(generation: Generation) -> str:
    """Return the digest of a board."""
    return digest(_of_rows(generation))


def _of_rows(generation: Generation) -> Iterator[tuple[Any, ...]]:
    instants: tuple[InstantName, ...] = (
        "created_s",
        "acknowledged_s",
        "closed_s",
        "respond_by_s",
        "close_by_s",
        "paused_s",
    )
    for row in generation.rows_by_id().tolist():
        flags = generation.value("flags", row)
        times = [generation.value(name, row) for name in instants]
        yield (
            generation.value("ids", row),
            generation.value("states", row),
            generation.value("priorities", row),
            *(generation.word(name, row) or "" for name in ("categories", "areas", "agencies", "takers")),
            generation.value("x", row),
            generation.value("y", row),
            *(None if at_s == NO_TIME else at_s for at_s in times),
            generation.value("incidents", row),
            *(bool(flags & flag) for flag in (Flag.HAS_PLACE, Flag.HAS_PHOTO, Flag.PUBLIC)),
        )


def people_of(store: RunningStore, central: CentralStore) -> dict[Role, Acting]:
    desk = central.principal(store.key(Role.DISPATCHER, "Meja 1"))
    west = central.principal(store.key(Role.OFFICER, "Kelurahan Barat", Scope(AreaCode("31.01"))))
    others = [
        Principal("app", "Aplikasi", Role.PUBLIC),
        Principal("t1", "Gawai", Role.REPORTER),
        Principal("store", STORE_NAME, Role.STORE),
    ]
    return {each.role: Acting(central, each) for each in (desk, west, *others)}


def lived(central: CentralStore, people: dict[Role, Acting], clock: Clock, random: Random) -> Live:
    """Let people act, some of them long after the fact, and write down what is known after each act."""
    at_ms: list[int] = []
    digests: list[str] = []
    reports: list[ReportId] = []
    applied = late = 0

    def record() -> None:
        at_ms.append(to_ms(clock.now))
        digests.append(of_store(central))

    for _ in range(ACTS):
        clock.now += timedelta(seconds=math.ceil(random.expovariate(1 / 900)))
        behind = timedelta(hours=random.expovariate(1 / 6)) if random.random() < 0.4 else timedelta()
        if len(reports) < 3 or random.random() < 0.2:
            category = random.choice(["BANJIR", "SAMPAH"])
            acted_at = clock.now - behind
            reports.append(people[Role.DISPATCHER].reports(category, acted_at=acted_at, secret="rahasia-gawai-0001"))
        else:
            role, sent = drawn(random, central, reports)
            result = people[role].send(replace(sent, acted_at=clock.now - behind))
            applied += result.status is IntentStatus.APPLIED
            late += result.status is IntentStatus.APPLIED and bool(behind)
        record()
    assert applied > ACTS / 10, applied
    assert late > ACTS / 40, late
    return Live(at_ms, digests)


def mirrored(central: CentralStore, desk: Principal, folder: MirrorFolder) -> None:
    """Load a mirror as a desktop does."""
    with folder.writer.snapshot() as load:
        for frame in read_frames(BytesIO(b"".join(central.snapshot(desk)))):
            if isinstance(frame, SnapshotRows):
                load.append(frame.entity, frame.batch)
        load.finish(position="e.1", current_ms=0)


@pytest.fixture
def past(store: RunningStore, tmp_path: Path) -> Iterator[tuple[Live, Playback, Random]]:
    """What was recorded live, and the past as a mirror of the present tells it."""
    clock, random = Clock(), Random(20_261_130)
    central = CentralStore(replace(store.settings, clock=clock))
    people = people_of(store, central)
    live = lived(central, people, clock, random)
    folder = MirrorFolder.open(tmp_path / "mirror")
    mirrored(central, people[Role.DISPATCHER].principal, folder)
    central.close()
    yield live, Playback(folder.reader.rewind_log()), random
    folder.close()


def test_at_a_thousand_random_moments_the_past_is_what_was_known_then(
    past: tuple[Live, Playback, Random],
) -> None:
    live, playback, random = past
    first, last = live.at_ms[0] - 60_000, live.at_ms[-1] + 60_000
    board = Board()
    for _ in range(MOMENTS):
        at_ms = random.randint(first, last)
        generation = board.apply(playback.go(at_ms))
        assert of_board(generation) == live.at(at_ms), f"at {datetime.fromtimestamp(at_ms / 1000, UTC)}"


def test_walking_forward_step_by_step_comes_to_the_same(past: tuple[Live, Playback, Random]) -> None:
    live, playback, random = past
    board = Board()
    board.apply(playback.go(live.at_ms[0] - 60_000))
    moments = sorted(random.randint(live.at_ms[0], live.at_ms[-1] + 1) for _ in range(MOMENTS))
    for at_ms in moments:
        change = playback.go(at_ms)
        assert not change.replaces_all
        assert of_board(board.apply(change)) == live.at(at_ms)
    assert of_board(board.generation) == live.at(moments[-1])
