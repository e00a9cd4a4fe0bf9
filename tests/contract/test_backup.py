"""A backup holds everything, is made while the store is used, and is restored under a new epoch, on either database."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, LargeBinary, select, text

from commandcenter.cli import main
from commandcenter.models.digest import differences
from commandcenter.models.identity import CityCode, MediaId
from commandcenter.models.photo import PhotoSize
from commandcenter.models.role import Role
from commandcenter.models.table import metadata, photos
from commandcenter.store.backup.failure import BackupExists, BackupUnusable, DatabaseHoldsCity
from commandcenter.store.backup.restoring import restore_backup
from commandcenter.store.backup.writing import columns_of, write_backup
from commandcenter.store.central import CentralStore
from commandcenter.store.database import open_engine, reading, writing
from commandcenter.store.digest import digest_of
from commandcenter.store.feed import read_head
from commandcenter.store.photo.failure import PhotoStorageSilent
from commandcenter.store.photo.storage import open_storage
from commandcenter.store.setting import StoreSettings
from commandcenter.store.sight import full_sight
from tests.fixture.database import BACKENDS, new_database
from tests.fixture.object_storage import s3
from tests.fixture.photo import scene_photo, sent_photo
from tests.fixture.store import RunningStore, take_on

__all__ = ["s3"]

CITY = CityCode("jakarta")
ODD = """Air setinggi lutut,
“di depan” pasar; \\N "" '' \\."""
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(params=BACKENDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each backend, beside the one that is backed up."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'restored.sqlite3'}"
    return new_database(request.getfixturevalue("postgres"))


def everything(engine: Engine) -> dict[str, list[Any]]:
    with reading(engine) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
            if table.name != "feed_head"
        }


def filled(store: RunningStore) -> RunningStore:
    store.start()
    report_id = store.new_report(description=ODD, address="")
    store.post_report(first_name="Rahasia", phone="0812")
    store.send(take_on(report_id))
    return store


def test_what_is_restored_is_what_was_there_under_a_new_epoch(store: RunningStore, empty: str, tmp_path: Path) -> None:
    filled(store)
    media = tmp_path / "media"
    (media / "2026").mkdir(parents=True)
    (media / "2026" / "a.jpg").write_bytes(b"\xff\xd8photo")
    manifest = write_backup(store.engine, tmp_path / "backup", media, NOW)
    assert manifest.rows["reports"] == 2
    assert manifest.media == 1

    restored = open_engine(empty)
    try:
        restore_backup(restored, tmp_path / "backup", tmp_path / "photos")
        assert everything(restored) == everything(store.engine)
        with reading(store.engine) as here, reading(restored) as there:
            before, after = read_head(here, CITY), read_head(there, CITY)
            assert not differences(
                digest_of(here, CITY, full_sight(CITY)).sums, digest_of(there, CITY, full_sight(CITY)).sums
            )
        assert after.n == before.n
        assert after.epoch != before.epoch
        assert (tmp_path / "photos" / "2026" / "a.jpg").read_bytes() == b"\xff\xd8photo"
    finally:
        restored.dispose()
    again = CentralStore(StoreSettings(empty, CITY))
    assert again.principal(store.key(Role.DISPATCHER)).name == "Meja dispatcher", "keys are still worth something"
    again.close()


def test_a_backup_is_of_one_moment_while_others_write(
    store: RunningStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commandcenter.store.backup import writing as module

    filled(store)
    write_table = module._write_table
    posted: list[str] = []

    def write_and_post(connection: Any, archive: Any, table: Any) -> int:
        if table.name in {"reports", "transitions"}:
            posted.append(store.post_report().json()[0]["service_request_id"])
        return write_table(connection, archive, table)

    monkeypatch.setattr(module, "_write_table", write_and_post)
    manifest = write_backup(store.engine, tmp_path / "backup", None, NOW)
    assert len(posted) == 2
    assert manifest.rows["reports"] == manifest.rows["report_numbers"] == 2, "what came meanwhile is not half in it"
    assert manifest.positions["jakarta"].endswith(f".{manifest.rows['changes']}")


def test_a_database_with_a_city_is_not_restored_over(store: RunningStore, tmp_path: Path) -> None:
    write_backup(store.engine, tmp_path / "backup", None, NOW)
    with pytest.raises(DatabaseHoldsCity):
        restore_backup(store.engine, tmp_path / "backup", None)


def test_a_file_that_is_there_is_not_overwritten(store: RunningStore, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("mine")
    with pytest.raises(BackupExists):
        write_backup(store.engine, tmp_path / "backup", None, NOW)
    assert (tmp_path / "backup").read_text() == "mine"
    assert [path.name for path in tmp_path.glob(".backup*")] == []


def test_a_damaged_backup_restores_nothing(store: RunningStore, empty: str, tmp_path: Path) -> None:
    filled(store)
    write_backup(store.engine, tmp_path / "backup", None, NOW)
    whole = (tmp_path / "backup").read_bytes()
    with ZipFile(tmp_path / "backup") as archive:
        place = archive.getinfo("tables/reports.arrow").header_offset + 400
    engine = open_engine(empty)
    try:
        for number, broken in enumerate(
            (b"", b"no backup", whole[: len(whole) // 2], whole[:place] + bytes(8) + whole[place + 8 :])
        ):
            file = tmp_path / f"broken-{number}"
            file.write_bytes(broken)
            with pytest.raises(BackupUnusable):
                restore_backup(engine, file, None)
        restore_backup(engine, tmp_path / "backup", None)
        assert everything(engine) == everything(store.engine)
    finally:
        engine.dispose()


def test_a_backup_of_a_newer_program_is_refused(store: RunningStore, empty: str, tmp_path: Path) -> None:
    write_backup(store.engine, tmp_path / "backup", None, NOW)
    newer = tmp_path / "newer"
    with ZipFile(tmp_path / "backup") as source, ZipFile(newer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                content = json.dumps({**json.loads(content), "revision": "9999"}).encode()
            target.writestr(name, content)
    engine = open_engine(empty)
    with pytest.raises(BackupUnusable, match="newer program"):
        restore_backup(engine, newer, None)
    engine.dispose()


def test_photos_that_find_no_room_leave_the_database_empty_for_another_try(
    store: RunningStore, empty: str, tmp_path: Path
) -> None:
    filled(store)
    media = tmp_path / "media"
    media.mkdir()
    (media / "a.jpg").write_bytes(b"photo")
    write_backup(store.engine, tmp_path / "backup", media, NOW)
    (tmp_path / "no-folder").write_text("a file")
    engine = open_engine(empty)
    try:
        with pytest.raises(OSError, match="no-folder"):
            restore_backup(engine, tmp_path / "backup", tmp_path / "no-folder" / "photos")
        restore_backup(engine, tmp_path / "backup", tmp_path / "photos")
        assert everything(engine) == everything(store.engine)
    finally:
        engine.dispose()


@pytest.mark.parametrize("outside", ["media/../outside.jpg", "media//tmp/outside.jpg", "media/"])
def test_a_backup_that_would_write_outside_its_folder_writes_nothing(
    store: RunningStore, empty: str, tmp_path: Path, outside: str
) -> None:
    media = tmp_path / "media"
    media.mkdir()
    (media / "a.jpg").write_bytes(b"photo")
    write_backup(store.engine, tmp_path / "backup", media, NOW)
    with ZipFile(tmp_path / "backup", "a") as archive:
        archive.writestr(outside, b"evil")
    engine = open_engine(empty)
    try:
        with pytest.raises(BackupUnusable, match="outside its folder"):
            restore_backup(engine, tmp_path / "backup", tmp_path / "photos" / "deep")
        assert list(tmp_path.rglob("outside.jpg")) == list((tmp_path / "photos").rglob("*")) == []
        restore_backup(engine, tmp_path / "backup", None)
    finally:
        engine.dispose()


@pytest.mark.parametrize("target", ["folder", "other bucket"])
def test_photos_in_object_storage_are_in_the_backup_and_go_where_they_are_wanted(
    store: RunningStore, empty: str, tmp_path: Path, s3: str, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store.settings = replace(store.settings, media=tmp_path / "media", photos=s3)
    store.start()
    media_id = sent_photo(store, scene_photo(1))
    report_id = store.new_report(media=[media_id])  # type: ignore[arg-type]
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "kota.png").write_bytes(b"the city's own")
    sizes = {size: store.get(f"/v1/media/{media_id}/{size}.jpg").content for size in PhotoSize}
    file, url = str(tmp_path / "backup"), store.settings.database_url
    folder = ["--media", str(tmp_path / "media")]
    assert main(["store", "backup", file, "--database", url, *folder, "--photos", s3, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["media"], said["missing"]) == (len(PhotoSize) + 1, 0)
    store.stop()
    open_storage(store.settings).remove(MediaId(media_id))

    restored, there = tmp_path / "restored", ["--photos", "s3://foto/lain"] if target == "other bucket" else []
    assert main(["store", "restore", file, "--database", empty, "--media", str(restored), *there]) == 0
    assert (restored / "kota.png").read_bytes() == b"the city's own"
    assert (restored / "foto").is_dir() == (target == "folder")
    settings = replace(store.settings, database_url=empty, media=restored, photos=there[-1] if there else None)
    again = CentralStore(settings)
    viewer = again.principal(store.key(Role.DISPATCHER))
    for size, data in sizes.items():
        assert again.photos.read(MediaId(media_id), size, viewer) == (data, False)
    with reading(again.engine) as connection:
        assert connection.execute(select(photos.c.report_id)).scalar_one() == report_id
    again.close()


def test_photos_that_lie_elsewhere_are_missed_and_said(
    store: RunningStore, tmp_path: Path, s3: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store.settings = replace(store.settings, photos=s3)
    store.start()
    sent_photo(store, scene_photo(1))
    where = ["--database", store.settings.database_url, "--media", str(tmp_path / "media")]
    assert main(["store", "backup", str(tmp_path / "backup"), *where]) == 0
    assert "1 photos that the store keeps are not in it" in capsys.readouterr().err


def test_an_object_storage_that_does_not_answer_leaves_the_database_empty_for_another_try(
    store: RunningStore, empty: str, tmp_path: Path, s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.settings = replace(store.settings, photos=s3)
    store.start()
    sent_photo(store, scene_photo(1))
    write_backup(store.engine, tmp_path / "backup", None, NOW, open_storage(store.settings))
    engine = open_engine(empty)
    try:
        with monkeypatch.context() as broken:
            broken.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
            with pytest.raises(PhotoStorageSilent):
                restore_backup(engine, tmp_path / "backup", None, open_storage(store.settings))
        restore_backup(engine, tmp_path / "backup", None, open_storage(store.settings))
        assert everything(engine) == everything(store.engine)
    finally:
        engine.dispose()


def test_every_column_of_every_table_can_be_kept() -> None:
    for table in metadata.sorted_tables:
        _, schema = columns_of(table)
        assert schema.names == [column.name for column in table.columns]


def test_columns_of_bytes_come_back_as_they_were(database_url: str, store_on: Callable[[str], RunningStore]) -> None:
    """No table may have one today; the rule is there for those that will."""
    from sqlalchemy import Column, MetaData, Table, Text

    from commandcenter.store.backup.restoring import _rows
    from commandcenter.store.backup.writing import HEX
    from commandcenter.store.columns import read_batches

    table = Table("raw", MetaData(), Column("name", Text), Column("content", LargeBinary))
    engine = store_on(database_url).engine
    with writing(engine) as connection:
        table.create(connection)
        connection.execute(table.insert(), [{"name": "a", "content": b"\x00\xff"}, {"name": "b", "content": None}])
    query, schema = columns_of(table)
    with reading(engine) as connection:
        (batch,) = read_batches(connection, query.order_by(text("name")), schema, 10)
    raw = [place for place, field in enumerate(schema) if HEX in (field.metadata or {})]
    assert list(_rows(batch, raw)) == [("a", b"\x00\xff"), ("b", None)]


def test_the_commands_say_what_they_did(
    store: RunningStore, empty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(store)
    here, file = store.settings.database_url, str(tmp_path / "backup")
    assert main(["store", "backup", file, "--database", here, "--without-media"]) == 0
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0, "it holds personal data"
    assert main(["store", "restore", file, "--database", empty, "--without-media"]) == 0
    assert main(["store", "restore", file, "--database", empty, "--without-media"]) == 1
    capsys.readouterr()
    digests = []
    for url in (here, empty):
        assert main(["store", "digest", "--database", url, "--json"]) == 0
        digests.append(json.loads(capsys.readouterr().out))
    assert digests[0]["groups"] == digests[1]["groups"]
    assert digests[0]["position"] != digests[1]["position"]
