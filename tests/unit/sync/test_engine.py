from __future__ import annotations

import pytest

from commandcenter.models.freshness import Phase
from commandcenter.models.intent import Intent, IntentStatus
from commandcenter.protocol.position import Position
from commandcenter.sync.action import (
    ApplyPage,
    CloseStream,
    FetchPage,
    IndexText,
    KeepAnswer,
    OpenStream,
    ReadOutbox,
    SendIntent,
    TakeSnapshot,
)
from commandcenter.sync.event import (
    AnswerKept,
    AnswerNotKept,
    Event,
    FetchFailed,
    IntentAnswered,
    OutboxChanged,
    OutboxNotRead,
    OutboxRead,
    PageApplied,
    PageNotApplied,
    RetryRequested,
    SendFailed,
    SnapshotFailed,
    SnapshotProgressed,
    SnapshotTaken,
    StopRequested,
    StreamEnd,
    StreamOpened,
    TextIndexed,
    TextNotIndexed,
    Tick,
)
from commandcenter.sync.link import TOKEN_RETRY_S
from commandcenter.sync.standing import GAP_PATIENCE_S
from commandcenter.sync.status import Status
from commandcenter.sync.stream_state import SILENCE_LIMIT_S, STEADY_AFTER_S
from tests.unit.sync.dialogue import (
    ANEW,
    DISK_FULL,
    FAULT,
    REVOKED,
    UNREACHABLE,
    Dialogue,
    act,
    answer,
    at,
    begin,
    live,
    page,
)


def status_of(dialogue: Dialogue) -> Status:
    assert dialogue.status is not None
    return dialogue.status


def marked(dialogue: Dialogue) -> tuple[Intent, ...] | None:
    return dialogue.pending


def code_of(dialogue: Dialogue) -> str | None:
    failure = status_of(dialogue).failure
    return None if failure is None else failure.code


def test_an_empty_mirror_takes_the_snapshot_then_asks_on_then_listens() -> None:
    d = begin(None)
    assert d.first == [TakeSnapshot()]
    assert status_of(d).phase is Phase.LOADING
    d.say(SnapshotProgressed(4000))
    assert status_of(d).loaded_rows == 4000
    assert d.say(SnapshotTaken(at(9), 7, d.moment())) == [FetchPage(at(9))]
    assert status_of(d).loaded_rows == 0
    assert d.fetched(page(9, 12)) == [ApplyPage(page(9, 12), round(d.now_s * 1000))]
    assert d.say(PageApplied(at(12))) == [IndexText(), OpenStream(1, at(12))]
    assert status_of(d).position == at(12)


def test_after_the_snapshot_the_stream_opens_and_the_text_index_follows() -> None:
    d = begin(None)
    d.say(SnapshotTaken(at(9), 7, d.moment()))
    told = d.fetched(page(9, 9))
    assert told == [IndexText(), OpenStream(1, at(9))]
    assert d.say(TextIndexed(complete=False)) == [IndexText()]
    assert d.say(TextIndexed(complete=True)) == []
    assert status_of(d).text_searchable


def test_pages_are_fetched_until_the_head_and_the_position_waits_for_the_commit() -> None:
    d = begin(at(5))
    assert d.first == [FetchPage(at(5))]
    assert d.fetched(page(5, 7, head=9)) == [ApplyPage(page(5, 7, head=9), None)]
    assert status_of(d).position == at(5)
    assert d.say(PageApplied(at(7))) == [FetchPage(at(7))]
    assert status_of(d).position == at(7)
    d.fetched(page(7, 9))
    assert d.say(PageApplied(at(9))) == [OpenStream(1, at(9))]
    assert status_of(d).phase is Phase.CATCHING_UP
    d.say(StreamOpened(1, d.moment()))
    assert status_of(d).phase is Phase.LIVE


