"""What the public map's addresses answer: to everybody, of public reports alone, small, and kept by browsers."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import requests
from sqlalchemy import select, update

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.table import reports
from commandcenter.store.database import reading, writing
from commandcenter.store.service.public_route import AS_OF_HEADER
from tests.fixture.store import TIMEOUT_S, RunningStore

FLOOD_TEXT = "Air setinggi lutut di depan pasar"
SECRET_TEXT = "Kanari melihat pencuri"


def ask(store: RunningStore, path: str, **parameters: str) -> requests.Response:
    """Ask without a key."""
    return requests.get(store.url + path, params=parameters, timeout=TIMEOUT_S)


def answer(store: RunningStore, path: str, **parameters: str) -> Any:
    got = ask(store, path, **parameters)
    assert got.status_code == 200, got.text
    return got.json()


def number_of(store: RunningStore, report: ReportId) -> str:
    with reading(store.engine) as connection:
        number: str = connection.execute(select(reports.c.number).where(reports.c.id == report)).scalar_one()
    return number


def send(store: RunningStore, kind: IntentKind, report: ReportId, **payload: object) -> None:
    said = store.send(Intent(new_intent_id(), kind, report, None, datetime.now(UTC), None, payload))
    assert said["status"] == "applied", said


def until_told(store: RunningStore, total: int) -> dict[str, Any]:
    """Return the counts as soon as the board holds so many reports; the store tells of a change within a second."""
    for _ in range(2_000):
        found: dict[str, Any] = answer(store, "/v1/public/counts")
        if found["total"] == total:
            return found
    raise AssertionError(f"the board never held {total} reports: {found['total']}")


def filled(store: RunningStore) -> RunningStore:
    """Bring two public reports, one that was hidden, a crime, and one that nobody has looked at; return the store."""
    store.new_report(description=FLOOD_TEXT)
    store.new_report(category="SAMPAH", lon=106.95, description="=HYPERLINK(1)")  # type: ignore[arg-type]
    hidden = store.new_report(description=SECRET_TEXT)
    send(store, IntentKind.MODERATE, hidden, moderation="hidden", reason="Menyebut orang")
    store.new_report(category="KRIMINAL", description=SECRET_TEXT)
    store.new_report(category="PARKIR", description=SECRET_TEXT)
    until_told(store, 2)
    return store


@pytest.fixture(scope="module")
def city(lasting: RunningStore) -> RunningStore:
    """A served city that tests only look at."""
    return filled(lasting)


@pytest.fixture
def changing(served: RunningStore) -> RunningStore:
    """A city of the test's own."""
    return filled(served)


class TestMarks:
    def test_a_viewport_has_its_marks_with_numbers_of_single_reports(self, city: RunningStore) -> None:
        marks = answer(city, "/v1/public/clusters", bbox="106.7,-6.4,107.1,-6.1", zoom="12")
        assert marks["total"] == 2
        assert marks["totals"] == [1, 1]
        assert all(number.startswith("JK") for number in marks["reports"])
        assert marks["counts"] == [[0, 1], [0, 1]]
        lon = (marks["west"] + np.array(marks["x"]) * marks["step"]) / (1 << 30) * 360 - 180
        assert lon == pytest.approx([106.85, 106.95], abs=0.01)

    def test_from_afar_they_are_one_bubble(self, city: RunningStore) -> None:
        marks = answer(city, "/v1/public/clusters", bbox="-180,-80,180,80", zoom="0")
        assert marks["totals"] == [2]
        assert marks["reports"] == [""]

    def test_near_by_single_ones_have_icons(self, city: RunningStore) -> None:
        marks = answer(city, "/v1/public/clusters", bbox="106.84,-6.26,106.86,-6.24", zoom="16")
        assert marks["icons"] == ["ripple"]

    @pytest.mark.parametrize(
        ("parameters", "totals"),
        [
            ({"category": "SAMPAH"}, [1]),
            ({"state": "done"}, []),
            ({"area": "31.01"}, [1]),
            ({"area": "31"}, [1, 1]),
            ({"last_h": "24"}, [1, 1]),
            ({"until": "2020-01-01"}, []),
            ({"since": "2020-01-01", "category": "SAMPAH,BANJIR"}, [1, 1]),
        ],
    )
    def test_a_question_narrows_them(self, city: RunningStore, parameters: dict[str, str], totals: list[int]) -> None:
        view = {"bbox": "106.7,-6.4,107.1,-6.1", "zoom": "12"}
        assert answer(city, "/v1/public/clusters", **view, **parameters)["totals"] == totals

    @pytest.mark.parametrize(
        "parameters",
        [
            {"zoom": ""},
            {"zoom": "99"},
            {"zoom": "nan"},
            {"bbox": "1,2,3"},
            {"bbox": "9,0,1,1"},
            {"state": "lost"},
            {"since": "yesterday"},
            {"last_h": "-3"},
            {"last_h": "9" * 40},
        ],
    )
    def test_what_can_not_be_read_is_said_with_the_parameters_name(
        self, city: RunningStore, parameters: dict[str, str]
    ) -> None:
        got = ask(city, "/v1/public/clusters", **{"zoom": "12"} | parameters)
        assert (got.status_code, got.json()["code"]) == (400, "question_unfit")
        assert next(iter(parameters)) in got.json()["sentence"]["en"]


