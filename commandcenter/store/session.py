"""Signing in: a login and a password, or another identity provider's word, against a key of limited life.

Each call opens the transactions that it needs by itself, so that no password is hashed inside one. Owns how long a
sign-in lasts, and that nothing in the answer or its time tells an unknown login from a wrong password.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from commandcenter.models.account import Account
from commandcenter.models.identity import AccountId, CityCode
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.role import Role
from commandcenter.models.table import accounts, tokens
from commandcenter.store.account import account_by_login, account_of, write_account, write_password
from commandcenter.store.account_failure import AccountMissing, DeviceUnknown, SignInRefused
from commandcenter.store.database import reading, writing
from commandcenter.store.password import checked_password, hash_password, matches
from commandcenter.store.token import Principal, add_key

LASTS = timedelta(days=30)
"""How long a sign-in lasts: a phone in the field is not to be signed in every day."""

ADMINISTRATION_LASTS = timedelta(hours=12)
"""The same for administrators, whose key opens everybody's account: a working day."""


@dataclass(frozen=True, slots=True)
class Session:
    """A fresh sign-in.

    Attributes:
        secret: The key, for the only time.
        expires_at: From when on it is worth nothing.
    """

    secret: str
    principal: Principal
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """One device that somebody is signed in on.

    Attributes:
        name: What the person calls it; empty where it was not said.
    """

    token_id: str
    name: str
    signed_in_at: datetime
    expires_at: datetime | None


def sign_in(engine: Engine, city: CityCode, login: str, password: str, device: str, now: datetime) -> Session:
    """Sign somebody in.

    Raises:
        SignInRefused: If login and password do not belong together, or the account is closed.
    """
    with reading(engine) as connection:
        found = account_by_login(connection, city, login.strip().lower())
    right = matches(None if found is None else found[1], password)
    if found is None or not right or not found[0].active:
        raise SignInRefused
    return begin_session(engine, city, found[0].id, device, now)


def begin_session(engine: Engine, city: CityCode, account: AccountId, device: str, now: datetime) -> Session:
    """Make a key for whoever has proved to be this account's person.

    Raises:
        SignInRefused: If the account was closed in the meantime.
    """
    with writing(engine) as connection:
        known = account_of(connection, city, account, held=True)
        if not known.active:
            raise SignInRefused
        expires_at = now + (ADMINISTRATION_LASTS if known.role is Role.ADMINISTRATOR else LASTS)
        secret, principal = add_key(
            connection,
            city,
            known.name,
            known.role,
            now,
            scope=known.scope,
            holder=known.holder,
            account=known.id,
            expires_at=expires_at,
            device=device,
        )
        connection.execute(
            update(accounts)
            .where(accounts.c.city == city, accounts.c.account_id == account)
            .values(signed_in_ms=to_ms(now))
        )
    return Session(secret, principal, expires_at)


def change_own_password(
    engine: Engine, city: CityCode, principal: Principal, current: str, wanted: str, now: datetime
) -> None:
    """Change the password of whoever is signed in; all other devices are signed out.

    Raises:
        AccountMissing: If the key is nobody's.
        SignInRefused: If the present password is another.
        PasswordWeak: If the new one does not serve.
    """
    account = _own(principal)
    with reading(engine) as connection:
        login = account_of(connection, city, account).login
        found = account_by_login(connection, city, login)
    if not matches(None if found is None else found[1], current):
        raise SignInRefused
    password_hash = hash_password(checked_password(wanted, login))
    with writing(engine) as connection:
        write_password(connection, city, account, password_hash, now, keep=principal.token_id)


def set_password(engine: Engine, city: CityCode, account: AccountId, wanted: str, now: datetime) -> None:
    """Give an account a password; all its devices are signed out.

    Raises:
        AccountUnknown: If there is none.
        PasswordWeak: If the password does not serve.
    """
    with reading(engine) as connection:
        login = account_of(connection, city, account).login
    password_hash = hash_password(checked_password(wanted, login))
    with writing(engine) as connection:
        write_password(connection, city, account, password_hash, now)


def close_account(engine: Engine, city: CityCode, account: Account, now: datetime) -> None:
    """Close an account: nobody can sign in with it, and whoever is, is signed out."""
    with writing(engine) as connection:
        known = account_of(connection, city, account.id, held=True)
        write_account(connection, city, replace(known, active=False), now)


def own_devices(connection: Connection, city: CityCode, principal: Principal, now: datetime) -> list[Device]:
    """Return where whoever asks is signed in, latest first.

    Raises:
        AccountMissing: If the key is nobody's.
    """
    rows = connection.execute(_valid(city, _own(principal), now).order_by(tokens.c.created_ms.desc()))
    return [
        Device(
            row.token_id,
            row.device or "",
            from_ms(row.created_ms),
            None if row.expires_ms is None else from_ms(row.expires_ms),
        )
        for row in rows
    ]


def sign_out(connection: Connection, city: CityCode, principal: Principal, token_id: str, now: datetime) -> None:
    """End one of one's own sign-ins.

    Raises:
        AccountMissing: If the key is nobody's.
        DeviceUnknown: If it is none of one's own.
    """
    changed = connection.execute(
        update(tokens)
        .where(
            tokens.c.city == city,
            tokens.c.account_id == _own(principal),
            tokens.c.token_id == token_id,
            tokens.c.revoked_ms.is_(None),
        )
        .values(revoked_ms=to_ms(now))
    )
    if not changed.rowcount:
        raise DeviceUnknown


def _valid(city: CityCode, account: AccountId, now: datetime) -> Any:
    return select(tokens).where(
        tokens.c.city == city,
        tokens.c.account_id == account,
        tokens.c.revoked_ms.is_(None),
        tokens.c.expires_ms > to_ms(now),
    )


def _own(principal: Principal) -> AccountId:
    if principal.account is None:
        raise AccountMissing
    return principal.account
