"""What every store keeps to when crews are sent, whichever database is underneath."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import IntentKind, IntentResult, IntentStatus
from commandcenter.models.job import JOB_MOVES, JobState
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import jobs
from commandcenter.store.central import CentralStore
from commandcenter.store.database import writing
from tests.contract.client import Copy
from tests.fixture.crew import EAST, WEST, Room, intent

PLAN, MOVE, MOVE_JOB = IntentKind.PLAN_JOB, IntentKind.MOVE, IntentKind.MOVE_JOB

ALLOWED = {
    "planned": {"sent", "withdrawn"},
    "sent": {"accepted", "failed", "withdrawn"},
    "accepted": {"en_route", "failed", "withdrawn"},
    "en_route": {"on_site", "failed", "withdrawn"},
    "on_site": {"done", "failed", "withdrawn"},
    "done": set(),
    "failed": set(),
    "withdrawn": set(),
}
"""The city's rules of a job, written down once more."""

WAY = ("sent", "accepted", "en_route", "on_site")


@pytest.fixture
def room(central: CentralStore) -> Room:
    return Room(central)


def end_of(result: IntentResult) -> tuple[str, str]:
    return result.status.value, result.code


class TestPlanning:
    def test_a_job_brings_its_report_into_progress_and_is_the_first_response(self, room: Room) -> None:
        room.crew()
        report_id = room.report()
        result = room.done(PLAN, None, report_id, crew="A", note="Bawa gergaji", base=1)
        assert result.subject == report_id
        assert result.version == 2
        assert result.target is not None
        job = room.job_value(result.target)
        assert (job.state, job.crew, job.sequence, job.version) == (JobState.PLANNED, "A", 1, 1)
        report = room.record(Entity.REPORT, id=report_id)
        assert (report["state"], report["acknowledged_by"], report["version"]) == ("in_progress", "Meja 1", 2)
        kinds = [(entry.kind, entry.from_state, entry.to_state) for entry in room.timeline(report_id)]
        assert kinds == [
            ("submitted", None, "waiting"),
            ("job", "waiting", "waiting"),
            ("moved", "waiting", "in_progress"),
        ]
        assert room.timeline(report_id)[1].note == "Tugas direncanakan untuk Regu A\nBawa gergaji"
        assert room.record(Entity.CREW, code="A")["state"] == "assigned"

    def test_a_report_that_is_in_progress_already_gets_a_job_too(self, room: Room) -> None:
        room.crew()
        report_id = room.report()
        room.done(MOVE, None, report_id, to_state="in_progress")
        room.job(report_id)
        assert room.state_of(report_id) == "in_progress"
        assert [entry.kind for entry in room.timeline(report_id)] == ["submitted", "moved", "job"]

    def test_a_repeat_plans_no_second_job(self, room: Room) -> None:
        room.crew()
        act = intent(PLAN, None, room.report(), crew="A")
        first = room.central.apply(act, room.dispatcher)
        again = room.central.apply(act, room.dispatcher)
        assert again == replace(first, status=IntentStatus.REPEATED)
        assert len(room.records(Entity.JOB)) == 1

    def test_what_can_not_be_planned_is_refused_with_its_reason_and_writes_nothing(self, room: Room) -> None:
        room.crew()
        room.crew("B", EAST)
        room.done(IntentKind.SET_CREW, "C", name="Regu C", area=WEST, active=False)
        closed, taken, free = room.report(), room.report(), room.report()
        room.done(MOVE, None, closed, to_state="rejected", note="Di luar kota")
        room.job(taken)
        room.done(IntentKind.SET_AVAILABILITY, "B", available=False, reason="Truk rusak")
        head = room.central.head()
        for report_id, crew, code in [
            (closed, "A", "report_closed"),
            (taken, "A", "job_open"),
            (free, "B", "crew_unavailable"),
            (free, "C", "crew_retired"),
            (free, "Z", "target_unknown"),
            (free, None, "field_missing"),
            (ReportId(7), "A", "report_unknown"),
        ]:
            result = room.do(PLAN, None, report_id, crew=crew)
            assert end_of(result) == ("refused", code)
            assert set(result.sentence) == {"id", "en"}
        assert end_of(room.do(PLAN, None, free, crew="A", base=7)) == ("conflict", "version_changed")
        assert room.central.head() == head
        assert len(room.records(Entity.JOB)) == 1

    def test_both_report_and_crew_must_lie_in_the_dispatchers_part_of_the_city(self, room: Room) -> None:
        room.crew("A", WEST)
        room.crew("B", EAST)
        west, east = room.report(106.85), room.report(106.95)
        of_west = room.key(Role.DISPATCHER, "Barat", scope=Scope(WEST))
        assert end_of(room.do(PLAN, None, east, crew="A", by=of_west)) == ("refused", "out_of_scope")
        assert end_of(room.do(PLAN, None, west, crew="B", by=of_west)) == ("refused", "out_of_scope")
        room.done(PLAN, None, west, crew="A", by=of_west)

    def test_an_officer_sends_a_crew_of_the_own_area_in_one_act(self, room: Room) -> None:
        room.crew("A", WEST)
        room.crew("B", EAST)
        west, east = room.report(106.85), room.report(106.95)
        lurah = room.key(Role.OFFICER, "Lurah Barat", scope=Scope(WEST))
        assert end_of(room.do(PLAN, None, west, crew="B", send=True, by=lurah)) == ("refused", "out_of_scope")
        assert end_of(room.do(PLAN, None, east, crew="A", send=True, by=lurah)) == ("refused", "out_of_scope")
        target = room.done(PLAN, None, west, crew="A", note="Bawa gergaji", send=True, by=lurah).target
        assert target is not None
        job = room.job_value(target)
        assert (job.state, job.version) == (JobState.SENT, 1)
        assert job.sent_at == job.planned_at
        assert room.state_of(west) == "in_progress"
        assert room.timeline(west)[1].note == "Tugas dikirim ke Regu A\nBawa gergaji"
        room.done(MOVE_JOB, target, to_state="withdrawn", reason="Salah regu", by=lurah)
        assert room.state_of(west) == "waiting"

    def test_a_job_that_shall_be_sent_says_so_with_true_or_false(self, room: Room) -> None:
        room.crew()
        assert end_of(room.do(PLAN, None, room.report(), crew="A", send="ya")) == ("refused", "field_not_flag")
        assert room.job_value(room.job(room.report(), send=False)).state is JobState.PLANNED

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OFFICER, Role.DISPATCHER, Role.STORE}])
    def test_only_offices_plan(self, room: Room, role: Role) -> None:
        room.crew()
        by = room.key(role, f"Kunci {role}", holder="A")
        assert end_of(room.do(PLAN, None, room.report(), crew="A", by=by)) == ("refused", "not_allowed")


