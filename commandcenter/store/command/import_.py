"""``store import FILE``."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from commandcenter.models.past import PastReport
from commandcenter.store.command.option import Commands, add_store_options, ending_well, say, store_settings
from commandcenter.store.database import open_engine, writing
from commandcenter.store.intake.archive import BATCH_ROWS, ImportCount, import_batch
from commandcenter.store.intake.jakarta_file import SOURCE, Reject, columns_of, read_rows
from commandcenter.store.placement import Placement


def add_parsers(commands: Commands) -> None:
    """Add the command."""
    importing = commands.add_parser(
        "import",
        help="import an archive of reports",
        description="Import the Jakarta flood archive (CSV; times without an offset are WIB). Importing it again adds "
        "nothing. Rows that can't be reports go to a rejects file, with line and reason.",
    )
    add_store_options(importing)
    importing.add_argument("file", type=Path, metavar="FILE", help="CSV file")
    importing.add_argument(
        "--rejects", type=Path, metavar="FILE", help="where refused rows go (default: NAME.rejects.csv here)"
    )
    importing.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    importing.set_defaults(command=_import)


@ending_well
def _import(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    columns = columns_of(options.file)
    rejects_path: Path = options.rejects or Path(f"{options.file.stem}.rejects.csv")
    engine = open_engine(settings.database_url)
    placement = Placement(settings.city)
    count = ImportCount()
    rejects: list[Reject] = []
    batch: list[PastReport] = []
    read = 0

    def write_batch() -> None:
        with writing(engine) as connection:
            import_batch(connection, settings, placement, SOURCE, batch, count)
        batch.clear()
        _show_progress(read)

    try:
        for row in read_rows(options.file, settings.clock()):
            read += 1
            if isinstance(row, Reject):
                rejects.append(row)
                continue
            batch.append(row)
            if len(batch) == BATCH_ROWS:
                write_batch()
        if batch:
            write_batch()
    finally:
        engine.dispose()
    _end_progress()
    if rejects:
        _write_rejects(rejects_path, columns, rejects)
    if options.as_json:
        print(json.dumps(_as_json(read, count, rejects)))
    _report(read, count, rejects, rejects_path)
    # A file of which nothing could be used was not imported, whatever else is true.
    return 1 if rejects and not count.added and not count.already_there else 0


def _show_progress(read: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{read} rows", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)


def _write_rejects(path: Path, columns: Sequence[str], rejects: Sequence[Reject]) -> None:
    """Write refused rows as they stood, line and reason in front, so that they can be corrected and imported."""
    with path.open("w", encoding="utf-8", newline="", errors="surrogateescape") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reason", *columns])
        for reject in rejects:
            writer.writerow([reject.line, str(reject.reason), *(reject.row.get(name, "") for name in columns)])


def _as_json(read: int, count: ImportCount, rejects: Sequence[Reject]) -> dict[str, object]:
    return {
        "read": read,
        "added": count.added,
        "already_there": count.already_there,
        "rejected": len(rejects),
        "repeated_ids": count.repeated_ids,
        "outside_every_area": count.outside,
        "in_more_than_one_area": count.overlapping,
        "in_the_one_area_named": count.agreeing,
        "differing_lines": count.differing,
    }


def _report(read: int, count: ImportCount, rejects: Sequence[Reject], rejects_path: Path) -> None:
    say(f"Read {read} rows: {count.added} added, {count.already_there} already there, {len(rejects)} rejected.")
    if count.added:
        say(f"In the one area that the file names: {count.agreeing}.")
        say(f"Outside every area, so without one: {count.outside}.")
        say(f"In more than one area; the smallest code decided: {count.overlapping}.")
    if count.differing:
        lines = ", ".join(str(line) for line in count.differing[:10])
        say(f"Elsewhere than the file says: {len(count.differing)} (lines {lines}…).")
    if count.repeated_ids:
        ids = ", ".join(dict.fromkeys(count.repeated_ids[:10]))
        say(f"The same id with other content, kept as another occurrence: {len(count.repeated_ids)} ({ids}…).")
    if rejects:
        first = rejects[0]
        say(f"Rejected rows are in {rejects_path}; the first, line {first.line}: {first.reason}")
