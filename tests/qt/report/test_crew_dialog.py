"""Sending the chosen report to a crew: which crews are offered, what is told of them, and the one act that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from commandcenter.models.crew import Crew, CrewState
from commandcenter.models.identity import AreaCode, CrewCode, JobId, ReportId
from commandcenter.models.intent import IntentKind
from commandcenter.models.job import Job, JobState
from commandcenter.models.record import Entity
from commandcenter.models.report import Report
from commandcenter.models.state import State
from commandcenter.views.report.crew_dialog import CrewDialog
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, Station, made_up


def _crew(code: str, area: AreaCode | None, state: CrewState = CrewState.AVAILABLE, **more: Any) -> Crew:
    assert area is not None
    return replace(
        Crew(CrewCode(code), 1, f"Regu {code}", area, None, "", "", 2, state, "", NOW),
        **more,
    )


def _job(number: int, crew: str, report: ReportId) -> Job:
    return Job(
        id=JobId(number),
        version=1,
        report_id=report,
        crew=CrewCode(crew),
        state=JobState.SENT,
        sequence=number,
        reason="",
        note="",
        planned_at=NOW,
        sent_at=NOW,
        accepted_at=None,
        en_route_at=None,
        on_site_at=None,
        ended_at=None,
        updated_at=NOW,
    )


def _above(area: AreaCode | None) -> AreaCode:
    assert area is not None
    return AreaCode(area.rpartition(".")[0])


@pytest.fixture
def report() -> Report:
    return made_up(700, NOW - timedelta(minutes=7))


@pytest.fixture
def dialog(window: WorkstationWindow, station: Station, qtbot: QtBot, report: Report) -> Iterator[CrewDialog]:
    """The dialog over crews of the report's area, opened by its key."""
    here = report.area
    station.put(
        Entity.CREW,
        _crew("A", here, CrewState.ASSIGNED),
        _crew("B", here, CrewState.UNAVAILABLE, unavailable_reason="Truk rusak"),
        _crew("C", _above(here)),
        _crew("D", here, CrewState.OFF, present=0),
        _crew("E", AreaCode("99.01.01.1001")),
        _crew("F", here, active=False),
    )
    station.put(Entity.JOB, _job(1, "A", ReportId(1)), _job(2, "A", ReportId(2)))
    with qtbot.waitSignal(window.report.shown, check_params_cb=lambda details: details.report == report):
        station.send([report])
        station.desk.select(report.id)
    window.queue.table.setFocus()
    QTest.keyClick(window.queue.table, Qt.Key.Key_A)
    (found,) = window.report.findChildren(CrewDialog)
    qtbot.waitUntil(lambda: found.list.count() > 0)
    yield found
    if isValid(found):
        found.close()


def _lines(dialog: CrewDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_crews_of_the_area_and_above_stand_there_the_readiest_first_with_what_is_known_of_them(
    dialog: CrewDialog,
) -> None:
    lines = _lines(dialog)
    assert [line.split("\n")[0] for line in lines] == ["Regu C", "Regu A", "Regu D", "Regu B"]
    assert "siap · 2 hadir · 0 tugas · Cilincing" in lines[0]
    assert "ada tugas · 2 hadir · 2 tugas · Semper Barat" in lines[1]
    assert "tidak bertugas · 0 hadir" in lines[2]
    assert "tidak dapat dikirim: Truk rusak" in lines[3]
    assert not dialog.list.item(3).flags() & Qt.ItemFlag.ItemIsEnabled


def test_one_act_sends_it_and_the_panel_says_that_it_waits(
    dialog: CrewDialog, window: WorkstationWindow, station: Station, report: Report
) -> None:
    dialog.note.setText(" Bawa gergaji ")
    dialog.list.setCurrentRow(1)
    assert dialog.told.text() == "Tugas ini menyusul setelah tugas yang sudah dimiliki regu."
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    (act,) = station.acts
    assert (act.kind, act.subject, act.base_version) == (IntentKind.PLAN_JOB, report.id, report.version)
    assert act.payload == {"crew": "A", "send": True, "note": "Bawa gergaji"}
    assert not dialog.isVisible()
    station.pend()
    assert "menunggu dikirim" in window.report.pending.text()
    assert not window.report.send_button.isEnabled()
    station.desk.send_to_crew(report.id, CrewCode("C"))
    assert len(station.acts) == 1, "a second one while the first waits"


def test_a_crew_that_is_not_to_be_sent_can_not_be_chosen(dialog: CrewDialog, station: Station) -> None:
    dialog.list.setCurrentRow(3)
    dialog.list.clearSelection()
    assert not dialog.send_button.isEnabled()
    dialog.send()
    assert station.acts == []


def test_what_changes_while_somebody_thinks_is_shown_and_the_choice_stays(
    dialog: CrewDialog, station: Station, qtbot: QtBot, report: Report
) -> None:
    dialog.list.setCurrentRow(1)
    station.put(Entity.CREW, _crew("C", _above(report.area), CrewState.UNAVAILABLE, unavailable_reason="Ban kempes"))
    qtbot.waitUntil(lambda: "Ban kempes" in _lines(dialog)[-1] or "Ban kempes" in _lines(dialog)[-2])
    assert dialog.chosen is not None
    assert dialog.chosen.crew.code == "A"


def test_a_closed_report_and_the_past_are_sent_to_nobody(
    window: WorkstationWindow, station: Station, qtbot: QtBot, report: Report
) -> None:
    closed = replace(report, state=State.DONE, closed_at=NOW)
    with qtbot.waitSignal(window.report.shown, check_params_cb=lambda details: details.report == closed):
        station.send([closed])
        station.desk.select(closed.id)
    assert not window.report.send_button.isEnabled()
    assert "ditutup" in window.report.send_button.toolTip()
    window.report.send_to_crew()
    assert window.report.findChildren(CrewDialog) == []
    station.desk.send_to_crew(closed.id, CrewCode("A"))
    assert station.acts == []


def test_where_no_crew_is_posted_it_is_said(
    window: WorkstationWindow, station: Station, qtbot: QtBot, report: Report
) -> None:
    with qtbot.waitSignal(window.report.shown, check_params_cb=lambda details: details.report == report):
        station.send([report])
        station.desk.select(report.id)
    window.report.send_to_crew()
    (found,) = window.report.findChildren(CrewDialog)
    qtbot.waitUntil(lambda: "Tidak ada regu" in found.told.text())
    assert not found.send_button.isEnabled()
    found.close()
