"""Who a token stands for, as the store tells its bearer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commandcenter.models.role import Role
from commandcenter.protocol.feed import BadMessage


@dataclass(frozen=True, slots=True)
class Bearer:
    """The answer to "who am I".

    Attributes:
        name: Desk or office; the actor of what this token does.
        role: What it may do.
    """

    name: str
    role: Role


def bearer_to_json(bearer: Bearer) -> dict[str, Any]:
    """Return the bearer as JSON types."""
    return {"name": bearer.name, "role": bearer.role.value}


def bearer_from_json(message: Mapping[str, Any]) -> Bearer:
    """Read a bearer.

    Raises:
        BadMessage: If it is none.
    """
    try:
        return Bearer(str(message["name"]), Role(message["role"]))
    except (KeyError, ValueError) as error:
        raise BadMessage(what=f"bearer: {error}") from error
