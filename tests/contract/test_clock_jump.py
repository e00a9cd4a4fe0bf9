"""A store whose clock is put back goes on: nothing crashes, no time is negative, and positions still grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet, batch_of
from commandcenter.models.figure.today import today
from commandcenter.models.intent import IntentKind
from commandcenter.models.record import Entity
from commandcenter.store.central import CentralStore
from commandcenter.store.token import Principal
from commandcenter.store.watch import alarm_watch, crew_watch, retention
from commandcenter.store.watch.duty import escalate_unanswered
from tests.contract.acting import APPLIED, Acting, entries_of, record_of, rows_of
from tests.fixture.store import RunningStore

NOW = datetime.now(UTC).replace(microsecond=0)


class Clock:
    """A clock that somebody puts forward and back."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def jumping(store: RunningStore, clock: Clock) -> Iterator[CentralStore]:
    """A store by that clock."""
    opened = CentralStore(replace(store.settings, clock=clock))
    yield opened
    opened.close()


def test_an_hour_back_in_the_middle_of_a_report_s_life_breaks_nothing(
    jumping: CentralStore, desk: Principal, clock: Clock
) -> None:
    room = Acting(jumping, desk)
    before = room.reports(acted_at=clock.now)
    head = jumping.head().n
    clock.now -= timedelta(hours=1)
    assert room.does(IntentKind.TAKE_ON, before, 1, acted_at=clock.now) == APPLIED
    assert room.does(IntentKind.MOVE, before, 2, acted_at=clock.now, to_state="in_progress") == APPLIED
    after = room.reports(acted_at=clock.now)
    done = {"to_state": "done", "no_photo_reason": "Surut"}
    assert room.does(IntentKind.MOVE, before, 3, acted_at=clock.now, **done) == APPLIED
    assert jumping.head().n > head
    told = {row.key for row in jumping.page(replace(jumping.head(), n=head), desk).rows}
    assert {str(before), str(after)} <= told
    for report_id in (before, after):
        record = record_of(jumping, report_id)
        assert record["respond_by_ms"] > record["created_ms"]
        assert record["close_by_ms"] > record["created_ms"]
        assert record["acknowledged_ms"] is None or record["acknowledged_ms"] >= record["created_ms"]
        assert record["closed_ms"] is None or record["closed_ms"] >= record["created_ms"]
        acted = [entry.acted_ms for entry in entries_of(jumping, report_id)]
        assert acted == sorted(acted), "a timeline never runs backwards"


def test_what_time_asks_for_and_the_day_s_figures_bear_a_clock_that_is_put_back(
    jumping: CentralStore, desk: Principal, clock: Clock
) -> None:
    room = Acting(jumping, desk)
    for step in (timedelta(), timedelta(days=-400), timedelta(days=800), timedelta(days=-400)):
        clock.now += step
        room.reports(acted_at=clock.now)
        for turn in (
            alarm_watch.take_turn,
            crew_watch.take_turn,
            escalate_unanswered,
            retention.erase_kept_too_long,
            retention.remove_told_long_ago,
        ):
            turn(jumping)
        board = Board()
        board.apply(ChangeSet(batch_of(rows_of(jumping, Entity.REPORT)), np.empty(0, np.int64), ""))
        figures = today(board.generation, int(clock.now.timestamp()))
        assert figures.new >= 1
        assert 0 <= figures.overdue <= figures.open
        assert figures.response_median_s is None or figures.response_median_s >= 0
