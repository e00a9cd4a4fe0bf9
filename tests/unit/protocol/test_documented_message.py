"""The example messages of docs/protocol.md are messages of the protocol."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard

import pytest

from commandcenter.models.failure import Failure
from commandcenter.models.intent import IntentKind
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
from commandcenter.store import account_failure
from commandcenter.store.act import failure as report_failure
from commandcenter.store.act import room_failure, setting_failure
from commandcenter.store.notice import failure as notice_failure
from commandcenter.store.photo import failure as photo_failure

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


def test_every_act_has_an_example() -> None:
    kinds = {example["kind"] for example in examples() if "kind" in example}
    assert kinds == {kind.value for kind in IntentKind}


def test_every_refusal_of_an_act_is_named() -> None:
    """Programs branch on codes: whoever writes one has to know them all."""
    modules = (report_failure, room_failure, setting_failure, account_failure, notice_failure, photo_failure)
    codes = {each.code for module in modules for each in vars(module).values() if is_failure(each, module)}
    page = PAGE.read_text("utf-8") + (PAGE.parent / "access.md").read_text("utf-8")
    assert len(codes) > 70
    assert {code for code in codes if f"`{code}`" not in page} == set()


def is_failure(each: object, module: ModuleType) -> TypeGuard[type[Failure]]:
    return isinstance(each, type) and issubclass(each, Failure) and each.__module__ == module.__name__
