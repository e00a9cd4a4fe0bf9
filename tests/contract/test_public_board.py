"""The public board holds what the public may see, and nothing else, whatever happens to the reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from commandcenter.models.board.change_set import ReportBatch
from commandcenter.models.board.count import counts
from commandcenter.models.board.filter import EVERYTHING
from commandcenter.models.board.mask import mask
from commandcenter.models.category import Publication
from commandcenter.models.instant import WIB, to_ms
from commandcenter.models.intent import IntentKind as Kind
from commandcenter.models.mirror.column import batch_of_arrow
from commandcenter.models.report import Moderation
from commandcenter.models.state import STATES, State
from commandcenter.models.table import categories, feed_head, reports
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.public import board as public_board
from commandcenter.store.public.board import PublicBoard, PublicView
from commandcenter.store.public.listing import read_reports
from commandcenter.store.public.sensitive import LEAST, month_counts, month_of
from commandcenter.store.token import Principal
from tests.contract.acting import Acting, intent
from tests.fixture.store import RunningStore

CATEGORIES = ("BANJIR", "SAMPAH", "PARKIR", "KRIMINAL", "PENGEMIS")
"""Two that are public by rule, one after somebody has looked at it, and two of which a number is told."""


@pytest.fixture
def board(central: CentralStore) -> PublicBoard:
    """The public board of one process."""
    return PublicBoard(central.engine, central.settings)


@pytest.fixture
def room(central: CentralStore, desk: Principal) -> Acting:
    """A dispatcher."""
    return Acting(central, desk)


def ids_on(view: PublicView) -> set[int]:
    """Return the reports on a board."""
    return set(view.generation.ids_of(view.generation.rows_by_id()).tolist())


def ids_by_sql(central: CentralStore) -> set[int]:
    """Return the reports that are public, asked in the plainest way."""
    with reading(central.engine) as connection:
        rows = connection.execute(
            select(reports.c.id, reports.c.moderation, categories.c.publication).join(
                categories, (categories.c.city == reports.c.city) & (categories.c.code == reports.c.category)
            )
        )
        return {
            row.id for row in rows if row.moderation == "public" and row.publication != Publication.COUNT_ONLY.value
        }


def state_counts_by_sql(central: CentralStore, ids: set[int]) -> dict[str, int]:
    with reading(central.engine) as connection:
        states = connection.execute(select(reports.c.state).where(reports.c.id.in_(ids))).scalars().all()
    return {state: states.count(state) for state in STATES if state in states}


def check_equal(central: CentralStore, view: PublicView) -> None:
    """Check that the board says what plain SQL says."""
    wanted = ids_by_sql(central)
    assert ids_on(view) == wanted
    found = counts(view.generation, mask(view.generation, EVERYTHING), "states")
    said = {word: count for word, count in zip(found.words, found.counts.tolist(), strict=True) if count}
    assert said == state_counts_by_sql(central, wanted)


DRAWS: dict[Kind, Callable[[Random], dict[str, Any]]] = {
    Kind.MOVE: lambda random: {"to_state": random.choice(STATES).value, "note": "Catatan", "no_photo_reason": "Surut"},
    Kind.TAKE_ON: lambda _: {},
    Kind.CATEGORISE: lambda random: {"category": random.choice(CATEGORIES)},
    Kind.MODERATE: lambda random: {"moderation": random.choice(["public", "hidden"]), "reason": "Alasan"},
    Kind.RE_PLACE: lambda random: {"lon": random.choice([106.85, 106.95]), "lat": -6.25},
}


def publish_as(central: CentralStore, administrator: Principal, code: str, publication: Publication) -> None:
    """Have a category published in another way, as an administrator does."""
    done = Acting(central, administrator).does(Kind.SET_CATEGORY, None, None, code, publication=publication.value)
    assert done == "applied"


class TestWhatTheBoardHolds:
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 1 << 30))
    def test_any_changes_leave_it_equal_to_a_plain_answer(
        self, central: CentralStore, board: PublicBoard, room: Acting, administrator: Principal, seed: int
    ) -> None:
        random = Random(seed)
        made = [room.reports(random.choice(CATEGORIES)) for _ in range(6)]
        check_equal(central, board.refresh())
        for step in range(30):
            kind = random.choice(list(DRAWS))
            room.send(intent(kind, random.choice(made), None, **DRAWS[kind](random)))
            if random.random() < 0.2:
                made.append(room.reports(random.choice(CATEGORIES)))
            if step in (10, 20):
                publish_as(central, administrator, "SAMPAH", random.choice(list(Publication)))
            if random.random() < 0.3:
                check_equal(central, board.refresh())
        check_equal(central, board.refresh())

    def test_a_report_that_is_hidden_leaves_it_and_every_reading_for_the_public(
        self, central: CentralStore, board: PublicBoard, room: Acting
    ) -> None:
        report = room.reports("BANJIR")
        view = board.refresh()
        assert ids_on(view) == {report}
        room.does(Kind.MODERATE, report, None, moderation="hidden", reason="Wajah")
        with reading(central.engine) as connection:
            # The old view is still held by whoever asks at this moment.
            assert read_reports(connection, central.settings.city, view.sensitive, [report]) == []
        assert ids_on(board.refresh()) == set()

    def test_a_category_that_becomes_sensitive_takes_its_reports_with_it(
        self, central: CentralStore, board: PublicBoard, room: Acting, administrator: Principal
    ) -> None:
        room.reports("SAMPAH")
        flood = room.reports("BANJIR")
        assert len(ids_on(board.refresh())) == 2
        publish_as(central, administrator, "SAMPAH", Publication.COUNT_ONLY)
        assert ids_on(board.refresh()) == {flood}

    def test_nobodys_name_is_on_it(self, board: PublicBoard, room: Acting) -> None:
        report = room.reports("BANJIR")
        assert room.does(Kind.TAKE_ON, report, 1) == "applied"
        generation = board.refresh().generation
        assert generation.vocabularies["takers"].words == ()
        assert generation.vocabularies["crews"].words == ()

    def test_a_restored_store_is_read_anew(self, central: CentralStore, board: PublicBoard, room: Acting) -> None:
        report = room.reports("BANJIR")
        assert ids_on(board.refresh()) == {report}
        with writing(central.engine) as connection:
            connection.execute(update(reports).values(moderation=Moderation.HIDDEN.value))
            connection.execute(update(feed_head).values(epoch="another"))
        assert ids_on(board.refresh()) == set()

    def test_what_changes_while_it_is_filled_is_taken_in(
        self, central: CentralStore, board: PublicBoard, room: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = room.reports("BANJIR"), room.reports("SAMPAH")
        plain = batch_of_arrow

        def change_meanwhile(batch: pa.RecordBatch) -> ReportBatch:
            room.does(Kind.MODERATE, first, None, moderation="hidden", reason="Wajah")
            room.does(Kind.MOVE, second, None, to_state="in_progress", note="")
            return plain(batch)

        monkeypatch.setattr(public_board, "batch_of_arrow", change_meanwhile)
        view = board.refresh()
        assert ids_on(view) == {second}
        row = view.generation.row_of(second)
        assert row is not None
        assert view.generation.value("states", row) == STATES.index(State.IN_PROGRESS)
        check_equal(central, view)

    def test_a_large_file_is_read_by_a_process_of_its_own(
        self, central: CentralStore, board: PublicBoard, room: Acting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(public_board, "LARGE_REPORTS", 2)
        for category in CATEGORIES:
            room.reports(category)
        check_equal(central, board.refresh())

    def test_it_knows_when_it_was_the_newest(self, store: RunningStore, central: CentralStore) -> None:
        now = datetime(2026, 11, 30, 12, tzinfo=UTC)
        clock = [now]
        board = PublicBoard(central.engine, replace(store.settings, clock=lambda: clock[0]))
        assert board.refresh().as_of_ms == to_ms(now)
        clock[0] += timedelta(seconds=40)
        assert board.refresh().as_of_ms == to_ms(now) + 40_000


class TestSensitiveCategories:
    def test_a_month_that_is_over_is_told_by_area_and_small_numbers_are_not(
        self, central: CentralStore, board: PublicBoard, room: Acting
    ) -> None:
        view = board.refresh()
        this_month = datetime.now(WIB).replace(day=1)
        now_ms = to_ms((this_month + timedelta(days=32)).replace(day=5))
        for _ in range(LEAST):
            room.reports("KRIMINAL")
        for _ in range(LEAST - 1):
            room.reports("KRIMINAL", lon=106.95)
        with reading(central.engine) as connection:
            told = month_counts(connection, central.settings.city, view.sensitive, view.tree, now_ms)
        assert told.month == f"{this_month:%Y-%m}-01"
        assert told.counts == (("KRIMINAL", "31.01", LEAST),)

    def test_the_month_that_is_running_is_not_told(self, board: PublicBoard, room: Acting) -> None:
        for _ in range(LEAST):
            room.reports("KRIMINAL")
        view = board.refresh()
        assert view.month.counts == ()
        assert view.month.month < month_of(to_ms(datetime.now(UTC) + timedelta(days=31)))
        assert ids_on(view) == set()
