"""The demo: a store and a workstation in one process tree.

Owns the demo's folder (``COMMANDCENTER_HOME/demo``). What is loaded comes from files that the person
names; nothing is made up here.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from commandcenter.app import run_workstation
from commandcenter.models.failure import Failure
from commandcenter.picture import Picture
from commandcenter.setting import Settings
from commandcenter.store_process import serving, store_command

_DESK = "Meja demo"


class DemoStoreFailed(Failure):
    """A command of the demo's store ended badly; its own words stand above."""

    code = "demo_store_failed"
    template = (
        "The demo could not {what} (exit code {exit_code}); the reason stands above. Remove the folder {folder} to "
        "begin anew."
    )


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What to load before the window opens; None: nothing."""

    areas: Path | None
    reports: Path | None


def run_demo(files: DemoFiles, settings: Settings, size: tuple[int, int], picture: Picture | None) -> int:
    """Set up the demo's store, serve it, and open a workstation until its window is closed.

    Returns:
        The workstation's exit code.

    Raises:
        Failure: If the store could not be set up or started.
    """
    home = settings.home / "demo"
    home.mkdir(parents=True, exist_ok=True)
    commands = DemoStore(home)
    commands.run("set up its store", "init")
    if files.areas is not None:
        commands.run("load the areas", "areas", str(files.areas))
    if files.reports is not None:
        commands.run("import the reports", "import", str(files.reports))
    with commands.serving() as url:
        at_demo = settings.model_copy(
            update={
                "home": home,
                "store_url": url,
                "token": commands.dispatcher_key(),
                "token_file": None,
                # The port is another one each time, the store is not.
                "mirror": home / "mirror" / "demo",
            }
        )
        return run_workstation(at_demo, size, picture)


class DemoStore:
    """The store's commands, run as processes of their own on the demo's database."""

    def __init__(self, home: Path) -> None:
        """Name the folder; it must be there."""
        self._home = home
        self._database_url = f"sqlite:///{home / 'store.sqlite3'}"
        self._environment = {
            **os.environ,
            "COMMANDCENTER_HOME": str(home),
            "COMMANDCENTER_DATABASE_URL": self._database_url,
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
            raise DemoStoreFailed(what=what, exit_code=done.returncode, folder=self._home)
        return done.stdout

    def dispatcher_key(self) -> str:
        """Return the demo desk's key; it is made once and kept in the demo's folder, for this account only."""
        file = self._home / "dispatcher.key"
        if not file.exists():
            made = self.run("make a key", "key", "add", "--name", _DESK, "--role", "dispatcher", "--json")
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as stream:
                stream.write(str(json.loads(made)["key"]))
        return file.read_text()

    def serving(self) -> AbstractContextManager[str]:
        """Serve the store while the block runs; gives its URL."""
        return serving(self._database_url, self._environment)
