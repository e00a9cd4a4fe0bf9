"""A city in which people are told what happens, over real servers, under a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from commandcenter.models.identity import AccountId, AreaCode, ReportId
from commandcenter.models.instant import WIB
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import notices, subscriptions
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.postman import Postman
from commandcenter.store.notice.subscription import Subscription, read_wish
from commandcenter.store.setting import NoticeSettings
from commandcenter.store.token import Principal, add_key
from tests.fixture.receiver import Mailbox
from tests.fixture.store import RunningStore

MORNING = datetime(2026, 11, 24, 9, tzinfo=WIB).astimezone(UTC)
NIGHT = datetime(2026, 11, 24, 23, tzinfo=WIB).astimezone(UTC)
SITI = AccountId("siti")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


class City:
    """A store whose clock is the test's, one citizen, one office, and the sender."""

    def __init__(self, store: RunningStore, mailbox: Mailbox) -> None:
        self.clock = Clock()
        notice = NoticeSettings(
            smtp_host="127.0.0.1",
            smtp_port=mailbox.port,
            smtp_security="none",
            mail_from="Kota <kabar@kota.example>",
            push_contact="mailto:kabar@kota.example",
            allow_private_addresses=True,
        )
        self.settings = replace(store.settings, clock=self.clock, notice=notice, public_url="https://kota.example")
        self.central = CentralStore(self.settings)
        self.engine = self.central.engine
        self.postman = Postman(self.engine, self.settings)
        self.citizen = self.principal(Role.REPORTER, "Warga", account=SITI)
        self.office = self.principal(Role.OFFICER, "Kelurahan Barat", scope=Scope(AreaCode("31.01")))

    def principal(self, role: Role, name: str, **more: Any) -> Principal:
        with writing(self.engine) as connection:
            return add_key(connection, self.settings.city, name, role, MORNING, **more)[1]

    def subscribe(self, address: str, channel: str, principal: Principal | None = None, **more: Any) -> Subscription:
        message = {"topic": "own_report", "channel": channel, "address": address, **more}
        made, _ = self.central.notices.subscribe(read_wish(message), principal or self.citizen)
        return made

    def mail_to(self, address: str, **more: Any) -> Subscription:
        """Subscribe an address that was confirmed already."""
        made = self.subscribe(address, "email", **more)
        with writing(self.engine) as connection:
            connection.execute(subscriptions.update().values(confirmed_ms=0))
            connection.execute(notices.delete())
        return made

    def report(self, category: str = "JALAN", account: str | None = SITI, by: Principal | None = None) -> ReportId:
        payload = {
            "category": category,
            "lon": 106.85,
            "lat": -6.25,
            "description": "Lubang di depan rumah RAHASIA",
            "private": {"account_id": account, "email": "siti@warga.example", "first_name": "SITI-RAHASIA"},
        }
        intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, self.clock(), payload=payload)
        result = self.central.apply(intent, by or self.office)
        assert result.subject is not None, result
        return result.subject

    def take_on(self, report_id: ReportId) -> Intent:
        intent = Intent(new_intent_id(), IntentKind.TAKE_ON, report_id, None, self.clock())
        result = self.central.apply(intent, self.office)
        assert result.status is IntentStatus.APPLIED, result
        return intent

    def move(self, report_id: ReportId, to_state: str = "in_progress") -> None:
        payload = {"to_state": to_state, "note": "Catatan RAHASIA", "no_photo_reason": "x"}
        intent = Intent(new_intent_id(), IntentKind.MOVE, report_id, None, self.clock(), payload=payload)
        assert self.central.apply(intent, self.office).status is IntentStatus.APPLIED

    def count(self, table: Any, *conditions: Any) -> int:
        with reading(self.engine) as connection:
            return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())

    def log(self) -> list[tuple[int, str, str]]:
        """Return the log's tries, oldest first: which, how it ended, why."""
        lines = sorted(self.central.notices.deliveries(None), key=lambda line: (line["tried_ms"], line["attempt"]))
        return [(line["attempt"], line["outcome"], line["why"]) for line in lines]


@pytest.fixture
def city(store: RunningStore, mailbox: Mailbox) -> Iterator[City]:
    made = City(store, mailbox)
    yield made
    made.central.close()


def address_texts(city: City) -> set[str]:
    with reading(city.engine) as connection:
        rows = connection.execute(select(subscriptions.c.address, subscriptions.c.push_key, subscriptions.c.secret))
        return {part for row in rows for part in row}


def staff(city: City) -> Principal:
    """Return an office's account, which may have webhooks."""
    return city.principal(Role.OFFICER, "Kecamatan", account=AccountId("petugas"))
