"""That a database of any earlier version, with rows in every table, comes to the present one and keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Column, Engine, Float, Integer, LargeBinary, MetaData, Numeric, select

from commandcenter.models.table import metadata
from commandcenter.store import migration
from commandcenter.store.database import open_engine, reading, writing
from commandcenter.store.migration import check_migrated, migrate, newest
from tests.fixture.store import RunningStore

ESTIMATED_AT_MS = 1_795_000_000_000
CITY = "jakarta"

VALUES: dict[tuple[str, str], Any] = {
    ("reports", "state"): "estimated",
    ("transitions", "kind"): "moved",
    ("transitions", "to_state"): "estimated",
    ("transitions", "acted_ms"): ESTIMATED_AT_MS,
    ("feed_head", "epoch"): "4f2a91c07b3d",
}
"""What a step looks at, by table and column; all else is filled by its type."""


def revisions() -> list[str]:
    """Return all versions there have been, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(migration.__path__[0]))
    script = ScriptDirectory.from_config(config)
    return [step.revision for step in script.walk_revisions()][::-1]


def value_of(table: str, column: Column[Any]) -> Any:
    """Return a value for a column; those of one name are alike in all tables, so that rows refer to each other."""
    if column.name == "city":
        return CITY
    if (table, column.name) in VALUES:
        return VALUES[table, column.name]
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, JSON):
        return {"status": "applied"}
    if isinstance(column.type, LargeBinary):
        return b"\0\1"
    if isinstance(column.type, Integer):
        return 1
    if isinstance(column.type, Float | Numeric):
        return 1.5
    return "code"


def fill(engine: Engine) -> dict[str, dict[str, Any]]:
    """Put a row into every table as it is now; return the rows by table."""
    found = MetaData()
    found.reflect(engine)
    rows: dict[str, dict[str, Any]] = {}
    with writing(engine) as connection:
        for table in found.sorted_tables:
            if table.name != "alembic_version":
                rows[table.name] = {column.name: value_of(table.name, column) for column in table.columns}
                connection.execute(table.insert().values(rows[table.name]))
    return rows


def kept(engine: Engine, name: str) -> list[dict[str, Any]]:
    found = MetaData()
    found.reflect(engine, only=[name])
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(select(found.tables[name])).mappings()]


@pytest.mark.parametrize("revision", revisions())
def test_a_database_with_rows_comes_to_the_newest_version(database_url: str, revision: str) -> None:
    engine = open_engine(database_url)
    migrate(engine, revision)
    before = fill(engine)
    migrate(engine)

    check_migrated(engine)
    for name, row in before.items():
        (after,) = kept(engine, name)
        assert {column: after[column] for column in row if column in after} == row, name
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_reports_that_were_paused_before_the_store_knew_say_since_when(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine, "0001")
    fill(engine)
    migrate(engine)
    (report,) = kept(engine, "reports")
    assert report["paused_ms"] == ESTIMATED_AT_MS
    assert report["stars"] == report["ratings"] == report["duty_level"] == 0
    engine.dispose()


def test_a_store_of_the_first_version_serves_after_it_was_migrated(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine, "0001")
    engine.dispose()
    running = RunningStore(database_url)
    try:
        running.start()
        assert running.post_report().status_code == 200
    finally:
        running.close()


def test_every_version_is_gone_through() -> None:
    assert revisions()[0] == "0001"
    assert revisions()[-1] == newest()
