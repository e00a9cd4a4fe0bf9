"""Positions in the change feed."""

from __future__ import annotations

from dataclasses import dataclass

from commandcenter.models.failure import Failure


class BadPosition(Failure):
    """A text that is no position."""

    code = "bad_position"
    template = "{text!r} is no feed position; one looks like 4f2a91c07b3d.1290. Take the snapshot again."


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the feed.

    Attributes:
        epoch: The life of the store's database; restoring a backup begins a new one, and positions of different
            epochs can't be compared.
        n: Number of changes up to here; 0 is the beginning.
    """

    epoch: str
    n: int

    def __str__(self) -> str:
        """Return ``epoch.n``."""
        return f"{self.epoch}.{self.n}"


def parse_position(text: object) -> Position:
    """Read ``epoch.n``; anything may come in, since messages are not to be trusted.

    Raises:
        BadPosition: If the text has another shape.
    """
    epoch, dot, n = text.rpartition(".") if isinstance(text, str) else ("", "", "")
    if not dot or not epoch or not n.isascii() or not n.isdigit():
        raise BadPosition(text=text)
    return Position(epoch, int(n))
