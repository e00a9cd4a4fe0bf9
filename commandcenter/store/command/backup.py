"""``store backup``, ``store restore`` and ``store digest``."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

from commandcenter.protocol.digest import digest_to_json
from commandcenter.setting import Settings
from commandcenter.store.command.option import Commands, add_store_options, ending_well, say, store_settings
from commandcenter.store.database import open_engine, reading
from commandcenter.store.digest import digest_of
from commandcenter.store.migration import check_migrated
from commandcenter.store.photo.storage import PhotoStorage, open_storage
from commandcenter.store.setting import StoreSettings
from commandcenter.store.sight import full_sight


def add_parsers(commands: Commands) -> None:
    """Add the three commands."""
    backup = commands.add_parser(
        "backup",
        help="write everything into one file, while the store serves",
        description="Write all tables, true at one moment, and the photos into one file. It holds what reporters said "
        "about themselves: keep it as safe as the database.",
    )
    add_store_options(backup)
    backup.add_argument("file", type=Path, metavar="FILE", help="must not be there")
    _add_media(backup, "photos to put in")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser(
        "restore",
        help="fill an empty database from such a file",
        description="Fill an empty database, on SQLite or PostgreSQL whatever the backup was made of. A new life of "
        "the feed begins: every desktop loads everything anew by itself and keeps its acts that were not sent yet.",
    )
    add_store_options(restore)
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup")
    _add_media(restore, "where its photos go")
    restore.set_defaults(command=_restore)
    digest = commands.add_parser(
        "digest",
        help="count and hash of all records, by area and day",
        description="Print the digest of everything, true at one position. Two stores, or a store and a desktop's "
        "mirror, that print the same hold the same.",
    )
    add_store_options(digest)
    digest.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    digest.set_defaults(command=_digest)


def _add_media(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--media", type=Path, metavar="FOLDER", help=f"{what}; default: the folder media under COMMANDCENTER_HOME"
    )
    parser.add_argument(
        "--photos",
        metavar="URL",
        help="object storage of the photos that people sent, s3://bucket/prefix, as of `store serve`; default: the "
        "folder foto in that of --media",
    )
    parser.add_argument("--without-media", action="store_true", help="leave the photos out; name their folder yourself")
    parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")


def _photos(options: argparse.Namespace, settings: StoreSettings) -> PhotoStorage | None:
    if options.photos is None or options.without_media:
        return None
    return open_storage(replace(settings, photos=options.photos))


def _media(options: argparse.Namespace) -> Path | None:
    folder: Path = options.media or Settings().home / "media"
    return None if options.without_media else folder


@ending_well
def _backup(options: argparse.Namespace) -> int:
    from commandcenter.store.backup.writing import write_backup

    settings = store_settings(options)
    engine = open_engine(settings.database_url)
    try:
        manifest = write_backup(engine, options.file, _media(options), settings.clock(), _photos(options, settings))
    finally:
        engine.dispose()
    if options.as_json:
        print(json.dumps(asdict(manifest)))
    photos = "without photos" if manifest.media is None else f"{manifest.media:,} photos"
    say(f"{options.file}: {sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables, {photos}.")
    if manifest.missing:
        say(
            f"{manifest.missing:,} photos that the store keeps are not in it: they lie elsewhere. Name their object "
            "storage with --photos, or keep its own copies."
        )
    return 0


@ending_well
def _restore(options: argparse.Namespace) -> int:
    from commandcenter.store.backup.restoring import restore_backup

    settings = store_settings(options)
    engine = open_engine(settings.database_url)
    try:
        manifest = restore_backup(engine, options.file, _media(options), _photos(options, settings))
    finally:
        engine.dispose()
    if options.as_json:
        print(json.dumps(asdict(manifest)))
    say(
        f"{sum(manifest.rows.values()):,} rows were restored. A new life of the feed has begun: every desktop loads "
        "everything anew; acts not sent yet are kept."
    )
    return 0


@ending_well
def _digest(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    engine = open_engine(settings.database_url)
    try:
        check_migrated(engine)
        with reading(engine) as connection:
            digest = digest_of(connection, settings.city, full_sight(settings.city))
    finally:
        engine.dispose()
    if options.as_json:
        print(json.dumps(digest_to_json(digest)))
        return 0
    print(f"position {digest.position}")
    for group, held in digest.sums.items():
        print(f"{group.entity:<12} {group.area or '-':<16} {group.day or '-':<10} {held.count:>9} {held.hash}")
    return 0
