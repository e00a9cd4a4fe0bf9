"""``store areas FILE``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from commandcenter.store.area.geojson import AreaFile, read_area_file
from commandcenter.store.area.load import AreasLoaded, load_areas
from commandcenter.store.command.option import Commands, add_store_options, ending_well, say, store_settings
from commandcenter.store.database import open_engine, writing
from commandcenter.store.setup import DEFAULT_PLACE_LEVEL

_NAMED_AT_MOST = 10


def add_parsers(commands: Commands) -> None:
    """Add the command."""
    areas = commands.add_parser(
        "areas",
        help="load areas from GeoJSON and place the reports in them",
        description="Load polygons (EPSG:4326) and place every report in the one area that it lies in. "
        "Where areas overlap, the smallest code decides; in a gap a report has no area.",
    )
    add_store_options(areas)
    areas.add_argument("file", type=Path, metavar="FILE", help="GeoJSON FeatureCollection")
    areas.add_argument(
        "--level", default=DEFAULT_PLACE_LEVEL, help=f"what the areas are called (default: {DEFAULT_PLACE_LEVEL})"
    )
    areas.add_argument("--code-field", metavar="NAME", help="property with the code; else it is looked for")
    areas.add_argument("--name-field", metavar="NAME", help="property with the name; else it is looked for")
    areas.add_argument("--approximate", action="store_true", help="the borders are stand-ins and must be shown as such")
    areas.add_argument("--replace", action="store_true", help="remove areas of this level that the file does not hold")
    areas.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    areas.set_defaults(command=_areas)


@ending_well
def _areas(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    file = read_area_file(
        options.file,
        options.level,
        code_field=options.code_field,
        name_field=options.name_field,
        approximate=options.approximate,
    )
    engine = open_engine(settings.database_url)
    try:
        with writing(engine) as connection:
            loaded = load_areas(connection, settings, file.areas, replace=options.replace)
    finally:
        engine.dispose()
    if options.as_json:
        print(json.dumps(_as_json(file, loaded)))
    _report(options, file, loaded)
    return 0


def _as_json(file: AreaFile, loaded: AreasLoaded) -> dict[str, object]:
    return {
        "read": len(file.areas),
        "written": loaded.written,
        "unchanged": loaded.unchanged,
        "removed": loaded.removed,
        "reports_moved": loaded.moved,
        "repaired": list(file.repaired),
        "left_out": list(file.left_out),
    }


def _report(options: argparse.Namespace, file: AreaFile, loaded: AreasLoaded) -> None:
    kind = f"{options.level}, approximate borders" if options.approximate else options.level
    say(f"Read {len(file.areas)} areas ({kind}); code from {file.code_field!r}, name from {file.name_field!r}.")
    say(f"New or changed: {loaded.written}. Unchanged: {loaded.unchanged}. Removed: {loaded.removed}.")
    if loaded.moved:
        say(f"Reports that lie in another area now: {loaded.moved}.")
    if file.repaired:
        say(f"Invalid geometry, repaired: {', '.join(file.repaired[:_NAMED_AT_MOST])}")
    for sentence in file.left_out[:_NAMED_AT_MOST]:
        say(f"Left out: {sentence}.")
    if len(file.left_out) > _NAMED_AT_MOST:
        say(f"Left out: {len(file.left_out) - _NAMED_AT_MOST} more.")
