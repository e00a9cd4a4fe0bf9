"""What every store keeps to about feed, snapshot and order, whichever database is underneath."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.table import changes
from commandcenter.protocol.feed import MAX_PAGE_ROWS
from commandcenter.protocol.position import Position
from commandcenter.store.area.load import load_areas
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.failure import SnapshotNeeded
from commandcenter.store.feed import read_page
from commandcenter.store.token import Principal
from tests.contract.acting import at_once, report_intent, submitted
from tests.contract.client import Copy, follow, fresh_copy
from tests.fixture.store import RunningStore, take_on
from tests.fixture.template import EAST_OF_SQUARE, TWO_AREAS, area


@pytest.fixture
def other_desk(store: RunningStore, central: CentralStore) -> Principal:
    """Another dispatcher's desk."""
    return central.principal(store.key(Role.DISPATCHER, "Meja 2"))


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
