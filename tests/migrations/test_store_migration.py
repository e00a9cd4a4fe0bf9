"""That migrating leads to the tables that the program works with, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from commandcenter.models.table import metadata
from commandcenter.store.database import open_engine, reading, writing
from commandcenter.store.failure import NotMigrated, TablesMissing
from commandcenter.store.migration import check_migrated, migrate


def test_the_migrated_tables_are_the_ones_of_the_metadata(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        # Alembic's comparison leaves primary keys out.
        found = inspect(connection)
        for table in metadata.tables.values():
            key = found.get_pk_constraint(table.name)
            assert key["constrained_columns"] == [column.name for column in table.primary_key.columns], table.name
    engine.dispose()


def test_the_comparison_notices_a_difference(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE reports DROP COLUMN supporters"))
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    tables = sorted(inspect(engine).get_table_names())
    migrate(engine)
    check_migrated(engine)
    assert sorted(inspect(engine).get_table_names()) == tables
    engine.dispose()


def test_an_empty_database_and_one_of_another_version_are_told_apart(database_url: str) -> None:
    engine = open_engine(database_url)
    with pytest.raises(TablesMissing):
        check_migrated(engine)
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotMigrated):
        check_migrated(engine)
    engine.dispose()


def test_every_key_begins_with_the_city() -> None:
    for table in metadata.tables.values():
        assert next(iter(table.primary_key.columns)).name == "city"
