"""A large SQLite file's snapshot, read by a process of its own: the same as the one that the store reads itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import select, update

from commandcenter.bench.live_store import fill
from commandcenter.models.identity import AreaCode
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.models.table import reports
from commandcenter.protocol.bulk import MAX_FRAME_ROWS, SnapshotFrame, SnapshotRows, read_frames
from commandcenter.store import snapshot
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.reading_process import ReadingProcess, ReadingProcessEndedError
from commandcenter.store.snapshot import snapshot_frames
from commandcenter.store.token import Principal
from tests.contract.acting import submitted
from tests.contract.client import Copy, follow, fresh_copy
from tests.fixture.store import RunningStore, take_on

NEVER, ALWAYS = 1_000_000, 0
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """A file: only those are read so. Its name is one that an address has to spell out."""
    (tmp_path / "kota 100%?#").mkdir()
    return f"sqlite:///{tmp_path / 'kota 100%?#' / 'store.sqlite3'}"


def frames_of(central: CentralStore, principal: Principal, large_reports: int) -> Iterator[bytes]:
    return snapshot_frames(central.engine, central.settings.city, principal, NOW, large_reports)


def read(frames: Iterable[bytes]) -> tuple[dict[Entity, pa.Table], list[SnapshotFrame]]:
    """Return the rows of each entity, as they came, and the other frames."""
    batches: dict[Entity, list[pa.RecordBatch]] = {}
    others: list[SnapshotFrame] = []
    for frame in read_frames(BytesIO(b"".join(frames))):
        if isinstance(frame, SnapshotRows):
            assert 0 < frame.batch.num_rows <= MAX_FRAME_ROWS
            batches.setdefault(frame.entity, []).append(frame.batch)
        else:
            others.append(frame)
    return {entity: pa.Table.from_batches(some) for entity, some in batches.items()}, others


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.DISPATCHER, WHOLE_CITY),
        (Role.OFFICER, Scope(area=AreaCode("31.01"))),
        (Role.WALL, WHOLE_CITY),
        (Role.WALL, Scope(area=AreaCode("31.02"))),
    ],
)
def test_the_process_sends_what_the_store_itself_would(
    store: RunningStore, central: CentralStore, desk: Principal, role: Role, scope: Scope
) -> None:
    texts = ('it\'s "50 %"\n:kolon, \\ 🌊', "'", "selokan; mampet -- DROP")
    for number, text in enumerate(texts):
        submitted(central, desk, lon=106.85 + number / 30, description=text)
    submitted(central, desk, category="KRIMINAL", description="rahasia", address="Gang Sempit 1")
    central.apply(take_on(submitted(central, desk, lon=106.8123456789012, lat=-6.2000000000000007)), desk)
    principal = central.principal(store.key(role, "siapa saja", scope))
    expected, others = read(frames_of(central, principal, NEVER))
    got, got_others = read(frames_of(central, principal, ALWAYS))
    assert got_others == others
    assert got == expected
    assert expected[Entity.REPORT].num_rows


def test_a_field_that_is_empty_thousands_of_times_may_hold_text_behind_them(
    central: CentralStore, desk: Principal
) -> None:
    fill(central.engine, MAX_FRAME_ROWS + 1, ["BANJIR"])
    with writing(central.engine) as connection:
        last = connection.execute(select(reports.c.id).order_by(reports.c.id.desc()).limit(1)).scalar_one()
        connection.execute(update(reports).where(reports.c.id == last).values(address="Jalan Terakhir", incident=7))
    got, others = read(frames_of(central, desk, ALWAYS))
    assert (got, others) == read(frames_of(central, desk, NEVER))
    assert got[Entity.REPORT].column("address").to_pylist()[-2:] == [None, "Jalan Terakhir"]


def test_it_is_true_at_its_position_while_others_write(central: CentralStore, desk: Principal) -> None:
    submitted(central, desk)
    frames = frames_of(central, desk, ALWAYS)
    begin = next(frames)
    submitted(central, desk)
    copy = Copy()
    copy.load([begin, *frames])
    assert len(copy.of(Entity.REPORT)) == 1
    follow(central, desk, copy)
    assert copy.records == fresh_copy(central, desk).records


class BusyMoment(ReadingProcess):
    """A process at whose beginning somebody else tries to write."""

    refused = 0

    def begin(self) -> None:
        self._try_to_write()
        super().begin()
        self._try_to_write()

    def _try_to_write(self) -> None:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            self.other.execute("BEGIN IMMEDIATE")
        type(self).refused += 1

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.other = sqlite3.connect(file, timeout=0, isolation_level=None)

    def close(self) -> None:
        super().close()
        self.other.close()


def test_nobody_writes_between_the_process_beginning_and_the_position(
    central: CentralStore, desk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "ReadingProcess", BusyMoment)
    next(frames_of(central, desk, ALWAYS))
    assert BusyMoment.refused == 2


def test_a_process_that_ends_before_the_last_frame_ends_the_snapshot_without_one(
    central: CentralStore, desk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ending(ReadingProcess):
        def begin(self) -> None:
            super().begin()
            self._process.kill()

    monkeypatch.setattr(snapshot, "ReadingProcess", Ending)
    frames = frames_of(central, desk, ALWAYS)
    next(frames)
    with pytest.raises(ReadingProcessEndedError):
        next(frames)


def test_a_file_that_cannot_be_opened_is_no_snapshot(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ReadingProcessEndedError), ReadingProcess(tmp_path / "nothing.sqlite3") as process:
        process.begin()
    assert "nothing.sqlite3" in capfd.readouterr().err


def test_a_snapshot_that_is_left_ends_its_process(
    central: CentralStore, desk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[ReadingProcess] = []

    class Noted(ReadingProcess):
        def __init__(self, file: Path) -> None:
            super().__init__(file)
            started.append(self)

    monkeypatch.setattr(snapshot, "ReadingProcess", Noted)
    frames = snapshot_frames(central.engine, central.settings.city, desk, NOW, ALWAYS)
    next(frames)
    (process,) = started
    assert process._process.poll() is None
    close = getattr(frames, "close")  # noqa: B009 - an Iterator to its callers
    close()
    assert process._process.poll() is not None


def test_a_small_city_starts_no_process(
    central: CentralStore, desk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "ReadingProcess", None)
    submitted(central, desk)
    assert read(central.snapshot(desk))[0][Entity.REPORT].num_rows == 1
    with pytest.raises(TypeError):
        next(frames_of(central, desk, 1))


def test_the_process_keeps_no_writer_waiting(central: CentralStore, desk: Principal) -> None:
    frames = frames_of(central, desk, ALWAYS)
    next(frames)
    submitted(central, desk)
    with reading(central.engine) as connection:
        assert len(connection.execute(select(reports.c.id)).all()) == 1
    list(frames)
