"""An administrator opens an account, changes one, or closes it; a citizen opens one for themselves.

A password is no part of any act.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from commandcenter.models.account import Account
from commandcenter.models.city_setting import SettingKey
from commandcenter.models.identity import AccountId, AgencyCode, AreaCode
from commandcenter.models.intent import IntentKind
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.store.account import (
    account_of,
    check_standing,
    checked_login,
    checked_role,
    new_account_id,
    write_account,
)
from commandcenter.store.account_failure import OwnAccount, RegistrationClosed
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.difference import content_version, difference
from commandcenter.store.act.held import check_version
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.city_setting import value_of
from commandcenter.store.failure import FieldMissing, NotAllowed
from commandcenter.store.field import MAX_FIELD_CHARS, flag_field, text_field

_PERSONAL = frozenset({"login", "name", "email", "phone"})
"""Of these the history tells that they changed: whoever is erased later is not to be found there."""

_REGISTERED = frozenset({"login", "name", "role"})
"""All that a citizen says of themselves when they register."""


def set_account(act: Act) -> Outcome:
    """Bring the account that the target names to what the payload says; without a target, open one.

    Fields that are left out stay as they are. Nothing of it reaches the feed.

    Raises:
        AccountUnknown: If there is no such account.
        FieldMissing: If a new account lacks login, name or role.
        OwnAccount: If somebody would shut themselves out.
        Failure: If a field is not what it should be, or the login is taken.
        Conflict: If somebody else changed it since the base version.
        NotAllowed: If the store itself would do anything but open a citizen's account.
        RegistrationClosed: If it would, and the city wants none.
    """
    if act.principal.role is Role.STORE:
        _check_registration(act)
    before = None if act.intent.target is None else account_of(act.connection, act.city, act.intent.target, held=True)
    was = None if before is None else _record(before)
    account = _wanted(act, before or _opened(act))
    if before is not None and before.id == act.principal.account and _shuts_out(before, account):
        raise OwnAccount
    if before is not None:
        check_version(act, before.id, content_version(was), (IntentKind.SET_ACCOUNT,), account.login)
    check_standing(act.connection, act.city, account.role, account.scope, account.holder)
    write_account(act.connection, act.city, account, act.now)
    # Without a version: a number made of somebody's data would outlive them in the act's result.
    return Outcome(applied_to(act, account.id), (), changed=difference(was, _record(account), _PERSONAL))


def _check_registration(act: Act) -> None:
    """Say nothing if this opens the account of a citizen who registers, and the city lets them."""
    payload = act.intent.payload
    if act.intent.target is not None or payload.keys() - _REGISTERED or payload.get("role") != Role.REPORTER.value:
        raise NotAllowed(name=act.principal.name, role=act.principal.role)
    if not value_of(act.connection, act.city, SettingKey.REGISTRATION_OPEN):
        raise RegistrationClosed


def account_version(account: Account) -> int:
    """Return the version of an account that ``base_version`` names."""
    return content_version(_record(account))


def _record(account: Account) -> dict[str, Any]:
    """Return what an administrator sets of an account."""
    return {
        "login": account.login,
        "name": account.name,
        "role": account.role.value,
        "area": account.scope.area,
        "agency": account.scope.agency,
        "holder": account.holder,
        "email": account.email,
        "phone": account.phone,
        "active": account.active,
    }


def _opened(act: Act) -> Account:
    for field in ("login", "name", "role"):
        if text_field(act.intent.payload, field, MAX_FIELD_CHARS) is None:
            raise FieldMissing(field=field)
    return Account(
        id=AccountId(new_account_id()),
        login="",
        name="",
        role=Role.REPORTER,
        scope=WHOLE_CITY,
        holder=None,
        email=None,
        phone=None,
        active=True,
        created_at=act.now,
        signed_in_at=None,
    )


def _wanted(act: Act, account: Account) -> Account:
    """Return the account with the payload's fields; one that is there and empty takes a value away."""
    payload = act.intent.payload
    text = {
        name: text_field(payload, name, MAX_FIELD_CHARS)
        for name in ("login", "name", "role", "area", "agency", "holder", "email", "phone")
        if name in payload
    }
    active = flag_field(payload, "active")
    area, agency = text.get("area", account.scope.area), text.get("agency", account.scope.agency)
    email = text.get("email", account.email)
    return replace(
        account,
        login=checked_login(text.get("login") or account.login),
        name=text.get("name") or account.name,
        role=checked_role(text.get("role") or account.role),
        scope=Scope(None if area is None else AreaCode(area), None if agency is None else AgencyCode(agency)),
        holder=text.get("holder", account.holder),
        email=None if email is None else email.lower(),
        phone=text.get("phone", account.phone),
        active=account.active if active is None else active,
    )


def _shuts_out(before: Account, after: Account) -> bool:
    """Return whether somebody could not undo it any more."""
    return not after.active or after.role is not before.role or (before.scope.is_whole and not after.scope.is_whole)
