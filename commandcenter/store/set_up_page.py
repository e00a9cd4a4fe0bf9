"""What a city is set up with, as its administrators look through it: a page at a time, searched and in order.

Each entry has the version that an act which changes it names as ``base_version``: its own, or one made of its content.
Crews and their members are those of the administrator's part of the city; everything else is the whole city's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, tuple_

from commandcenter.models.city_setting import DEFAULTS, LIMITS, PER_CATEGORY, SettingKey
from commandcenter.models.identity import CityCode
from commandcenter.models.record import FIELDS, KEYS, Entity
from commandcenter.models.report import Priority
from commandcenter.models.table import TABLE_OF, accounts, agencies, areas, categories, city_settings, routes, tokens
from commandcenter.store.account import account_to_json, list_accounts
from commandcenter.store.act.difference import content_version
from commandcenter.store.act.set_account import account_version
from commandcenter.store.offer import ORDINARY, load_offers, offer_document
from commandcenter.store.part import Part

MOST_ENTRIES = 1_000
"""Entries of one page at the most."""

_UNTOLD = frozenset({"boundary"})
"""What is long and nothing that an administrator reads."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which entries somebody wants to see.

    Attributes:
        search: Only those that have this in their code or name, in any case; empty: all.
        after: The key of the last one of the page before; empty: from the beginning.
        most: How many, 1 to ``MOST_ENTRIES``.
        key: Only the one with this key; empty: all.
    """

    search: str = ""
    after: str = ""
    most: int = 100
    key: str = ""


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """Entries in the order of their keys, as JSON types; ``more``: whether others follow."""

    entries: list[dict[str, Any]]
    more: bool


Read = Callable[[Connection, Part, Wish], SetUpPage]


def _records(entity: Entity, *searched: str) -> Read:
    """Return what reads an entity of the feed."""
    (key,) = KEYS[entity]
    fields = [name for name in FIELDS[entity] if name not in _UNTOLD]

    def read(connection: Connection, part: Part, wish: Wish) -> SetUpPage:
        table = TABLE_OF[entity]
        within = part.rows(entity)
        conditions = [table.c.city == part.city, *([] if within is None else [within])]
        if wish.key:
            conditions.append(table.c[key] == wish.key)
        if wish.search:
            conditions.append(_has(wish.search, *(table.c[name] for name in (key, *searched))))
        if wish.after:
            conditions.append(table.c[key] > wish.after)
        query = select(*(table.c[name] for name in fields)).where(*conditions).order_by(table.c[key])
        rows = [dict(row) for row in connection.execute(query.limit(wish.most + 1)).mappings()]
        versioned = [{"version": content_version(row), **row} for row in rows]
        return SetUpPage(versioned[: wish.most], len(rows) > wish.most)

    return read


def _categories(connection: Connection, part: Part, wish: Wish) -> SetUpPage:
    """Read the categories, each with how it is offered by Open311."""
    page = _records(Entity.CATEGORY, "name_id", "name_en", "group")(connection, part, wish)
    offers = load_offers(connection, part.city)
    for entry in page.entries:
        offer = offer_document(offers.get(entry["code"], ORDINARY))
        entry["priority"] = Priority(entry["priority"]).name.lower()
        entry["offer"] = offer
        entry["offer_version"] = content_version(offer)
    return page


def _routes(connection: Connection, part: Part, wish: Wish) -> SetUpPage:
    """Read the routes, each with the names of its category, area and agency."""
    named = {
        categories: (categories.c.name_id, categories.c.name_en),
        areas: (areas.c.name.label("area_name"), areas.c.level.label("area_level")),
        agencies: (agencies.c.name.label("agency_name"),),
    }
    own = [column for column in routes.c if column.name != "city"]
    query = select(*own, *(column for columns in named.values() for column in columns)).where(
        routes.c.city == part.city
    )
    for table, code in ((categories, routes.c.category), (areas, routes.c.area), (agencies, routes.c.agency)):
        query = query.join(table, and_(table.c.city == routes.c.city, table.c.code == code), isouter=True)
    if wish.key:
        query = query.where(routes.c.key == wish.key)
    if wish.search:
        searched = (routes.c.key, routes.c.agency, categories.c.name_id, categories.c.name_en, areas.c.name)
        query = query.where(_has(wish.search, *searched, agencies.c.name))
    if wish.after:
        query = query.where(routes.c.key > wish.after)
    rows = [dict(row) for row in connection.execute(query.order_by(routes.c.key).limit(wish.most + 1)).mappings()]
    return SetUpPage(rows[: wish.most], len(rows) > wish.most)


def _settings(connection: Connection, part: Part, wish: Wish) -> SetUpPage:
    """Read every setting there is, set or not, and those that single categories have of their own, with their names."""
    rows = connection.execute(
        select(*(city_settings.c[name] for name in FIELDS[Entity.SETTING])).where(city_settings.c.city == part.city)
    ).mappings()
    held = {row["key"]: dict(row) for row in rows}
    named = _category_names(connection, part.city)
    never = {"version": 0, "changed_by": "", "changed_ms": None}
    listed = [
        {**never, "key": name, "value": DEFAULTS[key], **held.get(name, {}), **_bounds(key), **named.get(category, {})}
        for name in sorted({*DEFAULTS, *held})
        for text, _, category in [name.partition("/")]
        if (key := _setting_key(text)) is not None
    ]
    searched = ("key", "name_id", "name_en")
    wanted = [
        entry
        for entry in listed
        if entry["key"] > wish.after
        and any(wish.search.lower() in str(entry.get(name, "")).lower() for name in searched)
    ]
    if wish.key:
        wanted = [entry for entry in wanted if entry["key"] == wish.key]
    return SetUpPage(wanted[: wish.most], len(wanted) > wish.most)


def _setting_key(text: str) -> SettingKey | None:
    """Return the setting of a name; None: it is one of a newer version of the program."""
    return SettingKey(text) if text in DEFAULTS else None


def _category_names(connection: Connection, city: CityCode) -> Mapping[str, Mapping[str, str]]:
    found = connection.execute(
        select(categories.c.code, categories.c.name_id, categories.c.name_en).where(categories.c.city == city)
    )
    return {row.code: {"name_id": row.name_id, "name_en": row.name_en} for row in found}


def _bounds(key: SettingKey) -> dict[str, Any]:
    least, most = LIMITS[key]
    return {"least": least, "most": most, "assumed": DEFAULTS[key], "per_category": key in PER_CATEGORY}


def _keys(connection: Connection, part: Part, wish: Wish) -> SetUpPage:
    """Read the keys of desks, devices and programs, newest first; nobody's sign-in is among them."""
    newest = tuple_(tokens.c.created_ms, tokens.c.token_id)
    conditions = [tokens.c.city == part.city, tokens.c.account_id.is_(None)]
    if wish.key:
        conditions.append(tokens.c.token_id == wish.key)
    if wish.search:
        conditions.append(_has(wish.search, tokens.c.name, tokens.c.token_id, tokens.c.holder))
    if wish.after:
        last = select(tokens.c.created_ms).where(tokens.c.city == part.city, tokens.c.token_id == wish.after)
        conditions.append(newest < tuple_(last.scalar_subquery(), wish.after))
    told = ("token_id", "name", "role", "area", "agency", "holder", "created_ms", "revoked_ms", "expires_ms")
    query = select(*(tokens.c[name] for name in told)).where(*conditions)
    query = query.order_by(tokens.c.created_ms.desc(), tokens.c.token_id.desc()).limit(wish.most + 1)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return SetUpPage(rows[: wish.most], len(rows) > wish.most)


