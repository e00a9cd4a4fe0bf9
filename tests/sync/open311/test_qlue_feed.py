"""The Qlue application's feed: newest first, a short history, naive times; every new post arrives, no name stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from commandcenter.models.instant import WIB
from commandcenter.models.mirror.folder import MIRROR_FILE
from tests.fixture.open311_city import City
from tests.sync.open311.follower import Follower

PAGE = "/feed.php"


@pytest.fixture
def feed(city: City, tmp_path: Path) -> Iterator[Follower]:
    city.url = city.url.removesuffix("/open311/v2") + PAGE
    city.pages[PAGE] = b"[]"
    made = Follower(city, tmp_path / "qlue", kind="qlue", parameters="?category=ic_2flod")
    yield made
    made.close()


def post(city: City, *numbers: int, **changes: object) -> None:
    """Let the feed show these posts, the first as the newest."""
    entries = [
        {
            "post_id": number,
            "post_date": (city.now - timedelta(minutes=index)).astimezone(WIB).strftime("%Y-%m-%d %H:%M:%S"),
            "post_title": "Banjir",
            "post_desc": f"Air naik {number}",
            "post_images": "",
            "loc_lat": "-6.2",
            "loc_lng": "106.8",
            "profile_name": "Nama Seorang Pelapor",
        }
        | changes
        for index, number in enumerate(numbers)
    ]
    city.pages[PAGE] = json.dumps(entries).encode()


def test_several_new_posts_of_one_look_all_arrive_whatever_their_ids(city: City, feed: Follower) -> None:
    post(city, 10)
    feed.look()
    post(city, 14, 9, 13, 10)
    feed.later()
    assert feed.numbers() == {"9", "10", "13", "14"}
    assert feed.details("14").report.created_at == city.now.replace(microsecond=0) - timedelta(seconds=60)
    assert feed.asked("category=ic_2flod") == city.asked


def test_what_the_short_history_drops_stays(city: City, feed: Follower) -> None:
    post(city, 10)
    feed.look()
    post(city, 11)
    feed.later()
    assert feed.numbers() == {"10", "11"}


def test_a_look_that_fails_leaves_nothing_out(city: City, feed: Follower) -> None:
    post(city, 10)
    feed.look()
    post(city, 12, 11, 10)
    city.fail(500)
    feed.later(2)
    assert feed.numbers() == {"10", "11", "12"}


def test_a_post_edited_later_is_seen(city: City, feed: Follower) -> None:
    post(city, 10)
    feed.look()
    post(city, 10, post_desc="Sudah surut")
    feed.later()
    assert feed.details("10").report.description == "Banjir\nSudah surut"


def test_no_reporters_name_reaches_the_disk(city: City, feed: Follower) -> None:
    post(city, 10)
    feed.look()
    feed.close()
    files = [path for path in feed.path.iterdir() if path.name.startswith(MIRROR_FILE)]
    assert files
    assert not any(b"Seorang" in path.read_bytes() for path in files)


def test_a_post_goes_once_it_is_older_than_the_horizon_since_nothing_more_is_ever_said_of_it(
    city: City, feed: Follower
) -> None:
    post(city, 10)
    feed.look()
    city.now += timedelta(days=89)
    post(city, 11)
    feed.look()
    assert feed.numbers() == {"10", "11"}
    city.now += timedelta(days=2)
    feed.look()
    assert feed.numbers() == {"11"}


def test_posts_of_the_far_future_or_past_are_left_out(city: City, feed: Follower) -> None:
    for date in ("9999-12-31 00:00:00", "0001-06-01 00:00:00", "1969-06-01 00:00:00"):
        post(city, 1, 2, post_date=date)
        feed.later()
        assert feed.numbers() == set()
        assert feed.is_live()
    post(city, 3, post_date=(city.now + timedelta(days=1)).astimezone(WIB).strftime("%Y-%m-%d %H:%M:%S"))
    feed.later()
    assert feed.numbers() == {"3"}
