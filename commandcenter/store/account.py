"""Accounts as they are kept: found, listed, written; and the keys that they signed in with kept in step with them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.exc import IntegrityError

from commandcenter.models.account import ACCOUNT_ROLES, HELD_ROLES, Account
from commandcenter.models.identity import AccountId, CityCode
from commandcenter.models.instant import from_ms, optional_from_ms, optional_ms, to_ms
from commandcenter.models.notice import Topic
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import accounts, agencies, areas, tokens
from commandcenter.store.account_failure import (
    AccountUnknown,
    HolderMissing,
    LoginTaken,
    LoginUnfit,
    PartUnknown,
    RoleUnfit,
)
from commandcenter.store.database import put_row
from commandcenter.store.field import is_code
from commandcenter.store.notice.subscription import end_for_account

_LOGIN = re.compile(r"[a-z0-9._+@-]{3,100}")


def new_account_id() -> AccountId:
    """Return a fresh random id."""
    return AccountId(secrets.token_hex(8))


def checked_login(text: str) -> str:
    """Return a login in small letters.

    Raises:
        LoginUnfit: If it could not be typed reliably.
    """
    login = text.strip().lower()
    if _LOGIN.fullmatch(login) is None:
        raise LoginUnfit
    return login


def checked_role(text: str) -> Role:
    """Return a role that an account can have.

    Raises:
        RoleUnfit: If it is none.
    """
    if text not in ACCOUNT_ROLES:
        raise RoleUnfit(role=text[:100], choices=", ".join(ACCOUNT_ROLES))
    return Role(text)


def check_standing(connection: Connection, city: CityCode, role: Role, scope: Scope, holder: str | None) -> None:
    """Say nothing if somebody can have this role in this part of the city.

    Raises:
        PartUnknown: If there is no such area; or no such agency, where there are any.
        HolderMissing: If the role needs to know for whom it stands: codes with commas between them, and of a crew one.
    """
    codes = (holder or "").split(",")
    if role in HELD_ROLES and not (all(map(is_code, codes)) and (role is Role.FACILITY or len(codes) == 1)):
        raise HolderMissing(role=role)
    if scope.area is not None and not _is_there(connection, areas.c.code, city, scope.area):
        raise PartUnknown(kind="area", value=scope.area[:100])
    # Before any agency was set up nobody can say which there are.
    some = connection.execute(select(agencies.c.code).where(agencies.c.city == city).limit(1)).first() is not None
    if scope.agency is not None and some and not _is_there(connection, agencies.c.code, city, scope.agency):
        raise PartUnknown(kind="agency", value=scope.agency[:100])


def account_by_login(connection: Connection, city: CityCode, login: str) -> tuple[Account, str | None] | None:
    """Return an account and its password's hash, or None."""
    row = connection.execute(select(accounts).where(accounts.c.city == city, accounts.c.login == login)).one_or_none()
    return None if row is None else (_account(row), row.password_hash)


def accounts_by_email(connection: Connection, city: CityCode, email: str) -> list[Account]:
    """Return the accounts with an address; it is nobody's in particular where there are several."""
    rows = connection.execute(select(accounts).where(accounts.c.city == city, accounts.c.email == email))
    return [_account(row) for row in rows]


def account_of(connection: Connection, city: CityCode, account: str, *, held: bool = False) -> Account:
    """Return an account.

    Args:
        connection: Inside a transaction.
        city: Whose.
        account: Its id.
        held: Whether others are kept from changing it until the transaction ends, which must be a writing one.

    Raises:
        AccountUnknown: If there is none.
    """
    query = select(accounts).where(accounts.c.city == city, accounts.c.account_id == account)
    row = connection.execute(query.with_for_update() if held else query).one_or_none()
    if row is None:
        raise AccountUnknown
    return _account(row)


def list_accounts(
    connection: Connection, city: CityCode, conditions: Iterable[ColumnElement[bool]] = (), most: int | None = None
) -> list[Account]:
    """Return accounts by login: all, or those for which the conditions hold, and ``most`` of them at the most."""
    query = select(accounts).where(accounts.c.city == city, *conditions).order_by(accounts.c.login).limit(most)
    return [_account(row) for row in connection.execute(query)]


