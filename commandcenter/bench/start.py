"""A workstation's start, measured from outside: a process of its own, from its first instruction to a usable window.

``start.first load`` from an empty mirror; ``start.window`` until the window is shown; ``start.usable`` until the board
is whole and the map has painted it; once with the columns that the last close kept, once with the mirror alone, as
after a crash. ``start.memory`` is the resident memory of the Python process when it is usable; ``settled``, a moment
after its texts can be searched, which is the last that follows a load. The feed's answer is not waited for: a desk
works with what its mirror has.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.live_store import LiveStore, live_store
from commandcenter.models.mirror.board_file import BOARD_FILE

STARTS = 5
LIMIT_S = 600


def figures(reports: int) -> Iterator[Figure]:
    """Yield the figures of one run."""
    with tempfile.TemporaryDirectory(prefix="commandcenter-bench-") as folder:
        home = Path(folder)
        with live_store(home, reports) as store:
            first = _started(home, store, reports)
            yield figure_of("start.first load until usable", "s", reports, [first["usable_s"]])
            yield figure_of("start.memory after the first load", "MB", reports, [first["memory_mb"]])
            yield figure_of("start.memory after the first load, settled", "MB", reports, [first["settled_mb"]])
            for name, columns_kept in (("with kept columns", True), ("from the mirror", False)):
                starts = [_again(home, store, reports, columns_kept=columns_kept) for _ in range(STARTS)]
                yield figure_of(f"start.window {name}", "s", reports, [each["window_s"] for each in starts])
                yield figure_of(f"start.usable {name}", "s", reports, [each["usable_s"] for each in starts])
                yield figure_of(f"start.memory {name}", "MB", reports, [each["memory_mb"] for each in starts])
                settled = [each["settled_mb"] for each in starts]
                yield figure_of(f"start.memory {name}, settled", "MB", reports, settled)


def _again(home: Path, store: LiveStore, reports: int, *, columns_kept: bool) -> dict[str, float]:
    if not columns_kept:
        for file in home.rglob(BOARD_FILE):
            file.unlink()
    return _started(home, store, reports)


def _started(home: Path, store: LiveStore, reports: int) -> dict[str, float]:
    """Start a workstation in a process of its own and return what it told of itself."""
    asked = json.dumps({"home": str(home), "url": store.url, "token": store.token, "reports": reports})
    begun = time.time()
    told = subprocess.run(
        [sys.executable, "-m", "commandcenter.bench.one_start"],
        # As of every installed copy, what was compiled at one start is there at the next.
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        input=asked,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=True,
    )
    said: dict[str, Any] = json.loads(told.stdout.strip().splitlines()[-1])
    return {
        "window_s": said["window_at"] - begun,
        "usable_s": said["usable_at"] - begun,
        "memory_mb": said["memory_mb"],
        "settled_mb": said["settled_mb"],
    }
