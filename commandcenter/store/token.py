"""Keys: opaque random texts whose SHA-256 the store keeps.

Owns making, finding and withdrawing them. A key is shown once, when it is made; the store can't show it again.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from commandcenter.models.identity import CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.role import Role
from commandcenter.models.table import tokens
from commandcenter.store.failure import TokenRevoked, TokenUnknown

_PREFIX = "cc_"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who holds a key, as the store and every desktop may show it.

    Attributes:
        name: A desk or an office, not a person's private data; it becomes the actor of what the key does.
            Two keys with one name are one desk.
    """

    token_id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of the list of keys."""

    principal: Principal
    created_ms: int
    revoked_ms: int | None


def add_key(connection: Connection, city: CityCode, name: str, role: Role, now: datetime) -> tuple[str, Principal]:
    """Make a key.

    Returns:
        The key itself, for the only time, and who holds it.
    """
    secret = _PREFIX + secrets.token_urlsafe(32)
    principal = Principal(secrets.token_hex(6), name, role)
    connection.execute(
        tokens.insert().values(
            city=city,
            token_id=principal.token_id,
            name=name,
            role=role.value,
            sha256=_hash(secret),
            created_ms=to_ms(now),
            revoked_ms=None,
        )
    )
    return secret, principal


def find_key(connection: Connection, city: CityCode, secret: str) -> Principal:
    """Return who holds a key.

    Raises:
        TokenUnknown: If nobody does.
        TokenRevoked: If it was withdrawn.
    """
    row = connection.execute(
        select(tokens).where(tokens.c.city == city, tokens.c.sha256 == _hash(secret))
    ).one_or_none()
    if row is None:
        raise TokenUnknown
    if row.revoked_ms is not None:
        raise TokenRevoked
    return Principal(row.token_id, row.name, Role(row.role))


def is_revoked(connection: Connection, city: CityCode, token_id: str) -> bool:
    """Return whether a key that was valid once has been withdrawn."""
    revoked_ms = connection.execute(
        select(tokens.c.revoked_ms).where(tokens.c.city == city, tokens.c.token_id == token_id)
    ).scalar_one_or_none()
    return revoked_ms is not None


def revoke_key(connection: Connection, city: CityCode, which: str, now: datetime) -> int:
    """Withdraw the valid keys with this id or this name; return how many there were."""
    return connection.execute(
        update(tokens)
        .where(
            tokens.c.city == city,
            tokens.c.revoked_ms.is_(None),
            (tokens.c.token_id == which) | (tokens.c.name == which),
        )
        .values(revoked_ms=to_ms(now))
    ).rowcount


def list_keys(connection: Connection, city: CityCode) -> list[KeyEntry]:
    """Return all keys ever made, oldest first."""
    rows = connection.execute(
        select(tokens).where(tokens.c.city == city).order_by(tokens.c.created_ms, tokens.c.token_id)
    )
    return [KeyEntry(Principal(row.token_id, row.name, Role(row.role)), row.created_ms, row.revoked_ms) for row in rows]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
