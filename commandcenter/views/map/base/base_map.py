"""Which base map lies under the map: an archive of the user's, a configured server, or none.

Owns the choice and telling the page of it. A choice that can't be used changes nothing; the sentence that says why goes
to whoever asked.

Thread: the interface thread; files are opened and read on the shelf's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from commandcenter.models.failure import Failure
from commandcenter.views.map.base.archive import Facts
from commandcenter.views.map.base.online import OnlineSource
from commandcenter.views.map.base.shelf import FOLDER, Shelf
from commandcenter.views.map.message import BaseMapPainted, SetBaseMap

_log = logging.getLogger(__name__)

NONE = SetBaseMap(0, "none", "", "", 256, 0, 0, -180.0, -90.0, 180.0, 90.0, "", "")


class BaseMap(QObject):
    """The base map of one map.

    Emits:
        changed: Another one is in use, or none.
        refused: A wish could not be fulfilled, and nothing changed (``Failure``).
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(
        self, send: Callable[[SetBaseMap], None], online: OnlineSource | None = None, parent: QObject | None = None
    ) -> None:
        """Begin without one.

        Args:
            send: Takes what the page must know.
            online: The configured server; None: there is none, and the network is never asked.
            parent: Owner.
        """
        super().__init__(parent)
        self.shelf = Shelf(self)
        self.shelf.opened.connect(self._on_opened)
        self.shelf.refused.connect(self._on_refused)
        self._send = send
        self._online = online
        self._said = NONE
        self._wanted: Path | None = None
        self._file: Path | None = None
        self._painted = 0
        self._is_failing = False

    @property
    def online(self) -> OnlineSource | None:
        """The configured server."""
        return self._online

    @property
    def file(self) -> Path | None:
        """The archive in use; None if none is."""
        return self._file

    @property
    def attribution(self) -> str:
        """Whose map is in use; empty if none is."""
        return self._said.attribution

    @property
    def is_online(self) -> bool:
        """Whether the configured server's map is in use."""
        return self._said.form in ("xyz", "wms")

    @property
    def is_settled(self) -> bool:
        """Whether no file is being opened and the page has drawn what is in use."""
        return self._wanted is None and (self._said.form == "none" or self._painted == self._said.revision)

    def choose_file(self, path: Path) -> None:
        """Use an archive, as soon as it has been looked at."""
        self._wanted = path
        self.shelf.open(path)

    def choose_online(self) -> None:
        """Use the configured server; nothing happens where there is none."""
        source = self._online
        if source is None:
            return
        self._leave_file()
        self._say(
            replace(
                NONE,
                form=source.kind,
                address=source.address,
                max_zoom=source.max_zoom,
                attribution=source.attribution,
            )
        )

    def choose_none(self) -> None:
        """Use none: borders and coast on an empty ground."""
        self._leave_file()
        self._say(NONE)

    def note(self, sentence: str) -> None:
        """Have the page say in its corner what is wrong, where nobody could read it elsewhere."""
        self._said = replace(self._said, note=sentence)
        self._send(self._said)

    def announce(self) -> None:
        """Tell a new page."""
        self._painted = 0
        self._send(self._said)

    def take_painted(self, painted: BaseMapPainted) -> None:
        """Hear from the page how it went."""
        if painted.revision != self._said.revision:
            return
        self._painted = painted.revision
        # Once until it is well again: a server that is gone is asked at every movement of the map.
        if painted.failed and not self._is_failing:
            _log.warning("%s tiles of the base map could not be had, %s are drawn", painted.failed, painted.drawn)
        if painted.failed or painted.drawn:
            self._is_failing = painted.failed > 0

    def end(self) -> None:
        """Let the file go. May be called again."""
        self.shelf.close()

    def _leave_file(self) -> None:
        self._wanted = self._file = None
        self.shelf.put_away()

    def _say(self, message: SetBaseMap) -> None:
        self._said = replace(message, revision=self._said.revision + 1)
        self._is_failing = False
        self._send(self._said)
        self.changed.emit()

    def _on_opened(self, shelf_revision: int, facts: Facts) -> None:
        self._file, self._wanted = self._wanted, None
        self._say(
            SetBaseMap(
                revision=0,
                form=facts.form.value,
                scheme=facts.scheme,
                address=f"../{FOLDER}/{shelf_revision}/{{z}}/{{x}}/{{y}}",
                tile_px=facts.tile_px,
                min_zoom=facts.min_zoom,
                max_zoom=facts.max_zoom,
                west=facts.west,
                south=facts.south,
                east=facts.east,
                north=facts.north,
                attribution=facts.attribution,
                note="",
            )
        )

    def _on_refused(self, failure: Failure) -> None:
        self._wanted = None
        _log.warning("%s", failure)
        self.refused.emit(failure)
