"""``store areas FILE``."""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from commandcenter.models.failure import Failure
from commandcenter.models.identity import AreaCode
from commandcenter.store.area.file import AreaFile, AreaRequest, read_area_file
from commandcenter.store.area.level import read_names
from commandcenter.store.area.load import AreasLoaded, load_areas, stored_areas
from commandcenter.store.area.move import Move
from commandcenter.store.area.plan import Levels, Planned, planned
from commandcenter.store.command.option import Commands, add_store_options, ending_well, say, store_settings
from commandcenter.store.database import open_engine, writing
from commandcenter.store.setup import DEFAULT_PLACE_LEVEL

_NAMED_AT_MOST = 10
_MOVES_AT_MOST = 20

_DESCRIPTION = """\
Load the borders of areas and place reports in them. Reads GeoJSON, GeoPackage, Shapefile, or a .zip with one of
them; other coordinate systems are converted to degrees. Where areas overlap, the smallest code decides; in a gap a
report has no area. Open reports move to the area that they lie in now; closed ones keep the one that answered.
"""


class NothingToLoad(Failure):
    """A command that names nothing to do."""

    code = "no_areas_to_load"
    template = "Name a file of areas to load, or a level to place reports in with --place-level."


def add_parsers(commands: Commands) -> None:
    """Add the command."""
    areas = commands.add_parser("areas", help="load areas and place the reports in them", description=_DESCRIPTION)
    add_store_options(areas)
    areas.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the areas of one level")
    areas.add_argument(
        "--level", default=DEFAULT_PLACE_LEVEL, help=f"what the areas are called (default: {DEFAULT_PLACE_LEVEL})"
    )
    reading = areas.add_argument_group("the file")
    reading.add_argument("--code-field", metavar="NAME", help="property with the code; else it is looked for")
    reading.add_argument("--name-field", metavar="NAME", help="property with the name; else it is looked for")
    reading.add_argument("--layer", metavar="NAME", help="which layer of a file with several")
    reading.add_argument("--crs", metavar="SYSTEM", help="coordinate system, such as EPSG:32748; else the file says it")
    reading.add_argument("--encoding", metavar="NAME", help="of a Shapefile's texts, such as cp1252; else it says it")
    reading.add_argument(
        "--approximate", action="store_true", help="the borders are stand-ins and must be shown as such"
    )
    levels = areas.add_argument_group("levels")
    levels.add_argument(
        "--dissolve",
        type=_words,
        default=(),
        metavar="LEVEL,…",
        help="make upper levels from these areas, the lowest first, such as kecamatan,kota",
    )
    levels.add_argument(
        "--parent-field",
        type=_words,
        default=(),
        metavar="NAME,…",
        help="property with the code of the area one level up, two levels up …; else dotted codes say it",
    )
    levels.add_argument("--names", type=Path, metavar="FILE", help="CSV with names of dissolved areas (code,name)")
    levels.add_argument("--within", metavar="LEVEL", help="these areas lie in the stored areas of this level")
    levels.add_argument("--over", metavar="LEVEL", help="the stored areas of this level lie in these")
    levels.add_argument("--place-level", metavar="LEVEL", help="place reports in areas of this level from now on")
    writing_ = areas.add_argument_group("writing")
    writing_.add_argument("--replace", action="store_true", help="remove areas of this level that the file lacks")
    writing_.add_argument("--dry-run", action="store_true", help="show what would happen, and write nothing")
    writing_.add_argument("--moved", type=Path, metavar="FILE", help="write which reports moved, as CSV")
    writing_.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    areas.set_defaults(command=_areas)


def _words(text: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(","))
    if not all(words) or len(set(words)) < len(words):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of different words with commas between")
    return words


@ending_well
def _areas(options: argparse.Namespace) -> int:
    if options.file is None and options.place_level is None:
        raise NothingToLoad
    settings = store_settings(options)
    file = None if options.file is None else read_area_file(options.file, _request(options))
    levels = Levels(
        options.dissolve,
        options.within,
        options.over,
        {} if options.names is None else read_names(options.names),
        options.replace,
    )
    engine = open_engine(settings.database_url)
    try:
        with writing(engine) as connection:
            stored = stored_areas(connection, settings.city)
            plan = Planned((), {}, ()) if file is None else planned(file, stored, levels)
            trial = connection.begin_nested()
            loaded = load_areas(
                connection, settings, plan.areas, replace=options.replace, place_level=options.place_level
            )
            names = {area.code: area.name for area in [*stored, *plan.areas]}
            there_are = {area.level for area in [*stored, *plan.areas]}
            if options.moved is not None:
                _write_moves(options.moved, loaded.moved)
            (trial.rollback if options.dry_run else trial.commit)()
    finally:
        engine.dispose()
    if options.as_json:
        print(json.dumps(_as_json(options, file, plan, loaded), ensure_ascii=False))
    if file is not None:
        _tell_file(options, file)
    _tell_load(options, plan, loaded)
    _tell_moves(loaded.moved, names)
    if loaded.place_level not in there_are:
        say(
            f"Reports are placed in areas of the level {loaded.place_level}, and there are none. "
            f"Place them in these with --place-level {options.level}."
        )
    if options.dry_run:
        say("Nothing was written (--dry-run).")
    return 0


