"""What all tables of the store share: the metadata, names of constraints, and columns made from the field list.

Owns the rule that a column is called as its field in ``models/record.py``, and that every key starts with the
city. Refuses to know which database is underneath: each type here exists on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Double, Integer, MetaData, SmallInteger, Text
from sqlalchemy.types import TypeEngine

from commandcenter.models.record import FIELDS, KEYS, NULLABLE, Entity, FieldType

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)
"""All tables of the central store; the mirror's are elsewhere. Names are fixed so that migrations can name them."""

_TYPES: dict[FieldType, type[TypeEngine[Any]]] = {
    "int64": BigInteger,
    "int32": Integer,
    "int8": SmallInteger,
    "float64": Double,
    "text": Text,
    "bool": Boolean,
}


def city_column() -> Column[str]:
    """Return the first column of every key."""
    return Column("city", Text, primary_key=True)


def record_columns(entity: Entity, keys: Sequence[str] = ()) -> list[Column[Any]]:
    """Return the columns of an entity's table in the order of ``FIELDS``, the city in front.

    Args:
        entity: Which.
        keys: Fields of the primary key besides the city; none: those that name a record in the feed.
    """
    keys = keys or KEYS[entity]
    return [
        city_column(),
        *(
            Column(
                name,
                _TYPES[kind](),
                primary_key=name in keys,
                nullable=name in NULLABLE[entity],
                autoincrement=False,
            )
            for name, kind in FIELDS[entity].items()
        ),
    ]
