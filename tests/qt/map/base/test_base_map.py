"""Which base map is in use: a wish takes effect when its file has proved good, and the last wish counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from commandcenter.models.failure import Failure
from commandcenter.views.map.base import shelf
from commandcenter.views.map.base.base_map import BaseMap
from commandcenter.views.map.base.failure import ArchiveDamaged, ArchiveMissing
from commandcenter.views.map.base.online import online_source
from commandcenter.views.map.message import BaseMapPainted, SetBaseMap
from tests.fixture.tile_archive import picture_tile, pmtiles, write_mbtiles

ONLINE = online_source("https://tiles.example.org/{z}/{x}/{y}.png", "© Somebody", max_zoom=17)


class Made:
    """A base map, and what it sent and told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.sent: list[SetBaseMap] = []
        self.refusals: list[Failure] = []
        self.changes = 0
        self.base_map = BaseMap(self.sent.append, ONLINE)
        self.base_map.refused.connect(self.refusals.append)
        self.base_map.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.changes += 1

    def until_changed(self, times: int) -> None:
        self.qtbot.waitUntil(lambda: self.changes == times)


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Made]:
    held = Made(qtbot)
    yield held
    held.base_map.end()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "red.pmtiles"
    tiles = {(0, 0, 0): picture_tile("red")}
    path.write_bytes(pmtiles(tiles, kind=2, tiles_packed=1, box=(100, -10, 110, 0)))
    return path


def test_a_good_file_is_told_to_the_page_with_all_that_it_says_of_itself(made: Made, archive: Path) -> None:
    made.base_map.choose_file(archive)
    assert (made.base_map.file, made.sent) == (None, [])
    made.until_changed(1)
    assert made.base_map.file == archive
    told = made.sent[-1]
    assert (told.form, told.tile_px, told.min_zoom, told.max_zoom) == ("raster", 256, 0, 0)
    assert (told.west, told.south, told.east, told.north) == (100, -10, 110, 0)
    assert told.attribution == "© Made-up Streets"
    assert told.address == "../base/1/{z}/{x}/{y}"


def test_a_bad_file_changes_nothing(made: Made, archive: Path, tmp_path: Path) -> None:
    made.base_map.choose_file(archive)
    made.until_changed(1)
    made.base_map.choose_file(tmp_path / "gone.pmtiles")
    made.qtbot.waitUntil(lambda: bool(made.refusals))
    assert isinstance(made.refusals[0], ArchiveMissing)
    assert (made.base_map.file, made.changes, len(made.sent)) == (archive, 1, 1)


def test_the_last_of_several_wishes_counts(made: Made, archive: Path, tmp_path: Path) -> None:
    other = write_mbtiles(tmp_path / "other.mbtiles", {(0, 0, 0): picture_tile("blue")})
    made.base_map.choose_file(tmp_path / "gone.pmtiles")
    made.base_map.choose_file(archive)
    made.base_map.choose_file(other)
    made.until_changed(1)
    assert made.base_map.file == other
    made.base_map.choose_file(archive)
    made.base_map.choose_none()
    made.until_changed(2)
    made.base_map.choose_file(archive)
    made.until_changed(3)
    assert ([each.form for each in made.sent], made.refusals) == (["raster", "none", "raster"], [])


def test_a_configured_server_is_used_when_it_is_chosen(made: Made) -> None:
    made.base_map.choose_online()
    online = made.base_map.is_online
    made.base_map.choose_none()
    assert (online, made.base_map.is_online) == (True, False)
    assert [(each.form, each.max_zoom, each.attribution) for each in made.sent] == [
        ("xyz", 17, "© Somebody"),
        ("none", 0, ""),
    ]


def test_without_a_server_there_is_none_to_choose(qtbot: QtBot) -> None:
    sent: list[SetBaseMap] = []
    base_map = BaseMap(sent.append)
    base_map.choose_online()
    assert (sent, base_map.is_online) == ([], False)
    base_map.end()


def test_it_is_settled_once_the_page_has_painted_what_is_in_use(made: Made, archive: Path) -> None:
    settled = [made.base_map.is_settled]
    made.base_map.choose_file(archive)
    settled.append(made.base_map.is_settled)
    made.until_changed(1)
    settled.append(made.base_map.is_settled)
    now = made.sent[-1].revision
    for revision in (now - 1, now, now - 1):
        made.base_map.take_painted(BaseMapPainted(revision, 4, 0))
        settled.append(made.base_map.is_settled)
    assert settled == [True, False, False, False, True, True]
    made.base_map.announce()
    assert (made.base_map.is_settled, made.sent[-1]) == (False, made.sent[-2])


def test_tiles_that_can_not_be_had_are_logged_once_until_they_can(made: Made, caplog: pytest.LogCaptureFixture) -> None:
    made.base_map.choose_online()
    revision = made.sent[-1].revision
    for drawn, failed in [(0, 3), (0, 2), (0, 0), (1, 1), (4, 0), (0, 5)]:
        made.base_map.take_painted(BaseMapPainted(revision, drawn, failed))
    assert [record.getMessage().split()[0] for record in caplog.records] == ["3", "5"]


def test_a_note_keeps_the_map_that_it_stands_on(made: Made, archive: Path) -> None:
    made.base_map.choose_file(archive)
    made.until_changed(1)
    made.base_map.note("something is wrong")
    before, after = made.sent[-2:]
    assert (after.note, after.revision, after.form) == ("something is wrong", before.revision, "raster")
    made.base_map.choose_none()
    assert made.sent[-1].note == ""


def test_a_fault_of_ours_while_a_file_is_looked_at_is_a_sentence(
    made: Made, archive: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_path: Path) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(shelf, "open_archive", fails)
    made.base_map.choose_file(archive)
    made.qtbot.waitUntil(lambda: bool(made.refusals))
    assert isinstance(made.refusals[0], ArchiveDamaged)
    assert "a fault" in caplog.text


def test_an_archive_is_let_go_when_it_is_used_no_more(made: Made, archive: Path) -> None:
    made.base_map.choose_file(archive)
    made.until_changed(1)
    (held,) = made.base_map.shelf._held
    made.base_map.choose_none()
    made.qtbot.waitUntil(lambda: not made.base_map.shelf._held)
    assert held._file.closed  # type: ignore[attr-defined]


def test_its_end_lets_go_of_everything_whatever_is_under_way(made: Made, archive: Path) -> None:
    made.base_map.choose_file(archive)
    made.until_changed(1)
    (held,) = made.base_map.shelf._held
    made.base_map.choose_file(archive)
    made.base_map.end()
    made.base_map.end()
    made.base_map.choose_file(archive)
    assert held._file.closed  # type: ignore[attr-defined]
    assert not made.base_map.shelf._held
