"""What every store tells whoever sent a report, and whom it tells nothing; and what it shows of others near by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from sqlalchemy import select, update

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, new_intent_id
from commandcenter.models.intent import IntentKind as Kind
from commandcenter.models.role import Role
from commandcenter.models.table import media, report_private, reports
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.token import Principal
from tests.contract.acting import APPLIED, Acting, entries_of
from tests.contract.people import opened, post, signed_in
from tests.contract.test_citizen_acts import SECRET
from tests.fixture.photo import scene_photo, sent_photo
from tests.fixture.store import TIMEOUT_S, RunningStore

PLACE = {"lon": 106.85, "lat": -6.25}


def send(
    store: RunningStore, kind: Kind, subject: ReportId | None = None, role: Role = Role.DISPATCHER, **payload: Any
) -> dict[str, Any]:
    intent = Intent(new_intent_id(), kind, subject, None, datetime.now(UTC), payload=payload)
    return store.send(intent, role)


def reported(store: RunningStore, **payload: Any) -> ReportId:
    """Report something as a citizen's device; return its id."""
    plain: dict[str, Any] = {"category": "BANJIR", "description": "Banjir", "secret": SECRET, **PLACE}
    answer = send(store, Kind.SUBMIT_REPORT, role=Role.PUBLIC, **(plain | payload))
    assert answer["status"] == "applied", answer
    return ReportId(int(answer["subject"]))


def own(
    store: RunningStore, *claims: tuple[ReportId, str], headers: dict[str, str] | None = None, **more: Any
) -> list[dict[str, Any]]:
    """Ask for one's own reports."""
    body = {"reports": [{"report": str(report), "secret": secret} for report, secret in claims], **more}
    answer = requests.post(f"{store.url}/v1/own-reports", json=body, headers=headers or {}, timeout=TIMEOUT_S)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    found: list[dict[str, Any]] = answer.json()["reports"]
    return found


def near(store: RunningStore, **question: Any) -> list[dict[str, Any]]:
    answer = requests.post(f"{store.url}/v1/near-by", json=PLACE | question, timeout=TIMEOUT_S)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["reports"]
    return found


class TestWhoseItIs:
    def test_a_secret_shows_its_own_report_and_no_other(self, served: RunningStore) -> None:
        mine, other = reported(served), reported(served, secret="another-secret-0002")
        assert [one["report"] for one in own(served, (mine, SECRET), (other, SECRET))] == [str(mine)]

    def test_a_wrong_secret_and_no_report_at_all_are_answered_alike(self, served: RunningStore) -> None:
        mine, by_desk = reported(served), served.new_report()
        for claim in ((mine, "another-secret-0002"), (by_desk, SECRET), (ReportId(1), SECRET)):
            assert own(served, claim) == []

    def test_an_account_sees_what_it_sent_and_its_list_goes_on(
        self, served: RunningStore, administrator: Principal
    ) -> None:
        with_central = CentralStore(served.settings)
        headers = citizen(with_central, served, administrator)
        sent = []
        for _ in range(2):
            intent = {
                "intent_id": new_intent_id(),
                "kind": "submit_report",
                "subject": None,
                "base_version": None,
                "after_intent": None,
                "acted_ms": 1_795_467_690_000,
                "payload": {"category": "BANJIR", "description": "Banjir", **PLACE},
                "target": None,
            }
            answer = requests.post(f"{served.url}/v1/intents", json=intent, headers=headers, timeout=TIMEOUT_S)
            sent.append(answer.json()["subject"])
        reported(served)
        newest_first = sorted(sent, key=int, reverse=True)
        assert [one["report"] for one in own(served, headers=headers)] == newest_first
        assert [one["report"] for one in own(served, headers=headers, before=newest_first[0])] == newest_first[1:]
        assert own(served) == []
        with_central.close()

    @pytest.mark.parametrize("body", [{"reports": "x"}, {"reports": ["x"]}, {"reports": [{}]}, {"reports": [{}] * 101}])
    def test_what_is_no_list_of_claims_is_refused(self, lasting: RunningStore, body: dict[str, Any]) -> None:
        assert post(lasting, "/v1/own-reports", **body).status_code == 400


def citizen(central: CentralStore, store: RunningStore, administrator: Principal) -> dict[str, str]:
    """Open a citizen's account and sign in; return its headers."""
    opened(central, administrator, login="warga", name="Warga", role="reporter", area=None)
    return signed_in(store, "warga")


class TestWhatIsTold:
    def test_the_story_tells_moves_answers_and_why_it_was_rejected_alone(self, served: RunningStore) -> None:
        report = reported(served)
        send(served, Kind.TAKE_ON, report)
        send(served, Kind.NOTE, report, note="Pelapor sering keliru")
        send(served, Kind.ANSWER, report, text="Kami periksa besok pagi")
        send(served, Kind.MOVE, report, to_state="in_progress", note="Regu Sari berangkat")
        send(served, Kind.MOVE, report, to_state="rejected", note="Di luar wilayah kota")
        (told,) = own(served, (report, SECRET))
        assert [(entry["kind"], entry["state"], entry["text"]) for entry in told["story"]] == [
            ("submitted", "waiting", ""),
            ("taken_on", "waiting", ""),
            ("answered", "waiting", "Kami periksa besok pagi"),
            ("moved", "in_progress", ""),
            ("moved", "rejected", "Di luar wilayah kota"),
        ]
        assert (told["state"], told["public"], told["private"]) == ("rejected", True, False)
        assert "Pelapor" not in str(told)
        assert "Meja" not in str(told)

    def test_photos_of_before_and_after_are_shown_unless_they_are_hidden(self, keeping: RunningStore) -> None:
        before, progress, after = (sent_photo(keeping, scene_photo(scene)) for scene in (1, 2, 3))
        report = reported(keeping, media=[before])
        send(keeping, Kind.NOTE, report, note="Dilihat", media=[progress])
        send(keeping, Kind.MOVE, report, to_state="done", media=[after])
        assert [(photo["stage"], photo["media_id"]) for photo in own(keeping, (report, SECRET))[0]["photos"]] == [
            ("before", before),
            ("after", after),
        ]
        assert [photo(keeping, report, one) for one in (before, progress, after)] == [200, 404, 200]
        assert photo(keeping, report, after, secret="another-secret-0002") == 404
        assert photo(keeping, reported(keeping), after) == 404
        moderate_photo(keeping, after, "hidden")
        assert photo(keeping, report, after) == 404
        assert len(own(keeping, (report, SECRET))[0]["photos"]) == 1
        moderate_photo(keeping, progress, "public")
        assert photo(keeping, report, progress) == 200


