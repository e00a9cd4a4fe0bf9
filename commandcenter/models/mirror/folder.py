"""A mirror folder: its lock, its two databases, and the rule for databases of another version.

::

    FOLDER/lock              held while a workstation works with the folder
    FOLDER/mirror.sqlite3    may be removed at any time; filled again from the store
    FOLDER/outbox.sqlite3    acts not sent yet, answers not seen yet; removed by nobody

One folder belongs to one store and one principal.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from commandcenter.models.mirror import outbox_schema, schema
from commandcenter.models.mirror.database import reason_of, writer_engine
from commandcenter.models.mirror.failure import FolderUnusable, OutboxUnreadable
from commandcenter.models.mirror.lock import FolderLock
from commandcenter.models.mirror.outbox import Outbox
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.mirror.writer import MirrorWriter

MIRROR_FILE = "mirror.sqlite3"
OUTBOX_FILE = "outbox.sqlite3"
LOCK_FILE = "lock"
REBUILD_FILE = "rebuild"
"""Its presence says that the mirror was found damaged: the next opening begins an empty one."""


class MirrorFolder:
    """An open mirror folder. Make it with ``open``; ``close`` gives the lock back.

    Attributes:
        path: The folder.
        writer: For the sync worker's thread.
        reader: For any thread.
        outbox: For any thread.
    """

    def __init__(self, path: Path, lock: FolderLock) -> None:
        """Open both databases of a folder whose lock is held."""
        self.path = path
        self._lock = lock
        prepare_outbox(path / OUTBOX_FILE)
        if (path / REBUILD_FILE).exists():
            _remove_mirror(path / MIRROR_FILE)
            (path / REBUILD_FILE).unlink()
        prepare_mirror(path / MIRROR_FILE)
        self.outbox = Outbox(path / OUTBOX_FILE)
        self.writer = MirrorWriter(path / MIRROR_FILE, self.discard_mirror)
        self.reader = MirrorReader(path / MIRROR_FILE)

    @classmethod
    def open(cls, path: Path) -> MirrorFolder:
        """Open a folder, making it if need be (readable by this account only).

        Raises:
            MirrorInUse: If another process works with it.
            FolderUnusable: If it can't be made, locked or written.
            OutboxUnreadable: If the outbox is damaged or of a newer program; nothing was changed.
        """
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise FolderUnusable(folder=str(path), reason=error.strerror) from error
        lock = FolderLock(path / LOCK_FILE)
        try:
            return cls(path, lock)
        except BaseException:
            lock.release()
            raise

    def bind(self, store_url: str, principal: str) -> None:
        """Settle, or check, whose folder this is.

        Args:
            store_url: The store's address; a trailing slash makes no difference.
            principal: Who the token stands for, as one stable text.

        Raises:
            MirrorOfAnother: If the folder is another store's or another principal's.
        """
        self.outbox.bind(store_url.rstrip("/"), principal)

    def discard_mirror(self) -> None:
        """Have the mirror made anew when the folder is opened next; the outbox stays."""
        (self.path / REBUILD_FILE).touch()

    def close(self) -> None:
        """Close the databases, then give the lock back. Nothing else may be using them."""
        self.reader.close()
        self.writer.close()
        self.outbox.close()
        self._lock.release()


def prepare_mirror(path: Path) -> None:
    """Make sure of a mirror of this version's tables; remove one of another version, or a damaged one.

    Raises:
        FolderUnusable: If the file can't be made or removed.
    """
    try:
        if not _has_version(path, schema.MIRROR_VERSION):
            _remove_mirror(path)
            _create_mirror(path)
    except (OSError, DBAPIError) as error:
        raise FolderUnusable(folder=str(path.parent), reason=reason_of(error)) from error


def prepare_outbox(path: Path) -> None:
    """Make sure of an outbox; never remove or change one that is there.

    Raises:
        OutboxUnreadable: If it is damaged or of another version.
        FolderUnusable: If it can't be made.
    """
    if path.exists():
        try:
            version = _version(path)
        except sqlite3.DatabaseError as error:
            raise OutboxUnreadable(file=str(path), reason=str(error)) from error
        if version == outbox_schema.OUTBOX_VERSION:
            return
        # Version 0 is a file whose making was interrupted before its first commit: it holds nothing yet.
        if version != 0:
            raise OutboxUnreadable(file=str(path), reason=f"version {version}")
    engine = writer_engine(path, durable=True)
    try:
        with engine.begin() as connection:
            outbox_schema.METADATA.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={outbox_schema.OUTBOX_VERSION}")
        _sync_directory(path.parent)
    except (OSError, DBAPIError) as error:
        raise FolderUnusable(folder=str(path.parent), reason=reason_of(error)) from error
    finally:
        engine.dispose()


def _remove_mirror(path: Path) -> None:
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        file.unlink(missing_ok=True)


def _create_mirror(path: Path) -> None:
    engine = writer_engine(path, durable=False)
    try:
        with engine.begin() as connection:
            schema.METADATA.create_all(connection)
            connection.exec_driver_sql(schema.TEXT_INDEX_DDL)
            connection.execute(insert(schema.STANDING).values(id=1, text_indexed_through=schema.ALL_INDEXED))
            connection.exec_driver_sql(f"PRAGMA user_version={schema.MIRROR_VERSION}")
    finally:
        engine.dispose()


def _has_version(path: Path, version: int) -> bool:
    try:
        return path.exists() and _version(path) == version
    except sqlite3.DatabaseError:
        return False


def _version(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        # Reading the list of tables finds a file that is no database, or was cut short, at once.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return version
    finally:
        connection.close()


def _sync_directory(path: Path) -> None:
    """Make a new file's name durable: a commit syncs the file, not the folder that names it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
