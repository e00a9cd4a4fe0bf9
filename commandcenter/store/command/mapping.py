"""``store mapping list``, ``show`` and ``draft``: what files of reports mean."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from commandcenter.store.command.option import Commands, ending_well, say
from commandcenter.store.command.understanding import print_understanding
from commandcenter.store.intake.drafting import FIELDS, draft_mapping
from commandcenter.store.intake.mapping import Order, known_zone
from commandcenter.store.intake.mapping_text import mapping_tables
from commandcenter.store.intake.opening import mapping_named, shipped_mappings
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.intake.understanding import first_reports, understand
from commandcenter.store.setting import system_clock

_ORDERS: dict[str, Order] = {"day": "day-first", "month": "month-first", "year": "year-first"}
_ASSUMED_ZONE = "Asia/Jakarta"


def add_parsers(commands: Commands) -> None:
    """Add the three commands."""
    mapping = commands.add_parser(
        "mapping",
        help="what the columns of files of reports mean",
        description="A mapping says what the columns of a file of reports mean (docs/imports.md).",
    )
    kinds = mapping.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = kinds.add_parser("list", help="name the shipped mappings")
    listing.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    listing.set_defaults(command=_list, database=None)
    show = kinds.add_parser("show", help="print a mapping as tables: columns, statuses, types, limits")
    show.add_argument("name", metavar="NAME|FILE", help="a shipped mapping or a mapping file")
    show.set_defaults(command=_show, database=None)
    draft = kinds.add_parser(
        "draft",
        help="draft a mapping from a file, and show what was understood",
        description="Look at a whole file, draft a mapping of it, and show what was understood. Nothing is written to "
        "the store. Statuses and types that are not known are null in the draft: fill them in.",
    )
    draft.add_argument("file", type=Path, metavar="FILE", help="file of reports")
    draft.add_argument("--out", type=Path, metavar="M.json", help="where the draft goes; without it, it is not kept")
    draft.add_argument(
        "--date-order", choices=tuple(_ORDERS), help="what comes first in a date, where no date proves it"
    )
    draft.add_argument(
        "--zone",
        type=_zone,
        default=_ASSUMED_ZONE,
        help=f"zone of times without an offset (default: {_ASSUMED_ZONE}, assumed)",
    )
    draft.add_argument(
        "--column", action="append", default=[], metavar="FIELD=NAME", help="say which column a field is read from"
    )
    draft.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    draft.set_defaults(command=_draft, database=None)


def _zone(text: str) -> str:
    try:
        return known_zone(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


@ending_well
def _list(options: argparse.Namespace) -> int:
    shipped = shipped_mappings()
    if options.as_json:
        print(json.dumps({one.name: one.title for one in shipped}))
        return 0
    width = max(len(one.name) for one in shipped)
    for one in shipped:
        print(f"{one.name:<{width}}  {one.title}")
    return 0


@ending_well
def _show(options: argparse.Namespace) -> int:
    print(mapping_tables(mapping_named(options.name)), end="")
    return 0


@ending_well
def _draft(options: argparse.Namespace) -> int:
    columns = {}
    for pair in options.column:
        name, equals, column = pair.partition("=")
        if not equals or name not in FIELDS:
            known = ", ".join(FIELDS)
            print(f"commandcenter: --column needs FIELD=NAME, not {pair!r}. Fields are: {known}.", file=sys.stderr)
            return 2
        columns[name] = column
    order = None if options.date_order is None else _ORDERS[options.date_order]
    with TableFile(options.file) as table:
        fitting = [one.name for one in shipped_mappings() if not one.missing(frozenset(table.columns))]
        if fitting:
            say(f"A shipped mapping fits this file already: {', '.join(fitting)}.")
        draft = draft_mapping(table, zone=options.zone, order=order, columns=columns)
        found = understand(table, draft.mapping, system_clock())
        # Where no type has a category yet there is nothing to see, and much to decide.
        found.samples = found.samples or first_reports(table, draft.mapping, system_clock())
        print_understanding(table, draft.mapping, found, as_json=options.as_json, evidence=draft.evidence)
    if options.out is not None:
        options.out.write_text(draft.mapping.model_dump_json(indent=2) + "\n", "utf-8")
        say(
            f"The draft is in {options.out}. Check it, fill in what is null, then: store import --mapping {options.out}"
        )
    return 0
