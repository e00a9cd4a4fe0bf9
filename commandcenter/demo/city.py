"""A running city for whoever wants to look at one: joined if it runs already, else set up, filled and started."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from commandcenter.app import run_workstation
from commandcenter.demo.history import Filled, fill, give_keys, load_city_areas
from commandcenter.demo.lock import alone
from commandcenter.demo.note import leave_note, remove_note, running
from commandcenter.demo.store import DemoFiles, DemoStore
from commandcenter.demo.wish import DEFAULT_SEED, Wish
from commandcenter.models.instant import to_ms
from commandcenter.models.role import Role
from commandcenter.picture import Picture
from commandcenter.resource import resource_path
from commandcenter.setting import Settings
from commandcenter.simulation.city import build_city
from commandcenter.simulation.picture import draw_pictures
from commandcenter.store.catalogue import read_catalogue
from commandcenter.store.database import writing
from commandcenter.store.migration import migrate
from commandcenter.store.setup import set_up_city

STOP_LIMIT_S = 10
"""How long the simulator may take to end before it is ended for it, in seconds."""


_WAITING = "Another demo is starting in the same folder; waiting for it."


@dataclass(frozen=True, slots=True)
class DemoCity:
    """A running demo.

    Attributes:
        url: Where its store answers.
        home: The demo's folder.
    """

    url: str
    home: Path
    store: DemoStore

    def key(self, role: str) -> str:
        """Return the key of the demo's desk of a role.

        Args:
            role: One of ``models.role.Role``, such as ``wall``.
        """
        return self.store.key(Role(role))

    def settings(self, settings: Settings, role: str) -> Settings:
        """Return settings that make a window follow this demo in a role, with a mirror of its own that lasts."""
        mirror = "demo" if role == Role.DISPATCHER else f"demo-{role}"
        return settings.model_copy(
            update={
                "home": self.home,
                "store_url": self.url,
                "token": self.key(role),
                "token_file": None,
                # The port is another one each time, the store is not.
                "mirror": self.home / "mirror" / mirror,
            }
        )


@contextmanager
def demo_city(settings: Settings, files: DemoFiles | None = None, wish: Wish | None = None) -> Iterator[DemoCity]:
    """Give a running city while the block runs.

    One that runs already is joined: files and wish are its owner's matter then, and it ends with its owner.

    Raises:
        Failure: If the store could not be set up or started.
    """
    files, wish = files or DemoFiles(), wish or Wish()
    files.check()
    home = settings.home / "demo"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = DemoStore(home)
    with ExitStack() as ends:
        filled: Filled | None = None
        # From the look for the note until it is left: two started at once would set up one database both.
        with alone(home, _WAITING):
            there = running(home)
            if there is not None:
                url = there.url
                _say(f"A demo runs already in {home}; this window joins it as it is.")
            else:
                for remark in remarks(home, wish, is_there=(home / "store.sqlite3").exists()):
                    _say(remark)
                _set_up(store)
                _load(store, files)
                filled = _simulate_past(store, wish) if wish.simulated else None
                url = ends.enter_context(store.serving())
                leave_note(home, url)
                ends.callback(remove_note, home)
        if filled is not None:
            ends.enter_context(_simulator(store, url, wish, filled))
        yield DemoCity(url, home, store)


def run_demo(
    files: DemoFiles, settings: Settings, size: tuple[int, int], picture: Picture | None, wish: Wish | None = None
) -> int:
    """Open a workstation on the demo's city until its window is closed.

    Returns:
        The workstation's exit code.

    Raises:
        Failure: If the store could not be set up or started.
    """
    with demo_city(settings, files, wish) as city:
        return run_workstation(city.settings(settings, Role.DISPATCHER), size, picture)


def remarks(home: Path, wish: Wish, *, is_there: bool) -> list[str]:
    """Return what a person should know whose wish meets a city that is there already."""
    elsewhere = "Set COMMANDCENTER_HOME to another folder to begin anew."
    said = []
    if is_there and wish.seed != DEFAULT_SEED:
        said.append(f"The city in {home} is there already; --seed counts for what happens from now on. {elsewhere}")
    if is_there and not wish.simulated:
        said.append(f"What {home} holds from before stays, simulated reports among it. {elsewhere}")
    return said


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _set_up(store: DemoStore) -> None:
    catalogue = read_catalogue(resource_path("catalogue", f"{store.settings.city}.json"))
    # For this account only: reporters' contact data would lie there.
    os.close(os.open(store.home / "store.sqlite3", os.O_WRONLY | os.O_CREAT, 0o600))
    with store.engine() as engine:
        migrate(engine)
        with writing(engine) as connection:
            set_up_city(connection, store.settings, catalogue)


def _load(store: DemoStore, files: DemoFiles) -> None:
    if files.areas is not None:
        store.run("load the areas", "areas", str(files.areas), "--replace", *_upper_levels(store))
    if files.reports is not None:
        store.run("import the reports", "import", str(files.reports))


def _upper_levels(store: DemoStore) -> list[str]:
    """Return the words that make real borders replace the stand-ins above them as well, under the same names."""
    names = store.stand_ins()
    if not names:
        return []
    file = store.home / "area_names.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("code", "name"), *names.items()])
    return ["--dissolve", "kecamatan,kota", "--names", str(file)]


def _simulate_past(store: DemoStore, wish: Wish) -> Filled:
    city = build_city(wish.seed)
    load_city_areas(store, city)
    give_keys(store, city)
    # Before anybody can look: a photo that is not there yet would be told as one that can't be loaded.
    draw_pictures(store.home / "media")
    return fill(store, city, wish.seed, store.settings.clock())


@contextmanager
def _simulator(store: DemoStore, url: str, wish: Wish, filled: Filled) -> Iterator[None]:
    """Keep the city going, in a process of its own that ends with this one."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "commandcenter.cli", "simulate", "--store", url, "--until-input-ends"),
            *("--seed", str(wish.seed), "--speed", str(wish.speed)),
            *("--keys", str(store.home / "actors.json"), "--pictures", str(store.home / "media")),
            *("--lived-until-ms", str(to_ms(filled.lived_until)), "--begun-ms", str(to_ms(filled.now))),
        ],
        env={**os.environ, "COMMANDCENTER_HOME": str(store.home), "COMMANDCENTER_TOKEN": store.key(Role.OFFICER)},
        stdin=subprocess.PIPE,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()