class TestWay:
    def test_a_crew_walks_its_job_and_the_report_is_done_with_it(self, room: Room) -> None:
        phone = room.crew()
        report_id = room.report()
        job = room.job(report_id)
        room.walk(job, "sent")
        room.walk(job, "accepted", "en_route", by=phone)
        assert room.record(Entity.CREW, code="A")["state"] == "en_route"
        room.walk(job, "on_site", by=phone)
        assert room.record(Entity.CREW, code="A")["state"] == "on_site"
        head = room.central.head()
        result = room.done(MOVE_JOB, job, by=phone, to_state="done", photo_url="https://x.id/a.jpg", base=5)
        assert (result.version, result.target) == (6, job)
        assert room.state_of(report_id) == "done"
        ended = room.job_value(job)
        assert ended.state is JobState.DONE
        assert ended.ended_at is not None
        page = room.central.page(head, room.dispatcher)
        assert {row.entity for row in page.rows} == {
            Entity.REPORT,
            Entity.TRANSITION,
            Entity.MEDIA,
            Entity.JOB,
            Entity.CREW,
        }, "job and report end in one transaction, and so on one page"
        assert room.record(Entity.CREW, code="A")["state"] == "returning"
        notes = [entry.note for entry in room.timeline(report_id) if entry.kind == "job"]
        assert notes == [
            "Tugas direncanakan untuk Regu A",
            "Tugas dikirim ke Regu A",
            "Tugas diterima Regu A",
            "Regu A menuju lokasi",
            "Regu A tiba di lokasi",
            "Tugas Regu A selesai",
        ]
        assert [entry.sequence for entry in room.timeline(report_id)] == list(range(1, 10))

    def test_done_needs_a_photo_or_a_reason_and_without_them_neither_job_nor_report_moves(self, room: Room) -> None:
        phone = room.crew()
        report_id = room.report()
        job = room.job(report_id)
        room.walk(job, *WAY)
        before = room.timeline(report_id)
        assert end_of(room.do(MOVE_JOB, job, by=phone, to_state="done")) == ("refused", "photo_missing")
        assert room.job_value(job).state is JobState.ON_SITE
        assert room.state_of(report_id) == "in_progress"
        assert room.timeline(report_id) == before
        room.done(MOVE_JOB, job, by=phone, to_state="done", no_photo_reason="Kamera rusak")
        assert room.timeline(report_id)[-1].note == "Tanpa foto sesudah: Kamera rusak"

    @pytest.mark.parametrize(("state", "who"), [("failed", "crew"), ("withdrawn", "dispatcher")])
    def test_a_job_that_fails_or_is_withdrawn_sends_its_report_back_with_the_reason(
        self, room: Room, state: str, who: str
    ) -> None:
        by = {"crew": room.crew(), "dispatcher": room.dispatcher}[who]
        report_id = room.report()
        job = room.job(report_id)
        room.walk(job, "sent")
        assert end_of(room.do(MOVE_JOB, job, by=by, to_state=state)) == ("refused", "reason_missing")
        assert room.state_of(report_id) == "in_progress"
        room.done(MOVE_JOB, job, by=by, to_state=state, reason="Alat kurang")
        assert room.state_of(report_id) == "waiting"
        assert room.job_value(job).reason == "Alat kurang"
        assert room.timeline(report_id)[-1].note == "Alat kurang"
        assert room.record(Entity.CREW, code="A")["state"] == "available"
        room.job(report_id)

    def test_every_pair_of_states_is_walked_or_refused_as_the_rules_say(self, room: Room) -> None:
        assert {state.value: {to.value for to in JOB_MOVES[state]} for state in JobState} == ALLOWED
        room.crew(members=1)
        wrong = []
        for current in JobState:
            for wanted in JobState:
                job = room.job(room.report())
                put_into(room, job, current)
                result = room.do(MOVE_JOB, job, to_state=wanted.value, reason="Sebab", no_photo_reason="Sebab")
                state = room.job_value(job).state
                right = (
                    (end_of(result), state) == (("applied", ""), wanted)
                    if wanted.value in ALLOWED[current.value]
                    else (end_of(result), state) == (("refused", "job_move_not_allowed"), current)
                )
                if not right:
                    wrong.append((current, wanted, result))
                put_into(room, job, JobState.WITHDRAWN)
        assert wrong == []

    def test_a_crew_is_under_way_for_one_job_at_a_time(self, room: Room) -> None:
        phone = room.crew()
        first, second = room.job(room.report()), room.job(room.report())
        for job in (first, second):
            room.walk(job, "sent", "accepted")
        room.walk(first, "en_route", by=phone)
        assert end_of(room.do(MOVE_JOB, second, by=phone, to_state="en_route")) == ("refused", "crew_busy")
        room.walk(first, "on_site", "done", by=phone)
        room.walk(second, "en_route", by=phone)

    def test_a_crew_acts_for_its_own_jobs_and_neither_sends_nor_withdraws_nor_reorders(self, room: Room) -> None:
        phone, other = room.crew(), room.crew("B")
        job = room.job(room.report())
        refused = ("refused", "not_allowed")
        assert end_of(room.do(MOVE_JOB, job, by=phone, to_state="sent")) == refused
        assert end_of(room.do(MOVE_JOB, job, by=phone, to_state="withdrawn", reason="x")) == refused
        assert end_of(room.do(MOVE_JOB, job, by=phone, sequence=1)) == refused
        room.walk(job, "sent")
        assert end_of(room.do(MOVE_JOB, job, by=other, to_state="accepted")) == ("refused", "not_own")
        elsewhere = room.key(Role.DISPATCHER, "Timur", scope=Scope(EAST))
        assert end_of(room.do(MOVE_JOB, job, by=elsewhere, to_state="accepted")) == ("refused", "out_of_scope")
        nobody = room.key(Role.CREW, "Tanpa regu", scope=Scope(WEST))
        assert end_of(room.do(MOVE_JOB, job, by=nobody, to_state="accepted")) == ("refused", "not_own")

    def test_a_crew_may_end_its_job_wherever_the_report_lies(self, room: Room) -> None:
        room.crew()
        phone = room.key(Role.CREW, "Telepon", holder="A", scope=Scope(WEST))
        job = room.job(room.report(106.95))
        room.walk(job, "sent")
        room.walk(job, "accepted", "en_route", "on_site", "done", by=phone)

    @pytest.mark.parametrize("end", ["done", "failed"])
    def test_a_crew_that_ends_its_job_hands_the_report_to_nobody(self, room: Room, end: str) -> None:
        phone = room.crew()
        report_id = room.report()
        job = room.job(report_id)
        room.walk(job, "sent", "accepted", "en_route", "on_site")
        more = {"agency": "DINAS-LAIN", "reference": "X-1", "estimated_ms": "besok", "no_photo_reason": "Hujan"}
        room.done(MOVE_JOB, job, by=phone, to_state=end, reason="Alat rusak", **more)
        assert room.record(Entity.REPORT, id=report_id)["agency"] is None
        assert "DINAS-LAIN" not in "".join(entry.note for entry in room.timeline(report_id))

    def test_who_is_slower_meets_a_conflict_with_both_sides(self, room: Room) -> None:
        phone = room.crew()
        job = room.job(room.report())
        room.walk(job, "sent")
        room.walk(job, "accepted", by=phone)
        result = room.do(MOVE_JOB, job, base=2, to_state="withdrawn", reason="Berubah")
        assert end_of(result) == ("conflict", "target_changed")
        assert (result.mine, result.version) == ("withdrawn", 3)
        assert result.theirs is not None
        assert (result.theirs.value, result.theirs.actor) == ("accepted", "Telepon A")

    def test_a_chain_made_offline_does_not_conflict_with_itself(self, room: Room) -> None:
        phone = room.crew()
        job = room.job(room.report())
        room.walk(job, "sent")
        began_at = datetime.now(UTC)
        first = intent(MOVE_JOB, job, base=2, to_state="accepted")
        second = intent(MOVE_JOB, job, base=2, after=first.intent_id, to_state="en_route")
        assert room.central.apply(first, phone).status is IntentStatus.APPLIED
        assert room.central.apply(second, phone).status is IntentStatus.APPLIED
        stranger = intent(MOVE_JOB, job, base=2, after=first.intent_id, to_state="on_site")
        assert room.central.apply(stranger, room.dispatcher).status is IntentStatus.CONFLICT
        accepted_at = room.job_value(job).accepted_at
        assert accepted_at is not None
        assert accepted_at >= began_at - timedelta(seconds=1)

    def test_what_names_no_job_or_no_state_is_refused(self, room: Room) -> None:
        room.crew()
        job = room.job(room.report())
        for target in (None, "x", "12", "9" * 30, "-1"):
            assert end_of(room.do(MOVE_JOB, target, to_state="sent")) == ("refused", "target_unknown")
        for nonsense in ("terkirim", "", None):
            assert end_of(room.do(MOVE_JOB, job, to_state=nonsense)) == ("refused", "job_move_unknown")
        assert end_of(room.do(MOVE_JOB, job, sequence=0)) == ("refused", "field_not_number")


