"""Signing in, and the devices that somebody is signed in on, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests
from sqlalchemy import select

from commandcenter.models.intent import IntentKind
from commandcenter.models.role import Role
from commandcenter.models.table import (
    accounts,
    tokens,
)
from commandcenter.store.account_failure import SignInRefused
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.public_limit import PublicLimit, PublicLimits
from commandcenter.store.session import ADMINISTRATION_LASTS, sign_in
from commandcenter.store.token import Principal
from tests.contract.people import PASSWORD, WEST, act, opened, post, signed_in
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.store import TIMEOUT_S, RunningStore


class TestSigningIn:
    def test_login_and_password_are_exchanged_for_a_key(
        self, served: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        account = opened(central, administrator)
        answer = post(served, "/v1/session", login=" Lurah.Palmerah ", password=PASSWORD, device="Ponsel")
        body = answer.json()
        assert answer.headers["Cache-Control"] == "no-store"
        assert (body["name"], body["role"], body["area"], body["account_id"]) == (
            "Lurah Palmerah",
            "officer",
            WEST,
            account,
        )
        me = requests.get(f"{served.url}/v1/me", headers={"Authorization": f"Bearer {body['key']}"}, timeout=TIMEOUT_S)
        assert me.json() == {"name": "Lurah Palmerah", "role": "officer"}
        with reading(central.engine) as connection:
            held = str(connection.execute(select(tokens)).all())
            assert connection.execute(select(accounts.c.signed_in_ms)).scalar_one()
        assert body["key"] not in held
        assert PASSWORD not in held

    def test_nothing_tells_an_unknown_login_from_a_wrong_password_or_a_closed_account(
        self, served: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        opened(central, administrator)
        closed = opened(central, administrator, login="tutup")
        act(central, administrator, IntentKind.SET_ACCOUNT, target=closed, active=False)
        answers = [
            post(served, "/v1/session", login=login, password=password)
            for login, password in (
                ("lurah.palmerah", "bukan ini sandinya"),
                ("tidak.ada", PASSWORD),
                ("tutup", PASSWORD),
            )
        ]
        assert {answer.status_code for answer in answers} == {401}
        assert len({answer.text for answer in answers}) == 1
        assert answers[0].json()["code"] == "sign_in_refused"

    def test_a_password_is_compared_for_an_unknown_login_too(
        self, central: CentralStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Counted rather than timed: that is what makes both take as long."""
        from commandcenter.store import session

        compared: list[str | None] = []

        def compare(held: str | None, _: str) -> bool:
            compared.append(held)
            return False

        monkeypatch.setattr(session, "matches", compare)
        with pytest.raises(SignInRefused):
            sign_in(central.engine, central.settings.city, "tidak.ada", PASSWORD, "", datetime.now(UTC))
        assert compared == [None]

    def test_an_account_without_a_password_lets_nobody_in(
        self, served: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        act(central, administrator, IntentKind.SET_ACCOUNT, login="tanpa", name="T", role="officer")
        assert post(served, "/v1/session", login="tanpa", password="").status_code == 400
        assert post(served, "/v1/session", login="tanpa", password=PASSWORD).status_code == 401

    def test_a_sign_in_ends_with_its_time(
        self, store: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        opened(central, administrator, role="administrator", area="")
        long_ago = datetime.now(UTC) - ADMINISTRATION_LASTS - timedelta(seconds=1)
        session = sign_in(central.engine, store.settings.city, "lurah.palmerah", PASSWORD, "", long_ago)
        store.start()
        answer = requests.get(
            f"{store.url}/v1/me", headers={"Authorization": f"Bearer {session.secret}"}, timeout=TIMEOUT_S
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")

    def test_trying_passwords_is_stopped_per_login_and_says_for_how_long(
        self, store: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        opened(central, administrator)
        opened(central, administrator, login="lain.lagi")
        store.settings = replace(store.settings, limits=PublicLimits(sign_in=PublicLimit("8/15minute", "3/15minute")))
        store.start()
        wrong = [post(store, "/v1/session", login="lurah.palmerah", password="salah salah") for _ in range(4)]
        assert [answer.status_code for answer in wrong] == [401, 401, 401, 429]
        assert wrong[-1].json()["code"] == "too_many_requests"
        assert 1 <= int(wrong[-1].headers["Retry-After"]) <= 15 * 60
        assert post(store, "/v1/session", login="lurah.palmerah", password=PASSWORD).status_code == 429
        # Another login from the same address still may, until the address has used up its own share.
        others = [post(store, "/v1/session", login="lain.lagi", password=PASSWORD).status_code for _ in range(6)]
        assert others == [200] * 5 + [429]

    def test_a_body_that_no_sign_in_has_is_not_read(self, served: RunningStore) -> None:
        answer = post(served, "/v1/session", login="a", password="x" * 20_000)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
        for body in ({}, {"login": "abc"}, {"login": ["abc"], "password": "x"}, {"login": "abc", "password": 5}):
            assert requests.post(f"{served.url}/v1/session", json=body, timeout=TIMEOUT_S).status_code == 400

    def test_a_password_over_plain_http_from_another_machine_is_not_taken(
        self, served: RunningStore, central: CentralStore, administrator: Principal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from commandcenter.store.service import secret_body

        opened(central, administrator)
        monkeypatch.setattr(secret_body, "address_of", lambda _: "203.0.113.9")
        answer = post(served, "/v1/session", login="lurah.palmerah", password=PASSWORD)
        assert (answer.status_code, answer.json()["code"]) == (403, "insecure_channel")


class TestDevices:
    def test_one_sees_ones_devices_and_ends_one(
        self, served: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        opened(central, administrator)
        phone, desk = (signed_in(served, device=device) for device in ("Ponsel", "Meja"))
        listed = requests.get(f"{served.url}/v1/devices", headers=desk, timeout=TIMEOUT_S).json()["devices"]
        assert {(device["device"], device["current"]) for device in listed} == {("Ponsel", False), ("Meja", True)}
        other = next(device["token_id"] for device in listed if not device["current"])
        ended = requests.delete(f"{served.url}/v1/devices/{other}", headers=desk, timeout=TIMEOUT_S)
        assert ended.status_code == 200
        assert requests.get(f"{served.url}/v1/me", headers=phone, timeout=TIMEOUT_S).status_code == 401
        again = requests.delete(f"{served.url}/v1/devices/{other}", headers=desk, timeout=TIMEOUT_S)
        assert (again.status_code, again.json()["code"]) == (404, "device_unknown")

    def test_nobody_ends_anothers(self, served: RunningStore, central: CentralStore, administrator: Principal) -> None:
        opened(central, administrator)
        opened(central, administrator, login="lain.lagi")
        own, others = signed_in(served), signed_in(served, "lain.lagi")
        (device,) = requests.get(f"{served.url}/v1/devices", headers=others, timeout=TIMEOUT_S).json()["devices"]
        answer = requests.delete(f"{served.url}/v1/devices/{device['token_id']}", headers=own, timeout=TIMEOUT_S)
        assert answer.status_code == 404
        assert requests.get(f"{served.url}/v1/me", headers=others, timeout=TIMEOUT_S).status_code == 200

    def test_signing_out_ends_the_key_and_its_open_stream(
        self, served: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        opened(central, administrator, area="")
        key = signed_in(served)
        served._keys[Role.OFFICER, "Masuk"] = key["Authorization"].removeprefix("Bearer ")
        with open_stream(served, str(central.head()), Role.OFFICER, "Masuk") as events:
            next_event(events, "heartbeat")
            assert requests.delete(f"{served.url}/v1/session", headers=key, timeout=TIMEOUT_S).status_code == 200
            assert next_event(events, "revoked")
        assert requests.get(f"{served.url}/v1/me", headers=key, timeout=TIMEOUT_S).status_code == 401

    def test_a_desks_own_key_is_no_sign_in(self, served: RunningStore) -> None:
        for method, path in (("DELETE", "/v1/session"), ("GET", "/v1/devices")):
            answer = requests.request(method, served.url + path, headers=served.headers(), timeout=TIMEOUT_S)
            assert (answer.status_code, answer.json()["code"]) == (403, "account_missing")

    def test_another_password_needs_the_present_one_and_signs_others_out(
        self, served: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        opened(central, administrator)
        phone, desk = signed_in(served), signed_in(served)

        def change(**body: str) -> int:
            return requests.put(f"{served.url}/v1/password", json=body, headers=desk, timeout=TIMEOUT_S).status_code

        assert change(current="bukan ini sandinya", password="sandi yang baru") == 401
        assert change(current=PASSWORD, password="pendek") == 400
        assert change(current=PASSWORD, password="sandi yang baru") == 200
        assert requests.get(f"{served.url}/v1/me", headers=phone, timeout=TIMEOUT_S).status_code == 401
        assert requests.get(f"{served.url}/v1/me", headers=desk, timeout=TIMEOUT_S).status_code == 200
        assert post(served, "/v1/session", login="lurah.palmerah", password=PASSWORD).status_code == 401
        assert post(served, "/v1/session", login="lurah.palmerah", password="sandi yang baru").status_code == 200

    def test_an_administrator_gives_a_password_and_lists_accounts(
        self, served: RunningStore, central: CentralStore, administrator: Principal
    ) -> None:
        account = opened(central, administrator)
        path = f"{served.url}/v1/accounts/{account}/password"
        body = {"password": "dari administrator"}
        for role, status in ((Role.MANAGER, 403), (Role.ADMINISTRATOR, 200)):
            assert requests.put(path, json=body, headers=served.headers(role), timeout=TIMEOUT_S).status_code == status
            assert served.get("/v1/accounts", role).status_code == status
            assert served.get("/v1/erasures", role).status_code == status
        (listed,) = served.get("/v1/accounts", Role.ADMINISTRATOR).json()["accounts"]
        assert listed["login"] == "lurah.palmerah"
        assert "hash" not in str(listed)
        missing = requests.put(
            f"{served.url}/v1/accounts/none/password",
            json=body,
            headers=served.headers(Role.ADMINISTRATOR),
            timeout=TIMEOUT_S,
        )
        assert (missing.status_code, missing.json()["code"]) == (404, "account_unknown")
