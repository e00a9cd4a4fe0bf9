"""The city's categories: read from a file, written to the store when they differ."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, and_, select, update

from commandcenter.models.category import Category
from commandcenter.models.failure import Failure
from commandcenter.models.flat import flatten, rebuild
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.instant import to_ms
from commandcenter.models.record import KEYS, Entity
from commandcenter.models.report import Priority
from commandcenter.models.service_offer import ServiceOffer
from commandcenter.models.table import categories, incidents, jobs, media, reports, store_meta, transitions
from commandcenter.store.database import insert_of
from commandcenter.store.feed import Change, put
from commandcenter.store.offer import offers_of

_PREFIX = re.compile(r"[A-Z]{1,4}")


class BadCatalogue(Failure):
    """A file that holds no categories."""

    code = "bad_catalogue"
    template = "{path} is no catalogue of categories: {what}. Compare it with resources/catalogue/jakarta.json."


class CatalogueAbsent(Failure):
    """A city for which no catalogue is shipped."""

    code = "catalogue_absent"
    template = (
        "No catalogue is shipped for {city}. Give one with --catalogue FILE, or begin without categories with --prefix "
        "and one to four capital letters, such as JK: imports bring the categories of their mapping."
    )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A city's file of categories.

    Attributes:
        number_prefix: Letters that report numbers begin with.
        categories: In the file's order.
        offers: How categories are offered by Open311, as the file says it (``store.offer``); those not named: in the
            ordinary way. None: the file says nothing of it, and what the store has stays.
    """

    number_prefix: str
    categories: Sequence[Category]
    offers: Mapping[str, ServiceOffer] | None = None


def check_prefix(city: CityCode, prefix: str | None) -> None:
    """Say nothing if report numbers can begin with the letters.

    Raises:
        CatalogueAbsent: If they can't, or there are none.
    """
    if prefix is None or not _PREFIX.fullmatch(prefix):
        raise CatalogueAbsent(city=city)


def read_catalogue(path: Path) -> Catalogue:
    """Read the file.

    Raises:
        BadCatalogue: If it is none.
        OSError: If it can't be read.
    """
    try:
        document = json.loads(path.read_text("utf-8"))
        return Catalogue(
            document["number_prefix"],
            tuple(map(_category, document["categories"])),
            offers_of(document["services"]) if "services" in document else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadCatalogue(path=path, what=error) from error


def _category(entry: Mapping[str, Any]) -> Category:
    # A file that says nothing of priorities means the ordinary one.
    return rebuild(Category, {"priority": Priority.NORMAL, **entry})


def write_catalogue(connection: Connection, city: CityCode, wanted: Sequence[Category], now: datetime) -> list[Change]:
    """Bring the store's categories to the wanted ones.

    A category that is no longer wanted stays, since reports name it, but takes no new reports.

    Returns:
        What changed, to be published.
    """
    present = load_categories(connection, city)
    target = {category.code: category for category in wanted}
    for code, category in present.items():
        target.setdefault(code, replace(category, active=False))
    return put_categories(connection, city, present, list(target.values()), now)


def put_categories(
    connection: Connection,
    city: CityCode,
    present: Mapping[CategoryCode, Category],
    wanted: Sequence[Category],
    now: datetime,
) -> list[Change]:
    """Write those of the categories that differ from the store's, and that the catalogue changed.

    Args:
        connection: Inside a writing transaction.
        city: Whose.
        present: As the store has them.
        wanted: As they shall be; others stay as they are.
        now: The store's clock.

    Returns:
        What changed, to be published.
    """
    changed = [flatten(category) for category in wanted if present.get(category.code) != category]
    if changed:
        statement = insert_of(connection, categories)
        statement = statement.on_conflict_do_update(
            index_elements=["city", "code"],
            set_={name: statement.excluded[name] for name in changed[0] if name != "code"},
        )
        connection.execute(statement, [{"city": city, **record} for record in changed])
        connection.execute(update(store_meta).where(store_meta.c.city == city).values(catalogue_ms=to_ms(now)))
    made = [put(Entity.CATEGORY, record) for record in changed]
    for record in changed:
        before = present.get(record["code"])
        if before is not None and before.publication.value != record["publication"]:
            # What others may see of its reports is another now: they must be sent again to take anything back.
            made += _all_of(connection, city, record["code"])
    return made


def add_categories(
    connection: Connection, city: CityCode, wanted: Sequence[Category], now: datetime
) -> tuple[list[CategoryCode], list[Change]]:
    """Add those categories that the store lacks; the others stay as they are.

    Returns:
        The codes that were added, and what changed, to be published.
    """
    present = load_categories(connection, city)
    added = [category for category in wanted if category.code not in present]
    changed = write_catalogue(connection, city, [*present.values(), *added], now) if added else []
    return [category.code for category in added], changed


def _all_of(connection: Connection, city: CityCode, category: str) -> list[Change]:
    """Return a category's reports, with their timelines, photos, jobs and incidents, as changes."""
    its_own = and_(reports.c.city == city, reports.c.category == category)
    made = [
        put(Entity.REPORT, {"id": report_id})
        for report_id in connection.execute(select(reports.c.id).where(its_own)).scalars()
    ]
    for entity, table in ((Entity.TRANSITION, transitions), (Entity.MEDIA, media), (Entity.JOB, jobs)):
        of_report = and_(table.c.city == reports.c.city, table.c.report_id == reports.c.id)
        keys = select(*(table.c[name] for name in KEYS[entity])).join(reports, of_report).where(its_own)
        made += [put(entity, dict(row)) for row in connection.execute(keys).mappings()]
    about_it = select(incidents.c.id).where(incidents.c.city == city, incidents.c.category == category)
    made += [put(Entity.INCIDENT, dict(row)) for row in connection.execute(about_it).mappings()]
    return made


def load_categories(
    connection: Connection, city: CityCode, *, only: CategoryCode | None = None
) -> Mapping[CategoryCode, Category]:
    """Return the store's categories by code, in the order of their codes; ``only``: that one, if it is there."""
    wanted = select(categories).where(categories.c.city == city)
    wanted = wanted.order_by(categories.c.code) if only is None else wanted.where(categories.c.code == only)
    return {CategoryCode(row["code"]): rebuild(Category, dict(row)) for row in connection.execute(wanted).mappings()}
