"""The program of a process that writes Arrow batches into an SQLite file, through Arrow's own driver.

It makes no Python object for each value, which is most of what writing many rows costs. It has to be a process of its
own: the driver brings a second copy of SQLite, and two copies in one process undo each other's locks on a file
(https://www.sqlite.org/howtocorrupt.html, 2.2.1). So nothing that opens the mirror may import this.

It is told a line of JSON each: first ``file``, an address, and ``statements`` that are executed in order, the first of
which begins a transaction; then any number of ``table`` and ``bytes``, with an Arrow stream of so many bytes behind the
line; last ``statements`` with their ``values``. Having committed, it says so. An input that ends before leaves
everything as it was, and so does a database that refuses: what it says then is a line of JSON, ``damaged`` and
``reason``. Whoever started it (``loading_process``) ends it.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any, BinaryIO

import pyarrow as pa
from adbc_driver_sqlite.dbapi import Connection, Error, connect

from commandcenter.models.mirror.loading_process import DONE

_DAMAGE = ("database disk image is malformed", "file is not a database")
"""What SQLite says of a damaged file; the driver passes its words on, and not its codes."""


def run(told: BinaryIO, out: BinaryIO) -> None:
    """Do as told until it is committed, refused, or the input ends."""
    try:
        if _is_loaded(told):
            _say(out, DONE)
    except Error as error:
        _say(out, json.dumps(_refusal(error)).encode() + b"\n")


def _is_loaded(told: BinaryIO) -> bool:
    opening = json.loads(told.readline())
    with connect(opening["file"], autocommit=True) as connection:
        _execute(connection, [(statement, ()) for statement in opening["statements"]])
        while line := told.readline():
            order: dict[str, Any] = json.loads(line)
            if "table" not in order:
                _execute(connection, order["statements"])
                _execute(connection, [("COMMIT", ())])
                return True
            body = told.read(order["bytes"])
            if len(body) < order["bytes"]:
                break
            with pa.ipc.open_stream(body) as batches, connection.cursor() as cursor:
                cursor.adbc_ingest(order["table"], batches, mode="append")
    return False


def _execute(connection: Connection, statements: Any) -> None:
    for statement, values in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            # The driver steps through a statement while its result is taken.
            if cursor.description:
                cursor.fetchall()


def _refusal(error: Error) -> dict[str, Any]:
    # Behind its first line stands the statement.
    reason = str(error).partition("\n")[0]
    return {"damaged": any(words in reason for words in _DAMAGE), "reason": reason}


def _say(out: BinaryIO, words: bytes) -> None:
    out.write(words)
    out.flush()


if __name__ == "__main__":
    # Nobody takes the answer any more when the workstation was ended.
    with suppress(BrokenPipeError):
        run(sys.stdin.buffer, sys.stdout.buffer)