def test_a_pushed_page_is_applied() -> None:
    d = live()
    assert d.pushed(1, page(5, 6)) == [ApplyPage(page(5, 6), round(d.now_s * 1000))]
    assert d.say(PageApplied(at(6))) == []
    assert status_of(d).position == at(6)


def test_a_pushed_page_that_is_known_already_is_passed_over() -> None:
    d = live()
    assert d.pushed(1, page(3, 5)) == []
    assert d.pushed(1, page(5, 5)) == []


def test_pages_pushed_meanwhile_wait_their_turn() -> None:
    d = live()
    d.pushed(1, page(5, 6))
    assert d.pushed(1, page(6, 8)) == []
    assert d.say(PageApplied(at(6))) == [ApplyPage(page(6, 8), round(d.now_s * 1000))]


def test_a_gap_in_what_is_pushed_is_fetched() -> None:
    d = live()
    assert d.pushed(1, page(6, 8)) == [FetchPage(at(5))]


def test_words_of_an_earlier_stream_are_not_listened_to() -> None:
    d = live()
    assert d.say(StreamEnd(1, UNREACHABLE)) == [CloseStream()]
    d.later(1)
    assert d.say(Tick()) == [FetchPage(at(5))]
    assert d.fetched(page(5, 5)) == [OpenStream(2, at(5))]
    assert d.pushed(1, page(5, 6)) == []
    assert d.say(StreamEnd(1, UNREACHABLE)) == []


def test_a_head_that_runs_ahead_of_silence_is_asked_for() -> None:
    d = live()
    assert d.beat(1, at(7)) == []
    assert d.wait_until_s == d.now_s + GAP_PATIENCE_S
    d.later(GAP_PATIENCE_S)
    d.beat(1, at(7))
    assert d.say(Tick()) == [FetchPage(at(5))]


@pytest.mark.parametrize("head", [at(3), at(9, "other")])
def test_a_heartbeat_that_looks_impossible_may_be_old_and_only_makes_the_engine_ask(head: Position) -> None:
    d = live()
    assert d.beat(1, head) == [FetchPage(at(5))]
    assert d.fetched(page(5, 5)) == []


def test_a_reply_of_another_epoch_takes_the_snapshot_and_keeps_the_acts() -> None:
    d = live()
    d.beat(1, at(9, "other"))
    assert d.fetched(page(5, 5, head=5)) == []
    d.beat(1, at(9, "other"))
    assert d.say(FetchFailed(ANEW)) == [CloseStream(), TakeSnapshot()]
    assert d.say(SnapshotTaken(at(9, "other"), 0, d.moment())) == [FetchPage(at(9, "other"))]


def test_a_store_that_stands_behind_the_mirror_makes_it_load_anew() -> None:
    d = begin(at(5))
    assert d.fetched(page(5, 5, head=4)) == [TakeSnapshot()]


def test_snapshots_that_do_not_help_are_not_taken_without_pause() -> None:
    d = begin(at(5))
    assert d.say(FetchFailed(ANEW)) == [TakeSnapshot()]
    assert d.say(SnapshotTaken(at(9), 0, d.moment())) == [FetchPage(at(9))]
    assert d.say(FetchFailed(ANEW)) == []
    assert d.wait_until_s == d.now_s + 0.5


def test_a_page_that_leads_nowhere_is_no_reason_to_ask_for_ever() -> None:
    d = begin(at(5))
    assert d.fetched(page(5, 5, head=9)) == []
    assert code_of(d) == "bad_message"


def test_an_unreachable_store_is_tried_again_later_and_later_or_when_somebody_asks() -> None:
    d = begin(at(5))
    waits = []
    for _ in range(8):
        assert d.say(FetchFailed(UNREACHABLE)) == []
        assert d.wait_until_s is not None
        waits.append(d.wait_until_s - d.now_s)
        assert status_of(d).phase is Phase.OFFLINE
        assert status_of(d).retry_at_s == d.wait_until_s
        d.now_s = d.wait_until_s
        assert d.say(Tick()) == [FetchPage(at(5))]
    assert waits == [0.5, 1, 2, 4, 8, 15, 15, 15]
    d.say(FetchFailed(UNREACHABLE))
    assert d.say(RetryRequested()) == [FetchPage(at(5))]


