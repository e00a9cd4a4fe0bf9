"""What the store promises about photos, on both databases: sent, attached, seen by whom, and removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image, ImageChops, ImageStat
from sqlalchemy import select, update

from commandcenter.models.identity import AreaCode, MediaId, ReportId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.photo import Mask
from commandcenter.models.record import media_record
from commandcenter.models.report import Media, Moderation
from commandcenter.models.role import MAY_SEND_PHOTOS, READS_FEED, Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import media, photos, reports, transitions
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.photo.attachment import set_masks
from commandcenter.store.token import add_key
from tests.contract.client import Copy
from tests.fixture.crew import EAST, WEST, Room
from tests.fixture.photo import scene_photo, send_photo, sent_photo
from tests.fixture.store import TIMEOUT_S, RunningStore

PHOTO = scene_photo(1, taken=datetime(2026, 11, 1, 8, tzinfo=UTC), place=(106.85, -6.25), camera=("Contoh", "F1"))


def move(store: RunningStore, report_id: ReportId, to_state: str, **payload: object) -> dict[str, Any]:
    intent = Intent(
        new_intent_id(), IntentKind.MOVE, report_id, None, datetime.now(UTC), None, {"to_state": to_state, **payload}
    )
    return store.send(intent)


def report_with(store: RunningStore, *media_ids: str, **fields: object) -> ReportId:
    return store.new_report(media=list(media_ids), **fields)  # type: ignore[arg-type]


def status(store: RunningStore, media_id: str, role: Role | None, size: str = "medium") -> int:
    headers = {} if role is None else store.headers(role)
    return requests.get(f"{store.url}/v1/media/{media_id}/{size}.jpg", headers=headers, timeout=TIMEOUT_S).status_code


def decide(store: RunningStore, media_id: str, moderation: str) -> None:
    """Set a photo's moderation and its report's, as the act of moderation does."""
    with writing(store.engine) as connection:
        connection.execute(update(media).where(media.c.id == media_id).values(moderation=moderation))
        connection.execute(update(reports).values(moderation=moderation))


class TestSending:
    def test_a_photo_comes_back_in_three_sizes_without_what_the_camera_wrote(self, keeping: RunningStore) -> None:
        answer = send_photo(keeping, PHOTO).json()
        assert (answer["lon"], answer["lat"]) == pytest.approx((106.85, -6.25))
        assert answer["taken_ms"] == datetime(2026, 11, 1, 8, tzinfo=UTC).timestamp() * 1000
        for size, long_px in (("large", 960), ("medium", 960), ("small", 320)):
            got = keeping.get(f"/v1/media/{answer['media_id']}/{size}.jpg")
            assert (got.status_code, got.headers["Content-Type"]) == (200, "image/jpeg")
            with Image.open(BytesIO(got.content)) as picture:
                assert max(picture.size) == long_px
                assert not dict(picture.getexif())
            assert b"Contoh" not in got.content

    def test_a_form_brings_it_as_well(self, keeping: RunningStore) -> None:
        answer = requests.post(
            f"{keeping.url}/v1/media",
            files={"photo": ("a.jpg", PHOTO, "image/jpeg")},
            headers=keeping.headers(Role.REPORTER),
            timeout=TIMEOUT_S,
        )
        assert answer.status_code == 201
        none = requests.post(
            f"{keeping.url}/v1/media", files={"note": (None, "no file")}, headers=keeping.headers(), timeout=TIMEOUT_S
        )
        assert (none.status_code, none.json()["code"]) == (400, "bad_request")

    @pytest.mark.parametrize("role", list(Role))
    def test_the_roles_that_the_table_names_may_send(self, keeping: RunningStore, role: Role) -> None:
        assert send_photo(keeping, PHOTO, role).status_code == (201 if role in MAY_SEND_PHOTOS else 403)

    def test_without_a_key_nobody_may(self, keeping: RunningStore) -> None:
        assert requests.post(f"{keeping.url}/v1/media", data=PHOTO, timeout=TIMEOUT_S).status_code == 401

    def test_a_folder_that_can_not_be_made_is_said_so_and_may_be_tried_again(
        self, store: RunningStore, tmp_path: Path
    ) -> None:
        (tmp_path / "full").write_text("no folder")
        store.settings = replace(store.settings, media=tmp_path / "full")
        store.start()
        answer = send_photo(store, PHOTO)
        assert (answer.status_code, answer.json()["code"]) == (503, "photo_storage_silent")
        assert answer.json()["retryable"]

    def test_the_same_upload_repeated_is_one_photo(self, keeping: RunningStore) -> None:
        first = send_photo(keeping, PHOTO, key="unggah-0001")
        again = send_photo(keeping, PHOTO, key="unggah-0001")
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()
        other = send_photo(keeping, scene_photo(2), key="unggah-0001")
        assert (other.status_code, other.json()["code"]) == (409, "photo_key_taken")
        bad = send_photo(keeping, PHOTO, key="short")
        assert (bad.status_code, bad.json()["code"]) == (400, "photo_key_unfit")

    def test_another_desk_may_use_the_same_key_for_its_own_photo(self, keeping: RunningStore) -> None:
        ids = {
            send_photo(keeping, PHOTO, Role.DISPATCHER, name, key="unggah-0001").json()["media_id"]
            for name in ("Meja 1", "Meja 2")
        }
        assert len(ids) == 2

    def test_an_upload_that_broke_off_is_finished_by_sending_it_again(
        self, keeping: RunningStore, tmp_path: Path
    ) -> None:
        folder = tmp_path / "media" / "foto"
        folder.parent.mkdir()
        folder.write_text("in the way of the photos' folder")
        broken = send_photo(keeping, PHOTO, key="unggah-0001")
        assert broken.status_code in {500, 503}
        folder.unlink()
        again = send_photo(keeping, PHOTO, key="unggah-0001")
        assert again.status_code == 201
        assert status(keeping, again.json()["media_id"], Role.DISPATCHER) == 200

    def test_too_many_bytes_are_refused_in_a_sentence(self, keeping: RunningStore) -> None:
        answer = send_photo(keeping, PHOTO + b"\0" * (21 * 1024 * 1024))
        assert (answer.status_code, answer.json()["code"]) == (413, "photo_too_large")
        assert set(answer.json()["sentence"]) == {"id", "en"}

    def test_a_store_without_a_place_for_photos_says_so(self, served: RunningStore) -> None:
        answer = send_photo(served, PHOTO)
        assert (answer.status_code, answer.json()["code"]) == (501, "photos_not_kept")


class TestAttaching:
    def test_a_report_made_with_a_photo_has_it_in_the_feed(self, keeping: RunningStore) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_id = report_with(keeping, media_id, description="")
        copy = Copy()
        copy.load([keeping.get("/v1/snapshot").content])
        (record,) = [record for (entity, _), record in copy.records.items() if entity.value == "media"]
        assert record == {
            "id": media_id,
            "report_id": report_id,
            "stage": "before",
            "url": f"/v1/media/{media_id}/medium.jpg",
            "moderation": "pending",
            "recorded_ms": record["recorded_ms"],
        }
        with reading(keeping.engine) as connection:
            assert connection.execute(select(reports.c.has_photo)).scalar_one()

    def test_a_photo_of_the_work_done_closes_a_report(self, keeping: RunningStore) -> None:
        report_id = keeping.new_report()
        assert move(keeping, report_id, "done")["code"] == "photo_missing"
        media_id = sent_photo(keeping, PHOTO, Role.CREW)
        assert move(keeping, report_id, "done", media=[media_id])["status"] == "applied"
        with reading(keeping.engine) as connection:
            assert connection.execute(select(media.c.stage)).scalar_one() == "after"

    def test_a_photo_along_a_move_that_does_not_end_the_work_shows_progress(self, keeping: RunningStore) -> None:
        report_id = keeping.new_report()
        assert move(keeping, report_id, "in_progress", media=[sent_photo(keeping, PHOTO)])["status"] == "applied"
        with reading(keeping.engine) as connection:
            assert connection.execute(select(media.c.stage)).scalar_one() == "progress"
        assert move(keeping, report_id, "done")["code"] == "photo_missing"

    @pytest.mark.parametrize(
        ("named", "code"),
        [
            (["0" * 32], "photo_absent"),
            (["../../etc/passwd"], "photo_list_unfit"),
            ("0" * 32, "photo_list_unfit"),
            ([7], "photo_list_unfit"),
            (["0" * 32] * 11, "photo_list_unfit"),
        ],
    )
    def test_what_is_no_photo_is_refused_and_nothing_is_written(
        self, keeping: RunningStore, named: object, code: str
    ) -> None:
        report_id = keeping.new_report()
        answer = move(keeping, report_id, "done", media=named)
        assert (answer["status"], answer["code"]) == ("refused", code)
        with reading(keeping.engine) as connection:
            assert connection.execute(select(reports.c.state)).scalar_one() == "waiting"

    def test_a_photo_is_one_reports_alone(self, keeping: RunningStore) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_id = report_with(keeping, media_id)
        other = keeping.new_report()
        assert move(keeping, other, "done", media=[media_id])["code"] == "photo_absent"
        # Named again by an act on its own report it is passed over, as after an answer that got lost.
        assert move(keeping, report_id, "in_progress", media=[media_id])["status"] == "applied"
        with reading(keeping.engine) as connection:
            assert len(connection.execute(select(media)).all()) == 1


class TestWhoSeesWhat:
    def test_a_photo_that_waits_is_its_senders_alone(self, keeping: RunningStore) -> None:
        media_id = sent_photo(keeping, PHOTO, Role.REPORTER)
        assert status(keeping, media_id, Role.REPORTER) == 200
        for role in (None, Role.DISPATCHER, Role.WALL, Role.PUBLIC):
            assert status(keeping, media_id, role) == 404

    def test_the_public_gets_it_once_moderation_made_it_public_and_no_longer_when_it_is_hidden(
        self, keeping: RunningStore
    ) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_with(keeping, media_id)
        for moderation, expected in (("pending", 404), ("public", 200), ("hidden", 404)):
            decide(keeping, media_id, moderation)
            for role in (None, Role.PUBLIC, Role.REPORTER, Role.CREW):
                assert status(keeping, media_id, role) == expected, (moderation, role)

    def test_a_public_photo_of_a_report_that_is_not_public_stays_back(self, keeping: RunningStore) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_with(keeping, media_id)
        decide(keeping, media_id, "public")
        with writing(keeping.engine) as connection:
            connection.execute(update(reports).values(moderation="pending"))
        assert status(keeping, media_id, None) == 404

    @pytest.mark.parametrize("role", sorted(READS_FEED))
    def test_those_who_follow_the_feed_see_it_before_moderation(self, keeping: RunningStore, role: Role) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_with(keeping, media_id)
        assert status(keeping, media_id, role) == 200

    def test_what_is_masked_is_covered_for_the_public_and_on_walls_and_nowhere_else(
        self, keeping: RunningStore
    ) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_with(keeping, media_id)
        decide(keeping, media_id, "public")
        plain = keeping.get(f"/v1/media/{media_id}/large.jpg").content
        with writing(keeping.engine) as connection:
            set_masks(connection, keeping.settings.city, MediaId(media_id), [Mask(0.25, 0.5, 0.75, 1.0)])
        assert keeping.get(f"/v1/media/{media_id}/large.jpg").content == plain
        public = requests.get(f"{keeping.url}/v1/media/{media_id}/large.jpg", timeout=TIMEOUT_S)
        assert "immutable" not in public.headers["Cache-Control"]
        assert keeping.get(f"/v1/media/{media_id}/large.jpg", Role.WALL).content == public.content
        before, after = (Image.open(BytesIO(data)) for data in (plain, public.content))
        box = (240, 360, 720, 720)
        assert colours(before.crop(box)) > 20 * colours(after.crop(box))
        outside = (0, 0, 960, 320)
        assert max(ImageStat.Stat(ImageChops.difference(before.crop(outside), after.crop(outside))).mean) < 3
        with writing(keeping.engine) as connection:
            set_masks(connection, keeping.settings.city, MediaId(media_id), [])
        assert requests.get(f"{keeping.url}/v1/media/{media_id}/large.jpg", timeout=TIMEOUT_S).content == plain

    def test_the_folder_does_not_lead_around_the_rule(self, keeping: RunningStore) -> None:
        media_id = sent_photo(keeping, PHOTO)
        path = f"/v1/media/foto/{keeping.settings.city}/{media_id[:2]}/{media_id}/large.jpg"
        assert keeping.get(path).status_code == 404


def does(
    store: RunningStore, kind: IntentKind, report_id: ReportId | None, target: str | None = None, **payload: Any
) -> str:
    """Do something as a dispatcher and return how it ended."""
    intent = Intent(new_intent_id(), kind, report_id, None, datetime.now(UTC), payload=payload, target=target)
    answer = store.send(intent)
    return f"{answer['status']} {answer['code']}".strip()


def rows(store: RunningStore) -> list[Any]:
    """Return what the feed tells of photos, in the order of their reports."""
    with reading(store.engine) as connection:
        return list(connection.execute(select(media).order_by(media.c.report_id, media.c.id)).all())


def fetched(store: RunningStore, path: str, secret: str | None = None) -> requests.Response:
    """Ask for a path with a key, or without one."""
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    return requests.get(store.url + path, headers=headers, timeout=TIMEOUT_S)


class TestModerating:
    def test_what_a_desk_covers_the_public_does_not_see_and_staff_see_it_as_it_was(self, keeping: RunningStore) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_id = report_with(keeping, media_id)
        path = f"/v1/media/{media_id}/large.jpg"
        plain = keeping.get(path).content
        masks = [[0.25, 0.5, 0.75, 1.0]]
        assert does(keeping, IntentKind.MODERATE, report_id, media_id, moderation="public", masks=masks) == "applied"
        public = fetched(keeping, path)
        assert public.status_code == 200
        before, after = (Image.open(BytesIO(data)) for data in (plain, public.content))
        box = (240, 360, 720, 720)
        assert colours(before.crop(box)) > 20 * colours(after.crop(box))
        assert keeping.get(path).content == plain
        with reading(keeping.engine) as connection:
            noted = connection.execute(select(transitions.c.note).order_by(transitions.c.sequence)).scalars().all()
        assert noted[-1] == "Foto ditayangkan, 1 bagian ditutup"
        # Deciding again without a word about masks leaves them.
        assert does(keeping, IntentKind.MODERATE, report_id, media_id, moderation="pending") == "applied"
        assert does(keeping, IntentKind.MODERATE, report_id, media_id, moderation="public") == "applied"
        assert fetched(keeping, path).content == public.content
        assert does(keeping, IntentKind.MODERATE, report_id, media_id, moderation="public", masks=[]) == "applied"
        assert fetched(keeping, path).content == plain

    @pytest.mark.parametrize("masks", [[[0.5, 0.5, 0.5, 1.0]], [[0, 0, 2, 1]], "all", [[0, 0, 1]]])
    def test_what_covers_nothing_is_refused_and_nothing_is_public(self, keeping: RunningStore, masks: object) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_id = report_with(keeping, media_id)
        answer = does(keeping, IntentKind.MODERATE, report_id, media_id, moderation="public", masks=masks)
        assert answer == "refused masks_unfit"
        assert rows(keeping)[0].moderation == "pending"

    def test_a_photo_that_lies_elsewhere_or_is_not_named_can_not_be_covered(self, keeping: RunningStore) -> None:
        report_id = keeping.new_report(media_url="https://example.org/foto.jpg")
        (row,) = rows(keeping)
        covered = {"moderation": "public", "masks": [[0, 0, 1, 1]]}
        assert does(keeping, IntentKind.MODERATE, report_id, row.id, **covered) == "refused photo_absent"
        assert does(keeping, IntentKind.MODERATE, report_id, None, **covered) == "refused photo_unknown"
        assert rows(keeping)[0].moderation == "pending"


class TestComingAlong:
    @pytest.mark.parametrize(
        ("kind", "words", "entry"),
        [
            (IntentKind.NOTE, {"note": "Dilihat"}, "noted"),
            (IntentKind.ANSWER, {"text": "Sedang dikerjakan"}, "answered"),
        ],
    )
    def test_a_note_and_an_answer_bring_photos_that_wait_for_moderation(
        self, keeping: RunningStore, kind: IntentKind, words: dict[str, str], entry: str
    ) -> None:
        report_id = keeping.new_report()
        media_id = sent_photo(keeping, PHOTO)
        assert does(keeping, kind, report_id, **words, media=[media_id]) == "applied"
        (row,) = rows(keeping)
        assert (row.id, row.report_id, row.stage, row.moderation) == (media_id, report_id, "progress", "pending")
        assert does(keeping, kind, report_id, **words, media=["0" * 32]) == "refused photo_absent"
        with reading(keeping.engine) as connection:
            assert connection.execute(select(reports.c.has_photo)).scalar_one()
            kinds = connection.execute(select(transitions.c.kind).order_by(transitions.c.sequence)).scalars().all()
        assert kinds == ["submitted", entry]

    def test_one_photo_ends_an_incident_and_is_shown_with_each_of_its_reports(self, keeping: RunningStore) -> None:
        first, second = keeping.new_report(), report_with(keeping, lon=106.95)
        ids = [str(first), str(second)]
        assert does(keeping, IntentKind.OPEN_INCIDENT, None, name="Banjir", reports=ids) == "applied"
        with reading(keeping.engine) as connection:
            target = str(connection.execute(select(reports.c.incident)).scalars().first())
        media_id = sent_photo(keeping, PHOTO)
        assert does(keeping, IntentKind.FINISH_INCIDENT, None, target, media=[media_id]) == "applied"
        one, other = rows(keeping)
        path = f"/v1/media/{media_id}/medium.jpg"
        assert [(row.report_id, row.stage, row.url, row.moderation) for row in (one, other)] == [
            (first, "after", path, "pending"),
            (second, "after", path, "pending"),
        ]
        east = keeping.key(Role.OFFICER, "Kelurahan Timur", Scope(AreaCode("31.02")))
        assert fetched(keeping, path, east).status_code == 200, "an office sees it as its own report's"
        assert fetched(keeping, path).status_code == 404
        covered = {"moderation": "public", "masks": [[0, 0, 0.5, 0.5]]}
        assert does(keeping, IntentKind.MODERATE, second, other.id, **covered) == "applied"
        assert fetched(keeping, path).status_code == 200
        assert shown(keeping) == [keeping.url + path]
        hidden = {"moderation": "hidden", "reason": "Wajah"}
        assert does(keeping, IntentKind.MODERATE, first, one.id, **hidden) == "applied"
        assert fetched(keeping, path).status_code == 404, "hidden with one it is hidden with all"
        assert shown(keeping) == []

    def test_nobody_has_a_photo_shown_by_naming_its_address(self, keeping: RunningStore) -> None:
        media_id = sent_photo(keeping, PHOTO)
        report_with(keeping, media_id)
        path = f"/v1/media/{media_id}/medium.jpg"
        near = report_with(keeping, lon=106.95)
        assert does(keeping, IntentKind.MOVE, near, to_state="done", photo_url=path) == "refused bad_media_url"
        assert keeping.post_report(media_url=path).status_code == 400
        assert len(rows(keeping)) == 1


class TestCrew:
    def test_a_crew_sees_the_photos_of_its_own_jobs_reports_and_no_others(
        self, keeping: RunningStore, central: CentralStore, tmp_path: Path
    ) -> None:
        folder = tmp_path / "media" / "kota"
        folder.mkdir(parents=True)
        for name in ("satu", "dua"):
            Image.new("RGB", (8, 8)).save(folder / f"{name}.png")
        own, other = (sent_photo(keeping, scene_photo(scene)) for scene in (1, 2))
        room = Room(central)
        room.crew("A", WEST)
        room.crew("B", EAST)
        with writing(keeping.engine) as connection:
            now = datetime.now(UTC)
            phone = add_key(connection, keeping.settings.city, "Telepon", Role.CREW, now, holder="A")[0]
        for name, crew, report_id in (
            ("satu", "A", report_with(keeping, own)),
            ("dua", "B", report_with(keeping, other, lon=106.95)),
        ):
            room.job(report_id, crew)
            row = media_record(
                Media(MediaId(name), report_id, "before", f"/v1/media/kota/{name}.png", Moderation.PENDING, now)
            )
            with writing(keeping.engine) as connection:
                connection.execute(media.insert().values(city=keeping.settings.city, **row))
        for path in (f"{own}/large.jpg", f"{own}/small.jpg", "kota/satu.png"):
            assert fetched(keeping, f"/v1/media/{path}", phone).status_code == 200, path
        for path in (f"{other}/large.jpg", "kota/dua.png", "kota/tiga.png"):
            assert fetched(keeping, f"/v1/media/{path}", phone).status_code == 404, path
        for path in ("/v1/snapshot", "/v1/reviews"):
            assert fetched(keeping, path, phone).status_code == 403, path


class TestRemoving:
    def test_what_no_report_took_is_gone_after_a_day_and_what_one_took_stays(
        self, keeping: RunningStore, tmp_path: Path
    ) -> None:
        waiting, taken = sent_photo(keeping, PHOTO), sent_photo(keeping, scene_photo(2))
        report_with(keeping, taken)
        assert removed_after(keeping, timedelta(hours=23)) == 0
        assert removed_after(keeping, timedelta(hours=26)) == 1
        with reading(keeping.engine) as connection:
            assert connection.execute(select(photos.c.media_id)).scalars().all() == [taken]
        assert not list((tmp_path / "media").rglob(f"{waiting}/*"))
        assert status(keeping, taken, Role.DISPATCHER) == 200

    def test_a_photo_older_than_a_day_can_no_longer_be_attached(self, keeping: RunningStore) -> None:
        media_id = sent_photo(keeping, PHOTO)
        with writing(keeping.engine) as connection:
            connection.execute(update(photos).values(claimed_ms=photos.c.claimed_ms - 25 * 3_600_000))
        assert move(keeping, keeping.new_report(), "done", media=[media_id])["code"] == "photo_absent"


def shown(store: RunningStore) -> list[str]:
    """Return where the photos are that Open311 shows."""
    found = requests.get(f"{store.url}/open311/v2/requests.json", timeout=TIMEOUT_S).json()
    return [request["media_url"] for request in found if request["media_url"] is not None]


def colours(picture: Image.Image) -> int:
    """Return how many different colours there are, coarsely."""
    coarse = picture.convert("RGB").point([value & 0xF8 for value in range(256)] * 3)
    return len(coarse.getcolors(picture.width * picture.height) or ())


def removed_after(store: RunningStore, by: timedelta) -> int:
    """Return how many photos a store removes when so much time has passed."""
    central = CentralStore(replace(store.settings, clock=lambda: datetime.now(UTC) + by))
    try:
        return central.photos.remove_unattached()
    finally:
        central.close()