def _accounts(connection: Connection, part: Part, wish: Wish) -> SetUpPage:
    """Read the accounts by login."""
    conditions: list[ColumnElement[bool]] = []
    if wish.key:
        conditions.append(accounts.c.account_id == wish.key)
    if wish.search:
        conditions.append(_has(wish.search, accounts.c.login, accounts.c.name, accounts.c.email, accounts.c.holder))
    if wish.after:
        conditions.append(accounts.c.login > wish.after)
    held = list_accounts(connection, part.city, conditions, wish.most + 1)
    entries = [
        {
            "version": account_version(account),
            **account_to_json(account),
            "email": account.email,
            "phone": account.phone,
        }
        for account in held[: wish.most]
    ]
    return SetUpPage(entries, len(held) > wish.most)


READS: Mapping[str, Read] = MappingProxyType(
    {
        "settings": _settings,
        "categories": _categories,
        "agencies": _records(Entity.AGENCY, "name"),
        "routes": _routes,
        "templates": _records(Entity.TEMPLATE, "name", "text_id", "text_en"),
        "shifts": _records(Entity.SHIFT, "name"),
        "crews": _records(Entity.CREW, "name", "area"),
        "members": _records(Entity.MEMBER, "name", "crew"),
        "facilities": _records(Entity.FACILITY, "name", "kind", "area"),
        "gauges": _records(Entity.GAUGE, "name", "river", "area"),
        "areas": _records(Entity.AREA, "name"),
        "keys": _keys,
        "accounts": _accounts,
    }
)
"""What can be looked through, by what the address calls it."""

WHOLE_CITYS = frozenset({"keys", "accounts"})
"""What nobody sees who stands for a part of the city: by it one could be let in anywhere."""


def _has(search: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(*(column.icontains(search, autoescape=True) for column in columns))
