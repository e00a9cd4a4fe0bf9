"""The example messages of docs/open311.md are what the store would send, and what it would take."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from commandcenter.store.open311 import schema
from commandcenter.store.open311.bulk import HEADER
from commandcenter.store.open311.document import Document, Format, write
from commandcenter.store.open311.submission import read_form
from tests.fixture.open311_form import as_text, from_xml

PAGE = Path(__file__).parents[4] / "docs" / "open311.md"

SHAPES = {name: Draft202012Validator(shape) for name, shape in {**schema.ANSWER, "errors": schema.ERRORS}.items()}


def examples(language: str) -> Iterator[str]:
    served, _, _ = PAGE.read_text("utf-8").partition("# Following somebody else's server")
    yield from re.findall(rf"^```{language}\n(.*?)^```$", served, re.MULTILINE | re.DOTALL)


def shapes_of(message: Any) -> set[str]:
    return {name for name, shape in SHAPES.items() if shape.is_valid(message)}


def with_types(value: Any) -> Any:
    """Return XML's texts as JSON would have them: codes of errors are numbers, truth values are."""
    if isinstance(value, list):
        return [with_types(child) for child in value]
    if isinstance(value, dict):
        return {
            name: int(child) if name == "code" and child.isdigit() else with_types(child)
            for name, child in value.items()
        }
    return {"true": True, "false": False}.get(value, value)


def test_every_answer_has_an_example_of_its_shape() -> None:
    seen = set().union(*(shapes_of(json.loads(example)) for example in examples("json")))
    seen |= set().union(*(shapes_of(with_types(from_xml(example.encode()))) for example in examples("xml")))
    assert seen == set(SHAPES)


@pytest.mark.parametrize("example", list(examples("json")))
def test_a_json_example_is_an_answer(example: str) -> None:
    assert shapes_of(json.loads(example))


@pytest.mark.parametrize("example", list(examples("xml")))
def test_an_xml_example_is_an_answer_that_the_store_would_write(example: str) -> None:
    value = from_xml(re.sub(r">\s+<", "><", example.strip()).encode())
    assert shapes_of(with_types(value))
    root = re.match(r"<(\w+)>", example)
    assert root is not None
    written = write(Document(root[1], value), Format.XML)
    assert from_xml(written) == as_text(value)


def test_the_form_is_one() -> None:
    (example,) = examples("form")
    form = read_form(example.strip().encode())
    assert form.fields["service_code"] == "BANJIR"
    assert form.replies == {"TINGGI_AIR": ["40"]}


def test_the_file_has_its_header_and_as_many_fields() -> None:
    (example,) = examples("csv")
    header, row = csv.reader(io.StringIO(example))
    assert tuple(header) == HEADER
    assert len(row) == len(HEADER)


def test_an_example_with_a_field_too_many_would_be_seen() -> None:
    with pytest.raises(ValidationError):
        SHAPES["get_token"].validate([{"service_request_id": None, "token": "a", "email": "b"}])
