"""Options that the store's commands share, and how they end when the database does not answer."""

from __future__ import annotations

import argparse
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode
from commandcenter.setting import Settings
from commandcenter.store.failure import TablesMissing
from commandcenter.store.setting import StoreSettings


class BadDatabaseUrl(Failure):
    """A database address that is none."""

    code = "bad_database_url"
    template = (
        "{url!r} is no address of a database. Write it as sqlite:////path/store.sqlite3 or "
        "postgresql://user:password@host/name."
    )


class FileUnreadable(Failure):
    """A file that can't be opened."""

    code = "file_unreadable"
    template = "{path} can't be opened: {why}. Check the path."


class DatabaseSilent(Failure):
    """A database that does not answer a command."""

    code = "database_silent"
    template = "The database {url} does not answer ({why}). Check that it runs and that the address is right."
    retryable = True


Command: TypeAlias = Callable[[argparse.Namespace], int]

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
"""Where a command is added to."""


def add_store_options(parser: argparse.ArgumentParser) -> None:
    """Add what every command needs."""
    parser.add_argument(
        "--database",
        metavar="URL",
        help="SQLAlchemy URL of the database; else COMMANDCENTER_DATABASE_URL, else SQLite under COMMANDCENTER_HOME",
    )
    parser.add_argument("--city", default="jakarta", help="which city of the database (default: jakarta)")


def store_settings(options: argparse.Namespace) -> StoreSettings:
    """Return the store's settings from options and environment; makes the folder of an SQLite database.

    Raises:
        BadDatabaseUrl: If the address is none.
    """
    text = options.database or Settings().effective_database_url
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise BadDatabaseUrl(url=text) from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise BadDatabaseUrl(url=url.render_as_string(hide_password=True))
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        _make_private(Path(url.database))
    return StoreSettings(database_url=text, city=CityCode(options.city))


def _make_private(file: Path) -> None:
    """Make the database's folder and file for this account only: reporters' contact data will lie there."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Opened without truncating: it may be there already.
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))


def ending_well(command: Command) -> Command:
    """Turn failures that a person can do something about into a sentence and exit code 1."""

    @functools.wraps(command)
    def run(options: argparse.Namespace) -> int:
        try:
            return command(options)
        except Failure as failure:
            return complain(str(failure))
        except FileNotFoundError as error:
            return complain(str(FileUnreadable(path=error.filename, why="it is not there")))
        except OSError as error:
            return complain(str(FileUnreadable(path=error.filename, why=error.strerror)))
        except (DBAPIError, NoSuchModuleError) as error:
            text = options.database or Settings().effective_database_url
            url = make_url(text).render_as_string(hide_password=True)
            if _lacks_tables(error):
                return complain(str(TablesMissing()))
            why = str(getattr(error, "orig", error)).strip().splitlines() or [type(error).__name__]
            return complain(str(DatabaseSilent(url=url, why=why[0])))

    return run


def _lacks_tables(error: Exception) -> bool:
    """Return whether the database answers but was never set up; both engines say so in their own words."""
    said = str(getattr(error, "orig", error))
    return "no such table" in said or 'relation "' in said


def complain(sentence: str) -> int:
    """Print a sentence to standard error and return exit code 1."""
    print(f"commandcenter: {sentence}", file=sys.stderr)
    return 1


def say(sentence: str) -> None:
    """Print progress or a remark to standard error, so that standard output holds results alone."""
    print(sentence, file=sys.stderr)
