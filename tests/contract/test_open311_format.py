"""GeoReport v2 in both formats: one answer, two ways of writing it; caches, pages of other origins, and errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from sqlalchemy import update

from commandcenter.models.table import media
from commandcenter.store.database import writing
from commandcenter.store.open311 import schema
from tests.fixture.open311_form import as_text, from_xml
from tests.fixture.store import TIMEOUT_S, RunningStore, take_on

JSON = "application/json; charset=utf-8"
XML = "text/xml; charset=utf-8"


def get(
    store: RunningStore, path: str, headers: dict[str, str] | None = None, /, **parameters: str
) -> requests.Response:
    return requests.get(f"{store.url}/open311/{path}", params=parameters, headers=headers, timeout=TIMEOUT_S)


def both(store: RunningStore, path: str, code: int = 200, **parameters: str) -> Any:
    """Ask in both formats, hold the answers against each other, and return JSON's."""
    as_json = get(store, f"{path}.json", **parameters)
    as_xml = get(store, f"{path}.xml", **parameters)
    assert (as_json.status_code, as_xml.status_code) == (code, code), as_json.text + as_xml.text
    assert as_json.headers["Content-Type"] == JSON
    assert as_xml.headers["Content-Type"] == XML
    assert as_xml.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert b"xmlns" not in as_xml.content
    body = as_json.json()
    assert from_xml(as_xml.content) == as_text(body)
    return body


def fits(body: Any, shape: dict[str, Any]) -> None:
    Draft202012Validator(shape).validate(body)


@pytest.fixture
def full(served: RunningStore) -> tuple[RunningStore, str]:
    """A store with a report that has every field that a report can have here, and one that has few."""
    served.post_report(lat="", long="", address_string="Jl. Nirbaya XIII", description="Tanpa titik")
    answer = served.post_report(
        description='Air <b>setinggi</b> lutut & "naik" 🌊\nꦲꦤꦕꦫꦏ',
        media_url="https://example.org/foto.jpg?a=1&b=2",
        **{"attribute[TINGGI_AIR]": "40"},
    )
    number: str = answer.json()[0]["service_request_id"]
    with writing(served.engine) as connection:
        connection.execute(update(media).values(moderation="public"))
    served.send(take_on(served.new_report()))
    return served, number


