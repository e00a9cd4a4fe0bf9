"""The tables of the mirror, made from the one list of fields, and the statements that bulk goes through.

The version of the tables is in the file (``PRAGMA user_version``). Rule: a mirror of any other version, and one
that SQLite finds damaged, is removed and filled again from the store; nothing is ever migrated, since nothing in
it exists here alone. What exists here alone is in the outbox.

One secondary index in all (photos by report): sorting and filtering happen on the board, and each further index
would slow the first load.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, Table, Text, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from commandcenter.models.record import FIELDS, KEYS, NULLABLE, Entity, FieldType

MIRROR_VERSION = 4
"""Raise it whenever ``record.FIELDS`` or anything here changes."""

TEXT_FIELDS = ("description", "number", "address")
"""Fields of a report that can be searched."""

ALL_INDEXED = (1 << 63) - 1
"""``text_indexed_through`` once every report is in the text index."""

_TYPES: dict[FieldType, type[TypeEngine[Any]]] = {
    "int64": Integer,
    "int32": Integer,
    "int8": Integer,
    "float64": Float,
    "text": Text,
    "bool": Boolean,
}

METADATA = MetaData()


def _table(entity: Entity) -> Table:
    keys = KEYS[entity]
    columns = [
        Column(name, _TYPES[kind], primary_key=name in keys, nullable=name in NULLABLE[entity], autoincrement=False)
        for name, kind in FIELDS[entity].items()
    ]
    # A single integer key is SQLite's own row number; any other key gets a table sorted by it.
    return Table(entity.value, METADATA, *columns, sqlite_with_rowid=entity is Entity.REPORT)


TABLES: MappingProxyType[Entity, Table] = MappingProxyType({entity: _table(entity) for entity in Entity})

REPORT = TABLES[Entity.REPORT]
TRANSITION = TABLES[Entity.TRANSITION]
MEDIA = TABLES[Entity.MEDIA]

MEDIA_BY_REPORT = Index("media_by_report", MEDIA.c.report_id)

STANDING = Table(
    "standing",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("position", Text),
    Column("current_ms", Integer),
    Column("text_indexed_through", Integer, nullable=False),
)
"""One row: the feed position the data is true at, when it was last known to be the store's newest (wall clock of
this machine, milliseconds), and the highest report id in the text index."""

TEXT_INDEX_DDL = (
    "CREATE VIRTUAL TABLE report_text USING fts5("
    "description, number, address, content='report', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')"
)


def upsert_sql(entity: Entity) -> str:
    """Return the statement that puts one record in, replacing the one with its key; ``?`` in order of ``FIELDS``."""
    statement = insert(TABLES[entity]).prefix_with("OR REPLACE")
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))


UPSERT: MappingProxyType[Entity, str] = MappingProxyType({entity: upsert_sql(entity) for entity in Entity})
