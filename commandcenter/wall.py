"""The composition root of the wall: a desk that acts on nothing, a map that nobody touches, one window over all of it.

Owns which screen it covers and the order in which things begin and end. What keeps it true is the same as behind a
workstation: ``backstage``.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from commandcenter.app import application, configured_tiles
from commandcenter.backstage import Backstage
from commandcenter.models.failure import Failure
from commandcenter.picture import Picture, PictureTaker
from commandcenter.setting import Settings
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look, interface_font
from commandcenter.views.map.look import ON_A_DESK
from commandcenter.views.map.map_view import MapView
from commandcenter.views.palette import DARK, apply_theme
from commandcenter.views.reading import Reading
from commandcenter.views.wall.legibility import Viewing
from commandcenter.views.wall.wakefulness import awake
from commandcenter.views.wall.window import WallWindow

log = logging.getLogger(__name__)

ALL_MONITORS = "all"


class MonitorUnknown(Failure):
    """There is no monitor of that number or name."""

    code = "monitor_unknown"
    template = "There is no monitor {wanted}. Known here: {known}. Give --monitor a number, a name, or 'all'."


@dataclass(frozen=True, slots=True)
class Place:
    """Where the wall is shown.

    Attributes:
        monitor: Number from 1, name, or ``ALL_MONITORS``; None: the first.
        is_window: Whether it is an ordinary window instead.
        size: Of the window or the picture, in logical pixels.
    """

    monitor: str | None
    is_window: bool
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wall:
    """One open wall.

    Attributes:
        desk: What its views share.
        window: The window; not shown yet.
        map: The map in it.
    """

    desk: Desk
    window: WallWindow
    map: MapView


@contextmanager
def open_wall(settings: Settings, clock: Clock | None = None) -> Iterator[Wall]:
    """Open a wall while the block runs; everything it started has ended afterwards.

    ``application`` must have been called. The window is to be shown by the caller.

    Args:
        settings: Store, token, and from where the wall is read.
        clock: The time; the computer's unless told.

    Raises:
        Failure: If there is no token, the mirror's folder can't be had, or a server of map tiles is configured in a
            way that can't be used.
    """
    with ExitStack() as ends:
        backstage = Backstage(settings)
        ends.callback(backstage.close)
        desk = Desk(backstage.folder.reader, backstage.submit, read_only_name=backstage.read_only_name)
        look = Look(DARK)
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.setFont(interface_font())
            apply_theme(running, DARK)
        reading = Reading(desk.reader)
        ends.callback(reading.close)
        online = configured_tiles(settings)
        map_view = MapView(desk, look=look, clock=clock, reading=reading, presentation=ON_A_DESK, online=online)
        # What is asked only now and then is as old as the last answer.
        limit_s = settings.wall_limit_s + (settings.poll_interval_s if settings.source else 0)
        viewing = Viewing(settings.wall_height_cm, settings.wall_distance_m)
        window = WallWindow(desk, map_view, look=look, viewing=viewing, limit_s=limit_s, clock=clock, reading=reading)
        ends.callback(window.deleteLater)
        ends.callback(window.close)
        # The page must be gone before its profile, and the profile before the application.
        ends.callback(map_view.end)
        ends.callback(window.end)
        if settings.base_map is not None:
            map_view.base_map.choose_file(settings.base_map)
        else:
            map_view.base_map.choose_online()
        backstage.start(desk)
        yield Wall(desk, window, map_view)


def run_wall(settings: Settings, place: Place, picture: Picture | None) -> int:
    """Show the wall until it is closed, or until the picture is taken.

    Returns:
        0; 1 when a picture was asked for and there was nothing true to see on it.

    Raises:
        Failure: If there is no display, no such monitor or no token, or the scene can't be read from the farthest seat.
    """
    running = application(settings, needs_display=picture is None)
    area = QRect(0, 0, *place.size)
    if picture is None and not place.is_window:
        area = area_of(place.monitor, QGuiApplication.screens())
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python runs handlers between its own instructions: the wall's one-second tick sees to that.
        signal.signal(number, lambda *_: running.exit(0))
    with open_wall(settings) as wall:
        wall.window.check(area.width(), area.height())
        running.setQuitOnLastWindowClosed(True)
        if picture is not None or place.is_window:
            wall.window.resize(area.size())
            wall.window.show()
        else:
            wall.window.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
            wall.window.setGeometry(area)
            if place.monitor == ALL_MONITORS:
                wall.window.show()
            else:
                wall.window.showFullScreen()
        if picture is not None:
            window = wall.window
            taker = PictureTaker(wall.desk, window, wall.map, picture, lambda: told(window), lambda: window.is_current)
            taker.taken.connect(running.exit)
            return running.exec()
        with awake("a wall that is watched"):
            return running.exec()


def told(window: WallWindow) -> dict[str, object]:
    """Return the figures that stand on a wall, for scripts."""
    figures, truth = window.figures, window.truth
    if figures is None or truth is None:
        return {}
    today = figures.today
    return {
        "figures": {
            "new": today.new,
            "open": today.open,
            "overdue": today.overdue,
            "done": today.done,
            "response_median_s": today.response_median_s,
            "responses": today.responses,
        },
        "simulated": figures.provenance.simulated,
        "look": truth.look.value,
        "age": truth.age,
        "headline": truth.headline,
    }


def area_of(monitor: str | None, screens: list[QScreen]) -> QRect:
    """Return what a wall covers, in logical pixels of the desktop.

    Raises:
        MonitorUnknown: If there is none of that number or name.
    """
    if monitor == ALL_MONITORS:
        return screens[0].virtualGeometry()
    if monitor is None:
        return screens[0].geometry()
    for position, screen in enumerate(screens, 1):
        if monitor in (str(position), screen.name()):
            return screen.geometry()
    known = ", ".join(f"{position} ({screen.name()})" for position, screen in enumerate(screens, 1))
    raise MonitorUnknown(wanted=monitor, known=known)
