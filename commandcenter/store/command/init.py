"""``store init`` and ``store migrate``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from commandcenter.resource import resource_path
from commandcenter.store.catalogue import Catalogue, check_prefix, load_categories, read_catalogue
from commandcenter.store.command.option import Commands, add_store_options, ending_well, say, store_settings
from commandcenter.store.database import open_engine, reading, writing
from commandcenter.store.feed import read_head
from commandcenter.store.migration import migrate, newest
from commandcenter.store.setup import DEFAULT_PLACE_LEVEL, begin_epoch, set_up_city


def add_parsers(commands: Commands) -> None:
    """Add both commands."""
    init = commands.add_parser(
        "init",
        help="make the tables, the city and its catalogue",
        description="Make or migrate the tables, make the city, and bring its catalogue of categories to the file's. "
        "Running it again changes nothing that is already so.",
    )
    add_store_options(init)
    init.add_argument("--catalogue", type=Path, metavar="FILE", help="categories; default: those shipped for the city")
    init.add_argument(
        "--prefix",
        metavar="LETTERS",
        help="letters that report numbers begin with, for a city without a catalogue: an import or a later "
        "catalogue brings its categories",
    )
    init.add_argument(
        "--place-level",
        default=DEFAULT_PLACE_LEVEL,
        metavar="LEVEL",
        help=f"level of the areas that reports are placed in (default: {DEFAULT_PLACE_LEVEL})",
    )
    init.add_argument(
        "--restored",
        action="store_true",
        help="say that the database was restored from a backup: every desktop then loads everything anew",
    )
    init.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    init.set_defaults(command=_init)
    upgrade = commands.add_parser("migrate", help="bring the tables to this program's version")
    add_store_options(upgrade)
    upgrade.set_defaults(command=_migrate)


@ending_well
def _init(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    catalogue_path = options.catalogue or resource_path("catalogue", f"{settings.city}.json")
    begun_without = options.catalogue is None and not catalogue_path.is_file()
    if begun_without:
        check_prefix(settings.city, options.prefix)
    engine = open_engine(settings.database_url)
    try:
        migrate(engine)
        with writing(engine) as connection:
            if begun_without:
                # What imports have brought since stays as it is.
                present = load_categories(connection, settings.city)
                catalogue = Catalogue(options.prefix, tuple(present.values()))
            else:
                catalogue = read_catalogue(catalogue_path)
            changed = set_up_city(connection, settings, catalogue, options.place_level)
            if options.restored:
                begin_epoch(connection, settings.city)
        with reading(engine) as connection:
            head = read_head(connection, settings.city)
    finally:
        engine.dispose()
    if options.as_json:
        print(json.dumps({"city": settings.city, "categories_changed": changed, "position": str(head)}))
    if options.restored:
        say("A new life of the feed has begun: every desktop loads everything anew; acts not sent yet are kept.")
    say(f"{settings.city}: {len(catalogue.categories)} categories, {changed} of them new or changed.")
    return 0


@ending_well
def _migrate(options: argparse.Namespace) -> int:
    engine = open_engine(store_settings(options).database_url)
    try:
        migrate(engine)
    finally:
        engine.dispose()
    say(f"The tables are of version {newest()}.")
    return 0
