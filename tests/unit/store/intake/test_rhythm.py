"""What a replay does when: a file's acts at its own rhythm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.identity import CategoryCode
from commandcenter.models.past import PastReport, PastStep
from commandcenter.models.place import LonLat
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES, MOVES, State
from commandcenter.store.intake.rhythm import Rhythm, Span, rhythm_of

T0 = datetime(2017, 2, 21, 4, 0, tzinfo=UTC)
W, C, D, P, E, S, R, O = State  # noqa: E741 - read as one


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def moved(to_state: State, minutes: float) -> PastStep:
    return PastStep(TransitionKind.MOVED, to_state, "Lurah", "", at(minutes))


def taken_on(minutes: float, state: State = W) -> PastStep:
    return PastStep(TransitionKind.TAKEN_ON, state, "Lurah", "", at(minutes))


def report(name: str, minutes: float, *steps: PastStep, content: str = "") -> PastReport:
    return PastReport(
        line=2,
        external_id=name,
        content_hash=content or name,
        created_at=at(minutes),
        channel="qlue",
        category=CategoryCode("BANJIR"),
        place=LonLat(106.85, -6.25),
        description="Banjir",
        steps=steps,
    )


def told(rhythm: Rhythm) -> list[tuple[float, str, str]]:
    """Return the acts as (due, report, what), for comparisons."""
    what = (
        "in" if act.done is None else act.done.to_state.value if act.done.kind is TransitionKind.MOVED else "taken on"
        for act in rhythm.acts
    )
    return [(act.due_s, act.past.external_id, word) for act, word in zip(rhythm.acts, what, strict=True)]


def test_acts_are_due_at_their_distance_from_the_first_divided_by_the_speed() -> None:
    rhythm = rhythm_of([report("b", 10), report("a", 0, taken_on(2), moved(P, 5), moved(S, 30))], speed=60)
    assert told(rhythm) == [
        (0, "a", "in"),
        (2, "a", "taken on"),
        (5, "a", "in_progress"),
        (10, "b", "in"),
        (30, "a", "done"),
    ]
    assert [act.next_s for act in rhythm.acts] == [2, 3, 25, None, None]
    assert rhythm.reports == 2


def test_what_falls_on_one_instant_stays_in_the_files_order() -> None:
    rhythm = rhythm_of([report("b", 5, moved(P, 5), moved(S, 5)), report("a", 5)], speed=1)
    assert [(name, what) for _, name, what in told(rhythm)] == [
        ("b", "in"),
        ("b", "in_progress"),
        ("b", "done"),
        ("a", "in"),
    ]


@pytest.mark.parametrize(
    ("steps", "done", "left_out"),
    [
        ((moved(S, 1), moved(S, 2)), ["done"], 1),
        ((moved(S, 1), taken_on(2), moved(P, 3), moved(O, 4), moved(P, 5)), ["done", "reopened", "in_progress"], 2),
        ((taken_on(1), taken_on(2), moved(W, 3)), ["taken on"], 2),
        ((moved(P, 1), taken_on(2, P), moved(W, 3), moved(D, 4)), ["in_progress", "waiting", "delegated"], 1),
        ((moved(C, 1), moved(C, 2)), ["coordinating", "coordinating"], 0),
    ],
)
def test_steps_that_the_rules_do_not_allow_are_left_out_and_counted(
    steps: tuple[PastStep, ...], done: list[str], left_out: int
) -> None:
    rhythm = rhythm_of([report("a", 0, *steps)], speed=1)
    assert [what for _, _, what in told(rhythm)][1:] == done
    assert rhythm.not_allowed == left_out


def test_a_step_before_its_report_or_before_the_last_step_is_due_with_it() -> None:
    rhythm = rhythm_of([report("a", 10, moved(P, 3), moved(S, 20), moved(O, 15))], speed=60)
    assert [due for due, _, _ in told(rhythm)] == [0, 0, 10, 10]


def test_the_same_row_again_is_left_out_and_another_content_is_another_report() -> None:
    rhythm = rhythm_of([report("a", 0), report("a", 0), report("a", 1, content="other")], speed=60)
    assert (rhythm.reports, rhythm.repeated) == (2, 1)


def test_a_part_of_a_file_begins_at_once_with_its_first_report() -> None:
    reports = [report("early", 0, moved(P, 70)), report("b", 60, moved(P, 90)), report("c", 80), report("late", 90)]
    rhythm = rhythm_of(reports, 60, Span(at(50), at(90)))
    assert told(rhythm) == [(0, "b", "in"), (20, "c", "in")]
    assert (rhythm.outside, rhythm.too_late) == (2, 1)
    one = rhythm_of(reports, 60, Span(at(50), at(90), reports=1))
    assert told(one) == [(0, "b", "in")]
    assert one.outside == 3


def test_nothing_in_nothing_out() -> None:
    assert rhythm_of([], 60) == Rhythm((), 0, 0, 0, 0, 0)


some_step = st.builds(
    PastStep,
    kind=st.sampled_from([TransitionKind.MOVED, TransitionKind.MOVED, TransitionKind.TAKEN_ON]),
    to_state=st.sampled_from(State),
    actor=st.just("Lurah"),
    note=st.just(""),
    acted_at=st.integers(-100, 10_000).map(at),
)
some_report = st.builds(report, st.integers(0, 20).map(str), st.integers(0, 5_000)).flatmap(
    lambda past: st.lists(some_step, max_size=6).map(
        lambda steps: report(past.external_id, (past.created_at - T0) / timedelta(minutes=1), *steps)
    )
)


@given(st.lists(some_report, max_size=25), st.floats(0.5, 10_000), st.integers(0, 6_000), st.integers(1, 8))
def test_any_file_becomes_an_orderly_and_lawful_rhythm_of_which_nothing_is_lost(
    reports: list[PastReport], speed: float, until: int, limit: int
) -> None:
    rhythm = rhythm_of(reports, speed, Span(until_at=at(until), reports=limit))
    dues = [act.due_s for act in rhythm.acts]
    assert dues == sorted(dues)
    assert not dues or dues[0] == 0
    assert rhythm.reports + rhythm.repeated + rhythm.outside == len(reports)
    assert rhythm.reports <= limit
    state: dict[str, State] = {}
    step: dict[str, int] = {}
    for act in rhythm.acts:
        name = act.past.external_id
        assert act.at < at(until)
        if act.done is None:
            assert name not in state
            state[name], step[name] = W, 0
            continue
        assert act.step > step[name]
        step[name] = act.step
        if act.done.kind is TransitionKind.MOVED:
            assert act.done.to_state in MOVES[state[name]]
            state[name] = act.done.to_state
        else:
            assert state[name] not in CLOSED_STATES
    steps = sum(1 for act in rhythm.acts if act.step)
    chosen = {id(act.past): act.past for act in rhythm.acts}.values()
    assert steps + rhythm.not_allowed + rhythm.too_late == sum(len(past.steps) for past in chosen)
