"""Others read this store: a client from PyPI in both formats, the recorded answers' shapes, and a searching machine."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from fastapi.routing import APIRoute
from georeport import GeoReport
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import negative_data_rejection

from commandcenter.models.role import Role
from commandcenter.store.open311 import schema
from commandcenter.store.service import open311_route
from tests.fixture.open311_form import from_xml
from tests.fixture.store import TIMEOUT_S, RunningStore

AnyCase = schemathesis.Case[Any]


class TestPublishedClient:
    """``georeport`` lists and reads; it has no way of posting, so a plain form is sent beside it."""

    @pytest.fixture(params=["json", "xml"])
    def client(self, request: pytest.FixtureRequest, served: RunningStore) -> GeoReport:
        for number in range(2):
            answer = requests.post(
                f"{served.url}/open311/v2/requests.{request.param}",
                data={
                    "api_key": served.key(Role.PUBLIC),
                    "service_code": "BANJIR",
                    "lat": "-6.25",
                    "long": "106.85",
                    "description": f"Banjir {number}",
                },
                timeout=TIMEOUT_S,
            )
            assert answer.status_code == 200
        return GeoReport(f"{served.url}/open311/v2", jurisdiction="jakarta.go.id", output_format=request.param)

    def test_it_lists_services(self, client: GeoReport) -> None:
        services = client.get_service_list()
        assert len(services) == 27
        assert {"service_code", "service_name", "metadata", "type"} <= set(services[0])

    def test_it_reads_a_definition(self, client: GeoReport) -> None:
        assert client.get_service_definition("BANJIR")["service_code"] == "BANJIR"

    def test_it_lists_and_reads_requests(self, client: GeoReport) -> None:
        listed = client.get_service_requests(service_code="BANJIR", status="open", start_date="2026-11-24T00:00:00Z")
        assert [request["description"] for request in listed] == ["Banjir 1", "Banjir 0"]
        one = client.get_service_request(listed[0]["service_request_id"])
        assert one == listed[0]
        assert float(one["lat"]) == -6.25

    def test_it_is_told_what_is_missing(self, client: GeoReport) -> None:
        with pytest.raises(requests.HTTPError, match="404"):
            client.get_service_request("JK000000-000000")


class TestRecordedAnswers:
    """Servers of other cities were recorded; ours says at least what they say, in the same places and types."""

    @pytest.fixture
    def recorded(self, shared_data: Path) -> Path:
        return shared_data / "open311"

    def read(self, file: Path) -> Any:
        return from_xml(re.sub(rb"^HTTP/[^\n]*\n\s*\n", b"", file.read_bytes()).strip())

    @pytest.mark.parametrize(
        ("name", "ours"),
        [
            ("cfa_sf2010_services.xml", schema.SERVICE),
            ("npm_open311_dc-services.xml", schema.SERVICE),
            ("cfa_sf2010_service_requests.xml", schema.REQUEST),
            ("npm_open311_service-requests.xml", schema.REQUEST),
            ("cfa_sf2010_get_service_request.xml", schema.REQUEST),
            ("npm_open311_service-request.xml", schema.REQUEST),
            ("cfa_sf2010_request_id_from_token.xml", schema.TOKEN),
            ("npm_open311_token.xml", schema.TOKEN),
            ("cfa_sf2010_post_service_request.xml", schema.RECEIPT),
            ("npm_open311_boston-submitrequest-token.xml", schema.RECEIPT),
            ("cfa_sf2010_get_service_request_not_found.xml", schema.ERRORS["items"]),
            ("npm_open311_boston-err-submitrequest-base_is_duplicate.xml", schema.ERRORS["items"]),
        ],
    )
    def test_lists(self, recorded: Path, name: str, ours: dict[str, Any]) -> None:
        entries = self.read(recorded / name)
        assert entries
        for entry in entries:
            self.hold(entry, ours, whole="post" not in name and "submitrequest-token" not in name)

    def test_an_empty_list_is_one(self, recorded: Path) -> None:
        assert self.read(recorded / "cfa_sf2010_service_requests_empty.xml") == []

    def test_a_definition(self, recorded: Path) -> None:
        body = self.read(recorded / "npm_open311_dc-services-S0301.xml")
        assert set(body) == set(schema.DEFINITION["properties"])
        attribute = schema.DEFINITION["properties"]["attributes"]["items"]
        for entry in body["attributes"]:
            self.hold({**entry, "values": []}, attribute, whole=True)
            assert entry["datatype"] in attribute["properties"]["datatype"]["enum"]
            for value in entry["values"]:
                assert set(value) == set(attribute["properties"]["values"]["items"]["properties"])

    def test_discovery(self, recorded: Path) -> None:
        from_boston = json.loads((recorded / "npm_open311_discovery-boston.json").read_text("utf-8"))
        from_washington = self.read(recorded / "npm_open311_discovery-dc.xml")
        endpoint = schema.DISCOVERY["properties"]["endpoints"]["items"]
        for body in (from_boston, from_washington):
            assert set(body) == set(schema.DISCOVERY["properties"])
            for entry in body["endpoints"]:
                assert set(entry) == set(endpoint["properties"])
                assert set(entry["formats"]) <= set(endpoint["properties"]["formats"]["items"]["enum"])

    def hold(self, entry: dict[str, Any], ours: dict[str, Any], *, whole: bool) -> None:
        """Check that a recorded element has our fields, no others, and values that ours could be."""
        fields = ours["properties"]
        assert set(entry) <= set(fields)
        if whole:
            assert set(entry) >= set(ours["required"])
        for name, value in entry.items():
            if value is not None:
                Draft202012Validator(fields[name]).validate(self.typed(value, fields[name]))

    def typed(self, value: Any, shape: dict[str, Any]) -> Any:
        """Return XML's text as the type that our schema says, if it can be read so."""
        kinds = shape.get("type", "string")
        if isinstance(value, list):
            return value
        if "boolean" in kinds:
            return {"true": True, "false": False}[value]
        if "integer" in kinds:
            return int(value)
        return float(value) if "number" in kinds else value


