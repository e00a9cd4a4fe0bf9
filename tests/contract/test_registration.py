"""Citizens open accounts by themselves: once, as reporters and nothing else; on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import requests
from sqlalchemy import select

from commandcenter.models.identity import IntentId
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.table import accounts, intents
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.public_limit import PublicLimit, PublicLimits
from commandcenter.store.registration import registering
from commandcenter.store.service.page_key import COOKIE, PAGE_HEADER, PROOF_HEADER
from commandcenter.store.setting_history import read_history
from commandcenter.store.token import REGISTRATION, Principal
from tests.contract.people import PASSWORD, act, opened, post
from tests.fixture.store import TIMEOUT_S, RunningStore

LOGIN = "siti.palmerah"


@pytest.fixture
def administrator(store: RunningStore, central: CentralStore) -> Principal:
    return central.principal(store.key(Role.ADMINISTRATOR, "Admin"))


def register(
    store: RunningStore, wish: str = "", headers: Mapping[str, str] | None = None, **fields: Any
) -> requests.Response:
    """Register as the page does; fields that are None are left out."""
    wanted = {"login": LOGIN, "password": PASSWORD, "cookie": True} | fields
    return requests.post(
        f"{store.url}/v1/registration",
        json={name: value for name, value in wanted.items() if value is not None},
        headers={PAGE_HEADER: "citizen", "Idempotency-Key": wish or new_intent_id()} if headers is None else headers,
        timeout=TIMEOUT_S,
    )


def logins(central: CentralStore) -> list[str]:
    with reading(central.engine) as connection:
        return list(connection.execute(select(accounts.c.login).order_by(accounts.c.login)).scalars())


def test_a_citizen_registers_and_is_signed_in_as_a_reporter(served: RunningStore, central: CentralStore) -> None:
    answer = register(served, login=f" {LOGIN.upper()} ", name="Siti")
    body = answer.json()
    assert answer.status_code == 200, body
    assert (body["name"], body["role"], body["area"], body["agency"]) == ("Siti", "reporter", None, None)
    assert "key" not in body
    assert COOKIE in answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    again = post(served, "/v1/session", login=LOGIN, password=PASSWORD)
    assert again.json()["account_id"] == body["account_id"]


def test_the_history_says_that_nobody_else_opened_it_and_keeps_nothing_of_the_person(
    served: RunningStore, central: CentralStore
) -> None:
    account = register(served, name="Kanari Kuning", login="kanari").json()["account_id"]
    with reading(central.engine) as connection:
        (entry,) = read_history(connection, central.settings.city, account)
        kept = str(connection.execute(select(intents)).all()).lower()
    assert (entry.kind, entry.by) == (IntentKind.SET_ACCOUNT, "Daftar sendiri")
    assert "kanari" not in kept
    assert PASSWORD not in kept


def test_a_wish_that_is_sent_again_makes_one_account_and_needs_its_password(
    served: RunningStore, central: CentralStore
) -> None:
    wish = new_intent_id()
    first = register(served, wish)
    again = register(served, wish)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["account_id"] == again.json()["account_id"]
    for refused in (register(served, wish, password="bukan sandi itu"), register(served, wish, login="siti.lain")):
        assert (refused.status_code, refused.json()["code"]) == (401, "sign_in_refused")
    assert logins(central) == [LOGIN]
    assert post(served, "/v1/session", login=LOGIN, password=PASSWORD).status_code == 200


def test_a_store_that_ended_before_the_password_was_kept_goes_on_where_it_was(
    served: RunningStore, central: CentralStore
) -> None:
    wish = new_intent_id()
    assert central.apply(registering(wish, LOGIN, "Siti", served.settings.clock()), REGISTRATION).target is not None
    assert post(served, "/v1/session", login=LOGIN, password=PASSWORD).status_code == 401
    assert register(served, wish).status_code == 200
    assert post(served, "/v1/session", login=LOGIN, password=PASSWORD).status_code == 200


def test_of_many_who_want_one_login_at_once_one_gets_it(served: RunningStore, central: CentralStore) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: register(served, password=f"sandi nomor {number}"), range(6)))
    assert Counter(answer.json().get("code", "in") for answer in answers) == {"in": 1, "login_taken": 5}
    assert logins(central) == [LOGIN]


def test_a_wish_sent_twice_at_once_signs_both_in_to_one_account(served: RunningStore, central: CentralStore) -> None:
    wish = new_intent_id()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: register(served, wish, cookie=None), range(2)))
    assert len({answer.json()["account_id"] for answer in answers}) == 1
    for answer in answers:
        key = {"Authorization": f"Bearer {answer.json()['key']}"}
        assert requests.get(f"{served.url}/v1/me", headers=key, timeout=TIMEOUT_S).status_code == 200


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"login": "lurah.palmerah"}, "login_taken"),
        ({"login": "x"}, "login_unfit"),
        ({"login": "dua kata"}, "login_unfit"),
        ({"login": None}, "field_missing"),
        ({"login": ["a"]}, "field_not_text"),
        ({"password": "pendek"}, "password_weak"),
        ({"password": "x" * 257}, "password_weak"),
        ({"password": LOGIN.upper()}, "password_weak"),
        ({"password": None}, "field_missing"),
        ({"name": "x" * 201}, "field_too_long"),
        ({"wish": "kurang"}, "bad_request"),
        ({"wish": "x" * 41}, "bad_request"),
    ],
)
def test_what_is_refused_leaves_nothing(
    served: RunningStore, central: CentralStore, administrator: Principal, fields: dict[str, Any], code: str
) -> None:
    opened(central, administrator)
    answer = register(served, **fields)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert logins(central) == ["lurah.palmerah"]


@pytest.mark.parametrize(
    "claimed", [{"role": "administrator"}, {"area": "31.01"}, {"active": True}, {"email": "a@b.id"}]
)
def test_whatever_else_is_asked_for_is_not_given(
    served: RunningStore, central: CentralStore, claimed: dict[str, Any]
) -> None:
    assert register(served, **claimed).json()["role"] == "reporter"
    with reading(central.engine) as connection:
        row = connection.execute(select(accounts)).one()
    assert (row.role, row.area, row.agency, row.holder, row.email, row.phone) == ("reporter", *[None] * 5)


def test_the_stores_own_act_opens_citizens_accounts_and_does_nothing_else(
    store: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    account = opened(central, administrator)
    wanted: dict[str, Any] = {"login": "baru.saja", "name": "Baru", "role": "reporter"}
    elsewise: tuple[tuple[str | None, dict[str, Any]], ...] = (
        *((None, {**wanted, "role": role.value}) for role in Role if role is not Role.REPORTER),
        (None, {**wanted, "area": "31.01"}),
        (None, {**wanted, "holder": "PPSU-1"}),
        (account, {"name": "Lain"}),
        (account, wanted),
    )
    for target, payload in elsewise:
        result = act(central, REGISTRATION, IntentKind.SET_ACCOUNT, target=target, **payload)
        assert (result.status, result.code) == (IntentStatus.REFUSED, "not_allowed"), payload
    assert logins(central) == ["lurah.palmerah"]


def test_nobody_but_visitors_registers(served: RunningStore, central: CentralStore) -> None:
    wish = {"Idempotency-Key": new_intent_id()}
    nobody = register(served, headers=wish)
    assert (nobody.status_code, nobody.json()["code"]) == (401, "token_missing")
    for role in (Role.REPORTER, Role.OFFICER, Role.ADMINISTRATOR):
        answer = register(served, headers={**wish, **served.headers(role)})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert logins(central) == []


def test_a_browser_that_is_signed_in_needs_its_proof_and_opens_no_further_account(
    served: RunningStore, central: CentralStore
) -> None:
    first = register(served)
    cookie = {"Cookie": f"{COOKIE}={first.cookies[COOKIE]}", PAGE_HEADER: "citizen", "Idempotency-Key": new_intent_id()}
    assert register(served, headers=cookie, login="siti.kedua").json()["code"] == "forged_request"
    proved = {**cookie, PROOF_HEADER: first.json()["csrf"]}
    assert register(served, headers=proved, login="siti.kedua").json()["code"] == "not_allowed"
    assert logins(central) == [LOGIN]


def test_a_city_that_wants_none_says_so_and_its_pages_know(
    served: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    def offered() -> bool:
        return bool(requests.get(f"{served.url}/v1/city", timeout=TIMEOUT_S).json()["registration"])

    assert offered()
    act(central, administrator, IntentKind.SET_SETTING, target="registration_open", value=0)
    answer = register(served)
    assert (answer.status_code, answer.json()["code"]) == (403, "registration_closed")
    assert set(answer.json()["sentence"]) == {"id", "en"}
    assert not offered()
    assert logins(central) == []
    act(central, administrator, IntentKind.SET_SETTING, target="registration_open", value=1)
    assert register(served).status_code == 200


def test_one_address_registers_so_often_and_hears_how_long_to_wait(store: RunningStore, central: CentralStore) -> None:
    store.settings = replace(store.settings, limits=PublicLimits(registration=PublicLimit("3/hour", "2/hour")))
    store.start()
    # Whether a login is taken can be tried as often as one can register, and no oftener.
    answers = [register(store, login=login) for login in ("siti", "siti", "siti", "budi", "joko")]
    assert [answer.status_code for answer in answers] == [200, 400, 429, 200, 429]
    assert answers[-1].json()["code"] == "too_many_requests"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 3_600
    assert logins(central) == ["budi", "siti"]


def test_a_password_over_plain_http_from_another_machine_is_not_taken(
    served: RunningStore, central: CentralStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commandcenter.store.service import secret_body

    monkeypatch.setattr(secret_body, "address_of", lambda _: "203.0.113.9")
    answer = register(served)
    assert (answer.status_code, answer.json()["code"]) == (403, "insecure_channel")
    assert logins(central) == []


def test_nobody_else_can_send_the_stores_act(store: RunningStore, central: CentralStore) -> None:
    visitor = central.principal(store.key(Role.PUBLIC))
    intent = registering(new_intent_id(), LOGIN, "Siti", store.settings.clock())
    sent = Intent(IntentId(new_intent_id()), intent.kind, None, None, intent.acted_at, payload=intent.payload)
    assert central.apply(sent, visitor).code == "not_allowed"
