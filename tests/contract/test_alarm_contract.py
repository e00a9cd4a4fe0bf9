"""What every store keeps to of alarms, whichever database is underneath."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import numpy as np
import pytest

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet, batch_of
from commandcenter.models.board.count import overdue_count
from commandcenter.models.board.filter import EVERYTHING
from commandcenter.models.board.mask import mask
from commandcenter.models.identity import ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentKind, IntentResult
from commandcenter.models.record import Entity
from commandcenter.models.report import Priority
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import reports
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.token import STORE_ITSELF, Principal
from commandcenter.store.watch.alarm_watch import read_backlogs, take_turn
from commandcenter.store.watch.leader import Leadership
from tests.contract.client import Copy
from tests.fixture.crew import EAST, WEST, Room, intent
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.store import RunningStore

RAISE, CLEAR = IntentKind.RAISE_ALARM, IntentKind.CLEAR_ALARM
SEEN, SHELVE = IntentKind.ACKNOWLEDGE_ALARM, IntentKind.SHELVE_ALARM
NOW = datetime.now(UTC)

WATER: dict[str, Any] = {
    "kind": "gauge",
    "severity": "Severe",
    "about": "gauge/MGR",
    "area": WEST,
    "text_id": "Siaga 2",
    "text_en": "Stage 2",
}


@pytest.fixture
def room(central: CentralStore) -> Room:
    return Room(central)


@pytest.fixture
def keeper(room: Room) -> Principal:
    """The key of a gauge in the west."""
    limits = {"stage_3_cm": 750, "stage_2_cm": 850, "stage_1_cm": 950, "lon": 106.85, "lat": -6.25}
    room.done(IntentKind.SET_GAUGE, "MGR", by=room.administrator, name="Manggarai", river="Ciliwung", **limits)
    return room.key(Role.FACILITY, "Pintu air Manggarai", holder="MGR")


@pytest.fixture
def later(room: Room) -> Iterator[Callable[[timedelta], None]]:
    """Have the store look after its alarms as if so much time had passed."""
    opened: list[CentralStore] = []

    def look(passed: timedelta) -> None:
        opened.append(CentralStore(replace(room.central.settings, clock=lambda: datetime.now(UTC) + passed)))
        take_turn(opened[-1])

    yield look
    for store in opened:
        store.close()


def end_of(result: IntentResult) -> tuple[str, str]:
    return result.status.value, result.code


def raised(room: Room, **changes: object) -> str:
    target = room.done(RAISE, by=STORE_ITSELF, **(WATER | changes)).target
    assert target is not None
    return target


def lasting(room: Room) -> dict[str, dict[str, Any]]:
    return {alarm["about"]: alarm for alarm in room.records(Entity.ALARM) if alarm["cleared_ms"] is None}


def emergency(room: Room, **more: object) -> ReportId:
    """Report a flood whose priority is emergency; it must be answered within an hour."""
    report_id = room.report(**more)  # type: ignore[arg-type]
    with writing(room.central.engine) as connection:
        connection.execute(reports.update().where(reports.c.id == report_id).values(priority=int(Priority.EMERGENCY)))
    return report_id


def set_to(room: Room, **values: float) -> None:
    """Set the city's settings."""
    for key, value in values.items():
        room.done(IntentKind.SET_SETTING, key, by=room.administrator, value=value)


