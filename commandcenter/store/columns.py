"""Many rows out of the database, as columns.

Owns the one way around a Python object for every value, which costs several times the database's work: on PostgreSQL
rows come as CSV by COPY and are parsed by Arrow; on SQLite they come through the driver's own cursor, and a large
snapshot through a process of its own (``reading_process``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import closing
from io import BytesIO
from itertools import islice
from typing import Any, cast

import pyarrow as pa
import pyarrow.csv
from sqlalchemy import Connection, Select


def read_batches(connection: Connection, query: Select[Any], schema: pa.Schema, rows: int) -> Generator[pa.RecordBatch]:
    """Yield what a query selects, in its order, in batches of at most so many rows.

    Close the iterator if not all are taken: a cursor is open as long.

    Args:
        connection: Inside a reading transaction.
        query: Its columns are those of the schema, in that order.
        schema: Of the batches.
        rows: At least one.
    """
    sql = literal_sql(connection, query)
    if connection.dialect.name == "postgresql":
        return _copied(connection, sql, schema, rows)
    return _fetched(connection, sql, schema, rows)


def literal_sql(connection: Connection, query: Select[Any]) -> str:
    """Return a query as the database's own SQL, its parameters written out."""
    sql = str(query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
    # Nothing is put into this text by the driver, so its percent signs need not be written twice.
    return sql.replace("%%", "%") if connection.dialect.name == "postgresql" else sql


def _copied(connection: Connection, sql: str, schema: pa.Schema, rows: int) -> Generator[pa.RecordBatch]:
    read = pa.csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=1 << 26)
    parse = pa.csv.ParseOptions(newlines_in_values=True)
    convert = pa.csv.ConvertOptions(
        column_types=schema,
        # An empty text stands in quotes, nothing at all without.
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
        # The driver hands out one row at a time, so that a part ends where a row does.
        lines = iter(copy)
        while part := _written_out(islice(lines, rows)):
            table = pa.csv.read_csv(pa.BufferReader(part), read, parse, convert)
            yield from table.cast(schema).combine_chunks().to_batches()


def _written_out(lines: Iterable[memoryview]) -> bytes:
    buffer = BytesIO()
    # Each is let go of at once. A join keeps thousands of the driver's own buffers until its end: that alone takes as
    # long as everything else the driver does.
    buffer.writelines(lines)
    return buffer.getvalue()


def _fetched(connection: Connection, sql: str, schema: pa.Schema, rows: int) -> Generator[pa.RecordBatch]:
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    with closing(driver.cursor()) as cursor:
        cursor.execute(sql)
        while some := cursor.fetchmany(rows):
            columns = zip(*some, strict=True)
            yield pa.record_batch(
                [_array(column, field) for column, field in zip(columns, schema, strict=True)], schema=schema
            )


def _array(values: tuple[Any, ...], field: pa.Field) -> pa.Array:
    if field.type == pa.bool_():
        # SQLite keeps them as 0 and 1.
        return pa.array(values, pa.int8()).cast(pa.bool_())
    return pa.array(values, field.type)
