"""What nobody answers in time goes up, once, and the offices it comes to are told; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from commandcenter.models.identity import AccountId, AgencyCode, AreaCode, ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.report import Area
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.models.table import accounts, notices, reports, subscriptions, transitions
from commandcenter.protocol.feed import BadMessage
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.subscription import read_wish
from commandcenter.store.setting import NoticeSettings
from commandcenter.store.token import STORE_ITSELF, Principal, add_key, revoke_key
from commandcenter.store.watch.duty import due_escalations, escalate_unanswered
from tests.fixture.store import RunningStore
from tests.fixture.template import EAST_OF_SQUARE, SQUARE

START = datetime(2026, 11, 24, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


def tier(code: str, level: str, parent: str | None, boundary: str = SQUARE) -> Area:
    return Area(AreaCode(code), level, code, None if parent is None else AreaCode(parent), boundary, approximate=False)


TOWN = (
    tier("31", "kota", None),
    tier("31.1", "kecamatan", "31"),
    tier("31.2", "kecamatan", "31", EAST_OF_SQUARE),
    tier("31.1.1", "kelurahan", "31.1"),
    tier("31.2.1", "kelurahan", "31.2", EAST_OF_SQUARE),
)


class Town:
    """A store of two kelurahan in two kecamatan of one kota, under the test's clock."""

    def __init__(self, database_url: str) -> None:
        self.now = START
        self.running = RunningStore(database_url, TOWN)
        self.settings = replace(
            self.running.settings,
            clock=lambda: self.now,
            notice=NoticeSettings(allow_private_addresses=True),
        )
        self.central = CentralStore(self.settings)
        self.desk = self.principal(Role.DISPATCHER, "Meja", WHOLE_CITY)
        self.administrator = self.principal(Role.ADMINISTRATOR, "Diskominfo", WHOLE_CITY)

    def close(self) -> None:
        self.central.close()
        self.running.close()

    def principal(self, role: Role, name: str, scope: Scope) -> Principal:
        with writing(self.central.engine) as connection:
            return add_key(connection, self.settings.city, name, role, START, scope=scope)[1]

    def report(self, category: str = "JALAN", **more: object) -> ReportId:
        payload = {"category": category, "lon": 106.85, "lat": -6.25, "description": "Lubang", **more}
        result = self.central.apply(
            Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, self.now, payload=payload), self.desk
        )
        assert result.subject is not None, result
        return result.subject

    def set_value(self, key: str, value: float) -> None:
        intent = Intent(
            new_intent_id(), IntentKind.SET_SETTING, None, None, self.now, payload={"value": value}, target=key
        )
        assert self.central.apply(intent, self.administrator).status is IntentStatus.APPLIED

    def due(self) -> list[tuple[ReportId | None, object]]:
        with reading(self.central.engine) as connection:
            found = due_escalations(connection, self.settings.city, self.now)
        return [(intent.subject, intent.payload["level"]) for intent in found]

    def level(self, report_id: ReportId) -> int:
        with reading(self.central.engine) as connection:
            return int(connection.execute(select(reports.c.duty_level).where(reports.c.id == report_id)).scalar_one())

    def escalations(self, report_id: ReportId) -> int:
        query = select(transitions).where(transitions.c.report_id == report_id, transitions.c.kind == "escalated")
        with reading(self.central.engine) as connection:
            return len(connection.execute(query).all())

    def follow(self, name: str, scope: Scope, role: Role = Role.OFFICER) -> Principal:
        """Have an office told of escalations."""
        office = self.principal(role, name, scope)
        message = {"topic": "escalation", "channel": "webhook", "address": f"http://127.0.0.1/{name}"}
        self.central.notices.subscribe(read_wish(message), office)
        return office

    def told(self) -> set[str]:
        """Return who has something waiting for them."""
        query = select(subscriptions.c.address).join(notices, notices.c.subscription_id == subscriptions.c.id)
        with reading(self.central.engine) as connection:
            return {address.rpartition("/")[2] for address in connection.execute(query).scalars()}