class TestAnswering:
    def test_an_alarm_lasts_once_and_gets_worse_and_is_over(self, room: Room) -> None:
        alarm = raised(room)
        assert raised(room) == alarm
        assert lasting(room)["gauge/MGR"]["version"] == 1
        room.done(SEEN, alarm)
        assert raised(room, severity="Extreme", text_id="Siaga 1") == alarm
        worse = lasting(room)["gauge/MGR"]
        assert (worse["severity"], worse["version"], worse["acknowledged_ms"]) == ("Extreme", 3, None)
        room.done(SEEN, alarm)
        raised(room)
        assert lasting(room)["gauge/MGR"]["acknowledged_by"] == "Meja 1", "what got better stays acknowledged"
        room.done(CLEAR, alarm, by=STORE_ITSELF)
        room.done(CLEAR, alarm, by=STORE_ITSELF)
        assert lasting(room) == {}
        assert raised(room) != alarm

    def test_the_first_who_has_seen_it_is_recorded_and_the_feed_tells_every_room(self, room: Room) -> None:
        copy = Copy()
        operator = room.key(Role.ROOM, "Dinding 1")
        copy.load(room.central.snapshot(operator))
        alarm = raised(room)
        room.done(SEEN, alarm, by=operator)
        room.done(SEEN, alarm)
        assert copy.position is not None
        copy.apply(room.central.page(copy.position, operator))
        (told,) = copy.of(Entity.ALARM)
        assert told == room.records(Entity.ALARM)[0]
        assert told["acknowledged_by"] == "Dinding 1"

    def test_an_alarm_is_put_aside_for_a_shift_at_most_and_back(self, room: Room) -> None:
        alarm = raised(room)
        until_ms = to_ms(datetime.now(UTC) + timedelta(hours=7))
        room.done(SHELVE, alarm, until_ms=until_ms)
        assert lasting(room)["gauge/MGR"]["shelved_until_ms"] == until_ms
        for hours in (-1, 9):
            wrong = room.do(SHELVE, alarm, until_ms=to_ms(datetime.now(UTC) + timedelta(hours=hours)))
            assert end_of(wrong) == ("refused", "shelf_too_long")
        assert end_of(room.do(SHELVE, alarm, until_ms="besok")) == ("refused", "field_not_number")
        room.done(SHELVE, alarm)
        assert lasting(room)["gauge/MGR"]["shelved_until_ms"] is None

    def test_what_is_over_unknown_elsewhere_or_changed_is_not_answered(self, room: Room) -> None:
        alarm = raised(room)
        of_east = room.key(Role.ROOM, "Timur", scope=Scope(EAST))
        assert end_of(room.do(SEEN, alarm, by=of_east)) == ("refused", "out_of_scope")
        assert end_of(room.do(SEEN, "77")) == ("refused", "target_unknown")
        conflict = room.do(SEEN, alarm, base=9)
        assert end_of(conflict) == ("conflict", "target_changed")
        assert conflict.theirs is not None
        assert conflict.theirs.actor == "Pusat"
        room.done(CLEAR, alarm, by=STORE_ITSELF)
        assert end_of(room.do(SEEN, alarm)) == ("refused", "alarm_over")
        assert end_of(room.do(SHELVE, alarm)) == ("refused", "alarm_over")
        whole = raised(room, about="feed/jakarta", kind="feed", area=None)
        room.done(SEEN, whole, by=of_east)

    def test_people_raise_and_clear_none_and_others_answer_none(self, room: Room) -> None:
        alarm = raised(room)
        for role in Role:
            if role is Role.STORE:
                continue
            by = room.key(role, f"Kunci {role}")
            assert end_of(room.do(RAISE, by=by, **WATER)) == ("refused", "not_allowed")
            assert end_of(room.do(CLEAR, alarm, by=by)) == ("refused", "not_allowed")
            if role not in {Role.ROOM, Role.DISPATCHER}:
                assert end_of(room.do(SEEN, alarm, by=by)) == ("refused", "not_allowed")
                assert end_of(room.do(SHELVE, alarm, by=by)) == ("refused", "not_allowed")

    def test_raised_by_many_at_once_it_stands_once(self, room: Room) -> None:
        gate = Barrier(6)

        def raise_one(_: int) -> IntentResult:
            gate.wait(20)
            return room.central.apply(intent(RAISE, **WATER), STORE_ITSELF)

        with ThreadPoolExecutor(6) as pool:
            results = list(pool.map(raise_one, range(6)))
        assert {result.status.value for result in results} == {"applied"}
        assert len({result.target for result in results}) == 1
        assert len(room.records(Entity.ALARM)) == 1


