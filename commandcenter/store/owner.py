"""Whose an intent is: who may hear what became of it, and build on it.

Two people can have one name; what is theirs is told by account. A key without an account is a desk's or a program's,
and keys of one name and role are one desk (docs/decisions/0014): a key that replaces another goes on where it ended.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from commandcenter.models.identity import IntentId
from commandcenter.store.token import Principal


def owner_mark(intent_id: IntentId, principal: Principal) -> str:
    """Return what is kept of whose an intent is: the same for nobody else, and for no other intent."""
    if principal.account is None:
        whose = f"key {principal.role.value} {principal.name}"
    else:
        whose = f"account {principal.account}"
    return hashlib.sha256(f"{intent_id} {whose}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Owner:
    """What is kept of whose an intent is.

    Attributes:
        signed_by: The name that it was signed with.
        mark: ``owner_mark``; None: it was decided before any was kept.
    """

    signed_by: str
    mark: str | None

    def is_of(self, intent_id: IntentId, principal: Principal) -> bool:
        """Return whether the intent is this principal's."""
        if self.mark is None:
            return self.signed_by == principal.name
        return hmac.compare_digest(self.mark, owner_mark(intent_id, principal))
