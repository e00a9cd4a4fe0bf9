"""Every condition can be set, stands as a chip in the window's words, and goes away by a click."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from commandcenter.models.board.condition import AgeRange, DrawnArea, ResponseRange, TextMatch, WeekHours
from commandcenter.models.board.filter import Filter
from commandcenter.models.place import LonLat
from commandcenter.models.state import State
from commandcenter.views.shell import WorkstationWindow
from commandcenter.views.shell.chips import Chips
from commandcenter.views.shell.choice import Choice
from commandcenter.views.shell.condition_field import ConditionField
from commandcenter.views.shell.flow import FlowLayout
from tests.fixture.workstation import NOW, Station, made_up, many

NOW_S = int(NOW.timestamp())

PARTS: dict[str, tuple[Any, str]] = {
    "states": (frozenset({State.WAITING}), "Status: Menunggu"),
    "categories": (frozenset({"BANJIR"}), "Kategori: Bencana banjir"),
    "areas": (frozenset({"31.72.04", "31.72.04.1003"}), "Wilayah: Cilincing"),
    "agencies": (frozenset({"dinas-sda", None}), "Instansi: dinas-sda, kantor wilayah sendiri"),
    "takers": (frozenset({"Lurah Slipi"}), "Diambil oleh: Lurah Slipi"),
    "crews": (frozenset({None}), "Regu: tanpa regu"),
    "priorities": (frozenset({2, 3}), "Prioritas: Darurat, Tinggi"),
    "created_from_s": (NOW_S - 3_600, "Dilaporkan: 13.30 – sekarang"),
    "created_until_s": (NOW_S, "Dilaporkan: … – 14.30"),
    "closed_from_s": (NOW_S - 3_600, "Ditutup: 13.30 – sekarang"),
    "closed_until_s": (NOW_S, "Ditutup: … – 14.30"),
    "age": (AgeRange(NOW_S, 3_600, None), "Umur: 1 j ke atas"),
    "response": (ResponseRange(None, 900), "Tanggapan pertama: di bawah 15 mnt"),
    "week_hours": (
        WeekHours(frozenset(24 * day + hour for day in range(5) for hour in range(8, 16)), 25_200),
        "Dilaporkan pada: Sen – Jum 08–16",
    ),
    "text": (TextMatch("lubang", np.array([1], np.int64)), "Cari: “lubang”"),
    "overdue_at_s": (NOW_S, "Lewat"),
    "taken_on": (False, "Belum diambil"),
    "open_only": (True, "Hanya yang terbuka"),
    "with_place": (False, "Tanpa lokasi"),
    "has_photo": (True, "Dengan foto"),
    "min_supporters": (3, "Dukungan: paling sedikit 3"),
    "incidents": (frozenset({None}), "Insiden: tidak ada"),
    "drawn": (DrawnArea((LonLat(106.8, -6.2), LonLat(106.9, -6.2), LonLat(106.9, -6.1))), "Wilayah yang digambar"),
}


def _chips(window: WorkstationWindow) -> list[str]:
    return [chip.text().removesuffix("  ✕") for chip in window.top.chips.chips().values()]


def test_there_is_a_chip_for_every_part_of_a_filter() -> None:
    assert set(PARTS) == {part.name for part in fields(Filter)}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_condition_is_a_chip_in_words_and_a_click_takes_it_away(
    window: WorkstationWindow, station: Station, part: str
) -> None:
    value, words = PARTS[part]
    other = Filter(min_supporters=1) if part == "has_photo" else Filter(has_photo=True)
    station.desk.set_filter(replace(other, **{part: value}))
    assert words in _chips(window)
    chip = next(chip for chip in window.top.chips.chips().values() if chip.text().startswith(words))
    assert chip.accessibleName() == f"Hapus: {words}"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert station.desk.filter == other


def test_hours_that_are_no_rectangle_are_counted(window: WorkstationWindow, station: Station) -> None:
    station.desk.set_filter(Filter(week_hours=WeekHours(frozenset({1, 26, 30}), 25_200)))
    assert _chips(window) == ["Dilaporkan pada: 3 jam dalam sepekan"]


def test_many_chips_stand_in_rows_and_none_is_cut_off(window: WorkstationWindow, station: Station) -> None:
    station.desk.set_filter(Filter(**{part: value for part, (value, _) in PARTS.items()}))
    chips = window.top.chips
    assert isinstance(chips.layout(), FlowLayout)
    needed = chips.heightForWidth(window.width())
    assert needed > 2 * chips.chips()["age"].sizeHint().height()
    chips.resize(window.width(), needed)
    for chip in chips.chips().values():
        assert chips.rect().contains(chip.geometry())
    assert len({chip.y() for chip in chips.chips().values()}) > 2


def test_clear_all_takes_everything_away(window: WorkstationWindow, station: Station) -> None:
    station.desk.set_filter(Filter(has_photo=True, min_supporters=2))
    everything = window.top.chips.findChild(QPushButton, "clearChips")
    assert everything is not None
    QTest.mouseClick(everything, Qt.MouseButton.LeftButton)
    assert not station.desk.filter
    assert isinstance(window.top.chips, Chips)
    assert window.top.chips.isHidden()


def _field(window: WorkstationWindow, title: str) -> ConditionField:
    """Open the form and return one of its controls."""
    if not window.top.filters.more.popup.isVisible():
        window.top.filters.more.open()
    return next(field for field in window.top.filters.more.fields if field.title == title)


def _tick(choice: Choice, label: str) -> None:
    rows = [choice.list.item(row) for row in range(choice.list.count())]
    next(item for item in rows if item.text().strip() == label).setCheckState(Qt.CheckState.Checked)


def _pick(box: QComboBox, words: str) -> None:
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def test_more_conditions_open_by_click_and_by_key(window: WorkstationWindow, station: Station) -> None:
    more = window.top.filters.more
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert more.popup.isVisible()
    QTest.keyClick(more.popup, Qt.Key.Key_Escape)
    assert more.popup.isHidden()
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Down)
    assert more.popup.isVisible()
    more.popup.hide()


def test_words_of_the_board_can_be_chosen(window: WorkstationWindow, station: Station) -> None:
    more = window.top.filters.more
    more.open()
    _tick(more.taker.choice, "Kelurahan Semper Barat")
    assert station.desk.filter.takers == frozenset({"Kelurahan Semper Barat"})
    _tick(more.priority.choice, "Darurat")
    assert station.desk.filter.priorities == frozenset({3})
    _tick(more.agency.choice, "Kantor wilayah sendiri")
    assert station.desk.filter.agencies == frozenset({None})
    _tick(more.crew.choice, "Tanpa regu")
    assert station.desk.filter.crews == frozenset({None})
    _tick(more.incident.choice, "Tanpa insiden")
    assert station.desk.filter.incidents == frozenset({None})
    assert more.text() == "Syarat lain: 5 ▾"
    QTest.mouseClick(more.nothing, Qt.MouseButton.LeftButton)
    assert not station.desk.filter
    more.popup.hide()


@pytest.mark.parametrize(
    ("title", "part", "words"),
    [
        ("Foto", "has_photo", ("Dengan foto", "Tanpa foto")),
        ("Lokasi", "with_place", ("Dengan lokasi", "Tanpa lokasi")),
        ("Sudah diambil", "taken_on", ("Sudah diambil", "Belum oleh siapa pun")),
    ],
)
def test_yes_no_and_either(
    window: WorkstationWindow, station: Station, title: str, part: str, words: tuple[str, str]
) -> None:
    box = _field(window, title).widget
    assert isinstance(box, QComboBox)
    for word, value in zip(words, (True, False), strict=True):
        _pick(box, word)
        assert getattr(station.desk.filter, part) is value
    _pick(box, "Apa saja")
    assert not station.desk.filter
    shown: dict[str, Any] = {part: True}
    station.desk.set_filter(Filter(**shown))
    assert box.currentText() == words[0]


def test_late_and_open_are_ticks(window: WorkstationWindow, station: Station) -> None:
    late, still_open = (
        box for box in window.top.filters.more.popup.findChildren(QCheckBox) if box.text().startswith("Hanya")
    )
    late.click()
    assert station.desk.filter.overdue_at_s == NOW_S
    still_open.click()
    assert station.desk.filter.open_only
    late.click()
    still_open.click()
    assert not station.desk.filter


def test_supporters_are_a_number(window: WorkstationWindow, station: Station) -> None:
    box = _field(window, "Dukungan, paling sedikit").widget
    assert isinstance(box, QSpinBox)
    box.setValue(5)
    assert station.desk.filter.min_supporters == 5
    assert window.charts.counting.present.passing.total == sum(each.supporters >= 5 for each in many(60))
    box.setValue(0)
    assert not station.desk.filter


def test_durations_are_chosen_from_steps_and_others_are_shown(window: WorkstationWindow, station: Station) -> None:
    start, end = _field(window, "Umur").widget.findChildren(QComboBox)
    _pick(start, "1 j")
    _pick(end, "3 j")
    assert station.desk.filter.age == AgeRange(NOW_S, 3_600, 10_800)
    station.desk.set_filter(Filter(age=AgeRange(NOW_S, 7_200, None)))
    assert (start.currentText(), end.currentText()) == ("2 j", "tanpa batas")
    waited = _field(window, "Tanggapan pertama setelah").widget.findChildren(QComboBox)[0]
    _pick(waited, "15 mnt")
    assert station.desk.filter.response == ResponseRange(900, None)


def test_days_of_closing_are_whole_days_of_wib(window: WorkstationWindow, station: Station) -> None:
    first, last = _field(window, "Ditutup tanggal").widget.findChildren(QDateEdit)
    first.setDate(QDate(2026, 11, 22))
    last.setDate(QDate(2026, 11, 23))
    wanted = station.desk.filter
    assert wanted.closed_from_s == int(datetime(2026, 11, 21, 17, tzinfo=UTC).timestamp())
    assert wanted.closed_until_s == int(datetime(2026, 11, 23, 17, tzinfo=UTC).timestamp())
    station.desk.set_filter(Filter())
    assert first.text() == "hari apa saja"
    station.desk.set_filter(wanted)
    assert last.date() == QDate(2026, 11, 23)


def test_late_and_ages_go_on_with_the_clock(window: WorkstationWindow, station: Station) -> None:
    station.desk.set_filter(Filter(overdue_at_s=NOW_S, age=AgeRange(NOW_S, 3_600, None)))
    station.clock.go_on(600)
    window.top.filters._rolling._minute.timeout.emit()
    assert station.desk.filter == Filter(overdue_at_s=NOW_S + 600, age=AgeRange(NOW_S + 600, 3_600, None))


def test_the_bar_never_needs_more_room_than_there_is(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    station.send([made_up(900, NOW, simulated=True)])
    station.desk.take_on(many(60)[5].id)
    station.pend()
    wanted = {part: value for part, (value, _) in PARTS.items()}
    station.desk.set_filter(Filter(**{**wanted, "areas": frozenset({"31.72"})}))
    assert window.top._bar.minimumSizeHint().width() <= 1_366
    assert window.top.filters.area.text() == "Wilayah: 1 ▾"
    assert window.top.chips.chips()["areas"].text().startswith("Wilayah: Kota Adm. Jakarta Utara")
    window.resize(1_920, 1_080)
    qtbot.waitUntil(lambda: window.top.width() == 1_920)
    assert window.top.filters.area.text() == "Kota Adm. Jakarta Utara ▾"
    assert window.top.user.isVisible()
