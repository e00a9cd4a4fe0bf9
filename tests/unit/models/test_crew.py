"""What a crew is doing follows from its shift, who is there, and its jobs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.crew import (
    LONGEST_PRESENCE,
    RETURNS_WITHIN,
    CrewState,
    Shift,
    crew_state,
    presence_ends_at,
    shift_ends_at,
    shift_is_on,
)
from commandcenter.models.identity import CrewCode, JobId, ReportId, ShiftCode
from commandcenter.models.job import ENDED_JOBS, Job, JobState

MORNING = Shift(ShiftCode("pagi"), "Pagi", 7 * 60, 15 * 60)
NIGHT = Shift(ShiftCode("malam"), "Malam", 23 * 60, 7 * 60)
NOON_WIB = datetime(2026, 11, 24, 5, tzinfo=UTC)


def job(state: JobState, ended_at: datetime | None = None, on_site_at: datetime | None = None) -> Job:
    return Job(
        JobId(1), 1, ReportId(1), CrewCode("A"), state, 1, "", "", NOON_WIB, None, None, None, on_site_at, ended_at,
        NOON_WIB,
    )  # fmt: skip


def at_wib(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.mark.parametrize(
    ("shift", "at", "on"),
    [
        (MORNING, at_wib(7), True),
        (MORNING, at_wib(6, 59), False),
        (MORNING, at_wib(14, 59), True),
        (MORNING, at_wib(15), False),
        (NIGHT, at_wib(23), True),
        (NIGHT, at_wib(2), True),
        (NIGHT, at_wib(7), False),
        (NIGHT, at_wib(12), False),
        (Shift(ShiftCode("x"), "x", 0, 0), at_wib(12), True),
    ],
)
def test_a_shift_is_on_from_its_beginning_to_its_end_also_over_midnight(shift: Shift, at: datetime, on: bool) -> None:
    assert shift_is_on(shift, at) is on


def test_presence_ends_with_the_shift_and_without_one_after_half_a_day() -> None:
    assert presence_ends_at(MORNING, at_wib(6, 50)) == at_wib(15)
    assert presence_ends_at(MORNING, at_wib(15)) == at_wib(15) + timedelta(days=1)
    assert presence_ends_at(None, at_wib(3)) == at_wib(3) + LONGEST_PRESENCE


@pytest.mark.parametrize(
    ("at", "present", "jobs", "reason", "state"),
    [
        (at_wib(12), 3, [], "", CrewState.AVAILABLE),
        (at_wib(12), 0, [], "", CrewState.OFF),
        (at_wib(16), 3, [], "", CrewState.OFF),
        (at_wib(16), 3, [job(JobState.ON_SITE)], "", CrewState.ON_SITE),
        (at_wib(12), 3, [job(JobState.PLANNED)], "", CrewState.ASSIGNED),
        (at_wib(12), 3, [job(JobState.ACCEPTED), job(JobState.EN_ROUTE)], "", CrewState.EN_ROUTE),
        (at_wib(12), 3, [job(JobState.PLANNED)], "Truk rusak", CrewState.UNAVAILABLE),
        (at_wib(16), 3, [], "Truk rusak", CrewState.OFF),
        (at_wib(12), 3, [job(JobState.DONE, at_wib(11, 45), at_wib(11))], "", CrewState.RETURNING),
        (at_wib(12), 3, [job(JobState.DONE, at_wib(11), at_wib(10))], "", CrewState.AVAILABLE),
        (at_wib(12), 3, [job(JobState.WITHDRAWN, at_wib(11, 59))], "", CrewState.AVAILABLE),
    ],
)
def test_the_state_of_a_crew(at: datetime, present: int, jobs: list[Job], reason: str, state: CrewState) -> None:
    assert crew_state(MORNING, at, present, jobs, reason) is state


jobs_of_any_state = st.lists(
    st.builds(
        lambda state, ago_s: job(state, *([NOON_WIB - timedelta(seconds=ago_s)] * 2 if state in ENDED_JOBS else [])),
        st.sampled_from(JobState),
        st.integers(0, 7_200),
    ),
    max_size=5,
)
shifts = st.none() | st.builds(
    lambda begins, ends: Shift(ShiftCode("s"), "s", begins, ends), st.integers(0, 1_439), st.integers(0, 1_439)
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(shifts, instants, st.integers(0, 8), jobs_of_any_state, st.sampled_from(["", "Truk rusak"]))
def test_each_state_says_what_must_be_true_of_a_crew(
    shift: Shift | None, now: datetime, present: int, jobs: list[Job], reason: str
) -> None:
    state = crew_state(shift, now, present, jobs, reason)
    states = {each.state for each in jobs}
    works = present > 0 and (shift is None or shift_is_on(shift, now))
    is_open = bool(states - ENDED_JOBS)
    under_way = states & {JobState.EN_ROUTE, JobState.ON_SITE}
    assert (state in {CrewState.EN_ROUTE, CrewState.ON_SITE}) == bool(under_way)
    assert (state is CrewState.OFF) == (not works and not under_way)
    assert (state is CrewState.UNAVAILABLE) == (works and bool(reason) and not under_way)
    assert (state is CrewState.ASSIGNED) == (works and not reason and is_open and not under_way)
    if state is CrewState.RETURNING:
        assert any(each.ended_at is not None and now - each.ended_at < RETURNS_WITHIN for each in jobs)
    assert crew_state(shift, now, present, list(reversed(jobs)), reason) is state


@given(shifts.filter(lambda shift: shift is not None), instants)
def test_a_shift_ends_within_a_day_and_is_over_then(shift: Shift, now: datetime) -> None:
    ends_at = shift_ends_at(shift, now)
    assert timedelta() < ends_at - now <= timedelta(days=1)
    if shift.begins_min != shift.ends_min:
        assert not shift_is_on(shift, ends_at)
        assert shift_is_on(shift, ends_at - timedelta(seconds=1))
