"""From a viewport to marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.board import Board
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.place import LonLat
from commandcenter.models.report import Report
from commandcenter.models.state import STATES, State
from commandcenter.views.map.marking import Marking, box_of_members, box_of_reports, marking_of
from commandcenter.views.map.message import MarkFlag, ViewportChanged
from tests.fixture.synthetic_city import CENTRE, NOW, NOW_S, change, closed, overdue, report, scattered

CITY = ViewportChanged(106.6, -6.4, 107.0, -6.0, 12.0, 960, 700)


def board_of(*reports: Report) -> Generation:
    return Board().apply(change(reports))


def asked(generation: Generation, viewport: ViewportChanged = CITY, pending: frozenset[int] = frozenset()) -> Marking:
    return marking_of(generation, mask(generation, Filter()), viewport, pending, int(NOW_S), 1)


def around(place: LonLat, zoom: float) -> ViewportChanged:
    return ViewportChanged(place.lon - 0.01, place.lat - 0.01, place.lon + 0.01, place.lat + 0.01, zoom, 960, 700)


def test_a_report_alone_in_its_cell_is_a_mark_with_its_id() -> None:
    message = asked(board_of(replace(report(9007199254740993), state=State.IN_PROGRESS))).message
    assert list(message.reports) == ["9007199254740993"]
    assert list(message.totals) == [1]
    assert list(message.counts) == [int(state is State.IN_PROGRESS) for state in STATES]


def test_reports_of_one_cell_are_a_cluster_with_its_states() -> None:
    message = asked(board_of(report(1), report(2), closed(report(3)))).message
    assert list(message.reports) == [""]
    assert list(message.totals) == [3]
    assert message.counts[STATES.index(State.WAITING)] == 2
    assert message.counts[STATES.index(State.DONE)] == 1


@given(zoom=st.floats(9, 19), seed=st.integers(0, 20))
def test_every_placed_report_in_view_is_behind_exactly_one_mark(zoom: float, seed: int) -> None:
    generation = board_of(*scattered(200, seed))
    world = ViewportChanged(106.0, -7.0, 108.0, -5.0, zoom, 960, 700)
    message = asked(generation, world).message
    assert sum(message.totals) == 200
    counts = np.array(message.counts).reshape(-1, len(STATES))
    assert counts.sum(axis=1).tolist() == list(message.totals)
    assert [report != "" for report in message.reports] == [total == 1 for total in message.totals]


def test_reports_without_a_place_are_on_no_mark() -> None:
    assert list(asked(board_of(report(1, None))).message.totals) == []


def test_a_view_at_the_edge_of_the_world_is_answered() -> None:
    beyond = ViewportChanged(-220, -89, 220, 89, 1.0, 960, 700)
    assert sum(asked(board_of(report(1)), beyond).message.totals) == 1


def test_only_what_is_open_and_late_is_overdue() -> None:
    places = [LonLat(106.7 + 0.05 * number, -6.2) for number in range(3)]
    reports = [report(1, places[0]), overdue(report(2, places[1])), closed(overdue(report(3, places[2])))]
    message = asked(board_of(*reports)).message
    late = {name: bool(flags & MarkFlag.OVERDUE) for name, flags in zip(message.reports, message.flags, strict=True)}
    assert late == {"1": False, "2": True, "3": False}


def test_a_report_is_late_on_the_map_only_if_it_was_when_it_was_paused() -> None:
    due_at = NOW - timedelta(hours=1)
    paused = [
        report(
            number,
            LonLat(106.7 + 0.05 * number, -6.2),
            state=State.ESTIMATED,
            created_at=NOW - timedelta(days=2),
            acknowledged_at=NOW - timedelta(days=1),
            close_by=due_at,
            paused_at=due_at + timedelta(minutes=after_min),
        )
        for number, after_min in ((1, -10), (2, 10))
    ]
    message = asked(board_of(*paused)).message
    late = {name: bool(flags & MarkFlag.OVERDUE) for name, flags in zip(message.reports, message.flags, strict=True)}
    assert late == {"1": False, "2": True}


def test_an_act_under_way_marks_a_single_and_a_cluster() -> None:
    generation = board_of(report(1), report(2), report(3, LonLat(106.7, -6.3)), report(4, LonLat(106.95, -6.1)))
    message = asked(generation, pending=frozenset({2, 3, 99})).message
    marked = {
        (report, total): bool(flags & MarkFlag.PENDING)
        for report, total, flags in zip(message.reports, message.totals, message.flags, strict=True)
    }
    assert marked == {("", 2): True, ("3", 1): True, ("4", 1): False}


def test_the_members_of_a_cluster_are_found_by_its_place() -> None:
    far = LonLat(106.95, -6.05)
    marking = asked(board_of(report(2), report(1), report(3, far)))
    at = list(marking.message.totals).index(2)
    members = marking.members_at(marking.message.x[at], marking.message.y[at])
    assert members.tolist() == [1, 2]
    south_west, north_east = box_of_members(marking, members)
    assert abs(south_west.lon - CENTRE.lon) < 1e-5
    assert south_west == north_east


def test_near_by_reports_stand_apart_sooner_than_far_ones_would() -> None:
    generation = board_of(*scattered(500))
    place = LonLat(106.87, -6.22)
    far, near = asked(generation, around(place, 14.5)), asked(generation, around(place, 15.0))
    assert near.clusters.cell_units < far.clusters.cell_units


def test_the_opening_box_holds_every_report_of_a_compact_city() -> None:
    corners = LonLat(106.7, -6.3), LonLat(106.9, -6.1)
    box = box_of_reports(board_of(report(1, corners[0]), report(2, corners[1])))
    assert box is not None
    for found, wanted in zip(box, corners, strict=True):
        assert abs(found.lon - wanted.lon) < 1e-4
        assert abs(found.lat - wanted.lat) < 1e-4


def test_one_report_far_away_does_not_make_the_city_small() -> None:
    box = box_of_reports(board_of(*scattered(500), report(9999, LonLat(110.0, -7.8))))
    assert box is not None
    assert box[1].lon < 107.1


def test_without_places_there_is_no_opening_box() -> None:
    assert box_of_reports(board_of(report(1, None))) is None
    assert box_of_reports(Board().generation) is None


def test_single_reports_carry_their_categorys_icon_from_near_only() -> None:
    generation = board_of(report(1), report(2, LonLat(CENTRE.lon + 0.005, CENTRE.lat)), report(3, CENTRE))
    icons = {"flood": "ripple"}

    def icons_at(zoom: float) -> list[tuple[int, str]]:
        message = marking_of(
            generation, mask(generation, Filter()), around(CENTRE, zoom), (), int(NOW_S), 1, icons=icons
        ).message
        return sorted(zip(message.totals, message.icons, strict=True))

    assert icons_at(17.0) == [(1, "ripple"), (2, "")]
    assert {icon for _, icon in icons_at(14.0)} == {""}


def test_every_mark_lies_in_a_cell_of_its_own() -> None:
    message = asked(board_of(*scattered(400))).message
    cells = {(x // message.cell, y // message.cell) for x, y in zip(message.x, message.y, strict=True)}
    assert len(cells) == len(message.totals)
