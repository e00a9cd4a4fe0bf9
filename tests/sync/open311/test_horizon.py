"""What becomes of reports that grow older than the horizon: no window reaches them any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fixture.open311_city import City
from tests.sync.open311.follower import Follower

OLD = timedelta(days=89)


def two_days_later(city: City, follower: Follower) -> None:
    """Let what is ``OLD`` grow older than the horizon of 90 days, and a round see it."""
    city.now += timedelta(days=2)
    follower.look()


def test_a_closed_report_goes_once_it_is_older_than_the_horizon(city: City, follower: Follower) -> None:
    city.add("1", OLD, status="closed")
    city.add("2", timedelta(days=80), status="closed")
    follower.look()
    two_days_later(city, follower)
    assert follower.numbers() == {"2"}
    follower.later(3)
    assert follower.numbers() == {"2"}
    assert follower.asked("/requests/") == []


def test_an_open_report_is_followed_beyond_the_horizon_and_goes_once_the_server_closes_it(
    city: City, follower: Follower
) -> None:
    city.add("1", OLD)
    follower.look()
    two_days_later(city, follower)
    city.edit("1", description="Masih menggenang")
    follower.later()
    assert follower.details("1").report.description == "Masih menggenang"
    city.edit("1", status="closed")
    follower.later()
    assert follower.numbers() == set()
    follower.later(2)
    assert follower.numbers() == set()


def test_an_open_report_beyond_the_horizon_goes_when_the_server_says_that_there_is_none(
    city: City, follower: Follower
) -> None:
    city.add("1", OLD)
    city.add("2", OLD)
    follower.look()
    two_days_later(city, follower)
    city.hide("1")
    follower.later()
    assert follower.numbers() == {"2"}


@pytest.mark.parametrize("by_id", ["none", "list"])
def test_without_single_reports_nothing_stays_open_for_good(city: City, follower: Follower, by_id: str) -> None:
    city.manners.by_id = by_id
    city.add("1", OLD)
    city.add("2", OLD)
    city.add("3")
    follower.look()
    two_days_later(city, follower)
    assert follower.numbers() == {"1", "2", "3"}
    follower.later(2)
    assert follower.numbers() == {"3"}


def test_a_refusal_of_one_report_by_a_server_that_has_shown_others_drops_none(city: City, follower: Follower) -> None:
    city.add("1", OLD)
    city.add("2", OLD)
    follower.look()
    two_days_later(city, follower)
    follower.later()
    city.pages["/open311/v2/requests/1.json"] = b'[{"service_request_id": "other", "requested_datetime": "2026-01-01"}]'
    follower.later(3)
    assert follower.numbers() == {"1", "2"}
    assert follower.is_live()


def test_trouble_with_a_report_beyond_the_horizon_removes_nothing_and_ends_no_round(
    city: City, follower: Follower
) -> None:
    city.add("1", OLD)
    follower.look()
    two_days_later(city, follower)
    city.pages["/open311/v2/requests/1.json"] = b"<html>Oops</html>"
    follower.later(3)
    assert follower.numbers() == {"1"}
    assert follower.is_live()


def test_many_of_them_have_their_turn_a_few_each_round_also_over_a_restart(city: City, follower: Follower) -> None:
    for number in range(100, 125):
        city.add(str(number), OLD)
    follower.look()
    two_days_later(city, follower)
    for _ in range(3):
        before = len(follower.asked("/requests/"))
        follower.later()
        assert len(follower.asked("/requests/")) - before == 10
    asked = {path.partition("/requests/")[2].partition(".")[0] for path in follower.asked("/requests/")}
    assert asked == {str(number) for number in range(100, 125)}
    follower.restart()
    city.hide("101")
    follower.later()
    assert "101" in follower.numbers()
    follower.later()
    assert "101" not in follower.numbers()
