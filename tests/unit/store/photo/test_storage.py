"""Photos lie in a folder or in an object storage that speaks S3; both are real here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from commandcenter.models.identity import CityCode, MediaId
from commandcenter.models.photo import Mask, PhotoSize
from commandcenter.store.photo.failure import PhotosNotKept, PhotoStorageSilent
from commandcenter.store.photo.rendition import renditions_of
from commandcenter.store.photo.storage import PhotoStorage, open_storage
from commandcenter.store.setting import StoreSettings
from tests.fixture.object_storage import s3

__all__ = ["s3"]

ONE, OTHER = MediaId("a" * 32), MediaId("ab" + "c" * 30)


def settings(media: Path | None = None, photos: str | None = None) -> StoreSettings:
    return StoreSettings(database_url="sqlite://", city=CityCode("jakarta"), media=media, photos=photos)


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> PhotoStorage:
    """Each kind of storage in turn."""
    if request.param == "folder":
        return open_storage(settings(media=tmp_path / "media"))
    return open_storage(settings(photos=request.getfixturevalue("s3")))


def test_what_was_written_is_read_again_and_removed_as_a_whole(storage: PhotoStorage) -> None:
    renditions = renditions_of(Image.effect_noise((640, 480), 40).convert("RGB"))
    for media_id in (ONE, OTHER):
        storage.write(media_id, renditions)
    covered = storage.read(ONE, PhotoSize.SMALL, [Mask(0, 0, 0.5, 0.5)])
    assert covered not in (None, renditions[PhotoSize.SMALL])
    assert storage.read(ONE, PhotoSize.SMALL, [Mask(0, 0, 0.5, 0.5)]) == covered
    assert {size: storage.read(ONE, size) for size in PhotoSize} == renditions
    storage.remove(ONE)
    storage.remove(ONE)
    assert storage.read(ONE, PhotoSize.LARGE) is None
    assert storage.read(ONE, PhotoSize.SMALL, [Mask(0, 0, 0.5, 0.5)]) is None
    assert storage.read(OTHER, PhotoSize.LARGE) == renditions[PhotoSize.LARGE]


def test_a_folder_of_photos_is_its_owners_alone(tmp_path: Path) -> None:
    open_storage(settings(media=tmp_path / "media"))
    assert (tmp_path / "media" / "foto").stat().st_mode & 0o077 == 0


def test_a_service_that_does_not_answer_is_said_in_a_sentence(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    silent = open_storage(settings(photos=s3))
    with pytest.raises(PhotoStorageSilent):
        silent.read(ONE, PhotoSize.LARGE)


def test_a_store_with_neither_keeps_no_photos() -> None:
    with pytest.raises(PhotosNotKept):
        open_storage(settings())
