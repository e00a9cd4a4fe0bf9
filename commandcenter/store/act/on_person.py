"""The acts on accounts, keys and people, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.erase_person import erase_person
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reset_password import reset_password
from commandcenter.store.act.set_account import set_account
from commandcenter.store.act.set_key import end_key, set_key

ON_PERSON: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    IntentKind.SET_ACCOUNT: set_account,
    IntentKind.RESET_PASSWORD: reset_password,
    IntentKind.SET_KEY: set_key,
    IntentKind.REVOKE_KEY: end_key,
    IntentKind.ERASE_PERSON: erase_person,
}
