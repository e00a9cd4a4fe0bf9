"""Connections: the same rules on SQLite and on PostgreSQL.

Owns how a transaction begins. A writing one takes SQLite's write lock at its first statement (the driver's own
habit of taking it at the first write loses updates without an error); on PostgreSQL it is READ COMMITTED and locks
rows. A reading one sees one state of everything, however long it lasts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.dml import ReturningInsert

BUSY_TIMEOUT_MS = 15_000
"""How long a writer waits for SQLite's one write lock before it gives up."""

_WRITES = "commandcenter_writes"


def open_engine(database_url: str) -> Engine:
    """Return an engine for the URL; opens no connection yet.

    Its errors name no parameters of a statement: they may be somebody's name, and errors are logged.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_size=10, max_overflow=30, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, pool_size=10, max_overflow=30, pool_pre_ping=True, hide_parameters=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection inside a read-only transaction that sees one state of the database."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection inside a transaction that commits when the block ends without an exception."""
    with engine.execution_options(**{_WRITES: True}).begin() as connection:
        yield connection


def insert_of(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the dialect's INSERT, which knows ON CONFLICT; both dialects spell it alike."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def insert_if_absent(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless its key is taken; on PostgreSQL this waits for whoever is just inserting the same key.

    Returns:
        Whether the row was inserted.
    """
    return connection.execute(_insert_if_absent(connection.dialect.name, table), values).first() is not None


@cache
def _insert_if_absent(dialect: str, table: Table) -> ReturningInsert[Any]:
    """Return the statement; made once, since making it costs more than the database's work."""
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.on_conflict_do_nothing().returning(table.c.city)


def insert_some_if_absent(
    connection: Connection, table: Table, key: Column[Any], rows: Sequence[Mapping[str, Any]]
) -> set[Any]:
    """Insert rows unless their keys are taken, as ``insert_if_absent`` does, in one statement.

    Returns:
        What stands in the column ``key`` of those that were inserted.
    """
    return set(connection.execute(_insert_some_if_absent(connection.dialect.name, table, key), rows).scalars())


@cache
def _insert_some_if_absent(dialect: str, table: Table, key: Column[Any]) -> ReturningInsert[Any]:
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.on_conflict_do_nothing().returning(key)


def keep_free(connection: Connection, *name: str) -> None:
    """Keep others that call this with the same name waiting until the transaction ends.

    For what is not there yet and has no row that could be held: of two who make it at once, the second finds it.
    SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        its_hash = func.hashtextextended("\n".join(name), 0)
        connection.execute(select(func.pg_advisory_xact_lock(its_hash)))


def put_row(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert a row, or bring the one with its key to these values."""
    keys = [column.name for column in table.primary_key.columns]
    statement = insert_of(connection, table).values(values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in values if name not in keys}
        )
    )


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # else the driver begins on its own
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
