from __future__ import annotations

import numpy as np
import pytest

from commandcenter.models.identity import ReportId
from commandcenter.models.mirror.failure import MirrorWriteFailed, PositionMoved, RecordUnknown
from commandcenter.models.mirror.folder import MIRROR_FILE, MirrorFolder
from commandcenter.models.record import Entity
from tests.unit.models.mirror.record_fixture import (
    NOW_MS,
    Row,
    arrow,
    gone,
    photo,
    put,
    report,
    transition,
)


def load(folder: MirrorFolder, *ids: int, position: str = "e.1") -> None:
    with folder.writer.snapshot() as snapshot:
        for report_id in ids:
            snapshot.append(Entity.REPORT, arrow(Entity.REPORT, [report(report_id)]))
            snapshot.append(Entity.TRANSITION, arrow(Entity.TRANSITION, [transition(report_id)]))
        snapshot.finish(position=position, current_ms=NOW_MS)


def ids(folder: MirrorFolder) -> list[int]:
    return [int(i) for batch in folder.reader.board_batches() for i in batch.ids]


def test_a_page_moves_rows_and_position_together(folder: MirrorFolder) -> None:
    load(folder, 1, 2)
    rows = [
        put(Entity.REPORT, report(1, version=2, acknowledged_ms=NOW_MS, acknowledged_by="Meja 1")),
        put(Entity.TRANSITION, transition(1, 2)),
        put(Entity.MEDIA, photo("m-1", 1)),
        gone(Entity.REPORT, 2),
    ]
    change = folder.writer.apply(rows, expected="e.1", through="e.5", current_ms=None)

    assert list(change.upserts.ids) == [1]
    assert list(change.removed) == [2]
    assert change.timelines == {1}
    assert change.position == "e.5" == folder.reader.position()
    assert not change.settings_changed
    details = folder.reader.details(ReportId(1))
    assert details is not None
    assert details.report.acknowledged_by == "Meja 1"
    assert [entry.sequence for entry in details.timeline] == [1, 2]
    assert [media.id for media in details.media] == ["m-1"]
    assert folder.reader.details(ReportId(2)) is None


def test_a_page_that_does_not_begin_at_the_mirrors_position_changes_nothing(folder: MirrorFolder) -> None:
    load(folder, 1)
    with pytest.raises(PositionMoved):
        folder.writer.apply([put(Entity.REPORT, report(9))], expected="e.4", through="e.5", current_ms=None)
    assert ids(folder) == [1]
    assert folder.reader.position() == "e.1"


def test_a_removed_report_takes_its_timeline_and_photos_from_this_disk(folder: MirrorFolder) -> None:
    load(folder, 1)
    folder.writer.apply([put(Entity.MEDIA, photo("m-1", 1))], expected="e.1", through="e.2", current_ms=None)
    folder.writer.apply([gone(Entity.REPORT, 1)], expected="e.2", through="e.3", current_ms=None)
    folder.writer.apply([put(Entity.REPORT, report(1))], expected="e.3", through="e.4", current_ms=None)
    details = folder.reader.details(ReportId(1))
    assert details is not None
    assert details.timeline == ()
    assert details.media == ()


def test_removed_photos_and_timeline_entries_name_their_report(folder: MirrorFolder) -> None:
    load(folder, 1, 2)
    folder.writer.apply([put(Entity.MEDIA, photo("m-1", 2))], expected="e.1", through="e.2", current_ms=None)
    rows = [gone(Entity.MEDIA, "m-1"), gone(Entity.TRANSITION, "1/1"), gone(Entity.MEDIA, "never-seen")]
    change = folder.writer.apply(rows, expected="e.2", through="e.3", current_ms=None)
    assert change.timelines == {1, 2}


@pytest.mark.parametrize(
    "row",
    [
        put(Entity.REPORT, report(9, state="teleported")),
        Row(Entity.REPORT, "9", {"id": 9}),
        gone(Entity.REPORT, "nine"),
        gone(Entity.TRANSITION, "9"),
    ],
)
def test_a_record_of_another_version_is_refused_with_the_whole_page(folder: MirrorFolder, row: Row) -> None:
    load(folder, 1)
    with pytest.raises(RecordUnknown, match="version of commandcenter"):
        folder.writer.apply([put(Entity.REPORT, report(8)), row], expected="e.1", through="e.2", current_ms=None)
    assert ids(folder) == [1]
    assert folder.reader.position() == "e.1"


def test_a_full_disk_is_told_and_nothing_is_lost(folder: MirrorFolder) -> None:
    load(folder, 1)
    with folder.writer._engine.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    big = [put(Entity.REPORT, report(i, description="x" * 4000)) for i in range(10, 60)]

    with pytest.raises(MirrorWriteFailed, match="Make room"):
        folder.writer.apply(big, expected="e.1", through="e.2", current_ms=None)
    assert ids(folder) == [1]
    assert folder.reader.position() == "e.1"

    with folder.writer._engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    folder.writer.apply(big, expected="e.1", through="e.2", current_ms=None)
    assert len(ids(folder)) == 51
    assert (folder.path / MIRROR_FILE).exists()


def test_settings_that_change_are_told(folder: MirrorFolder) -> None:
    load(folder, 1)
    area = {"code": "31.01", "level": "kota", "name": "Barat", "parent": None, "boundary": "{}", "approximate": True}
    change = folder.writer.apply([put(Entity.AREA, area)], expected="e.1", through="e.2", current_ms=None)
    assert change.settings_changed
    assert [a.name for a in folder.reader.areas()] == ["Barat"]
    change = folder.writer.apply([gone(Entity.AREA, "31.01")], expected="e.2", through="e.3", current_ms=None)
    assert change.settings_changed
    assert folder.reader.areas() == ()


def test_the_standing_remembers_when_the_data_was_current(folder: MirrorFolder) -> None:
    assert folder.writer.standing().current_ms is None
    load(folder, 1)
    assert folder.writer.standing().current_ms == NOW_MS
    folder.writer.apply([], expected="e.1", through="e.2", current_ms=None)
    assert folder.writer.standing().current_ms == NOW_MS
    folder.writer.mark_current(NOW_MS + 5)
    assert folder.writer.standing().current_ms == NOW_MS + 5


def test_board_batches_are_of_one_state_while_the_writer_goes_on(folder: MirrorFolder) -> None:
    load(folder, *range(1, 11))
    batches = folder.reader.board_batches(chunk_rows=4)
    first = next(batches)
    folder.writer.apply([put(Entity.REPORT, report(99))], expected="e.1", through="e.2", current_ms=None)
    rest = [int(i) for batch in batches for i in batch.ids]
    assert [int(i) for i in first.ids] + rest == list(range(1, 11))
    assert first.ids.dtype == np.int64


def test_things_of_the_city_that_change_are_told_by_their_kind(folder: MirrorFolder) -> None:
    load(folder, 1)
    row = put(
        Entity.SETTING,
        {"key": "gauge_stale_after_s", "version": 1, "value": 60.0, "changed_by": "", "changed_ms": NOW_MS},
    )
    change = folder.writer.apply([row, put(Entity.REPORT, report(2))], expected="e.1", through="e.2", current_ms=None)
    assert change.entities == {Entity.SETTING}
    change = folder.writer.apply([gone(Entity.GAUGE, "g")], expected="e.2", through="e.3", current_ms=None)
    assert change.entities == {Entity.GAUGE}
    change = folder.writer.apply([gone(Entity.REPORT, 2)], expected="e.3", through="e.4", current_ms=None)
    assert change.entities == frozenset()