@pytest.fixture
def town(database_url: str) -> Any:
    made = Town(database_url)
    yield made
    made.close()


def test_a_report_is_due_at_its_categorys_limit_and_not_before(town: Town) -> None:
    road, flood = town.report("JALAN"), town.report("BANJIR")
    town.now = START + HOUR - timedelta(milliseconds=1)
    assert town.due() == []
    town.now = START + HOUR
    assert town.due() == [(flood, 1)]
    town.now = START + 7 * HOUR
    assert town.due() == [(flood, 2), (road, 1)]


def test_a_category_has_its_own_patience(town: Town) -> None:
    road, tree = town.report("JALAN"), town.report("POHON")
    town.set_value("camat_after_s", 7_200)
    town.set_value("camat_after_s/POHON", 0)
    town.set_value("wali_kota_after_s/POHON", 60)
    town.now = START + HOUR + timedelta(minutes=1)
    assert town.due() == [(tree, 2)]
    town.now = START + 7 * HOUR
    assert (road, 1) not in town.due()
    town.now = START + 8 * HOUR
    assert (road, 1) in town.due()


def test_what_was_answered_is_nobodys_duty_any_more(town: Town) -> None:
    report_id = town.report()
    intent = Intent(new_intent_id(), IntentKind.TAKE_ON, report_id, None, town.now)
    assert town.central.apply(intent, town.desk).status is IntentStatus.APPLIED
    town.now = START + 90 * HOUR
    assert town.due() == []


def test_what_was_rebuilt_from_a_file_was_somebodys_duty_elsewhere(town: Town) -> None:
    report_id = town.report()
    with writing(town.central.engine) as connection:
        connection.execute(reports.update().where(reports.c.id == report_id).values(reconstructed=True))
    town.now = START + 90 * HOUR
    assert town.due() == []


def test_a_report_goes_up_step_by_step_each_step_once(town: Town) -> None:
    report_id = town.report()
    town.now = START + 6 * HOUR
    escalate_unanswered(town.central)
    escalate_unanswered(town.central)
    assert (town.level(report_id), town.escalations(report_id)) == (1, 1)
    town.now = START + 12 * HOUR
    escalate_unanswered(town.central)
    assert (town.level(report_id), town.escalations(report_id)) == (2, 2)
    town.now = START + 90 * HOUR
    assert town.due() == []


def test_two_leaders_for_a_moment_send_nothing_up_twice(town: Town) -> None:
    report_id = town.report()
    town.now = START + 6 * HOUR
    with reading(town.central.engine) as connection:
        (seen_by_both,) = due_escalations(connection, town.settings.city, town.now)
    first = town.central.apply(seen_by_both, STORE_ITSELF)
    second = town.central.apply(seen_by_both, STORE_ITSELF)
    assert (first.status, second.status) == (IntentStatus.APPLIED, IntentStatus.REPEATED)
    assert town.escalations(report_id) == 1


def test_a_report_that_was_answered_in_the_meantime_stays_where_it_is(town: Town) -> None:
    report_id = town.report()
    town.now = START + 6 * HOUR
    with reading(town.central.engine) as connection:
        (late,) = due_escalations(connection, town.settings.city, town.now)
    town.central.apply(Intent(new_intent_id(), IntentKind.TAKE_ON, report_id, None, town.now), town.desk)
    town.central.apply(late, STORE_ITSELF)
    assert (town.level(report_id), town.escalations(report_id)) == (0, 0)


