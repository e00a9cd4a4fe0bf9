"""The digest of what a mirror holds, to be held against the store's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from commandcenter.models.digest import DigestBuilder, Group, Sum
from commandcenter.models.engine import close_engine
from commandcenter.models.mirror.database import reader_engine, reason_of
from commandcenter.models.mirror.failure import MirrorReadFailed
from commandcenter.models.mirror.schema import STANDING, TABLES
from commandcenter.models.record import FIELDS, Entity

_ROWS = 10_000


def mirror_digest(file: Path) -> tuple[str | None, Mapping[Group, Sum]]:
    """Return a mirror's position and its digest, of one committed state; also while another process works with it.

    Raises:
        MirrorReadFailed: If it can't be read.
    """
    engine = reader_engine(file)
    builder = DigestBuilder()
    try:
        with engine.begin() as connection:
            position: str | None = connection.execute(select(STANDING.c.position)).scalar_one()
            for entity in Entity:
                query = str(select(*(TABLES[entity].c[name] for name in FIELDS[entity])))
                cursor = connection.connection.cursor()
                try:
                    cursor.execute(query)
                    while rows := cursor.fetchmany(_ROWS):
                        builder.add(entity, rows)
                finally:
                    cursor.close()
    except DBAPIError as error:
        raise MirrorReadFailed(file=str(file), reason=reason_of(error)) from error
    finally:
        close_engine(engine)
    return position, builder.sums()
