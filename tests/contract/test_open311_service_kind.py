"""What Open311 asks besides the general fields, and what it answers a post with, as the city's file says it."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from sqlalchemy import select

from commandcenter.models.intent import IntentKind
from commandcenter.models.table import report_replies, store_meta, transitions
from commandcenter.resource import resource_path
from commandcenter.store.catalogue import BadCatalogue, Catalogue, read_catalogue
from commandcenter.store.database import reading, writing
from commandcenter.store.offer import load_offers, offers_of, write_offers
from commandcenter.store.setup import set_up_city
from tests.fixture.open311_form import from_xml
from tests.fixture.store import TIMEOUT_S, RunningStore, take_on

SERVICES: dict[str, Any] = {
    "BANJIR": {
        "type": "batch",
        "keywords": ["air", "genangan"],
        "questions": [
            {"code": "SINGKAT", "kind": "string", "text": "Nama jalan", "required": True},
            {"code": "ANGKA", "kind": "number", "text": "Berapa rumah?"},
            {"code": "KAPAN", "kind": "datetime", "text": "Sejak kapan?"},
            {"code": "CERITA", "kind": "text", "text": "Ceritakan"},
            {
                "code": "SATU",
                "kind": "singlevaluelist",
                "text": "Setinggi apa?",
                "choices": [{"key": "1", "name": "Mata kaki"}, {"key": "2", "name": "Lutut"}],
            },
            {
                "code": "BEBERAPA",
                "kind": "multivaluelist",
                "text": "Apa yang terendam?",
                "choices": [
                    {"key": "J", "name": "Jalan"},
                    {"key": "R", "name": "Rumah"},
                    {"key": "S", "name": "Sekolah"},
                ],
            },
            {"code": "INFO", "kind": "text", "text": "Jauhi tiang listrik.", "asked": False},
        ],
    },
    "SAMPAH": {"type": "blackbox"},
}


@pytest.fixture
def asking(served: RunningStore) -> RunningStore:
    """A store whose floods are a batch service that asks, and whose garbage is a black box."""
    with writing(served.engine) as connection:
        assert write_offers(connection, served.settings.city, offers_of(SERVICES))
    return served


def get(store: RunningStore, path: str, **parameters: str) -> requests.Response:
    return requests.get(f"{store.url}/open311/{path}", params=parameters, timeout=TIMEOUT_S)


def post(store: RunningStore, **fields: Any) -> requests.Response:
    return store.post_report(**{"attribute[SINGKAT]": "Jl. Otista", **fields})


def token_of(answer: requests.Response) -> str:
    assert answer.status_code == 200, answer.text
    (receipt,) = answer.json()
    assert set(receipt) == {"token", "service_notice", "account_id"}
    return str(receipt["token"])


def notes(store: RunningStore) -> list[str]:
    with reading(store.engine) as connection:
        return list(connection.execute(select(transitions.c.note)).scalars())


class TestDefinition:
    def test_it_says_what_the_file_says(self, asking: RunningStore) -> None:
        body = get(asking, "v2/services/BANJIR.json").json()
        assert body["service_code"] == "BANJIR"
        assert [attribute["code"] for attribute in body["attributes"]] == [
            question["code"] for question in SERVICES["BANJIR"]["questions"]
        ]
        by_code = {attribute["code"]: attribute for attribute in body["attributes"]}
        assert by_code["SINGKAT"]["required"] is True
        assert by_code["INFO"]["variable"] is False
        assert by_code["SATU"]["values"] == [{"key": "1", "name": "Mata kaki"}, {"key": "2", "name": "Lutut"}]
        assert {attribute["datatype"] for attribute in body["attributes"]} == {
            "string",
            "number",
            "datetime",
            "text",
            "singlevaluelist",
            "multivaluelist",
        }

    def test_the_list_says_kind_keywords_and_whether_something_is_asked(self, asking: RunningStore) -> None:
        listed = {service["service_code"]: service for service in get(asking, "v2/services.json").json()}
        flood, waste, tree = listed["BANJIR"], listed["SAMPAH"], listed["POHON"]
        assert (flood["type"], flood["metadata"], flood["keywords"]) == ("batch", True, "air,genangan")
        assert (waste["type"], waste["metadata"], waste["keywords"]) == ("blackbox", False, None)
        assert (tree["type"], tree["metadata"]) == ("realtime", False)

    def test_setting_the_city_up_with_other_questions_moves_the_changeset(self, store: RunningStore) -> None:
        shipped = read_catalogue(resource_path("catalogue", "jakarta.json"))

        def set_up(catalogue: Catalogue) -> int:
            with writing(store.engine) as connection:
                set_up_city(connection, store.settings, catalogue)
                changed: int = connection.execute(select(store_meta.c.catalogue_ms)).scalar_one()
            return changed

        before = set_up(shipped)
        assert set_up(shipped) == before
        other = Catalogue(shipped.number_prefix, shipped.categories, offers_of(SERVICES))
        assert set_up(other) > before
        with reading(store.engine) as connection:
            assert load_offers(connection, store.settings.city) == other.offers

    @pytest.mark.parametrize(
        "question",
        [
            {"code": "A", "kind": "number"},
            {"code": "A", "kind": "colour", "text": "?"},
            {"code": "A", "kind": "singlevaluelist", "text": "?"},
            {"code": "A", "kind": "number", "text": "?", "choices": [{"key": "1", "name": "1"}]},
            {"code": "A", "kind": "text", "text": "?", "asked": False, "required": True},
        ],
    )
    def test_a_file_that_asks_nonsense_is_refused(self, tmp_path: Any, question: dict[str, Any]) -> None:
        import json

        document = json.loads(resource_path("catalogue", "jakarta.json").read_text("utf-8"))
        document["services"]["BANJIR"]["questions"] = [question]
        file = tmp_path / "city.json"
        file.write_text(json.dumps(document), "utf-8")
        with pytest.raises(BadCatalogue):
            read_catalogue(file)


class TestAnswers:
    def test_they_are_kept_and_read_by_the_room(self, asking: RunningStore) -> None:
        answer = post(
            asking,
            **{
                "attribute[ANGKA]": "12",
                "attribute[KAPAN]": "2026-11-24T06:00:00+07:00",
                "attribute[CERITA]": "Baris satu\nBaris dua",
                "attribute[SATU]": "2",
                "attribute[BEBERAPA][]": ["J", "S"],
            },
        )
        token_of(answer)
        with reading(asking.engine) as connection:
            kept = [
                (row.question, row.place, row.key, row.text)
                for row in connection.execute(select(report_replies).order_by("question", "place"))
            ]
        assert kept == [
            ("ANGKA", 1, None, "12"),
            ("BEBERAPA", 1, "J", "Jalan"),
            ("BEBERAPA", 2, "S", "Sekolah"),
            ("CERITA", 1, None, "Baris satu\nBaris dua"),
            ("KAPAN", 1, None, "2026-11-24T06:00:00+07:00"),
            ("SATU", 1, "2", "Lutut"),
            ("SINGKAT", 1, None, "Jl. Otista"),
        ]
        assert "Setinggi apa?: Lutut" in notes(asking)[0]
        assert "Apa yang terendam?: Jalan, Sekolah" in notes(asking)[0]

    def test_the_public_sees_what_was_chosen_and_nothing_that_was_written(self, asking: RunningStore) -> None:
        post(asking, **{"attribute[SATU]": "2", "attribute[CERITA]": "RAHASIA"})
        answer = get(asking, "v2/requests.json", extensions="true")
        assert answer.json()[0]["attributes"] == [
            {"code": "SATU", "label": "Setinggi apa?", "value": "2", "name": "Lutut"}
        ]
        assert "RAHASIA" not in answer.text + get(asking, "v2/requests.csv").text
        assert "Otista" not in answer.text

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"attribute[SINGKAT]": ""}, ["SINGKAT", "Nama jalan"]),
            ({"attribute[SINGKAT]": "dua\nbaris"}, ["SINGKAT"]),
            ({"attribute[SINGKAT]": "x" * 201}, ["SINGKAT", "200"]),
            ({"attribute[ANGKA]": "dua belas"}, ["ANGKA", "number"]),
            ({"attribute[ANGKA]": "nan"}, ["ANGKA"]),
            ({"attribute[ANGKA]": "1e999"}, ["ANGKA"]),
            ({"attribute[KAPAN]": "2026-11-24T06:00:00"}, ["KAPAN", "+07:00"]),
            ({"attribute[KAPAN]": "kemarin"}, ["KAPAN"]),
            ({"attribute[SATU]": "3"}, ["SATU", "'3'", "1, 2"]),
            ({"attribute[SATU][]": ["1", "2"]}, ["SATU"]),
            ({"attribute[BEBERAPA][]": ["J", "X"]}, ["BEBERAPA", "'X'"]),
            ({"attribute[INFO]": "ya"}, ["INFO"]),
            ({"attribute[LAIN]": "ya"}, ["LAIN"]),
            ({"attribute[CERITA]": "x" * 1001}, ["1000"]),
        ],
    )
    def test_what_does_not_fit_is_named(self, asking: RunningStore, fields: dict[str, Any], words: list[str]) -> None:
        answer = post(asking, **fields)
        assert answer.status_code == 400
        for word in words:
            assert word in answer.json()[0]["description"]
        assert notes(asking) == []

    def test_an_answer_to_a_service_that_asks_nothing_is_refused(self, served: RunningStore) -> None:
        answer = served.post_report(service_code="PARKIR", **{"attribute[SATU]": "1"})
        assert answer.status_code == 400
        assert "SATU" in answer.text

    def test_an_act_that_brings_choices_of_its_own_has_them_left_out(self, asking: RunningStore) -> None:
        brought: Any = {"replies": {"SATU": ["Nama Seseorang"], "LAIN": ["x"], "BEBERAPA": "J"}}
        asking.new_report(**brought)
        with reading(asking.engine) as connection:
            assert connection.execute(select(report_replies)).all() == []


class TestToken:
    def test_a_batch_service_gives_a_token_whose_number_comes_when_somebody_takes_the_report_on(
        self, asking: RunningStore
    ) -> None:
        token = token_of(post(asking))
        assert get(asking, f"v2/tokens/{token}.json").json() == [{"service_request_id": None, "token": token}]
        (request,) = get(asking, "v2/requests.json").json()
        with reading(asking.engine) as connection:
            (report_id,) = connection.execute(select(transitions.c.report_id)).scalars()
        asking.send(take_on(report_id))
        told = get(asking, f"v2/tokens/{token}.json").json()
        assert told == [{"service_request_id": request["service_request_id"], "token": token}]
        assert from_xml(get(asking, f"v2/tokens/{token}.xml").content) == told

    def test_a_repeat_gets_the_same_token(self, asking: RunningStore) -> None:
        assert token_of(post(asking, device_id="gawai")) == token_of(post(asking, device_id="gawai"))
        assert token_of(post(asking)) != token_of(post(asking))

    @pytest.mark.parametrize("token", ["none", "x" * 2000, "%00", "0"])
    def test_an_unknown_token_is_404(self, lasting: RunningStore, token: str) -> None:
        answer = get(lasting, f"v2/tokens/{token}.json")
        assert answer.status_code == 404
        assert answer.json()[0]["code"] == 404

    def test_the_number_of_an_act_that_made_a_report_is_no_token(self, asking: RunningStore) -> None:
        from commandcenter.models.table import intents

        post(asking)
        with reading(asking.engine) as connection:
            (intent_id,) = connection.execute(
                select(intents.c.intent_id).where(intents.c.kind == IntentKind.SUBMIT_REPORT.value)
            ).scalars()
        assert get(asking, f"v2/tokens/{intent_id}.json").status_code == 404

    def test_a_black_box_gives_neither(self, asking: RunningStore) -> None:
        answer = asking.post_report(service_code="SAMPAH")
        assert answer.json() == [{"service_notice": None, "account_id": None}]
        assert len(get(asking, "v2/requests.json", service_code="SAMPAH").json()) == 1
