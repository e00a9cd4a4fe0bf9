"""The page in the engine: what it may do, which is next to nothing, and the order in which it ends.

Owns page and profile. A profile must outlive its pages, so ``close`` ends them in that order.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

import shiboken6
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QColor
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings

from commandcenter.views.map.base.online import discreet
from commandcenter.views.map.base.shelf import Shelf
from commandcenter.views.map.scheme import SCHEME, OwnFiles, RequestGuard, is_own

_log = logging.getLogger(__name__)


class MapPage(QWebEnginePage):
    """A page that stays where it is and opens nothing."""

    def acceptNavigationRequest(
        self, url: QUrl | str, _type: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Refuse to go anywhere but to our own page."""
        allowed = is_own(QUrl(url)) and is_main_frame
        if not allowed:
            _log.warning("the map page wanted to go to %s; it stays", QUrl(url).toString())
        return allowed

    def createWindow(self, _type: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]
        """Open no window."""
        return None

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line_number: int,
        source_id: str,
    ) -> None:
        """Write the page's console to the log."""
        worst = QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        _log.log(
            logging.ERROR if level == worst else logging.INFO,
            "page: %s (%s:%s)",
            discreet(message),
            discreet(source_id),
            line_number,
        )


class PageHouse:
    """A page with the profile, files and guard that it needs.

    Attributes:
        page: The page; not loaded yet.
        guard: Stops requests that leave the application.
    """

    def __init__(
        self,
        areas: Callable[[], bytes | None],
        shapes: Callable[[str], bytes | None],
        background_hex: str,
        parent: QObject | None,
        *,
        shelf: Shelf | None = None,
    ) -> None:
        """Make a page that keeps nothing on disk.

        Args:
            areas: Returns the borders' file, or None while it is not ready.
            shapes: Returns the shapes of the layer of a key, or None where there are none.
            background_hex: Colour of the page before it draws.
            parent: Owner of the page.
            shelf: Answers for tiles of archives; None: there are none.
        """
        # Without a name a profile keeps cookies, cache and storage in memory only.
        self._profile = QWebEngineProfile()
        self._files = OwnFiles(areas, shapes, shelf)
        self.guard = RequestGuard()
        self._profile.installUrlSchemeHandler(SCHEME.encode(), self._files)
        self._profile.setUrlRequestInterceptor(self.guard)
        self.page = MapPage(self._profile, parent)
        self.page.setBackgroundColor(QColor(background_hex))
        attribute = QWebEngineSettings.WebAttribute
        for which in (
            attribute.LocalStorageEnabled,
            attribute.JavascriptCanOpenWindows,
            attribute.JavascriptCanAccessClipboard,
            attribute.PluginsEnabled,
            attribute.PdfViewerEnabled,
            attribute.ErrorPageEnabled,
            attribute.FullScreenSupportEnabled,
            attribute.NavigateOnDropEnabled,
        ):
            self.page.settings().setAttribute(which, False)

    def admit(self, origins: Collection[str]) -> bool:
        """Let the page show pictures of these servers, and of no others.

        Returns:
            Whether the page must be loaded anew for it: a policy can't be widened while its page stands.
        """
        self.guard.admit(origins)
        self._files.admit(origins)
        return self._files.lacks

    def close(self) -> None:
        """End the page, then its profile."""
        if shiboken6.isValid(self.page):
            shiboken6.delete(self.page)
        if shiboken6.isValid(self._profile):
            self._profile.removeAllUrlSchemeHandlers()
            shiboken6.delete(self._profile)
