"""Acts made on top of one's own: what they make up for, and what they never cover, whichever database is underneath."""

from __future__ import annotations

import pytest

from commandcenter.models.identity import IntentId
from commandcenter.models.intent import IntentKind as Kind
from commandcenter.models.intent import IntentResult
from commandcenter.models.role import Role
from commandcenter.store.central import CentralStore
from commandcenter.store.token import STORE_ITSELF, Principal
from tests.contract.acting import end
from tests.fixture.crew import WEST, Room

APPLIED = "applied"


@pytest.fixture
def room(central: CentralStore) -> Room:
    return Room(central)


@pytest.fixture
def other(room: Room) -> Principal:
    """Another desk."""
    return room.key(Role.DISPATCHER, "Meja 2")


def alarm_of(room: Room) -> str | None:
    """Raise an alarm and return its id."""
    water = {"kind": "gauge", "severity": "Severe", "about": "gauge/MGR", "area": WEST, "text_id": "a", "text_en": "a"}
    return room.done(Kind.RAISE_ALARM, by=STORE_ITSELF, **water).target


class TestOnAReport:
    def test_a_chain_made_offline_does_not_conflict_with_itself(self, room: Room, other: Principal) -> None:
        report = room.report()
        taken = room.done(Kind.TAKE_ON, None, report, base=1)
        begun = room.done(Kind.MOVE, None, report, base=1, after=taken.intent_id, to_state="in_progress")
        surut = {"to_state": "done", "no_photo_reason": "Surut"}
        ended = room.done(Kind.MOVE, None, report, base=1, after=begun.intent_id, **surut)
        foreign = room.do(Kind.MOVE, None, report, by=other, base=1, after=ended.intent_id, to_state="reopened")
        assert end(foreign) == "conflict version_changed"

    @pytest.mark.parametrize(
        ("between", "payload"),
        [
            (Kind.NOTE, {"note": "Sudah ditelepon"}),
            (Kind.ADD_PHOTO, {"stage": "progress", "photo_url": "https://example.org/a.jpg"}),
        ],
    )
    def test_ones_own_note_does_not_cover_what_somebody_else_did(
        self, room: Room, other: Principal, between: Kind, payload: dict[str, object]
    ) -> None:
        """Noted and moved offline, while another desk rejected the report: whoever moved it has to be told."""
        report = room.report()
        room.done(Kind.MOVE, None, report, by=other, base=1, to_state="rejected", note="Bukan wilayah")
        own = room.done(between, None, report, **payload)
        moved = room.do(Kind.SET_PRIORITY, None, report, base=1, after=own.intent_id, priority="high")
        assert end(moved) == "refused report_closed"
        reopened = room.do(Kind.MOVE, None, report, base=1, after=own.intent_id, to_state="reopened")
        assert end(reopened) == "conflict version_changed"
        assert room.state_of(report) == "rejected"

    def test_a_note_among_ones_own_acts_breaks_no_chain(self, room: Room) -> None:
        report = room.report()
        moved = room.done(Kind.MOVE, None, report, base=1, to_state="in_progress")
        noted = room.done(Kind.NOTE, None, report, after=moved.intent_id, note="Regu berangkat")
        raised = room.do(Kind.SET_PRIORITY, None, report, base=1, after=noted.intent_id, priority="high")
        assert (end(raised), raised.version) == (APPLIED, 3)

    def test_an_answer_that_is_the_first_response_is_ones_own_version(self, room: Room, other: Principal) -> None:
        mine, theirs = room.report(), room.report()
        answered = room.done(Kind.ANSWER, None, mine, text="Segera ditangani")
        assert answered.version == 2
        assert end(room.do(Kind.MOVE, None, mine, base=1, after=answered.intent_id, to_state="in_progress")) == APPLIED
        room.done(Kind.SET_PRIORITY, None, theirs, by=other, base=1, priority="low")
        late = room.done(Kind.ANSWER, None, theirs, text="Segera ditangani")
        moved = room.do(Kind.MOVE, None, theirs, base=1, after=late.intent_id, to_state="in_progress")
        assert end(moved) == "conflict version_changed"

    def test_somebody_elses_act_in_the_middle_is_found(self, room: Room, other: Principal) -> None:
        report = room.report()
        moved = room.done(Kind.MOVE, None, report, base=1, to_state="in_progress")
        room.done(Kind.SET_PRIORITY, None, report, by=other, base=2, priority="low")
        noted = room.done(Kind.NOTE, None, report, after=moved.intent_id, note="Regu berangkat")
        raised = room.do(Kind.SET_PRIORITY, None, report, base=1, after=noted.intent_id, priority="high")
        assert end(raised) == "conflict version_changed"

    def test_acts_that_name_themselves_or_each_other_come_to_an_end(self, room: Room, other: Principal) -> None:
        report = room.report()
        room.done(Kind.SET_PRIORITY, None, report, by=other, base=1, priority="low")
        second = IntentId("catatan-yang-kedua")
        first = room.done(Kind.NOTE, None, report, after=second, note="Satu")
        again = room.done(Kind.NOTE, None, report, after=first.intent_id, note="Dua")
        moved = room.do(Kind.MOVE, None, report, base=1, after=again.intent_id, to_state="in_progress")
        assert end(moved) == "conflict version_changed"


class TestOnSomethingElse:
    def test_seen_and_put_aside_offline_is_no_conflict_with_oneself(self, room: Room, other: Principal) -> None:
        alarm = alarm_of(room)
        seen = room.done(Kind.ACKNOWLEDGE_ALARM, alarm, base=1)
        shelved = room.do(Kind.SHELVE_ALARM, alarm, base=1, after=seen.intent_id)
        assert end(shelved) == APPLIED
        foreign = room.do(Kind.SHELVE_ALARM, alarm, by=other, base=1, after=seen.intent_id)
        assert end(foreign) == "conflict target_changed"

    def test_who_sees_an_alarm_second_changes_nothing_and_is_told_no_conflict(
        self, room: Room, other: Principal
    ) -> None:
        alarm = alarm_of(room)
        room.done(Kind.ACKNOWLEDGE_ALARM, alarm, base=1)
        second = room.do(Kind.ACKNOWLEDGE_ALARM, alarm, by=other, base=1)
        assert (end(second), second.version) == (APPLIED, 2)

    def test_a_setting_changed_twice_offline_is_ones_own(self, room: Room) -> None:
        def set_to(value: int, **more: object) -> IntentResult:
            return room.do(Kind.SET_SETTING, "beds_stale_after_s", by=room.administrator, value=value, **more)

        set_to(3_600)
        first = set_to(7_200, base=1)
        assert end(set_to(9_000, base=1, after=first.intent_id)) == APPLIED
        assert end(set_to(9_900, base=1)) == "conflict setting_changed"

    def test_another_order_of_the_list_does_not_cover_where_a_job_went(self, room: Room, other: Principal) -> None:
        room.crew()
        job = room.job(room.report())
        room.done(Kind.MOVE_JOB, job, by=other, base=1, to_state="sent")
        room.walk(job, "accepted", by=other)
        own = room.done(Kind.MOVE_JOB, job, sequence=1)
        withdrawn = room.do(Kind.MOVE_JOB, job, base=1, after=own.intent_id, to_state="withdrawn", reason="Hujan")
        assert end(withdrawn) == "conflict target_changed"
