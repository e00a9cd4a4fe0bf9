"""Keys: opaque random texts whose SHA-256 the store keeps.

Owns making, finding and withdrawing them. A key is shown once, when it is made; the store can't show it again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from commandcenter.models.identity import AccountId, CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.models.table import tokens
from commandcenter.store.failure import TokenExpired, TokenRevoked, TokenUnknown

_PREFIX = "cc_"

STORE_NAME = "Pusat"
"""Whom timelines name where the store acts by itself, on time that has passed or by a rule."""

_BY_HASH = select(tokens).where(
    tokens.c.city == bindparam("of_city"), tokens.c.sha256.in_(bindparam("hashes", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who holds a key, as the store and every desktop may show it.

    Attributes:
        name: A desk or an office, not a person's private data; it becomes the actor of what the key does.
            Two keys with one name are one desk.
        scope: The part of the city that the key stands for.
        holder: The crew that a key of that role stands for, or the facilities and gauges with commas between them; None
            for other roles.
        account: Whoever signed in with it; None for a desk's or a device's own key.
    """

    token_id: str
    name: str
    role: Role
    scope: Scope = WHOLE_CITY
    holder: str | None = None
    account: AccountId | None = None

    def holds(self, code: str) -> bool:
        """Return whether the key stands for a facility or gauge."""
        return self.holder is not None and code in self.holder.split(",")


STORE_ITSELF = Principal("store", STORE_NAME, Role.STORE)
"""Who acts where nobody does: the store, when time has passed."""

VISITOR = Principal("page", "Halaman", Role.PUBLIC)
"""Whoever uses a page of the store without having signed in; may what everybody may."""


REGISTRATION = Principal("registration", "Daftar sendiri", Role.STORE)
"""Who acts where a citizen opens an account by themselves: the store; its name says so in the history of accounts."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of the list of keys."""

    principal: Principal
    created_ms: int
    revoked_ms: int | None
    expires_ms: int | None = None


def new_secret() -> str:
    """Return a fresh key."""
    return _PREFIX + secrets.token_urlsafe(32)


def add_key(
    connection: Connection,
    city: CityCode,
    name: str,
    role: Role,
    now: datetime,
    *,
    scope: Scope = WHOLE_CITY,
    holder: str | None = None,
    account: AccountId | None = None,
    expires_at: datetime | None = None,
    device: str = "",
) -> tuple[str, Principal]:
    """Make a key.

    Args:
        connection: Inside a writing transaction.
        city: Whose key.
        name: What its acts are signed with.
        role: Who it is to the store.
        now: The store's clock.
        scope: The part of the city that it stands for.
        holder: The crew or facility that it stands for.
        account: Whoever signed in.
        expires_at: From when on it is worth nothing; None: until it is withdrawn.
        device: What whoever signed in calls the device.

    Returns:
        The key itself, for the only time, and who holds it.
    """
    secret = new_secret()
    principal = Principal(secrets.token_hex(6), name, role, scope, holder, account)
    keep_key(connection, city, principal, key_hash(secret), now, expires_at=expires_at, device=device)
    return secret, principal


def keep_key(
    connection: Connection,
    city: CityCode,
    principal: Principal,
    sha256: str,
    now: datetime,
    *,
    expires_at: datetime | None = None,
    device: str = "",
) -> None:
    """Keep a key that was made elsewhere, by its hash.

    Raises:
        IntegrityError: If it is kept already.
    """
    connection.execute(
        tokens.insert().values(
            city=city,
            token_id=principal.token_id,
            name=principal.name,
            role=principal.role.value,
            sha256=sha256,
            created_ms=to_ms(now),
            revoked_ms=None,
            area=principal.scope.area,
            agency=principal.scope.agency,
            holder=principal.holder,
            account_id=principal.account,
            expires_ms=None if expires_at is None else to_ms(expires_at),
            device=device or None,
        )
    )


def find_key(connection: Connection, city: CityCode, secret: str, now: datetime) -> Principal:
    """Return who holds a key.

    Raises:
        TokenUnknown: If nobody does.
        TokenRevoked: If it was withdrawn.
        TokenExpired: If its time is over.
    """
    (found,) = find_keys(connection, city, [secret], now)
    if isinstance(found, Exception):
        raise found
    return found


def find_keys(
    connection: Connection, city: CityCode, keys: Sequence[str], now: datetime
) -> list[Principal | Exception]:
    """Return who holds each of some keys, in order, or what ``find_key`` raises of it."""
    hashes = [key_hash(secret) for secret in keys]
    rows = connection.execute(_BY_HASH, {"of_city": city, "hashes": sorted(set(hashes))})
    found = {row.sha256: _holder(row, now) for row in rows}
    return [found[sha256] if sha256 in found else TokenUnknown() for sha256 in hashes]


def _holder(row: Any, now: datetime) -> Principal | Exception:
    if row.revoked_ms is not None:
        return TokenRevoked()
    if row.expires_ms is not None and row.expires_ms <= to_ms(now):
        return TokenExpired()
    return _principal(row)


def _principal(row: Any) -> Principal:
    scope = Scope(row.area, row.agency)
    return Principal(row.token_id, row.name, Role(row.role), scope, row.holder, row.account_id)


def standings(
    connection: Connection, city: CityCode, token_ids: Collection[str], now: datetime
) -> dict[str, tuple[Role, Scope]]:
    """Return the role and the scope that keys have now; those that are worth nothing any more are left out."""
    rows = connection.execute(
        select(tokens.c.token_id, tokens.c.role, tokens.c.area, tokens.c.agency).where(
            tokens.c.city == city,
            tokens.c.token_id.in_(sorted(token_ids)),
            tokens.c.revoked_ms.is_(None),
            tokens.c.expires_ms.is_(None) | (tokens.c.expires_ms > to_ms(now)),
        )
    )
    return {row.token_id: (Role(row.role), Scope(row.area, row.agency)) for row in rows}


def present_standing(connection: Connection, city: CityCode, principal: Principal) -> tuple[Role, Scope]:
    """Return a key's role and scope as they are now; a stream that has been open for a while began with older ones."""
    row = connection.execute(
        select(tokens.c.role, tokens.c.area, tokens.c.agency).where(
            tokens.c.city == city, tokens.c.token_id == principal.token_id
        )
    ).one_or_none()
    return (principal.role, principal.scope) if row is None else (Role(row.role), Scope(row.area, row.agency))


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
    return [KeyEntry(_principal(row), row.created_ms, row.revoked_ms, row.expires_ms) for row in rows]


def key_hash(secret: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
