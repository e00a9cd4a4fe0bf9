"""One leader among a city's processes, whichever database is underneath."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from commandcenter.models.identity import CityCode
from commandcenter.store.central import CentralStore
from commandcenter.store.database import open_engine
from commandcenter.store.watch.leader import Leadership
from commandcenter.store.watch.watch import Turn, Watch
from tests.fixture.store import RunningStore

JAKARTA = CityCode("jakarta")


@pytest.fixture
def other(store: RunningStore) -> Iterator[CentralStore]:
    """The same store as another process uses it."""
    opened = CentralStore(store.settings)
    yield opened
    opened.close()


def test_one_leads_until_it_lets_go_and_then_another(central: CentralStore, other: CentralStore) -> None:
    first, second = Leadership(central.engine, JAKARTA), Leadership(other.engine, JAKARTA)
    assert first.hold()
    assert first.hold()
    assert not second.hold()
    first.release()
    first.release()
    assert second.hold()
    assert not first.hold()
    second.release()


def test_each_city_of_a_database_has_a_leader_of_its_own(central: CentralStore, other: CentralStore) -> None:
    first, second = Leadership(central.engine, JAKARTA), Leadership(other.engine, CityCode("bandung"))
    assert first.hold()
    assert second.hold()
    first.release()
    second.release()


def test_a_leader_whose_connection_was_cut_knows_and_another_may_lead(postgres_url: str) -> None:
    engine, watching = open_engine(postgres_url), open_engine(postgres_url)
    first, second = Leadership(engine, JAKARTA), Leadership(watching, JAKARTA)
    assert first.hold()
    with watching.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"))
    assert second.hold()
    assert not first.hold()
    second.release()
    assert first.hold()
    first.release()
    engine.dispose()
    watching.dispose()


def test_turns_are_taken_at_their_pace_by_the_leader_alone(central: CentralStore, other: CentralStore) -> None:
    taken: list[str] = []

    def fail() -> None:
        taken.append("fails")
        raise RuntimeError("on purpose")

    def watch_of(who: str) -> Watch:
        turns = [
            Turn("fails", 10, fail),
            Turn("often", 10, lambda: taken.append(f"{who} often")),
            Turn("seldom", 60, lambda: taken.append(f"{who} seldom")),
        ]
        return Watch(leaders[who], turns)

    leaders = {"first": Leadership(central.engine, JAKARTA), "second": Leadership(other.engine, JAKARTA)}
    first, second = watch_of("first"), watch_of("second")
    for now_s in (0.0, 5.0, 10.0, 59.0, 60.0):
        first.look(now_s)
        second.look(now_s)
    assert [name for name in taken if name != "fails"] == [
        "first often",
        "first seldom",
        "first often",
        "first often",
        "first seldom",
    ]
    assert taken.count("fails") == 3
    leaders["first"].release()
    assert leaders["second"].hold()
    leaders["second"].release()
