"""Passwords: argon2id, with the parameters that RFC 9106 recommends where memory is scarce.

Owns what a password may be and how it is kept. Hashing takes some 64 MiB and tens of milliseconds on purpose: call it
on no event loop's thread and inside no writing transaction.
"""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from commandcenter.store.account_failure import PasswordWeak

LEAST_CHARS = 10
MOST_CHARS = 256
"""Longer ones would only let somebody keep the store busy."""

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

_NOBODYS = _hasher.hash(secrets.token_hex(16))
"""Compared with where a login is unknown, so that the answer takes as long as for a known one."""


def checked_password(password: str, login: str) -> str:
    """Return the password.

    Raises:
        PasswordWeak: If it is too short, too long, or the login.
    """
    if not LEAST_CHARS <= len(password) <= MOST_CHARS or password.casefold() == login.casefold():
        raise PasswordWeak(least=LEAST_CHARS, most=MOST_CHARS)
    return password


def hash_password(password: str) -> str:
    """Return what is kept of a password: argon2id with its own salt and parameters."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Return whether a password is the kept one; takes as long where none is kept."""
    try:
        _hasher.verify(password_hash or _NOBODYS, password[: MOST_CHARS + 1])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def made_up_password() -> str:
    """Return a password that nobody chose: 96 random bits."""
    return secrets.token_urlsafe(12)
