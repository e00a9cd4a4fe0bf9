"""The lock that keeps a second process out of a mirror folder.

The only module that knows how this platform locks a file. POSIX ``flock``: the kernel gives the lock back when
the process ends, however it ends, so a crash leaves nothing to clean up. On a network file system ``flock`` may
not be kept between machines; a mirror folder belongs on a local disk.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from commandcenter.models.mirror.failure import FolderUnusable, MirrorInUse


class FolderLock:
    """An exclusive lock, held from construction until ``release``."""

    def __init__(self, path: Path) -> None:
        """Take the lock on ``path``, making the file if need be.

        Raises:
            MirrorInUse: If another process (or another lock of this one) holds it.
            FolderUnusable: If the file can't be opened.
        """
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise FolderUnusable(folder=str(path.parent), reason=error.strerror) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._descriptor)
            raise MirrorInUse(folder=str(path.parent)) from error
        except OSError as error:
            os.close(self._descriptor)
            raise FolderUnusable(folder=str(path.parent), reason=error.strerror) from error

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
