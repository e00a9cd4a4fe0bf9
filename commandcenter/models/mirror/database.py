"""Engines for the two databases: how a connection is set up, and how a transaction begins.

SQLite's default transactions under Python begin late and lose updates; here every transaction of a writer begins
with ``BEGIN IMMEDIATE`` and every one of a reader with ``BEGIN`` on a connection that can't write.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

BUSY_TIMEOUT_MS = 4_000
"""How long a connection waits for another's lock; below the five seconds that stopping may take."""

_READERS = 4


def writer_engine(path: Path, *, durable: bool) -> Engine:
    """Return the engine of the one writer.

    Args:
        path: The database file; made if it is not there.
        durable: Whether a commit must have reached the disk when it returns (``synchronous=FULL``). Without it a
            power cut may take the last commits, never the file's consistency.
    """
    engine = _engine(path, pool_size=1)
    synchronous = "FULL" if durable else "NORMAL"

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        _prepare(connection, "PRAGMA journal_mode=WAL", f"PRAGMA synchronous={synchronous}")

    _begin_with(engine, "IMMEDIATE")
    return engine


def reader_engine(path: Path) -> Engine:
    """Return an engine whose connections can't write; each transaction sees one state of the database."""
    engine = _engine(path, pool_size=_READERS)

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        _prepare(connection, "PRAGMA query_only=ON")

    _begin_with(engine, "DEFERRED")
    return engine


def reason_of(error: DBAPIError | sqlite3.Error | OSError) -> str:
    """Return what the database said, without the statement and its values: those may hold a report's text."""
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)


def is_damage(error: DBAPIError) -> bool:
    """Return whether the file is damaged: no room on the disk and no new attempt mends that."""
    # The low byte is the kind; the others say where it was found.
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _engine(path: Path, pool_size: int) -> Engine:
    return create_engine(
        # Not as text: a folder's name may hold what ends a path in an address.
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=4,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )


def _prepare(connection: sqlite3.Connection, *pragmas: str) -> None:
    # None switches off the driver's own transactions; the "begin" event below starts ours.
    connection.isolation_level = None
    for pragma in (f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}", *pragmas):
        connection.execute(pragma)


def _begin_with(engine: Engine, mode: Literal["IMMEDIATE", "DEFERRED"]) -> None:
    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {mode}")
