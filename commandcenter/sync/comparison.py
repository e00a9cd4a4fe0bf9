"""Whether a mirror is equal to the store, by their digests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from commandcenter.models.digest import Group, differences
from commandcenter.models.failure import Failure
from commandcenter.models.mirror.digest import mirror_digest
from commandcenter.sync.transport import StoreTransport

_ATTEMPTS = 3
"""A city lives on while two digests are made; a mirror that is kept up to date comes to the same position."""


class NoMirror(Failure):
    """A desk that has never loaded anything here."""

    code = "no_mirror"
    template = "There is no mirror at {path} yet. Start the workstation once and let it load."


class MirrorElsewhere(Failure):
    """A mirror that stands at another position than the store."""

    code = "mirror_elsewhere"
    template = (
        "The mirror stands at {mirror} and the store at {store}, so they can't be compared. Keep the workstation "
        "running until it is live, then try again."
    )
    retryable = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared, and where it differs.

    Attributes:
        position: Of both copies.
        groups: How many groups of records the store has.
        records: How many records the store has.
        differing: Groups that are not equal; empty: nothing differs.
    """

    position: str
    groups: int
    records: int
    differing: tuple[Group, ...]


def compare(mirror: Path, transport: StoreTransport) -> Comparison:
    """Compare a mirror's file with the store.

    Raises:
        NoMirror: If there is none.
        MirrorElsewhere: If it is not at the store's position.
        Failure: If the store or the file can't be read.
    """
    if not mirror.is_file():
        raise NoMirror(path=mirror)
    for _ in range(_ATTEMPTS):
        store = transport.digest()
        position, here = mirror_digest(mirror)
        if position == str(store.position):
            records = sum(held.count for held in store.sums.values())
            return Comparison(position, len(store.sums), records, differences(here, store.sums))
    raise MirrorElsewhere(mirror=position or "no position", store=store.position)
