"""Accounts: opened, changed and closed by administrators, on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import (
    accounts,
    intents,
    subscriptions,
    tokens,
)
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.subscription import read_wish, subscribe
from commandcenter.store.password import matches
from commandcenter.store.session import sign_in
from commandcenter.store.token import Principal
from tests.contract.people import PASSWORD, WEST, act, opened
from tests.fixture.store import RunningStore


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
            ({"role": "crew", "holder": "PPSU-1,PPSU-2"}, "holder_missing"),
            ({"role": "facility", "holder": "RS-1,,MGR"}, "holder_missing"),
            ({"role": "facility", "holder": "RS 1"}, "holder_missing"),
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
        for fields in ({"active": False}, {"role": "officer"}, {"area": WEST}):
            assert act(central, own, IntentKind.SET_ACCOUNT, target=account, **fields).code == "own_account"
        assert act(central, own, IntentKind.ERASE_PERSON, target=account).code == "own_account"

    @pytest.mark.parametrize(
        ("fields", "left"),
        [({"active": False}, set()), ({"role": "manager"}, {"own_report"}), ({"area": "31.02"}, {"own_report"}),
         ({"name": "Lurah Baru"}, {"own_report", "escalation"})],
    )  # fmt: skip
    def test_an_account_is_told_what_it_stands_for_and_no_longer(
        self, central: CentralStore, administrator: Principal, fields: dict[str, Any], left: set[str]
    ) -> None:
        account = opened(central, administrator)
        now = datetime.now(UTC)
        own = sign_in(central.engine, central.settings.city, "lurah.palmerah", PASSWORD, "", now).principal
        with writing(central.engine) as connection:
            for topic in ("own_report", "escalation"):
                wish = {"topic": topic, "channel": "webhook", "address": f"https://kantor.example/{topic}"}
                subscribe(connection, central.settings.city, read_wish(wish), own, now)
        assert act(central, administrator, IntentKind.SET_ACCOUNT, target=account, **fields).code == ""
        with reading(central.engine) as connection:
            rows = connection.execute(select(subscriptions.c.topic).where(subscriptions.c.ended_ms.is_(None)))
            assert set(rows.scalars()) == left

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
