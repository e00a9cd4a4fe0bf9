"""What every store keeps to, whichever database is underneath. No backend overrides any of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from commandcenter.models.identity import ReportId
from commandcenter.models.instant import from_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.table import changes, intents, report_private, reports, transitions
from commandcenter.protocol.feed import MAX_PAGE_ROWS, BadMessage
from commandcenter.protocol.position import Position
from commandcenter.store.area.load import load_areas
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.failure import SnapshotNeeded, TokenRevoked, TokenUnknown
from commandcenter.store.feed import read_page
from commandcenter.store.token import Principal
from tests.contract.client import Copy
from tests.fixture.store import EAST_OF_SQUARE, TWO_AREAS, RunningStore, area, take_on


@pytest.fixture
def other_desk(store: RunningStore, central: CentralStore) -> Principal:
    """Another dispatcher's desk."""
    return central.principal(store.key(Role.DISPATCHER, "Meja 2"))


def report_intent(**payload: object) -> Intent:
    """Return a fresh intent to report a flood in the western area."""
    plain: dict[str, object] = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"}
    return Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), None, plain | payload)


def submitted(central: CentralStore, desk: Principal, **payload: object) -> ReportId:
    """Report something and return its id."""
    result = central.apply(report_intent(**payload), desk)
    assert result.status is IntentStatus.APPLIED, result
    assert result.subject is not None
    return result.subject


def record_of(central: CentralStore, report_id: ReportId) -> dict[str, Any]:
    """Return a report's row."""
    with reading(central.engine) as connection:
        return dict(connection.execute(select(reports).where(reports.c.id == report_id)).mappings().one())


def entries_of(central: CentralStore, report_id: ReportId) -> Sequence[Any]:
    """Return a report's timeline."""
    with reading(central.engine) as connection:
        return connection.execute(
            select(transitions).where(transitions.c.report_id == report_id).order_by(transitions.c.sequence)
        ).all()


def follow(central: CentralStore, desk: Principal, copy: Copy) -> None:
    """Bring a copy to the head."""
    while True:
        assert copy.position is not None
        page = central.page(copy.position, desk)
        if page.through == page.after:
            return
        copy.apply(page)


def fresh_copy(central: CentralStore, desk: Principal) -> Copy:
    """Return a copy from a new snapshot."""
    copy = Copy()
    copy.load(central.snapshot(desk))
    return copy


