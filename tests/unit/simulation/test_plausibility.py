"""The city is plausible: what is known of the real one, within stated tolerances."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import mean, median

import numpy as np
import pytest
import shapely

from commandcenter.models.category import close_by, respond_by
from commandcenter.models.instant import WIB
from commandcenter.models.past import PastReport
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES, OPEN_STATES, State, check_move
from commandcenter.resource import resource_path
from commandcenter.simulation.city import City
from commandcenter.simulation.day import Arrival
from commandcenter.simulation.profile import PROFILES
from commandcenter.simulation.rhythm import day_of
from commandcenter.store.catalogue import read_catalogue
from tests.unit.simulation.conftest import NOW, RAIN_DAY

SOLVED = {
    "SAMPAH": 0.948, "IKLAN": 0.871, "BANJIR": 0.833, "PELANGGARAN": 0.713, "MACET": 0.68, "FASUM": 0.667,
    "PJU": 0.666, "PARKIR": 0.596, "JALAN": 0.59, "PKL": 0.443,
}  # fmt: skip
SHARES = {
    "SAMPAH": 24.1, "PELANGGARAN": 16, "FASUM": 12.7, "PARKIR": 9.1, "MACET": 7.4, "PKL": 6.5, "JALAN": 6, "PJU": 5,
    "IKLAN": 4.8, "BANJIR": 4.5, "POHON": 3.5,
}  # fmt: skip
SUM_OF_SHARES = 116.0


def test_a_day_has_508_reports_give_or_take_and_no_two_days_are_alike(arrivals: Sequence[Arrival]) -> None:
    days = Counter(day_of(arrival.created_at) for arrival in arrivals)
    del days[day_of(NOW)]
    assert mean(days.values()) == pytest.approx(508, rel=0.06)
    assert len(set(days.values())) > len(days) / 2
    weekend = mean(count for day, count in days.items() if day.weekday() >= 5)
    assert weekend < 0.9 * mean(count for day, count in days.items() if day.weekday() < 5)


def test_nights_are_quiet_and_mornings_and_evenings_are_not(arrivals: Sequence[Arrival]) -> None:
    hours = Counter(arrival.created_at.astimezone(WIB).hour for arrival in arrivals)
    night, noon = mean(hours[hour] for hour in (1, 2, 3)), mean(hours[hour] for hour in (12, 13))
    assert night < 0.15 * noon
    assert max(hours[7], hours[8]) > 1.4 * noon
    assert hours[17] > 1.2 * noon


def test_categories_have_the_shares_of_2015(arrivals: Sequence[Arrival]) -> None:
    counts = Counter(arrival.category for arrival in arrivals)
    for code, share in SHARES.items():
        assert counts[code] / len(arrivals) == pytest.approx(share / SUM_OF_SHARES, abs=0.012), code


def test_categories_are_solved_as_often_as_in_2017(ended: Sequence[PastReport]) -> None:
    solved: defaultdict[str, list[bool]] = defaultdict(list)
    for past in ended:
        first_end = next(step for step in past.steps if step.to_state in CLOSED_STATES)
        solved[past.category].append(first_end.to_state is State.DONE)
    for code, share in SOLVED.items():
        assert mean(solved[code]) == pytest.approx(share, abs=0.05), code


def test_closing_takes_40_hours_on_the_mean_and_the_first_response_less_than_two(ended: Sequence[PastReport]) -> None:
    hours = [_hours(past, next(s.acted_at for s in past.steps if s.to_state in CLOSED_STATES)) for past in ended]
    assert mean(hours) == pytest.approx(40, rel=0.2)
    assert np.percentile(hours, 99) > 4 * median(hours)
    minutes = [60 * _hours(past, past.steps[0].acted_at) for past in ended]
    assert 20 < median(minutes) < 120


def test_a_few_dozen_are_overdue_now(fortnight: Sequence[PastReport]) -> None:
    categories = {each.code: each for each in read_catalogue(resource_path("catalogue", "jakarta.json")).categories}
    overdue = 0
    for past in fortnight:
        category = categories[past.category]
        if past.steps and past.steps[-1].to_state in CLOSED_STATES:
            continue
        closes_by = past.close_by or close_by(category, past.created_at)
        overdue += closes_by < NOW or (not past.steps and respond_by(category, past.created_at) < NOW)
    assert 12 <= overdue <= 120


def test_every_course_is_one_that_the_rules_allow(ended: Sequence[PastReport], fortnight: Sequence[PastReport]) -> None:
    for past in [*ended, *fortnight]:
        state, before = State.WAITING, past.created_at
        for step in past.steps:
            assert step.acted_at >= before
            if step.kind is TransitionKind.TAKEN_ON:
                assert step.to_state is state
            else:
                check_move(state, step.to_state)
            if step.to_state is State.REJECTED:
                assert step.note
            state, before = step.to_state, step.acted_at
    for past in fortnight:
        assert past.created_at <= NOW
        assert all(step.acted_at <= NOW for step in past.steps)
        assert all(photo.taken_at <= NOW for photo in past.photos)


def test_every_kind_of_course_occurs(ended: Sequence[PastReport]) -> None:
    seen = {step.to_state for past in ended for step in past.steps}
    assert seen == set(State)
    assert any(
        before.to_state is State.COORDINATING and after.to_state is State.WAITING
        for past in ended
        for before, after in pairwise(past.steps)
    )


def test_crews_act_within_their_shifts_only(ended: Sequence[PastReport]) -> None:
    acts = [step for past in ended for step in past.steps if step.actor.startswith("PPSU ")]
    assert len(acts) > 1_000
    for step in acts:
        hour = step.acted_at.astimezone(WIB).hour
        assert 7 <= hour < 23
        assert step.actor.endswith("Regu C") == (hour >= 15)


def test_kelurahan_get_reports_by_population(city: City, arrivals: Sequence[Arrival]) -> None:
    counts = Counter(arrival.kelurahan.code.rpartition(".")[0] for arrival in arrivals)
    people: Counter[str] = Counter()
    for each in city.kelurahan:
        people[each.code.rpartition(".")[0]] += round(each.people)
    assert sum(people.values()) == pytest.approx(10_016_000, rel=0.01)
    codes = sorted(people)
    correlation = np.corrcoef([people[code] for code in codes], [counts[code] for code in codes])[0, 1]
    assert correlation > 0.9


def test_a_fifth_of_the_reporters_makes_half_of_the_reports(
    fortnight: Sequence[PastReport], arrivals: Sequence[Arrival]
) -> None:
    recent = [arrival for arrival in arrivals if arrival.created_at > NOW - timedelta(days=28)]
    counts = sorted(Counter(arrival.reporter for arrival in recent).values(), reverse=True)
    assert sum(counts[: len(counts) // 5]) > 0.5 * len(recent)
    assert counts[0] < 0.03 * len(recent)
    assert not any(re.search("reporter|pelapor", name, re.IGNORECASE) for name in PastReport.__dataclass_fields__)


def test_places_lie_in_their_kelurahan_and_along_streets(arrivals: Sequence[Arrival]) -> None:
    some = arrivals[::7]
    points = shapely.points([[arrival.place.lon, arrival.place.lat] for arrival in some])
    assert shapely.covers([arrival.kelurahan.shape for arrival in some], points).all()
    near = 0
    for arrival in some:
        lines = [
            shapely.LineString([(s.begin.lon, s.begin.lat), (s.end.lon, s.end.lat)]) for s in arrival.kelurahan.streets
        ]
        here = shapely.Point(arrival.place.lon, arrival.place.lat)
        near += min(line.distance(here) for line in lines) < 0.0004
    assert near > 0.99 * len(some)


def test_the_evening_of_rain_surges_along_the_river_and_recovers(city: City, fortnight: Sequence[PastReport]) -> None:
    banks = {kelurahan.name for kelurahan, _ in city.banks}
    assert 8 <= len(banks) <= 25

    def floods(day_offset: int, begin: int, end: int) -> list[PastReport]:
        day = RAIN_DAY + timedelta(days=day_offset)
        return [
            past
            for past in fortnight
            if past.category == "BANJIR"
            and day_of(past.created_at) == day
            and begin <= past.created_at.astimezone(WIB).hour < end
        ]

    surge = floods(0, 16, 22)
    assert len(surge) > 200
    assert len(surge) > 20 * max(len(floods(-1, 16, 22)), 1)
    assert sum((past.address or "").rpartition(", ")[2] in banks for past in surge) > 0.95 * len(surge)
    later = NOW - timedelta(hours=30)
    still_open = sum(
        not any(step.to_state in CLOSED_STATES and step.acted_at < later for step in past.steps) for past in surge
    )
    assert still_open < 0.1 * len(surge)


def test_texts_are_varied_and_give_nobody_away(ended: Sequence[PastReport]) -> None:
    texts = [past.description for past in ended]
    assert len(set(texts)) > 0.9 * len(texts)
    assert all(10 < len(text) < 200 for text in texts)
    assert not any(re.search(r"\d{7,}|@|\{|\}", f"{past.description} {past.address}") for past in ended)


def test_everything_says_that_it_is_simulated(fortnight: Sequence[PastReport]) -> None:
    assert all(past.simulated and not past.reconstructed for past in fortnight)


def test_only_drawable_categories_have_pictures(fortnight: Sequence[PastReport]) -> None:
    with_photos = {past.category for past in fortnight if past.photos}
    assert {"KRIMINAL", "PENGEMIS"}.isdisjoint(with_photos)
    assert len(with_photos) > 10
    assert {code for code, profile in PROFILES.items() if not profile.has_picture}.isdisjoint(with_photos)
    for past in fortnight:
        stages = [photo.stage for photo in past.photos]
        assert stages in ([], ["before"]) or stages[0] == "before"
        assert not ("after" in stages and all(step.to_state is not State.DONE for step in past.steps))


def test_open_reports_stand_in_every_open_state(fortnight: Sequence[PastReport]) -> None:
    states = {past.steps[-1].to_state for past in fortnight if past.steps}
    assert OPEN_STATES - states <= {State.REOPENED}


def _hours(past: PastReport, at: object) -> float:
    assert isinstance(at, type(past.created_at))
    return (at - past.created_at) / timedelta(hours=1)
