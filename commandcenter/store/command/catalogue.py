"""``store catalogue show|load``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from commandcenter.models.category import Category
from commandcenter.models.flat import flatten
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.service_offer import ServiceOffer
from commandcenter.models.table import store_meta
from commandcenter.store.catalogue import load_categories, read_catalogue
from commandcenter.store.central import CentralStore
from commandcenter.store.command.option import (
    Commands,
    add_store_options,
    complain,
    ending_well,
    say,
    store_settings,
)
from commandcenter.store.database import reading
from commandcenter.store.offer import ORDINARY, load_offers, offer_document
from commandcenter.store.token import Principal

_COMMAND = Principal("catalogue", "store catalogue", Role.ADMINISTRATOR)
"""As whom the command acts; the history of a category names it."""


def add_parsers(commands: Commands) -> None:
    """Add the command and its verbs."""
    catalogue = commands.add_parser("catalogue", help="show the categories, or bring them to a file's")
    verbs = catalogue.add_subparsers(title="commands", metavar="COMMAND", required=True)
    show = verbs.add_parser("show", help="print the categories as a file that `load` reads")
    add_store_options(show)
    show.set_defaults(command=_show)
    load = verbs.add_parser(
        "load",
        help="bring the categories to a file's",
        description="Bring the categories, and how Open311 offers them, to those of a file, while the store runs or "
        "not. Each change is an administrator's act and has its place in the history. A category that the file lacks "
        "takes no new reports; reports keep the limits that they were given. A file without services leaves the "
        "offers as they are.",
    )
    add_store_options(load)
    load.add_argument("file", type=Path, metavar="FILE", help="such as resources/catalogue/jakarta.json")
    load.set_defaults(command=_load)


@ending_well
def _show(options: argparse.Namespace) -> int:
    store = CentralStore(store_settings(options))
    try:
        store.check_ready()
        with reading(store.engine) as connection:
            city = store.settings.city
            prefix = connection.execute(
                select(store_meta.c.number_prefix).where(store_meta.c.city == city)
            ).scalar_one()
            categories = load_categories(connection, city)
            offers = load_offers(connection, city)
    finally:
        store.close()
    document = {
        "city": city,
        "number_prefix": prefix,
        "categories": [flatten(category) for category in categories.values()],
        "services": {code: offer_document(offer) for code, offer in sorted(offers.items()) if offer != ORDINARY},
    }
    print(json.dumps(document, ensure_ascii=False, indent=2))
    return 0


@ending_well
def _load(options: argparse.Namespace) -> int:
    file = read_catalogue(options.file)
    wanted = {category.code: category for category in file.categories}
    store = CentralStore(store_settings(options))
    try:
        store.check_ready()
        with reading(store.engine) as connection:
            present = load_categories(connection, store.settings.city)
            offered = load_offers(connection, store.settings.city)
        for code, category in present.items():
            wanted.setdefault(code, replace(category, active=False))
        changed = [category for category in wanted.values() if present.get(category.code) != category]
        offers = {} if file.offers is None else _changed_offers(offered, file.offers)
        acts = [_category_act(store, category) for category in changed]
        acts += [_act(store, IntentKind.SET_OFFER, code, offer_document(offer)) for code, offer in offers.items()]
        for act in acts:
            result = store.apply(act, _COMMAND)
            if result.status is not IntentStatus.APPLIED:
                return complain(f"{act.target}: {result.sentence['en']} What came before it in the file is changed.")
    finally:
        store.close()
    say(f"{len(wanted)} categories, {len(changed)} of them new or changed; {len(offers)} offers changed.")
    return 0


def _changed_offers(present: Mapping[str, ServiceOffer], wanted: Mapping[str, ServiceOffer]) -> dict[str, ServiceOffer]:
    """Return the offers to set; a category that the file does not name is offered in the ordinary way."""
    codes = sorted(present.keys() | wanted.keys())
    return {
        code: wanted.get(code, ORDINARY) for code in codes if present.get(code, ORDINARY) != wanted.get(code, ORDINARY)
    }


def _category_act(store: CentralStore, category: Category) -> Intent:
    payload = {name: value for name, value in flatten(category).items() if name != "code"}
    payload["priority"] = category.priority.name.lower()
    return _act(store, IntentKind.SET_CATEGORY, category.code, payload)


def _act(store: CentralStore, kind: IntentKind, code: str, payload: Mapping[str, object]) -> Intent:
    return Intent(new_intent_id(), kind, None, None, store.settings.clock(), payload=payload, target=code)
