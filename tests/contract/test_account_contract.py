"""Accounts, signing in and erasing people, on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select, update

from commandcenter.models.city_setting import SettingKey
from commandcenter.models.identity import AccountId, AreaCode, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import (
    accounts,
    city_settings,
    erasures,
    intents,
    metadata,
    report_private,
    reports,
    tokens,
    transitions,
)
from commandcenter.store.account_failure import SignInRefused
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.password import matches
from commandcenter.store.person import signed_columns
from commandcenter.store.public_limit import PublicLimit, PublicLimits
from commandcenter.store.session import ADMINISTRATION_LASTS, set_password, sign_in
from commandcenter.store.token import Principal
from commandcenter.store.watch.retention import erase_kept_too_long
from tests.contract.client import Copy
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.store import TIMEOUT_S, RunningStore

PASSWORD = "rahasia sekali 31"
WEST = AreaCode("31.01")


@pytest.fixture
def administrator(store: RunningStore, central: CentralStore) -> Principal:
    return central.principal(store.key(Role.ADMINISTRATOR, "Admin"))


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


class TestSettingAccounts:
    def test_an_account_is_opened_changed_and_closed(self, central: CentralStore, administrator: Principal) -> None:
        account = opened(central, administrator, email="Lurah@Example.go.id")
        act(central, administrator, IntentKind.SET_ACCOUNT, target=account, phone="0812", email="")
        with reading(central.engine) as connection:
            row = connection.execute(select(accounts)).one()
        assert (row.login, row.role, row.area, row.email, row.phone) == (
            "lurah.palmerah",
            "officer",
            WEST,
            None,
            "0812",
        )
        assert matches(row.password_hash, PASSWORD)
        assert act(central, administrator, IntentKind.SET_ACCOUNT, target=account, active=False).code == ""

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"login": "x"}, "login_unfit"),
            ({"login": "dua kata"}, "login_unfit"),
            ({"login": "Lurah.Palmerah"}, "login_taken"),
            ({"name": ""}, "field_missing"),
            ({"role": "store"}, "role_unfit"),
            ({"role": "public"}, "role_unfit"),
            ({"role": "crew"}, "holder_missing"),
            ({"area": "31.99"}, "part_unknown"),
            ({"login": {"a": 1}}, "field_not_text"),
            ({"active": "ya"}, "field_not_flag"),
        ],
    )
    def test_what_is_refused_leaves_nothing(
        self, central: CentralStore, administrator: Principal, fields: dict[str, Any], code: str
    ) -> None:
        opened(central, administrator)
        wanted = {"login": "baru.saja", "name": "Baru", "role": "officer"} | fields
        assert act(central, administrator, IntentKind.SET_ACCOUNT, **wanted).code == code
        with reading(central.engine) as connection:
            assert len(connection.execute(select(accounts.c.login)).all()) == 1

    def test_an_unknown_account_is_refused(self, central: CentralStore, administrator: Principal) -> None:
        assert act(central, administrator, IntentKind.SET_ACCOUNT, target="none", name="X").code == "account_unknown"

    def test_no_administrator_shuts_themselves_out(self, central: CentralStore, administrator: Principal) -> None:
        account = opened(central, administrator, role="administrator", area="")
        now = datetime.now(UTC)
        own = sign_in(central.engine, central.settings.city, "lurah.palmerah", PASSWORD, "", now).principal
        for fields in ({"active": False}, {"role": "officer"}):
            assert act(central, own, IntentKind.SET_ACCOUNT, target=account, **fields).code == "own_account"
        assert act(central, own, IntentKind.ERASE_PERSON, target=account).code == "own_account"

    def test_what_an_act_says_of_a_person_is_kept_in_the_account_alone(
        self, central: CentralStore, administrator: Principal
    ) -> None:
        opened(central, administrator, email="kanari@example.id", phone="0812-kanari")
        act(central, administrator, IntentKind.SET_ACCOUNT, login="kanari baru", name="K", role="officer")
        with reading(central.engine) as connection:
            held = str(connection.execute(select(intents)).all())
        assert "kanari" not in held

    def test_a_sign_in_follows_its_account(self, store: RunningStore, central: CentralStore) -> None:
        administrator = central.principal(store.key(Role.ADMINISTRATOR, "Admin"))
        account = opened(central, administrator)
        city = store.settings.city
        first = sign_in(central.engine, city, "lurah.palmerah", PASSWORD, "", datetime.now(UTC))
        assert first.principal.scope == Scope(WEST)
        act(central, administrator, IntentKind.SET_ACCOUNT, target=account, area="31.02", name="Lurah Kemanggisan")
        again = central.principal(first.secret)
        assert (again.scope.area, again.name) == ("31.02", "Lurah Kemanggisan")
        act(central, administrator, IntentKind.SET_ACCOUNT, target=account, role="administrator")
        with reading(central.engine) as connection:
            assert connection.execute(
                select(tokens.c.revoked_ms).where(tokens.c.token_id == first.principal.token_id)
            ).scalar_one(), "a sign-in of thirty days became an administrator's"


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


def reported(central: CentralStore, desk: Principal, **private: str) -> ReportId:
    result = act(
        central,
        desk,
        IntentKind.SUBMIT_REPORT,
        category="BANJIR",
        description="Banjir",
        lon=106.85,
        lat=-6.25,
        private=private,
    )
    assert result.subject is not None
    return result.subject


def whole_database(central: CentralStore) -> str:
    """Return everything that is kept, as text."""
    with reading(central.engine) as connection:
        return "\n".join(
            str(row) for table in metadata.sorted_tables for row in connection.execute(select(table)).all()
        )


class TestErasing:
    def test_a_reporter_is_erased_from_all_they_sent_and_what_happened_stays(
        self, central: CentralStore, administrator: Principal, desk: Principal
    ) -> None:
        first = reported(central, desk, email="ani-kanari@example.id", phone="0812-kanari", first_name="Ani-kanari")
        reported(central, desk, email="ani-kanari@example.id", last_name="kanari")
        other = reported(central, desk, email="budi@example.id", device_id="rumah")
        before = Copy()
        before.load(central.snapshot(desk))
        result = act(central, administrator, IntentKind.ERASE_PERSON, subject=first)
        assert result.status is IntentStatus.APPLIED
        assert "kanari" not in whole_database(central)
        after = Copy()
        after.load(central.snapshot(desk))
        assert after.records == before.records
        with reading(central.engine) as connection:
            assert connection.execute(select(report_private.c.report_id)).scalars().all() == [other]
            record = connection.execute(select(erasures)).one()
        assert (record.erasure_id, record.erased_by, record.kind, record.rows) == (
            result.target,
            "Admin",
            "reporter",
            2,
        )

    def test_an_account_is_erased_and_its_acts_stay_under_no_name(
        self, central: CentralStore, administrator: Principal, desk: Principal
    ) -> None:
        account = opened(
            central, administrator, name="Siti Kanari", login="siti.kanari", email="kanari@example.id", phone="kanari"
        )
        own = sign_in(
            central.engine, central.settings.city, "siti.kanari", PASSWORD, "HP kanari", datetime.now(UTC)
        ).principal
        report = reported(central, desk, account_id=account, first_name="kanari")
        act(central, own, IntentKind.TAKE_ON, subject=report)
        act(central, desk, IntentKind.TAKE_ON, subject=report)
        copy = Copy()
        copy.load(central.snapshot(desk))
        assert "Kanari" in whole_database(central)
        result = act(central, administrator, IntentKind.ERASE_PERSON, target=account)
        assert result.status is IntentStatus.APPLIED
        assert "kanari" not in whole_database(central).lower()
        assert copy.position is not None
        copy.apply(central.page(copy.position, desk))
        fresh = Copy()
        fresh.load(central.snapshot(desk))
        assert copy.records == fresh.records, "the feed did not take the name back"
        (record,) = copy.of(Entity.REPORT)
        assert record["acknowledged_by"] == f"Akun terhapus {account[:6]}"
        with reading(central.engine) as connection:
            kinds = connection.execute(select(transitions.c.kind).order_by(transitions.c.sequence)).scalars().all()
            assert connection.execute(select(tokens.c.revoked_ms).where(tokens.c.account_id == account)).scalar_one()
        assert kinds == ["submitted", "taken_on"]

    def test_the_name_of_an_office_stays_while_another_signs_with_it(
        self, central: CentralStore, administrator: Principal, desk: Principal
    ) -> None:
        opened(central, administrator, login="penerus")
        account = opened(central, administrator)
        own = sign_in(central.engine, central.settings.city, "lurah.palmerah", PASSWORD, "", datetime.now(UTC))
        report = reported(central, desk)
        act(central, own.principal, IntentKind.TAKE_ON, subject=report)
        act(central, administrator, IntentKind.ERASE_PERSON, target=account)
        with reading(central.engine) as connection:
            assert connection.execute(select(reports.c.acknowledged_by)).scalar_one() == "Lurah Palmerah"

    def test_it_must_be_said_who(self, central: CentralStore, administrator: Principal, desk: Principal) -> None:
        report = reported(central, desk)
        account = opened(central, administrator)
        ends = [
            act(central, administrator, IntentKind.ERASE_PERSON).code,
            act(central, administrator, IntentKind.ERASE_PERSON, subject=report, target=account).code,
            act(central, administrator, IntentKind.ERASE_PERSON, target="none").code,
            act(central, administrator, IntentKind.ERASE_PERSON, subject=ReportId(5)).code,
        ]
        assert ends == ["person_missing", "person_missing", "account_unknown", "report_unknown"]

    def test_a_report_whose_reporter_nobody_knew_is_erased_of_nothing(
        self, central: CentralStore, administrator: Principal, desk: Principal
    ) -> None:
        report = reported(central, desk)
        assert act(central, administrator, IntentKind.ERASE_PERSON, subject=report).status is IntentStatus.APPLIED
        with reading(central.engine) as connection:
            assert connection.execute(select(erasures.c.rows)).scalar_one() == 0

    def test_whoever_signed_anything_anywhere_is_erased_from_it(self) -> None:
        """The columns are found by their names, so that a new table is not forgotten; these must be among them."""
        found = {(column.table.name, column.name) for column in signed_columns()}
        assert found >= {
            ("transitions", "actor"),
            ("reports", "acknowledged_by"),
            ("alarms", "acknowledged_by"),
            ("beds", "said_by"),
            ("gauges", "said_by"),
            ("gauge_readings", "said_by"),
            ("city_settings", "changed_by"),
            ("intents", "principal"),
            ("erasures", "erased_by"),
        }


class TestRetention:
    def test_closed_reports_lose_their_reporters_once_kept_long_enough(
        self, central: CentralStore, desk: Principal
    ) -> None:
        old, fresh, still_open = (reported(central, desk, email=f"{n}@example.id") for n in range(3))
        now = datetime.now(UTC)
        with writing(central.engine) as connection:
            for report, days in ((old, 31), (fresh, 29)):
                closed_ms = to_ms(now - timedelta(days=days))
                connection.execute(update(reports).where(reports.c.id == report).values(closed_ms=closed_ms))
            connection.execute(
                city_settings.insert().values(
                    city="jakarta",
                    key=SettingKey.KEEP_PERSONAL_S.value,
                    value=30 * 86_400.0,
                    version=1,
                    changed_by="Admin",
                    changed_ms=to_ms(now),
                )
            )
        erase_kept_too_long(central)
        erase_kept_too_long(central)
        with reading(central.engine) as connection:
            left = set(connection.execute(select(report_private.c.report_id)).scalars())
            records = connection.execute(select(erasures)).all()
            assert len(connection.execute(select(reports.c.id)).all()) == 3
        assert left == {fresh, still_open}
        assert [(record.kind, record.rows, record.erased_by) for record in records] == [("retention", 1, "Pusat")]


def test_one_of_several_who_open_the_same_login_at_once_gets_it_and_the_others_are_told(
    store: RunningStore, central: CentralStore
) -> None:
    administrator = central.principal(store.key(Role.ADMINISTRATOR, "Admin"))

    def opens(number: int) -> str:
        payload = {"login": f"lurah.{number // 4}", "name": "Lurah", "role": "officer"}
        sent = Intent(new_intent_id(), IntentKind.SET_ACCOUNT, None, None, datetime.now(UTC), payload=payload)
        result = central.apply(sent, administrator)
        return result.code or result.status.value

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(opens, range(32)))
    assert Counter(ends) == {"applied": 8, "login_taken": 24}
