"""What every store keeps to about incidents, whichever database is underneath."""

from __future__ import annotations

from typing import Any

import pytest

from commandcenter.models.identity import AreaCode
from commandcenter.models.intent import IntentKind as Kind
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.store.central import CentralStore
from commandcenter.store.token import Principal
from tests.contract.acting import APPLIED, Acting, end, entries_of, intent, last_of, record_of, rows_of
from tests.contract.client import Copy
from tests.fixture.store import RunningStore

DONE: dict[str, Any] = {"note": "Pompa sudah jalan", "photo_url": "https://example.org/sesudah.jpg"}


@pytest.fixture
def room(central: CentralStore, desk: Principal) -> Acting:
    """A dispatcher."""
    return Acting(central, desk)


@pytest.fixture
def west(store: RunningStore, central: CentralStore) -> Acting:
    """The office of the western area."""
    return Acting(central, central.principal(store.key(Role.OFFICER, "Kelurahan Barat", Scope(AreaCode("31.01")))))


def opened(room: Acting, *reports: int) -> str:
    """Open an incident of reports and return its key."""
    result = room.send(intent(Kind.OPEN_INCIDENT, name="Banjir Barat", reports=[str(each) for each in reports]))
    assert end(result) == APPLIED, result
    assert result.target is not None
    return result.target


def incident_of(central: CentralStore) -> dict[str, object]:
    """Return the one incident."""
    (incident,) = rows_of(central, Entity.INCIDENT)
    return incident


class TestOpen:
    def test_its_reports_point_to_it_and_keep_their_numbers(self, central: CentralStore, room: Acting) -> None:
        first, second = room.reports(), room.reports(lon=106.95)
        numbers = [record_of(central, each)["number"] for each in (first, second)]
        target = opened(room, second, first)
        incident = incident_of(central)
        assert (incident["state"], incident["version"], incident["reports"]) == ("open", 1, 2)
        assert (incident["area"], incident["category"], str(incident["id"])) == ("31.02", "BANJIR", target)
        records = [record_of(central, each) for each in (first, second)]
        assert [str(record["incident"]) for record in records] == [target, target]
        assert [record["number"] for record in records] == numbers
        assert [(record["version"], record["state"]) for record in records] == [(2, "waiting")] * 2
        assert (last_of(central, first).kind, last_of(central, first).note) == ("joined", "Insiden: Banjir Barat")

    def test_a_repeat_opens_no_second_one(self, central: CentralStore, room: Acting) -> None:
        sent = intent(Kind.OPEN_INCIDENT, name="Banjir", reports=[str(room.reports())])
        first, again = room.send(sent), room.send(sent)
        assert (end(first), end(again), again.target) == (APPLIED, "repeated", first.target)
        assert len(rows_of(central, Entity.INCIDENT)) == 1

    @pytest.mark.parametrize(
        ("payload", "code"),
        [
            ({"reports": ["1"]}, "field_missing"),
            ({"name": "Banjir"}, "field_missing"),
            ({"name": "Banjir", "reports": []}, "field_missing"),
            ({"name": "Banjir", "reports": ["1"] * 201}, "too_many_reports"),
            ({"name": "Banjir", "reports": [7]}, "report_unknown"),
            ({"name": "Banjir", "reports": ["12345"]}, "report_unknown"),
            ({"name": "Banjir", "reports": ["9" * 19]}, "report_unknown"),
        ],
    )
    def test_it_needs_a_name_and_reports_that_are_there(
        self, central: CentralStore, room: Acting, payload: dict[str, object], code: str
    ) -> None:
        assert room.does(Kind.OPEN_INCIDENT, **payload) == f"refused {code}"
        assert rows_of(central, Entity.INCIDENT) == []

    def test_one_report_that_can_not_join_leaves_nothing_behind(
        self, central: CentralStore, room: Acting, west: Acting
    ) -> None:
        free, closed, far = room.reports(), room.reports(), room.reports(lon=106.95)
        room.does(Kind.MOVE, closed, 1, to_state="rejected", note="Ganda")
        taken = room.reports()
        opened(room, taken)
        for other, code in ((closed, "report_closed"), (taken, "in_other_incident")):
            payload = {"name": "Banjir", "reports": [str(free), str(other)]}
            assert room.does(Kind.OPEN_INCIDENT, **payload) == f"refused {code}"
        payload = {"name": "Banjir", "reports": [str(free), str(far)]}
        assert west.does(Kind.OPEN_INCIDENT, **payload) == "refused out_of_scope"
        assert len(rows_of(central, Entity.INCIDENT)) == 1
        assert (record_of(central, free)["version"], record_of(central, free)["incident"]) == (1, None)


