"""Citizens who open an account by themselves: the act that does it, and what follows once it is applied.

Owns that it happens once: the act's id is made of what the citizen's phone calls its wish, so that a wish that is sent
again finds the account that it made. The password is set behind the act, because no act holds one, and only where there
is none yet: whoever sends a wish again has to know it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from commandcenter.models.identity import AccountId, CityCode
from commandcenter.models.intent import Intent, IntentKind, IntentResult
from commandcenter.models.role import Role
from commandcenter.store.account import write_first_password
from commandcenter.store.account_failure import LoginTaken, RegistrationClosed
from commandcenter.store.database import writing
from commandcenter.store.own_intent import own_intent_id
from commandcenter.store.password import hash_password
from commandcenter.store.session import Session, sign_in

CITIZEN = "Warga"
"""What somebody is called who does not say how."""

_REFUSALS = {failure.code: failure for failure in (LoginTaken, RegistrationClosed)}


def registering(wish: str, login: str, name: str, now: datetime) -> Intent:
    """Return the act that opens a citizen's account; ``REGISTRATION`` sends it.

    Args:
        wish: The phone's own name of it, at most 40 printable ASCII characters; the same when it is sent again.
        login: As ``checked_login`` returns it.
        name: What the citizen is called on their own page.
        now: The store's clock.
    """
    payload = {"login": login, "name": name, "role": Role.REPORTER.value}
    return Intent(own_intent_id(f"register:{wish}"), IntentKind.SET_ACCOUNT, None, None, now, payload=payload)


def opened_account(result: IntentResult) -> AccountId:
    """Return the account that the act opened, now or when it was first sent.

    Raises:
        LoginTaken: If another account has the login.
        RegistrationClosed: If the city wants none.
    """
    if result.target is None:
        raise _REFUSALS[result.code]
    return AccountId(result.target)


def first_sign_in(
    engine: Engine, city: CityCode, account: AccountId, login: str, password: str, device: str, now: datetime
) -> Session:
    """Give a fresh account its password, and sign its person in; blocks for as long as hashing does.

    Raises:
        SignInRefused: If the account has a password already and this is another, or the login is not its own.
    """
    password_hash = hash_password(password)
    with writing(engine) as connection:
        write_first_password(connection, city, account, login, password_hash)
    return sign_in(engine, city, login, password, device, now)
