"""Draws what map_memory.py or window_memory.py measured: one curve a run, one panel a quantity, as one PNG.

python benchmarks/draw_map_memory.py PICTURE RUN.jsonl [RUN.jsonl …]
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QPolygonF

PANELS = (
    ("page_rss_mib", "Page's process, RSS (MiB)"),
    ("js_used_mib", "JavaScript heap in use (MiB)"),
    ("app_rss_mib", "Application's process, RSS (MiB)"),
    ("acts", "Acts so far"),
    ("repaint_median_ms", "Change to painted, median of 5 s (ms)"),
)
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
"""Told apart by people who don't see all colours as well (Okabe and Ito)."""

WIDTH_PX, PANEL_PX, LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 1400, 250, 70, 30, 70, 50
_GAP_PX = 46
_INK, _FAINT, _PAPER = QColor("#222222"), QColor("#dddddd"), QColor("#ffffff")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what it ran on, its samples, its summary."""

    label: str
    samples: list[dict[str, Any]]


def read(file: Path) -> Run:
    """Read one run's lines; the sample behind the forced collection is left out."""
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    begin = next(line for line in lines if line["kind"] == "begin")
    samples = [line for line in lines if line["kind"] == "sample"]
    return Run(f"PySide6 {begin['pyside6']}", samples[:-1])


def _told_apart(runs: Sequence[Run]) -> list[Run]:
    labels: list[str] = []
    for run in runs:
        labels.append(f"{run.label}, again" if run.label in labels else run.label)
    return [Run(label, run.samples) for label, run in zip(labels, runs, strict=True)]


def draw(runs: Sequence[Run]) -> QImage:
    """Return all panels below each other; every axis of values begins at 0."""
    # A program notes what it does beside what it weighs: repaints, or acts.
    panels = [panel for panel in PANELS if all(panel[0] in run.samples[0] for run in runs)]
    image = QImage(WIDTH_PX, TOP_PX + len(panels) * PANEL_PX + BOTTOM_PX, QImage.Format.Format_RGB32)
    image.fill(_PAPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _legend(painter, runs)
    last_s = max(run.samples[-1]["at_s"] for run in runs)
    for number, (name, title) in enumerate(panels):
        frame = QRectF(LEFT_PX, TOP_PX + number * PANEL_PX, WIDTH_PX - LEFT_PX - RIGHT_PX, PANEL_PX - _GAP_PX)
        _panel(painter, frame, runs, name, title, last_s)
    _font(painter, 15)
    painter.setPen(_INK)
    below = QRectF(LEFT_PX, image.height() - BOTTOM_PX + 4, WIDTH_PX - LEFT_PX - RIGHT_PX, 24)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, "minutes")
    painter.end()
    return image


def _legend(painter: QPainter, runs: Sequence[Run]) -> None:
    _font(painter, 17)
    x = float(LEFT_PX)
    for run, colour in zip(runs, COLOURS, strict=False):
        painter.setPen(QPen(QColor(colour), 4))
        painter.drawLine(QPointF(x, 24), QPointF(x + 30, 24))
        painter.setPen(_INK)
        painter.drawText(QPointF(x + 40, 30), run.label)
        x += 80 + painter.fontMetrics().horizontalAdvance(run.label)


def _panel(painter: QPainter, frame: QRectF, runs: Sequence[Run], name: str, title: str, last_s: float) -> None:
    values = [sample[name] for run in runs for sample in run.samples if sample[name] is not None]
    top = _round_up(max(values))
    _font(painter, 15)
    for part in range(5):
        value, y = top * part / 4, frame.bottom() - frame.height() * part / 4
        painter.setPen(_FAINT)
        painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        painter.setPen(_INK)
        at = QRectF(0, y - 10, LEFT_PX - 8, 20)
        painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:g}")
    for minute in range(0, math.floor(last_s / 60) + 1, 5):
        x = frame.left() + frame.width() * minute * 60 / last_s
        at = QRectF(x - 20, frame.bottom() + 2, 40, 18)
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, str(minute))
    _font(painter, 15, bold=True)
    painter.drawText(QPointF(frame.left(), frame.top() - 6), title)
    for run, colour in zip(runs, COLOURS, strict=False):
        painter.setPen(QPen(QColor(colour), 1.8))
        points = [
            QPointF(
                frame.left() + frame.width() * sample["at_s"] / last_s,
                frame.bottom() - frame.height() * sample[name] / top,
            )
            for sample in run.samples
            if sample[name] is not None
        ]
        painter.drawPolyline(QPolygonF(points))


def _round_up(value: float) -> float:
    """Return the least of 1, 2, 4, 6, 8 times a power of ten that is no less."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value)


def _font(painter: QPainter, size_px: int, *, bold: bool = False) -> None:
    font = QFont("DejaVu Sans")
    font.setPixelSize(size_px)
    font.setBold(bold)
    painter.setFont(font)


def main(arguments: Sequence[str]) -> int:
    """Draw; return the exit code."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    application = QGuiApplication(["draw_map_memory"])
    saved = draw(_told_apart([read(Path(file)) for file in arguments[1:]])).save(arguments[0])
    application.quit()
    return 0 if saved else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