class TestMovedWithoutTheJob:
    @pytest.mark.parametrize(
        ("to_state", "more"),
        [
            ("done", {"no_photo_reason": "Surut"}),
            ("rejected", {"note": "Ganda"}),
            ("waiting", {"note": "Nanti"}),
            ("coordinating", {"agency": "DSDA"}),
        ],
    )
    def test_a_report_moved_on_by_hand_withdraws_its_job(
        self, room: Room, to_state: str, more: dict[str, object]
    ) -> None:
        room.crew()
        report_id = room.report()
        job = room.job(report_id)
        other = room.job(room.report())
        room.walk(job, *WAY)
        room.done(MOVE, None, report_id, to_state=to_state, **more)
        ended = room.job_value(job)
        assert ended.state is JobState.WITHDRAWN
        assert ended.ended_at is not None
        assert room.state_of(report_id) == to_state
        entries = room.timeline(report_id)
        assert [entry.kind for entry in entries][-2:] == ["moved", "job"]
        assert entries[-1].to_state == to_state
        assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
        assert room.job_value(other).sequence == 1
        assert room.record(Entity.CREW, code="A")["state"] == "assigned"


class TestOrder:
    def test_jobs_stand_in_a_list_that_dispatchers_reorder(self, room: Room) -> None:
        room.crew()
        first, second = room.job(room.report()), room.job(room.report())
        third = room.job(room.report(), sequence=1)
        assert listed(room) == [third, first, second]
        room.done(MOVE_JOB, second, sequence=1)
        assert listed(room) == [second, third, first]
        room.done(MOVE_JOB, second, sequence=900)
        assert listed(room) == [third, first, second]
        room.done(MOVE_JOB, third, to_state="withdrawn", reason="Salah")
        assert listed(room) == [first, second]
        assert [room.job_value(job).sequence for job in (first, second)] == [1, 2]
        assert {room.job_value(job).version for job in (first, second)} == {1}, "a place in the list is no state"
        assert end_of(room.do(MOVE_JOB, third, sequence=1)) == ("refused", "target_unknown")

    def test_a_copy_that_follows_the_feed_holds_the_same_as_the_store(self, room: Room) -> None:
        room.crew()
        copy = Copy()
        copy.load(room.central.snapshot(room.dispatcher))
        jobs_made = [room.job(room.report()) for _ in range(3)]
        room.done(MOVE_JOB, jobs_made[2], sequence=1)
        room.walk(jobs_made[0], *WAY, "done")
        room.done(MOVE_JOB, jobs_made[1], to_state="withdrawn", reason="Salah")
        assert copy.position is not None
        copy.apply(room.central.page(copy.position, room.dispatcher))
        for entity in (Entity.JOB, Entity.CREW, Entity.MEMBER, Entity.REPORT):
            assert sorted(copy.of(entity), key=str) == sorted(room.records(entity), key=str)


def put_into(room: Room, job: str, state: JobState) -> None:
    """Set a job's state past all rules."""
    ended = None if JOB_MOVES[state] else 1
    with writing(room.central.engine) as connection:
        connection.execute(jobs.update().where(jobs.c.id == int(job)).values(state=state.value, ended_ms=ended))


def listed(room: Room) -> list[str]:
    """Return the open jobs in the order of the crew's list."""
    open_ones = [record for record in room.records(Entity.JOB) if record["ended_ms"] is None]
    return [str(record["id"]) for record in sorted(open_ones, key=lambda record: record["sequence"])]
