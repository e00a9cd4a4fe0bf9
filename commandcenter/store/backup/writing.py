"""Making a backup, while the store is being used."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pyarrow as pa
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    Float,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    select,
)
from sqlalchemy import cast as cast_to
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from commandcenter.models.instant import to_ms
from commandcenter.models.table import feed_head, metadata
from commandcenter.models.table import photos as photo_rows
from commandcenter.protocol.bulk import ZSTD_LEVEL
from commandcenter.store.backup.failure import BackupExists
from commandcenter.store.backup.manifest import FORMAT, MANIFEST, MEDIA, PHOTOS, TABLES, Manifest, manifest_to_json
from commandcenter.store.columns import read_batches
from commandcenter.store.database import reading
from commandcenter.store.migration import check_migrated, newest
from commandcenter.store.photo.storage import PhotoStorage

_ROWS = 20_000

HEX = b"hex"
"""Marks columns of bytes, which are kept as hexadecimal digits."""


class _HexDigits(FunctionElement[str]):
    """The bytes of a column as hexadecimal digits."""

    type = Text()
    inherit_cache = True


@compiles(_HexDigits, "sqlite")
def _on_sqlite(element: _HexDigits, compiler: SQLCompiler, **options: object) -> str:
    return f"CASE WHEN {(column := compiler.process(element.clauses, **options))} IS NOT NULL THEN hex({column}) END"


@compiles(_HexDigits, "postgresql")
def _on_postgresql(element: _HexDigits, compiler: SQLCompiler, **options: object) -> str:
    return f"encode({compiler.process(element.clauses, **options)}, 'hex')"


def write_backup(
    engine: Engine, file: Path, media: Path | None, now: datetime, photos: PhotoStorage | None = None
) -> Manifest:
    """Write everything into a file, true at one moment, while others read and write.

    The file appears under its name when it is whole; it is readable by this account only, since it holds what
    reporters said about themselves.

    Args:
        engine: The store's.
        file: Must not be there.
        media: The photos' folder; None leaves them out.
        now: For the manifest.
        photos: Object storage of the photos that people sent; None: they lie in ``media``.

    Raises:
        BackupExists: If there is such a file.
        NotMigrated: If the tables are not of this program's version.
        PhotoStorageSilent: If the object storage does not answer.
        OSError: If it can't be written.
    """
    if file.exists():
        raise BackupExists(path=file)
    check_migrated(engine)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
            with ZipFile(out, "w", ZIP_STORED) as archive:
                with reading(engine) as connection:
                    positions = _positions(connection)
                    rows = {table.name: _write_table(connection, archive, table) for table in metadata.sorted_tables}
                    known = _known_photos(connection)
                # Behind the tables: every photo that they name was in its place when they were read.
                count = None if media is None and photos is None else 0
                if photos is not None:
                    count = _write_objects(archive, photos)
                if media is not None:
                    count = (count or 0) + _write_media(archive, media)
                missing = 0 if count is None else len(known - _photos_in(archive))
                manifest = Manifest(FORMAT, newest(), to_ms(now), positions, rows, count, missing)
                archive.writestr(MANIFEST, manifest_to_json(manifest))
            out.flush()
            os.fsync(out.fileno())
        # Fails, instead of replacing, where somebody has made such a file meanwhile.
        os.link(unfinished, file)
    except FileExistsError as error:
        raise BackupExists(path=file) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return manifest


def _positions(connection: Connection) -> dict[str, str]:
    return {row.city: f"{row.epoch}.{row.n}" for row in connection.execute(select(feed_head))}


def _write_table(connection: Connection, archive: ZipFile, table: Table) -> int:
    query, schema = columns_of(table)
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=ZSTD_LEVEL))
    count = 0
    with (
        archive.open(f"{TABLES}{table.name}.arrow", "w", force_zip64=True) as entry,
        pa.ipc.new_stream(entry, schema, options=options) as writer,
        closing(read_batches(connection, query, schema, _ROWS)) as batches,
    ):
        for batch in batches:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def columns_of(table: Table) -> tuple[Select[Any], pa.Schema]:
    """Return what selects a table's rows for a backup, and as what columns they come.

    Raises:
        TypeError: If a column is of a type that backups do not know; a test goes through all tables.
    """
    chosen: list[ColumnElement[Any]] = []
    fields: list[pa.Field] = []
    for column in table.columns:
        kind, metadata_of = _kind(column.type), None
        if isinstance(column.type, LargeBinary):
            metadata_of = {HEX: b""}
            chosen.append(_HexDigits(column).label(column.name))
        elif isinstance(column.type, JSON):
            chosen.append(cast_to(column, Text).label(column.name))
        else:
            chosen.append(column)
        fields.append(pa.field(column.name, kind, nullable=True, metadata=metadata_of))
    return select(*chosen), pa.schema(fields)


def _kind(kind: object) -> pa.DataType:
    match kind:
        case Boolean():
            return pa.bool_()
        case BigInteger() | Integer():
            return pa.int64()
        case Float():
            return pa.float64()
        case Text() | JSON() | LargeBinary():
            return pa.string()
    raise TypeError(f"a backup does not know how to keep {kind!r}")


def _write_media(archive: ZipFile, media: Path) -> int:
    count, there = 0, set(archive.namelist())
    for path in sorted(path for path in media.rglob("*") if path.is_file()) if media.is_dir() else ():
        name = MEDIA + path.relative_to(media).as_posix()
        if name not in there:
            archive.write(path, name)
            count += 1
    return count


def _write_objects(archive: ZipFile, photos: PhotoStorage) -> int:
    count = 0
    for name in sorted(photos.names()):
        data = photos.object(name)
        if data is not None:
            archive.writestr(PHOTOS + name, data)
            count += 1
    return count


def _known_photos(connection: Connection) -> set[tuple[str, str]]:
    """Return city and id of each photo that is all there."""
    ready = select(photo_rows.c.city, photo_rows.c.media_id).where(photo_rows.c.ready_ms.is_not(None))
    return {(row.city, row.media_id) for row in connection.execute(ready)}


def _photos_in(archive: ZipFile) -> set[tuple[str, str]]:
    """Return city and id of each photo whose files are in the backup."""
    parts = (name.removeprefix(PHOTOS).split("/") for name in archive.namelist() if name.startswith(PHOTOS))
    return {(part[0], part[2]) for part in parts if len(part) == 4}