def photo(store: RunningStore, report: ReportId, media_id: str, secret: str = SECRET) -> int:
    body = {"report": str(report), "secret": secret, "media_id": media_id, "size": "small"}
    return post(store, "/v1/own-reports/photo", **body).status_code


def moderate_photo(store: RunningStore, media_id: str, moderation: str) -> None:
    with writing(store.engine) as connection:
        connection.execute(update(media).where(media.c.id == media_id).values(moderation=moderation))


class TestPrivate:
    """A private report is the offices' and its reporter's, whatever anybody decides later."""

    def test_nobody_makes_it_public_and_another_category_does_not_either(
        self, central: CentralStore, desk: Principal
    ) -> None:
        room, app = Acting(central, desk), app_of(central)
        report = app.reports("SAMPAH", keep_private=True, secret=SECRET)
        for wanted in ("public", "pending"):
            assert room.does(Kind.MODERATE, report, moderation=wanted) == "refused kept_private"
        for category in ("PARKIR", "KRIMINAL", "BANJIR"):
            assert room.does(Kind.CATEGORISE, report, category=category) == APPLIED
            assert moderation_of(central, report) == "hidden"
        assert app.does(Kind.SUPPORT, report, device_id="gawai-01") == "refused report_unknown"

    def test_the_wish_outlives_the_reporters_personal_data(self, central: CentralStore, desk: Principal) -> None:
        room, app = Acting(central, desk), app_of(central)
        report = app.reports(keep_private=True, secret=SECRET)
        with writing(central.engine) as connection:
            connection.execute(report_private.delete())
        assert room.does(Kind.MODERATE, report, moderation="public") == "refused kept_private"

    def test_it_is_in_no_public_answer_and_its_reporter_has_it(self, served: RunningStore) -> None:
        report = reported(served, keep_private=True, description="Rahasia saya")
        (told,) = own(served, (report, SECRET))
        assert (told["private"], told["public"], told["description"]) == (True, False, "Rahasia saya")
        listed = requests.get(f"{served.url}/open311/v2/requests.json", timeout=TIMEOUT_S)
        one = requests.get(f"{served.url}/open311/v2/requests/{told['number']}.json", timeout=TIMEOUT_S)
        bulk = requests.get(f"{served.url}/open311/v2/requests.csv", timeout=TIMEOUT_S)
        assert (listed.json(), one.status_code, "Rahasia" in bulk.text, near(served)) == ([], 404, False, [])

    def test_the_offices_read_that_it_is(self, central: CentralStore) -> None:
        app = app_of(central)
        (entry,) = entries_of(central, app.reports(keep_private=True))
        assert entry.note == "Pelapor minta laporan ini tidak ditayangkan."


def app_of(central: CentralStore) -> Acting:
    """An application whose key many citizens share."""
    return Acting(central, Principal("app", "Aplikasi warga", Role.PUBLIC))


def moderation_of(central: CentralStore, report: ReportId) -> str:
    with reading(central.engine) as connection:
        return str(connection.execute(select(reports.c.moderation).where(reports.c.id == report)).scalar_one())


class TestNearBy:
    def test_open_public_reports_within_reach_are_shown_nearest_first(self, served: RunningStore) -> None:
        at = {
            name: reported(served, lat=-6.25 + shift) for name, shift in (("far", 0.0012), ("here", 0), ("out", 0.0015))
        }
        done = reported(served)
        send(served, Kind.MOVE, done, to_state="done", no_photo_reason="Surut")
        for hidden in ("KRIMINAL", "PARKIR"):
            reported(served, category=hidden)
        found = near(served)
        assert [one["report"] for one in found] == [str(at["here"]), str(at["far"])]
        assert [one["distance_m"] for one in found] == [0, 133]
        assert near(served, category="SAMPAH") == []
        assert len(near(served, category="BANJIR")) == 2

    def test_the_area_around_a_place_is_named_and_outside_of_the_city_there_is_none(
        self, lasting: RunningStore
    ) -> None:
        for lon, area in ((106.85, "Barat"), (107.9, None)):
            answer = post(lasting, "/v1/near-by", lon=lon, lat=-6.25).json()
            assert answer["area"] == area

    def test_at_most_five_are_shown(self, served: RunningStore) -> None:
        for _ in range(6):
            reported(served)
        assert len(near(served)) == 5

    @pytest.mark.parametrize("question", [{}, {"lon": 106.85}, {"lon": 0, "lat": 0}, {"lon": "x", "lat": 1}])
    def test_a_question_without_a_place_is_refused(self, lasting: RunningStore, question: dict[str, Any]) -> None:
        assert post(lasting, "/v1/near-by", **question).status_code == 400
