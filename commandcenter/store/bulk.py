"""Many rows at once, through the driver.

Owns the one way around SQLAlchemy's own preparation of parameters, which costs as much as the database's work when rows
come by the thousand: SQLite's ``executemany`` and PostgreSQL's COPY take tuples.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from commandcenter.models.identity import CityCode
from commandcenter.models.record import Record


def insert_records(connection: Connection, table: Table, city: CityCode, records: Sequence[Record]) -> None:
    """Insert a city's records; all of them have the same fields in the same order.

    Raises:
        IntegrityError: If a key is taken.
    """
    if records:
        insert_tuples(connection, table, ("city", *records[0]), [(city, *record.values()) for record in records])


def insert_tuples(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of the columns. In the connection's transaction.

    Raises:
        KeyError: If the table lacks one of the columns.
    """
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(table.c[name].name) for name in columns)
    into = connection.dialect.identifier_preparer.format_table(table)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        # Names come from the mapped tables alone, values go as parameters.
        statement = f"INSERT INTO {into} ({names}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])
        return
    statement = f"COPY {into} ({names}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        # SQLAlchemy did not see this statement: what it says of errors everybody relies on.
        raise DBAPIError.instance(statement, None, error, psycopg.Error, dialect=connection.dialect) from error
