"""A photo of finished work is held against what is known; people decide, nobody else hears of it. Both databases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import ImageOps
from sqlalchemy import select, update

from commandcenter.bench.photo_scene import Visit, draw_scene, second_visit
from commandcenter.models.identity import AreaCode, ReportId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import READS_REVIEWS, Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import intents, photo_likenesses, reviews, tokens
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from tests.fixture.photo import photo_bytes, scene_photo, sent_photo
from tests.fixture.store import RunningStore

HERE = (106.85, -6.25)
CAMERA = ("Contoh", "F1")


def now() -> datetime:
    return datetime.now(UTC)


def finished(store: RunningStore, data: bytes) -> tuple[ReportId, str]:
    """Make a report and finish it with a photo; return report and photo."""
    report_id, media_id = store.new_report(), sent_photo(store, data, Role.CREW)
    payload = {"to_state": "done", "media": [media_id]}
    answer = store.send(Intent(new_intent_id(), IntentKind.MOVE, report_id, None, now(), None, payload))
    assert answer["status"] == "applied", answer
    return report_id, media_id


def waiting(store: RunningStore, role: Role = Role.OFFICER, **parameters: str) -> list[dict[str, Any]]:
    answer = store.get("/v1/reviews", role, **parameters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["reviews"]
    return found


def decide(
    store: RunningStore, report_id: ReportId, media_id: str, decision: str, role: Role = Role.OFFICER
) -> dict[str, Any]:
    payload = {"media": media_id, "decision": decision, "note": "Sudah dicek di lapangan"}
    return store.send(Intent(new_intent_id(), IntentKind.REVIEW_EVIDENCE, report_id, None, now(), None, payload), role)


class TestReasons:
    def test_an_honest_second_visit_asks_nobody(self, keeping: RunningStore) -> None:
        before = sent_photo(keeping, scene_photo(1, taken=now() - timedelta(hours=1), place=HERE, camera=CAMERA))
        keeping.new_report(media=[before])  # type: ignore[arg-type]
        visit = second_visit(np.random.default_rng(3))
        finished(keeping, scene_photo(1, visit, taken=now() + timedelta(minutes=5), place=HERE, camera=CAMERA))
        assert waiting(keeping) == []

    def test_a_mirrored_photo_of_an_earlier_report_names_that_report(self, keeping: RunningStore) -> None:
        picture = draw_scene(1, Visit(7))
        first, _ = finished(keeping, photo_bytes(picture))
        second, media_id = finished(keeping, photo_bytes(ImageOps.mirror(picture)))
        (review,) = waiting(keeping)
        assert (review["report"], review["media"]) == (str(second), media_id)
        (reason,) = review["reasons"]
        assert (reason["kind"], reason["mirrored"], reason["stage"]) == ("copy", True, "after")
        assert reason["share_percent"] >= 90
        assert reason["number"] in reason["sentence"]["id"]
        assert first != second

    def test_the_before_photo_handed_in_as_the_after_photo_is_named(self, keeping: RunningStore) -> None:
        picture = draw_scene(2, Visit(7))
        report_id = keeping.new_report(media=[sent_photo(keeping, photo_bytes(picture))])  # type: ignore[arg-type]
        again = sent_photo(keeping, photo_bytes(picture.crop((60, 40, 900, 700))))
        payload = {"to_state": "done", "media": [again]}
        keeping.send(Intent(new_intent_id(), IntentKind.MOVE, report_id, None, now(), None, payload))
        (review,) = waiting(keeping)
        assert [(reason["kind"], reason["stage"]) for reason in review["reasons"]] == [("copy", "before")]

    def test_a_copy_is_found_whichever_of_both_was_attached_first(self, keeping: RunningStore) -> None:
        data = scene_photo(3)
        first, second = sent_photo(keeping, data, Role.CREW), sent_photo(keeping, data, Role.CREW)
        for media_id in (second, first):
            payload = {"to_state": "done", "media": [media_id]}
            report_id = keeping.new_report()
            keeping.send(Intent(new_intent_id(), IntentKind.MOVE, report_id, None, now(), None, payload))
        assert [review["media"] for review in waiting(keeping)] == [first]

    def test_a_copy_is_found_of_a_photo_that_became_known_late(self, store: RunningStore, tmp_path: Path) -> None:
        """Another process' clock, or its transaction, was behind: later photos have been read already."""
        settings = replace(store.settings, media=tmp_path / "media")
        here = CentralStore(settings)
        late = CentralStore(replace(settings, clock=lambda: now() - timedelta(seconds=60)))
        try:
            sender = here.principal(store.key(Role.CREW))
            here.photos.upload(scene_photo(3), sender)
            here.photos.upload(scene_photo(4), sender)
            earlier = late.photos.upload(scene_photo(2), sender).media_id
            again = here.photos.upload(scene_photo(2), sender).media_id
            with reading(here.engine) as connection:
                pairs = connection.execute(select(photo_likenesses.c.media_id, photo_likenesses.c.earlier_id)).all()
            assert pairs == [(again, earlier)]
        finally:
            late.close()
            here.close()

    def test_a_photo_from_another_day_and_place_gives_both_reasons_with_numbers(self, keeping: RunningStore) -> None:
        finished(keeping, scene_photo(4, taken=now() - timedelta(days=3), place=(106.85, -6.26), camera=CAMERA))
        (review,) = waiting(keeping)
        older, elsewhere = review["reasons"]
        assert (older["kind"], elsewhere["kind"]) == ("older", "elsewhere")
        assert older["earlier_min"] == pytest.approx(3 * 24 * 60, abs=2)
        assert elsewhere["distance_m"] == pytest.approx(1_112, abs=2)
        assert elsewhere["limit_m"] == 150

    def test_a_camera_that_always_wrote_its_place_is_missed_when_it_does_not(self, keeping: RunningStore) -> None:
        for scene in range(5):
            finished(keeping, scene_photo(scene, taken=now() + timedelta(hours=1), place=HERE, camera=CAMERA))
        assert waiting(keeping) == []
        finished(keeping, scene_photo(9, taken=now() + timedelta(hours=1), camera=CAMERA))
        (review,) = waiting(keeping)
        (reason,) = review["reasons"]
        assert (reason["kind"], reason["missing"], reason["known"]) == ("metadata_missing", ["place"], 5)


