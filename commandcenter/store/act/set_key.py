"""An administrator has a desk, a device or a program let in by a key, of which the act carries the hash.

The key itself is made where it is shown: it is in no act, no log and no answer of the store.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from commandcenter.models.identity import AgencyCode, AreaCode
from commandcenter.models.role import KEY_ROLES
from commandcenter.models.scope import Scope
from commandcenter.store.account import check_standing
from commandcenter.store.account_failure import KeyHashUnfit, KeyRole, KeyTaken, KeyUnknown, OwnKey
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.difference import difference
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.field import MAX_FIELD_CHARS, needed_text, text_field, whole_field
from commandcenter.store.token import Principal, keep_key, revoke_key

MOST_DAYS = 36_500
"""For how long a key may serve that ends by itself."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ROLES = {role.value: role for role in KEY_ROLES}


def set_key(act: Act) -> Outcome:
    """Keep a new key by its hash; the target of the result is its id.

    Raises:
        FieldMissing: If name, role or hash are.
        KeyHashUnfit: If the hash is none.
        KeyRole: If no key can have the role.
        KeyTaken: If the store keeps this hash already.
        Failure: If it can't stand for what it shall, or a field is not what it should be.
    """
    payload = act.intent.payload
    name = needed_text(payload, "name", MAX_FIELD_CHARS)
    word = needed_text(payload, "role", MAX_FIELD_CHARS)
    sha256 = needed_text(payload, "sha256", MAX_FIELD_CHARS)
    if word not in _ROLES:
        raise KeyRole(role=word, choices=", ".join(_ROLES))
    if _SHA256.fullmatch(sha256) is None:
        raise KeyHashUnfit
    area, agency = (text_field(payload, part, MAX_FIELD_CHARS) for part in ("area", "agency"))
    scope = Scope(None if area is None else AreaCode(area), None if agency is None else AgencyCode(agency))
    holder = text_field(payload, "holder", MAX_FIELD_CHARS)
    days = whole_field(payload, "days", 1, MOST_DAYS)
    expires_at = None if days is None else act.now + timedelta(days=days)
    check_standing(act.connection, act.city, _ROLES[word], scope, holder)
    principal = Principal(secrets.token_hex(6), name, _ROLES[word], scope, holder)
    try:
        with act.connection.begin_nested():
            keep_key(act.connection, act.city, principal, sha256, act.now, expires_at=expires_at)
    except IntegrityError as error:
        raise KeyTaken from error
    said = {field: payload.get(field) for field in ("name", "role", "area", "agency", "holder", "days")}
    return Outcome(applied_to(act, principal.token_id), (), changed=difference(None, said))


def end_key(act: Act) -> Outcome:
    """Withdraw the key that the target names by its id, or all valid ones that it names by what they are called.

    Raises:
        KeyUnknown: If none is valid.
        OwnKey: If it is the one that the act came with.
    """
    which = act.intent.target or ""
    if which == act.principal.token_id:
        raise OwnKey
    if not which or not revoke_key(act.connection, act.city, which, act.now):
        raise KeyUnknown(which=which)
    return Outcome(applied_to(act, which), (), changed={"valid": (True, False)})
