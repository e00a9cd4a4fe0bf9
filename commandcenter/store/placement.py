"""Placing: which area a report lies in, with an index that is rebuilt when the areas were loaded anew.

The index is a cache and nothing more: every transaction that places something reads the version of the areas first
and holds the city's row, so that no load of areas can pass it unseen.
"""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock

from sqlalchemy import Connection, Select, select

from commandcenter.models.area_index import AreaIndex
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import CityCode
from commandcenter.models.report import Area
from commandcenter.models.table import areas, store_meta
from commandcenter.store.failure import NotInitialised


class Placement:
    """Gives the area index that is true inside a transaction. Safe on any thread."""

    def __init__(self, city: CityCode) -> None:
        """Begin without an index."""
        self._city = city
        self._lock = Lock()
        self._built: tuple[int, AreaIndex] | None = None

    def index(self, connection: Connection, *, alone: bool = False) -> AreaIndex:
        """Return the index of the city's areas of the placing level.

        Args:
            connection: Inside a writing transaction; the city's row stays locked until it ends.
            alone: Keep others from placing meanwhile, for loads of areas and imports.

        Raises:
            NotInitialised: If the database does not hold the city.
        """
        return self._index_of(connection, self._wanted().with_for_update(read=not alone))

    def present_index(self, connection: Connection) -> AreaIndex:
        """Return the same inside a reading transaction, to tell somebody where a place lies and write nothing.

        Raises:
            NotInitialised: If the database does not hold the city.
        """
        return self._index_of(connection, self._wanted())

    def _wanted(self) -> Select[tuple[int, str]]:
        return select(store_meta.c.areas_version, store_meta.c.place_level).where(store_meta.c.city == self._city)

    def _index_of(self, connection: Connection, wanted: Select[tuple[int, str]]) -> AreaIndex:
        row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotInitialised(city=self._city)
        with self._lock:
            if self._built is None or self._built[0] != row.areas_version:
                self._built = (row.areas_version, load_index(connection, self._city, row.place_level))
            return self._built[1]

    def held(self, connection: Connection) -> Placement:
        """Return the same for one transaction alone, in which the index was asked for already.

        Ask outside of savepoints: what is taken back to one gives up the row that was locked behind it.
        """
        return _HeldPlacement(self._city, self.index(connection))


class _HeldPlacement(Placement):
    """Gives the index of a transaction that holds the city's row."""

    def __init__(self, city: CityCode, index: AreaIndex) -> None:
        super().__init__(city)
        self._index = index

    def index(self, connection: Connection, *, alone: bool = False) -> AreaIndex:
        return super().index(connection, alone=True) if alone else self._index


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