def account_to_json(account: Account) -> dict[str, Any]:
    """Return an account as JSON types, without how its person can be reached."""
    return {
        "account_id": account.id,
        "login": account.login,
        "name": account.name,
        "role": account.role.value,
        "area": account.scope.area,
        "agency": account.scope.agency,
        "holder": account.holder,
        "active": account.active,
        "created_ms": to_ms(account.created_at),
        "signed_in_ms": optional_ms(account.signed_in_at),
    }


def write_account(connection: Connection, city: CityCode, account: Account, now: datetime) -> None:
    """Write an account, its password left as it is, and bring the keys that it signed in with into step.

    Those of a closed account, and of one with another role, are withdrawn: how long a sign-in lasts is the role's.
    Whoever's scope changed takes the snapshot again (``sight``). What it is told ends when it is closed; with another
    role or scope only what an office is told.

    Raises:
        LoginTaken: If another account has the login.
    """
    before = connection.execute(
        select(accounts.c.role, accounts.c.area, accounts.c.agency).where(
            accounts.c.city == city, accounts.c.account_id == account.id
        )
    ).one_or_none()
    other = account_by_login(connection, city, account.login)
    if other is not None and other[0].id != account.id:
        raise LoginTaken
    standing: dict[str, Any] = {
        "name": account.name,
        "role": account.role.value,
        "area": account.scope.area,
        "agency": account.scope.agency,
        "holder": account.holder,
    }
    row = {
        "city": city,
        "account_id": account.id,
        "login": account.login,
        **standing,
        "email": account.email,
        "phone": account.phone,
        "active": account.active,
        "created_ms": to_ms(account.created_at),
        "signed_in_ms": optional_ms(account.signed_in_at),
    }
    try:
        with connection.begin_nested():
            put_row(connection, accounts, row)
    except IntegrityError as error:
        # Somebody else took it since it was looked for; the database's own words hold the login, and are not told.
        raise LoginTaken from error
    its_keys = (tokens.c.city == city, tokens.c.account_id == account.id, tokens.c.revoked_ms.is_(None))
    over = its_keys if not account.active else (*its_keys, tokens.c.role != account.role.value)
    connection.execute(update(tokens).where(*over).values(revoked_ms=to_ms(now)))
    connection.execute(update(tokens).where(*its_keys).values(standing))
    if not account.active:
        end_for_account(connection, city, account.id, now, "the account is closed")
    elif before is not None and (before.role, Scope(before.area, before.agency)) != (account.role, account.scope):
        end_for_account(connection, city, account.id, now, "the account stands for something else", Topic.ESCALATION)


def write_password(
    connection: Connection, city: CityCode, account: AccountId, password_hash: str, now: datetime, keep: str = ""
) -> None:
    """Keep another password's hash and withdraw the account's keys, except the one that is kept.

    Raises:
        AccountUnknown: If there is no such account.
    """
    changed = connection.execute(
        update(accounts)
        .where(accounts.c.city == city, accounts.c.account_id == account)
        .values(password_hash=password_hash)
    )
    if not changed.rowcount:
        raise AccountUnknown
    connection.execute(
        update(tokens)
        .where(
            tokens.c.city == city,
            tokens.c.account_id == account,
            tokens.c.token_id != keep,
            tokens.c.revoked_ms.is_(None),
        )
        .values(revoked_ms=to_ms(now))
    )


def write_first_password(
    connection: Connection, city: CityCode, account: AccountId, login: str, password_hash: str
) -> None:
    """Keep a password's hash where the account has this login and no password yet; else leave it as it is."""
    connection.execute(
        update(accounts)
        .where(
            accounts.c.city == city,
            accounts.c.account_id == account,
            accounts.c.login == login,
            accounts.c.password_hash.is_(None),
        )
        .values(password_hash=password_hash)
    )


def _is_there(connection: Connection, column: Any, city: CityCode, code: str) -> bool:
    found = connection.execute(select(column).where(column.table.c.city == city, column == code).limit(1))
    return found.first() is not None


def _account(row: Any) -> Account:
    return Account(
        id=AccountId(row.account_id),
        login=row.login,
        name=row.name,
        role=Role(row.role),
        scope=Scope(row.area, row.agency),
        holder=row.holder,
        email=row.email,
        phone=row.phone,
        active=bool(row.active),
        created_at=from_ms(row.created_ms),
        signed_in_at=optional_from_ms(row.signed_in_ms),
    )