def at_once(*acts: Callable[[], IntentResult]) -> list[IntentResult]:
    """Run acts on a thread each, let go together."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], IntentResult]) -> IntentResult:
        gate.wait(20)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class TestIntents:
    def test_a_report_comes_with_number_area_due_times_and_its_first_entry(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        record = record_of(central, report_id)
        assert record["number"].startswith("JK")
        assert record["number"].endswith("-000001")
        assert record["area"] == "31.01"
        assert record["respond_by_ms"] - record["created_ms"] == 3_600_000
        assert record["close_by_ms"] - record["created_ms"] == 24 * 3_600_000
        (first,) = entries_of(central, report_id)
        assert (first.kind, first.sequence, first.to_state) == ("submitted", 1, "waiting")

    def test_numbers_of_a_day_follow_each_other(self, central: CentralStore, desk: Principal) -> None:
        numbers = [record_of(central, submitted(central, desk))["number"] for _ in range(3)]
        assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]

    def test_a_repeat_gets_the_first_result_and_adds_nothing(self, central: CentralStore, desk: Principal) -> None:
        intent = report_intent()
        first = central.apply(intent, desk)
        head = central.head()
        again = central.apply(intent, desk)
        assert again.status is IntentStatus.REPEATED
        assert (again.subject, again.number, again.version) == (first.subject, first.number, first.version)
        assert central.head() == head

    def test_the_same_intent_sent_many_times_at_once_is_applied_once(
        self, central: CentralStore, desk: Principal
    ) -> None:
        intent = report_intent()
        results = at_once(*[lambda: central.apply(intent, desk)] * 8)
        statuses = sorted(result.status for result in results)
        assert statuses == [IntentStatus.APPLIED] + [IntentStatus.REPEATED] * 7
        assert len({result.subject for result in results}) == 1
        with reading(central.engine) as connection:
            assert connection.execute(select(func.count()).select_from(reports)).scalar_one() == 1

    def test_taking_on_is_recorded_once_with_who_and_when(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk)
        acted_at = datetime.now(UTC)
        result = central.apply(take_on(report_id, acted_at=acted_at), desk)
        assert (result.status, result.version) == (IntentStatus.APPLIED, 2)
        record = record_of(central, report_id)
        assert record["acknowledged_by"] == "Meja 1"
        assert record["state"] == "waiting"
        entry = entries_of(central, report_id)[1]
        assert (entry.kind, entry.from_state, entry.to_state, entry.actor) == (
            "taken_on",
            "waiting",
            "waiting",
            "Meja 1",
        )
        again = central.apply(take_on(report_id, 2), desk)
        assert (again.status, again.version) == (IntentStatus.APPLIED, 2)
        assert len(entries_of(central, report_id)) == 2

    def test_of_two_who_take_on_at_once_one_is_told_who_was_first(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        results = at_once(
            lambda: central.apply(take_on(report_id), desk), lambda: central.apply(take_on(report_id), other_desk)
        )
        applied, conflict = sorted(results, key=lambda result: result.status)
        assert (applied.status, conflict.status) == (IntentStatus.APPLIED, IntentStatus.CONFLICT)
        assert conflict.code == "already_taken_on"
        assert conflict.theirs is not None
        assert conflict.theirs.value == record_of(central, report_id)["acknowledged_by"]
        assert {conflict.mine, conflict.theirs.actor} == {"Meja 1", "Meja 2"}
        assert conflict.theirs.actor in conflict.sentence["id"]
        assert conflict.theirs.actor in conflict.sentence["en"]
        assert len(entries_of(central, report_id)) == 2

    def test_a_conflict_is_remembered_like_any_result(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        central.apply(take_on(report_id), desk)
        late = take_on(report_id)
        assert central.apply(late, other_desk).status is IntentStatus.CONFLICT
        assert central.apply(late, other_desk).status is IntentStatus.CONFLICT

    def test_an_act_on_an_older_version_conflicts_with_what_is_there(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        with writing(central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == report_id).values(version=2))
        result = central.apply(take_on(report_id, 1), desk)
        assert (result.status, result.code, result.version) == (IntentStatus.CONFLICT, "version_changed", 2)
        assert result.theirs is not None
        assert result.theirs.value == "waiting"
        assert record_of(central, report_id)["acknowledged_by"] is None

    def test_an_act_on_top_of_ones_own_act_does_not_conflict_with_it(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        """The chain made offline: the second act still carries the version seen before the first."""
        report_id = submitted(central, desk)
        first = take_on(report_id)
        central.apply(first, desk)
        with writing(central.engine) as connection:
            connection.execute(
                reports.update().where(reports.c.id == report_id).values(acknowledged_ms=None, acknowledged_by=None)
            )
        foreign = take_on(report_id, 1, after_intent=first.intent_id)
        assert central.apply(foreign, other_desk).status is IntentStatus.CONFLICT
        assert central.apply(take_on(report_id, 1), desk).status is IntentStatus.CONFLICT
        chained = take_on(report_id, 1, after_intent=first.intent_id)
        assert central.apply(chained, desk).status is IntentStatus.APPLIED

    def test_a_report_that_is_not_there_is_refused(self, central: CentralStore, desk: Principal) -> None:
        result = central.apply(take_on(ReportId(12345)), desk)
        assert (result.status, result.code) == (IntentStatus.REFUSED, "report_unknown")
        assert set(result.sentence) == {"id", "en"}

    @pytest.mark.parametrize("state", ["done", "rejected"])
    def test_a_closed_report_can_not_be_taken_on(self, central: CentralStore, desk: Principal, state: str) -> None:
        report_id = submitted(central, desk)
        with writing(central.engine) as connection:
            connection.execute(reports.update().where(reports.c.id == report_id).values(state=state))
        result = central.apply(take_on(report_id), desk)
        assert (result.status, result.code) == (IntentStatus.REFUSED, "report_closed")

    @pytest.mark.parametrize("role", [Role.WALL, Role.PUBLIC, Role.MANAGER, Role.CREW])
    def test_a_role_that_may_not_act_is_refused_and_nothing_changes(
        self, store: RunningStore, central: CentralStore, desk: Principal, role: Role
    ) -> None:
        report_id = submitted(central, desk)
        result = central.apply(take_on(report_id), central.principal(store.key(role)))
        assert (result.status, result.code) == (IntentStatus.REFUSED, "not_allowed")
        assert record_of(central, report_id)["version"] == 1

    def test_the_time_of_an_act_lies_between_the_report_and_now(self, central: CentralStore, desk: Principal) -> None:
        early, late = submitted(central, desk), submitted(central, desk)
        central.apply(take_on(early, acted_at=from_ms(0)), desk)
        central.apply(take_on(late, acted_at=datetime.now(UTC) + timedelta(days=1)), desk)
        assert entries_of(central, early)[1].acted_ms == record_of(central, early)["created_ms"]
        entry = entries_of(central, late)[1]
        assert entry.acted_ms == entry.recorded_ms

    def test_another_desk_can_not_learn_a_result_by_guessing_an_intent(
        self, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        intent = report_intent()
        central.apply(intent, desk)
        result = central.apply(intent, other_desk)
        assert (result.status, result.code, result.number) == (IntentStatus.REFUSED, "intent_taken", None)

    def test_a_refused_report_leaves_nothing_but_its_intent(self, central: CentralStore, desk: Principal) -> None:
        head = central.head()
        intent = report_intent(lon=0, lat=0)
        result = central.apply(intent, desk)
        assert (result.status, result.code) == (IntentStatus.REFUSED, "coordinates_zero")
        assert central.head() == head
        with reading(central.engine) as connection:
            assert connection.execute(select(func.count()).select_from(reports)).scalar_one() == 0
            assert connection.execute(select(intents.c.kind)).scalars().all() == ["submit_report"]

    @pytest.mark.parametrize(
        "changes_", [{"intent_id": "a\x00bcdefghi"}, {"intent_id": "kurz"}, {"subject": 1 << 63}, {"subject": -1}]
    )
    def test_an_intent_that_could_not_be_kept_is_a_bad_message(
        self, central: CentralStore, desk: Principal, changes_: dict[str, Any]
    ) -> None:
        with pytest.raises(BadMessage):
            central.apply(take_on(ReportId(1), **changes_), desk)

    def test_text_that_no_database_keeps_is_made_fit(self, central: CentralStore, desk: Principal) -> None:
        report_id = submitted(central, desk, description="  Air\x00 naik \ud83d\r\nterus 🌊 ")
        assert record_of(central, report_id)["description"] == "Air naik \nterus 🌊"

    def test_a_report_may_come_with_a_note_and_with_a_photo_that_only_its_source_has(
        self, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk, description="", photo_elsewhere=True, note="kedalaman 50 cm")
        assert record_of(central, report_id)["has_photo"]
        assert [entry.note for entry in entries_of(central, report_id)] == ["kedalaman 50 cm"]
        photos = fresh_copy(central, desk).of(Entity.MEDIA)
        assert [(photo["stage"], photo["url"], photo["moderation"]) for photo in photos] == [
            ("before", None, "pending")
        ]

    def test_personal_data_goes_into_its_own_table_and_nowhere_else(
        self, central: CentralStore, desk: Principal
    ) -> None:
        private = {"email": "warga@example.org", "phone": "0800-000", "first_name": "Nama", "device_id": "gawai-7"}
        position = central.head()
        report_id = submitted(central, desk, private=private)
        with reading(central.engine) as connection:
            row = connection.execute(select(report_private)).mappings().one()
            assert {name: row[name] for name in private} == private
            kept = str(connection.execute(select(intents)).mappings().all())
        seen = str(central.page(position, desk).rows) + str(fresh_copy(central, desk).records) + kept
        assert str(report_id) in seen
        for secret in private.values():
            assert secret not in seen


class TestFeed:
    def test_a_page_holds_each_changed_record_once_as_it_is_now(self, central: CentralStore, desk: Principal) -> None:
        start = central.head()
        report_id = submitted(central, desk)
        central.apply(take_on(report_id), desk)
        page = central.page(start, desk)
        assert page.through == page.head == Position(start.epoch, start.n + 4)
        keys = [(row.entity, row.key) for row in page.rows]
        assert keys == [
            (Entity.REPORT, str(report_id)),
            (Entity.TRANSITION, f"{report_id}/1"),
            (Entity.TRANSITION, f"{report_id}/2"),
        ]
        assert page.rows[0].record is not None
        assert page.rows[0].record["version"] == 2

    def test_nothing_new_is_an_empty_page_at_the_same_place(self, central: CentralStore, desk: Principal) -> None:
        head = central.head()
        page = central.page(head, desk)
        assert (page.after, page.through, page.rows) == (head, head, ())

    def test_small_pages_lead_to_the_same_state_as_large_ones(
        self, store: RunningStore, central: CentralStore, desk: Principal
    ) -> None:
        copy = fresh_copy(central, desk)
        for _ in range(3):
            central.apply(take_on(submitted(central, desk)), desk)
        while True:
            assert copy.position is not None
            with reading(central.engine) as connection:
                page = read_page(connection, store.settings.city, copy.position, datetime.now(UTC), limit=2)
            if page.through == page.after:
                break
            assert page.through.n - page.after.n <= 2
            copy.apply(page)
        assert copy.records == fresh_copy(central, desk).records

    def test_no_page_covers_more_than_the_protocol_allows(self, store: RunningStore, desk: Principal) -> None:
        central = CentralStore(store.settings)
        start = central.head()
        many = [area(f"31.09.{place:04d}", EAST_OF_SQUARE) for place in range(MAX_PAGE_ROWS + 5)]
        with writing(central.engine) as connection:
            load_areas(connection, store.settings, many)
        page = central.page(start, desk)
        assert page.through.n - page.after.n == MAX_PAGE_ROWS
        rest = central.page(page.through, desk)
        assert len(page.rows) + len(rest.rows) == MAX_PAGE_ROWS + 5
        central.close()

    def test_snapshot_and_changes_lead_to_the_same_state_as_a_fresh_snapshot(
        self, store: RunningStore, central: CentralStore, desk: Principal, other_desk: Principal
    ) -> None:
        first = submitted(central, desk)
        copy = fresh_copy(central, desk)
        second = submitted(central, desk, lon=106.95, media_url="https://example.org/foto.jpg")
        central.apply(take_on(first), desk)
        central.apply(take_on(second), other_desk)
        with writing(central.engine) as connection:
            load_areas(connection, store.settings, [area("31.02"), area("31.01", EAST_OF_SQUARE)])
        follow(central, desk, copy)
        fresh = fresh_copy(central, desk)
        assert copy.position == fresh.position
        assert copy.records == fresh.records
        assert {record["area"] for record in copy.of(Entity.REPORT)} == {"31.01", "31.02"}

    def test_a_snapshot_is_true_at_its_position_while_others_write(
        self, central: CentralStore, desk: Principal
    ) -> None:
        submitted(central, desk)
        frames = central.snapshot(desk)
        begun = [next(frames)]
        submitted(central, desk)
        copy = Copy()
        copy.load([*begun, *frames])
        assert len(copy.of(Entity.REPORT)) == 1
        follow(central, desk, copy)
        assert copy.records == fresh_copy(central, desk).records

    def test_a_position_of_another_life_or_ahead_of_the_head_needs_a_snapshot(
        self, central: CentralStore, desk: Principal
    ) -> None:
        head = central.head()
        for wrong in (Position("another", 0), Position(head.epoch, head.n + 1)):
            with pytest.raises(SnapshotNeeded):
                central.page(wrong, desk)

    def test_a_removed_area_comes_as_a_tombstone_and_its_reports_move(
        self, store: RunningStore, central: CentralStore, desk: Principal
    ) -> None:
        report_id = submitted(central, desk)
        copy = fresh_copy(central, desk)
        with writing(central.engine) as connection:
            loaded = load_areas(connection, store.settings, [TWO_AREAS[1]], replace=True)
        assert (loaded.removed, len(loaded.moved)) == (1, 1)
        follow(central, desk, copy)
        assert (Entity.AREA, "31.01") not in copy.records
        assert copy.records[Entity.REPORT, str(report_id)]["area"] is None
        assert copy.records == fresh_copy(central, desk).records

    def test_loading_the_same_areas_again_changes_nothing(self, store: RunningStore, central: CentralStore) -> None:
        head = central.head()
        with writing(central.engine) as connection:
            loaded = load_areas(connection, store.settings, TWO_AREAS)
        assert (loaded.written, loaded.unchanged, loaded.moved) == (0, 2, [])
        assert central.head() == head

    def test_a_wall_sees_of_a_sensitive_category_where_and_how_many_only_by_area(
        self, store: RunningStore, central: CentralStore, desk: Principal
    ) -> None:
        wall = central.principal(store.key(Role.WALL))
        start = central.head()
        hidden = submitted(central, desk, category="KRIMINAL", description="rahasia", address="Gang Sempit 1")
        shown = submitted(central, desk)
        for copy in (Copy(), fresh_copy(central, wall)):
            if copy.position is None:
                copy.position = start
                follow(central, wall, copy)
            record = copy.records[Entity.REPORT, str(hidden)]
            assert (record["area"], record["description"], record["address"], record["lon"]) == (
                "31.01",
                "",
                None,
                None,
            )
            assert copy.records[Entity.REPORT, str(shown)]["description"] == "Banjir"
        assert fresh_copy(central, desk).records[Entity.REPORT, str(hidden)]["description"] == "rahasia"


class TestOrder:
    WRITERS = 4
    REPORTS_EACH = 12

    def test_no_reader_misses_or_reorders_anything_while_many_write(
        self, central: CentralStore, desk: Principal
    ) -> None:
        start = central.head()
        over = threading.Event()

        def write() -> None:
            for _ in range(self.REPORTS_EACH):
                submitted(central, desk)

        def read() -> Copy:
            copy = Copy()
            copy.position = start
            while not over.is_set():
                page = central.page(copy.position, desk)
                assert page.through.n >= copy.position.n
                copy.apply(page)
            follow(central, desk, copy)
            return copy

        with ThreadPoolExecutor(self.WRITERS + 2) as pool:
            readers = [pool.submit(read) for _ in range(2)]
            for writer in [pool.submit(write) for _ in range(self.WRITERS)]:
                writer.result(60)
            over.set()
            copies = [reader.result(60) for reader in readers]
        for copy in copies:
            assert len(copy.of(Entity.REPORT)) == self.WRITERS * self.REPORTS_EACH
            assert len(copy.of(Entity.TRANSITION)) == self.WRITERS * self.REPORTS_EACH

    def test_positions_have_no_gaps(self, central: CentralStore, desk: Principal) -> None:
        at_once(*[lambda: central.apply(report_intent(), desk)] * 6)
        with reading(central.engine) as connection:
            positions = connection.execute(select(changes.c.n).order_by(changes.c.n)).scalars().all()
        assert positions == list(range(1, central.head().n + 1))


class TestKeys:
    def test_a_key_is_known_until_it_is_withdrawn(self, store: RunningStore, central: CentralStore) -> None:
        secret = store.key(Role.OFFICER, "Kelurahan")
        assert central.principal(secret).role is Role.OFFICER
        store.revoke("Kelurahan")
        with pytest.raises(TokenRevoked):
            central.principal(secret)

    def test_a_key_that_was_never_given_is_unknown(self, central: CentralStore) -> None:
        for secret in ("", "cc_x", "\x00", "\ud800"):
            with pytest.raises(TokenUnknown):
                central.principal(secret)
