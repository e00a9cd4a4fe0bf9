"""What every store keeps to of crews, their members and shifts, whichever database is underneath."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commandcenter.models.instant import WIB
from commandcenter.models.intent import IntentKind, IntentResult, IntentStatus
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import intents
from commandcenter.resource import resource_path
from commandcenter.store.catalogue import read_catalogue
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.setup import set_up_city
from commandcenter.store.watch.crew_watch import take_turn
from tests.contract.client import Copy, follow, fresh_copy
from tests.fixture.crew import EAST, WEST, Room, intent
from tests.fixture.store import RunningStore

CREW, MEMBER, SHIFT = IntentKind.SET_CREW, IntentKind.SET_MEMBER, IntentKind.SET_SHIFT
PRESENCE, AVAILABLE = IntentKind.MARK_PRESENCE, IntentKind.SET_AVAILABILITY


@pytest.fixture
def room(central: CentralStore) -> Room:
    return Room(central)


def end_of(result: IntentResult) -> tuple[str, str]:
    return result.status.value, result.code


def settle_at(room: Room, now: datetime) -> int:
    """Let the store look at its crews at another time; return how much changed."""
    before = room.central.head().n
    later = CentralStore(replace(room.central.settings, clock=lambda: now))
    take_turn(later)
    later.close()
    return room.central.head().n - before


def shift_around_now(room: Room, code: str = "now") -> datetime:
    """Set up a shift of eight hours in whose middle it is now; return its end."""
    minute = datetime.now(WIB).hour * 60 + datetime.now(WIB).minute
    begins, ends = (minute - 240) % 1_440, (minute + 240) % 1_440
    room.done(SHIFT, code, by=room.administrator, name="Kini", begins_min=begins, ends_min=ends)
    return datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=240)


class TestSettingUp:
    def test_a_crew_is_made_and_changed_field_by_field(self, room: Room) -> None:
        shift_around_now(room)
        made = room.done(CREW, "A", name="Regu A", area=WEST, shift="now", skills="Drain, tree drain", tools="pick-up")
        assert (made.target, made.version) == ("A", 1)
        changed = room.done(CREW, "A", base=1, tools="pump")
        assert changed.version == 2
        record = room.record(Entity.CREW, code="A")
        assert {name: record[name] for name in ("name", "area", "shift", "skills", "tools", "state", "version")} == {
            "name": "Regu A",
            "area": WEST,
            "shift": "now",
            "skills": "drain tree",
            "tools": "pump",
            "state": "off",
            "version": 2,
        }

    def test_what_a_crew_can_not_be_is_refused(self, room: Room) -> None:
        room.crew("A", members=0)
        cases: list[tuple[str | None, dict[str, object], str]] = [
            ("B", {"name": "Regu B"}, "field_missing"),
            ("B", {"area": WEST}, "field_missing"),
            ("B", {"name": "Regu B", "area": "99"}, "area_unknown"),
            ("B", {"name": "Regu B", "area": WEST, "shift": "tak ada"}, "target_unknown"),
            ("B/1", {"name": "Regu B", "area": WEST}, "code_missing"),
            (None, {"name": "Regu B", "area": WEST}, "code_missing"),
            ("A", {"active": "ya"}, "field_not_flag"),
            ("A", {"name": "x" * 201}, "field_too_long"),
        ]
        for target, payload, code in cases:
            assert end_of(room.do(CREW, target, **payload)) == ("refused", code), (target, payload)

    def test_two_who_change_a_crew_at_once_are_told(self, room: Room) -> None:
        room.crew("A", members=0)
        room.done(CREW, "A", base=1, name="Regu Alfa")
        result = room.do(CREW, "A", base=1, name="Regu Satu", by=room.administrator)
        assert end_of(result) == ("conflict", "target_changed")
        assert result.theirs is not None
        assert (result.mine, result.theirs.actor, result.version) == ("Regu Satu", "Meja 1", 2)

    def test_a_crew_with_jobs_is_not_given_up(self, room: Room) -> None:
        room.crew()
        job = room.job(room.report())
        assert end_of(room.do(CREW, "A", active=False)) == ("refused", "crew_has_jobs")
        room.done(IntentKind.MOVE_JOB, job, to_state="withdrawn", reason="Salah")
        room.done(CREW, "A", active=False)

    def test_a_dispatcher_sets_up_crews_of_the_own_part_of_the_city_alone(self, room: Room) -> None:
        room.crew("B", EAST, members=1)
        of_west = room.key(Role.DISPATCHER, "Barat", scope=Scope(WEST))
        refused = ("refused", "out_of_scope")
        assert end_of(room.do(CREW, "C", by=of_west, name="Regu C", area=EAST)) == refused
        assert end_of(room.do(CREW, "B", by=of_west, area=WEST)) == refused
        room.done(CREW, "A", by=of_west, name="Regu A", area=WEST)
        assert end_of(room.do(CREW, "A", by=of_west, area=EAST)) == refused
        assert end_of(room.do(MEMBER, "B-1", by=of_west, crew="A")) == refused
        assert end_of(room.do(MEMBER, None, by=of_west, crew="B", name="x")) == refused
        assert end_of(room.do(PRESENCE, "B-1", by=of_west, present=False)) == refused
        assert end_of(room.do(AVAILABLE, "B", by=of_west, available=False, reason="x")) == refused

    def test_a_member_gets_an_id_and_its_name_is_kept_in_no_other_place(self, room: Room) -> None:
        room.crew("A", members=0)
        act = intent(MEMBER, crew="A", name="Nama Rahasia")
        first = room.central.apply(act, room.dispatcher)
        assert first.target is not None
        assert room.central.apply(act, room.dispatcher).target == first.target
        assert room.record(Entity.MEMBER, id=first.target)["name"] == "Nama Rahasia"
        with reading(room.central.engine) as connection:
            assert "Rahasia" not in str(connection.execute(intents.select()).all())

    def test_a_member_who_changes_crews_is_marked_present_there_anew(self, room: Room) -> None:
        room.crew("A", members=2)
        room.crew("B", members=0)
        room.done(MEMBER, "A-1", crew="B")
        assert room.record(Entity.MEMBER, id="A-1")["present"] is False
        assert (room.record(Entity.CREW, code="A")["present"], room.record(Entity.CREW, code="B")["present"]) == (1, 0)

    def test_a_crew_that_is_posted_elsewhere_takes_its_people_and_jobs_along(self, room: Room) -> None:
        """Names of people at work leave the one office's desks and come to the other's."""
        room.crew("A", members=2)
        room.walk(room.job(room.report(107.5)), "sent", "accepted", "en_route", "on_site", "done")
        desks = [room.key(Role.DISPATCHER, f"Meja {area}", scope=Scope(area)) for area in (WEST, EAST)]
        copies = [fresh_copy(room.central, desk) for desk in desks]
        room.done(CREW, "A", area=EAST)
        for desk, copy in zip(desks, copies, strict=True):
            follow(room.central, desk, copy)
            assert copy.records == fresh_copy(room.central, desk).records
        assert [(len(copy.of(Entity.MEMBER)), len(copy.of(Entity.JOB))) for copy in copies] == [(0, 0), (2, 1)]

    @pytest.mark.parametrize("kind", [CREW, MEMBER, SHIFT])
    def test_only_those_who_may_set_up(self, room: Room, kind: IntentKind) -> None:
        allowed = {Role.ADMINISTRATOR} if kind is SHIFT else {Role.ADMINISTRATOR, Role.DISPATCHER}
        for role in Role:
            if role not in allowed:
                by = room.key(role, f"Kunci {role}", holder="A")
                assert end_of(room.do(kind, "A", by=by, name="x", area=WEST)) == ("refused", "not_allowed")


class TestShifts:
    def test_a_new_city_has_two_and_keeps_what_it_makes_of_them(self, store: RunningStore, room: Room) -> None:
        times = {shift["code"]: (shift["begins_min"], shift["ends_min"]) for shift in room.records(Entity.SHIFT)}
        assert times == {"pagi": (420, 900), "siang": (900, 1_380)}
        room.done(SHIFT, "pagi", by=room.administrator, begins_min=360)
        catalogue = read_catalogue(resource_path("catalogue", "jakarta.json"))
        with writing(store.engine) as connection:
            set_up_city(connection, store.settings, catalogue)
        assert room.record(Entity.SHIFT, code="pagi")["begins_min"] == 360

    def test_what_a_shift_can_not_be_is_refused(self, room: Room) -> None:
        cases: list[tuple[dict[str, object], str]] = [
            ({"begins_min": 0, "ends_min": 60}, "field_missing"),
            ({"name": "Malam", "ends_min": 60}, "field_missing"),
            ({"name": "Malam", "begins_min": 1_440, "ends_min": 60}, "field_not_number"),
            ({"name": "Malam", "begins_min": "tujuh", "ends_min": 60}, "field_not_number"),
        ]
        for payload, code in cases:
            assert end_of(room.do(SHIFT, "malam", by=room.administrator, **payload)) == ("refused", code)


class TestState:
    def test_presence_makes_a_crew_available_and_its_absence_off(self, room: Room) -> None:
        phone = room.crew("A", members=0)
        room.done(MEMBER, "m", crew="A", name="Petugas")
        assert room.record(Entity.CREW, code="A")["state"] == "off"
        room.done(PRESENCE, "m", by=phone, present=True)
        assert (room.record(Entity.CREW, code="A")["state"], room.record(Entity.CREW, code="A")["present"]) == (
            "available",
            1,
        )
        room.done(PRESENCE, "m", present=False)
        assert room.record(Entity.CREW, code="A")["state"] == "off"

    def test_a_crew_says_that_it_can_not_be_sent_and_why(self, room: Room) -> None:
        phone, other = room.crew("A"), room.crew("B")
        assert end_of(room.do(AVAILABLE, "A", by=phone, available=False)) == ("refused", "unavailable_without_reason")
        assert end_of(room.do(AVAILABLE, "A", by=phone)) == ("refused", "field_missing")
        assert end_of(room.do(AVAILABLE, "A", by=other, available=True)) == ("refused", "not_own")
        assert end_of(room.do(PRESENCE, "A-1", by=other, present=True)) == ("refused", "not_own")
        assert end_of(room.do(PRESENCE, "Z-1", by=other, present=True)) == ("refused", "target_unknown")
        room.done(AVAILABLE, "A", by=phone, available=False, reason="Truk rusak")
        record = room.record(Entity.CREW, code="A")
        assert (record["state"], record["unavailable_reason"], record["version"]) == ("unavailable", "Truk rusak", 2)
        room.done(AVAILABLE, "A", available=True)
        record = room.record(Entity.CREW, code="A")
        assert (record["state"], record["unavailable_reason"]) == ("available", "")

    def test_what_is_derived_follows_time_and_no_presence_outlasts_its_shift(self, room: Room) -> None:
        ends_at = shift_around_now(room)
        room.crew("A")
        room.done(CREW, "A", shift="now")
        assert room.record(Entity.CREW, code="A")["state"] == "available"
        assert settle_at(room, ends_at - timedelta(minutes=1)) == 0
        assert settle_at(room, ends_at + timedelta(minutes=1)) == 3
        assert [member["present"] for member in room.records(Entity.MEMBER)] == [False, False]
        assert (room.record(Entity.CREW, code="A")["state"], room.record(Entity.CREW, code="A")["present"]) == (
            "off",
            0,
        )
        assert settle_at(room, ends_at + timedelta(minutes=2)) == 0

    def test_who_is_at_work_when_the_shift_ends_stays_present_until_the_job_does(self, room: Room) -> None:
        ends_at = shift_around_now(room)
        room.crew("A")
        room.done(CREW, "A", shift="now")
        job = room.job(room.report())
        room.walk(job, "sent", "accepted", "en_route")
        assert settle_at(room, ends_at + timedelta(hours=1)) == 0
        assert room.record(Entity.CREW, code="A")["present"] == 2

    def test_a_shift_that_is_moved_moves_its_crews(self, room: Room) -> None:
        shift_around_now(room)
        room.crew("A")
        room.done(CREW, "A", shift="now")
        minute = datetime.now(WIB).hour * 60 + datetime.now(WIB).minute
        begins, ends = (minute + 120) % 1_440, (minute + 180) % 1_440
        room.done(SHIFT, "now", by=room.administrator, begins_min=begins, ends_min=ends)
        assert room.record(Entity.CREW, code="A")["state"] == "off"

    def test_the_feed_carries_crews_members_and_shifts_as_they_are_kept(self, room: Room) -> None:
        copy = Copy()
        copy.load(room.central.snapshot(room.dispatcher))
        shift_around_now(room)
        room.crew("A")
        room.done(CREW, "A", shift="now")
        room.done(AVAILABLE, "A", available=False, reason="Truk rusak")
        assert copy.position is not None
        copy.apply(room.central.page(copy.position, room.dispatcher))
        for entity in (Entity.SHIFT, Entity.CREW, Entity.MEMBER):
            assert sorted(copy.of(entity), key=str) == sorted(room.records(entity), key=str)

    def test_a_repeat_counts_nobody_twice(self, room: Room) -> None:
        room.crew("A", members=1)
        act = intent(PRESENCE, "A-1", present=True)
        room.central.apply(act, room.dispatcher)
        assert room.central.apply(act, room.dispatcher).status is IntentStatus.REPEATED
        assert room.record(Entity.CREW, code="A")["present"] == 1
