"""PMTiles, version 3: one file, read by ranges of bytes.

Owns following directories to a tile. Every place that the file names is checked against its size, and directories are
followed ``DEPTH`` deep at most, so that one which leads back to itself ends.
"""

from __future__ import annotations

import os
import struct
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from commandcenter.models.failure import Failure
from commandcenter.views.map.base.archive import DEEPEST_ZOOM, TILE_LIMIT, Facts, TileUnreadable, plain_text
from commandcenter.views.map.base.compression import Compression, NotUnpackedError, unpacked
from commandcenter.views.map.base.directory import Directory, DirectoryMalformedError, Entry, read_directory, tile_id
from commandcenter.views.map.base.failure import (
    ArchiveDamaged,
    ArchiveEmpty,
    ArchiveTruncated,
    ArchiveVersionUnknown,
    CompressionWrong,
    TilesUnknown,
)
from commandcenter.views.map.base.probe import Probe, layers_in, metadata_of, probe_picture, probe_vector

DEPTH = 4
"""Directories from the root to a tile; the format's own writers need two, and it advises against more than three."""

_HEADER = struct.Struct("<7sB11QBBBBBB4iB2i")
_VERSION = 3
_VECTOR, _PICTURES = 1, (2, 3, 4)
_DIRECTORY_LIMIT, _NOTES_LIMIT = 16 * 2**20, 8 * 2**20
_KEPT = 64
"""Directories kept in memory: those around what is looked at."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A piece of the file, in bytes."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class _Header:
    root: _Section
    notes: _Section
    leaves: _Section
    tiles: _Section
    packed: Compression
    tiles_packed: Compression
    kind: int
    min_zoom: int
    max_zoom: int
    box: tuple[float, float, float, float]


class PmtilesArchive:
    """An open PMTiles archive."""

    def __init__(self, path: Path) -> None:
        """Open and check it.

        Raises:
            Failure: If it can't be drawn (``failure``).
            OSError: If the disk refuses.
        """
        self._path = path
        self._file = path.open("rb")
        self._leaves: OrderedDict[int, Directory] = OrderedDict()
        try:
            self._header = self._read_header()
            self._root = self._read_directory(self._header.root)
            self.facts = self._facts()
        except (DirectoryMalformedError, NotUnpackedError, TileUnreadable) as error:
            self.close()
            raise ArchiveDamaged(file=path) from error
        except (Failure, OSError):
            self.close()
            raise

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile, unpacked (``archive.Archive``)."""
        try:
            entry = self._find(tile_id(zoom, x, y))
            return None if entry is None else self._tile_at(entry)
        except (OSError, DirectoryMalformedError, NotUnpackedError) as error:
            raise TileUnreadable(f"{zoom}/{x}/{y}: {error}") from error

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def _read_header(self) -> _Header:
        size = os.fstat(self._file.fileno()).st_size
        start = os.pread(self._file.fileno(), _HEADER.size, 0)
        if len(start) > 7 and start[7] != _VERSION:
            raise ArchiveVersionUnknown(file=self._path, version=start[7])
        if len(start) < _HEADER.size:
            raise ArchiveTruncated(file=self._path, expected=_HEADER.size, found=size)
        numbers = _HEADER.unpack(start)
        root, notes, leaves, tiles = (_Section(numbers[at], numbers[at + 1]) for at in (2, 4, 6, 8))
        packed, tiles_packed, kind, min_zoom, max_zoom = numbers[14:19]
        expected = max(section.offset + section.length for section in (root, notes, leaves, tiles))
        if expected >= 2**60 or packed not in set(Compression) or tiles_packed not in set(Compression):
            raise ArchiveDamaged(file=self._path)
        if expected > size:
            raise ArchiveTruncated(file=self._path, expected=expected, found=size)
        if not 0 <= min_zoom <= max_zoom <= DEEPEST_ZOOM:
            raise ArchiveDamaged(file=self._path)
        west, south, east, north = (number / 1e7 for number in numbers[19:23])
        return _Header(
            root,
            notes,
            leaves,
            tiles,
            Compression(packed),
            Compression(tiles_packed),
            kind,
            min_zoom,
            max_zoom,
            (west, south, east, north),
        )

    def _facts(self) -> Facts:
        header = self._header
        if header.kind != _VECTOR and header.kind not in _PICTURES:
            raise TilesUnknown(file=self._path)
        first = self._first()
        if first is None:
            raise ArchiveEmpty(file=self._path)
        notes = metadata_of(self._notes())
        probe = self._probe(first, layers_in(notes))
        west, south, east, north = header.box
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            west, south, east, north = -180.0, -90.0, 180.0, 90.0
        return Facts(
            probe.form,
            probe.scheme,
            probe.mime,
            probe.tile_px,
            header.min_zoom,
            header.max_zoom,
            west,
            south,
            east,
            north,
            plain_text(str(notes.get("attribution") or "")),
        )

    def _notes(self) -> bytes:
        section = self._header.notes
        return unpacked(self._bytes(section), self._header.packed, _NOTES_LIMIT) if section.length else b""

    def _probe(self, first: Entry, layers: tuple[str, ...]) -> Probe:
        try:
            tile = self._tile_at(first)
        except NotUnpackedError as error:
            raise CompressionWrong(file=self._path) from error
        if self._header.kind == _VECTOR:
            return probe_vector(tile, layers, self._path)
        return probe_picture(tile, self._path)

    def _first(self) -> Entry | None:
        """Return the first entry that stands for a tile."""
        directory = self._root
        for _ in range(DEPTH):
            if len(directory) == 0:
                return None
            entry = directory.entry(0)
            if entry.run > 0:
                return entry
            directory = self._leaf(entry)
        raise DirectoryMalformedError(f"directories lie more than {DEPTH} deep")

    def _find(self, tile: int) -> Entry | None:
        directory = self._root
        for _ in range(DEPTH):
            entry = directory.find(tile)
            if entry is None or entry.run > 0:
                return entry
            directory = self._leaf(entry)
        raise DirectoryMalformedError(f"directories lie more than {DEPTH} deep")

    def _leaf(self, entry: Entry) -> Directory:
        known = self._leaves.get(entry.offset)
        if known is None:
            known = self._read_directory(self._within(self._header.leaves, entry))
            self._leaves[entry.offset] = known
        self._leaves.move_to_end(entry.offset)
        while len(self._leaves) > _KEPT:
            self._leaves.popitem(last=False)
        return known

    def _read_directory(self, section: _Section) -> Directory:
        if section.length > _DIRECTORY_LIMIT:
            raise DirectoryMalformedError(f"a directory of {section.length} bytes")
        return read_directory(unpacked(self._bytes(section), self._header.packed, _DIRECTORY_LIMIT))

    def _tile_at(self, entry: Entry) -> bytes:
        section = self._within(self._header.tiles, entry)
        if section.length > TILE_LIMIT:
            raise DirectoryMalformedError(f"a tile of {section.length} bytes")
        return unpacked(self._bytes(section), self._header.tiles_packed, TILE_LIMIT)

    def _within(self, section: _Section, entry: Entry) -> _Section:
        if entry.offset + entry.length > section.length:
            raise DirectoryMalformedError("an entry leads out of its section")
        return _Section(section.offset + entry.offset, entry.length)

    def _bytes(self, section: _Section) -> bytes:
        data = os.pread(self._file.fileno(), section.length, section.offset)
        if len(data) != section.length:
            raise DirectoryMalformedError("the file has become shorter")
        return data
