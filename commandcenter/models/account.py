"""Accounts: people who sign in, and what they may then do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commandcenter.models.identity import AccountId
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope

ACCOUNT_ROLES: tuple[Role, ...] = tuple(role for role in Role if role not in {Role.PUBLIC, Role.STORE})
"""Roles that an account can have: all but the public, which is whoever did not sign in, and the store itself."""

HELD_ROLES = frozenset({Role.CREW, Role.FACILITY})
"""Roles that stand for one crew or facility, their holder."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account. Holds personal data: for administrators and the person alone.

    Attributes:
        login: In small letters.
        name: What its acts are signed with: an office, where it can be.
        holder: The crew or facility that it stands for; None for other roles.
        signed_in_at: When it last was; None: never.
    """

    id: AccountId
    login: str
    name: str
    role: Role
    scope: Scope
    holder: str | None
    email: str | None
    phone: str | None
    active: bool
    created_at: datetime
    signed_in_at: datetime | None
