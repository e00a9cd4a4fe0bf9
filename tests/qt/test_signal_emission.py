"""The pinned Qt binding counts references right.

Some releases drop one reference to ``True`` at every emit and one to ``None`` at every setter without a result; on
Python 3.11, where these objects can die, the interpreter then ends after a few hundred. So the emits happen in a
process of their own.
"""

from __future__ import annotations

import subprocess
import sys

EMITS = 100_000

PROGRAM = f"""
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    changed = Signal(int, bool)

seen = []
source = Source()
source.changed.connect(lambda number, flag: seen.append(number) if flag else None)
for number in range({EMITS}):
    source.changed.emit(number, True)
    source.setObjectName("name")
print(len(seen))
"""


def test_a_hundred_thousand_signals_arrive_and_the_interpreter_lives() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == str(EMITS)
