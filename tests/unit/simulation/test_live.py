"""The live city moves simulated reports on by the rule, and leaves everything else alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commandcenter.models.identity import AreaCode, CategoryCode, ReportId, ReportNumber
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.place import LonLat
from commandcenter.models.record import report_record
from commandcenter.models.report import REPLAY_MARK, Moderation, Priority, Report
from commandcenter.models.state import CLOSED_STATES, MOVES, State
from commandcenter.simulation.city import City
from commandcenter.simulation.live import LiveCity
from tests.unit.simulation.conftest import NOW, SEED

LONG = timedelta(days=400)


def _report(serial: int, **changes: Any) -> Report:
    created_at = NOW - timedelta(hours=3)
    report = Report(
        id=ReportId(serial),
        number=ReportNumber(f"JK261124-{serial:06d}"),
        version=1,
        category=CategoryCode("SAMPAH"),
        state=State.WAITING,
        priority=Priority.NORMAL,
        place=LonLat(106.86, -6.31),
        area=AreaCode("31.75.05.1001"),
        agency=None,
        description="sampah",
        address=None,
        channel="qlue",
        created_at=created_at,
        recorded_at=created_at,
        updated_at=created_at,
        acknowledged_at=None,
        acknowledged_by=None,
        closed_at=None,
        respond_by=created_at,
        close_by=created_at,
        supporters=0,
        has_photo=False,
        moderation=Moderation.PUBLIC,
        simulated=True,
        reconstructed=False,
    )
    return replace(report, **changes)


def _record(serial: int, **changes: Any) -> Mapping[str, Any]:
    return report_record(_report(serial, **changes))


@pytest.fixture
def live(city: City) -> LiveCity:
    return LiveCity(city, SEED, lived_until=NOW, begun_at=NOW)


def test_nothing_is_due_before_now_and_something_is_later(live: LiveCity) -> None:
    live.take(_record(serial) for serial in range(1, 60))
    assert live.waiting == 59
    assert live.due(NOW, 1_000) == []
    due = live.due(NOW + LONG, 1_000)
    assert len(due) == 59
    assert all(step.acted_at > NOW for _, step in due)
    assert [step.acted_at for _, step in due] == sorted(step.acted_at for _, step in due)
    assert live.due(NOW + LONG, 1_000) == []


def test_reports_that_are_not_simulated_are_never_touched(live: LiveCity) -> None:
    live.take([_record(1, simulated=False)])
    assert live.waiting == 0
    assert live.due(NOW + LONG, 10) == []


def test_replayed_reports_follow_their_file_and_are_never_touched(live: LiveCity) -> None:
    live.take([_record(1, channel="qlue" + REPLAY_MARK)])
    assert live.waiting == 0
    assert live.due(NOW + LONG, 10) == []


def test_what_somebody_else_did_counts_and_voids_what_was_drawn(live: LiveCity) -> None:
    live.take([_record(1)])
    taken_on = _record(1, version=2, acknowledged_at=NOW, acknowledged_by="Meja", updated_at=NOW)
    live.take([taken_on])
    live.take([_record(1)])  # an older word that comes late
    ((report, step),) = live.due(NOW + LONG, 10)
    assert report.version == 2
    assert step.to_state in MOVES[State.WAITING]


def test_a_report_that_is_gone_is_forgotten(live: LiveCity) -> None:
    live.take([_record(1)])
    live.forget(ReportId(1))
    assert live.due(NOW + LONG, 10) == []


def test_what_happened_while_nobody_looked_is_made_up_for_in_its_own_time(city: City) -> None:
    lived_until = NOW - timedelta(days=3)
    live = LiveCity(city, SEED, lived_until=lived_until, begun_at=NOW)
    before = lived_until - timedelta(hours=1)
    live.take(_record(serial, created_at=before, updated_at=before) for serial in range(1, 100))
    due = live.due(NOW, 1_000)
    assert len(due) == 99
    assert all(lived_until < step.acted_at <= NOW for _, step in due)


def test_speed_brings_what_is_to_come_nearer(city: City) -> None:
    slow, fast = (LiveCity(city, SEED, lived_until=NOW, begun_at=NOW, speed=speed) for speed in (1.0, 100.0))
    for live in (slow, fast):
        live.take(_record(serial) for serial in range(1, 60))
    soon = NOW + timedelta(minutes=5)
    assert len(fast.due(soon, 1_000)) > 50 > len(slow.due(soon, 1_000))


def test_a_drawn_picture_of_before_has_one_of_after(live: LiveCity) -> None:
    live.take_pictures(
        [
            {"report_id": 1, "stage": "before", "url": "/v1/media/simulasi/JALAN-1-before.png"},
            {"report_id": 2, "stage": "before", "url": "https://example.org/before.png"},
            {"report_id": 3, "stage": "before", "url": None},
        ]
    )
    assert live.picture_after(ReportId(1)) == "/v1/media/simulasi/JALAN-1-after.png"
    assert live.picture_after(ReportId(2)) is None
    assert live.picture_after(ReportId(3)) is None


def test_old_closed_reports_stay_closed(live: LiveCity) -> None:
    for state in CLOSED_STATES:
        closed_at = NOW - timedelta(days=5)
        live.take([_record(5, state=state, created_at=closed_at, updated_at=closed_at, closed_at=closed_at)])
    assert live.waiting == 0


def test_a_redrawn_border_is_nothing_that_happened_to_a_report(city: City) -> None:
    old = NOW - timedelta(days=5)
    taken_on: dict[str, Any] = {"created_at": old, "acknowledged_at": old, "acknowledged_by": "Meja", "version": 2}
    redrawn, untouched = (LiveCity(city, SEED, lived_until=NOW, begun_at=NOW) for _ in range(2))
    for live, updated_at in ((redrawn, NOW), (untouched, old)):
        live.take_acts((ReportId(serial), to_ms(old)) for serial in range(1, 60))
        live.take(
            _record(serial, state=State.DONE, updated_at=updated_at, closed_at=old, **taken_on)
            for serial in range(1, 30)
        )
        live.take(_record(serial, updated_at=updated_at, **taken_on) for serial in range(30, 60))
        assert live.waiting == 30
    due = [[(report.id, step) for report, step in live.due(NOW + LONG, 100)] for live in (redrawn, untouched)]
    assert due[0] == due[1]


def test_the_last_act_counts_in_whatever_order_the_acts_are_told(city: City) -> None:
    old, lately = to_ms(NOW - timedelta(days=9)), to_ms(NOW)
    due = []
    for order in ((old, lately), (lately, old)):
        live = LiveCity(city, SEED, lived_until=NOW, begun_at=NOW)
        live.take_acts((ReportId(serial), acted_ms) for serial in range(1, 30) for acted_ms in order)
        live.take(_record(serial, version=2, created_at=from_ms(old)) for serial in range(1, 30))
        due.append([(report.id, step) for report, step in live.due(NOW + LONG, 100)])
    assert due[0] == due[1]


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "closed"])
def test_the_picture_of_a_report_that_is_over_is_let_go(live: LiveCity, *, gone: bool) -> None:
    picture = {"report_id": 1, "stage": "before", "url": "/v1/media/simulasi/JALAN-1-before.png"}
    live.take_pictures([picture])
    live.take([_record(1)])
    assert live.picture_after(ReportId(1)) is not None
    if gone:
        live.forget(ReportId(1))
    else:
        live.take([_record(1, version=2, state=State.REJECTED, closed_at=NOW)])
    assert live.picture_after(ReportId(1)) is None
