"""The archive in use, and the one thread that reads it.

Owns opening, reading and closing of archives in that order, because all of it happens on one thread; answers the page's
requests for tiles. Only archives that were opened here are served: an address holds four numbers and no name.

Thread: the interface thread, but for ``_open_now`` and ``_read_now``.
"""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, Signal
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob

from commandcenter.models.failure import Failure
from commandcenter.views.map.base.archive import Archive, TileUnreadable, open_archive
from commandcenter.views.map.base.failure import ArchiveDamaged

_log = logging.getLogger(__name__)

FOLDER = "base"
"""First part of the addresses of tiles: ``base/REVISION/ZOOM/X/Y``."""

_ADDRESS = re.compile(rf"{FOLDER}/(\d{{1,9}})/(\d{{1,2}})/(\d{{1,9}})/(\d{{1,9}})")


class Shelf(QObject):
    """Holds at most one archive that is served.

    Emits:
        opened: An archive is in use now: its revision, a number that no archive before had (``int``), and its
            ``Facts``.
        refused: A file can't be used; what was in use still is (``Failure``).
    """

    opened = Signal(int, object)
    refused = Signal(object)
    _open_done = Signal(int, object)
    _read_done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with nothing; ``close`` ends the thread."""
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tiles")
        self._held: set[Archive] = set()
        self._archive: Archive | None = None
        self._revision = 0
        self._wish = 0
        self._serial = 0
        self._jobs: dict[int, tuple[QWebEngineUrlRequestJob, str]] = {}
        self._is_closed = False
        self._is_trouble_told = False
        queued = Qt.ConnectionType.QueuedConnection
        self._open_done.connect(self._on_open, queued)
        self._read_done.connect(self._on_read, queued)

    @property
    def reading(self) -> int:
        """How many requests wait for an answer."""
        return len(self._jobs)

    def open(self, path: Path) -> None:
        """Open a file in the background; it takes the place of what is in use if it is good."""
        self._wish += 1
        if not self._is_closed:
            self._thread.submit(self._open_now, self._wish, path)

    def put_away(self) -> None:
        """Use no archive any more."""
        self._wish += 1
        self._replace(None)

    def serve(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        """Answer a request for a tile: with the tile, or with nothing where there is none.

        Args:
            job: The page's request.
            path: Of its address, without the first slash.
        """
        match = _ADDRESS.fullmatch(path)
        if match is None or self._archive is None or int(match[1]) != self._revision or self._is_closed:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        zoom, x, y = (int(part) for part in match.groups()[1:])
        if max(x, y) >= 1 << zoom:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        self._serial += 1
        serial = self._serial
        self._jobs[serial] = (job, self._archive.facts.mime)
        # A page that moved on does not want it any more, and the engine deletes the request.
        job.destroyed.connect(lambda: self._jobs.pop(serial, None))
        self._thread.submit(self._read_now, serial, self._archive, zoom, x, y)

    def close(self) -> None:
        """End the thread and let the files go. May be called again."""
        self._is_closed = True
        self._jobs.clear()
        self._thread.shutdown(cancel_futures=True)
        for archive in self._held:
            archive.close()
        self._held.clear()
        self._archive = None

    def _open_now(self, wish: int, path: Path) -> None:
        """Open a file, on the shelf's thread."""
        result: Archive | Failure
        try:
            result = open_archive(path)
            self._held.add(result)
        except Failure as failure:
            result = failure
        except Exception:  # noqa: BLE001 - a pool would keep it to itself
            _log.exception("looking at a base map ended through a fault")
            result = ArchiveDamaged(file=path)
        self._open_done.emit(wish, result)

    def _read_now(self, serial: int, archive: Archive, zoom: int, x: int, y: int) -> None:
        """Read a tile, on the shelf's thread."""
        if serial not in self._jobs:
            return
        result: bytes | TileUnreadable | None
        try:
            result = archive.tile(zoom, x, y)
        except TileUnreadable as error:
            result = error
        except Exception as error:  # noqa: BLE001 - a pool would keep it to itself
            _log.exception("reading a tile ended through a fault")
            result = TileUnreadable(str(error))
        self._read_done.emit(serial, result)

    def _on_open(self, wish: int, result: Archive | Failure) -> None:
        if self._is_closed:
            return
        if wish != self._wish:
            if not isinstance(result, Failure):
                self._let_go(result)
        elif isinstance(result, Failure):
            self.refused.emit(result)
        else:
            self._replace(result)
            self.opened.emit(self._revision, result.facts)

    def _replace(self, archive: Archive | None) -> None:
        before, self._archive = self._archive, archive
        self._revision += 1
        self._is_trouble_told = False
        if before is not None:
            self._let_go(before)

    def _let_go(self, archive: Archive) -> None:
        """Close an archive behind all that was asked of it."""

        def close() -> None:
            self._held.discard(archive)
            archive.close()

        if not self._is_closed:
            self._thread.submit(close)

    def _on_read(self, serial: int, result: bytes | TileUnreadable | None) -> None:
        waiting = self._jobs.pop(serial, None)
        if waiting is None or self._is_closed:
            return
        job, mime = waiting
        if isinstance(result, TileUnreadable):
            if not self._is_trouble_told:
                self._is_trouble_told = True
                _log.error("a tile of the base map can't be read, others of it neither perhaps: %s", result)
            job.fail(QWebEngineUrlRequestJob.Error.RequestFailed)
            return
        body = QBuffer(parent=job)
        body.setData(QByteArray(result or b""))
        body.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(mime.encode(), body)


def is_tile_address(path: str) -> bool:
    """Return whether a path is one that only the shelf may answer."""
    return path.partition("/")[0] == FOLDER
