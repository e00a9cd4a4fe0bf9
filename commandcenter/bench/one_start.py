"""The workstation whose start is measured: a process of its own that holds what every workstation holds, and no more.

Reads from standard input where it lives and what it follows; prints when its window was there, when it was usable, and
its resident memory then and once it has settled. The benchmark that starts it also serves a store; what that imports
took 43 MB and a good part of a second here when both were one module.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from commandcenter.app import Workstation, application, open_workstation
from commandcenter.setting import Settings

SIZE = (1920, 1080)

_KB = 1024
_SETTLES_MS = 3_000


def main() -> None:
    """Be that workstation."""
    asked = json.loads(sys.stdin.read())
    settings = Settings(home=Path(asked["home"]), store_url=asked["url"], token=asked["token"], token_file=None)
    application(settings, needs_display=False)
    with open_workstation(settings, SIZE) as workstation:
        window_at = time.time()
        _until(lambda: _is_usable(workstation, asked["reports"]))
        usable_at, memory_mb = time.time(), _resident_mb()
        _until(lambda: workstation.desk.freshness.text_searchable)
        moment = QEventLoop()
        QTimer.singleShot(_SETTLES_MS, moment.quit)
        moment.exec()
        said = {
            "window_at": window_at,
            "usable_at": usable_at,
            "memory_mb": memory_mb,
            "settled_mb": _resident_mb(),
        }
    print(json.dumps(said), flush=True)


def _is_usable(workstation: Workstation, reports: int) -> bool:
    generation = workstation.desk.generation
    return len(generation) >= reports and workstation.map.painted_generation == generation.number


def _until(is_so: Callable[[], bool]) -> None:
    """Run the event loop until something is so, looked at every 5 ms; whoever started this process ends a long wait."""
    loop, tick = QEventLoop(), QTimer()
    tick.timeout.connect(lambda: loop.quit() if is_so() else None)
    tick.start(5)
    loop.exec()
    tick.stop()


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    resident_kb = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return resident_kb * _KB / 1e6


if __name__ == "__main__":
    main()