class TestReviewing:
    def test_the_reviewers_decision_is_kept_with_whose_it_was_and_every_earlier_one(
        self, keeping: RunningStore
    ) -> None:
        report_id, media_id = finished(keeping, scene_photo(4, taken=now() - timedelta(days=3)))
        assert decide(keeping, report_id, media_id, "unclear", Role.DISPATCHER)["status"] == "applied"
        assert decide(keeping, report_id, media_id, "not_genuine")["status"] == "applied"
        assert waiting(keeping) == []
        (review,) = waiting(keeping, state="decided")
        assert (review["decision"], review["decided_by"]) == ("not_genuine", "Meja officer")
        with reading(keeping.engine) as connection:
            kept = connection.execute(
                select(intents.c.payload).where(intents.c.kind == "review_evidence").order_by(intents.c.recorded_ms)
            )
            assert [payload["decision"] for payload in kept.scalars()] == ["unclear", "not_genuine"]

    @pytest.mark.parametrize(
        ("media_id", "decision", "code"),
        [("0" * 32, "genuine", "review_unknown"), (None, "guilty", "decision_unknown")],
    )
    def test_what_can_not_be_decided_is_refused(
        self, keeping: RunningStore, media_id: str | None, decision: str, code: str
    ) -> None:
        report_id, own = finished(keeping, scene_photo(4, taken=now() - timedelta(days=3)))
        answer = decide(keeping, report_id, media_id or own, decision)
        assert (answer["status"], answer["code"]) == ("refused", code)
        assert len(waiting(keeping)) == 1

    @pytest.mark.parametrize("role", list(Role))
    def test_reviews_are_for_the_roles_that_the_table_names(self, lasting: RunningStore, role: Role) -> None:
        assert lasting.get("/v1/reviews", role).status_code == (200 if role in READS_REVIEWS else 403)

    @pytest.mark.parametrize("parameters", [{"state": "all"}, {"before": "x"}, {"before": "9" * 30 + ".a"}])
    def test_questions_that_are_none(self, lasting: RunningStore, parameters: dict[str, str]) -> None:
        answer = lasting.get("/v1/reviews", Role.OFFICER, **parameters)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")

    def test_an_office_sees_the_reviews_of_its_own_part_alone(self, keeping: RunningStore) -> None:
        finished(keeping, scene_photo(4, taken=now() - timedelta(days=3)))
        for area, expected in (("31.01", 1), ("31.02", 0)):
            scope_key(keeping, Scope(area=AreaCode(area)))
            assert len(waiting(keeping)) == expected

    def test_the_answer_says_what_it_can_not_see(self, lasting: RunningStore) -> None:
        assert "AI" in lasting.get("/v1/reviews", Role.MANAGER).json()["limits"]["id"]


def scope_key(store: RunningStore, scope: Scope) -> None:
    """Narrow the officers' keys to a part of the city."""
    store.headers(Role.OFFICER)
    with writing(store.engine) as connection:
        connection.execute(update(tokens).where(tokens.c.role == "officer").values(area=scope.area))


def test_no_feed_snapshot_timeline_or_photo_says_that_something_is_doubted(keeping: RunningStore) -> None:
    _, media_id = finished(
        keeping, scene_photo(4, taken=now() - timedelta(days=3), place=(106.95, -6.25), camera=CAMERA)
    )
    with reading(keeping.engine) as connection:
        assert connection.execute(select(reviews.c.media_id)).scalar_one() == media_id
    head = keeping.get("/readyz").headers["X-Commandcenter-Position"]
    epoch = head.rpartition(".")[0]
    for role in (Role.WALL, Role.ROOM, Role.DISPATCHER):
        page = keeping.get("/v1/changes", role, after=f"{epoch}.0").text
        for word in ("earlier_min", "elsewhere", "reasons", "decided", "Contoh", "106.95"):
            assert word not in page
        assert json.loads(page)["rows"]
    public = keeping.get("/open311/v2/requests.json").text
    assert "elsewhere" not in public
    assert media_id not in public