class TestJoinAndPart:
    def test_joining_and_parting_leave_the_report_as_it_was_but_for_its_timeline(
        self, central: CentralStore, room: Acting
    ) -> None:
        target, report = opened(room, room.reports()), room.reports()
        before = record_of(central, report)
        joined = room.send(intent(Kind.JOIN_INCIDENT, report, 1, target))
        assert (end(joined), joined.version, joined.target) == (APPLIED, 2, target)
        assert (incident_of(central)["reports"], incident_of(central)["version"]) == (2, 2)
        assert room.does(Kind.PART_INCIDENT, report, 2, target) == APPLIED
        assert (incident_of(central)["reports"], incident_of(central)["version"]) == (1, 3)
        after = record_of(central, report)
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {"version", "updated_ms"}
        assert [entry.kind for entry in entries_of(central, report)] == ["submitted", "joined", "parted"]

    def test_joining_again_changes_nothing(self, central: CentralStore, room: Acting) -> None:
        report = room.reports()
        target = opened(room, report)
        assert room.does(Kind.JOIN_INCIDENT, report, 2, target) == APPLIED
        assert (incident_of(central)["version"], record_of(central, report)["version"]) == (1, 2)

    def test_each_reason_not_to_has_its_own_code(self, room: Acting, west: Acting) -> None:
        report, far = room.reports(), room.reports(lon=106.95)
        one, other = opened(room, room.reports()), opened(room, room.reports())
        assert room.does(Kind.JOIN_INCIDENT, report, 1, "12345") == "refused incident_unknown"
        assert room.does(Kind.JOIN_INCIDENT, report, 1, "x") == "refused incident_unknown"
        assert room.does(Kind.JOIN_INCIDENT, report, 1) == "refused incident_unknown"
        assert room.does(Kind.JOIN_INCIDENT, 12345, 1, one) == "refused report_unknown"
        assert west.does(Kind.JOIN_INCIDENT, far, 1, one) == "refused out_of_scope"
        assert room.does(Kind.PART_INCIDENT, report, 1, one) == "refused not_in_incident"
        assert room.does(Kind.JOIN_INCIDENT, report, 1, one) == APPLIED
        assert room.does(Kind.JOIN_INCIDENT, report, 1, other) == "conflict version_changed"
        assert room.does(Kind.JOIN_INCIDENT, report, 2, other) == "refused in_other_incident"
        assert room.does(Kind.PART_INCIDENT, report, 2, other) == "refused not_in_incident"
        assert room.does(Kind.PART_INCIDENT, report, 1, one) == "conflict version_changed"

    def test_an_incident_out_of_sight_is_not_joined_or_named(
        self, central: CentralStore, room: Acting, west: Acting
    ) -> None:
        """Whoever joined a report of theirs would see what lies elsewhere; ids can be counted up."""
        far, shut = opened(room, room.reports(lon=106.95)), opened(room, room.reports(lon=106.95))
        room.does(Kind.FINISH_INCIDENT, None, 1, shut, **DONE)
        near = room.reports()
        for target in (far, shut):
            result = west.send(intent(Kind.JOIN_INCIDENT, near, 1, target))
            assert end(result) == "refused out_of_scope"
            assert "Banjir Barat" not in str(dict(result.sentence))
        assert record_of(central, near)["incident"] is None
        assert room.does(Kind.JOIN_INCIDENT, near, 1, far) == APPLIED
        other = room.reports()
        assert west.does(Kind.JOIN_INCIDENT, other, 1, far) == APPLIED, "one of its reports is the office's"
        assert west.does(Kind.PART_INCIDENT, other, 2, far) == APPLIED

    def test_an_incident_out_of_sight_is_not_named_to_who_would_finish_it(self, room: Acting, west: Acting) -> None:
        far = opened(room, room.reports(lon=106.95))
        assert west.does(Kind.FINISH_INCIDENT, None, 7, far, **DONE) == "refused out_of_scope"
        room.does(Kind.FINISH_INCIDENT, None, 1, far, **DONE)
        assert west.does(Kind.FINISH_INCIDENT, None, None, far, **DONE) == "refused out_of_scope"


