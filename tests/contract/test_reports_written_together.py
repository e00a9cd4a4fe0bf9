"""New reports that come while another is being written share a transaction; nobody notices but the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from commandcenter.models.identity import AreaCode, IntentId, report_id_at
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import intents, photos, report_numbers, reports, transitions
from commandcenter.store.act import submit_report
from commandcenter.store.central import CentralStore
from commandcenter.store.decision import Decision
from commandcenter.store.failure import TokenRevoked, TokenUnknown
from commandcenter.store.token import Principal
from tests.fixture.store import RunningStore


def _report(intent_id: str = "", **changes: object) -> Intent:
    payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Air setinggi lutut", **changes}
    return Intent(
        IntentId(intent_id) if intent_id else new_intent_id(),
        IntentKind.SUBMIT_REPORT,
        None,
        None,
        datetime.now(UTC),
        None,
        payload,
    )


def _sent_together(central: CentralStore, sent: Sequence[tuple[Intent, Principal]]) -> list[IntentResult]:
    """Have intents decided together; none of them fails."""
    decisions = central.decide_reports(sent)
    return [decision.result for decision in decisions if isinstance(decision, Decision)]


def _count(central: CentralStore) -> list[int]:
    with central.engine.connect() as connection:
        return [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (intents, reports, report_numbers, transitions)
        ]


def test_each_gets_its_own_number_and_the_feed_tells_them_in_order(central: CentralStore, desk: Principal) -> None:
    before = central.head()
    results = _sent_together(central, [(_report(), desk) for _ in range(8)])
    assert {result.status for result in results} == {IntentStatus.APPLIED}
    running = [int(str(result.number)[-4:]) for result in results]
    assert running == list(range(running[0], running[0] + 8))
    page = central.page(before, desk)
    told = [row.key for row in page.rows if row.entity is Entity.REPORT]
    assert told == [str(result.subject) for result in results]
    assert page.through.n == before.n + 16
    assert _count(central) == [8, 8, 8, 8]


def test_a_refused_one_takes_no_number_and_touches_none_of_the_others(central: CentralStore, desk: Principal) -> None:
    # The photo is looked for when the report is written already.
    late = _report(media=["0" * 32])
    results = _sent_together(
        central, [(_report(), desk), (_report(category="NAGA"), desk), (late, desk), (_report(), desk)]
    )
    assert [result.status for result in results] == [
        IntentStatus.APPLIED,
        IntentStatus.REFUSED,
        IntentStatus.REFUSED,
        IntentStatus.APPLIED,
    ]
    assert [result.code for result in results[1:3]] == ["category_unknown", "photo_absent"]
    assert int(str(results[3].number)[-4:]) == int(str(results[0].number)[-4:]) + 1
    assert _count(central) == [4, 2, 2, 2]


def test_one_that_is_sent_twice_at_once_is_written_once(
    store: RunningStore, central: CentralStore, desk: Principal
) -> None:
    other = central.principal(store.key(Role.DISPATCHER, "Meja 2"))
    intent_id = new_intent_id()
    first, again, foreign = _sent_together(
        central, [(_report(intent_id), desk), (_report(intent_id), desk), (_report(intent_id), other)]
    )
    assert first.status is IntentStatus.APPLIED
    assert again.status is IntentStatus.REPEATED
    assert (again.subject, again.number) == (first.subject, first.number)
    assert foreign.code == "intent_taken"
    assert _count(central) == [1, 1, 1, 1]


def test_a_photo_that_two_of_them_name_is_the_firsts(
    store: RunningStore, central: CentralStore, desk: Principal
) -> None:
    photo = "f" * 32
    with central.engine.begin() as connection:
        now_ms = to_ms(datetime.now(UTC))
        row = {"city": store.settings.city, "media_id": photo, "uploader": desk.token_id, "request_key": photo}
        connection.execute(
            photos.insert().values(sha256="0" * 64, claimed_ms=now_ms, ready_ms=now_ms, traits=b"", **row)
        )
    first, second, third = _sent_together(
        central, [(_report(media=[photo]), desk), (_report(media=[photo]), desk), (_report(), desk)]
    )
    assert (first.status, second.code, third.status) == (IntentStatus.APPLIED, "photo_absent", IntentStatus.APPLIED)
    with central.engine.connect() as connection:
        assert connection.execute(select(photos.c.report_id)).scalar_one() == first.subject


def test_where_they_can_not_be_written_together_each_is_written_alone(
    central: CentralStore, desk: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two reports draw one id, which is found when they are written: nothing of the group can be kept."""
    drawn = iter([7, 7])
    monkeypatch.setattr(submit_report, "report_id_at", lambda at: next(drawn, None) or report_id_at(at))
    results = _sent_together(central, [(_report(), desk), (_report(category="NAGA"), desk), (_report(), desk)])
    assert [result.status for result in results] == [
        IntentStatus.APPLIED,
        IntentStatus.REFUSED,
        IntentStatus.APPLIED,
    ]
    assert _count(central) == [3, 2, 2, 2]


def test_each_is_told_the_head_as_its_own_copy_counts_it(
    store: RunningStore, central: CentralStore, desk: Principal
) -> None:
    office = central.principal(store.key(Role.OFFICER, "Kantor", Scope(AreaCode("31.01"))))
    given = [(_report(), desk), (_report(), office), (_report(category="NAGA"), desk)]
    heads = [decision.head for decision in central.decide_reports(given) if isinstance(decision, Decision)]
    assert heads == [central.head_for(desk), central.head_for(office), central.head_for(desk)]
    assert heads[0] != heads[1]


def test_keys_that_are_looked_up_together_are_each_found_or_refused(store: RunningStore, central: CentralStore) -> None:
    good, withdrawn = store.key(Role.DISPATCHER, "Meja 2"), store.key(Role.DISPATCHER, "Meja 3")
    store.revoke("Meja 3")
    found, revoked, unknown, again = central.principals([good, withdrawn, "cc_none", good])
    assert found == again == central.principal(good)
    assert isinstance(revoked, TokenRevoked)
    assert isinstance(unknown, TokenUnknown)
