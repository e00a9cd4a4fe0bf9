"""Random histories of a board, together with what plain Python makes of them."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import get_args

import numpy as np
from hypothesis import strategies as st

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.cluster import WorldBox
from commandcenter.models.board.condition import AgeRange, DrawnArea, ResponseRange, TextMatch, WeekHours
from commandcenter.models.board.filter import Filter, FilterPart
from commandcenter.models.board.generation import Generation
from commandcenter.models.place import WORLD_SIZE, from_world
from commandcenter.models.state import STATES
from tests.unit.models.board.plain import PlainReport, applied, change

CATEGORIES = tuple(f"category-{number}" for number in range(20))
AREAS = ("31", "31.75", "31.75.06", "31.75.06.1004", "31.75.06.10041", "31.7", "32.01")
AGENCIES = ("dinas-a", "dinas-b")
TAKERS = ("Meja 1", "Meja 2")
CREWS = ("regu-a", "regu-b")
START_S = 1_487_500_000

ids = st.integers(0, 40)
instants = st.integers(START_S, START_S + 200)


def _report(report_id: int, seed: int) -> PlainReport:
    """Make one of the possible reports; one seed instead of a draw for each field keeps the histories cheap."""
    rng = random.Random(seed)

    def instant() -> int:
        return START_S + rng.randint(0, 200)

    def maybe() -> int:
        return NO_TIME if rng.random() < 0.4 else instant()

    places = (
        None,
        (rng.randint(875_000_000, 875_004_000), rng.randint(555_000_000, 555_004_000)),
        (rng.randint(875_000_000, 875_000_009), rng.randint(555_000_000, 555_000_009)),
        (rng.randrange(1, WORLD_SIZE), rng.randrange(1, WORLD_SIZE)),
        (0, 0),
    )
    return PlainReport(
        id=report_id,
        version=rng.randint(1, 5),
        state=rng.randrange(len(STATES)),
        priority=rng.randint(0, 3),
        category=rng.choice(CATEGORIES),
        area=rng.choice((*AREAS, None)),
        agency=rng.choice((*AGENCIES, None)),
        taker=rng.choice((*TAKERS, None)),
        place=rng.choice(places),
        created_s=instant(),
        updated_s=instant(),
        acknowledged_s=maybe(),
        closed_s=maybe(),
        respond_by_s=maybe(),
        close_by_s=maybe(),
        paused_s=maybe(),
        supporters=rng.randint(0, 3),
        crew=rng.choice((*CREWS, None)),
        incident=rng.choice((1, 2, None)),
        has_photo=rng.random() < 0.5,
    )


reports = st.builds(_report, ids, st.integers(0, 2**20))


@dataclass(frozen=True)
class Step:
    upserts: list[PlainReport]
    removed: list[int]
    replaces_all: bool


steps = st.builds(
    Step,
    upserts=st.lists(reports, max_size=16, unique_by=lambda report: report.id),
    removed=st.lists(st.integers(0, 45), max_size=10),
    replaces_all=st.sampled_from((False,) * 7 + (True,)),
)
histories = st.lists(steps, min_size=1, max_size=6)


@dataclass(frozen=True)
class Moment:
    """A generation, and the reports it must hold by id."""

    generation: Generation
    reports: dict[int, PlainReport]


def played(history: list[Step]) -> list[Moment]:
    """Return every moment of a history; reading them afterwards shows that none was disturbed."""
    board = Board()
    known: dict[int, PlainReport] = {}
    moments = [Moment(board.generation, known)]
    for step in history:
        known = applied(known, step.upserts, step.removed, replaces_all=step.replaces_all)
        generation = board.apply(change(step.upserts, step.removed, replaces_all=step.replaces_all))
        moments.append(Moment(generation, known))
    return moments


moments = histories.map(lambda history: played(history)[-1])


_maybe_length = st.none() | st.integers(0, 120)


def _drawn(seed: int) -> DrawnArea:
    """Draw a polygon whose border does not cross itself: corners around a centre, by their angle."""
    rng = random.Random(seed)
    angles = sorted(rng.uniform(0, 2 * math.pi) for _ in range(rng.randint(0, 7)))
    corners = []
    for angle in angles:
        far = rng.uniform(500, 3_000)
        corners.append(from_world(875_002_000 + far * math.cos(angle), 555_002_000 + far * math.sin(angle)))
    return DrawnArea(tuple(corners))


_all_parts = st.builds(
    Filter,
    states=st.frozensets(st.sampled_from(STATES)),
    categories=st.frozensets(st.sampled_from((*CATEGORIES, "never met"))),
    areas=st.frozensets(st.sampled_from((*AREAS, None, "3"))),
    agencies=st.frozensets(st.sampled_from((*AGENCIES, None, "never met"))),
    takers=st.frozensets(st.sampled_from((*TAKERS, None, "never met"))),
    priorities=st.frozensets(st.integers(0, 4)),
    created_from_s=instants,
    created_until_s=instants,
    text=st.lists(ids).map(lambda found: TextMatch("banjir", np.array(found, np.int64))),
    overdue_at_s=instants,
    taken_on=st.booleans(),
    open_only=st.just(True),
    with_place=st.booleans(),
    crews=st.frozensets(st.sampled_from((*CREWS, None, "never met"))),
    closed_from_s=instants,
    closed_until_s=instants,
    age=st.builds(AgeRange, instants, _maybe_length, _maybe_length),
    response=st.builds(ResponseRange, _maybe_length, _maybe_length),
    week_hours=st.builds(WeekHours, st.frozensets(st.integers(0, 167), min_size=40), st.just(25_200)),
    has_photo=st.booleans(),
    min_supporters=st.integers(0, 4),
    incidents=st.frozensets(st.sampled_from((1, 2, 3, None))),
    drawn=st.builds(_drawn, st.integers(0, 2**20)),
)
_kept = st.sets(st.sampled_from(get_args(FilterPart)), max_size=3)
filters = st.builds(lambda wanted, kept: wanted.without(*(set(get_args(FilterPart)) - kept)), _all_parts, _kept)
"""Filters of at most three parts: more of them would hardly let anything pass."""

few_filters = st.one_of(st.just(Filter()), filters)

corners = st.tuples(st.integers(874_998_000, 875_006_000), st.integers(554_998_000, 555_006_000))
boxes = st.one_of(
    st.tuples(corners, corners).map(
        lambda two: WorldBox(
            min(two[0][0], two[1][0]), min(two[0][1], two[1][1]), max(two[0][0], two[1][0]), max(two[0][1], two[1][1])
        )
    ),
    st.just(WorldBox(0, 0, WORLD_SIZE - 1, WORLD_SIZE - 1)),
)