def keep_to_the_rules_between_fields(case: AnyCase, api_key: str, number: str) -> None:
    """Change what was drawn where the rule is about several fields at once, or about what this store holds."""
    query = case.query or {}
    there_is = {"code": "BANJIR", "number": number}
    case.path_parameters |= {name: there_is[name] for name in there_is if name in case.path_parameters}
    if "start_date" in query:
        query.pop("end_date", None)
    if "bbox" in query:
        west, south, east, north = map(float, query["bbox"].split(","))
        query["bbox"] = f"{min(west, east)},{min(south, north)},{max(west, east)},{max(south, north)}"
    if isinstance(case.body, dict):
        case.body.pop("media", None)
        if str(case.body["api_key"]).isascii():
            case.body |= {"api_key": api_key, "service_code": "BANJIR", "lat": -6.25, "long": 106.85}
            case.body["description"] = f"Banjir {case.body.get('description', '')}"[:4_000]


def the_standard_is_lenient(case: AnyCase) -> bool:
    """Return whether wrong parameters must be passed over: beside numbers, and where they are empty."""
    query = case.query or {}
    return "service_request_id" in query or any(not str(value).strip() for value in query.values())


def tries(operation: Any, mode: GenerationMode, store: RunningStore) -> int:
    """Send what is drawn for an operation, hold every answer against its description, and return how many were sent."""
    sent = 0
    number = store.post_report().json()[0]["service_request_id"]

    @seed(311)
    @settings(
        max_examples=20,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: AnyCase) -> None:
        nonlocal sent
        sent += 1
        if mode is GenerationMode.POSITIVE:
            keep_to_the_rules_between_fields(case, store.key(Role.PUBLIC), number)
        lenient = mode is GenerationMode.NEGATIVE and the_standard_is_lenient(case)
        case.call_and_validate(timeout=TIMEOUT_S, excluded_checks=[negative_data_rejection] if lenient else [])

    send()
    return sent


class TestOwnDescription:
    def test_it_names_every_route_there_is(self, lasting: RunningStore) -> None:
        document = requests.get(f"{lasting.url}/open311/openapi.json", timeout=TIMEOUT_S).json()
        assert document["openapi"].startswith("3.1")
        named = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
        routes = [route for route in open311_route.router.routes if isinstance(route, APIRoute)]
        assert named == {(method, route.path) for route in routes for method in route.methods or ()}

    def test_a_machine_that_tries_everything_finds_nothing(self, lasting: RunningStore) -> None:
        document = requests.get(f"{lasting.url}/open311/openapi.json", timeout=TIMEOUT_S).json()
        api = schemathesis.openapi.from_dict(document)
        api.config.update(base_url=lasting.url)
        tried = {}
        for result in api.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            tried[operation.label, "as described"] = tries(operation, GenerationMode.POSITIVE, lasting)
            if document["paths"][operation.path][operation.method]["parameters"]:
                tried[operation.label, "otherwise"] = tries(operation, GenerationMode.NEGATIVE, lasting)
        assert len(tried) == 2 * len(list(api.get_all_operations())) - 1, "one takes no parameters"
        assert sum(tried.values()) > 100
