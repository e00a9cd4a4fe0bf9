"""Loading a file of reports into the store: bounded batches, each one transaction.

Owns the course of an import. What was written stays written when it is interrupted; the next import finds it by the
identity of its rows and goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine

from commandcenter.models.identity import CategoryCode
from commandcenter.models.past import PastReport
from commandcenter.store.catalogue import add_categories, load_categories
from commandcenter.store.database import writing
from commandcenter.store.failure import CategoryUnknown
from commandcenter.store.feed import publish, read_head
from commandcenter.store.intake.archive import BATCH_ROWS, ImportCount, import_batch
from commandcenter.store.intake.mapping import ReportMapping
from commandcenter.store.intake.opening import reports_of
from commandcenter.store.intake.reject import Reject
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.placement import Placement
from commandcenter.store.setting import StoreSettings


@dataclass(slots=True)
class Loaded:
    """What a load did so far.

    Attributes:
        read: Rows, be they reports or not.
        rejected: Of them, those that were refused.
        count: What became of the others.
        new_categories: Codes that the catalogue lacked and that the mapping brought.
    """

    read: int = 0
    rejected: int = 0
    count: ImportCount = field(default_factory=ImportCount)
    new_categories: list[CategoryCode] = field(default_factory=list)


def load_table(
    engine: Engine,
    settings: StoreSettings,
    table: TableFile,
    mapping: ReportMapping,
    *,
    rejected: Callable[[Reject], None],
    went_on: Callable[[Loaded], None] = lambda _: None,
) -> Loaded:
    """Write a file's reports to the store.

    Args:
        engine: The store's.
        settings: Which city, which clock.
        table: The open file.
        mapping: What its columns mean.
        rejected: Is told each refused row.
        went_on: Is called after each transaction.

    Raises:
        CategoryUnknown: If a category of the mapping is neither in the catalogue nor brought along.
        NotInitialised: If the database does not hold the city.
        BadFile: If the file breaks off; what was read before it stays.
    """
    loaded = Loaded()
    with writing(engine) as connection:
        loaded.new_categories = _bring_categories(connection, settings, mapping)
    placement = Placement(settings.city)
    batch: list[PastReport] = []

    def write_batch() -> None:
        with writing(engine) as connection:
            import_batch(connection, settings, placement, mapping.source, batch, loaded.count)
        batch.clear()
        went_on(loaded)

    for entry in reports_of(table, mapping, settings.clock()):
        loaded.read += 1
        if isinstance(entry, Reject):
            loaded.rejected += 1
            rejected(entry)
            continue
        batch.append(entry)
        if len(batch) == BATCH_ROWS:
            write_batch()
    if batch:
        write_batch()
    return loaded


def _bring_categories(connection: Connection, settings: StoreSettings, mapping: ReportMapping) -> list[CategoryCode]:
    now = settings.clock()
    read_head(connection, settings.city)
    added, changed = add_categories(connection, settings.city, mapping.new_categories(), now)
    unknown = sorted(mapping.categories_in_use() - load_categories(connection, settings.city).keys())
    if unknown:
        raise CategoryUnknown(category=unknown[0])
    publish(connection, settings.city, changed, now)
    return added
