"""Keeps the page's borders in step with the mirror's areas.

Owns the file the page fetches: made in the background whenever the settings change, announced when it is ready.

Thread: the interface thread; reading and geometry run on a thread of ``Reading``.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.views.desk import Desk
from commandcenter.views.map.area_file import area_file
from commandcenter.views.map.message import ReadAreas
from commandcenter.views.reading import Newest, Reading


class AreaFeed(QObject):
    """Makes editions of the borders' file."""

    def __init__(
        self,
        desk: Desk,
        reading: Reading,
        send: Callable[[ReadAreas], None],
        parent: QObject | None = None,
    ) -> None:
        """Make the first edition in the background.

        Args:
            desk: Tells when the settings changed.
            reading: Reads the areas.
            send: Takes the announcements.
            parent: Owner.
        """
        super().__init__(parent)
        self._newest = Newest(reading, self)
        self._send = send
        self._content: bytes | None = None
        self._revision = 0
        self._is_approximate = False
        desk.settings_changed.connect(self.renew)
        self.renew()

    def content(self) -> bytes | None:
        """Return the newest edition; None before the first one."""
        return self._content

    @property
    def is_approximate(self) -> bool:
        """Whether some of the borders are stand-ins for real ones."""
        return self._is_approximate

    def is_settled(self, painted: int) -> bool:
        """Return whether an edition is the newest one and no newer one is being made.

        Args:
            painted: Number of the edition that the page has painted; 0: none.
        """
        return self._newest.is_answered and painted == self._revision

    def renew(self) -> None:
        """Read the areas and make an edition."""
        self._newest.ask(_edition, self._on_made)

    def announce(self) -> None:
        """Have a new page fetch the edition that is there."""
        if self._content is not None:
            self._send(ReadAreas(self._revision))

    def _on_made(self, edition: tuple[bytes, bool]) -> None:
        content, self._is_approximate = edition
        if content == self._content:
            return
        self._content = content
        self._revision += 1
        self.announce()


def _edition(reader: MirrorReader) -> tuple[bytes, bool]:
    areas = reader.areas()
    return area_file(areas), any(area.approximate for area in areas)
