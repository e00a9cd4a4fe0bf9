"""The wall over a real mirror and a real map page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from commandcenter.models.category import Category, Publication
from commandcenter.models.flat import flatten
from commandcenter.models.freshness import Freshness, Phase
from commandcenter.models.identity import CategoryCode
from commandcenter.models.place import LonLat
from commandcenter.models.record import Entity
from commandcenter.models.state import State
from commandcenter.views.map.heartbeat import MISSED_BEATS
from commandcenter.views.wall.truth import Look
from commandcenter.views.wall.window import WallWindow
from tests.fixture.workstation import NOW, Row, Station, made_up, many
from tests.qt.wall.conftest import OpenWall


def words_of(wall: WallWindow) -> set[str]:
    assert wall.scene is not None
    return {words.text for words in wall.scene.words}


def test_a_report_that_arrives_comes_onto_the_wall_by_itself(
    qtbot: QtBot, station: Station, open_wall: OpenWall
) -> None:
    station.live()
    wall, _ = open_wall()
    assert {"BARU HARI INI", "TERBUKA", "SELESAI HARI INI", "Tidak ada yang mendesak"} <= words_of(wall)
    station.send([made_up(3, NOW - timedelta(minutes=1))])
    qtbot.waitUntil(lambda: any("14.29 Lampu jalan, Jatipulo" in text for text in words_of(wall)))


def test_numbers_and_times_are_written_as_people_here_write_them(
    qtbot: QtBot, station: Station, open_wall: OpenWall
) -> None:
    station.live()
    station.send(many(2_000))
    wall, _ = open_wall()
    figures = wall.figures
    assert figures is not None
    qtbot.waitUntil(lambda: "1." in " ".join(words_of(wall)))
    assert f"{figures.today.open:,}".replace(",", ".") in words_of(wall)


def test_old_data_changes_every_part_of_the_picture_and_new_data_mends_it(
    qtbot: QtBot, station: Station, open_wall: OpenWall
) -> None:
    station.send(many(60))
    station.live()
    wall, _ = open_wall()
    before = wall.grab().toImage()
    station.clock.go_on(7 * 60)
    qtbot.waitUntil(lambda: wall.truth is not None and wall.truth.look is Look.STALE)
    assert next(words.text for words in wall.cover.words) == "DATA 7 MENIT LALU"
    assert wall.cover.isVisible()
    assert changed_share(before, wall.grab().toImage()) == 1.0
    station.live()
    qtbot.waitUntil(lambda: not wall.cover.isVisible())


def test_a_page_that_hangs_is_told_and_mended_without_anybody(
    qtbot: QtBot, station: Station, open_wall: OpenWall
) -> None:
    station.send(many(20))
    station.live()
    wall, view = open_wall(heartbeat_ms=1_000)
    view.house.page.runJavaScript("for (;;) {}")
    with qtbot.waitSignal(wall._heartbeat.stopped, timeout=10_000):
        pass
    station.live()
    wall._show()
    assert next(words.text for words in wall.cover.words) == "PETA MACET"
    assert wall.truth is not None
    assert wall.truth.look is Look.LIVE

    def is_mended() -> bool:
        station.live()
        return not wall.cover.isVisible() and view.sentence == ""

    qtbot.waitUntil(is_mended, timeout=15_000)


def test_a_page_that_answers_is_left_alone(qtbot: QtBot, station: Station, open_wall: OpenWall) -> None:
    station.live()
    wall, _ = open_wall(heartbeat_ms=1_000)
    stopped: list[None] = []
    wall._heartbeat.stopped.connect(lambda: stopped.append(None))
    beats: list[None] = []
    wall._heartbeat.beaten.connect(lambda: beats.append(None))
    qtbot.waitUntil(lambda: len(beats) > 2 * MISSED_BEATS)
    assert stopped == []


def test_what_may_only_be_counted_is_no_mark_and_no_line(qtbot: QtBot, station: Station, open_wall: OpenWall) -> None:
    sensitive = Category(
        code=CategoryCode("KRIMINAL"),
        name_id="Tindak kriminal",
        name_en="Crime",
        group="",
        first_response_s=3_600,
        closing_s=86_400,
        publication=Publication.COUNT_ONLY,
        ppsu_sized=False,
        icon="flood",
    )
    station._apply([Row(Entity.CATEGORY, "KRIMINAL", flatten(sensitive))])
    station.send(
        [made_up(at, NOW - timedelta(minutes=at), category=CategoryCode("KRIMINAL")) for at in range(1, 6)]
        + [made_up(6, NOW - timedelta(minutes=9))]
    )
    station.live()
    wall, view = open_wall()
    qtbot.waitUntil(lambda: view.marks_painted == 1)
    assert wall.figures is not None
    assert wall.figures.today.open == 6
    assert ("KRIMINAL", 5) in wall.figures.categories
    assert [each.category for each in wall.figures.newest] == ["BANJIR"]
    assert wall.figures.urgency.clusters == ()


def test_on_the_map_stands_what_is_open(qtbot: QtBot, station: Station, open_wall: OpenWall) -> None:
    elsewhere = LonLat(106.9, -6.14)
    done = made_up(2, NOW - timedelta(minutes=5), state=State.DONE, closed_at=NOW, acknowledged_at=NOW, place=elsewhere)
    station.send([made_up(1, NOW - timedelta(minutes=9)), done])
    station.live()
    wall, view = open_wall()
    qtbot.waitUntil(lambda: view.marks_painted > 0)
    assert view.marks_painted == 1
    assert wall.figures is not None
    assert wall.figures.today.done == 1


def test_nothing_a_person_wrote_or_is_called_stands_on_the_wall(
    qtbot: QtBot, station: Station, open_wall: OpenWall
) -> None:
    station.send(many(40))
    station.live()
    wall, _ = open_wall()
    text = " ".join(words_of(wall))
    for told in ("Dispatcher", "Kelurahan Semper Barat", "Air setinggi", "Sampah menumpuk"):
        assert told not in text


def test_made_up_reports_say_that_they_are(qtbot: QtBot, station: Station, open_wall: OpenWall) -> None:
    station.send([made_up(1, NOW, simulated=True)])
    station.live()
    wall, _ = open_wall()
    assert "DATA SIMULASI" in words_of(wall)
    station.send([made_up(2, NOW)])
    qtbot.waitUntil(lambda: "SEBAGIAN DATA SIMULASI" in words_of(wall))


def test_the_map_has_no_controls_and_its_words_are_as_large_as_the_scenes(
    qtbot: QtBot, station: Station, open_wall: OpenWall
) -> None:
    station.live()
    station.send(many(60))
    wall, view = open_wall()
    answers: list[object] = []
    view.house.page.runJavaScript(
        "document.querySelectorAll('.leaflet-control :is(a, button:not([hidden]))').length", answers.append
    )
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [0]
    assert wall.scene is not None
    presentation = view._presentation
    assert presentation.least_word_px >= wall.scene.arrangement.font_px


def test_hours_of_ticks_leave_nothing_behind(qtbot: QtBot, station: Station, open_wall: OpenWall) -> None:
    station.send(many(300))
    station.live()
    wall, _view = open_wall()
    timers, children = len(wall.findChildren(QTimer)), len(wall.findChildren(QObject))
    for _ in range(2_000):
        station.clock.go_on(1)
        station.live()
        wall._on_tick()
    assert len(wall.findChildren(QTimer)) == timers
    assert len(wall.findChildren(QObject)) == children


def test_a_wall_too_small_for_its_seats_says_why_instead_of_showing_a_part(
    qtbot: QtBot, station: Station, open_wall: OpenWall
) -> None:
    station.live()
    wall, view = open_wall()
    wall.resize(500, 900)
    assert wall.scene is None
    assert not view.isVisible()


def test_before_the_first_load_the_map_is_covered(qtbot: QtBot, station: Station, open_wall: OpenWall) -> None:
    station.desk.set_freshness(Freshness(Phase.LOADING, loaded_rows=12_000))
    wall, _ = open_wall()
    assert [words.text for words in wall.cover.words] == ["MEMUAT DATA", "12.000 laporan"]
    assert not words_of(wall) & {"0", "Tidak ada yang mendesak"}, "unknown is not zero, and calms nobody"


def changed_share(one: QImage, other: QImage, side: int = 60) -> float:
    """Return in which share of all squares of a picture something is another colour."""
    squares = [(x, y) for x in range(0, one.width(), side) for y in range(0, one.height(), side)]

    def differs(left: int, top: int) -> bool:
        steps = range(0, side, 4)
        return any(one.pixel(left + x, top + y) != other.pixel(left + x, top + y) for x in steps for y in steps)

    return sum(differs(*square) for square in squares) / len(squares)


def test_it_says_whether_its_figures_are_of_the_newest_data(
    open_wall: OpenWall, station: Station, qtbot: QtBot
) -> None:
    wall, _ = open_wall()
    qtbot.waitUntil(lambda: wall.is_current)
    station.send(many(3))
    assert not wall.is_current
    qtbot.waitUntil(lambda: wall.is_current)
    assert wall.figures is not None
    assert wall.figures.provenance.reports == 3


def test_a_base_map_that_can_not_be_used_is_told_in_the_maps_corner(
    qtbot: QtBot, open_wall: OpenWall, tmp_path: Path
) -> None:
    _, view = open_wall()
    view.base_map.choose_file(tmp_path / "gone.pmtiles")
    told: list[str] = []

    def is_told() -> bool:
        view.house.page.runJavaScript("document.querySelector('.map-attribution-note').textContent", told.append)
        return bool(told) and "gone.pmtiles tidak ada" in told[-1]

    qtbot.waitUntil(is_told)
    assert view.sentence == ""