class TestNumbers:
    def test_counts_are_told_by_state_category_area_and_time(self, city: RunningStore) -> None:
        found = answer(city, "/v1/public/counts")
        assert found["states"] == {"waiting": 2}
        assert found["categories"] == {"BANJIR": 1, "SAMPAH": 1}
        assert found["areas"] == {"31.01": 1, "31.02": 1}
        assert found["hours"]["counts"][-1] + found["hours"]["counts"][-2] == 2
        assert sum(found["days"]["counts"]) == 2

    def test_an_area_has_its_figures_with_what_they_are_made_from(self, changing: RunningStore) -> None:
        with reading(changing.engine) as connection:
            flood = ReportId(
                connection.execute(select(reports.c.id).where(reports.c.description == FLOOD_TEXT)).scalar_one()
            )
        send(changing, IntentKind.TAKE_ON, flood)
        send(changing, IntentKind.MOVE, flood, to_state="done", note="Surut", no_photo_reason="Surut")
        for _ in range(2_000):
            if answer(changing, "/v1/public/counts", state="done")["total"] == 1:
                break
        found = answer(changing, "/v1/public/figures", days="7")
        assert (found["level"], found["days"]) == ("kelurahan", 7)
        west, east = found["areas"]
        assert (west["area"], west["received"], west["closed"], west["open"]) == ("31.01", 1, 1, 0)
        assert (west["on_time_percent"], west["responses"]) == (100.0, 1)
        assert west["response_s"] is not None
        assert (east["received"], east["closed"], east["open"], east["on_time_percent"]) == (1, 0, 1, None)
        assert (east["response_s"], east["responses"]) == (None, 0)

    def test_borders_come_small_and_whole(self, city: RunningStore) -> None:
        borders = answer(city, "/v1/public/areas")
        assert borders["levels"] == ["kelurahan"]
        assert [area["name"] for area in borders["areas"]] == ["Barat", "Timur"]
        ring = np.array(borders["areas"][0]["rings"][0]).reshape(-1, 2).cumsum(axis=0) / borders["grid"]
        assert ring.min(axis=0) == pytest.approx([106.8, -6.3])
        assert ring.max(axis=0) == pytest.approx([106.9, -6.2])

    def test_sensitive_categories_are_told_by_month_and_area_alone(self, city: RunningStore) -> None:
        found = answer(city, "/v1/public/sensitive")
        assert found["counts"] == []
        assert found["least"] == 5


class TestReports:
    def test_a_list_goes_on_where_the_page_before_ended(self, served: RunningStore) -> None:
        for number in range(35):
            served.new_report(description=f"Banjir {number}")
        until_told(served, 35)
        first = answer(served, "/v1/public/reports")
        second = answer(served, "/v1/public/reports", after=first["next"])
        numbers = [report["number"] for report in first["reports"] + second["reports"]]
        assert len(set(numbers)) == 35
        assert numbers == sorted(numbers, reverse=True)
        assert (first["total"], second["next"]) == (35, None)

    def test_one_report_is_told_with_what_happened_and_without_names(self, changing: RunningStore) -> None:
        report = changing.new_report(
            description="Jalan berlubang",
            private={"first_name": "Kanari", "phone": "0811-kanari"},  # type: ignore[arg-type]
        )
        send(changing, IntentKind.TAKE_ON, report)
        send(changing, IntentKind.NOTE, report, note="catatan kanari")
        send(changing, IntentKind.ANSWER, report, text="Kami datang besok")
        send(changing, IntentKind.MOVE, report, to_state="in_progress", note="kanari menyuruh regu")
        got = ask(changing, f"/v1/public/reports/{number_of(changing, report)}")
        found = got.json()
        assert [step["kind"] for step in found["steps"]] == ["submitted", "taken_on", "answered", "moved"]
        assert [step["answer"] for step in found["steps"]] == ["", "", "Kami datang besok", ""]
        assert found["state"] == "in_progress"
        assert "kanari" not in got.text.lower()
        assert "Meja" not in got.text

    @pytest.mark.parametrize("kind", ["hidden", "sensitive", "pending", "unknown"])
    def test_what_is_not_public_can_not_be_told_from_what_is_not_there(self, city: RunningStore, kind: str) -> None:
        number = "JK200101-000001"
        if kind != "unknown":
            category = {"hidden": "BANJIR", "sensitive": "KRIMINAL", "pending": "PARKIR"}[kind]
            with reading(city.engine) as connection:
                number = connection.execute(
                    select(reports.c.number).where(reports.c.category == category, reports.c.description == SECRET_TEXT)
                ).scalar_one()
        got, none = ask(city, f"/v1/public/reports/{number}"), ask(city, "/v1/public/reports/JK990101-000009")
        assert (got.status_code, got.json()) == (404, none.json())

    def test_nothing_that_is_not_public_is_in_any_answer(self, city: RunningStore) -> None:
        paths = ("clusters?zoom=12", "counts", "figures", "sensitive", "reports", "areas")
        files = ("reports.csv", "reports.geojson", "reports.atom")
        with reading(city.engine) as connection:
            kept = connection.execute(select(reports.c.number).where(reports.c.description == SECRET_TEXT)).scalars()
            private = [SECRET_TEXT, *kept]
        assert len(private) == 4
        for path in (*paths, *files):
            text = ask(city, f"/v1/public/{path}").text
            assert not [word for word in private if word in text], path
            assert "KRIMINAL" not in text, path