def test_a_silent_stream_is_left() -> None:
    d = live()
    d.later(SILENCE_LIMIT_S)
    assert d.say(Tick()) == [CloseStream()]
    assert code_of(d) == "store_timeout"
    d.later(0.5)
    assert d.say(Tick()) == [FetchPage(at(5))]


def test_silence_that_passed_while_something_else_was_handled_is_noticed_at_once() -> None:
    d = live()
    d.later(SILENCE_LIMIT_S + 10)
    d.say(OutboxChanged())
    d.say(OutboxRead(()))
    assert d.wait_until_s is not None
    assert d.wait_until_s <= d.now_s


def test_a_stream_that_ended_in_order_after_a_while_is_followed_by_the_next_at_once() -> None:
    d = live().later(STEADY_AFTER_S)
    d.beat(1, at(5))
    assert d.say(StreamEnd(1, None)) == [CloseStream(), FetchPage(at(5))]
    assert d.fetched(page(5, 5)) == [OpenStream(2, at(5))]


def test_a_stream_that_ends_at_once_is_not_opened_without_pause() -> None:
    d = live()
    assert d.say(StreamEnd(1, None)) == [CloseStream()]
    assert d.wait_until_s == d.now_s + 0.5


@pytest.mark.parametrize("event", [FetchFailed(REVOKED), StreamEnd(1, REVOKED), SendFailed(REVOKED)])
def test_a_token_that_is_not_accepted_stops_everything_but_a_slow_new_attempt(event: Event) -> None:
    d = begin(at(5)) if isinstance(event, FetchFailed) else live()
    if isinstance(event, SendFailed):
        d.say(OutboxChanged())
        d.say(OutboxRead((act("a"),)))
    d.say(event)
    assert status_of(d).phase is Phase.STOPPED
    assert status_of(d).failure == REVOKED
    assert d.later(TOKEN_RETRY_S - 1).say(Tick()) == []
    assert d.later(1).say(Tick()) == [FetchPage(at(5))]
    assert status_of(d).phase is Phase.STOPPED
    d.fetched(page(5, 5))
    assert status_of(d).phase is not Phase.STOPPED


def test_a_page_the_disk_did_not_take_is_asked_for_again_from_where_the_mirror_stands() -> None:
    d = begin(at(5))
    d.fetched(page(5, 7))
    assert d.say(PageNotApplied(DISK_FULL)) == []
    assert (status_of(d).position, status_of(d).failure) == (at(5), DISK_FULL)
    assert d.later(0.5).say(Tick()) == [FetchPage(at(5))]
    d.fetched(page(5, 7))
    assert status_of(d).failure == DISK_FULL
    d.say(PageApplied(at(7)))
    assert status_of(d).failure is None


def test_a_snapshot_that_broke_off_is_taken_again() -> None:
    d = begin(None)
    assert d.say(SnapshotFailed(UNREACHABLE)) == []
    assert d.later(0.5).say(Tick()) == [TakeSnapshot()]


def test_acts_are_sent_one_at_a_time_in_order_and_the_marks_go_when_the_mirror_has_them() -> None:
    a, b = act("a"), act("b")
    d = begin(at(5), a, b)
    assert marked(d) == (a, b)
    assert d.fetched(page(5, 5)) == [SendIntent(a), OpenStream(1, at(5))]
    assert d.say(IntentAnswered(answer(a))) == [KeepAnswer(answer(a))]
    assert d.say(AnswerKept(answer(a))) == [SendIntent(b)]
    assert marked(d) == (a, b)
    d.say(IntentAnswered(answer(b)))
    assert d.say(AnswerKept(answer(b))) == [FetchPage(at(5))]
    assert marked(d) == (a, b)
    d.fetched(page(5, 7))
    assert marked(d) == (a, b)
    d.say(PageApplied(at(7)))
    assert marked(d) == ()
    assert status_of(d).pending == 0


