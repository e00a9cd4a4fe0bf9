"""As long as something on the board was made up, the bar says so."""

from __future__ import annotations

from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, Station, made_up, many


def test_simulated_reports_are_told_wholly_partly_or_not_at_all(window: WorkstationWindow, station: Station) -> None:
    mark = window.top.provenance
    assert mark.isHidden()
    station.send([made_up(serial, NOW, simulated=True) for serial in (900, 901)])
    assert not mark.isHidden()
    assert mark.text() == "SEBAGIAN DATA SIMULASI"
    assert mark.toolTip().startswith("2 dari 62 laporan")
    for real in many(60):
        station.remove(real)
    assert mark.text() == "DATA SIMULASI"
