"""The workstation: one filter for all views, honest freshness, nothing lost when acts collide, keys for everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from commandcenter.models.freshness import Freshness, Phase, Trouble
from commandcenter.models.identity import AreaCode, IntentId
from commandcenter.models.intent import ConflictSide, IntentResult, IntentStatus
from commandcenter.models.state import State
from commandcenter.sync.failure import ActsStuck
from commandcenter.views.palette import DARK, LIGHT
from commandcenter.views.queue.tab import Tab
from commandcenter.views.shell import WorkstationWindow, remembered_theme
from commandcenter.views.shell.choice import Choice
from commandcenter.views.shell.keys import KeyDialog
from commandcenter.views.shell.period import Period
from tests.fixture.workstation import NOW, USER, Station, made_up, many


def _tick(choice: Choice, label: str) -> None:
    item = next(
        choice.list.item(row) for row in range(choice.list.count()) if choice.list.item(row).text().strip() == label
    )
    item.setCheckState(Qt.CheckState.Checked)


def _all(window: WorkstationWindow) -> set[int]:
    window.queue.show_tab(Tab.ALL)
    return set(map(int, window.queue.model.ids.tolist()))


def test_states_filter_queue_and_chart_alike(window: WorkstationWindow) -> None:
    _tick(window.top.filters.state, "Menunggu")
    _tick(window.top.filters.state, "Proses")
    wanted = {int(each.id) for each in many(60) if each.state in (State.WAITING, State.IN_PROGRESS)}
    assert _all(window) == wanted
    assert window.chart.passing.sum() == len(wanted)
    assert window.chart.everything.sum() == 60


def test_a_category_filters(window: WorkstationWindow) -> None:
    _tick(window.top.filters.category, "Sampah")
    assert _all(window) == {int(each.id) for each in many(60) if each.category == "SAMPAH"}
    assert window.top.filters.category.text() == "Sampah ▾"


def test_an_area_holds_what_lies_below_it(window: WorkstationWindow) -> None:
    _tick(window.top.filters.area, "Palmerah")
    wanted = {int(each.id) for each in many(60) if each.area is not None and each.area.startswith("31.73.07")}
    assert wanted
    assert _all(window) == wanted


KIEZE = (
    ("kreuzberg", "Bezirk", "Kreuzberg", None),
    ("wrangel", "Kiez", "Wrangelkiez", "kreuzberg"),
    ("kotti", "Kiez", "Kottbusser Tor", "kreuzberg"),
)


def test_an_area_whose_code_has_no_dots_holds_what_lies_below_it_too(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.around.names.changed):
        station.load_areas(KIEZE)
    below = [made_up(700 + at, NOW, area=AreaCode(code)) for at, code in enumerate(("wrangel", "kotti", "kreuzberg"))]
    later = made_up(710, NOW, area=AreaCode("graefe"))
    station.send([*below, later])
    _tick(window.top.filters.area, "Kreuzberg")
    assert _all(window) == {int(each.id) for each in below}
    assert window.top.filters.area.text() == "Kreuzberg ▾", "what lies in it is not said to be ticked"
    assert window.top.chips.chips()["areas"].text().startswith("Wilayah: Kreuzberg ")
    _tick(window.top.filters.area, "Wrangelkiez")
    assert window.top.filters.area.text() == "Kreuzberg ▾", "it lies in what is ticked"
    with qtbot.waitSignal(window.around.names.changed):
        station.load_areas([("graefe", "Kiez", "Graefekiez", "kreuzberg")])
    assert _all(window) == {int(each.id) for each in (*below, later)}


def test_reports_outside_all_areas_can_be_asked_for(window: WorkstationWindow, station: Station) -> None:
    station.send([made_up(700, NOW, area=None)])
    _tick(window.top.filters.area, "Di luar semua wilayah")
    assert _all(window) == {int(made_up(700, NOW).id)}


def test_a_period_filters_and_rolls_on(window: WorkstationWindow, station: Station) -> None:
    window.top.filters.period.choose(Period.DAY)
    since = NOW.timestamp() - 86_400
    assert _all(window) == {int(each.id) for each in many(60) if each.created_at.timestamp() >= since}
    station.clock.go_on(3_600)
    window.top.filters.period._rolling.timeout.emit()
    assert station.desk.filter.created_from_s == since + 3_600


def test_words_are_searched_in_the_mirror(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.top.filters.search, "lubang besar")
    qtbot.waitUntil(lambda: station.desk.filter.text is not None)
    assert _all(window) == {int(each.id) for each in many(60) if each.description.startswith("Lubang besar")}


def test_a_found_set_grows_with_what_arrives(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    window.top.filters.search.setText("lubang")
    QTest.keyClick(window.top.filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: station.desk.filter.text is not None)
    window.queue.show_tab(Tab.ALL)
    fresh = made_up(800, NOW, description="Lubang baru di tikungan")
    station.send([fresh])
    qtbot.waitUntil(lambda: int(fresh.id) in window.queue.model.ids.tolist())


def test_letters_typed_into_the_search_are_no_keys(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    window.top.filters.begin_search()
    QTest.keyClicks(window.top.filters.search, "jvk/?")
    assert window.top.filters.search.text() == "jvk/?"
    assert station.desk.selection is None
    assert station.acts == []


def test_each_condition_is_a_chip_and_a_click_takes_it_away(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    _tick(window.top.filters.state, "Menunggu")
    _tick(window.top.filters.category, "Sampah")
    _tick(window.top.filters.area, "Slipi")
    window.top.filters.period.choose(Period.WEEK)
    chips = window.top.chips.chips()
    assert list(chips) == ["areas", "created", "states", "categories"]
    assert chips["categories"].text().startswith("Kategori: Sampah")
    for part in ("states", "categories", "areas", "created"):
        QTest.mouseClick(window.top.chips.chips()[part], Qt.MouseButton.LeftButton)
        assert part not in window.top.chips.chips()
    assert not station.desk.filter
    assert window.top.chips.isHidden()
    assert window.top.filters.state.text() == "Status ▾"


def test_removing_the_search_chip_empties_the_field(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    window.top.filters.search.setText("lubang")
    QTest.keyClick(window.top.filters.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "text" in window.top.chips.chips())
    QTest.mouseClick(window.top.chips.chips()["text"], Qt.MouseButton.LeftButton)
    assert window.top.filters.search.text() == ""
    assert station.desk.filter.text is None


def _freshness(station: Station, phase: Phase, **values: object) -> Freshness:
    plain = Freshness(phase, equal_at_s=station.clock.monotonic_s, equal_at_ms=int(station.clock.now_s * 1000))
    return replace(plain, **values)  # type: ignore[arg-type]


def test_live_data_says_how_fresh_it_is(window: WorkstationWindow, station: Station) -> None:
    station.clock.go_on(0.4)
    window._watch.look()
    assert window.top.mark.words == "langsung 0,4 dtk"
    assert window.top.banner.isHidden()
    assert window._veil.isHidden()


def test_silence_alone_makes_data_look_stale(window: WorkstationWindow, station: Station) -> None:
    lively = _colours(window)
    station.clock.go_on(7 * 60 + 5)
    window._watch.look()
    assert window.top.mark.words == "DATA 7 MENIT LALU"
    assert window._veil.isVisible()
    assert window.top.banner.isVisible()
    assert _colours(window) != lively
    station.live()
    assert window.top.mark.words == "langsung 0,0 dtk"
    assert window._veil.isHidden()
    assert window.top.banner.isHidden()


def _colours(window: WorkstationWindow) -> bytes:
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    report = window.report.geometry()
    at = window.report.mapTo(window, report.topLeft())
    return bytes(image.copy(at.x(), at.y() + 200, 120, 60).constBits())


@pytest.mark.parametrize(
    ("phase", "passed_s", "words"),
    [
        (Phase.CATCHING_UP, 12, "mengejar · 12 dtk"),
        (Phase.OFFLINE, 20, "luring sejak 14.30"),
        (Phase.OFFLINE, 60, "DATA 1 MENIT LALU"),
        (Phase.TOKEN_REFUSED, 1, "AKSES DITOLAK · 1 dtk"),
        (Phase.STOPPED, 120, "PEMBARUAN BERHENTI · 2 mnt"),
        (Phase.LIVE, 31, "DATA 31 DETIK LALU"),
    ],
)
def test_every_phase_has_honest_words(
    window: WorkstationWindow, station: Station, phase: Phase, passed_s: float, words: str
) -> None:
    station.desk.set_freshness(_freshness(station, phase))
    station.clock.go_on(passed_s)
    window._watch.look()
    assert window.top.mark.words == words


def test_loading_says_how_far_it_is(window: WorkstationWindow, station: Station) -> None:
    station.desk.set_freshness(Freshness(Phase.LOADING, loaded_rows=12_345))
    assert window.top.mark.words == "memuat · 12.345 laporan"


def test_data_of_an_earlier_run_is_as_old_as_it_is(window: WorkstationWindow, station: Station) -> None:
    hours_ago_ms = int((station.clock.now_s - 2 * 3_600) * 1000)
    station.desk.set_freshness(Freshness(Phase.OFFLINE, equal_at_ms=hours_ago_ms))
    assert window.top.mark.words == "DATA 2 JAM LALU"
    assert window._veil.isVisible()


def test_a_refused_token_says_what_to_do(window: WorkstationWindow, station: Station) -> None:
    station.desk.set_freshness(_freshness(station, Phase.TOKEN_REFUSED))
    assert "Minta token baru kepada administrator" in window.top.banner.label.text()


def test_trouble_is_told_in_its_own_sentence(window: WorkstationWindow, station: Station) -> None:
    trouble = Trouble("x", "Pump {name} is off.", {"name": "<b>7</b>"})
    station.desk.set_freshness(_freshness(station, Phase.OFFLINE, trouble=trouble))
    assert window.top.banner.label.text() == "Pump <b>7</b> is off."
    assert window.top.banner.label.textFormat() == Qt.TextFormat.PlainText


def test_acts_that_do_not_get_through_are_told_of_while_data_is_live(
    window: WorkstationWindow, station: Station
) -> None:
    trouble = Trouble(ActsStuck.code, ActsStuck.template, {"count": "1", "reason": "HTTP 500"})
    station.desk.set_freshness(_freshness(station, Phase.LIVE, trouble=trouble))
    assert window.top.mark.words == "langsung 0,0 dtk"
    assert window.top.banner.isVisible()
    assert "tidak diterima pusat: 1 (jawabannya: HTTP 500)" in window.top.banner.label.text()


def _conflict(station: Station) -> IntentResult:
    return IntentResult(
        IntentId("12345678"),
        IntentStatus.CONFLICT,
        subject=many(60)[5].id,
        code="already_taken",
        sentence={"id": "Sudah diambil oleh Lurah Slipi pukul 14.20.", "en": "Already taken on."},
        mine=f"diambil oleh {USER}",
        theirs=ConflictSide("diambil oleh Lurah Slipi", "Lurah Slipi", NOW),
    )


def test_a_conflict_shows_both_values_and_stays_until_it_is_read(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    station.desk.take_answer(_conflict(station))
    number = many(60)[5].number
    qtbot.waitUntil(lambda: window.top.answers.unread[0].startswith(f"{number} · "))
    said = window.top.answers.unread[0]
    assert "Sudah diambil oleh Lurah Slipi pukul 14.20." in said
    assert "Di pusat sekarang: diambil oleh Lurah Slipi – Lurah Slipi, 14.30" in said
    assert f"Milik Anda: diambil oleh {USER}" in said
    station.live()
    assert window.top.answers.isVisible()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.top.answers.isHidden()


def test_the_sides_of_a_move_are_said_in_words(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    theirs = ConflictSide("done", "Lurah Slipi", NOW)
    station.desk.take_answer(replace(_conflict(station), mine="in_progress", theirs=theirs))
    qtbot.waitUntil(lambda: bool(window.top.answers.unread))
    said = window.top.answers.unread[0]
    assert "Di pusat sekarang: Selesai – Lurah Slipi, 14.30" in said
    assert "Milik Anda: Proses" in said


def test_an_applied_act_needs_no_reading(window: WorkstationWindow, station: Station) -> None:
    station.desk.take_answer(IntentResult(IntentId("12345678"), IntentStatus.APPLIED, subject=many(60)[5].id))
    assert window.top.answers.isHidden()


def test_a_refusal_is_told_once_however_often_it_comes(window: WorkstationWindow, station: Station) -> None:
    refused = IntentResult(IntentId("12345678"), IntentStatus.REFUSED, sentence={"id": "Tidak boleh.", "en": "No."})
    station.desk.take_answer(refused)
    station.desk.take_answer(refused)
    assert window.top.answers.unread == ["Tidak boleh."]


def test_acts_not_sent_yet_are_counted(window: WorkstationWindow, station: Station) -> None:
    assert window.top.pending.isHidden()
    station.desk.take_on(many(60)[5].id)
    station.pend()
    assert window.top.pending.isVisible()
    assert window.top.pending.text() == "1 menunggu dikirim"


def test_enter_opens_and_v_takes_on(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Return)
    chosen = station.desk.selection
    assert chosen == window.queue.model.report_at(0)
    qtbot.waitUntil(lambda: window.report.details is not None)
    with qtbot.waitSignal(station.desk.reveal_requested):
        QTest.keyClick(window, Qt.Key.Key_Return)
    QTest.keyClick(window, Qt.Key.Key_V)
    assert [act.subject for act in station.acts] == [chosen]


def test_question_mark_shows_every_key(window: WorkstationWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(KeyDialog)
    assert dialog is not None
    assert {"J", "K", "V"} <= {sequence for key in window.bound_keys() for sequence in key.sequences}
    dialog.reject()


def test_the_theme_changes_everywhere_and_is_remembered(window: WorkstationWindow, station: Station) -> None:
    dark = window.grab().toImage().pixelColor(700, 300)
    window.set_theme(LIGHT)
    light = window.grab().toImage().pixelColor(700, 300)
    assert light.lightness() > 200 > dark.lightness()
    assert remembered_theme(station.settings) == LIGHT
    window.set_theme(DARK)
    assert window.grab().toImage().pixelColor(700, 300) == dark


def test_docks_are_remembered_and_can_be_put_back(station: Station, qtbot: QtBot) -> None:
    first = station.window()
    qtbot.addWidget(first)
    first.show()
    first.docks["chartsDock"].hide()
    first.close()
    second = station.window()
    qtbot.addWidget(second)
    second.show()
    assert second.docks["chartsDock"].isHidden()
    second.reset_layout()
    assert second.docks["chartsDock"].isVisible()
    second.close()


@pytest.mark.parametrize(("width", "height"), [(1_366, 768), (1_920, 1_080)])
def test_everything_fits_the_screens_it_is_made_for(
    window: WorkstationWindow, station: Station, qtbot: QtBot, width: int, height: int
) -> None:
    _tick(window.top.filters.state, "Menunggu")
    station.desk.take_answer(_conflict(station))
    QTest.keyClick(window, Qt.Key.Key_J)
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.width() == width and window.report.details is not None)
    assert window.minimumSizeHint().width() <= width
    for part in (window.top.mark, window.top.user, window.top.menu_button, window.report, window.queue, window.chart):
        right = part.mapTo(window, part.rect().bottomRight())
        assert right.x() < width
        assert right.y() < height
        assert not part.visibleRegion().isEmpty()
    scrolled = window.report.scrolled
    sheet = scrolled.takeWidget()
    assert sheet is not None
    scrolled.setWidget(sheet)
    qtbot.waitUntil(lambda: sheet.width() <= scrolled.viewport().width())


def test_every_part_that_takes_the_keyboard_has_a_name(window: WorkstationWindow) -> None:
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not widget.objectName().startswith("qt_")
        and widget.parent() is not None
        and type(widget).__name__ not in ("QScrollArea", "QDockWidget")
    ]
    assert nameless == []
