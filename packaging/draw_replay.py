"""Draws docs/pictures/replay-flood.png: the map at six instants of the flood of 21 February 2017, replayed.

    .venv/bin/python packaging/draw_replay.py [SPEED]

A real store, the real replay and a real workstation on loopback, in a folder that is removed afterwards. At the usual
60 times the speed it takes about six minutes. Needs the real data files beside the checkout (../shared/data).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from draw_pictures import AREAS, FLOOD, PICTURES
from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from commandcenter.app import Workstation, application, open_workstation
from commandcenter.demo import DemoStore
from commandcenter.models.freshness import Phase
from commandcenter.models.instant import WIB
from commandcenter.models.past import PastReport
from commandcenter.models.place import LonLat
from commandcenter.models.role import Role
from commandcenter.setting import Settings
from commandcenter.store.intake.opening import open_reports
from commandcenter.store.intake.rhythm import Span, rhythm_of
from commandcenter.store_process import store_command

SPEED = 60.0
FROM = datetime(2017, 2, 21, 4, 0, tzinfo=WIB)
UNTIL = datetime(2017, 2, 21, 10, 0, tzinfo=WIB)
INSTANTS = [FROM + timedelta(hours=hours) for hours in (1, 2, 3, 4, 5, 6)]

SOUTH_WEST, NORTH_EAST = LonLat(106.66, -6.39), LonLat(107.01, -6.05)
WINDOW = (1600, 900)
MAP_PX = 640
COLUMNS = 3
GAP_PX, CAPTION_PX, MARGIN_PX, TITLE_PX = 20, 64, 28, 76
BUTTONS_PX = 52
"""Cut off around the map: its buttons are of no use in a picture."""
PAPER, INK, FAINT = "#0f1720", "#f2f5f8", "#a9b7c4"


@dataclass(frozen=True, slots=True)
class Shot:
    """The map at one instant.

    Attributes:
        at: Which instant of the flood.
        reports: How many reports the board held.
    """

    at: datetime
    reports: int
    picture: QImage


class Photographer(QObject):
    """Begins the replay when the window is live, and takes the map at each instant."""

    def __init__(self, workstation: Workstation, store_url: str, key: str, speed: float, first_at: datetime) -> None:
        super().__init__(workstation.window)
        self.shots: list[Shot] = []
        self.replay: subprocess.Popen[bytes] | None = None
        self._workstation = workstation
        self._environment = {**os.environ, "COMMANDCENTER_STORE_URL": store_url, "COMMANDCENTER_TOKEN": key}
        self._speed = speed
        self._first_at = first_at
        workstation.desk.freshness_changed.connect(self._begin)
        workstation.desk.board_changed.connect(self._on_board)
        workstation.map.ready.connect(self._begin)

    def _begin(self, *_: object) -> None:
        live = self._workstation.desk.freshness.phase is Phase.LIVE
        if self.replay is None and live and self._workstation.map.is_ready:
            self._workstation.map.fit(SOUTH_WEST, NORTH_EAST)
            words = ("replay", str(FLOOD), "--speed", str(self._speed), "--from", f"{FROM:%Y-%m-%dT%H:%M:%S}")
            self.replay = subprocess.Popen(store_command(*words), env=self._environment)

    def _on_board(self, *_: object) -> None:
        """The first report on the board is the replay's beginning as the screen sees it."""
        if not self.shots and len(self._workstation.desk.generation) and not self.findChildren(QTimer):
            for at in INSTANTS:
                timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
                timer.timeout.connect(lambda at=at: self._take(at))
                timer.start(round((at - self._first_at).total_seconds() / self._speed * 1000))

    def _take(self, at: datetime) -> None:
        whole = self._workstation.map.grab().toImage()
        side = min(whole.width(), whole.height()) - 2 * BUTTONS_PX
        left, top = (whole.width() - side) // 2, (whole.height() - side) // 2
        square = whole.copy(left, top, side, side)
        scaled = square.scaled(MAP_PX, MAP_PX, mode=Qt.TransformationMode.SmoothTransformation)
        self.shots.append(Shot(at, len(self._workstation.desk.generation), scaled))
        print(f"{at:%H.%M}: {self.shots[-1].reports} reports, map {whole.width()}×{whole.height()}", flush=True)
        if len(self.shots) == len(INSTANTS):
            QApplication.exit(0)


