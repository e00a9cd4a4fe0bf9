"""MBTiles: an SQLite database of tiles, opened to read and nothing else.

Owns the turning of rows, which MBTiles counts from the south. A file may define views of its own making; a question
that takes longer than ``QUESTION_LIMIT_S`` is broken off.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commandcenter.models.failure import Failure
from commandcenter.views.map.base.archive import DEEPEST_ZOOM, TILE_LIMIT, Facts, TileUnreadable, plain_text
from commandcenter.views.map.base.compression import Compression, NotUnpackedError, unpacked
from commandcenter.views.map.base.failure import (
    ArchiveDamaged,
    ArchiveEmpty,
    ArchiveKindUnknown,
    ArchiveUnreadable,
    CompressionWrong,
    TilesUnknown,
)
from commandcenter.views.map.base.probe import Probe, layers_in, metadata_of, probe_picture, probe_vector

QUESTION_LIMIT_S = 5.0
_STEPS_PER_LOOK = 10_000
_PICTURE_FORMATS = ("png", "jpg", "jpeg", "webp")
_NOTES_LIMIT = 8 * 2**20

_NOT_THE_CONTENT = (sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

_ZOOM = re.compile("[0-9]{1,2}")
_FIRST = "SELECT tile_data FROM tiles WHERE zoom_level = ? LIMIT 1"
_ONE = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"


class MbtilesArchive:
    """An open MBTiles archive."""

    def __init__(self, path: Path) -> None:
        """Open and check it.

        Raises:
            Failure: If it can't be drawn (``failure``).
        """
        self._path = path
        self._give_up_at = 0.0
        # Closed by another thread than the one that reads, after that one has ended.
        self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            # What the file's own views and defaults do must be harmless.
            self._database.execute("PRAGMA trusted_schema = OFF")
            self._database.execute("PRAGMA query_only = ON")
            self._database.set_progress_handler(self._is_too_late, _STEPS_PER_LOOK)
            self.facts = self._facts()
        except (sqlite3.Error, OverflowError, ValueError) as error:
            self.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_THE_CONTENT:
                raise ArchiveUnreadable(file=path, reason=str(error)) from error
            raise ArchiveDamaged(file=path) from error
        except Failure:
            self.close()
            raise

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile, unpacked (``archive.Archive``)."""
        try:
            rows = self._rows(_ONE, zoom, x, (1 << zoom) - 1 - y)
            return self._unpacked(rows[0][0]) if rows else None
        except (sqlite3.Error, NotUnpackedError) as error:
            raise TileUnreadable(f"{zoom}/{x}/{y}: {error}") from error

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def _facts(self) -> Facts:
        tables = {name for (name,) in self._rows("SELECT name FROM sqlite_master")}
        if "tiles" not in tables:
            raise ArchiveKindUnknown(file=self._path)
        notes = self._notes() if "metadata" in tables else {}
        low, high = self._zooms(notes)
        probe = self._probe(low, notes)
        return Facts(
            probe.form,
            probe.scheme,
            probe.mime,
            probe.tile_px,
            low,
            high,
            *_box(notes.get("bounds", "")),
            plain_text(notes.get("attribution", "")),
        )

    def _notes(self) -> dict[str, str]:
        rows = self._rows("SELECT name, value FROM metadata LIMIT 1000")
        return {str(name): str(value)[:_NOTES_LIMIT] for name, value in rows}

    def _zooms(self, notes: Mapping[str, str]) -> tuple[int, int]:
        """Return the zooms that there are tiles of.

        The notes are taken at their word where both their zooms have a tile. They are often wrong; but to look through
        all tiles of a large archive, whose table may be a view over two others, takes longer than anybody waits.
        """
        noted = [notes.get(name, "") for name in ("minzoom", "maxzoom")]
        if all(_ZOOM.fullmatch(text) and self._rows(_FIRST, int(text)) for text in noted):
            low, high = int(noted[0]), int(noted[1])
        else:
            ((low,),) = self._rows("SELECT min(zoom_level) FROM tiles")
            ((high,),) = self._rows("SELECT max(zoom_level) FROM tiles")
        if low is None:
            raise ArchiveEmpty(file=self._path)
        if not (type(low) is int and type(high) is int and 0 <= low <= high <= DEEPEST_ZOOM):
            raise ArchiveDamaged(file=self._path)
        return low, high

    def _probe(self, zoom: int, notes: Mapping[str, str]) -> Probe:
        named = notes.get("format", "").lower()
        if named not in ("", "pbf", *_PICTURE_FORMATS):
            raise TilesUnknown(file=self._path)
        ((content,),) = self._rows(_FIRST, zoom)
        try:
            tile = self._unpacked(content)
        except NotUnpackedError as error:
            raise CompressionWrong(file=self._path) from error
        if named == "pbf":
            return probe_vector(tile, layers_in(metadata_of(notes.get("json", ""))), self._path)
        return probe_picture(tile, self._path)

    def _unpacked(self, content: object) -> bytes:
        if not isinstance(content, bytes) or len(content) > TILE_LIMIT:
            raise NotUnpackedError("no tile")
        return unpacked(content, Compression.UNKNOWN, TILE_LIMIT)

    def _rows(self, question: str, *values: int) -> list[tuple[Any, ...]]:
        self._give_up_at = time.monotonic() + QUESTION_LIMIT_S
        return self._database.execute(question, values).fetchall()

    def _is_too_late(self) -> bool:
        return time.monotonic() > self._give_up_at


def _box(text: str) -> tuple[float, float, float, float]:
    """Return west, south, east, north from an archive's note; the whole world where it makes no sense."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return -180.0, -90.0, 180.0, 90.0
    if -180 <= west < east <= 180 and -90 <= south < north <= 90:
        return west, south, east, north
    return -180.0, -90.0, 180.0, 90.0
