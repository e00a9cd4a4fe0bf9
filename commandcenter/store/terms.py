"""What new reports are held against, read once in a transaction."""

from __future__ import annotations

from sqlalchemy import Connection, select

from commandcenter.models.category import Category
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.service_offer import ServiceOffer
from commandcenter.models.table import store_meta
from commandcenter.store.catalogue import load_categories
from commandcenter.store.offer import load_offer


class Terms:
    """A city's categories, their offers and the letters of its numbers, each read when it is first asked for.

    For one transaction and its thread: the next one may find other terms.
    """

    def __init__(self, connection: Connection, city: CityCode) -> None:
        """Read nothing yet; ``connection`` is inside the transaction."""
        self._connection = connection
        self._city = city
        self._categories: dict[CategoryCode, Category | None] = {}
        self._offers: dict[CategoryCode, ServiceOffer] = {}
        self._prefix: str | None = None

    def category(self, code: CategoryCode) -> Category | None:
        """Return a category; None if the store has none of that code."""
        if code not in self._categories:
            self._categories[code] = load_categories(self._connection, self._city, only=code).get(code)
        return self._categories[code]

    def offer(self, code: CategoryCode) -> ServiceOffer:
        """Return how a category is offered."""
        if code not in self._offers:
            self._offers[code] = load_offer(self._connection, self._city, code)
        return self._offers[code]

    def number_prefix(self) -> str:
        """Return the letters that report numbers begin with."""
        if self._prefix is None:
            wanted = select(store_meta.c.number_prefix).where(store_meta.c.city == self._city)
            self._prefix = str(self._connection.execute(wanted).scalar_one())
        return self._prefix
