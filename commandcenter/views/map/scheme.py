"""The page's address: files of the application under ``commandcenter://app/``, and nothing else in the world.

Owns what the page may reach: the files built into ``resources/web``, the areas' borders, shapes of layers, tiles of the
base map in use, and Qt's own channel script; besides, pictures of the servers of tiles that somebody set up.
Whatever else it asks for, on any scheme, is refused and logged.

Thread: the interface thread, also for ``requestStarted``; so the handler only hands out what lies ready or is a
small file of ours. Tiles are read on a thread of the shelf's and answered later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from commandcenter.resource import resource_path
from commandcenter.views.map.base.online import discreet
from commandcenter.views.map.base.shelf import Shelf, is_tile_address

_log = logging.getLogger(__name__)

SCHEME = "commandcenter"
HOST = "app"
PAGE_PATH = "map/index.html"
PAGE_URL = QUrl(f"{SCHEME}://{HOST}/{PAGE_PATH}")

AREAS_PATH = "areas.geojson"
LAYERS_FOLDER = PurePosixPath("layers")
CHANNEL_PATH = "qtwebchannel/qwebchannel.js"

_PICTURES_OF_OURS = b"img-src 'self'"
"""What the page's policy says of pictures, where no server of tiles is set up."""

_TYPES: Mapping[str, bytes] = {
    ".html": b"text/html; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".json": b"application/json",
    ".geojson": b"application/geo+json",
    ".svg": b"image/svg+xml",
    ".png": b"image/png",
    ".woff2": b"font/woff2",
    ".txt": b"text/plain; charset=utf-8",
}
"""Types of what may be served; a file of another kind is not found."""


def register_scheme() -> None:
    """Make the scheme known to the web engine; call it once, before the application object is made."""
    if QWebEngineUrlScheme.schemeByName(SCHEME.encode()).name().size() > 0:
        return
    scheme = QWebEngineUrlScheme(SCHEME.encode())
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def is_own(url: QUrl) -> bool:
    """Return whether an address is one of the application's own."""
    return url.scheme() == SCHEME and url.host() == HOST


def origin_of(url: QUrl) -> str:
    """Return scheme, host and port of an address, as ``base.online`` writes them."""
    return f"{url.scheme()}://{url.host()}" + ("" if url.port() < 0 else f":{url.port()}")


class OwnFiles(QWebEngineUrlSchemeHandler):
    """Answers requests of our scheme."""

    def __init__(
        self,
        areas: Callable[[], bytes | None],
        shapes: Callable[[str], bytes | None],
        shelf: Shelf | None = None,
        root: Path | None = None,
    ) -> None:
        """Serve files of a folder, the areas' borders, shapes of layers, and tiles.

        Args:
            areas: Returns the borders' file, or None while it is not ready; asked on the interface thread.
            shapes: Returns the shapes of the layer of a key, or None where there are none; asked like the areas.
            shelf: Answers for tiles of archives; None: there are none.
            root: The folder; the built pages unless told.
        """
        super().__init__()
        self._shelf = shelf
        self._origins: frozenset[str] = frozenset()
        self._written: frozenset[str] | None = None
        self._areas = areas
        self._shapes = shapes
        self._root = (resource_path("web") if root is None else root).resolve()

    @property
    def lacks(self) -> bool:
        """Whether the page was handed out with a policy that keeps it from a server it may reach by now."""
        return self._written is not None and not self._origins <= self._written

    def admit(self, origins: Collection[str]) -> None:
        """Write these servers (``base.online``), and no others, into the policy of the page from now on."""
        self._origins = frozenset(origins)

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer with the file, or refuse."""
        url = job.requestUrl()
        if not is_own(url) or job.requestMethod() != b"GET":
            _log.warning("refused: %s", url.toString())
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        if self._shelf is not None and is_tile_address(url.path().removeprefix("/")):
            self._shelf.serve(job, url.path().removeprefix("/"))
            return
        path = PurePosixPath(url.path().lstrip("/"))
        kind = _TYPES.get(path.suffix)
        content = None if kind is None else self._content(path)
        if kind is None or content is None:
            # A failed request, not a page that says so: the engine gives every answer of ours the status 200.
            _log.warning("not found: %s", url.toString())
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        body = QBuffer(parent=job)
        body.setData(QByteArray(content))
        body.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(kind, body)

    def _content(self, path: PurePosixPath) -> bytes | None:
        if str(path) == AREAS_PATH:
            return self._areas()
        if path.parent == LAYERS_FOLDER:
            return self._shapes(path.stem)
        if str(path) == CHANNEL_PATH:
            return _channel_script()
        file = (self._root / path).resolve()
        if not file.is_relative_to(self._root) or not file.is_file():
            return None
        content = file.read_bytes()
        if str(path) == PAGE_PATH:
            self._written = self._origins
            allowed = " ".join((_PICTURES_OF_OURS.decode(), *sorted(self._origins))).encode("ascii")
            return content.replace(_PICTURES_OF_OURS, allowed, 1)
        return content


class RequestGuard(QWebEngineUrlRequestInterceptor):
    """Stops every request that leaves the application, but for pictures of servers that were set up.

    Emits:
        refused: A request was stopped (its address).
    """

    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._origins: frozenset[str] = frozenset()

    def admit(self, origins: Collection[str]) -> None:
        """Let pictures of these servers (``base.online``) pass, and of no others, from now on."""
        self._origins = frozenset(origins)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Let our own addresses pass, and pictures of the servers that were set up."""
        if is_own(info.requestUrl()) or self._is_tile(info):
            return
        info.block(True)
        address = info.requestUrl().toString()
        _log.warning("the map page asked for %s; it was stopped", discreet(address))
        self.refused.emit(address)

    def _is_tile(self, info: QWebEngineUrlRequestInfo) -> bool:
        is_picture = info.resourceType() == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        return is_picture and info.requestMethod() == b"GET" and origin_of(info.requestUrl()) in self._origins


def _channel_script() -> bytes | None:
    """Return Qt's own script for its channel, which is a resource of the library."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        return None
    return bytes(file.readAll().data())
