"""What every test stands on: an environment without a display, and the real data files if they are there."""

from __future__ import annotations

import gc
import os
import signal
from itertools import count
from pathlib import Path

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium's sandbox refuses to work for root.
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

import pytest
from hypothesis import settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from commandcenter.views.cycle_collection import CycleCollector
from commandcenter.views.map.rendering import rendering

os.environ.update(rendering(os.environ))

# Five seconds, the default, is little on a machine that does other work as well; a wait ends as soon as it may.
_PATIENCE_MS = 30_000
for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitActive, QtBot.waitExposed):
    (_wait.__kwdefaults__ or {})["timeout"] = _PATIENCE_MS

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that starts the tests in the background has them ignore Ctrl-C, and all that they start with them.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test passes or fails on speed: how long one example takes says more about the machine's other work.
settings.register_profile("commandcenter", deadline=None)
settings.load_profile("commandcenter")

_FULL_EVERY = 50
"""After so many tests everything is looked at for cycles, not only what is young."""

_finished = count(1)

_SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, which collects reference cycles as the product's does: on the interface thread alone."""
    CycleCollector(qapp)
    return qapp


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data files beside the checkout; skips, with the reason printed, where it is absent."""
    if not _SHARED_DATA.is_dir():
        pytest.skip("shared data absent: no folder ../shared/data beside the checkout")
    return _SHARED_DATA


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests that take minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses the shared data; leave out, rather than skip, what takes long and was not asked for."""
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.shared_data)
    if not config.getoption("--long"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Leave out of every later look for cycles what is imported and collected: it stands until the end.

    Walking it took up to twenty seconds late in a run, and any test could be the one in which Python did.
    """
    gc.collect()
    gc.freeze()


def pytest_runtest_logfinish() -> None:
    """Let windows that a test has closed really go: their timers must not fire in the next test.

    Tests without windows run no event loop in which the application would collect cycles: here is the place for theirs.
    """
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect(2 if next(_finished) % _FULL_EVERY == 0 else 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether the tests on real data ran, so that a green run cannot hide that they did not."""
    state = "present" if _SHARED_DATA.is_dir() else "absent"
    skipped = sum("shared_data" in report.keywords for report in terminalreporter.getreports("skipped"))
    terminalreporter.write_line(f"shared data: {state}, {skipped} skipped")
