"""The store's digest as a message: what a key may see, summed up by area and day, true at one position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commandcenter.models.digest import Group, Sum
from commandcenter.protocol.feed import BadMessage
from commandcenter.protocol.position import Position, parse_position


@dataclass(frozen=True, slots=True)
class StoreDigest:
    """A digest and the position that it is true at."""

    position: Position
    sums: Mapping[Group, Sum]


def digest_to_json(digest: StoreDigest) -> dict[str, Any]:
    """Return the digest as JSON types."""
    return {
        "position": str(digest.position),
        "groups": [
            {"entity": group.entity, "area": group.area, "day": group.day, "count": held.count, "hash": held.hash}
            for group, held in digest.sums.items()
        ],
    }


def digest_from_json(message: Mapping[str, Any]) -> StoreDigest:
    """Read a digest.

    Raises:
        BadMessage: If it is none.
    """
    try:
        return StoreDigest(
            parse_position(message["position"]),
            {
                Group(str(line["entity"]), str(line["area"]), str(line["day"])): Sum(
                    int(line["count"]), str(line["hash"])
                )
                for line in message["groups"]
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage(what=f"digest: {error}") from error
