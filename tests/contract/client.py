"""A client that keeps copies: what every desktop does with snapshot and pages, in the fewest lines."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from commandcenter.models.record import Entity, record_key
from commandcenter.protocol.bulk import SnapshotBegin, SnapshotRows, read_frames, records_of
from commandcenter.protocol.feed import FeedPage
from commandcenter.protocol.position import Position
from commandcenter.store.central import CentralStore
from commandcenter.store.token import Principal


class Copy:
    """Records by entity and key, and the position that they are true at."""

    def __init__(self) -> None:
        self.records: dict[tuple[Entity, str], dict[str, Any]] = {}
        self.position: Position | None = None

    def load(self, frames: Iterable[bytes]) -> None:
        """Begin anew from a snapshot."""
        self.records.clear()
        for frame in read_frames(BytesIO(b"".join(frames))):
            if isinstance(frame, SnapshotBegin):
                self.position = frame.position
            elif isinstance(frame, SnapshotRows):
                for record in records_of(frame):
                    self.records[frame.entity, record_key(frame.entity, record)] = dict(record)

    def apply(self, page: FeedPage) -> None:
        """Take a page in."""
        for row in page.rows:
            if row.record is None:
                self.records.pop((row.entity, row.key), None)
            else:
                self.records[row.entity, row.key] = dict(row.record)
        self.position = page.through

    def of(self, entity: Entity) -> list[dict[str, Any]]:
        """Return an entity's records."""
        return [record for (kind, _), record in self.records.items() if kind is entity]


def follow(central: CentralStore, desk: Principal, copy: Copy) -> None:
    """Bring a copy to the head."""
    while True:
        assert copy.position is not None
        page = central.page(copy.position, desk)
        if page.through == page.after:
            return
        copy.apply(page)


def fresh_copy(central: CentralStore, desk: Principal) -> Copy:
    """Return a copy from a new snapshot."""
    copy = Copy()
    copy.load(central.snapshot(desk))
    return copy
