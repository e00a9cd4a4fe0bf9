"""Making a store from a backup. The feed begins a new life: positions given out before mean nothing any more."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

import pyarrow as pa
from sqlalchemy import Connection, Engine, MetaData, Table, inspect, select

from commandcenter.models.identity import CityCode
from commandcenter.models.table import feed_head, store_meta
from commandcenter.store.backup.failure import BackupUnusable, DatabaseHoldsCity
from commandcenter.store.backup.manifest import MANIFEST, MEDIA, PHOTOS, TABLES, Manifest, manifest_from_json
from commandcenter.store.backup.writing import HEX
from commandcenter.store.bulk import insert_tuples
from commandcenter.store.database import reading, writing
from commandcenter.store.migration import migrate
from commandcenter.store.photo.storage import PhotoStorage
from commandcenter.store.setup import begin_epoch


def restore_backup(engine: Engine, file: Path, media: Path | None, photos: PhotoStorage | None = None) -> Manifest:
    """Fill an empty database from a backup, bring it to this program's version, and begin a new epoch.

    Rows are written in one transaction, behind the photos: all of them, or none. Where photos find no room the database
    is still empty, and the same can be tried again.

    Args:
        engine: Of a database without a city.
        file: The backup.
        media: Where its photos go; None leaves them out.
        photos: Object storage that photos of people go to; None: they go into ``media``, wherever they came from.

    Raises:
        DatabaseHoldsCity: If the database is not empty.
        BackupUnusable: If the file is no whole backup, or of a newer program.
        PhotoStorageSilent: If the object storage does not answer.
        OSError: If the photos can't be written.
    """
    _check_empty(engine)
    try:
        with ZipFile(file) as archive:
            manifest = manifest_from_json(archive.read(MANIFEST))
            damaged = archive.testzip()
            if damaged is not None:
                raise BackupUnusable(path=file, why=f"{damaged} is damaged")
            names = {} if media is None and photos is None else _photos(archive, file)
            _migrate(engine, file, manifest.revision)
            for name, path in names.items():
                if photos is not None and name.startswith(PHOTOS):
                    photos.put_object(name.removeprefix(PHOTOS), archive.read(name))
                elif media is not None:
                    _write_photo(archive, name, media / path)
            found = MetaData()
            found.reflect(engine)
            with writing(engine) as connection:
                for name, count in manifest.rows.items():
                    if _read_table(connection, archive, found.tables[name]) != count:
                        raise BackupUnusable(path=file, why=f"rows of {name} are missing")
                # With the rows: nobody may ever see them under the positions of the old life.
                for city in connection.execute(select(feed_head.c.city)).scalars().all():
                    begin_epoch(connection, CityCode(city))
            migrate(engine)
    except (BadZipFile, zlib.error, KeyError, ValueError, pa.ArrowInvalid) as error:
        raise BackupUnusable(path=file, why=error) from error
    return manifest


def _check_empty(engine: Engine) -> None:
    if not inspect(engine).has_table(store_meta.name):
        return
    with reading(engine) as connection:
        city = connection.execute(select(store_meta.c.city).limit(1)).scalar_one_or_none()
    if city is not None:
        raise DatabaseHoldsCity(city=city)


def _migrate(engine: Engine, file: Path, revision: str) -> None:
    from alembic.util.exc import CommandError

    try:
        migrate(engine, revision)
    except CommandError as error:
        raise BackupUnusable(path=file, why=f"its tables are of version {revision}, of a newer program") from error


def _read_table(connection: Connection, archive: ZipFile, table: Table) -> int:
    count = 0
    with archive.open(f"{TABLES}{table.name}.arrow") as entry, pa.ipc.open_stream(entry) as reader:
        names = reader.schema.names
        raw = [place for place, field in enumerate(reader.schema) if HEX in (field.metadata or {})]
        for batch in reader:
            insert_tuples(connection, table, names, _rows(batch, raw))
            count += batch.num_rows
    return count


def _rows(batch: pa.RecordBatch, raw: list[int]) -> Iterator[tuple[Any, ...]]:
    columns = [column.to_pylist() for column in batch.columns]
    for place in raw:
        columns[place] = [None if value is None else bytes.fromhex(value) for value in columns[place]]
    return zip(*columns, strict=True)


def _photos(archive: ZipFile, file: Path) -> dict[str, PurePosixPath]:
    """Return where each photo of a backup goes below its folder, by its name there.

    Raises:
        BackupUnusable: If one would lie outside its folder.
    """
    photos: dict[str, PurePosixPath] = {}
    for name in archive.namelist():
        if not name.startswith(MEDIA):
            continue
        path = PurePosixPath(name.removeprefix(MEDIA))
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise BackupUnusable(path=file, why=f"{name} lies outside its folder")
        photos[name] = path
    return photos


def _write_photo(archive: ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as out:
        shutil.copyfileobj(source, out)
