"""The program of a process that reads an SQLite file into a snapshot's frames, through Arrow's own driver.

It makes no Python object for each value, which is most of what a large snapshot costs. It has to be a process of its
own: the driver brings a second copy of SQLite, and two copies in one process undo each other's locks on a file
(https://www.sqlite.org/howtocorrupt.html, 2.2.1). So nothing that opens the store's database may import this.

It is told a line each: the file's address, which it opens; nothing, at which its transaction begins; what to select
for which entity, in order, as JSON. Having done the first two it says so; then come the frames of the records and of
the end, each behind its length. Whoever started it (``reading_process``) ends it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

import adbc_driver_sqlite
import pyarrow as pa
from adbc_driver_sqlite.dbapi import Cursor, connect

from commandcenter.models.record import Entity
from commandcenter.protocol.bulk import MAX_FRAME_ROWS, SCHEMAS, SnapshotEnd, encode_batch, encode_end
from commandcenter.store.reading_process import DONE, LENGTH_BYTES

_EXAMPLES = {
    pa.int64(): "0",
    pa.int32(): "0",
    pa.int8(): "0",
    pa.bool_(): "0",
    pa.float64(): "0.0",
    pa.string(): "''",
}
"""A value of each type, as SQLite writes it."""


def run(told: BinaryIO, out: BinaryIO) -> None:
    """Do as told until everything was sent, in one reading transaction.

    Raises:
        Error: If the database can't be read; what was sent is void.
    """
    address = told.readline().decode().rstrip("\n")
    with connect(address) as connection, connection.cursor() as cursor:
        _say_done(out)
        if not told.readline():
            return
        # SQLite begins at the first reading, not at BEGIN.
        cursor.execute("SELECT count(*) FROM sqlite_schema")
        cursor.fetchall()
        _say_done(out)
        if not (queries := told.readline()):
            return
        rows = 0
        for entity, query in json.loads(queries):
            for batch in _read(cursor, query, SCHEMAS[Entity(entity)]):
                rows += batch.num_rows
                _send(out, encode_batch(Entity(entity), batch))
        _send(out, encode_end(SnapshotEnd(rows)))
        _send(out, b"")


def _read(cursor: Cursor, query: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    examples = ", ".join(_EXAMPLES[field.type] for field in schema)
    cursor.adbc_statement.set_options(**{adbc_driver_sqlite.StatementOptions.BATCH_ROWS.value: str(MAX_FRAME_ROWS)})
    # The driver takes a column's type from the first values it meets, and fails at text behind thousands of NULLs: so
    # it meets a row of examples first, which is then left out.
    cursor.execute(f"SELECT {examples} UNION ALL SELECT * FROM ({query})")  # noqa: S608 - the store's own query
    examples_left = 1
    for read in cursor.fetch_record_batch():
        batch = read.slice(examples_left)
        examples_left = 0
        if batch.num_rows:
            columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
            yield pa.record_batch(columns, schema=schema)


def _send(out: BinaryIO, frame: bytes) -> None:
    out.write(len(frame).to_bytes(LENGTH_BYTES, "big"))
    out.write(frame)
    out.flush()


def _say_done(out: BinaryIO) -> None:
    out.write(DONE)
    out.flush()


if __name__ == "__main__":
    # Nobody takes the frames any more when the store was ended.
    with suppress(BrokenPipeError):
        run(sys.stdin.buffer, sys.stdout.buffer)