def main() -> int:
    """Draw the strip; return the exit code."""
    if not FLOOD.exists():
        print("The strip is drawn from ../shared/data, which is not there.", file=sys.stderr)
        return 1
    speed = float(sys.argv[1]) if len(sys.argv) > 1 else SPEED
    reports = [row for row in open_reports(FLOOD, None, datetime.now(UTC)) if isinstance(row, PastReport)]
    rhythm = rhythm_of(reports, speed, Span(from_at=FROM))
    with tempfile.TemporaryDirectory(prefix="commandcenter-replay-") as folder:
        store = DemoStore(Path(folder))
        store.run("set up its store", "init")
        store.run("load the areas", "areas", str(AREAS))
        with store.serving() as url:
            key = store.key(Role.DISPATCHER)
            settings = Settings(home=Path(folder), store_url=url, token=key, token_file=None, theme="dark")
            running = application(settings, needs_display=False)
            with open_workstation(settings, WINDOW) as workstation:
                photographer = Photographer(workstation, url, key, speed, rhythm.acts[0].at)
                running.exec()
                if photographer.replay is not None:
                    photographer.replay.terminate()
                    photographer.replay.wait(20)
            expected = [sum(act.at <= shot.at for act in rhythm.acts) for shot in photographer.shots]
            print(f"in the file by then: {expected}")
            return 0 if compose(photographer.shots, speed).save(str(PICTURES / "replay-flood.png")) else 1


def compose(shots: Sequence[Shot], speed: float) -> QImage:
    """Return the pictures side by side, the time and the number of reports below each."""
    rows = -(-len(shots) // COLUMNS)
    width = 2 * MARGIN_PX + COLUMNS * MAP_PX + (COLUMNS - 1) * GAP_PX
    height = 2 * MARGIN_PX + TITLE_PX + rows * (MAP_PX + CAPTION_PX) + (rows - 1) * GAP_PX
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor(PAPER))
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    title = QRectF(MARGIN_PX, MARGIN_PX, width - 2 * MARGIN_PX, TITLE_PX - GAP_PX)
    _write(painter, title, f"Banjir Jakarta, {FROM:%d.%m.%Y} · putar ulang {speed:g}×", "laporan masuk sejak 04.00 WIB")
    for number, shot in enumerate(shots):
        left = MARGIN_PX + number % COLUMNS * (MAP_PX + GAP_PX)
        top = MARGIN_PX + TITLE_PX + number // COLUMNS * (MAP_PX + CAPTION_PX + GAP_PX)
        painter.drawImage(left, top, shot.picture)
        below = QRectF(left, top + MAP_PX, MAP_PX, CAPTION_PX)
        _write(painter, below, f"{shot.at:%H.%M} WIB", f"{shot.reports:,} laporan".replace(",", "."))
    painter.end()
    return sheet


def _write(painter: QPainter, line: QRectF, left: str, right: str) -> None:
    """Write one line: what it is at the left, how much at the right."""
    for words, ink, size_px, weight, side in (
        (left, INK, 30, QFont.Weight.DemiBold, Qt.AlignmentFlag.AlignLeft),
        (right, FAINT, 22, QFont.Weight.Normal, Qt.AlignmentFlag.AlignRight),
    ):
        painter.setPen(QColor(ink))
        painter.setFont(_font(size_px, weight))
        painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, words)


def _font(size_px: int, weight: QFont.Weight) -> QFont:
    font = QApplication.font()
    font.setPixelSize(size_px)
    font.setWeight(weight)
    return font


if __name__ == "__main__":
    sys.exit(main())
