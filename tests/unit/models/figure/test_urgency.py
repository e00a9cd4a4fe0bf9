"""What needs somebody now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.board import Board
from commandcenter.models.board.generation import Generation
from commandcenter.models.figure.urgency import Backlog, Cluster, Urgency, urgency
from commandcenter.models.identity import AreaCode, CategoryCode
from commandcenter.models.report import Area, Report
from commandcenter.models.state import State
from tests.fixture.synthetic_city import change, report

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AT_S = int(NOW.timestamp())
URGENT = frozenset({"BANJIR", "POHON"})
NOTHING = Urgency((), None)


def asked(reports: Sequence[Report], areas: Sequence[Area] = ()) -> Urgency:
    board = Board()
    board.apply(change(reports))
    generation: Generation = board.generation
    return urgency(generation, AreaTree(areas), URGENT, AT_S)


def flood(number: int, minutes_ago: int, area: str | None, **changes: object) -> Report:
    at = NOW - timedelta(minutes=minutes_ago)
    plain = report(
        number,
        category=CategoryCode("BANJIR"),
        area=None if area is None else AreaCode(area),
        created_at=at,
        respond_by=at + timedelta(days=1),
        close_by=at + timedelta(days=2),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_floods_of_one_district_are_one_thing_with_its_areas_and_its_beginning() -> None:
    reports = [
        flood(1, 60, "31.74.05.1001"),
        flood(2, 100, "31.74.05.1002"),
        flood(3, 20, "31.74.05.1002"),
        flood(4, 10, "31.75.01.1001"),
    ]
    found = asked(reports)
    since_s = AT_S - 100 * 60
    assert found.clusters == (Cluster("BANJIR", "31.74.05", 3, ("31.74.05.1002", "31.74.05.1001"), since_s),)
    assert found.backlog is None


def test_two_reports_are_no_cluster() -> None:
    assert asked([flood(1, 5, "31.74.05.1001"), flood(2, 5, "31.74.05.1001")]) == NOTHING


def test_three_of_different_kinds_are_no_cluster() -> None:
    others = [flood(number, 5, "31.74.05.1001", category=CategoryCode("POHON")) for number in (3,)]
    assert asked([flood(1, 5, "31.74.05.1001"), flood(2, 5, "31.74.05.1001"), *others]) == NOTHING


def test_what_somebody_has_taken_on_needs_nobody_until_it_is_overdue() -> None:
    taken = [flood(number, 30, "31.74.05.1001", acknowledged_at=NOW) for number in (1, 2, 3)]
    assert asked(taken) == NOTHING
    late = [replace(each, close_by=NOW - timedelta(seconds=1)) for each in taken]
    assert [each.reports for each in asked(late).clusters] == [3]
    paused = [replace(each, state=State.ESTIMATED, paused_at=NOW - timedelta(minutes=5)) for each in late]
    assert asked(paused) == NOTHING


def test_closed_and_old_and_ordinary_reports_are_no_part_of_it() -> None:
    reports = [
        flood(1, 5, "31.74.05.1001", state=State.DONE, closed_at=NOW),
        flood(2, 181, "31.74.05.1001"),
        flood(3, 5, "31.74.05.1001", category=CategoryCode("SAMPAH")),
        flood(4, 5, "31.74.05.1001"),
        flood(5, 5, "31.74.05.1001"),
    ]
    assert asked(reports) == NOTHING


def test_the_two_largest_are_named_the_largest_first() -> None:
    sizes = {"31.71.01": 3, "31.72.01": 5, "31.73.01": 4}
    reports = [
        flood(100 * at + number, 10, f"{district}.1001")
        for at, (district, size) in enumerate(sizes.items())
        for number in range(1, size + 1)
    ]
    assert [(each.district, each.reports) for each in asked(reports).clusters] == [("31.72.01", 5), ("31.73.01", 4)]


def test_without_a_cluster_the_district_with_most_overdue_is_named() -> None:
    late = {"respond_by": NOW - timedelta(minutes=1), "category": CategoryCode("SAMPAH")}
    reports = [
        flood(1, 500, "31.74.05.1001", **late),
        flood(2, 500, "31.75.01.1001", **late),
        flood(3, 500, "31.75.01.1002", **late),
        flood(4, 500, None, **late),
    ]
    assert asked(reports) == Urgency((), Backlog("31.75.01", 2, ("31.75.01.1001", "31.75.01.1002")))


def test_overdue_reports_outside_every_area_are_told_too() -> None:
    late = flood(1, 500, None, respond_by=NOW - timedelta(minutes=1))
    assert asked([late]).backlog == Backlog(None, 1, ())


def test_a_calm_city_needs_nobody() -> None:
    assert asked([flood(1, 10, "31.74.05.1001")]) == NOTHING


def test_a_city_whose_codes_have_no_dots_has_the_districts_that_its_parents_say() -> None:
    city = [
        Area(AreaCode(code), level, code, None if parent is None else AreaCode(parent), "", approximate=False)
        for code, level, parent in (
            ("kreuzberg", "Bezirk", None),
            ("wrangel", "Kiez", "kreuzberg"),
            ("kotti", "Kiez", "kreuzberg"),
            ("soldin", "Kiez", "mitte"),
        )
    ]
    reports = [flood(1, 5, "wrangel"), flood(2, 5, "kotti"), flood(3, 5, "kotti"), flood(4, 5, "soldin")]
    found = asked(reports, city)
    assert found.clusters == (Cluster("BANJIR", "kreuzberg", 3, ("kotti", "wrangel"), AT_S - 5 * 60),)
    late = [replace(each, category=CategoryCode("SAMPAH"), respond_by=NOW - timedelta(minutes=1)) for each in reports]
    assert asked(late, city).backlog == Backlog("kreuzberg", 3, ("kotti", "wrangel"))
