"""Photos that the store keeps: for those who follow the feed, as pictures, and nothing else of the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import requests

from commandcenter.models.identity import AreaCode
from commandcenter.models.role import READS_FEED, Role
from commandcenter.models.scope import Scope
from commandcenter.simulation.picture import draw_picture
from commandcenter.store.service.media_route import _file
from tests.fixture.store import TIMEOUT_S, RunningStore

PICTURE = "/v1/media/simulasi/JALAN-1-before.png"


@pytest.fixture
def keeping(running_store: RunningStore, tmp_path: Path) -> RunningStore:
    """A store with one photo, and a secret beside its media."""
    running_store.stop()
    media = tmp_path / "media"
    (media / "simulasi").mkdir(parents=True)
    (media / "simulasi" / "JALAN-1-before.png").write_bytes(draw_picture("JALAN", 0, "before"))
    (media / "notes.txt").write_text("no picture")
    (tmp_path / "secret.png").write_text("secret")
    running_store.settings = replace(running_store.settings, media=media)
    running_store.start()
    return running_store


def test_those_who_follow_the_feed_get_the_photo_and_may_keep_it_for_themselves(keeping: RunningStore) -> None:
    keeping.new_report(media_url=PICTURE)
    for role in Role:
        answer = keeping.get(PICTURE, role)
        # A crew is let in, to the photos of its own jobs' reports.
        otherwise = 404 if role is Role.CREW else 403
        assert answer.status_code == (200 if role in READS_FEED else otherwise), role
    answer = keeping.get(PICTURE)
    assert answer.content == draw_picture("JALAN", 0, "before")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"].startswith("private, max-age=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert requests.get(keeping.url + PICTURE, timeout=TIMEOUT_S).status_code == 401


def test_a_part_of_the_city_gets_the_photos_of_its_own_reports(keeping: RunningStore) -> None:
    keeping.new_report(media_url=PICTURE)
    for code, status in (("31.01", 200), ("31.02", 404)):
        key = keeping.key(Role.OFFICER, f"Kantor {code}", Scope(AreaCode(code)))
        headers = {"Authorization": f"Bearer {key}"}
        assert requests.get(keeping.url + PICTURE, headers=headers, timeout=TIMEOUT_S).status_code == status


def test_walls_get_no_photo_of_a_sensitive_report(keeping: RunningStore) -> None:
    keeping.new_report(category="KRIMINAL", media_url=PICTURE)
    for role, status in ((Role.WALL, 404), (Role.ROOM, 404), (Role.OFFICER, 200)):
        assert keeping.get(PICTURE, role).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "../secret.png",
        "simulasi/../../secret.png",
        "/etc/passwd",
        "notes.txt",
        "simulasi",
        "a\0.png",
        "x" * 5000 + ".png",
    ],
    ids=["above", "back above", "absolute", "no picture", "folder", "null", "too long"],
)
def test_nothing_but_pictures_below_the_folder_is_a_photo(keeping: RunningStore, path: str) -> None:
    assert _file(keeping.settings.media, path) is None


def test_a_path_that_leaves_the_folder_is_not_found_over_the_wire(keeping: RunningStore) -> None:
    for path in ("..%2Fsecret.png", "simulasi%2F..%2F..%2Fsecret.png", "%2Fetc%2Fpasswd.png", "nothing.png"):
        assert keeping.get(f"/v1/media/{path}").status_code == 404, path


def test_a_store_without_a_media_folder_has_no_photos(running_store: RunningStore) -> None:
    assert running_store.get(PICTURE).status_code == 404


def test_a_report_may_name_a_photo_that_the_store_keeps_and_no_other_path(keeping: RunningStore) -> None:
    assert keeping.new_report(media_url=PICTURE)
    for path in ("/v1/media/../../etc/passwd", "/v1/intents", "/v1/media/", "file:///etc/passwd"):
        with pytest.raises(AssertionError, match="bad_media_url"):
            keeping.new_report(media_url=path)


def test_open311_does_not_send_the_public_to_photos_that_it_may_not_see(keeping: RunningStore) -> None:
    keeping.new_report(media_url=PICTURE)
    answer = requests.get(f"{keeping.url}/open311/v2/requests.json", timeout=TIMEOUT_S)
    assert PICTURE not in answer.text
