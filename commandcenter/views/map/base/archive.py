"""What an archive of tiles is to everybody else: facts about it, and a tile when asked.

Owns telling the two kinds of file apart. Refuses to guess: a file is recognised by its first bytes, never its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, Protocol

from commandcenter.views.map.base.failure import ArchiveKindUnknown, ArchiveMissing, ArchiveUnreadable

TILE_LIMIT = 16 * 2**20
"""Bytes that a tile may have once unpacked; a tile of a dense city has less than one in a hundred of that."""

TEXT_LIMIT = 300
"""Characters kept of an attribution."""

DEEPEST_ZOOM = 24
"""No archive goes deeper: there a pixel of a tile is less than a millimetre."""


class Form(StrEnum):
    """What tiles are made of."""

    VECTOR = "vector"
    RASTER = "raster"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an archive says of itself, checked.

    Attributes:
        form: What its tiles are made of.
        scheme: Whose layers vector tiles hold; empty for pictures.
        mime: Media type of a tile.
        tile_px: Side of a tile's picture in pixels; 512 for vector tiles.
        min_zoom: Farthest zoom with tiles, of 256-pixel tiles of the whole world.
        max_zoom: Nearest zoom with tiles.
        west: Degrees, EPSG:4326, as the other three: the box that has tiles.
        attribution: Plain text, on one line; empty where the archive names nobody.
    """

    form: Form
    scheme: Literal["", "protomaps", "openmaptiles"]
    mime: str
    tile_px: int
    min_zoom: int
    max_zoom: int
    west: float
    south: float
    east: float
    north: float
    attribution: str


class TileUnreadable(ValueError):  # noqa: N818 - beside the failures, but for the log
    """One tile of an archive that is otherwise good can't be read."""


class Archive(Protocol):
    """An open archive. All of it is called on one thread at a time."""

    @property
    def facts(self) -> Facts:
        """What it says of itself."""
        ...

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile, unpacked; None where there is none. Rows count from the north.

        Raises:
            TileUnreadable: If there is one and it can't be read.
        """
        ...

    def close(self) -> None:
        """Let the file go."""
        ...


def open_archive(path: Path) -> Archive:
    """Open an archive and look at it as closely as it takes to promise that it can be drawn.

    Thread: any but the interface thread; it reads from disk.

    Raises:
        Failure: If it can't be read, is no archive, or holds nothing that can be drawn (``failure``).
    """
    from commandcenter.views.map.base.mbtiles import MbtilesArchive
    from commandcenter.views.map.base.pmtiles import PmtilesArchive

    kinds: tuple[tuple[bytes, Callable[[Path], Archive]], ...] = (
        (b"PMTiles", PmtilesArchive),
        (b"SQLite format 3\0", MbtilesArchive),
    )
    try:
        if not path.exists():
            raise ArchiveMissing(file=path)
        if not path.is_file():
            # A pipe would be waited for without end.
            raise ArchiveKindUnknown(file=path)
        with path.open("rb") as file:
            begins = file.read(16)
        for magic, opened in kinds:
            if begins.startswith(magic):
                return opened(path)
    except OSError as error:
        raise ArchiveUnreadable(file=path, reason=error.strerror or type(error).__name__) from error
    raise ArchiveKindUnknown(file=path)


def plain_text(markup: str) -> str:
    """Return the words of a piece of HTML, on one line; attributions are written as links."""
    words = _Words()
    words.feed(markup[: 20 * TEXT_LIMIT])
    words.close()
    text = " ".join("".join(words.pieces).split())
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self._silent <= 0:
            self.pieces.append(data)