class TestWatching:
    def test_water_at_stage_two_is_an_alarm_and_at_stage_three_none(
        self, room: Room, keeper: Principal, later: Callable[[timedelta], None]
    ) -> None:
        for level, severity in [(760, None), (860, "Severe"), (960, "Extreme"), (870, "Severe"), (700, None)]:
            room.done(IntentKind.REPORT_LEVEL, "MGR", by=keeper, level_cm=level)
            later(timedelta())
            head = room.central.head()
            later(timedelta())
            assert room.central.head() == head, "nothing is said twice"
            alarm = lasting(room).get("gauge/MGR")
            assert (alarm and alarm["severity"]) == severity
        (once,) = room.records(Entity.ALARM)
        assert once["area"] == WEST
        assert once["text_id"].startswith("Manggarai (Ciliwung): siaga 2.")

    def test_a_gauge_that_falls_silent_while_the_water_is_high_is_one_until_a_day_has_passed(
        self, room: Room, keeper: Principal, later: Callable[[timedelta], None]
    ) -> None:
        room.done(IntentKind.REPORT_LEVEL, "MGR", by=keeper, level_cm=760)
        later(timedelta(hours=1))
        assert lasting(room) == {}
        later(timedelta(hours=3))
        assert "tidak ada laporan" in lasting(room)["gauge/MGR"]["text_id"]
        later(timedelta(hours=25))
        assert lasting(room) == {}

    def test_an_emergency_is_one_when_its_time_is_up_and_until_somebody_takes_it_on(
        self, room: Room, later: Callable[[timedelta], None]
    ) -> None:
        room.report()
        report_id = emergency(room)
        later(timedelta(minutes=59))
        assert lasting(room) == {}, "a new report is no alarm"
        later(timedelta(minutes=61))
        about = f"report/{report_id}"
        assert set(lasting(room)) == {about}
        number = room.record(Entity.REPORT, id=report_id)["number"]
        assert number in lasting(room)[about]["text_id"]
        assert "Selokan" not in str(lasting(room)[about])
        room.done(IntentKind.TAKE_ON, None, report_id)
        later(timedelta(minutes=61))
        assert lasting(room) == {}

    def test_too_many_overdue_reports_are_one_alarm_that_does_not_swing_with_the_share(
        self, room: Room, later: Callable[[timedelta], None]
    ) -> None:
        set_to(room, overdue_alarm_above_percent=50, overdue_alarm_from_reports=4)
        late = [room.report() for _ in range(3)]
        room.report(category="MACET")
        later(timedelta(hours=2))
        about = "overdue/real"
        alarm = lasting(room)[about]
        assert (alarm["severity"], alarm["area"]) == ("Moderate", None)
        assert alarm["text_id"].startswith("Lebih dari 50 % laporan terbuka melewati tenggat.")
        room.done(IntentKind.TAKE_ON, None, late[0])
        head = room.central.head()
        later(timedelta(hours=2))
        assert room.central.head() == head, "two of four are not above a half, nor below four fifths of it"
        room.done(IntentKind.TAKE_ON, None, late[1])
        later(timedelta(hours=2))
        assert lasting(room) == {}
        room.report()
        later(timedelta(hours=2))
        assert lasting(room) == {}, "two of five"

    def test_a_share_of_few_reports_is_no_alarm_and_simulated_ones_count_for_themselves(
        self, room: Room, later: Callable[[timedelta], None]
    ) -> None:
        set_to(room, overdue_alarm_from_reports=2)
        room.report()
        room.report(simulated=True)
        later(timedelta(hours=2))
        assert lasting(room) == {}
        room.report(simulated=True)
        later(timedelta(hours=2))
        assert set(lasting(room)) == {"overdue/simulated"}
        assert lasting(room)["overdue/simulated"]["text_id"].startswith("SIMULASI. ")

    def test_overdue_is_what_the_board_calls_overdue(self, room: Room) -> None:
        now = datetime.now(UTC)
        ids = [room.report(category=category) for category in ("BANJIR", "MACET", "SAMPAH") for _ in range(6)]
        room.done(IntentKind.TAKE_ON, None, ids[0])
        for number, report_id in enumerate(ids[6:12]):
            with writing(room.central.engine) as connection:
                connection.execute(
                    reports.update()
                    .where(reports.c.id == report_id)
                    .values(paused_ms=to_ms(now + timedelta(days=2 * number)), acknowledged_ms=to_ms(now))
                )
        room.done(IntentKind.MOVE, None, ids[-1], to_state="rejected", note="Bukan kewenangan")
        for hours in (0.5, 2, 7, 30, 24 * 8, 24 * 20):
            at = now + timedelta(hours=hours)
            with reading(room.central.engine) as connection:
                (backlog,) = read_backlogs(connection, room.central.settings.city, at)
            board = Board()
            board.apply(ChangeSet(batch_of(room.records(Entity.REPORT)), np.empty(0, np.int64), ""))
            seen = board.generation
            wanted = overdue_count(seen, mask(seen, EVERYTHING), int(at.timestamp()))
            assert (backlog.open, backlog.overdue) == (17, wanted)

    def test_silence_is_an_alarm_until_a_report_comes_in(self, room: Room, later: Callable[[timedelta], None]) -> None:
        later(timedelta(days=9))
        assert lasting(room) == {}, "who has never had a report does not wait for one"
        room.report()
        later(timedelta(hours=3))
        assert lasting(room) == {}
        later(timedelta(hours=5))
        alarm = lasting(room)["feed/reports"]
        assert alarm["text_id"].startswith("Tidak ada laporan baru sejak ")
        head = room.central.head()
        later(timedelta(hours=6))
        assert room.central.head() == head, "it says the same for as long as it lasts"
        set_to(room, feed_silent_after_s=8 * 3_600)
        later(timedelta(hours=6))
        assert lasting(room) == {}
        later(timedelta(hours=9))
        assert set(lasting(room)) == {"feed/reports"}
        room.report()
        later(timedelta())
        assert lasting(room) == {}

    def test_nobody_waits_for_more_out_of_an_archive(self, room: Room, later: Callable[[timedelta], None]) -> None:
        report_id = room.report()
        with writing(room.central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == report_id).values(reconstructed=True))
        set_to(room, overdue_alarm_from_reports=1)
        later(timedelta(days=2))

    def test_the_alarm_of_a_report_goes_with_it_and_has_to_be_seen_where_it_comes_to(
        self, room: Room, later: Callable[[timedelta], None]
    ) -> None:
        report_id = emergency(room)
        later(timedelta(hours=2))
        about = f"report/{report_id}"
        room.done(SEEN, str(lasting(room)[about]["id"]))
        room.done(IntentKind.RE_PLACE, None, report_id, lon=106.95, lat=-6.25)
        later(timedelta(hours=2))
        moved = lasting(room)[about]
        assert (moved["area"], moved["acknowledged_by"]) == (EAST, None)

    def test_an_alarm_is_not_over_because_others_have_waited_longer(
        self, room: Room, later: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("commandcenter.store.watch.alarm_watch.MOST_AT_ONCE", 1)
        first, second = emergency(room), emergency(room)
        with writing(room.central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == second).values(priority=int(Priority.HIGH)))
        later(timedelta(hours=2))
        with writing(room.central.engine) as connection:
            longer = {"priority": int(Priority.EMERGENCY), "respond_by_ms": to_ms(NOW - timedelta(days=1))}
            connection.execute(reports.update().where(reports.c.id == second).values(longer))
        later(timedelta(hours=2))
        assert set(lasting(room)) == {f"report/{first}"}
        room.done(IntentKind.TAKE_ON, None, first)
        later(timedelta(hours=2))
        assert set(lasting(room)) == {f"report/{second}"}

    def test_an_emergency_that_was_rebuilt_from_a_file_is_none(
        self, room: Room, later: Callable[[timedelta], None]
    ) -> None:
        report_id = emergency(room)
        with writing(room.central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == report_id).values(reconstructed=True))
        later(timedelta(hours=2))
        assert lasting(room) == {}

    def test_what_is_simulated_says_so(self, room: Room, later: Callable[[timedelta], None]) -> None:
        report_id = emergency(room, simulated=True)
        later(timedelta(hours=2))
        alarm = lasting(room)[f"report/{report_id}"]
        assert alarm["text_id"].startswith("SIMULASI. ")
        assert alarm["text_en"].startswith("SIMULATED. ")

    def test_two_leaders_at_once_raise_each_alarm_once(self, room: Room) -> None:
        for _ in range(3):
            emergency(room)
        settings = replace(room.central.settings, clock=lambda: NOW + timedelta(hours=2))
        stores = [CentralStore(settings), CentralStore(settings)]
        gate = Barrier(2)

        def look(store: CentralStore) -> None:
            gate.wait(20)
            take_turn(store)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(look, stores))
        for store in stores:
            store.close()
        assert len(room.records(Entity.ALARM)) == 3
        assert {alarm["version"] for alarm in room.records(Entity.ALARM)} == {1}

    def test_a_served_store_watches_by_itself_and_leads_until_it_stops(
        self, served: RunningStore, central: CentralStore
    ) -> None:
        room = Room(central)
        room.done(
            IntentKind.SET_GAUGE, "MGR", by=room.administrator, name="Manggarai", lon=106.85, lat=-6.25, stage_1_cm=900
        )
        keeper = room.key(Role.FACILITY, "Pintu", holder="MGR")
        with open_stream(served, str(central.head()), Role.ROOM) as events:
            room.done(IntentKind.REPORT_LEVEL, "MGR", by=keeper, level_cm=999)
            entities: set[str] = set()
            while "alarm" not in entities:
                entities |= {row["entity"] for row in next_event(events, "page").data["rows"]}
        other = Leadership(central.engine, central.settings.city)
        assert not other.hold()
        served.stop()
        assert other.hold()
        other.release()
