"""New reports that come while another is being written share a transaction; nobody notices but the clock."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event

from sqlalchemy import func, select

from commandcenter.models.identity import IntentId
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.table import intents, report_numbers, reports, transitions
from commandcenter.store.central import CentralStore
from commandcenter.store.token import Principal
from tests.fixture.store import RunningStore

WAIT_S = 20


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
    """Have intents wait for one another, in order, and be decided together."""
    together = central._writer._new_reports
    pool = ThreadPoolExecutor(len(sent))
    with pool:
        with together._turn:
            answers = []
            for count, (intent, principal) in enumerate(sent, 1):
                answers.append(pool.submit(central.apply, intent, principal))
                while len(together._waiting) < count:
                    Event().wait(0.001)
        return [answer.result(WAIT_S) for answer in answers]


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
