"""The leader: one process among those that serve a city does what must be done once.

On PostgreSQL the leader's connection holds an advisory lock of its session; it is free again when the connection ends,
however it ends. On SQLite, which is one machine's, a file beside the database is locked. A leader that was cut off may
go on for a moment beside its successor: what leaders do must bear being done twice.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from commandcenter.models.identity import CityCode

_log = logging.getLogger(__name__)

_TRY = text("SELECT pg_try_advisory_lock(:key)")
_HOLDS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
    " AND (classid::bigint << 32) + objid::bigint = :key"
)


class Leadership:
    """The claim of one process. Not to be used by two threads at a time."""

    def __init__(self, engine: Engine, city: CityCode) -> None:
        """Claim nothing yet.

        Args:
            engine: Of the store's database.
            city: Each city of a database has a leader of its own.
        """
        self._engine = engine
        self._city = city
        self._connection: Connection | None = None
        self._descriptor = -1

    def hold(self) -> bool:
        """Return whether this process is the leader, becoming it if nobody else is. Blocks for a question at most."""
        if self._engine.dialect.name == "postgresql":
            return self._hold_session()
        return self._hold_file()

    def release(self) -> None:
        """Let another process lead; a second call does nothing."""
        if self._connection is not None:
            # The session ends with its lock: given back to the pool it would go on holding it.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _hold_session(self) -> bool:
        key = _key(self._city)
        try:
            if self._connection is None:
                self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            elif self._connection.execute(_HOLDS, {"key": key}).scalar_one():
                return True
            if self._connection.execute(_TRY, {"key": key}).scalar_one():
                return True
        except SQLAlchemyError as error:
            _log.warning("the leader's lock could not be asked for: %s", type(error).__name__)
        self.release()
        return False

    def _hold_file(self) -> bool:
        if self._descriptor >= 0:
            return True
        database = self._engine.url.database
        if not database or database == ":memory:":
            return True
        descriptor = os.open(_lock_file(Path(database), self._city), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True


def _key(city: CityCode) -> int:
    """Return the number of a city's leader among all advisory locks of a database: 56 bits, so that it is positive."""
    digest = hashlib.sha256(f"commandcenter leader {city}".encode()).digest()
    return int.from_bytes(digest[:7], "big")


def _lock_file(database: Path, city: CityCode) -> Path:
    name = hashlib.sha256(city.encode()).hexdigest()[:8]
    return database.with_name(f"{database.name}.leader-{name}")
