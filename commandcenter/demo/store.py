"""The demo's store: its database, its keys, its process.

Owns what lies in the demo's folder, for this account only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from commandcenter.demo.lock import alone
from commandcenter.models.failure import Failure
from commandcenter.models.role import Role
from commandcenter.models.table import areas, store_meta
from commandcenter.store.database import open_engine, reading, writing
from commandcenter.store.setting import StoreSettings
from commandcenter.store.token import add_key
from commandcenter.store_process import StoreDidNotStart, serving, store_command

_DESKS: Mapping[Role, str] = {
    Role.DISPATCHER: "Meja demo",
    Role.WALL: "Dinding demo",
    Role.MANAGER: "Pimpinan demo",
    Role.OFFICER: "Simulator",
}


class DemoStoreFailed(Failure):
    """A command of the demo's store ended badly; its own words stand above."""

    code = "demo_store_failed"
    template = (
        "The demo could not {what} (exit code {exit_code}); the reason stands above. What the demo held before "
        "is still in {folder}."
    )


class DemoFileMissing(Failure):
    """A file that was named and is not there."""

    code = "demo_file_missing"
    template = "{file} is not there. Nothing was started or changed; check the path."


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What to load before the window opens; None: nothing."""

    areas: Path | None = None
    reports: Path | None = None

    def check(self) -> None:
        """Say nothing if the files are there.

        Raises:
            DemoFileMissing: If one is not.
        """
        for file in (self.areas, self.reports):
            if file is not None and not file.exists():
                raise DemoFileMissing(file=file)


class DemoStore:
    """The demo's database and what is done to it before and while it is served."""

    def __init__(self, home: Path) -> None:
        """Name the folder; it must be there."""
        self.home = home
        self.settings = StoreSettings(database_url=f"sqlite:///{home / 'store.sqlite3'}", media=home / "media")
        self._environment = {
            **os.environ,
            "COMMANDCENTER_HOME": str(home),
            "COMMANDCENTER_DATABASE_URL": self.settings.database_url,
        }

    def run(self, what: str, *words: str) -> str:
        """Run one command to its end and return what it printed.

        Raises:
            DemoStoreFailed: If it did not end well.
        """
        done = subprocess.run(
            store_command(*words), env=self._environment, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise DemoStoreFailed(what=what, exit_code=done.returncode, folder=self.home)
        return done.stdout

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Give an engine on the database for the block."""
        engine = open_engine(self.settings.database_url)
        try:
            yield engine
        finally:
            engine.dispose()

    def has_areas(self) -> bool:
        """Return whether any areas are loaded."""
        with self.engine() as engine, reading(engine) as connection:
            return bool(connection.execute(select(func.count()).select_from(areas)).scalar_one())

    def stand_ins(self) -> dict[str, str]:
        """Return the names of the approximate areas by code, of the levels above those that reports are placed in."""
        with self.engine() as engine, reading(engine) as connection:
            place_level = connection.execute(select(store_meta.c.place_level)).scalar_one()
            rows = connection.execute(
                select(areas.c.code, areas.c.name).where(areas.c.approximate, areas.c.level != place_level)
            )
            return {row.code: row.name for row in rows}

    def key(self, role: Role) -> str:
        """Return the key of the demo's desk of a role; it is made once and kept in the demo's folder."""
        file = self.home / f"{role.value}.key"
        with alone(self.home):
            if file.exists():
                return file.read_text("utf-8")
            with self.engine() as engine, writing(engine) as connection:
                name = _DESKS.get(role, f"Demo {role.value}")
                secret, _ = add_key(connection, self.settings.city, name, role, datetime.now(UTC))
            write_private(file, secret)
        return secret

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve the store while the block runs; gives its URL. Its messages go to ``store.log`` in the demo's folder.

        Raises:
            StoreDidNotStart: If it ended before it answered; its messages are on standard error then.
        """
        file = self.home / "store.log"
        try:
            with file.open("wb") as log, serving(self.settings.database_url, self._environment, log) as url:
                yield url
        except StoreDidNotStart:
            sys.stderr.write(file.read_text("utf-8", "replace"))
            raise


def write_private(file: Path, text: str) -> None:
    """Write a file that only this account may read; whoever reads it meanwhile sees the old one or the new one."""
    fresh = file.with_name(f".{file.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    fresh.replace(file)
