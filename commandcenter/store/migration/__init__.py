"""Versions of the store's tables, and how a database comes to the present one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from commandcenter.store.database import reading, writing
from commandcenter.store.failure import NotMigrated, TablesMissing

_LOCK = 7_205_311
"""Number of the PostgreSQL advisory lock that lets one process migrate at a time."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision, in one transaction."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def newest() -> str:
    """Return the revision that this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or "0"


def check_migrated(engine: Engine) -> None:
    """Say nothing if the database is of the version that this program needs.

    Raises:
        TablesMissing: If it is empty.
        NotMigrated: If it is of another version.
    """
    with reading(engine) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        raise TablesMissing
    if found != newest():
        raise NotMigrated(found=found, needed=newest())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
