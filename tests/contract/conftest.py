"""What the contract's tests stand on: a store on each of the two databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commandcenter.models.role import Role
from commandcenter.store.central import CentralStore
from commandcenter.store.token import Principal
from tests.fixture.database import BACKENDS, database_url, new_database, postgres, postgres_url, store_url
from tests.fixture.store import RunningStore

__all__ = ["database_url", "postgres", "postgres_url", "store_url"]


@pytest.fixture
def store(store_url: str) -> Iterator[RunningStore]:
    """A store that is set up; nothing serves it until ``start``."""
    running = RunningStore(store_url)
    try:
        yield running
    finally:
        running.close()


@pytest.fixture
def central(store: RunningStore) -> Iterator[CentralStore]:
    """The store as a process uses it."""
    opened = CentralStore(store.settings)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: RunningStore, central: CentralStore) -> Principal:
    """A dispatcher's desk."""
    return central.principal(store.key(Role.DISPATCHER, "Meja 1"))


@pytest.fixture
def administrator(store: RunningStore, central: CentralStore) -> Principal:
    """An administrator of the whole city."""
    return central.principal(store.key(Role.ADMINISTRATOR, "Admin"))


@pytest.fixture
def served(store: RunningStore) -> RunningStore:
    """A store of the test's own, served."""
    store.start()
    return store


@pytest.fixture
def keeping(store: RunningStore, tmp_path: Path) -> RunningStore:
    """A served store with a folder for photos."""
    store.settings = replace(store.settings, media=tmp_path / "media")
    store.start()
    return store


@pytest.fixture(scope="module", params=BACKENDS)
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    """A served store that a module's tests share: for those that look at answers only, not at what is there."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('lasting') / 'store.sqlite3'}"
    else:
        url = new_database(request.getfixturevalue("postgres"))
    running = RunningStore(url)
    running.start()
    yield running
    running.close()


@pytest.fixture
def store_on() -> Iterator[Callable[[str], RunningStore]]:
    """Make a store on a database of the test's choice."""
    made: list[RunningStore] = []

    def make(url: str) -> RunningStore:
        made.append(RunningStore(url))
        return made[-1]

    yield make
    for running in made:
        running.close()