class TestFinish:
    def test_every_open_report_is_answered_each_with_its_own_number_and_clock(
        self, central: CentralStore, room: Acting
    ) -> None:
        open_, worked, closed = room.reports(), room.reports("SAMPAH"), room.reports()
        target = opened(room, open_, worked, closed)
        room.does(Kind.MOVE, worked, 2, to_state="in_progress")
        room.does(Kind.MOVE, closed, 2, to_state="rejected", note="Ganda")
        limits = {each: record_of(central, each)["close_by_ms"] for each in (open_, worked)}
        result = room.send(intent(Kind.FINISH_INCIDENT, None, 1, target, **DONE))
        assert (end(result), result.target, result.version) == (APPLIED, target, 2)
        for report in (open_, worked):
            record = record_of(central, report)
            assert (record["state"], record["close_by_ms"]) == ("done", limits[report])
            assert record["closed_ms"] is not None
            assert record["acknowledged_by"] == "Meja 1"
            assert last_of(central, report).note == "Pompa sudah jalan"
        assert record_of(central, closed)["state"] == "rejected"
        assert len(rows_of(central, Entity.MEDIA)) == 2
        incident = incident_of(central)
        assert (incident["state"], incident["reports"]) == ("closed", 3)
        assert incident["closed_ms"] is not None
        assert room.does(Kind.FINISH_INCIDENT, None, 2, target, **DONE) == "refused incident_closed"
        assert room.does(Kind.JOIN_INCIDENT, room.reports(), 1, target) == "refused incident_closed"

    def test_a_report_that_is_done_by_itself_leaves_its_incident_open(
        self, central: CentralStore, room: Acting
    ) -> None:
        first, second = room.reports(), room.reports()
        target = opened(room, first, second)
        assert room.does(Kind.MOVE, first, 2, to_state="done", no_photo_reason="Surut") == APPLIED
        assert (incident_of(central)["state"], incident_of(central)["reports"]) == ("open", 2)
        assert room.does(Kind.FINISH_INCIDENT, None, None, target, **DONE) == APPLIED
        assert record_of(central, first)["version"] == 3

    def test_a_report_that_is_opened_again_can_leave_the_closed_incident(
        self, central: CentralStore, room: Acting
    ) -> None:
        report = room.reports()
        target = opened(room, report)
        room.does(Kind.FINISH_INCIDENT, None, 1, target, **DONE)
        room.does(Kind.MOVE, report, 3, to_state="reopened")
        assert room.does(Kind.PART_INCIDENT, report, 4, target) == APPLIED
        assert (incident_of(central)["state"], incident_of(central)["reports"]) == ("closed", 0)

    def test_what_done_needs_and_who_may_is_asked_before_anything_is_written(
        self, central: CentralStore, room: Acting, west: Acting
    ) -> None:
        near, far = room.reports(), room.reports(lon=106.95)
        target = opened(room, near, far)
        head = central.head()
        assert room.does(Kind.FINISH_INCIDENT, None, 1, target) == "refused photo_missing"
        assert west.does(Kind.FINISH_INCIDENT, None, 1, target, **DONE) == "refused out_of_scope"
        assert room.does(Kind.FINISH_INCIDENT, None, 1, "77", **DONE) == "refused incident_unknown"
        result = room.send(intent(Kind.FINISH_INCIDENT, None, 7, target, **DONE))
        assert (end(result), result.mine) == ("conflict incident_changed", "closed")
        assert result.theirs is not None
        assert (result.theirs.value, result.theirs.actor) == ("open", "Meja 1")
        assert central.head() == head
        assert record_of(central, near)["state"] == "waiting"

    def test_an_office_whose_reports_they_all_are_finishes_it(
        self, central: CentralStore, room: Acting, west: Acting
    ) -> None:
        target = opened(room, room.reports())
        assert west.does(Kind.FINISH_INCIDENT, None, 1, target, **DONE) == APPLIED
        assert incident_of(central)["state"] == "closed"

    def test_followers_are_told_of_incident_and_reports_alike(
        self, central: CentralStore, room: Acting, desk: Principal
    ) -> None:
        copy = Copy()
        copy.load(central.snapshot(desk))
        target = opened(room, room.reports(), room.reports())
        room.does(Kind.FINISH_INCIDENT, None, 1, target, **DONE)
        while True:
            assert copy.position is not None
            page = central.page(copy.position, desk)
            if page.through == page.after:
                break
            copy.apply(page)
        fresh = Copy()
        fresh.load(central.snapshot(desk))
        assert copy.records == fresh.records
        assert [incident["state"] for incident in copy.of(Entity.INCIDENT)] == ["closed"]
