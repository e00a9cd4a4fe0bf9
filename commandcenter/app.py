"""The composition root of the desktop: builds, wires, starts threads, and unwinds all of it in reverse.

Owns the order in which things begin and end. The threads are ``backstage``'s, where views and sync meet and nowhere
else; only frozen values pass between them, by queued calls.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from commandcenter.backstage import Backstage
from commandcenter.credential import KeyringTileKeys, tile_key_of
from commandcenter.models.failure import Failure
from commandcenter.picture import Picture, PictureTaker
from commandcenter.setting import Settings
from commandcenter.views.clock import Clock
from commandcenter.views.cycle_collection import CycleCollector
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.map.base.online import OnlineSource, online_source
from commandcenter.views.map.map_view import MapView
from commandcenter.views.map.panel import MapPanel
from commandcenter.views.map.rendering import rendering
from commandcenter.views.map.scheme import register_scheme
from commandcenter.views.palette import THEMES, ThemeName
from commandcenter.views.reading import Reading
from commandcenter.views.shell.main_window import WorkstationWindow
from commandcenter.views.shell.memory import window_settings
from commandcenter.views.wording import install_translation

log = logging.getLogger(__name__)

_DISPLAYS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}

SWITCH_INTERVAL_S = 0.0005
"""How long one thread may hold the interpreter while another waits for it."""


class NoDisplay(Failure):
    """There is no screen to open a window on."""

    code = "no_display"
    template = (
        "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it from a "
        "desktop session, or ask for a picture: --screenshot FILE works without a display."
    )


@dataclass(frozen=True, slots=True)
class Workstation:
    """One open workstation.

    Attributes:
        desk: What its views share.
        window: The window, shown.
        map: The map in it.
        backstage: Mirror, outbox and threads.
    """

    desk: Desk
    window: WorkstationWindow
    map: MapView
    backstage: Backstage


def application(settings: Settings, *, needs_display: bool) -> QApplication:
    """Return the process's application object, made at the first call.

    Args:
        settings: The language of the windows.
        needs_display: Whether somebody must see them; pictures are drawn without a display as well.

    Raises:
        NoDisplay: If somebody must see the windows and there is no display.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if sys.platform == "linux" and not _DISPLAYS & os.environ.keys():
        if needs_display:
            raise NoDisplay
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ:
        log.warning("running as root: the map's page runs without its sandbox; use an ordinary account for real work")
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    if sys.platform == "linux":
        os.environ.update(rendering(os.environ))
    # The worker's Python must not keep the interface waiting for the interpreter longer than a fraction of a frame.
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    register_scheme()
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    made = QApplication(["commandcenter"])
    made.setApplicationName("commandcenter")
    CycleCollector(made)
    install_translation(made, settings.language)
    return made


@contextmanager
def open_workstation(settings: Settings, size: tuple[int, int]) -> Iterator[Workstation]:
    """Open a workstation while the block runs; everything it started has ended afterwards.

    ``application`` must have been called.

    Raises:
        Failure: If there is no token, the mirror's folder can't be had, or a server of map tiles is configured in a
            way that can't be used.
    """
    with ExitStack() as ends:
        backstage = Backstage(settings)
        ends.callback(backstage.close)
        desk = Desk(
            backstage.folder.reader,
            backstage.submit,
            dismiss=backstage.dismiss,
            ask_photo=backstage.ask_photo,
            read_only_name=backstage.read_only_name,
        )
        look = Look()
        # Map and window share one pool; it outlives both.
        reading = Reading(desk.reader)
        ends.callback(reading.close)
        clock = Clock(now_s=lambda: desk.shown_s(time.time()), present_s=time.time)
        online = configured_tiles(settings)
        keys = KeyringTileKeys()
        map_view = MapView(desk, look=look, clock=clock, reading=reading, online=online, keys=keys)
        ends.callback(_let_go, map_view)
        ends.callback(map_view.end)
        remembered = window_settings(settings.home)
        panel = MapPanel(map_view, desk=desk, look=look, reading=reading, settings=remembered, clock=clock)
        window = WorkstationWindow(desk, panel, settings=remembered, look=look, clock=clock, reading=reading)
        ends.callback(window.close)
        window.offer_base_maps(map_view.base_map, settings.base_map)
        if settings.theme is not None:
            look.set_theme(THEMES[ThemeName(settings.theme)])
        window.resize(*size)
        window.show()
        # Keyboard first: J, K and V work from the first moment.
        window.queue.table.setFocus()
        backstage.start(desk)
        # What stands now stands until the end. Walking all of it again and again stopped the interface for 70 to
        # 180 ms each time.
        gc.collect()
        gc.freeze()
        ends.callback(gc.unfreeze)
        yield Workstation(desk, window, map_view, backstage)


def configured_tiles(settings: Settings) -> OnlineSource | None:
    """Return the server of map tiles that windows may ask; None unless somebody configured one.

    Raises:
        Failure: If what is configured can't be used.
    """
    if not settings.tile_url:
        return None
    key = tile_key_of(settings)
    return online_source(settings.tile_url, settings.tile_attribution, key, settings.tile_max_zoom)


def run_workstation(settings: Settings, size: tuple[int, int], picture: Picture | None) -> int:
    """Open a workstation until its window is closed, or until the picture is taken.

    Returns:
        0; 1 when a picture was asked for and there was nothing true to see on it.

    Raises:
        Failure: If there is no display or no token, or the mirror's folder can't be had.
    """
    running = application(settings, needs_display=picture is None)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python runs handlers between its own instructions: the window's one-second tick sees to that.
        signal.signal(number, lambda *_: running.exit(0))
    with open_workstation(settings, size) as workstation:
        workstation.window.closed.connect(running.quit)
        if picture is not None:
            taker = PictureTaker(workstation.desk, workstation.window, workstation.map, picture)
            taker.taken.connect(running.exit)
        return running.exec()


def _let_go(widget: QObject) -> None:
    """Delete an object now: the page must be gone before its profile, and the profile before the application."""
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
