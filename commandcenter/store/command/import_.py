"""``store import FILE``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from commandcenter.store.command.option import Commands, add_store_options, ending_well, say, store_settings
from commandcenter.store.command.progress import Progress
from commandcenter.store.command.understanding import print_understanding
from commandcenter.store.database import open_engine
from commandcenter.store.intake.loading import Loaded, load_table
from commandcenter.store.intake.mapping import ReportMapping
from commandcenter.store.intake.opening import chosen_mapping, mapping_named
from commandcenter.store.intake.rejects_file import RejectsFile
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.intake.understanding import understand
from commandcenter.store.setting import system_clock

_NAMED_AT_MOST = 10


def add_parsers(commands: Commands) -> None:
    """Add the command."""
    importing = commands.add_parser(
        "import",
        help="import an archive of reports",
        description="Import a file of reports: CSV, TSV, JSON or JSON Lines, plain or gzipped, recognised by its "
        "content. A mapping says what its columns mean; the shipped one that fits is found by the columns "
        "(docs/imports.md). Importing a file again adds nothing. Rows that can't be reports go to a rejects file, with "
        "line and reason.",
    )
    add_store_options(importing)
    importing.add_argument("file", type=Path, metavar="FILE", help="file of reports")
    importing.add_argument(
        "--mapping", metavar="NAME|FILE", help="a shipped mapping (store mapping list) or a mapping file"
    )
    importing.add_argument(
        "--dry-run", action="store_true", help="show what would be understood, and write nothing to the store"
    )
    importing.add_argument(
        "--rejects",
        type=Path,
        metavar="FILE",
        help="where refused rows go (default: NAME.rejects.csv here; a file "
        "that is there is kept, and the new one gets a number)",
    )
    importing.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    importing.set_defaults(command=_import)


@ending_well
def _import(options: argparse.Namespace) -> int:
    asked = None if options.mapping is None else mapping_named(options.mapping)
    with TableFile(options.file, asked.delimiter if asked else "") as table:
        mapping = chosen_mapping(table, asked)
        if options.dry_run:
            understood = understand(table, mapping, system_clock())
            print_understanding(table, mapping, understood, as_json=options.as_json)
            return 0
        return _load(options, table, mapping)


def _load(options: argparse.Namespace, table: TableFile, mapping: ReportMapping) -> int:
    settings = store_settings(options)
    engine = open_engine(settings.database_url)
    progress = Progress()
    try:
        with RejectsFile(options.rejects or _rejects_path(options.file), table.columns) as rejects:
            loaded = load_table(
                engine,
                settings,
                table,
                mapping,
                rejected=rejects.add,
                went_on=lambda so_far: progress.show(table.fraction(), so_far.read),
            )
    finally:
        progress.end()
        engine.dispose()
    if options.as_json:
        print(json.dumps(_as_json(mapping, loaded)))
    _report(mapping, loaded, rejects)
    # A file of which nothing could be used was not imported, whatever else is true.
    count = loaded.count
    return 1 if loaded.rejected and not count.added and not count.already_there else 0


def _rejects_path(file: Path) -> Path:
    """Return a name in the working folder, without the endings of the file, of which `.csv.gz` has two."""
    plain = file.with_suffix("") if file.suffix == ".gz" else file
    return Path(f"{plain.stem}.rejects.csv")


def _as_json(mapping: ReportMapping, loaded: Loaded) -> dict[str, object]:
    count = loaded.count
    return {
        "mapping": mapping.name,
        "read": loaded.read,
        "added": count.added,
        "already_there": count.already_there,
        "rejected": loaded.rejected,
        "repeated_ids": count.repeated_ids,
        "new_categories": loaded.new_categories,
        "without_place": count.without_place,
        "outside_every_area": count.outside,
        "in_more_than_one_area": count.overlapping,
        "in_the_one_area_named": count.agreeing,
        "differing_lines": count.differing,
    }


def _report(mapping: ReportMapping, loaded: Loaded, rejects: RejectsFile) -> None:
    count = loaded.count
    say(f"Understood as {mapping.title} (mapping {mapping.name}; times of {mapping.time.zone}).")
    if loaded.new_categories:
        say(f"New in the catalogue: {', '.join(loaded.new_categories)}.")
    say(
        f"Read {loaded.read} rows: {count.added} added, {count.already_there} already there, "
        f"{loaded.rejected} rejected."
    )
    if count.added:
        if mapping.area:
            say(f"In the one area that the file names: {count.agreeing}.")
        say(f"Without a place: {count.without_place}.")
        say(f"Outside every area, so without one: {count.outside}.")
        say(f"In more than one area; the smallest code decided: {count.overlapping}.")
    if count.differing:
        lines = ", ".join(str(line) for line in count.differing[:_NAMED_AT_MOST])
        say(f"Elsewhere than the file says: {len(count.differing)} (lines {lines}…).")
    if count.repeated_ids:
        ids = ", ".join(dict.fromkeys(count.repeated_ids[:_NAMED_AT_MOST]))
        say(f"The same id with other content, kept as another occurrence: {len(count.repeated_ids)} ({ids}…).")
    if rejects.first:
        first = rejects.first
        say(f"Rejected rows are in {rejects.path}; the first, line {first.line}: {first.reason}")
