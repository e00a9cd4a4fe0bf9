"""What a change of the catalogue, or a restored database, means to those who follow the feed; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commandcenter.models.category import Publication
from commandcenter.models.identity import CategoryCode, CityCode, ReportId
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.resource import resource_path
from commandcenter.store.catalogue import Catalogue, read_catalogue
from commandcenter.store.central import CentralStore
from commandcenter.store.database import writing
from commandcenter.store.failure import SnapshotNeeded
from commandcenter.store.setup import begin_epoch, set_up_city
from commandcenter.store.token import add_key
from tests.fixture.store import RunningStore

FLOOD = CategoryCode("BANJIR")


@pytest.fixture
def store(store_url: str) -> Iterator[RunningStore]:
    made = RunningStore(store_url)
    made.start()
    yield made
    made.close()


def with_publication(publication: Publication) -> Catalogue:
    shipped = read_catalogue(resource_path("catalogue", "jakarta.json"))
    categories = tuple(
        replace(category, publication=publication) if category.code == FLOOD else category
        for category in shipped.categories
    )
    return Catalogue(shipped.number_prefix, categories)


def test_a_category_that_becomes_sensitive_is_taken_back_from_walls(store: RunningStore) -> None:
    report: ReportId = store.new_report(description="Banjir di rumah Bu RT")
    central = CentralStore(store.settings)
    with writing(store.engine) as connection:
        _, wall = add_key(connection, CityCode("jakarta"), "Dinding", Role.WALL, datetime.now(UTC))
    before = central.head()
    with writing(store.engine) as connection:
        set_up_city(connection, store.settings, with_publication(Publication.COUNT_ONLY))
    page = central.page(before, wall)
    told = {row.key: row.record for row in page.rows if row.entity is Entity.REPORT}
    central.close()
    record = told[str(report)]
    assert record is not None
    assert (record["description"], record["lon"], record["lat"]) == ("", None, None)


def test_a_restored_database_sends_everybody_to_the_snapshot(store: RunningStore) -> None:
    store.new_report()
    central = CentralStore(store.settings)
    principal = central.principal(store.key())
    before = central.head()
    with writing(store.engine) as connection:
        begin_epoch(connection, CityCode("jakarta"))
    with pytest.raises(SnapshotNeeded):
        central.page(before, principal)
    assert central.head().n == before.n
    central.close()