class TestOneAnswerInTwoFormats:
    def test_discovery(self, lasting: RunningStore) -> None:
        fits(both(lasting, "discovery"), schema.DISCOVERY)

    def test_services(self, lasting: RunningStore) -> None:
        body = both(lasting, "v2/services")
        assert len(body) == 27
        fits(body, schema.ANSWER["get_services"])

    @pytest.mark.parametrize("code", ["BANJIR", "POHON", "PJU"])
    def test_definitions(self, lasting: RunningStore, code: str) -> None:
        body = both(lasting, f"v2/services/{code}")
        fits(body, schema.DEFINITION)
        orders = [attribute["order"] for attribute in body["attributes"]]
        assert orders == list(range(1, len(orders) + 1))

    def test_requests(self, full: tuple[RunningStore, str]) -> None:
        store, number = full
        body = both(store, "v2/requests")
        assert len(body) == 3
        fits(body, schema.ANSWER["get_requests"])
        assert body[1]["service_request_id"] == number
        assert set(body[0]) == set(schema.REQUEST["required"])

    def test_one_request(self, full: tuple[RunningStore, str]) -> None:
        store, number = full
        (request,) = both(store, f"v2/requests/{number}")
        assert request["description"] == 'Air <b>setinggi</b> lutut & "naik" 🌊\nꦲꦤꦕꦫꦏ'
        assert request["media_url"] == "https://example.org/foto.jpg?a=1&b=2"

    def test_requests_with_extensions(self, full: tuple[RunningStore, str]) -> None:
        store, _ = full
        body = both(store, "v2/requests", extensions="true")
        fits(body, schema.ANSWER["get_requests"])
        assert {"extended_attributes", "attributes", "notes"} <= set(body[0])

    def test_an_empty_list(self, served: RunningStore) -> None:
        assert both(served, "v2/requests") == []
        assert get(served, "v2/requests.xml").content.endswith(b"<service_requests/>")

    @pytest.mark.parametrize(
        ("path", "parameters", "status"),
        [
            ("v2/requests", {"status": "waiting"}, 400),
            ("v2/requests", {"service_code": "NONE"}, 404),
            ("v2/requests", {"bbox": "1,2,3"}, 400),
            ("v2/requests/JK000000-000000", {}, 404),
            ("v2/services/NONE", {}, 404),
            ("v2/services/PARKIR", {}, 404),
            ("v2/tokens/none", {}, 404),
        ],
    )
    def test_errors(self, lasting: RunningStore, path: str, parameters: dict[str, str], status: int) -> None:
        body = both(lasting, path, status, **parameters)
        fits(body, schema.ERRORS)
        assert body[0]["code"] == status
        assert " / " in body[0]["description"]

    def test_what_xml_can_not_hold_is_replaced_in_it(self, served: RunningStore) -> None:
        served.post_report(description="Air\uffffdi jalan")
        assert get(served, "v2/requests.json").json()[0]["description"] == "Air\uffffdi jalan"
        (request,) = from_xml(get(served, "v2/requests.xml").content)
        assert request["description"] == "Air\ufffddi jalan"

    def test_a_receipt(self, served: RunningStore) -> None:
        form = {"api_key": served.key(), "service_code": "BANJIR", "lat": "-6.25", "long": "106.85", "description": "x"}
        answer = requests.post(f"{served.url}/open311/v2/requests.xml", data=form, timeout=TIMEOUT_S)
        assert answer.headers["Content-Type"] == XML
        (receipt,) = from_xml(answer.content)
        assert set(receipt) == {"service_request_id", "service_notice", "account_id"}
        assert both(served, f"v2/requests/{receipt['service_request_id']}")[0]["description"] == "x"

    def test_a_refused_post(self, lasting: RunningStore) -> None:
        for suffix in ("xml", "json"):
            answer = requests.post(f"{lasting.url}/open311/v2/requests.{suffix}", data={"lat": "1"}, timeout=TIMEOUT_S)
            assert answer.status_code == 403
            body = from_xml(answer.content) if suffix == "xml" else json.loads(answer.content)
            assert str(body[0]["code"]) == "403"

    def test_a_wrong_method_is_told_which_one_is_right(self, lasting: RunningStore) -> None:
        answer = requests.delete(f"{lasting.url}/open311/v2/services.xml", timeout=TIMEOUT_S)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET"
        assert from_xml(answer.content)[0]["code"] == "405"


class TestCaches:
    @pytest.mark.parametrize("path", ["discovery", "v2/services", "v2/services/BANJIR"])
    @pytest.mark.parametrize("suffix", ["xml", "json"])
    def test_what_a_client_has_is_not_sent_again(self, lasting: RunningStore, path: str, suffix: str) -> None:
        first = get(lasting, f"{path}.{suffix}")
        assert first.headers["Cache-Control"] == "public, max-age=60"
        again = get(lasting, f"{path}.{suffix}", {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert get(lasting, f"{path}.{suffix}", {"If-None-Match": '"other"'}).content == first.content

    def test_a_new_report_makes_the_list_another_one(self, served: RunningStore) -> None:
        before = get(served, "v2/requests.json")
        assert before.headers["Cache-Control"] == "no-cache"
        served.post_report()
        after = get(served, "v2/requests.json", {"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        assert len(after.json()) == 1

    @pytest.mark.parametrize(
        "path", ["discovery.xml", "v2/services.json", "v2/requests.xml", "v2/requests.csv", "v2/requests/none.json"]
    )
    def test_pages_of_any_origin_may_read(self, lasting: RunningStore, path: str) -> None:
        assert get(lasting, path).headers["Access-Control-Allow-Origin"] == "*"
