"""The example messages of docs/protocol.md are messages of the protocol."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from commandcenter.protocol.act import (
    batch_from_json,
    batch_to_json,
    intent_from_json,
    intent_to_json,
    result_from_json,
    result_to_json,
    results_from_json,
    results_to_json,
)
from commandcenter.protocol.digest import digest_from_json, digest_to_json
from commandcenter.protocol.feed import heartbeat_from_json, heartbeat_to_json, page_from_json, page_to_json
from commandcenter.store.act.on_incident import ON_INCIDENT
from commandcenter.store.act.on_report import ON_REPORT

PAGE = Path(__file__).parents[3] / "docs" / "protocol.md"

WAYS = {
    "intents": (batch_from_json, batch_to_json),
    "results": (results_from_json, results_to_json),
    "groups": (digest_from_json, digest_to_json),
    "rows": (page_from_json, page_to_json),
    "head": (heartbeat_from_json, heartbeat_to_json),
    "kind": (intent_from_json, intent_to_json),
    "status": (result_from_json, result_to_json),
}
"""By a field that only this message has; ``rows`` before ``head``, which pages have too."""


def examples() -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)]


@pytest.mark.parametrize("example", examples(), ids=lambda example: next(iter(example)))
def test_an_example_reads_and_writes_as_it_stands(example: dict[str, Any]) -> None:
    read, write = next(ways for field, ways in WAYS.items() if field in example)
    assert write(read(example)) == example  # type: ignore[operator]


def test_every_kind_of_message_has_an_example() -> None:
    shown = {next(field for field in WAYS if field in example) for example in examples()}
    assert shown == set(WAYS)


def test_every_act_on_reports_and_incidents_has_an_example() -> None:
    kinds = {example["kind"] for example in examples() if "kind" in example}
    assert {kind.value for kind in (*ON_REPORT, *ON_INCIDENT)} <= kinds
