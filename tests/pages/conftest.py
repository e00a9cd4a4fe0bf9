"""What the pages' tests stand on: a store that is served, people of every role, and a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.fixture.store import RunningStore
from tests.pages.browser import PATIENCE_MS, Browsers, browser
from tests.pages.city import PageCity

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def started() -> Iterator[Browsers]:
    """One browser for the tests of a file.

    Not for longer: while it is driven, its event loop counts as running, and nothing else in this process can run one.
    """
    with browser() as browsers:
        yield browsers


@pytest.fixture
def browsers(started: Browsers) -> Iterator[Browsers]:
    """The browser, watched: what went wrong on a page fails the test."""
    yield started
    troubles = started.finish()
    assert troubles == []


@pytest.fixture
def page_city(tmp_path: Path) -> Iterator[PageCity]:
    """A small city on SQLite that keeps photos, served on loopback."""
    store = RunningStore(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    store.settings = replace(store.settings, media=tmp_path / "media")
    city = PageCity(store)
    try:
        store.start()
        yield city
    finally:
        city.close()