def test_the_offices_that_it_passes_and_comes_to_are_told_and_no_others(town: Town) -> None:
    for name, code in (("lurah", "31.1.1"), ("camat", "31.1"), ("walikota", "31"), ("tetangga", "31.2")):
        town.follow(name, Scope(AreaCode(code)))
    town.follow("kota", WHOLE_CITY, Role.MANAGER)
    town.follow("dinas", Scope(agency=AgencyCode("DSDA")))
    town.report()
    town.now = START + 6 * HOUR
    escalate_unanswered(town.central)
    assert town.told() == {"lurah", "camat", "kota"}
    town.now = START + 12 * HOUR
    escalate_unanswered(town.central)
    assert town.told() == {"lurah", "camat", "kota", "walikota"}


def test_an_agency_is_told_of_what_was_handed_to_it(town: Town) -> None:
    town.follow("dinas", Scope(agency=AgencyCode("DSDA")))
    report_id = town.report()
    with writing(town.central.engine) as connection:
        connection.execute(reports.update().where(reports.c.id == report_id).values(agency="DSDA"))
    town.now = START + 6 * HOUR
    escalate_unanswered(town.central)
    assert town.told() == {"dinas"}


def test_a_key_that_was_withdrawn_is_told_nothing(town: Town) -> None:
    town.follow("camat", Scope(AreaCode("31.1")))
    with writing(town.central.engine) as connection:
        revoke_key(connection, town.settings.city, "camat", town.now)
    town.report()
    town.now = START + 6 * HOUR
    escalate_unanswered(town.central)
    assert town.told() == set()


def test_an_emergency_does_not_wait_for_the_morning(town: Town) -> None:
    town.follow("camat", Scope(AreaCode("31.1")))
    calm, urgent = town.report(), town.report()
    with writing(town.central.engine) as connection:
        connection.execute(reports.update().where(reports.c.id == urgent).values(priority=3))
    town.now = datetime(2026, 11, 24, 17, tzinfo=UTC)  # midnight in Jakarta
    escalate_unanswered(town.central)
    with reading(town.central.engine) as connection:
        rows = {row.report_id: row for row in connection.execute(select(notices))}
    assert rows[urgent].due_ms == rows[urgent].created_ms
    assert rows[calm].due_ms - rows[calm].created_ms == 6 * 3_600_000


def test_more_than_one_turn_can_carry_goes_up_at_the_next(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commandcenter.store.watch.duty.MOST_AT_A_TURN", 2)
    ids = [town.report() for _ in range(5)]
    town.now = START + 6 * HOUR
    for _ in range(3):
        escalate_unanswered(town.central)
    assert [town.level(report_id) for report_id in ids] == [1] * 5


def test_an_account_that_was_closed_or_moved_elsewhere_is_told_nothing(town: Town) -> None:
    for name, there in (("camat", "31.1"), ("pindah", "31.2"), ("tutup", "31.1")):
        account, scope = AccountId(name), Scope(AreaCode("31.1"))
        row = {"city": town.settings.city, "account_id": name, "login": name, "name": name, "role": "officer"}
        with writing(town.central.engine) as connection:
            connection.execute(accounts.insert().values(**row, area=there, active=name != "tutup", created_ms=0))
            principal = add_key(
                connection,
                town.settings.city,
                name,
                Role.OFFICER,
                START,
                scope=scope,
                account=account,
            )[1]
        message = {"topic": "escalation", "channel": "webhook", "address": f"http://127.0.0.1/{name}"}
        town.central.notices.subscribe(read_wish(message), principal)
    town.report()
    town.now = START + 6 * HOUR
    escalate_unanswered(town.central)
    assert town.told() == {"camat"}


def test_nobody_keeps_a_report_from_going_up_by_taking_the_id_of_the_stores_act(town: Town) -> None:
    report_id = town.report("BANJIR")
    town.now = START + HOUR
    with reading(town.central.engine) as connection:
        (due,) = due_escalations(connection, town.settings.city, town.now)
    note = Intent(due.intent_id, IntentKind.NOTE, report_id, None, town.now, payload={"note": "Nanti"})
    with pytest.raises(BadMessage, match="the store's own"):
        town.central.apply(note, town.desk)
    escalate_unanswered(town.central)
    assert town.level(report_id) == 1
