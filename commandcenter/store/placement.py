"""Placing: which area a report lies in, and by the city's routes with whom it begins.

The index of areas and the routes are caches and nothing more: every transaction that places something reads their
versions first, in one question, and holds the city's row, so that no load of areas and no new route can pass it unseen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from commandcenter.models.area_index import AreaIndex
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import CityCode
from commandcenter.models.report import Area
from commandcenter.models.routing import Routing
from commandcenter.models.table import areas, store_meta
from commandcenter.store.failure import NotInitialised
from commandcenter.store.routing import load_routing


@dataclass(frozen=True, slots=True)
class Ground:
    """What says where a new report begins: in which area, and with which agency."""

    index: AreaIndex
    routing: Routing


class Placement:
    """Gives the area index and the routes that are true inside a transaction. Safe on any thread."""

    def __init__(self, city: CityCode) -> None:
        """Begin without an index."""
        self._city = city
        self._lock = Lock()
        self._built: tuple[int, AreaIndex] | None = None
        self._routed: tuple[tuple[int, int], Routing] | None = None

    def index(self, connection: Connection, *, alone: bool = False) -> AreaIndex:
        """Return the index of the city's areas of the placing level.

        Args:
            connection: Inside a writing transaction; the city's row stays locked until it ends.
            alone: Keep others from placing meanwhile, for loads of areas and imports.

        Raises:
            NotInitialised: If the database does not hold the city.
        """
        return self._index_at(connection, self._versions(connection, self._wanted().with_for_update(read=not alone)))

    def ground(self, connection: Connection) -> Ground:
        """Return the same index and the routes, for new reports; the city's row stays locked until the end.

        Raises:
            NotInitialised: If the database does not hold the city.
        """
        row = self._versions(connection, self._wanted().with_for_update(read=True))
        return Ground(self._index_at(connection, row), self._routing_at(connection, row))

    def present_index(self, connection: Connection) -> AreaIndex:
        """Return the same inside a reading transaction, to tell somebody where a place lies and write nothing.

        Raises:
            NotInitialised: If the database does not hold the city.
        """
        return self._index_at(connection, self._versions(connection, self._wanted()))

    def held(self, connection: Connection) -> Placement:
        """Return the same for one transaction alone, in which everything was asked for already.

        Ask outside of savepoints: what is taken back to one gives up the row that was locked behind it.
        """
        return _HeldPlacement(self._city, self.ground(connection))

    def _wanted(self) -> Select[tuple[int, int, str]]:
        meta = store_meta.c
        return select(meta.areas_version, meta.routes_version, meta.place_level).where(meta.city == self._city)

    def _versions(self, connection: Connection, wanted: Select[Any]) -> Row[Any]:
        row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotInitialised(city=self._city)
        return row

    def _index_at(self, connection: Connection, row: Row[Any]) -> AreaIndex:
        with self._lock:
            if self._built is None or self._built[0] != row.areas_version:
                self._built = (row.areas_version, load_index(connection, self._city, row.place_level))
            return self._built[1]

    def _routing_at(self, connection: Connection, row: Row[Any]) -> Routing:
        versions = (row.areas_version, row.routes_version)
        with self._lock:
            if self._routed is None or self._routed[0] != versions:
                self._routed = (versions, load_routing(connection, self._city))
            return self._routed[1]


class _HeldPlacement(Placement):
    """Gives what a transaction that holds the city's row has asked for."""

    def __init__(self, city: CityCode, ground: Ground) -> None:
        super().__init__(city)
        self._ground = ground

    def index(self, connection: Connection, *, alone: bool = False) -> AreaIndex:
        return super().index(connection, alone=True) if alone else self._ground.index

    def ground(self, connection: Connection) -> Ground:  # noqa: ARG002 - it was asked for already
        return self._ground


def load_index(connection: Connection, city: CityCode, level: str, *, without: Collection[str] = ()) -> AreaIndex:
    """Build the index of a level's areas as this transaction sees them.

    Args:
        connection: Of the transaction.
        city: Whose areas.
        level: Which of its areas.
        without: Codes to leave out.
    """
    rows = connection.execute(select(areas).where(areas.c.city == city, areas.c.level == level)).mappings()
    return AreaIndex(rebuild(Area, dict(row)) for row in rows if row["code"] not in without)
