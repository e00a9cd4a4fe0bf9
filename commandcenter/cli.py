"""Every entry point: what is typed becomes a call.

Owns the command line: names, options, exit codes (0 done, 1 it could not, 2 used wrongly). Messages go to standard
error, results to standard output. Imports of heavy parts happen inside the command that needs them, so that
``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from commandcenter.cli_option import add_city_options, add_summary_options, add_window_options
from commandcenter.models.failure import Failure
from commandcenter.models.role import Role
from commandcenter.setting import Settings

if TYPE_CHECKING:
    from commandcenter.picture import Picture

_ENVIRONMENT = """\
environment:
  COMMANDCENTER_STORE_URL     address of the store (default http://127.0.0.1:8311)
  COMMANDCENTER_SOURCE        read-only source instead of a store: open311:URL or qlue:URL; every
                              COMMANDCENTER_POLL_INTERVAL_S seconds, COMMANDCENTER_HORIZON_DAYS back
  COMMANDCENTER_TOKEN         bearer token; or COMMANDCENTER_TOKEN_FILE; else the keyring
  COMMANDCENTER_DATABASE_URL  the store's database (default: SQLite under COMMANDCENTER_HOME)
  COMMANDCENTER_LANGUAGE      language of the screens, id or en (default id)
  COMMANDCENTER_HOME          folder of default database, mirrors and logs
  COMMANDCENTER_TILE_URL      server of map tiles, https://HOST/…/{z}/{x}/{y}.png or wms:https://HOST/…?LAYERS=…
                              (default none: nothing is asked); COMMANDCENTER_TILE_ATTRIBUTION says whose map it is,
                              COMMANDCENTER_TILE_KEY takes the place of {key} in the address
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Words after the program's name; None takes the process's own.

    Returns:
        The exit code.
    """
    try:
        words = sys.argv[1:] if arguments is None else arguments
        options = _parser(words).parse_args(words)
        logging.basicConfig(
            level=logging.DEBUG if options.verbose else logging.WARNING,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        )
        # It says every word that a photo's camera wrote, whose it is and where it was.
        logging.getLogger("PIL").setLevel(logging.INFO)
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except ValidationError as error:
        wrong = error.errors()[0]
        name = f"COMMANDCENTER_{str(wrong['loc'][0]).upper()}"
        print(f"commandcenter: The setting {name} can't be used: {wrong['msg']}.", file=sys.stderr)
        return 2
    except Failure as failure:
        print(f"commandcenter: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output went away, as `… | head` does; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="commandcenter",
        description="The command center of a city's operations room. Without a command: the workstation.",
        epilog=_ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--verbose", action="store_true", help="log what happens to standard error")
    add_window_options(parser, follows_a_store=True)
    parser.set_defaults(command=_workstation, screenshot=None, after=0.0, size=(1920, 1080))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    demo = commands.add_parser(
        "demo",
        help="a store, a simulated city and a workstation in one go",
        description="Start a store on this machine in a folder of its own, let a simulated city live in it, and open "
        "a workstation on it. Whatever is made up says so.",
    )
    add_window_options(demo, follows_a_store=False)
    demo.add_argument("--areas", type=Path, metavar="FILE", help="GeoJSON with the city's areas to load first")
    demo.add_argument("--import", dest="reports", type=Path, metavar="FILE", help="file of reports to load first")
    demo.add_argument("--no-simulation", action="store_true", help="make nothing up; show what is imported")
    add_city_options(demo)
    demo.set_defaults(command=_demo)

    summary = commands.add_parser(
        "summary",
        help="a week's figures on one page and as a table",
        description="Bring a mirror up to date with the store, compute a week's figures, and write them.",
        epilog="Files of an earlier run are replaced. docs/summary.md says what each figure means.",
    )
    add_summary_options(summary)
    summary.set_defaults(command=_summary)

    _add_wall(commands.add_parser("wall", help="one scene for a room, full screen", description=_WALL))

    simulate = commands.add_parser(
        "simulate",
        help="let a plausible city post to a store, marked as simulated",
        description="Post reports to a store and move its simulated reports on, until interrupted. Real reports are "
        "left alone. The token comes from the environment or the keyring.",
    )
    simulate.add_argument(
        "--store", dest="store_url", metavar="URL", default=argparse.SUPPRESS, help="address of the store"
    )
    add_city_options(simulate)
    simulate.add_argument("--keys", type=Path, metavar="FILE", help="JSON object of tokens by the names of who acts")
    simulate.add_argument("--pictures", type=Path, metavar="FOLDER", help="the store's media folder, to draw into")
    simulate.add_argument("--lived-until-ms", type=int, metavar="MS", help=argparse.SUPPRESS)
    simulate.add_argument("--begun-ms", type=int, metavar="MS", help=argparse.SUPPRESS)
    simulate.add_argument("--until-input-ends", action="store_true", help="end when standard input does")
    simulate.set_defaults(command=_simulate)

    store = commands.add_parser("store", help="the central store: set up, load, serve")
    if "store" in words:
        # It took two seconds to import here, and a window needs nothing of it.
        from commandcenter.store.command import add_parsers

        add_parsers(store.add_subparsers(title="commands", metavar="COMMAND", required=True))

    doctor = commands.add_parser(
        "doctor",
        help="is this desk's mirror equal to the store",
        description="Compare the mirror of this desk with its store by their digests, and name what differs. The "
        "workstation may be running.",
    )
    doctor.add_argument(
        "--store", dest="store_url", metavar="URL", default=argparse.SUPPRESS, help="address of the store to follow"
    )
    doctor.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    doctor.set_defaults(command=_doctor)

    bench = commands.add_parser(
        "bench",
        help="measure, and print one JSON object a line",
        description="Measure on this machine and print. Nothing passes or fails here.",
    )
    bench.add_argument("name", nargs="?", help="one benchmark; without it, all")
    bench.add_argument("--reports", type=int, metavar="N", help="size of the board (default 100000), or places, photos")
    bench.add_argument("--areas", type=Path, metavar="FILE", help="real areas for the benchmark of that name")
    bench.add_argument("--database", metavar="URL", help="empty database for the benchmark store (default: SQLite)")
    bench.add_argument("--json", action="store_true", dest="as_json", help="one JSON object a line")
    bench.set_defaults(command=_bench)
    return parser


_WALL = """\
Show one scene for a room: map, figures of the day, what needs somebody now, and the age of the data. It follows a store
with a token of the role "wall". Letters are at least 16 minutes of arc high at the farthest seat; a scene that can't be
read from there is refused. Escape closes it."""


def _add_wall(parser: argparse.ArgumentParser) -> None:
    add_window_options(parser, follows_a_store=True, has_theme=False)
    group = parser.add_argument_group("wall")
    group.add_argument(
        "--monitor", metavar="N|NAME|all", help="screen to cover: its number from 1, its name, or all (default: first)"
    )
    group.add_argument("--window", action="store_true", help="an ordinary window instead of the full screen")
    group.add_argument(
        "--height-cm",
        dest="wall_height_cm",
        type=float,
        metavar="CM",
        help="height of the whole picture (default 137: two rows of 55-inch panels)",
    )
    group.add_argument(
        "--distance-m",
        dest="wall_distance_m",
        type=float,
        metavar="M",
        help="from the screen to the farthest seat (default 8)",
    )
    group.add_argument(
        "--limit",
        dest="wall_limit_s",
        type=float,
        metavar="SECONDS",
        help="age of the data beyond which the wall looks old (default 30)",
    )
    parser.set_defaults(command=_wall)


def _settings(options: argparse.Namespace) -> Settings:
    given = {
        name: value
        for name in (
            "store_url",
            "source",
            "language",
            "theme",
            "base_map",
            "wall_height_cm",
            "wall_distance_m",
            "wall_limit_s",
        )
        if (value := getattr(options, name, None)) is not None
    }
    return Settings(**given)


def _workstation(options: argparse.Namespace) -> int:
    from commandcenter.app import run_workstation

    return run_workstation(_settings(options), options.size, _picture(options))


def _wall(options: argparse.Namespace) -> int:
    from commandcenter.wall import Place, run_wall

    place = Place(options.monitor, options.window, options.size)
    settings = _settings(options)
    if not _names_a_city(settings):
        from commandcenter.demo import demo_city

        print("No store and no key are set: the wall shows the simulated city of the demo.", file=sys.stderr)
        with demo_city(settings) as city:
            return run_wall(city.settings(settings, Role.WALL), place, _picture(options))
    return run_wall(settings, place, _picture(options))


def _names_a_city(settings: Settings) -> bool:
    """Return whether somebody has said what to follow, be it by a key in the keyring alone."""
    from commandcenter.credential import TokenMissing, token_of

    if settings.model_fields_set & {"store_url", "source", "token", "token_file", "mirror"}:
        return True
    try:
        token_of(settings)
    except TokenMissing:
        return False
    return True


def _picture(options: argparse.Namespace) -> Picture | None:
    from commandcenter.picture import Picture

    return None if options.screenshot is None else Picture(options.screenshot, options.after)


def _demo(options: argparse.Namespace) -> int:
    from commandcenter.demo import DemoFiles, Wish, run_demo

    files = DemoFiles(options.areas, options.reports)
    wish = Wish(simulated=not options.no_simulation, seed=options.seed, speed=options.speed)
    return run_demo(files, _settings(options), options.size, _picture(options), wish)


def _simulate(options: argparse.Namespace) -> int:
    from commandcenter.simulate import SimulationOptions, run_simulation

    wanted = SimulationOptions(
        seed=options.seed,
        speed=options.speed,
        keys=options.keys,
        pictures=options.pictures,
        lived_until_ms=options.lived_until_ms,
        begun_ms=options.begun_ms,
        until_input_ends=options.until_input_ends,
    )
    return run_simulation(_settings(options), wanted)


def _summary(options: argparse.Namespace) -> int:
    from commandcenter.weekly import Order, run_summary

    order = Order(options.week, options.area, options.agency, options.formats, options.out, options.as_json)
    settings = _settings(options)
    if _names_a_city(settings):
        return run_summary(settings, order)
    from commandcenter.demo import demo_city

    print("No store and no key are set: the summary is of the simulated city of the demo.", file=sys.stderr)
    with demo_city(settings) as city:
        return run_summary(city.settings(settings, Role.MANAGER), order)


def _doctor(options: argparse.Namespace) -> int:
    from commandcenter.credential import mirror_folder, token_of
    from commandcenter.models.mirror.folder import MIRROR_FILE
    from commandcenter.sync.comparison import compare
    from commandcenter.sync.transport import StoreTransport

    settings = _settings(options)
    token = token_of(settings)
    transport = StoreTransport(settings.store_url, lambda: token)
    folder = mirror_folder(settings, token, lambda: transport.bearer().name)
    comparison = compare(folder / MIRROR_FILE, transport)
    if options.as_json:
        print(json.dumps(asdict(comparison)))
    for group in comparison.differing:
        where = " ".join(word for word in (group.entity, group.area, group.day) if word)
        print(f"commandcenter: {where} differs between mirror and store.", file=sys.stderr)
    equal = f"{comparison.groups - len(comparison.differing):,} of {comparison.groups:,}"
    print(f"{equal} groups are equal at {comparison.position}, {comparison.records:,} records.", file=sys.stderr)
    return 1 if comparison.differing else 0


def _bench(options: argparse.Namespace) -> int:
    from commandcenter.bench import run

    return run(options.name, options.reports, options.as_json, options.areas, options.database)


if __name__ == "__main__":
    sys.exit(main())
