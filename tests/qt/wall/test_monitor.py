"""Which screen a wall covers, and whether it may stay awake."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from commandcenter.views.wall.wakefulness import awake
from commandcenter.wall import ALL_MONITORS, MonitorUnknown, area_of


def test_a_monitor_is_named_by_number_or_name_and_the_first_is_the_default(qapp: QApplication) -> None:
    screens = QGuiApplication.screens()
    first = screens[0]
    for wanted in (None, "1", first.name()):
        assert area_of(wanted, screens) == first.geometry()
    assert area_of(ALL_MONITORS, screens) == first.virtualGeometry()


def test_an_unknown_monitor_is_refused_with_those_that_there_are(qapp: QApplication) -> None:
    screens = QGuiApplication.screens()
    with pytest.raises(MonitorUnknown, match="no monitor 9") as refused:
        area_of("9", screens)
    assert screens[0].name() in str(refused.value)


def test_a_platform_that_keeps_no_screen_awake_is_no_reason_to_stop(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), awake("a wall that is watched") as agreed:
        pass
    assert agreed or "switch the screen saver off by hand" in caplog.text