def test_a_conflict_takes_the_mark_away_at_once() -> None:
    a = act("a")
    d = live()
    d.say(OutboxChanged())
    assert d.say(OutboxRead((a,))) == [SendIntent(a)]
    conflict = answer(a, IntentStatus.CONFLICT)
    d.say(IntentAnswered(conflict))
    assert d.say(AnswerKept(conflict)) == []
    assert marked(d) == ()


def test_an_act_without_an_answer_is_sent_again_under_its_id_while_data_flows_on() -> None:
    a = act("a")
    d = live()
    d.say(OutboxChanged())
    d.say(OutboxRead((a,)))
    assert d.say(SendFailed(UNREACHABLE)) == []
    assert status_of(d).phase is Phase.LIVE
    assert d.pushed(1, page(5, 6)) == [ApplyPage(page(5, 6), round(d.now_s * 1000))]
    d.say(PageApplied(at(6)))
    assert d.later(0.5).say(Tick()) == [SendIntent(a)]
    d.say(IntentAnswered(answer(a)))
    d.say(AnswerKept(answer(a)))
    assert status_of(d).outbox_failure is None


def test_an_act_the_store_never_takes_is_told_of_and_holds_up_its_own_report_only() -> None:
    stuck, behind, built_on, other = act("a", 1), act("b", 1), act("c", 2, act("b")), act("d", 3)
    d = live()
    d.say(OutboxChanged())
    assert d.say(OutboxRead((stuck, behind, built_on, other))) == [SendIntent(stuck)]
    assert d.say(SendFailed(FAULT)) == [SendIntent(other)]
    d.say(IntentAnswered(answer(other)))
    assert d.say(AnswerKept(answer(other))) == [FetchPage(at(5))]
    d.fetched(page(5, 5))
    for _ in range(2):
        assert status_of(d).outbox_failure is None
        assert d.wait_until_s is not None
        assert d.later(d.wait_until_s - d.now_s).say(Tick()) == [SendIntent(stuck)]
        d.say(SendFailed(FAULT))
    told = status_of(d).outbox_failure
    assert told is not None
    assert (told.code, dict(told.params)) == ("acts_stuck", {"count": "1", "reason": "HTTP 500"})
    assert status_of(d).phase is Phase.LIVE
    new = act("e", 4)
    d.say(OutboxChanged())
    assert d.say(OutboxRead((stuck, behind, built_on, new))) == [SendIntent(new)]
    d.say(IntentAnswered(answer(new)))
    d.say(AnswerKept(answer(new)))
    assert d.say(RetryRequested()) == []
    assert d.fetched(page(5, 5)) == [SendIntent(stuck)]
    d.say(IntentAnswered(answer(stuck)))
    assert d.say(AnswerKept(answer(stuck))) == [SendIntent(behind)]
    assert status_of(d).outbox_failure is None
    d.say(IntentAnswered(answer(behind)))
    assert d.say(AnswerKept(answer(behind))) == [SendIntent(built_on)]


def test_a_store_that_takes_no_act_at_all_is_not_asked_without_pause() -> None:
    acts = tuple(act(str(subject), subject) for subject in range(1, 21))
    d = live()
    d.say(OutboxChanged())
    told = d.say(OutboxRead(acts))
    sent: list[Intent] = []
    began_s = d.now_s
    while d.now_s < began_s + 600:
        sending = [action.intent for action in told if isinstance(action, SendIntent)]
        sent += sending
        told = d.say(SendFailed(FAULT)) if sending else d.later(5.0).beat(1, at(5))
    assert {intent.subject for intent in sent[: len(acts)]} == {intent.subject for intent in acts}, "each has its turn"
    assert len(sent) < 50


