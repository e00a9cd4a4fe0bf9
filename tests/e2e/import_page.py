"""Write the tables of docs/imports.md again: each mapping, and what came of importing each real file.

    .venv/bin/python -m tests.e2e.import_page [FOLDER]

FOLDER holds the real data files (default: ../shared/data beside the checkout). Run it when a mapping has changed, and
look at what changed in the page; a test holds the page against imports of its own.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from commandcenter.models.identity import CityCode
from commandcenter.models.instant import from_ms
from commandcenter.models.table import reports
from commandcenter.store.catalogue import Catalogue
from commandcenter.store.database import open_engine, reading, writing
from commandcenter.store.intake.loading import Loaded, load_table
from commandcenter.store.intake.mapping import ReportMapping
from commandcenter.store.intake.mapping_text import mapping_tables, state_text, table
from commandcenter.store.intake.opening import chosen_mapping, shipped_mappings
from commandcenter.store.intake.reject import Reject
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.intake.understanding import Understanding, understand
from commandcenter.store.migration import migrate
from commandcenter.store.setting import StoreSettings
from commandcenter.store.setup import set_up_city

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "imports.md"

FILES = (
    "petabencana_qlue_jakarta_2017-02-20_21.csv",
    "chicago_sanitation_311_2000_2015.csv.gz",
    "boston_311_animals_2013_2015.csv.gz",
    "boston_311_animals_2020_2023.csv.gz",
    "nyc_311_water_20250612.csv",
)

_BLOCK = re.compile(
    r"(?P<head><!-- (?P<kind>mapping|file) (?P<name>\S+) -->\n)(?P<body>.*?)(?P<end><!-- end -->)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Imported:
    """One file of a folder, in a store of its own."""

    folder: Path
    file: str
    mapping: ReportMapping
    settings: StoreSettings
    loaded: Loaded
    again: Loaded
    understood: Understanding


def blocks(page: str) -> Mapping[tuple[str, str], str]:
    """Return what stands between the marks of the page, by kind and name."""
    return {(found["kind"], found["name"]): found["body"] for found in _BLOCK.finditer(page)}


def written(page: str, made: Mapping[tuple[str, str], str]) -> str:
    """Return the page with those blocks that were made put in."""

    def replaced(found: re.Match[str]) -> str:
        return found["head"] + made.get((found["kind"], found["name"]), found["body"]) + found["end"]

    return _BLOCK.sub(replaced, page)


def mapping_block(mapping: ReportMapping) -> str:
    """Return a mapping as the page has it: what ``store mapping show`` prints."""
    return f"\n{mapping_tables(mapping)}\n"


def imported(path: Path, folder: Path) -> Imported:
    """Import a file twice into a new store and look at it once more without one."""
    settings = StoreSettings(database_url=f"sqlite:///{folder / 'store.sqlite3'}", city=CityCode("elsewhere"))
    engine = open_engine(settings.database_url)
    rejects: list[Reject] = []
    try:
        migrate(engine)
        with writing(engine) as connection:
            set_up_city(connection, settings, Catalogue("XX", ()))
        with TableFile(path) as file:
            mapping = chosen_mapping(file, None)
            loaded = load_table(engine, settings, file, mapping, rejected=rejects.append)
            again = load_table(engine, settings, file, mapping, rejected=rejects.append)
            understood = understand(file, mapping, settings.clock())
    finally:
        engine.dispose()
    return Imported(path.parent, path.name, mapping, settings, loaded, again, understood)


def file_block(done: Imported) -> str:
    """Return the tables of one import."""
    engine = open_engine(done.settings.database_url)
    try:
        return "\n" + "\n".join(_file_lines(done, engine)) + "\n\n"
    finally:
        engine.dispose()


def _file_lines(done: Imported, engine: Engine) -> Iterator[str]:
    count = done.loaded.count
    yield f"Mapping `{done.mapping.name}`, zone {done.mapping.time.zone}, dates {done.mapping.time.order}."
    yield ""
    yield from table(
        ("", "rows"),
        [
            ("read", done.loaded.read),
            ("added", count.added),
            ("the same row again", count.already_there),
            ("rejected", done.loaded.rejected),
            ("id of an earlier row with other content", len(count.repeated_ids)),
            ("added without a place", count.without_place),
            ("added by a second import", done.again.count.added),
        ],
    )
    if done.understood.reasons:
        yield ""
        yield from table(("rejected because", "rows"), done.understood.reasons.most_common())
    if done.understood.statuses:
        states = {text.casefold(): standing for text, standing in done.mapping.status.table.items()}
        rows = [
            (text, n, state_text(states.get(text.casefold()))) for text, n in done.understood.statuses.most_common()
        ]
        yield ""
        yield from table(("status in the file", "rows", "our state"), rows)
    states_now, categories, years = _counted(engine, done)
    for title, numbers in (("state", states_now), ("category", categories), ("year of reporting", years)):
        yield ""
        yield from table((title, "reports"), sorted(numbers.items()))


def _counted(engine: Engine, done: Imported) -> tuple[Counter[str], Counter[str], Counter[str]]:
    states: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    years: Counter[str] = Counter()
    zone = ZoneInfo(done.mapping.time.zone)
    with reading(engine) as connection:
        for row in connection.execute(select(reports.c.state, reports.c.category, reports.c.created_ms)):
            states[row.state] += 1
            categories[row.category] += 1
            years[str(from_ms(row.created_ms).astimezone(zone).year)] += 1
    return states, categories, years


def main(arguments: list[str]) -> int:
    """Write the page."""
    folder = Path(arguments[0]) if arguments else ROOT.parent / "shared" / "data"
    made = {("mapping", mapping.name): mapping_block(mapping) for mapping in shipped_mappings()}
    for name in FILES:
        with tempfile.TemporaryDirectory(prefix="imports-") as scratch:
            made["file", name] = file_block(imported(folder / "reports" / name, Path(scratch)))
        print(name, file=sys.stderr)
    PAGE.write_text(written(PAGE.read_text("utf-8"), made), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
