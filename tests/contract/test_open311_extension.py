"""What goes beyond GeoReport v2: changes, boxes, finer fields, the file of all, forms with photos, and no canary."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image
from sqlalchemy import select, update

from commandcenter.models.identity import ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.table import media, photos, reports, transitions
from commandcenter.store.database import reading, writing
from commandcenter.store.open311 import bulk
from tests.fixture.open311_form import from_xml
from tests.fixture.photo import scene_photo
from tests.fixture.store import TIMEOUT_S, RunningStore, take_on

HEADER = (
    "service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,source,"
    "service_name,service_subtype,description,agency_responsible,address,lat,long"
)


def get(store: RunningStore, path: str, **parameters: str) -> requests.Response:
    return requests.get(f"{store.url}/open311/v2/{path}", params=parameters, timeout=TIMEOUT_S)


def number_of(answer: requests.Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()[0]["service_request_id"])


def listed(store: RunningStore, **parameters: str) -> list[str]:
    answer = get(store, "requests.json", **parameters)
    assert answer.status_code == 200, answer.text
    return [request["service_request_id"] for request in answer.json()]


def moved(store: RunningStore, number: str, **values: Any) -> None:
    """Write fields of a report past the rules, to stand for what later acts will do."""
    with writing(store.engine) as connection:
        connection.execute(update(reports).where(reports.c.number == number).values(**values))


def text(at: datetime) -> str:
    return at.isoformat()


class TestChanges:
    AT = datetime(2026, 3, 1, 12, 0, 5, 500_000, tzinfo=UTC)

    def test_only_what_changed_comes_however_old_it_is(self, served: RunningStore) -> None:
        early, late = (number_of(served.post_report()) for _ in range(2))
        moved(served, early, updated_ms=to_ms(self.AT))
        moved(served, late, updated_ms=to_ms(self.AT + timedelta(days=200)))
        after, second = self.AT + timedelta(seconds=1), timedelta(seconds=1)
        assert listed(served, updated_after=text(after)) == [late]
        assert listed(served, updated_before=text(after)) == [early]
        assert listed(served, updated_after=text(self.AT), updated_before=text(self.AT)) == [early]
        assert listed(served, updated_after=text(self.AT - second), updated_before=text(self.AT - second)) == []
        assert listed(served, updated_after=text(self.AT), start_date=text(self.AT - timedelta(days=60))) == []
        assert listed(served, updated_after="", updated_before="") == [late, early]

    def test_a_closed_one_is_found_by_when_it_closed_as_it_is_told(self, served: RunningStore) -> None:
        number = number_of(served.post_report())
        closed = datetime.now(UTC) + timedelta(hours=1)
        moved(served, number, state="done", closed_ms=to_ms(closed), updated_ms=to_ms(closed + timedelta(hours=2)))
        (request,) = get(served, "requests.json", updated_after=text(closed)).json()
        assert datetime.fromisoformat(request["updated_datetime"]) == closed.replace(microsecond=0)
        assert listed(served, updated_after=text(closed + timedelta(seconds=1))) == []

    @pytest.mark.parametrize("name", ["updated_after", "updated_before"])
    def test_a_time_without_offset_is_refused(self, lasting: RunningStore, name: str) -> None:
        answer = get(lasting, "requests.json", **{name: "2026-03-01T12:00:00"})
        assert answer.status_code == 400
        assert name in answer.text


class TestBox:
    def test_what_lies_in_it_comes_borders_included(self, served: RunningStore) -> None:
        west = number_of(served.post_report(long="106.81"))
        east = number_of(served.post_report(long="106.95"))
        number_of(served.post_report(lat="", long="", address_string="Jl. Nirbaya"))
        assert listed(served, bbox="106.8,-6.3,106.9,-6.2") == [west]
        assert listed(served, bbox=" 106.81, -6.25, 106.95, -6.25 ") == [east, west]
        assert listed(served, bbox="106.9,-6.2,107,-6.1") == []

    @pytest.mark.parametrize(
        "box", ["1", "1,2,3", "1,2,3,x", "3,2,1,4", "1,4,3,2", "-181,0,1,1", "0,0,nan,1", "1,2,3,4,5"]
    )
    def test_any_other_is_refused_with_an_example(self, lasting: RunningStore, box: str) -> None:
        answer = get(lasting, "requests.json", bbox=box)
        assert answer.status_code == 400
        assert "106.8,-6.3,106.9,-6.2" in answer.json()[0]["description"]


class TestFinerFields:
    def test_they_come_only_when_asked_for(self, served: RunningStore) -> None:
        number = number_of(served.post_report())
        for path in ("requests.json", f"requests/{number}.json"):
            assert "notes" not in get(served, path).json()[0]
            assert "notes" not in get(served, path, extensions="1").json()[0]
            assert "notes" in get(served, path, extensions="true").json()[0]
        assert "notes" in get(served, "requests.json", service_request_id=number, extensions="true").json()[0]

    def test_what_happened_is_told_without_who_and_what_they_wrote(self, served: RunningStore) -> None:
        report_id = served.new_report()
        served.send(take_on(report_id), name="Meja Rahasia")
        with writing(served.engine) as connection:
            connection.execute(update(transitions).values(note="CATATAN RAHASIA"))
        answer = get(served, "requests.json", extensions="true")
        (request,) = answer.json()
        assert [note["type"] for note in request["notes"]] == ["submitted", "opened"]
        assert request["notes"][0]["datetime"] == request["requested_datetime"]
        assert request["extended_attributes"]["detailed_status"] == "RECEIVED"
        assert "Rahasia" not in answer.text
        assert "RAHASIA" not in answer.text

    def test_only_public_photos_are_listed_and_none_of_the_citys_own_folder(self, served: RunningStore) -> None:
        served.post_report(media_url="https://example.org/foto.jpg")

        def shown() -> list[dict[str, str]]:
            (request,) = get(served, "requests.json", extensions="true").json()
            found: list[dict[str, str]] = request["extended_attributes"]["photos"]
            return found

        assert shown() == []
        with writing(served.engine) as connection:
            connection.execute(update(media).values(moderation="public"))
        assert [(photo["media_url"], photo["stage"]) for photo in shown()] == [
            ("https://example.org/foto.jpg", "before")
        ]
        with writing(served.engine) as connection:
            connection.execute(update(media).values(url="/v1/media/a/b.jpg"))
        assert shown() == []


class TestFileOfAll:
    def rows(self, store: RunningStore, **parameters: str) -> list[dict[str, str]]:
        answer = get(store, "requests.csv", **parameters)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        body = answer.content.decode("utf-8")
        assert body.startswith(HEADER + "\r\n")
        return list(csv.DictReader(io.StringIO(body, newline="")))

    def test_an_empty_one_has_its_header(self, served: RunningStore) -> None:
        assert self.rows(served) == []

    def test_it_says_what_the_list_says(self, served: RunningStore) -> None:
        number = number_of(served.post_report(description='Air, "deras"\nsekali', address_string="Jl. A"))
        closed = number_of(served.post_report())
        moved(served, closed, state="done", closed_ms=to_ms(datetime.now(UTC)))
        done, open_ = self.rows(served)
        assert (open_["service_request_id"], open_["description"]) == (number, 'Air, "deras"\nsekali')
        assert (open_["status_description"], open_["closed_date"], open_["source"]) == ("Open", "", "open311")
        assert (float(open_["lat"]), float(open_["long"])) == (-6.25, 106.85)
        assert (done["status_description"], done["closed_date"]) == ("Closed", done["updated_datetime"])
        assert [row["service_request_id"] for row in self.rows(served, status="open")] == [number]

    def test_more_rows_than_one_list_may_hold_come_whole_and_once(
        self, served: RunningStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        numbers = [number_of(served.post_report()) for _ in range(7)]
        monkeypatch.setattr(bulk, "MOST_ROWS", 3)
        monkeypatch.setattr("commandcenter.store.open311.listing.MOST_ROWS", 3)
        assert [row["service_request_id"] for row in self.rows(served, page_size="2")] == numbers[::-1]

    @pytest.mark.parametrize("begin", ["=1+1", "+62", "-1", "@SUM(A1)"])
    def test_no_text_is_a_formula(self, served: RunningStore, begin: str) -> None:
        served.post_report(description=begin)
        assert self.rows(served)[0]["description"] == f"'{begin}"

    def test_what_is_wrong_is_said_as_everywhere(self, lasting: RunningStore) -> None:
        assert get(lasting, "requests.csv", status="x").json()[0]["code"] == 400
        assert get(lasting, "requests.csv", service_code="NONE").json()[0]["code"] == 404


class TestPhotos:
    def post(
        self, store: RunningStore, parts: list[tuple[str, Any]], suffix: str = "json", **fields: str
    ) -> requests.Response:
        form = {
            "api_key": store.key(Role.PUBLIC),
            "service_code": "BANJIR",
            "lat": "-6.25",
            "long": "106.85",
            "description": "Banjir 🌊",
        }
        return requests.post(
            f"{store.url}/open311/v2/requests.{suffix}", data={**form, **fields}, files=parts, timeout=TIMEOUT_S
        )

    def kept(self, store: RunningStore) -> list[Any]:
        with reading(store.engine) as connection:
            return list(connection.execute(select(media).order_by(media.c.recorded_ms, media.c.id)).all())

    def decided(self, store: RunningStore, moderation: str, **payload: object) -> None:
        """Have a desk decide about every photo."""
        for photo in self.kept(store):
            intent = Intent(
                new_intent_id(),
                IntentKind.MODERATE,
                photo.report_id,
                None,
                datetime.now(UTC),
                payload={"moderation": moderation, "reason": "Diperiksa", **payload},
                target=photo.id,
            )
            assert store.send(intent)["status"] == "applied"

    def shown(self, store: RunningStore, suffix: str) -> list[str]:
        """Return all addresses of photos that the one public report shows."""
        answer = get(store, f"requests.{suffix}", extensions="true")
        found = answer.json() if suffix == "json" else from_xml(answer.content)
        (request,) = found
        first = request["media_url"]
        urls = [photo["media_url"] for photo in request["extended_attributes"]["photos"] or []]
        assert first == (urls[0] if urls else None)
        return urls

    @pytest.mark.parametrize("suffix", ["json", "xml"])
    def test_a_photo_of_a_form_is_anybodys_once_a_desk_made_it_public_and_not_before(
        self, keeping: RunningStore, suffix: str
    ) -> None:
        photo = scene_photo(1, place=(106.85, -6.25), camera=("Contoh", "F1"))
        answer = self.post(keeping, [("media", ("a.jpg", photo, "image/jpeg"))], suffix, description="")
        assert answer.status_code == 200, answer.text
        (row,) = self.kept(keeping)
        assert (row.stage, row.moderation, row.url) == ("before", "pending", f"/v1/media/{row.id}/medium.jpg")
        assert self.shown(keeping, suffix) == []
        assert requests.get(keeping.url + row.url, timeout=TIMEOUT_S).status_code == 404
        self.decided(keeping, "public")
        (url,) = self.shown(keeping, suffix)
        assert url == keeping.url + row.url
        got = requests.get(url, timeout=TIMEOUT_S)
        assert (got.status_code, got.headers["Content-Type"]) == (200, "image/jpeg")
        assert b"Contoh" not in got.content
        with Image.open(io.BytesIO(got.content)) as sent:
            assert not dict(sent.getexif())
        self.decided(keeping, "hidden")
        assert self.shown(keeping, suffix) == []
        assert requests.get(url, timeout=TIMEOUT_S).status_code == 404

    def test_its_address_is_the_one_under_which_the_store_says_it_is_reached(
        self, store: RunningStore, tmp_path: Path
    ) -> None:
        store.settings = replace(store.settings, media=tmp_path, public_url="https://store.example.org")
        store.start()
        number_of(self.post(store, [("media", ("a.jpg", scene_photo(1), "image/jpeg"))]))
        self.decided(store, "public")
        (row,) = self.kept(store)
        assert self.shown(store, "json") == [f"https://store.example.org/v1/media/{row.id}/medium.jpg"]

    def test_photos_come_with_the_form_and_replace_the_address_of_one(self, keeping: RunningStore) -> None:
        parts = [("media", (f"{scene}.jpg", scene_photo(scene), "image/jpeg")) for scene in (1, 2)]
        number = number_of(self.post(keeping, parts, media_url="https://example.org/lain.jpg"))
        assert get(keeping, f"requests/{number}.json").json()[0]["description"] == "Banjir 🌊"
        urls = [row.url for row in self.kept(keeping)]
        assert len(set(urls)) == 2
        assert "https://example.org/lain.jpg" not in urls

    def test_a_repeat_brings_them_once(self, keeping: RunningStore) -> None:
        def send(scene: int) -> str:
            parts = [("media", ("a.jpg", scene_photo(scene), "image/jpeg"))]
            return number_of(self.post(keeping, parts, device_id="gawai"))

        assert send(1) == send(1) != send(2)
        assert len(self.kept(keeping)) == 2

    @pytest.mark.parametrize("suffix", ["json", "xml"])
    def test_what_is_no_picture_is_refused_and_leaves_no_report(self, keeping: RunningStore, suffix: str) -> None:
        answer = self.post(keeping, [("media", ("a.jpg", b"%PDF-1.7", "image/jpeg"))], suffix)
        assert answer.status_code == 400
        assert "JPEG, PNG, WebP" in answer.text
        assert self.kept(keeping) == []
        assert listed(keeping) == []

    def test_a_part_that_is_no_file_is_refused(self, keeping: RunningStore) -> None:
        answer = self.post(keeping, [("media", (None, "aGFsbG8="))])
        assert answer.status_code == 400
        assert "media" in answer.json()[0]["description"]

    def test_too_many_are_refused(self, keeping: RunningStore) -> None:
        parts = [("media", (f"{n}.jpg", scene_photo(1), "image/jpeg")) for n in range(6)]
        answer = self.post(keeping, parts)
        assert answer.status_code == 400
        assert "5" in answer.json()[0]["description"]

    def test_nothing_is_taken_in_for_a_wrong_key_or_a_form_that_is_refused(self, keeping: RunningStore) -> None:
        parts = [("media", ("a.jpg", scene_photo(1), "image/jpeg"))]
        assert self.post(keeping, parts, api_key="wrong").status_code == 403
        assert self.post(keeping, parts, lat="91").status_code == 400
        with reading(keeping.engine) as connection:
            assert connection.execute(select(photos)).all() == []

    def test_a_store_that_keeps_none_says_so(self, served: RunningStore) -> None:
        answer = self.post(served, [("media", ("a.jpg", scene_photo(1), "image/jpeg"))])
        assert answer.status_code == 400
        assert "media_url" in answer.json()[0]["description"]

    def test_a_form_in_parts_without_photos_is_a_form(self, served: RunningStore) -> None:
        number_of(self.post(served, [("attribute[TINGGI_AIR]", (None, "40"))]))
        (request,) = get(served, "requests.json", extensions="true").json()
        assert request["attributes"][0]["value"] == "40"

    @pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
    def test_parts_that_can_not_be_told_apart_are_refused(self, lasting: RunningStore, content_type: str) -> None:
        answer = requests.post(
            f"{lasting.url}/open311/v2/requests.json",
            data=b"--y\r\nnonsense",
            headers={"Content-Type": content_type},
            timeout=TIMEOUT_S,
        )
        assert answer.status_code in {400, 403}
        assert answer.json()[0]["description"]


class TestAnswers:
    def said(self, store: RunningStore, report_id: ReportId, kind: IntentKind, **payload: object) -> None:
        intent = Intent(new_intent_id(), kind, report_id, None, datetime.now(UTC), payload=payload)
        assert store.send(intent, name="Meja Rahasia")["status"] == "applied"

    def test_what_an_office_answers_is_told_to_all_and_its_inner_notes_to_nobody(self, served: RunningStore) -> None:
        report_id = served.new_report()
        self.said(served, report_id, IntentKind.ANSWER, text="Pompa sedang dikirim")
        self.said(served, report_id, IntentKind.NOTE, note="CATATAN RAHASIA")
        self.said(served, report_id, IntentKind.ANSWER, text="Air sudah surut <terima kasih>")
        given_out = ""
        for suffix in ("json", "xml"):
            answer = get(served, f"requests.{suffix}", extensions="true")
            (request,) = answer.json() if suffix == "json" else from_xml(answer.content)
            assert request["status_notes"] == "Menunggu / Waiting\nAir sudah surut <terima kasih>"
            assert [(note["type"], note["description"]) for note in request["notes"]] == [
                ("submitted", "Menunggu / Waiting"),
                ("answered", "Pompa sedang dikirim"),
                ("answered", "Air sudah surut <terima kasih>"),
            ]
            given_out += answer.text
        rows = csv.DictReader(io.StringIO(get(served, "requests.csv").content.decode("utf-8"), newline=""))
        assert [row["status_notes"] for row in rows] == ["Menunggu / Waiting\nAir sudah surut <terima kasih>"]
        given_out += get(served, "requests.csv").text
        assert "rahasia" not in given_out.lower()


PERSONAL = {
    "email": "kenari@example.org",
    "phone": "0800-KENARI",
    "first_name": "KenariDepan",
    "last_name": "KenariBelakang",
    "device_id": "kenari-gawai",
    "account_id": "kenari-akun",
}


def test_nothing_personal_appears_in_any_answer(served: RunningStore) -> None:
    answer = served.post_report(**PERSONAL, **{"attribute[TINGGI_AIR]": "40"})
    number = number_of(answer)
    served.post_report(service_code="KRIMINAL", description="Kenari di kategori peka", **PERSONAL)
    paths = [
        *(f"requests.{suffix}" for suffix in ("json", "xml", "csv")),
        *(f"requests/{number}.{suffix}" for suffix in ("json", "xml")),
        *(f"services.{suffix}" for suffix in ("json", "xml")),
        *(f"tokens/{number}.{suffix}" for suffix in ("json", "xml")),
    ]
    given_out = answer.text
    for path in paths:
        for extensions in ("", "true"):
            given_out += get(served, path, extensions=extensions).text
    for narrowing in (
        {"service_code": "KRIMINAL"},
        {"bbox": "106,-7,107,-6"},
        {"updated_after": "2000-01-01T00:00:00Z"},
    ):
        given_out += get(served, "requests.json", extensions="true", **narrowing).text
    assert number in given_out
    assert "kenari" not in given_out.lower()