class TestFiles:
    def test_a_table_can_not_carry_a_formula(self, city: RunningStore) -> None:
        got = ask(city, "/v1/public/reports.csv")
        rows = list(csv.DictReader(StringIO(got.text)))
        assert {row["description"] for row in rows} == {FLOOD_TEXT, "'=HYPERLINK(1)"}
        assert {row["state_word"] for row in rows} == {"Menunggu"}
        assert got.headers["X-Commandcenter-Total"] == "2"

    def test_geojson_is_a_feature_collection_of_the_question(self, city: RunningStore) -> None:
        found = answer(city, "/v1/public/reports.geojson", category="BANJIR", lang="en")
        assert found["type"] == "FeatureCollection"
        (feature,) = found["features"]
        assert feature["geometry"] == {"type": "Point", "coordinates": [106.85, -6.25]}
        assert feature["properties"]["state_word"] == "Waiting"
        assert feature["properties"]["url"].endswith(f"/laporan/{feature['id']}")

    def test_a_feed_is_well_formed_whatever_people_write(self, served: RunningStore) -> None:
        served.new_report(description='<script>alert("1")</script> & ]]>')
        until_told(served, 1)
        feed = ET.fromstring(ask(served, "/v1/public/reports.atom").content)
        atom, georss = "{http://www.w3.org/2005/Atom}", "{http://www.georss.org/georss}"
        (entry,) = feed.findall(f"{atom}entry")
        assert entry.findtext(f"{atom}summary") == '<script>alert("1")</script> & ]]>'
        assert entry.findtext(f"{georss}point") == "-6.25 106.85"

    def test_an_empty_question_makes_whole_files(self, city: RunningStore) -> None:
        nothing = {"until": "2020-01-01"}
        assert answer(city, "/v1/public/reports.geojson", **nothing)["features"] == []
        assert len(ask(city, "/v1/public/reports.csv", **nothing).text.splitlines()) == 1
        assert ET.fromstring(ask(city, "/v1/public/reports.atom", **nothing).content) is not None

    def test_another_form_is_no_address(self, city: RunningStore) -> None:
        assert ask(city, "/v1/public/reports.exe").status_code == 404


class TestKeeping:
    def test_who_has_it_already_gets_no_body_and_its_age(self, city: RunningStore) -> None:
        path = f"{city.url}/v1/public/counts"
        first = requests.get(path, timeout=TIMEOUT_S)
        again = requests.get(path, headers={"If-None-Match": first.headers["ETag"]}, timeout=TIMEOUT_S)
        assert (again.status_code, again.content) == (304, b"")
        assert int(again.headers[AS_OF_HEADER]) >= int(first.headers[AS_OF_HEADER])
        assert first.headers["Cache-Control"] == "public, max-age=10"

    def test_it_is_packed_for_who_can_unpack_it(self, city: RunningStore) -> None:
        path = f"{city.url}/v1/public/areas"
        packed = requests.get(path, headers={"Accept-Encoding": "gzip"}, timeout=TIMEOUT_S)
        plain = requests.get(path, headers={"Accept-Encoding": "identity"}, timeout=TIMEOUT_S)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert json.loads(packed.content) == json.loads(plain.content)

    def test_a_change_made_by_another_process_is_told_as_well(self, changing: RunningStore) -> None:
        other = RunningStore.__new__(RunningStore)
        other.__dict__.update(changing.__dict__, _thread=None, _server=None, _port=0)
        other.start()
        try:
            report = other.new_report(description="Dari proses lain")
            assert until_told(changing, 3)["states"] == {"waiting": 3}
            send(other, IntentKind.MODERATE, report, moderation="hidden", reason="Uji")
            until_told(changing, 2)
        finally:
            other.stop()

    def test_a_board_that_no_change_told_of_stays_as_it_was(self, changing: RunningStore) -> None:
        with writing(changing.engine) as connection:
            connection.execute(update(reports).values(moderation="hidden"))
        # What no feed tells of is no change; the words are asked of the tables all the same.
        assert answer(changing, "/v1/public/counts")["total"] == 2
        assert answer(changing, "/v1/public/reports", category="BANJIR")["reports"] == []
