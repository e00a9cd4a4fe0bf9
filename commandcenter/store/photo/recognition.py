"""Which earlier photos a new one shows again: the index of all traits in memory, and pixels that decide.

Owns keeping the index up with the table, which other processes write as well. Building it reads some 700 bytes a photo,
once a process, at the first photo that is sent to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import Image
from sqlalchemy import Connection, Engine, select

from commandcenter.models.identity import CityCode, MediaId
from commandcenter.models.photo import PhotoSize
from commandcenter.models.table import photos
from commandcenter.store.database import reading
from commandcenter.store.photo.comparison import SAME_SHARE, Likeness, compare
from commandcenter.store.photo.storage import PhotoStorage
from commandcenter.store.photo.trait import Floats, Traits, gray_of, mirrored, traits_of_bytes
from commandcenter.store.photo.trait_index import Candidate, TraitIndex

_OVERLAP_MS = 120_000
"""A transaction may end after one that began later: so far back the table is read again."""

_AT_ONCE = 5_000
_NAMED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Copy:
    """An earlier photo that a new one shows again.

    Attributes:
        media_id: The earlier one.
        mirrored: Whether left and right are exchanged.
    """

    media_id: MediaId
    likeness: Likeness
    mirrored: bool


class Recognition:
    """Recognises photos of one city. Safe on any thread."""

    def __init__(self, engine: Engine, city: CityCode) -> None:
        """Read nothing yet."""
        self._engine = engine
        self._city = city
        self._index = TraitIndex()
        self._through_ms = 0
        self._lock = Lock()

    def copies_among(self, gray: Floats, traits: tuple[Traits, Traits], storage: PhotoStorage) -> list[Copy]:
        """Return the earlier photos that this one shows again, the likest first.

        Args:
            gray: The new photo (``trait.gray_of``).
            traits: Of it and of its mirror image (``trait.traits_both_ways``).
            storage: Where the earlier ones lie.
        """
        self._read_fresh()
        with self._lock:
            straight, turned = (self._index.candidates(way) for way in traits)
        found: dict[MediaId, Copy] = {}
        for laid, candidates, is_mirrored in ((gray, straight, False), (mirrored(gray), turned, True)):
            for candidate in candidates:
                copy = _copy(laid, candidate, is_mirrored, storage)
                held = found.get(candidate.media_id)
                if copy is not None and (held is None or held.likeness.share < copy.likeness.share):
                    found[candidate.media_id] = copy
        return sorted(found.values(), key=lambda copy: -copy.likeness.share)

    def _read_fresh(self) -> None:
        with self._lock, reading(self._engine) as connection:
            self._index.add(self._late(connection))
            for page in self._pages(connection):
                self._index.add(page)

    def _late(self, connection: Connection) -> list[tuple[MediaId, Traits]]:
        """Return what became visible since, although it says an earlier time than what was read last.

        Where photos come fast most of that span is known: only what is not is read as a whole.
        """
        of_city = photos.c.city == self._city
        span = photos.c.ready_ms.between(self._through_ms - _OVERLAP_MS, self._through_ms)
        ids = connection.execute(select(photos.c.media_id).where(of_city, span)).scalars()
        unknown = [media_id for media_id in ids if MediaId(media_id) not in self._index]
        found: list[tuple[MediaId, Traits]] = []
        for start in range(0, len(unknown), _NAMED_AT_ONCE):
            named = photos.c.media_id.in_(unknown[start : start + _NAMED_AT_ONCE])
            rows = connection.execute(select(photos.c.media_id, photos.c.traits).where(of_city, named))
            found += [(MediaId(row.media_id), traits_of_bytes(row.traits)) for row in rows]
        return found

    def _pages(self, connection: Connection) -> Iterator[list[tuple[MediaId, Traits]]]:
        """Yield what is later than what was read last."""
        query = (
            select(photos.c.media_id, photos.c.traits, photos.c.ready_ms)
            .where(photos.c.city == self._city, photos.c.ready_ms > self._through_ms)
            .order_by(photos.c.ready_ms)
        )
        for rows in connection.execute(query, execution_options={"yield_per": _AT_ONCE}).partitions():
            self._through_ms = max(self._through_ms, rows[-1].ready_ms)
            yield [(MediaId(row.media_id), traits_of_bytes(row.traits)) for row in rows]


def _copy(laid: Floats, candidate: Candidate, is_mirrored: bool, storage: PhotoStorage) -> Copy | None:
    data = storage.read(candidate.media_id, PhotoSize.SMALL)
    if data is None:
        return None
    with Image.open(BytesIO(data)) as picture:
        likeness = compare(laid, gray_of(picture), candidate)
    return Copy(candidate.media_id, likeness, is_mirrored) if likeness.share >= SAME_SHARE else None
