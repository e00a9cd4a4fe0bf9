"""Several store processes on one database: what one commits, the others push."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import requests
from sqlalchemy import text

from commandcenter.models.role import Role
from commandcenter.store.service.bell import LISTENER
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.store import TIMEOUT_S, RunningStore
from tests.fixture.store_process import store_process

NEVER_LOOKS = """
from commandcenter.store.service import bell, feed_route
bell.POLL_S = feed_route.HEARTBEAT_S = 3600
"""
"""Turns off every look of a process at the database that nobody has asked for."""

TELLS_NOBODY = """
from commandcenter.store import feed
feed.CHANNEL = "elsewhere"
"""


def post(store: RunningStore, url: str) -> str:
    """Send a report to a process and return its number."""
    form = {
        "api_key": store.key(Role.PUBLIC),
        "service_code": "BANJIR",
        "lat": "-6.25",
        "long": "106.85",
        "description": "Air setinggi lutut",
    }
    answer = requests.post(f"{url}/open311/v2/requests.json", data=form, timeout=TIMEOUT_S)
    assert answer.status_code == 200, answer.text
    number: str = answer.json()[0]["service_request_id"]
    return number


def numbers(page: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [row["record"]["number"] for row in page["rows"] if "number" in row["record"]]


def head(store: RunningStore, url: str) -> str:
    answer = requests.get(f"{url}/readyz", timeout=TIMEOUT_S)
    return answer.headers["X-Commandcenter-Position"]


def test_a_report_posted_to_one_process_is_pushed_by_the_other(store: RunningStore, tmp_path: Path) -> None:
    url = store.settings.database_url
    with (
        store_process(url, tmp_path / "a") as here,
        store_process(url, tmp_path / "b") as there,
        open_stream(store, head(store, there.url), url=there.url) as events,
    ):
        next_event(events, "heartbeat")
        number = post(store, here.url)
        assert numbers(next_event(events, "page").data) == [number]


def test_on_postgresql_the_push_waits_for_no_look_at_the_head(
    postgres_url: str, store_on: Callable[[str], RunningStore], tmp_path: Path
) -> None:
    """The pushing process never looks by itself; what comes, comes because it was told."""
    store = store_on(postgres_url)
    with (
        store_process(postgres_url, tmp_path / "here") as here,
        store_process(postgres_url, tmp_path / "there", before=NEVER_LOOKS) as there,
        store_process(postgres_url, tmp_path / "silent", before=TELLS_NOBODY) as silent,
        open_stream(store, head(store, there.url), url=there.url) as events,
    ):
        next_event(events, "heartbeat")
        first = post(store, here.url)
        assert numbers(next_event(events, "page").data) == [first]

        untold = post(store, silent.url)
        told = post(store, here.url)
        assert numbers(next_event(events, "page").data) == [untold, told], (
            "what nobody tells waits for the next telling"
        )


def test_a_process_whose_listening_connection_is_cut_hears_again(
    postgres_url: str, store_on: Callable[[str], RunningStore], tmp_path: Path
) -> None:
    store = store_on(postgres_url)
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = :name"
    )
    listening = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name"
    )
    with (
        store_process(postgres_url, tmp_path / "one") as one,
        open_stream(store, head(store, one.url), url=one.url) as events,
    ):
        next_event(events, "heartbeat")
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            assert connection.execute(cut, {"name": LISTENER}).scalars().all() == [True]
            # A state, seen by asking; the stream's own time limit bounds it.
            while not connection.execute(listening, {"name": LISTENER}).scalar_one():
                next_event(events, "heartbeat")
        number = post(store, one.url)
        assert numbers(next_event(events, "page").data) == [number]
