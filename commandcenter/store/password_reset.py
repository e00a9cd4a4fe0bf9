"""Forgotten passwords: an administrator lets a person set a new one, by a code that works once and for a day.

Owns the code: 80 random bits in letters and digits that are told from each other, of which the hash alone is kept.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select

from commandcenter.models.identity import AccountId, CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.table import password_resets
from commandcenter.store.account import account_by_login, write_password
from commandcenter.store.account_failure import ResetRefused
from commandcenter.store.database import put_row, reading, writing
from commandcenter.store.password import checked_password, hash_password

LASTS = timedelta(days=1)
"""How long a code serves: it is handed over by telephone or at a desk, and used at once."""

_BYTES = 10


def new_code() -> str:
    """Return a fresh code as it is told to somebody: four groups of four."""
    text = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def code_hash(code: str) -> str:
    """Return what is kept of a code, however it was typed: small letters, blanks and dashes make no difference."""
    plain = "".join(character for character in code.upper() if character.isascii() and character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def allow_reset(
    connection: Connection, city: CityCode, account: AccountId, sha256: str, given_by: str, now: datetime
) -> None:
    """Let whoever has the code set the account's password; one that was given before is worth nothing any more.

    Args:
        connection: Inside a writing transaction.
        city: Whose account.
        account: Which.
        sha256: The code's hash.
        given_by: Who lets them.
        now: The store's clock.
    """
    row = {
        "account_id": account,
        "sha256": sha256,
        "given_by": given_by,
        "given_ms": to_ms(now),
        "ends_ms": to_ms(now + LASTS),
    }
    put_row(connection, password_resets, {"city": city, **row})


def reset_password(engine: Engine, city: CityCode, login: str, code: str, wanted: str, now: datetime) -> None:
    """Set a password by a code, which is used up with it; all the account's devices are signed out.

    Raises:
        ResetRefused: If the code is not this login's, was used, is over, or the account is closed.
        PasswordWeak: If the password does not serve; the code stays good.
    """
    with reading(engine) as connection:
        found = account_by_login(connection, city, login.strip().lower())
        if found is None or not found[0].active:
            raise ResetRefused
        account = found[0]
        good = (
            password_resets.c.city == city,
            password_resets.c.account_id == account.id,
            password_resets.c.sha256 == code_hash(code),
            password_resets.c.ends_ms > to_ms(now),
        )
        if connection.execute(select(password_resets.c.account_id).where(*good)).first() is None:
            raise ResetRefused
    password_hash = hash_password(checked_password(wanted, account.login))
    with writing(engine) as connection:
        # Whoever removes it has used it: of two at once, one.
        if not connection.execute(delete(password_resets).where(*good)).rowcount:
            raise ResetRefused
        write_password(connection, city, account.id, password_hash, now)
