"""Accounts in the fewest words, and signing in with them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import requests

from commandcenter.models.identity import AccountId, AreaCode, ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.store.central import CentralStore
from commandcenter.store.session import set_password
from commandcenter.store.token import Principal
from tests.fixture.store import TIMEOUT_S, RunningStore

PASSWORD = "rahasia sekali 31"
WEST = AreaCode("31.01")


def act(
    central: CentralStore,
    who: Principal,
    kind: IntentKind,
    *,
    subject: ReportId | None = None,
    target: str | None = None,
    **payload: Any,
) -> IntentResult:
    intent = Intent(new_intent_id(), kind, subject, None, datetime.now(UTC), payload=payload, target=target)
    return central.apply(intent, who)


def opened(central: CentralStore, administrator: Principal, **fields: Any) -> AccountId:
    """Open an account with a password; return its id."""
    wanted = {"login": "lurah.palmerah", "name": "Lurah Palmerah", "role": "officer", "area": WEST} | fields
    result = act(central, administrator, IntentKind.SET_ACCOUNT, **wanted)
    assert result.status is IntentStatus.APPLIED, result.code
    assert result.target is not None
    account = AccountId(result.target)
    set_password(central.engine, central.settings.city, account, PASSWORD, datetime.now(UTC))
    return account


def post(store: RunningStore, path: str, **body: Any) -> requests.Response:
    return requests.post(store.url + path, json=body, timeout=TIMEOUT_S)


def signed_in(store: RunningStore, login: str = "lurah.palmerah", device: str = "") -> dict[str, str]:
    answer = post(store, "/v1/session", login=login, password=PASSWORD, device=device)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['key']}"}