def _request(options: argparse.Namespace) -> AreaRequest:
    return AreaRequest(
        level=options.level,
        code_field=options.code_field,
        name_field=options.name_field,
        parent_fields=options.parent_field,
        approximate=options.approximate,
        layer=options.layer,
        crs=options.crs,
        encoding=options.encoding,
    )


def _as_json(
    options: argparse.Namespace, file: AreaFile | None, plan: Planned, loaded: AreasLoaded
) -> dict[str, object]:
    moves = [{"from": before, "to": after, "reports": count} for (before, after), count in _counted(loaded.moved)]
    return {
        "dry_run": options.dry_run,
        "read": 0 if file is None else len(file.areas),
        "converted_from": None if file is None else file.converted_from,
        "dissolved": dict(plan.made),
        "written": loaded.written,
        "unchanged": loaded.unchanged,
        "removed": loaded.removed,
        "stand_ins_replaced": loaded.stand_ins,
        "approximate_levels": list(loaded.approximate_levels),
        "place_level": loaded.place_level,
        "reports_moved": len(loaded.moved),
        "open_reports_moved": sum(move.open for move in loaded.moved),
        "moves": moves,
        "repaired": [] if file is None else list(file.repaired),
        "merged": [] if file is None else list(file.merged),
        "left_out": [] if file is None else list(file.left_out),
        "remarks": [*(() if file is None else file.contradictions), *plan.remarks],
    }


def _tell_file(options: argparse.Namespace, file: AreaFile) -> None:
    kind = f"{options.level}, approximate borders" if options.approximate else options.level
    say(f"Read {len(file.areas)} areas ({kind}); code from {file.code_field!r}, name from {file.name_field!r}.")
    if file.converted_from is not None:
        say(f"Coordinates were converted to degrees (EPSG:4326) from {file.converted_from}.")
    if file.repaired:
        say(f"Invalid geometry, repaired: {_some(file.repaired)}.")
    if file.merged:
        say(f"On several rows, merged: {_some(file.merged)}.")
    _say_each("Left out", file.left_out)
    _say_each("Contradiction", file.contradictions)


def _tell_load(options: argparse.Namespace, plan: Planned, loaded: AreasLoaded) -> None:
    for level, count in plan.made.items():
        say(f"Dissolved: {count} areas of the level {level}.")
    _say_each("Doubtful", plan.remarks)
    say(f"New or changed: {loaded.written}. Unchanged: {loaded.unchanged}. Removed: {loaded.removed}.")
    if loaded.stand_ins:
        say(f"Real borders take the place of {loaded.stand_ins} approximate ones.")
    if loaded.approximate_levels and not options.approximate:
        say(f"Levels that still have approximate borders: {', '.join(loaded.approximate_levels)}.")
    if options.place_level is not None:
        say(f"Reports are placed in areas of the level {loaded.place_level} from now on.")


def _tell_moves(moved: Sequence[Move], names: dict[AreaCode, str]) -> None:
    still_open = [move for move in moved if move.open]
    if still_open:
        say(f"Open reports that lie in another area now: {len(still_open)}.")
        counted = _counted(still_open)
        for (before, after), count in counted[:_MOVES_AT_MOST]:
            say(f"  {count:>7}  {_called(before, names)} → {_called(after, names)}")
        if len(counted) > _MOVES_AT_MOST:
            rest = sum(count for _, count in counted[_MOVES_AT_MOST:])
            say(f"  {rest:>7}  between {len(counted) - _MOVES_AT_MOST} more pairs; --moved FILE lists each report")
    if len(moved) > len(still_open):
        say(
            f"Closed reports that were placed: {len(moved) - len(still_open)} "
            "(they had no area, or one whose border was a stand-in or is gone)."
        )


def _counted(moved: Iterable[Move]) -> list[tuple[tuple[AreaCode | None, AreaCode | None], int]]:
    """Return from, to and how many, the most first."""
    counts = Counter((move.before, move.after) for move in moved)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0][0] or "", item[0][1] or ""))


def _called(code: AreaCode | None, names: dict[AreaCode, str]) -> str:
    return "no area" if code is None else f"{code} {names.get(code, '')}".strip()


def _write_moves(path: Path, moved: Sequence[Move]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "open", "from", "to"])
        writer.writerows([move.number, int(move.open), move.before or "", move.after or ""] for move in moved)


def _some(codes: Sequence[str]) -> str:
    more = len(codes) - _NAMED_AT_MOST
    return ", ".join(codes[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def _say_each(kind: str, sentences: Sequence[str]) -> None:
    for sentence in sentences[:_NAMED_AT_MOST]:
        say(f"{kind}: {sentence}.")
    if len(sentences) > _NAMED_AT_MOST:
        say(f"{kind}: {len(sentences) - _NAMED_AT_MOST} more.")
