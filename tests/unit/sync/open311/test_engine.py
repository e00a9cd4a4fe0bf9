"""Dialogues with the poll engine: what it asks, when, and what it never does."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from commandcenter.models.freshness import Phase
from commandcenter.sync.event import Tick
from commandcenter.sync.open311.action import Apply, AskListing, AskOne, AskServices, Scope
from commandcenter.sync.open311.cursor import Cursor, parse_cursor
from commandcenter.sync.open311.engine import CHANGE_OVERLAP_MS, MOST_CONFIRMED, Wanted
from commandcenter.sync.open311.event import Applied, AskFailed, NotApplied, OneFetched, ServicesFetched
from commandcenter.sync.open311.manner import Served
from commandcenter.sync.open311.question import QLUE_FEED, Question
from commandcenter.sync.open311.walk import DAY_MS, OVERLAP_MS
from tests.unit.sync.open311.dialogue import (
    BROKEN,
    BUSY,
    DISK_FULL,
    FOLLOWED,
    INTERVAL_S,
    NOW_MS,
    REFUSED,
    UNREACHABLE,
    Dialogue,
    begin,
    listing,
    many,
    request,
    within,
)


def test_the_first_round_asks_newest_first_and_back_to_the_horizon_in_windows_within_90_days() -> None:
    talk = begin(Cursor())
    asked = talk.to_the_end()
    assert all(question.since_ms is not None and question.until_ms is not None for question in asked)
    bounds = [(question.since_ms or 0, question.until_ms or 0) for question in asked]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1][0] == NOW_MS - 90 * DAY_MS - OVERLAP_MS
    assert all(until - since <= 90 * DAY_MS for since, until in bounds)
    assert talk.status is not None
    assert talk.status.phase is Phase.LIVE


def test_windows_overlap_by_more_than_a_second_for_servers_that_leave_their_end_out() -> None:
    asked = begin(Cursor()).to_the_end()
    for newer, older in itertools.pairwise(asked):
        assert (older.until_ms or 0) - (newer.since_ms or 0) >= 2_000


def test_the_next_round_begins_an_interval_after_the_last_began_and_not_before() -> None:
    talk = begin(Cursor())
    talk.to_the_end()
    assert talk.wait_until_s == NOW_MS / 1000 + INTERVAL_S
    assert talk.later(INTERVAL_S - 1).say(Tick()) is None
    assert isinstance(talk.later(1).say(Tick()), AskListing)


def test_a_round_asks_one_question_at_a_time_and_few() -> None:
    talk = begin()
    talk.to_the_end(request("1"))
    talk.later(INTERVAL_S).say(Tick())
    # What changed; the latest, which one answer may not cut off; and one window of older time.
    assert len(talk.to_the_end(request("1"))) <= 4


def test_older_windows_are_looked_at_again_in_turn_until_the_horizon_then_from_the_top() -> None:
    talk = begin()
    seen: list[int] = []
    for _ in range(9):
        seen.append(talk.to_the_end()[-1].since_ms or 0)
        talk.later(INTERVAL_S).say(Tick())
    assert min(seen) <= NOW_MS - 89 * DAY_MS
    assert seen.index(min(seen)) < 8
    after = seen[seen.index(min(seen)) + 1]
    assert after > min(seen)


def test_the_cursor_does_not_move_before_the_mirror_has_committed() -> None:
    talk = begin(Cursor())
    written = talk.answer(request("1"))
    assert written.cursor.covered_until_ms == NOW_MS
    assert talk.engine.cursor == Cursor()
    talk.say(NotApplied(DISK_FULL))
    assert talk.engine.cursor == Cursor()
    talk.later(INTERVAL_S).say(Tick())
    again = talk.answer(request("1"))
    assert again.requests == (request("1"),)
    talk.say(Applied())
    assert talk.engine.cursor.covered_until_ms == NOW_MS + INTERVAL_S * 1000


def test_a_first_load_that_broke_off_goes_on_where_it_was_and_covers_the_time_between() -> None:
    broken_off = Cursor(NOW_MS - 20 * DAY_MS, NOW_MS - 4 * DAY_MS, None)
    asked = begin(broken_off).to_the_end()
    since, until = min(question.since_ms or 0 for question in asked), max(question.until_ms or 0 for question in asked)
    assert since <= NOW_MS - 90 * DAY_MS
    assert until >= NOW_MS
    covered = sorted((question.since_ms or 0, question.until_ms or 0) for question in asked)
    recent = [span for span in covered if span[1] > NOW_MS - 20 * DAY_MS + OVERLAP_MS]
    assert recent[0][0] <= NOW_MS - 5 * DAY_MS


def test_no_report_moves_the_cursor_not_even_one_dated_in_the_future() -> None:
    talk = begin(Cursor())
    talk.to_the_end(request("1", timedelta(hours=-20)))
    assert talk.engine.cursor.covered_until_ms == NOW_MS
    assert talk.engine.cursor.updated_after_ms == NOW_MS - CHANGE_OVERLAP_MS


@pytest.mark.parametrize(("ahead_ms", "taken_ms"), [(3_600_000, 0), (-3_600_000, -3_600_000)])
def test_changes_are_asked_for_by_whichever_clock_is_behind(ahead_ms: int, taken_ms: int) -> None:
    talk = begin()
    while isinstance(talk.job(), AskListing):
        talk.say(listing(server_ms=NOW_MS + ahead_ms))
        while isinstance(talk.job(), Apply) and talk.write().current_ms is None:
            talk.say(Applied())
    written = talk.write()
    assert written.current_ms == NOW_MS
    assert written.cursor.updated_after_ms == NOW_MS + taken_ms - CHANGE_OVERLAP_MS


def test_updated_after_counts_as_understood_once_unchanged_requests_stay_away() -> None:
    old = request("old", timedelta(days=3))
    talk = begin()
    # Nothing older was seen yet in this run: an answer without it proves nothing.
    talk.to_the_end(old)
    assert talk.updates() is Served.UNKNOWN
    for _ in range(8):
        talk.later(INTERVAL_S).say(Tick())
        talk.to_the_end(old)
    assert talk.updates() is Served.YES


def test_a_server_that_ignores_updated_after_is_asked_no_more() -> None:
    talk = begin()
    assert talk.question().updated_after_ms == FOLLOWED.updated_after_ms
    assert talk.answer(request("old", timedelta(days=3))).scope is None
    talk.say(Applied())
    talk.to_the_end()
    assert talk.updates() is Served.NO
    talk.later(INTERVAL_S).say(Tick())
    assert all(question.updated_after_ms is None for question in talk.to_the_end())


def past_changes(talk: Dialogue) -> None:
    """Answer the question for changes."""
    talk.answer()
    talk.say(Applied())


def test_an_answer_as_long_as_the_cap_is_asked_for_again_in_narrower_windows() -> None:
    talk = begin()
    past_changes(talk)
    wide = talk.question()
    talk.say(listing(*many(1_000)))
    assert talk.question() == Question(wide.since_ms, wide.until_ms, page=2)
    # The same again: pages are ignored, so only narrower windows are left.
    talk.say(listing(*many(1_000)))
    narrow = talk.question()
    assert narrow.page is None
    assert (narrow.until_ms, True) == (wide.until_ms, (narrow.since_ms or 0) > (wide.since_ms or 0))
    written = talk.answer(*many(401))
    assert written.scope == Scope((narrow.since_ms or 0) + OVERLAP_MS, (narrow.until_ms or 0) - OVERLAP_MS)
    assert written.cursor.covered_until_ms == FOLLOWED.covered_until_ms


def test_pages_are_followed_where_they_are_served_and_repeated_ids_count_once() -> None:
    talk = begin()
    past_changes(talk)
    talk.say(listing(*many(1_000)))
    assert talk.question().page == 2
    talk.say(listing(*many(1_000, first=990)))
    assert talk.question().page == 3
    written = talk.answer(*many(5, first=1_990))
    assert len(written.requests) == len({one.number for one in written.requests}) == 1_995
    assert written.scope is not None


def test_a_server_that_refuses_pages_is_asked_without() -> None:
    talk = begin()
    past_changes(talk)
    assert talk.question().page == 1
    talk.say(AskFailed(REFUSED, refused=True))
    assert talk.question().page is None
    assert talk.answer(request("1")).requests == (request("1"),)


def test_a_cap_that_no_narrower_window_escapes_takes_what_is_there_and_removes_nothing() -> None:
    talk = begin()
    past_changes(talk)
    crowd = [request(str(index)) for index in range(1_000)]
    while isinstance(talk.job(), AskListing):
        talk.say(listing(*within(Question(talk.question().since_ms, talk.question().until_ms), tuple(crowd))))
        if isinstance(talk.job(), Apply) and talk.write().requests:
            break
        if isinstance(talk.job(), Apply):
            talk.say(Applied())
    assert len(talk.write().requests) == 1_000
    assert talk.write().scope is None


def test_a_server_that_ignores_dates_is_taken_as_a_feed_of_its_newest() -> None:
    talk = begin(Cursor())
    everything = [request(str(index), timedelta(hours=index)) for index in range(1_000)]
    for _ in range(2):
        talk.say(listing(*everything))
    assert talk.write().scope is None
    assert talk.write().requests == tuple(everything)
    talk.say(Applied())
    assert talk.write().current_ms == NOW_MS
    talk.say(Applied())
    talk.later(INTERVAL_S).say(Tick())
    assert talk.question() == Question()


def test_what_did_not_come_is_asked_for_by_itself_and_goes_only_by_the_servers_word() -> None:
    talk = begin()
    past_changes(talk)
    talk.answer(request("1"))
    assert talk.say(Applied(missing=("2", "3"))) == AskOne("2")
    talk.say(OneFetched("2", None))
    assert talk.write().removed == {"2"}
    assert talk.say(Applied()) == AskOne("3")
    talk.say(OneFetched("3", request("3")))
    assert (talk.write().removed, talk.write().requests) == (frozenset(), (request("3"),))


@pytest.mark.parametrize("failure", [UNREACHABLE, BROKEN])
def test_an_error_about_one_report_removes_nothing(failure: object) -> None:
    talk = begin()
    past_changes(talk)
    talk.answer(request("1"))
    talk.say(Applied(missing=("2",)))
    talk.say(AskFailed(failure))  # type: ignore[arg-type]
    talk.to_the_end(request("1"))
    assert all(not action.removed for action in talk.said if isinstance(action, Apply))


def test_a_bare_404_counts_only_after_the_server_has_shown_a_report_that_is_there() -> None:
    talk = begin()
    past_changes(talk)
    talk.answer(request("1"))
    talk.say(Applied(missing=("2",)))
    assert talk.say(OneFetched("2", None, certain=False)) == AskOne("1")
    talk.say(OneFetched("1", request("1")))
    assert talk.say(Applied()) == AskOne("2")
    talk.say(OneFetched("2", None, certain=False))
    assert talk.write().removed == {"2"}


def test_a_bare_404_for_everything_removes_nothing() -> None:
    talk = begin()
    past_changes(talk)
    talk.answer(request("1"))
    talk.say(Applied(missing=("2",)))
    talk.say(OneFetched("2", None, certain=False))
    talk.say(OneFetched("1", None, certain=False))
    talk.say(OneFetched("2", None, certain=False))
    talk.to_the_end()
    assert all(not action.removed for action in talk.said if isinstance(action, Apply))


def test_a_server_without_single_requests_is_asked_for_none_again() -> None:
    talk = begin()
    past_changes(talk)
    talk.answer()
    talk.say(Applied(missing=("2", "3")))
    talk.say(AskFailed(REFUSED, refused=True))
    assert isinstance(talk.job(), AskListing)
    talk.answer()
    assert not isinstance(talk.say(Applied(missing=("2", "3"))), AskOne)


def test_not_more_than_so_many_single_requests_are_asked_for_in_a_round() -> None:
    talk = begin()
    past_changes(talk)
    talk.answer()
    talk.say(Applied(missing=tuple(str(index) for index in range(500))))
    talk.to_the_end(limit=1_000)
    assert sum(isinstance(action, AskOne) for action in talk.said) == MOST_CONFIRMED


def test_after_a_failure_waits_grow_to_a_quarter_of_an_hour_and_an_answer_ends_them() -> None:
    talk = begin()
    waits = []
    for _ in range(7):
        talk.say(AskFailed(UNREACHABLE))
        waits.append(round((talk.wait_until_s or 0) - talk.now_ms / 1000))
        talk.later(waits[-1]).say(Tick())
    assert waits == [60, 120, 240, 480, 900, 900, 900]
    talk.to_the_end()
    assert talk.wait_until_s == talk.now_ms / 1000 + INTERVAL_S
    assert talk.status is not None
    assert (talk.status.phase, talk.status.failure) == (Phase.LIVE, None)


def test_the_server_is_left_alone_for_as_long_as_it_asks() -> None:
    talk = begin()
    talk.say(AskFailed(BUSY, retry_after_s=7_200))
    assert talk.say(Tick()) is None
    assert talk.later(7_199).say(Tick()) is None
    assert talk.later(1).say(Tick()) is not None


def test_data_ages_from_the_beginning_of_the_last_whole_round() -> None:
    talk = begin()
    while not isinstance(talk.job(), Apply) or talk.write().current_ms is None:
        talk.later(2)
        talk.say(Applied() if isinstance(talk.job(), Apply) else listing())
    talk.say(Applied())
    assert talk.status is not None
    assert talk.status.current_at is not None
    assert talk.status.current_at.wall_ms == NOW_MS
    talk.later(INTERVAL_S).say(Tick())
    talk.say(AskFailed(UNREACHABLE))
    assert talk.status.current_at.wall_ms == NOW_MS
    assert talk.status.phase is Phase.OFFLINE


def test_a_catalogue_that_fails_does_not_keep_reports_away() -> None:
    talk = begin(services=True)
    assert isinstance(talk.job(), AskServices)
    assert isinstance(talk.say(AskFailed(BROKEN)), AskListing)


def test_the_catalogue_is_asked_for_again_every_hour() -> None:
    talk = begin(services=True)
    assert isinstance(talk.job(), AskServices)
    talk.say(ServicesFetched(()))
    talk.say(Applied())
    talk.to_the_end()
    talk.later(3_601).say(Tick())
    talk.to_the_end()
    assert sum(isinstance(action, AskServices) for action in talk.said) == 2


def test_a_status_filter_that_the_server_ignores_is_applied_here() -> None:
    talk = begin(wanted=Wanted(statuses=frozenset({"open"}), service_codes=frozenset({"1"})))
    written = talk.answer(request("1"), request("2", closed=True), request("3", code="9"))
    assert [one.number for one in written.requests] == ["1"]
    assert written.removed == {"2", "3"}


def test_what_lies_before_the_horizon_is_taken_only_if_it_is_known() -> None:
    assert begin().answer(request("1")).floor_ms == NOW_MS - 90 * DAY_MS


def test_a_feed_is_asked_one_question_a_round_and_nothing_ever_vanishes_from_it() -> None:
    talk = begin(Cursor(), dialect=QLUE_FEED)
    assert talk.question() == Question()
    assert talk.answer(request("1")).scope is None
    talk.say(Applied())
    assert talk.write().current_ms == NOW_MS
    talk.say(Applied())
    assert talk.job() is None


def test_a_cursor_survives_as_text_and_another_text_begins_anew() -> None:
    assert parse_cursor(str(FOLLOWED)) == FOLLOWED
    for text in (None, "", "e.1", '{"version":9}', '{"version":1,"covered_from_ms":"x"}', "[]"):
        assert parse_cursor(text) == Cursor()


def test_everything_asked_for_is_older_than_no_bound_that_was_written() -> None:
    """The cursor's lower end is the beginning of a window that was asked for and written, never further."""
    talk = begin(Cursor())
    asked: list[Question] = []
    while talk.job() is not None:
        if isinstance(talk.job(), AskListing):
            asked.append(talk.question())
            talk.say(listing())
        else:
            covered_ms = talk.write().cursor.covered_from_ms
            if covered_ms is not None:
                assert covered_ms >= min(question.since_ms or 0 for question in asked)
            talk.say(Applied())
