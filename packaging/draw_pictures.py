"""Draws the pictures in docs/ anew: the simulated city of today, and the real flood of 20–21 February 2017.

    .venv/bin/python packaging/draw_pictures.py

Needs the real data files beside the checkout (../shared/data). Everything runs on loopback, in a folder that is
removed afterwards.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from commandcenter.app import application, open_workstation
from commandcenter.demo import DemoStore, demo_city
from commandcenter.models.identity import ReportId
from commandcenter.models.instant import WIB
from commandcenter.models.role import Role
from commandcenter.picture import Picture, PictureTaker
from commandcenter.setting import Settings
from commandcenter.views.clock import Clock
from commandcenter.wall import open_wall, told

CHECKOUT = Path(__file__).resolve().parents[1]
DATA = CHECKOUT.parent / "shared" / "data"
AREAS = DATA / "boundaries" / "cahyadsn_dki_kelurahan.geojson"
CHICAGO = DATA / "reports" / "chicago_sanitation_311_2000_2015.csv.gz"
FLOOD = DATA / "reports" / "petabencana_qlue_jakarta_2017-02-20_21.csv"
PICTURES = CHECKOUT / "docs" / "pictures"

SHOTS = (
    ("workstation-flood.png", (1920, 1080), "dark"),
    ("workstation-flood-small-light.png", (1366, 768), "light"),
)

WALLS = (
    ("wall-flood.png", (1920, 1080)),
    ("wall-flood-three-panels.png", (5760, 1080)),
)

THREE_DAYS_MS = 3 * 86_400_000

FLOOD_NIGHT = datetime(2017, 2, 21, 23, 58, tzinfo=WIB)
"""When the walls are looked at: just after the last report of the file, so that nothing on them lies in the future."""


def main() -> int:
    """Draw all pictures; return the exit code."""
    if not FLOOD.exists():
        print("The pictures are drawn from ../shared/data, which is not there.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="commandcenter-pictures-") as folder:
        return max(draw_demo(Path(folder)), draw_flood(Path(folder)), draw_chicago(Path(folder) / "chicago"))


def draw_demo(home: Path) -> int:
    """Draw what `./run` and `./run wall` show; return the exit code."""
    settings = Settings(home=home, token_file=None)
    with demo_city(settings) as city:
        return max(
            draw(city.settings(settings, Role.DISPATCHER), "workstation-demo.png", (1920, 1080), "dark"),
            draw_past(city.settings(settings, Role.DISPATCHER), "workstation-past.png", (1920, 1080)),
            draw_wall(city.settings(settings, Role.WALL), "wall-demo.png", (1920, 1080), Clock()),
        )


def draw_flood(home: Path) -> int:
    """Draw the flood on a desk and on a wall; return the exit code."""
    store = DemoStore(home)
    store.run("set up its store", "init")
    store.run("load the areas", "areas", str(AREAS))
    store.run("import the reports", "import", str(FLOOD))
    with store.serving() as url:
        settings = Settings(home=home, store_url=url, token=store.key(Role.DISPATCHER), token_file=None)
        # Each desk of its own: a window remembers how it was laid out on a larger screen.
        desks = [settings.model_copy(update={"home": home / name}) for name, *_ in SHOTS]
        drawn = [draw(desk, *shot) for desk, shot in zip(desks, SHOTS, strict=True)]
        for_walls = settings.model_copy(update={"token": store.key(Role.WALL)})
        return max(*drawn, *(draw_wall(for_walls, *wall, flood_night()) for wall in WALLS))


def draw_chicago(home: Path) -> int:
    """Draw another city's fifteen years on a desk; return the exit code."""
    home.mkdir()
    store = DemoStore(home)
    catalogue = home / "catalogue.json"
    catalogue.write_text(json.dumps({"number_prefix": "CH", "categories": []}), encoding="utf-8")
    store.run("set up its store", "init", "--catalogue", str(catalogue))
    store.run("import the reports", "import", str(CHICAGO))
    with store.serving() as url:
        settings = Settings(home=home, store_url=url, token=store.key(Role.DISPATCHER), token_file=None)
        return draw(settings, "workstation-chicago.png", (1920, 1080), "light")


def flood_night() -> Clock:
    """Return a clock that begins in the night of the flood and goes on."""
    begun_s = time.time()
    return Clock(now_s=lambda: FLOOD_NIGHT.timestamp() + time.time() - begun_s)


def draw(settings: Settings, name: str, size: tuple[int, int], theme: str) -> int:
    """Draw one picture with a report chosen and taken on; return the exit code."""
    dressed = Settings(**{**settings.model_dump(), "theme": theme})
    running = application(dressed, needs_display=False)
    with open_workstation(dressed, size) as workstation:
        desk = workstation.desk

        def choose() -> None:
            if desk.selection is None and len(desk.generation):
                first = workstation.window.queue.model.report_at(4)
                if first is not None:
                    desk.select(ReportId(first))
                    desk.take_on(ReportId(first))

        desk.freshness_changed.connect(choose)
        taker = PictureTaker(desk, workstation.window, workstation.map, Picture(PICTURES / name, 2.5))
        taker.taken.connect(running.exit)
        return running.exec()


def draw_past(settings: Settings, name: str, size: tuple[int, int]) -> int:
    """Draw the desk three days ago, as it was known then; return the exit code."""
    running = application(settings, needs_display=False)
    with open_workstation(settings, size) as workstation:
        desk, window = workstation.desk, workstation.window
        projector = window.top.time.projector
        takers: list[PictureTaker] = []

        def begin() -> None:
            if len(desk.generation) and workstation.map.is_ready and not projector.is_open:
                projector.open()

        def take(at_ms: int) -> None:
            if at_ms == projector.span_ms[1] - THREE_DAYS_MS:
                takers.append(PictureTaker(desk, window, workstation.map, Picture(PICTURES / name, 1.5)))
                takers[0].taken.connect(running.exit)

        desk.freshness_changed.connect(begin)
        projector.opened.connect(lambda _first_ms, last_ms: projector.go(last_ms - THREE_DAYS_MS))
        projector.moved.connect(take)
        return running.exec()


def draw_wall(settings: Settings, name: str, size: tuple[int, int], clock: Clock) -> int:
    """Draw the wall at a clock's time; return the exit code."""
    running = application(settings, needs_display=False)
    with open_wall(settings, clock) as wall:
        wall.window.check(*size)
        wall.window.resize(*size)
        wall.window.show()
        picture = Picture(PICTURES / name, 2.5)
        taker = PictureTaker(wall.desk, wall.window, wall.map, picture, lambda: told(wall.window))
        taker.taken.connect(running.exit)
        return running.exec()


if __name__ == "__main__":
    sys.exit(main())
