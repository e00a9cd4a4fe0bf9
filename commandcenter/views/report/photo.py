"""Photos of the chosen report: asked for by the desk, decoded elsewhere, shown here side by side.

Owns what is kept of them and what stands in their place while they are not there. Views speak to no network: a photo
comes as a picture or as None.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from commandcenter.models.record import OWN_MEDIA
from commandcenter.models.report import Media
from commandcenter.views.desk import Desk
from commandcenter.views.report.timeline import plain

KEPT = 40
"""Photos kept in memory, the latest used."""

MAX_PIXELS = 40_000_000
"""A photo of more is not decoded."""

SHOWN_PX = 960
"""Longest side that is kept; more than any panel shows."""

_WIDE, _HIGH = 3, 2


def decode_photo(content: bytes) -> QImage | None:
    """Return a picture made small enough for a panel, or None if it is none or too large; any thread."""
    data = QByteArray(content)
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MAX_PIXELS:
        return None
    if max(size.width(), size.height()) > SHOWN_PX:
        reader.setScaledSize(size.scaled(SHOWN_PX, SHOWN_PX, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class PhotoAlbum(QObject):
    """Photos by address: those that came, and those that could not be had.

    Emits:
        changed: A photo came, or will not come (its address).
    """

    changed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._desk = desk
        self._kept: OrderedDict[str, QImage | None] = OrderedDict()
        self._asked: set[str] = set()
        desk.photo_arrived.connect(self._on_arrived)

    def get(self, url: str) -> QImage | None:
        """Return a photo, or None and have it fetched."""
        if url in self._kept:
            self._kept.move_to_end(url)
            return self._kept[url]
        if url not in self._asked:
            self._asked.add(url)
            self._desk.ask_photo(url)
        return None

    def is_missing(self, url: str) -> bool:
        """Return whether a photo was asked for and could not be had."""
        return url in self._kept and self._kept[url] is None

    def ask_again(self, urls: Sequence[str]) -> None:
        """Forget that these could not be had: somebody looks at them anew."""
        for url in urls:
            if self.is_missing(url):
                del self._kept[url]

    def _on_arrived(self, url: str, image: QImage | None) -> None:
        self._asked.discard(url)
        self._kept[url] = image
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.changed.emit(url)


class PhotoStrip(QWidget):
    """The photos of one report in a row, each under its name."""

    def __init__(self, album: PhotoAlbum, photos: Sequence[Media]) -> None:
        """Show those photos that the store itself keeps.

        Args:
            album: Where they come from.
            photos: In the order of the timeline.
        """
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.frames: list[PhotoFrame] = []
        for photo in photos:
            if not is_shown(photo):
                continue
            frame = PhotoFrame(album, str(photo.url))
            self.frames.append(frame)
            caption = self.tr("After") if photo.stage == "after" else self.tr("Before")
            frame.setAccessibleName(self.tr("Photo: {caption}").format(caption=caption))
            column = QVBoxLayout()
            column.setSpacing(3)
            column.addWidget(plain(caption, "dim"))
            column.addWidget(frame)
            row.addLayout(column, 1)


def is_shown(photo: Media) -> bool:
    """Return whether a photo can be shown here: addresses outside the store are never asked for."""
    return photo.url is not None and photo.url.startswith(OWN_MEDIA)


class PhotoFrame(QWidget):
    """One photo, three wide and two high, or the sentence that stands for it."""

    def __init__(self, album: PhotoAlbum, url: str) -> None:
        """Ask for the photo."""
        super().__init__()
        self._album = album
        self._url = url
        self._image = album.get(url)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        album.changed.connect(self._on_changed)

    @property
    def sentence(self) -> str:
        """What stands there instead of the photo; empty when it is there."""
        if self._image is not None:
            return ""
        if self._album.is_missing(self._url):
            return self.tr("The photo could not be loaded. Choose the report again to try once more.")
        return self.tr("Loading the photo…")

    def hasHeightForWidth(self) -> bool:
        """Keep the shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return two thirds."""
        return width * _HIGH // _WIDE

    def sizeHint(self) -> QSize:
        """Return a size at which a picture can be read."""
        return QSize(180, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the photo as large as it fits, or the sentence."""
        painter = QPainter(self)
        if self._image is None:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(8, 8, -8, -8), flags, self.sentence)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)

    def _on_changed(self, url: str) -> None:
        if url == self._url:
            self._image = self._album.get(url) if not self._album.is_missing(url) else None
            self.update()
