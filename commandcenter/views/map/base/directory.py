"""The list of tiles in a PMTiles archive: where in the file each tile lies.

Owns the order of tiles (zoom by zoom, along a Hilbert curve) and the reading of one directory. A directory names tiles
or further directories; how deep one follows them is ``pmtiles``' matter. After the PMTiles specification, version 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ENTRY_LIMIT = 2**21
"""Entries that one directory may have; writers keep to some ten thousand."""


class DirectoryMalformedError(ValueError):
    """The bytes are no directory, or one that contradicts itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where something lies.

    Attributes:
        first: Id of the first tile that it stands for.
        run: How many tiles in a row are this one; 0: it is a directory that begins with ``first``.
        offset: Bytes from the beginning of the section.
        length: Bytes.
    """

    first: int
    run: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Directory:
    """One directory, as columns in the order of ids: uint64 of shape ``(n,)`` each."""

    firsts: npt.NDArray[np.uint64]
    runs: npt.NDArray[np.uint64]
    lengths: npt.NDArray[np.uint64]
    offsets: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.firsts)

    def entry(self, position: int) -> Entry:
        """Return the entry at a position."""
        return Entry(
            int(self.firsts[position]),
            int(self.runs[position]),
            int(self.offsets[position]),
            int(self.lengths[position]),
        )

    def find(self, tile: int) -> Entry | None:
        """Return the entry that stands for a tile, or that leads to it; None where neither is there."""
        position = int(np.searchsorted(self.firsts, np.uint64(tile), side="right")) - 1
        if position < 0:
            return None
        found = self.entry(position)
        return found if found.run == 0 or tile < found.first + found.run else None


def tile_id(zoom: int, x: int, y: int) -> int:
    """Return a tile's number: tiles of farther zooms come first, those of one zoom follow a Hilbert curve."""
    before = ((1 << (2 * zoom)) - 1) // 3
    along = 0
    for bit in range(zoom - 1, -1, -1):
        side = 1 << bit
        right, down = bool(x & side), bool(y & side)
        along += side * side * ((3 * right) ^ down)
        if not down:
            if right:
                x, y = x ^ (side - 1), y ^ (side - 1)
            x, y = y, x
    return before + along


def read_directory(data: bytes) -> Directory:
    """Read an unpacked directory.

    Raises:
        DirectoryMalformedError: If it is none.
    """
    numbers = _numbers(data)
    count = int(numbers[0]) if len(numbers) else 0
    if count > ENTRY_LIMIT or len(numbers) != 1 + 4 * count:
        raise DirectoryMalformedError(f"{len(numbers)} numbers for {count} entries")
    steps, runs, lengths, places = numbers[1:].reshape(4, count)
    firsts = _summed(steps)
    return Directory(firsts, runs, lengths, _offsets(places, lengths))


def _numbers(data: bytes) -> npt.NDArray[np.uint64]:
    """Return numbers written seven bits a byte, the lowest first, the eighth bit saying that more follow."""
    octets = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(octets < 0x80)
    if len(octets) == 0 or len(ends) == 0 or ends[-1] != len(octets) - 1:
        raise DirectoryMalformedError("a number is cut off")
    starts = np.concatenate(([0], ends[:-1] + 1))
    sizes = ends - starts + 1
    if int(sizes.max()) > 9:
        raise DirectoryMalformedError("a number has more than 63 bits")
    place = np.arange(len(octets)) - np.repeat(starts, sizes)
    parts = (octets & 0x7F).astype(np.uint64) << (7 * place).astype(np.uint64)
    return np.bitwise_or.reduceat(parts, starts)


def _summed(steps: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    if len(steps) and (float(steps.astype(np.float64).sum()) >= 2**63 or (steps[1:] == 0).any()):
        raise DirectoryMalformedError("tiles are out of order")
    return np.cumsum(steps, dtype=np.uint64)


def _offsets(places: npt.NDArray[np.uint64], lengths: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return offsets: a 0 stands for "behind the one before", anything else is the offset and one."""
    if len(places) == 0:
        return places
    if places[0] == 0 or (lengths == 0).any() or float(lengths.astype(np.float64).sum()) >= 2**63:
        raise DirectoryMalformedError("an entry has no place")
    before = np.concatenate(([np.uint64(0)], np.cumsum(lengths, dtype=np.uint64)[:-1]))
    # The last entry at or before each one that says where it lies itself.
    anchors = np.maximum.accumulate(np.where(places > 0, np.arange(len(places)), 0))
    return places[anchors] - np.uint64(1) + before - before[anchors]
