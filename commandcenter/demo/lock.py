"""One process at a time in the demo's folder, where two would get in each other's way.

The system itself lets go of the lock when the process that holds it ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "lock"


@contextmanager
def alone(home: Path, waiting: str | None = None) -> Iterator[None]:
    """Let the block run while no other process is in one for the same folder; not to be nested.

    Args:
        home: The demo's folder; it must be there.
        waiting: Said on standard error if another one has to be waited for; None: nothing is said.
    """
    descriptor = os.open(home / _NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting is not None:
                print(waiting, file=sys.stderr, flush=True)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