def test_an_answer_the_disk_did_not_take_is_asked_for_again() -> None:
    a = act("a")
    d = live()
    d.say(OutboxChanged())
    d.say(OutboxRead((a,)))
    d.say(IntentAnswered(answer(a)))
    assert d.say(AnswerNotKept(DISK_FULL)) == []
    assert marked(d) == (a,)
    assert d.later(0.5).say(Tick()) == [SendIntent(a)]


def test_nothing_is_sent_before_the_store_has_answered_once() -> None:
    a = act("a")
    d = begin(at(5), a)
    assert d.first == [FetchPage(at(5))]
    d.say(FetchFailed(UNREACHABLE))
    assert d.later(0.5).say(Tick()) == [FetchPage(at(5))]
    assert d.fetched(page(5, 5)) == [SendIntent(a), OpenStream(1, at(5))]


def test_acts_go_before_a_long_load() -> None:
    a = act("a")
    d = begin(at(5), a)
    assert d.say(FetchFailed(ANEW)) == [SendIntent(a)]


def test_an_outbox_that_could_not_be_read_is_read_again() -> None:
    d = live()
    assert d.say(OutboxChanged()) == [ReadOutbox()]
    assert d.say(OutboxNotRead(DISK_FULL)) == []
    assert d.later(0.5).say(Tick()) == [ReadOutbox()]


def test_the_outbox_is_read_while_the_store_is_away() -> None:
    d = begin(at(5))
    d.say(FetchFailed(UNREACHABLE))
    assert d.say(OutboxChanged()) == [ReadOutbox()]
    d.say(OutboxRead((act("a"),)))
    assert status_of(d).pending == 1


def test_the_age_counts_from_when_the_mirror_was_last_known_to_be_the_stores_newest() -> None:
    d = live()
    assert status_of(d).age_s(d.later(3).moment()) == 3
    d.beat(1, at(5))
    assert status_of(d).age_s(d.moment()) == 0
    d.later(1)
    d.beat(1, at(6))
    assert status_of(d).age_s(d.moment()) == 1
    d.pushed(1, page(5, 6))
    d.later(2)
    d.say(PageApplied(at(6)))
    assert status_of(d).age_s(d.moment()) == 2


def test_the_age_is_noted_on_disk_now_and_then_and_at_the_end() -> None:
    d = live()
    d.marks.clear()
    for _ in range(30):
        d.later(1).beat(1, at(5))
    assert len(d.marks) == 1
    d.later(1).beat(1, at(5))
    assert d.say(StopRequested()) == [CloseStream()]
    assert d.marks[-1] == round(d.now_s * 1000)


def test_after_the_end_nothing_is_begun_but_an_answer_is_still_kept() -> None:
    a = act("a")
    d = live()
    d.say(OutboxChanged())
    d.say(OutboxRead((a,)))
    d.say(StopRequested())
    assert d.say(IntentAnswered(answer(a))) == [KeepAnswer(answer(a))]
    assert d.say(AnswerKept(answer(a))) == []
    assert d.say(RetryRequested()) == []


def test_a_text_index_that_fails_waits_and_lets_data_flow() -> None:
    d = begin(at(5), text_indexed=False)
    assert d.fetched(page(5, 5)) == [IndexText(), OpenStream(1, at(5))]
    assert d.say(TextNotIndexed(DISK_FULL)) == []
    assert d.later(0.5).say(Tick()) == [IndexText()]


def test_a_stream_that_brings_more_than_fits_is_fetched_instead() -> None:
    d = live()
    d.pushed(1, page(5, 6))
    for n in range(6, 80):
        d.pushed(1, page(n, n + 1))
    told = d.say(PageApplied(at(6)))
    assert len(told) == 1
    assert isinstance(told[0], ApplyPage | FetchPage)
