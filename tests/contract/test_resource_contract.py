"""What every store keeps to of facilities, beds and gauges, whichever database is underneath."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from commandcenter.models.facility import is_stale as beds_are_stale
from commandcenter.models.flat import rebuild
from commandcenter.models.gauge import Gauge
from commandcenter.models.gauge import is_stale as gauge_is_stale
from commandcenter.models.identity import ReportId
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.intent import IntentKind, IntentResult
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import gauge_readings
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.token import Principal
from tests.fixture.crew import EAST, WEST, Room

FACILITY, BEDS, CONFIRM = IntentKind.SET_FACILITY, IntentKind.REPORT_BEDS, IntentKind.CONFIRM_BEDS
GAUGE, LEVEL = IntentKind.SET_GAUGE, IntentKind.REPORT_LEVEL
NOW = datetime.now(UTC)


@pytest.fixture
def room(central: CentralStore) -> Room:
    return Room(central)


@pytest.fixture
def hospital(room: Room) -> Principal:
    """The key of a hospital that is set up."""
    place = {"lon": 106.85, "lat": -6.25}
    room.done(FACILITY, "RS-1", by=room.administrator, name="RS Harapan", kind="hospital", **place)
    return room.key(Role.FACILITY, "RS Harapan", holder="RS-1")


@pytest.fixture
def keeper(room: Room) -> Principal:
    """The key of a gauge with limits."""
    limits = {"stage_3_cm": 750, "stage_2_cm": 850, "stage_1_cm": 950}
    place = {"lon": 106.85, "lat": -6.25}
    room.done(GAUGE, "MGR", by=room.administrator, name="Manggarai", river="Ciliwung", **limits, **place)
    return room.key(Role.FACILITY, "Pintu air Manggarai", holder="MGR")


def end_of(result: IntentResult) -> tuple[str, str]:
    return result.status.value, result.code


def beds_of(room: Room) -> dict[str, tuple[int, int | None, str]]:
    return {beds["bed_class"]: (beds["free"], beds["total"], beds["said_by"]) for beds in room.records(Entity.BEDS)}


def said(bed_class: str, free: object, total: object = None) -> dict[str, object]:
    return {"bed_class": bed_class, "free": free, "total": total}


class TestBeds:
    def test_a_facility_lies_in_the_area_around_it(self, room: Room, hospital: Principal) -> None:
        assert hospital.holder == "RS-1"
        record = room.record(Entity.FACILITY, code="RS-1")
        assert (record["area"], record["kind"], record["version"]) == (WEST, "hospital", 1)
        room.done(FACILITY, "RS-1", by=room.administrator, base=1, lon=106.95, lat=-6.25)
        assert room.record(Entity.FACILITY, code="RS-1")["area"] == EAST
        result = room.do(FACILITY, "RS-1", by=room.administrator, base=1, name="Lain")
        assert end_of(result) == ("conflict", "target_changed")

    def test_a_hospital_says_what_it_has_and_a_total_once_said_stays(self, room: Room, hospital: Principal) -> None:
        room.done(BEDS, "RS-1", by=hospital, beds=[said("ICU", 2, 10), said("Kelas 1", 5)])
        room.done(BEDS, "RS-1", by=hospital, beds=[said("ICU", 1)])
        assert beds_of(room) == {"ICU": (1, 10, "RS Harapan"), "Kelas 1": (5, None, "RS Harapan")}

    def test_what_was_said_earlier_does_not_replace_what_was_said_later(self, room: Room, hospital: Principal) -> None:
        room.done(BEDS, "RS-1", by=hospital, beds=[said("ICU", 2)], acted_at=NOW)
        room.done(BEDS, "RS-1", by=hospital, beds=[said("ICU", 9)], acted_at=NOW - timedelta(hours=1))
        assert beds_of(room)["ICU"][0] == 2
        room.done(BEDS, "RS-1", by=hospital, beds=[said("ICU", 3)], acted_at=NOW + timedelta(days=9))
        assert from_ms(room.record(Entity.BEDS, bed_class="ICU")["said_ms"]) <= datetime.now(UTC)

    def test_what_can_not_be_is_refused_whole(self, room: Room, hospital: Principal) -> None:
        for beds, code in [
            ([said("ICU", 3, 2)], "beds_impossible"),
            ([said("ICU", -1)], "field_not_number"),
            ([said("ICU", 1.5)], "field_not_number"),
            ([said("ICU", True)], "field_not_number"),
            ([said("ICU", None)], "beds_missing"),
            ([said("ICU/1", 1)], "beds_missing"),
            ([said("ICU", 1), said("ICU", 2)], "beds_missing"),
            ([said("VIP", 1), said("ICU", 3, 2)], "beds_impossible"),
            ([said(str(number), 1) for number in range(51)], "beds_missing"),
            (["ICU"], "beds_missing"),
            ([], "beds_missing"),
            ("ICU", "beds_missing"),
            (None, "beds_missing"),
        ]:
            assert end_of(room.do(BEDS, "RS-1", by=hospital, beds=beds)) == ("refused", code), beds
        assert beds_of(room) == {}
        room.done(BEDS, "RS-1", by=hospital, beds=[said("ICU", 2, 10)])
        impossible = room.do(BEDS, "RS-1", by=hospital, beds=[said("ICU", 11)])
        assert end_of(impossible) == ("refused", "beds_impossible")

    def test_a_key_speaks_for_its_own_facility_alone(self, room: Room, hospital: Principal) -> None:
        room.done(FACILITY, "RS-2", by=room.administrator, name="RS Lain", kind="hospital")
        assert end_of(room.do(BEDS, "RS-2", by=hospital, beds=[said("ICU", 1)])) == ("refused", "not_own")
        nobody = room.key(Role.FACILITY, "Tanpa RS")
        assert end_of(room.do(BEDS, "RS-1", by=nobody, beds=[said("ICU", 1)])) == ("refused", "not_own")
        room.done(FACILITY, "RS-1", by=room.administrator, active=False)
        assert end_of(room.do(BEDS, "RS-1", by=hospital, beds=[said("ICU", 1)])) == ("refused", "target_unknown")

    def test_beds_are_stale_after_the_citys_limit(self) -> None:
        assert not beds_are_stale(NOW - timedelta(hours=6), NOW, 6 * 3_600)
        assert beds_are_stale(NOW - timedelta(hours=6, seconds=1), NOW, 6 * 3_600)


@pytest.mark.usefixtures("hospital")
class TestConfirming:
    def test_an_officer_confirms_what_a_citizen_reported_and_the_report_is_done(self, room: Room) -> None:
        report_id = room.report(category="RSBED")
        officer = room.key(Role.OFFICER, "Dinas Kesehatan")
        confirmed = {"facility": "RS-1", "bed_class": "ICU", "free": 3, "total": 8}
        result = room.done(CONFIRM, None, report_id, by=officer, base=1, **confirmed)
        assert (result.subject, result.target, result.version) == (report_id, "RS-1", 2)
        assert beds_of(room) == {"ICU": (3, 8, "Dinas Kesehatan")}
        assert room.state_of(report_id) == "done"
        last = room.timeline(report_id)[-1]
        assert last.note.startswith("Dikonfirmasi: RS Harapan, kelas ICU, 3 dari 8 tempat tidur kosong")

    def test_or_the_report_stays_open_and_its_timeline_says_so(self, room: Room) -> None:
        report_id = room.report(category="RSBED")
        result = room.done(CONFIRM, None, report_id, facility="RS-1", bed_class="ICU", free=3, close=False)
        assert (result.subject, result.version) == (report_id, 1)
        assert room.state_of(report_id) == "waiting"
        assert [entry.kind for entry in room.timeline(report_id)] == ["submitted", "noted"]

    def test_what_can_not_be_confirmed_is_refused_and_nothing_is_kept(self, room: Room) -> None:
        beds, flood = room.report(category="RSBED"), room.report()
        closed = room.report(category="RSBED")
        room.done(IntentKind.MOVE, None, closed, to_state="rejected", note="Salah")
        good = {"facility": "RS-1", "bed_class": "ICU", "free": 3}
        for report_id, payload, code in [
            (flood, good, "not_about_beds"),
            (closed, good, "report_closed"),
            (beds, {**good, "facility": "RS-9"}, "target_unknown"),
            (beds, {**good, "facility": None}, "field_missing"),
            (beds, {**good, "free": None}, "beds_missing"),
            (beds, {**good, "total": 1}, "beds_impossible"),
            (ReportId(5), good, "report_unknown"),
        ]:
            assert end_of(room.do(CONFIRM, None, report_id, **payload)) == ("refused", code)
        of_east = room.key(Role.OFFICER, "Timur", scope=Scope(EAST))
        assert end_of(room.do(CONFIRM, None, beds, by=of_east, **good)) == ("refused", "out_of_scope")
        assert end_of(room.do(CONFIRM, None, beds, base=4, **good)) == ("conflict", "version_changed")
        assert beds_of(room) == {}


class TestGauges:
    def test_a_gauge_shows_its_last_reading_and_its_stage(self, room: Room, keeper: Principal) -> None:
        for level, stage in [(700, 4), (750, 3), (850, 2), (950.5, 1)]:
            room.done(LEVEL, "MGR", by=keeper, level_cm=level)
            record = room.record(Entity.GAUGE, code="MGR")
            assert (record["level_cm"], record["stage"], record["said_by"]) == (level, stage, "Pintu air Manggarai")
        assert room.record(Entity.GAUGE, code="MGR")["version"] == 1, "a reading is no setting"
        assert len(readings(room)) == 4

    def test_a_late_reading_is_kept_and_the_gauge_stays(self, room: Room, keeper: Principal) -> None:
        room.done(LEVEL, "MGR", by=keeper, level_cm=800, measured_ms=to_ms(NOW))
        room.done(LEVEL, "MGR", by=keeper, level_cm=600, measured_ms=to_ms(NOW - timedelta(hours=1)))
        assert room.record(Entity.GAUGE, code="MGR")["level_cm"] == 800
        assert readings(room) == [600, 800]
        taken = room.do(LEVEL, "MGR", by=keeper, level_cm=601, measured_ms=to_ms(NOW))
        assert end_of(taken) == ("refused", "reading_taken")
        room.done(LEVEL, "MGR", by=keeper, level_cm=810, measured_ms=to_ms(NOW + timedelta(days=3)))
        assert from_ms(room.record(Entity.GAUGE, code="MGR")["measured_ms"]) <= datetime.now(UTC)

    def test_two_levels_at_one_moment_are_refused_with_the_one_that_is_there(
        self, room: Room, keeper: Principal
    ) -> None:
        at_ms = to_ms(NOW) - 1_000
        room.done(LEVEL, "MGR", by=keeper, level_cm=700, measured_ms=at_ms)
        refused = room.do(LEVEL, "MGR", by=keeper, level_cm=860.5, measured_ms=at_ms)
        assert end_of(refused) == ("refused", "reading_taken")
        assert "700 cm" in refused.sentence["en"]

    def test_where_no_limits_are_known_the_stage_is_what_was_said(self, room: Room) -> None:
        room.done(GAUGE, "X", by=room.administrator, name="Tanpa batas")
        keeper = room.key(Role.FACILITY, "X", holder="X")
        room.done(LEVEL, "X", by=keeper, level_cm=180)
        assert room.record(Entity.GAUGE, code="X")["stage"] is None
        room.done(LEVEL, "X", by=keeper, level_cm=190, stage=3)
        assert room.record(Entity.GAUGE, code="X")["stage"] == 3
        room.done(GAUGE, "X", by=room.administrator, stage_3_cm=100, stage_1_cm=150)
        assert room.record(Entity.GAUGE, code="X")["stage"] == 1

    def test_what_can_not_be_is_refused(self, room: Room, keeper: Principal) -> None:
        cases: list[tuple[dict[str, object], str]] = [
            ({}, "field_missing"),
            ({"level_cm": "tinggi"}, "field_not_number"),
            ({"level_cm": float("1e9")}, "field_not_number"),
            ({"level_cm": 1, "stage": 5}, "field_not_number"),
            ({"level_cm": 1, "measured_ms": "kemarin"}, "field_not_number"),
            ({"level_cm": 1, "measured_ms": 1 << 60}, "field_not_number"),
        ]
        for payload, code in cases:
            assert end_of(room.do(LEVEL, "MGR", by=keeper, **payload)) == ("refused", code), payload
        room.done(GAUGE, "KARET", by=room.administrator, name="Karet", lon=106.85, lat=-6.25)
        of_several = room.key(Role.FACILITY, "Dinas SDA", holder="KARET,MGR,RS-9")
        for code in ("MGR", "KARET"):
            room.done(LEVEL, code, by=of_several, level_cm=2, measured_ms=to_ms(NOW - timedelta(days=2)))
        assert end_of(room.do(LEVEL, "KAR", by=of_several, level_cm=1)) == ("refused", "not_own")
        stranger = room.key(Role.FACILITY, "Lain", holder="KRT")
        assert end_of(room.do(LEVEL, "MGR", by=stranger, level_cm=1)) == ("refused", "not_own")
        assert end_of(room.do(LEVEL, "KRT", by=stranger, level_cm=1)) == ("refused", "target_unknown")
        falling = room.do(GAUGE, "MGR", by=room.administrator, stage_3_cm=900)
        assert end_of(falling) == ("refused", "limits_out_of_order")
        half = room.do(GAUGE, "MGR", by=room.administrator, lon=106.8)
        assert end_of(half) == ("refused", "place_incomplete")
        assert end_of(room.do(GAUGE, "N", by=room.administrator)) == ("refused", "field_missing")

    def test_a_gauge_is_stale_after_the_citys_limit_and_before_its_first_reading(
        self, room: Room, keeper: Principal
    ) -> None:
        assert gauge_is_stale(gauge_of(room), NOW, 7_200)
        room.done(LEVEL, "MGR", by=keeper, level_cm=800, measured_ms=to_ms(NOW))
        assert not gauge_is_stale(gauge_of(room), from_ms(to_ms(NOW)) + timedelta(seconds=7_200), 7_200)
        assert gauge_is_stale(gauge_of(room), from_ms(to_ms(NOW)) + timedelta(seconds=7_201), 7_200)


@pytest.mark.parametrize("kind", [FACILITY, GAUGE, BEDS, LEVEL, CONFIRM])
def test_nobody_else_may(room: Room, kind: IntentKind) -> None:
    allowed = {FACILITY: {"administrator"}, GAUGE: {"administrator"}, CONFIRM: {"officer", "dispatcher"}}
    for role in Role:
        if role not in allowed.get(kind, {"facility"}):
            by = room.key(role, f"Kunci {role}", holder="X")
            assert end_of(room.do(kind, "X", by=by)) == ("refused", "not_allowed")


def readings(room: Room) -> list[float]:
    with reading(room.central.engine) as connection:
        query = select(gauge_readings.c.level_cm).order_by(gauge_readings.c.measured_ms)
        return list(connection.execute(query).scalars())


def gauge_of(room: Room) -> Gauge:
    return rebuild(Gauge, room.record(Entity.GAUGE, code="MGR"))
