"""One report in detail: words as they were written, times in WIB, and acts that say why they can't be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from commandcenter.models.identity import IntentId, MediaId
from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.record import Entity, media_record
from commandcenter.models.report import Media, Moderation, Report
from commandcenter.models.state import State
from commandcenter.views.queue.column import QueueColumn
from commandcenter.views.queue.tab import Tab
from commandcenter.views.report.mark import StateMark
from commandcenter.views.report.sheet import ReportSheet
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, Row, Station, made_up, timeline


def _open(window: WorkstationWindow, station: Station, qtbot: QtBot, report: Report) -> list[str]:
    station.send([report])
    with qtbot.waitSignal(window.report.shown, check_params_cb=lambda details: details.report == report):
        station.desk.select(report.id)
    return _words(window)


def _sheet(window: WorkstationWindow) -> ReportSheet:
    sheet = window.report.scrolled.widget()
    assert isinstance(sheet, ReportSheet)
    return sheet


def _words(window: WorkstationWindow) -> list[str]:
    return [label.text() for label in _sheet(window).findChildren(QLabel) if label.text()]


def test_a_report_says_what_where_when_and_how(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    report = made_up(700, NOW - timedelta(minutes=7), supporters=3, address="Jalan Kramat 4")
    words = _open(window, station, qtbot, report)
    assert {report.number, report.description, "Jalan Kramat 4", "qlue", "Biasa", "3"} <= set(words)
    assert "14.23 · 7 mnt lalu" in words
    assert "Semper Barat, Cilincing, Kota Adm. Jakarta Utara" in words
    marks = _sheet(window).findChildren(StateMark)
    assert marks[0].accessibleName() == "Menunggu"


def test_what_is_due_is_told_and_marked_when_late(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    assert "tanggapan: sisa 5 j" in _open(window, station, qtbot, made_up(707, NOW - timedelta(minutes=7)))
    late = made_up(701, NOW - timedelta(hours=9))
    assert "tanggapan: lewat 3 j" in _open(window, station, qtbot, late)
    label = _sheet(window).findChild(QLabel, "late")
    assert label is not None
    taken = made_up(702, NOW - timedelta(hours=9), acknowledged_at=NOW, acknowledged_by="Lurah Slipi")
    assert "penutupan: sisa 15 j" in _open(window, station, qtbot, taken)


def test_a_pause_stops_the_clock_of_what_was_not_late_by_then(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    in_time = made_up(
        703,
        NOW - timedelta(hours=30),
        state=State.ESTIMATED,
        acknowledged_at=NOW - timedelta(hours=29),
        acknowledged_by="Lurah Slipi",
        paused_at=NOW - timedelta(hours=10),
    )
    assert "penutupan: dijeda" in _open(window, station, qtbot, in_time)
    late = replace(in_time, version=2, paused_at=NOW - timedelta(hours=2))
    assert "penutupan: lewat 6 j" in _open(window, station, qtbot, late)
    window.queue.show_tab(Tab.ALL)
    model = window.queue.model

    def due() -> str:
        row = model.row_of(in_time.id)
        return "" if row is None else model.words(row, QueueColumn.DUE)

    qtbot.waitUntil(lambda: due() == "lewat 6 j")
    # Whatever touches it in its pause changes nothing of that.
    station.send([replace(in_time, version=3, updated_at=NOW)])
    qtbot.waitUntil(lambda: due() == "dijeda")


def test_hostile_words_stand_as_they_were_written(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    hostile = '<img src=x onerror=alert(1)><b>banjir</b> <a href="file:///etc/passwd">x</a> &amp; %n {0}'
    report = made_up(700, NOW, description=hostile, address="<u>Jalan</u>")
    told = replace(timeline(report)[0], actor="<i>Lurah</i>", note="<script>1</script>")
    station.send([report], [told])
    with qtbot.waitSignal(window.report.shown):
        station.desk.select(report.id)
    sheet = _sheet(window)
    assert sheet.description.text() == hostile
    assert "<u>Jalan</u>" in _words(window)
    assert any("<i>Lurah</i>" in words and "<script>1</script>" in words for words in _words(window))
    for label in sheet.findChildren(QLabel):
        assert "<" not in label.text() or label.textFormat() == Qt.TextFormat.PlainText


def test_the_timeline_tells_who_and_when_and_what_came_late(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    report = made_up(
        700,
        NOW - timedelta(days=1),
        state=State.IN_PROGRESS,
        acknowledged_at=NOW - timedelta(hours=23),
        acknowledged_by="Lurah Slipi",
    )
    words = "\n".join(_open(window, station, qtbot, report))
    assert "22 Nov 14.30" in words
    assert "Sudah diambil · Lurah Slipi\nBaru diketahui pusat pukul 22 Nov 15.39" in words
    assert "Menunggu → Proses · Kelurahan Semper Barat" in words


def test_rebuilt_times_say_so(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    words = "\n".join(_open(window, station, qtbot, made_up(700, NOW, reconstructed=True)))
    assert "Waktu disusun ulang dari berkas impor." in words
    assert "Waktu diambil dari berkas impor" in words


def test_a_photo_that_only_its_source_has_is_told(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    report = made_up(700, NOW, has_photo=True)
    assert "Foto ada di sumber, tidak di sini." in _open(window, station, qtbot, report)
    media = Media(MediaId("m1"), report.id, "before", "https://example.org/m1.jpg", Moderation.PENDING, NOW)
    with qtbot.waitSignal(window.report.shown):
        station._apply([Row(Entity.MEDIA, "m1", media_record(media))])
    assert "1 foto" in _words(window)


def test_simulated_reports_say_so(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    report = made_up(700, NOW, simulated=True)
    assert f"{report.number} · SIMULASI" in _open(window, station, qtbot, report)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"acknowledged_at": NOW - timedelta(minutes=10), "acknowledged_by": "Lurah Slipi"},
            "Sudah diambil oleh Lurah Slipi pukul 14.20.",
        ),
        ({"state": State.REJECTED, "closed_at": NOW}, "Laporan ini sudah ditutup (Ditolak)."),
    ],
)
def test_what_cant_be_taken_on_says_why(
    window: WorkstationWindow, station: Station, qtbot: QtBot, changes: dict[str, object], reason: str
) -> None:
    _open(window, station, qtbot, made_up(700, NOW - timedelta(hours=1), **changes))
    assert not window.report.take_on_button.isEnabled()
    assert window.report.reason.text() == reason
    assert window.report.reason.isVisible()
    window.report.take_on()
    assert station.acts == []


def test_taking_on_shows_as_pending_until_the_store_has_answered(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    report = made_up(700, NOW - timedelta(minutes=5))
    _open(window, station, qtbot, report)
    assert window.report.pending.isHidden()
    QTest.mouseClick(window.report.take_on_button, Qt.MouseButton.LeftButton)
    station.pend()
    assert window.report.pending.text() == "Anda ambil – menunggu dikirim"
    assert window.report.pending.isVisible()
    assert not window.report.take_on_button.isEnabled()

    station.desk.set_pending({})
    answered = replace(report, version=2, acknowledged_at=NOW, acknowledged_by="Dispatcher Cilincing")
    with qtbot.waitSignal(window.report.shown):
        station.send([answered])
    assert window.report.pending.isHidden()
    assert "Dispatcher Cilincing · 14.30" in _words(window)


def test_a_move_under_way_is_no_taking_on(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    """It keeps that act free, and goes before it in the chain."""
    report = made_up(700, NOW - timedelta(minutes=5))
    _open(window, station, qtbot, report)
    move = Intent(IntentId("moved-before"), IntentKind.MOVE, report.id, 1, NOW, payload={"to_state": "in_progress"})
    station.desk.add_pending(move)
    assert window.report.pending.isHidden()
    assert window.report.take_on_button.isEnabled()
    QTest.mouseClick(window.report.take_on_button, Qt.MouseButton.LeftButton)
    assert [act.after_intent for act in station.acts] == [move.intent_id]


def test_another_desks_act_shows_at_once(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    report = made_up(700, NOW - timedelta(minutes=5))
    _open(window, station, qtbot, report)
    with qtbot.waitSignal(window.report.shown):
        station.send([replace(report, version=2, acknowledged_at=NOW, acknowledged_by="Lurah Slipi")])
    assert window.report.reason.text() == "Sudah diambil oleh Lurah Slipi pukul 14.30."


def test_nothing_chosen_says_what_to_do(window: WorkstationWindow) -> None:
    assert window.report.empty.text().startswith("Belum ada laporan yang dipilih.")
    assert window.report.empty.isVisible()


def test_a_report_that_left_says_so(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    report = made_up(700, NOW)
    _open(window, station, qtbot, report)
    station.remove(report)
    qtbot.waitUntil(lambda: window.report.empty.text().startswith("Laporan ini tidak ada lagi di sini"))
    assert window.report.empty.isVisible()


def test_a_report_without_a_place_says_so(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    words = _open(window, station, qtbot, made_up(700, NOW, place=None, area=None))
    assert {"Lokasi tidak disebut", "Di luar semua wilayah"} <= set(words)
