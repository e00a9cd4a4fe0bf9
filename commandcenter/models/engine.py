"""How an engine ends: with every connection closed, also those that a question still holds on another thread."""

from __future__ import annotations

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry


def close_engine(engine: Engine) -> None:
    """Close all connections: those at rest now, those in use as soon as they are given back.

    ``dispose`` alone leaves the latter open until the garbage collector finds them. Any thread; the engine can't be
    used afterwards.
    """
    event.listen(engine.pool, "checkin", _close)
    engine.dispose()


def _close(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.invalidate()
