"""Following a server that keeps to the standard, and ones that do not, over real HTTP into a real mirror."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fixture.open311_city import City
from tests.sync.open311.follower import Follower


def test_the_first_look_brings_everything_within_the_horizon(city: City, follower: Follower) -> None:
    for number, days in (("7", 0.1), ("8", 3), ("9", 40), ("10", 88), ("11", 120)):
        city.add(number, timedelta(days=days))
    follower.look()
    assert follower.numbers() == {"7", "8", "9", "10"}
    assert follower.is_live()


def test_newer_reports_come_first_at_the_first_look(city: City, follower: Follower) -> None:
    city.add("old", timedelta(days=60))
    city.add("new", timedelta(hours=1))
    follower.look()
    assert follower.changes[1].upserts.ids[0] > follower.changes[-1].upserts.ids[0]


def test_several_new_reports_of_one_round_all_arrive_whatever_their_ids(city: City, follower: Follower) -> None:
    city.add("50")
    follower.look()
    for number in ("51", "12", "99", "3"):
        city.add(number, timedelta(seconds=10))
    follower.later()
    assert follower.numbers() == {"50", "51", "12", "99", "3"}


@pytest.mark.parametrize("updates", [False, True])
def test_a_later_edit_of_an_old_report_arrives(city: City, follower: Follower, updates: bool) -> None:
    city.manners.updates = updates
    city.add("1", timedelta(days=50))
    city.add("2", timedelta(days=20))
    follower.look()
    city.now += timedelta(minutes=30)
    city.edit("1", description="Sudah surut sebagian")
    follower.later(3)
    assert follower.details("1").report.description == "Sudah surut sebagian"
    assert follower.details("1").report.version == 2
    assert follower.details("2").report.version == 1
    assert bool(follower.asked("updated_after")) is True


def test_a_report_that_the_server_hides_is_removed_after_it_said_so(city: City, follower: Follower) -> None:
    city.add("1", timedelta(hours=2))
    city.add("2", timedelta(hours=3))
    follower.look()
    city.hide("1")
    follower.later()
    assert follower.numbers() == {"2"}
    assert len(follower.asked("/requests/1.")) == 1
    assert follower.changes[-1].removed.size == 1


def test_the_mirror_follows_a_server_quietly_once_nothing_changes(city: City, follower: Follower) -> None:
    city.add("1", timedelta(hours=2))
    follower.look()
    follower.later(2)
    before = len(follower.changes)
    asked = len(city.asked)
    follower.later(5)
    assert len(follower.changes) == before
    # What changed (asked for until it is clear whether that is understood), the latest, and one older window.
    assert len(city.asked) - asked <= 15
    assert city.together == 1
