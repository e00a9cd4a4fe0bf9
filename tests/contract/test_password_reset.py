"""Somebody who forgot their password sets another one, by a code that an administrator gives; on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import requests
from sqlalchemy import select, update

from commandcenter.models.intent import IntentKind
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import intents, password_resets
from commandcenter.store.account_failure import ResetRefused
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.password_reset import code_hash, new_code, reset_password
from commandcenter.store.token import Principal
from tests.contract.people import PASSWORD, WEST, act, opened, post, signed_in
from tests.fixture.store import TIMEOUT_S, RunningStore


@pytest.fixture
def administrator(store: RunningStore, central: CentralStore) -> Principal:
    return central.principal(store.key(Role.ADMINISTRATOR, "Admin"))


def test_a_forgotten_password_is_replaced_by_a_code_that_works_once_and_for_a_day(
    served: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    account = opened(central, administrator)
    ahead = served.headers(Role.ADMINISTRATOR, "Diskominfo")

    def code() -> str:
        answer = requests.post(
            f"{served.url}/v1/accounts/{account}/password/reset", json={}, headers=ahead, timeout=TIMEOUT_S
        )
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        return str(answer.json()["code"])

    def reset(code: str, password: str = "sandi yang baru", login: str = "Lurah.Palmerah") -> tuple[int, str]:
        answer = post(served, "/v1/session/reset", login=login, code=code, password=password)
        return answer.status_code, answer.json().get("code", "")

    first = code()
    desk = signed_in(served)
    second = code()
    refused = (401, "reset_refused")
    assert reset(first) == refused, "a further one took its place"
    assert reset(second, login="lurah.lain") == refused
    assert reset(second, password="pendek") == (400, "password_weak")
    assert post(served, "/v1/session", login="lurah.palmerah", password=PASSWORD).status_code == 200, "still good"
    assert reset(f" {second.lower().replace('-', ' ')} ") == (200, "")
    assert reset(second) == refused, "it works once"
    assert requests.get(f"{served.url}/v1/me", headers=desk, timeout=TIMEOUT_S).status_code == 401
    assert post(served, "/v1/session", login="lurah.palmerah", password=PASSWORD).status_code == 401
    assert post(served, "/v1/session", login="lurah.palmerah", password="sandi yang baru").status_code == 200
    third = code()
    with writing(central.engine) as connection:
        connection.execute(update(password_resets).values(ends_ms=password_resets.c.ends_ms - 86_400_001))
    assert reset(third) == refused, "its day is over"
    closing = code()
    act(central, administrator, IntentKind.SET_ACCOUNT, target=account, active=False)
    assert reset(closing) == refused
    with reading(central.engine) as connection:
        given = select(intents.c.principal, intents.c.target, intents.c.payload)
        acts = connection.execute(given.where(intents.c.kind == "reset_password")).all()
        kept = repr([connection.execute(select(table)).all() for table in (intents, password_resets)])
    assert acts == [("Diskominfo", account, None)] * 4
    assert not [each for each in (first, second, third, closing) if each in kept or each.replace("-", "") in kept]


def test_a_code_used_by_two_at_once_is_used_by_one(central: CentralStore, administrator: Principal) -> None:
    account, code = opened(central, administrator), new_code()
    act(central, administrator, IntentKind.RESET_PASSWORD, target=account, code_sha256=code_hash(code))

    def use(number: int) -> str:
        try:
            reset_password(
                central.engine, central.settings.city, "lurah.palmerah", code, f"sandi nomor {number}",
                datetime.now(UTC),
            )  # fmt: skip
        except ResetRefused:
            return "refused"
        return "used"

    with ThreadPoolExecutor(4) as pool:
        assert Counter(pool.map(use, range(4))) == {"used": 1, "refused": 3}


def test_whose_part_is_not_the_whole_city_gives_nobody_a_password_or_a_code(
    served: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    account = opened(central, administrator)
    served.key(Role.ADMINISTRATOR, "Kecamatan", Scope(WEST))
    headers = served.headers(Role.ADMINISTRATOR, "Kecamatan")
    path = f"{served.url}/v1/accounts/{account}/password"
    put = requests.put(path, json={"password": "sandi yang baru"}, headers=headers, timeout=TIMEOUT_S)
    given = requests.post(f"{path}/reset", json={}, headers=headers, timeout=TIMEOUT_S)
    assert [put.json()["code"], given.json()["code"]] == ["out_of_scope"] * 2
