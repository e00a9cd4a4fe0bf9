"""``store facilities import FILE`` and ``store gauges import FILE``."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from commandcenter.models.facility import FacilityKind
from commandcenter.store.command.option import Commands, add_store_options, ending_well, say, store_settings
from commandcenter.store.database import open_engine, writing
from commandcenter.store.feed import read_head
from commandcenter.store.resource.facility_file import read_facility_file
from commandcenter.store.resource.gauge_file import read_gauge_file
from commandcenter.store.resource.load import Loaded, load_facilities, load_gauges

_NAMED_AT_MOST = 10


def add_parsers(commands: Commands) -> None:
    """Add both commands."""
    facilities = _importing(
        commands,
        "facilities",
        "hospitals and other places with something to have",
        "Load facilities from GeoJSON (or what else `store areas` reads): a code, a name and a place each. Loading a "
        "file again changes what it says differently; what it lacks stays.",
    )
    facilities.add_argument("file", type=Path, metavar="FILE", help="the facilities, all of one kind")
    facilities.add_argument(
        "--kind",
        choices=[kind.value for kind in FacilityKind],
        default=FacilityKind.HOSPITAL.value,
        help="what they are",
    )
    facilities.add_argument("--prefix", default="", metavar="TEXT", help="put before each code, such as RS-")
    facilities.add_argument("--code-field", metavar="NAME", help="property with the code; else it is looked for")
    facilities.add_argument("--name-field", metavar="NAME", help="property with the name; else it is looked for")
    facilities.set_defaults(command=_facilities)
    gauges = _importing(
        commands,
        "gauges",
        "water gauges and their readings",
        "Load gauges and readings: the JSON list of Jakarta's flood gates, or a CSV with a time (WIB) and a column "
        "NAME_cm, perhaps NAME_siaga, for each gauge. A reading that is there stays; limits are set by administrators.",
    )
    gauges.add_argument("file", type=Path, metavar="FILE", help="the gauges")
    gauges.add_argument(
        "--gauge",
        action="append",
        type=_named,
        default=[],
        metavar="NAME=CODE",
        help="the code of the gauge that the file calls NAME; else it is made from the name",
    )
    gauges.add_argument("--said-by", default="Impor", metavar="NAME", help="who read them (default: Impor)")
    gauges.set_defaults(command=_gauges)


def _importing(commands: Commands, name: str, what: str, description: str) -> argparse.ArgumentParser:
    verbs = commands.add_parser(name, help=f"load {what}").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    importing = verbs.add_parser("import", help="load a file", description=description)
    add_store_options(importing)
    importing.add_argument("--simulated", action="store_true", help="they are made up, and must be shown as such")
    importing.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    return importing


def _named(text: str) -> tuple[str, str]:
    name, equals, code = text.partition("=")
    if not (name and equals and code):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=CODE")
    return name, code


@ending_well
def _facilities(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    file = read_facility_file(
        options.file, prefix=options.prefix, code_field=options.code_field, name_field=options.name_field
    )
    engine = open_engine(settings.database_url)
    try:
        with writing(engine) as connection:
            read_head(connection, settings.city)
            loaded = load_facilities(
                connection, settings, file.facilities, FacilityKind(options.kind), simulated=options.simulated
            )
    finally:
        engine.dispose()
    rejected = [(f"feature {place}", why) for place, why in file.rejected]
    return _tell(options, "facilities", len(file.facilities), loaded, rejected)


@ending_well
def _gauges(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    file = read_gauge_file(options.file, dict(options.gauge))
    engine = open_engine(settings.database_url)
    try:
        with writing(engine) as connection:
            read_head(connection, settings.city)
            loaded = load_gauges(connection, settings, file.gauges, options.said_by, simulated=options.simulated)
    finally:
        engine.dispose()
    return _tell(options, "gauges", len(file.gauges), loaded, file.rejected)


def _tell(
    options: argparse.Namespace, what: str, found: int, loaded: Loaded, rejected: Iterable[tuple[str, str]]
) -> int:
    listed = list(rejected)
    if options.as_json:
        print(json.dumps({"found": found, **asdict(loaded), "rejected": len(listed)}))
        return 0
    readings = f", {loaded.readings} new readings" if what == "gauges" else ""
    print(f"{found} {what}: {loaded.written} new or changed{readings}, {loaded.outside} in no area of the city.")
    if loaded.late:
        say(f"{loaded.late} readings lie in the future and were left out.")
    for where, why in listed[:_NAMED_AT_MOST]:
        say(f"{where}: {why}")
    if len(listed) > _NAMED_AT_MOST:
        reasons = Counter(why for _, why in listed)
        say(f"{len(listed)} were left out; most often: {reasons.most_common(1)[0][0]}")
    return 0
