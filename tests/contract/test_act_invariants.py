"""Whatever is done to reports, in whichever order, leaves them whole: versions, timelines, clocks, counts, feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from commandcenter.models.identity import AreaCode, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentStatus
from commandcenter.models.intent import IntentKind as Kind
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.state import CLOSED_STATES, STATES, State
from commandcenter.models.table import voices
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.token import STORE_NAME, Principal
from tests.contract.acting import Acting, entries_of, intent, record_of, rows_of
from tests.contract.client import Copy
from tests.fixture.store import RunningStore

ACTS = 40

Draw = Callable[[Random], dict[str, Any]]

PAYLOADS: dict[Kind, Draw] = {
    Kind.TAKE_ON: lambda _: {},
    Kind.MOVE: lambda random: {
        "to_state": random.choice(STATES).value,
        "note": "Catatan",
        "agency": random.choice(["DSDA", "DBM"]),
        "estimated_ms": to_ms(datetime.now(UTC) + timedelta(days=1)),
        "no_photo_reason": "Surut",
    },
    Kind.CATEGORISE: lambda random: {"category": random.choice(["BANJIR", "SAMPAH", "PARKIR", "KRIMINAL", "TIDAK"])},
    Kind.RE_PLACE: lambda random: {"lon": random.choice([106.85, 106.95, 107.5]), "lat": -6.25},
    Kind.SET_PRIORITY: lambda random: {"priority": random.choice(["low", "normal", "high", "emergency", "?"])},
    Kind.NOTE: lambda _: {"note": "Catatan"},
    Kind.ANSWER: lambda _: {"text": "Jawaban"},
    Kind.ADD_PHOTO: lambda _: {"stage": "after", "photo_url": "https://example.org/f.jpg"},
    Kind.MODERATE: lambda random: {"moderation": random.choice(["public", "hidden"]), "reason": "Alasan"},
    Kind.SUPPORT: lambda random: {"device_id": f"gawai-{random.randrange(3)}00"},
    Kind.RATE: lambda random: {"device_id": f"gawai-{random.randrange(3)}00", "stars": random.randint(1, 5)},
    Kind.REOPEN: lambda _: {"note": "Masih", "secret": "rahasia-gawai-0001"},
    Kind.ESCALATE: lambda random: {"level": random.randint(1, 2)},
}


@pytest.fixture
def people(store: RunningStore, central: CentralStore, desk: Principal) -> dict[Role, Acting]:
    """Somebody of each role that acts on reports."""
    west = central.principal(store.key(Role.OFFICER, "Kelurahan Barat", Scope(AreaCode("31.01"))))
    others = [
        Principal("app", "Aplikasi", Role.PUBLIC),
        Principal("t1", "Gawai", Role.REPORTER),
        Principal("store", STORE_NAME, Role.STORE),
    ]
    return {each.role: Acting(central, each) for each in (desk, west, *others)}


def drawn(random: Random, central: CentralStore, reports: list[ReportId]) -> tuple[Role, Intent]:
    """Return any act that somebody may try."""
    report = random.choice(reports)
    base = random.choice([None, record_of(central, report)["version"], 1])
    if random.random() < 0.2:
        incidents = [str(row["id"]) for row in rows_of(central, Entity.INCIDENT)] or ["1"]
        some = [str(each) for each in random.sample(reports, 2)]
        target = random.choice(incidents)
        return Role.DISPATCHER, random.choice(
            [
                intent(Kind.OPEN_INCIDENT, name="Insiden", reports=some),
                intent(Kind.JOIN_INCIDENT, report, base, target),
                intent(Kind.PART_INCIDENT, report, base, target),
                intent(Kind.FINISH_INCIDENT, None, None, target, no_photo_reason="Surut"),
            ]
        )
    kind = random.choice([*PAYLOADS, *[Kind.SUPPORT] * 6])
    roles = {Kind.SUPPORT: Role.PUBLIC, Kind.RATE: Role.PUBLIC, Kind.REOPEN: Role.REPORTER, Kind.ESCALATE: Role.STORE}
    role = roles.get(kind, random.choice([Role.DISPATCHER, Role.OFFICER]))
    return role, intent(kind, report, base, **PAYLOADS[kind](random))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 1 << 30))
def test_any_acts_leave_everything_whole(central: CentralStore, people: dict[Role, Acting], seed: int) -> None:
    random = Random(seed)
    room = people[Role.DISPATCHER]
    reports = [room.reports(random.choice(["BANJIR", "SAMPAH"]), secret="rahasia-gawai-0001") for _ in range(3)]
    copies = {role: Copy() for role in (Role.DISPATCHER, Role.OFFICER)}
    for role, copy in copies.items():
        copy.load(central.snapshot(people[role].principal))
    ended: Counter[str] = Counter()
    for _ in range(ACTS):
        role, sent = drawn(random, central, reports)
        before = {report: record_of(central, report) for report in reports}
        head = central.head()
        result = people[role].send(sent)
        ended[result.status] += 1
        if result.status is not IntentStatus.APPLIED:
            assert central.head() == head, "what was not applied left a change"
            assert {report: record_of(central, report) for report in reports} == before
        for report in reports:
            rise = record_of(central, report)["version"] - before[report]["version"]
            assert rise in ({0, 1} if result.status is IntentStatus.APPLIED else {0})
        if random.random() < 0.15:
            check_feed(central, people, copies)
    assert ended[IntentStatus.APPLIED] >= 3, ended
    for report in reports:
        check_report(central, report)
    check_incidents(central)
    check_feed(central, people, copies)


def check_report(central: CentralStore, report: ReportId) -> None:
    """Check that a report and its timeline say the same."""
    record, entries = record_of(central, report), entries_of(central, report)
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.from_state for entry in entries] == [None, *(entry.to_state for entry in entries[:-1])]
    assert entries[-1].to_state == record["state"]
    assert [entry.acted_ms for entry in entries] == sorted(entry.acted_ms for entry in entries)
    assert (record["closed_ms"] is not None) == (State(record["state"]) in CLOSED_STATES)
    assert (record["paused_ms"] is not None) == (record["state"] == State.ESTIMATED)
    assert (record["acknowledged_ms"] is None) == (record["acknowledged_by"] is None)
    with reading(central.engine) as connection:
        counted = select(func.count(), func.sum(voices.c.stars)).where(voices.c.report_id == report)
        supporters = connection.execute(counted.where(voices.c.kind == "support")).one()
        ratings = connection.execute(counted.where(voices.c.kind == "rating")).one()
    assert record["supporters"] == supporters[0]
    assert (record["ratings"], record["stars"]) == (ratings[0], ratings[1] or 0)


def check_incidents(central: CentralStore) -> None:
    """Check that every incident counts the reports that point to it."""
    pointing = Counter(row["incident"] for row in rows_of(central, Entity.REPORT))
    for incident in rows_of(central, Entity.INCIDENT):
        assert incident["reports"] == pointing[incident["id"]]
        assert (incident["closed_ms"] is not None) == (incident["state"] == "closed")


def check_feed(central: CentralStore, people: dict[Role, Acting], copies: dict[Role, Copy]) -> None:
    """Check that whoever followed has what a fresh snapshot has, in scope and out of it."""
    for role, copy in copies.items():
        principal = people[role].principal
        while True:
            assert copy.position is not None
            page = central.page(copy.position, principal)
            if page.through == page.after:
                break
            copy.apply(page)
        fresh = Copy()
        fresh.load(central.snapshot(principal))
        assert copy.records == fresh.records
