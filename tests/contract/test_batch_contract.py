"""What every store keeps to when several acts come in one message."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from commandcenter.models.intent import Intent
from commandcenter.models.intent import IntentKind as Kind
from commandcenter.protocol.act import MOST_INTENTS, intent_to_json
from tests.contract.acting import intent
from tests.fixture.store import TIMEOUT_S, RunningStore


def posted(store: RunningStore, *batch: Intent | dict[str, Any]) -> requests.Response:
    """Send acts in one message."""
    messages = [each if isinstance(each, dict) else intent_to_json(each) for each in batch]
    return requests.post(
        f"{store.url}/v1/intents", json={"intents": messages}, headers=store.headers(), timeout=TIMEOUT_S
    )


def test_each_act_gets_its_own_result_in_order_and_one_refusal_undoes_no_other(served: RunningStore) -> None:
    report = served.new_report()
    batch = [
        intent(Kind.TAKE_ON, report, 1),
        intent(Kind.SET_PRIORITY, report, 2, priority="?"),
        intent(Kind.SET_PRIORITY, report, 1, priority="high"),
        intent(Kind.NOTE, report, note="Sudah"),
    ]
    answer = posted(served, *batch)
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [each["intent_id"] for each in results] == [each.intent_id for each in batch]
    assert [(each["status"], each["code"]) for each in results] == [
        ("applied", ""),
        ("refused", "priority_unknown"),
        ("conflict", "version_changed"),
        ("applied", ""),
    ]
    assert answer.headers["X-Commandcenter-Position"]
    again = posted(served, *batch).json()["results"]
    assert [each["status"] for each in again] == ["repeated", "refused", "conflict", "repeated"]


def test_the_same_act_twice_in_one_message_is_done_once(served: RunningStore) -> None:
    note = intent(Kind.NOTE, served.new_report(), note="Sudah")
    assert [each["status"] for each in posted(served, note, note).json()["results"]] == ["applied", "repeated"]


@pytest.mark.parametrize("wrong", [{}, {"intent_id": "x"}, {"kind": "?"}, {"subject": str(1 << 63)}])
def test_one_act_that_is_none_spoils_the_message_before_anything_is_done(
    served: RunningStore, wrong: dict[str, Any]
) -> None:
    report = served.new_report()
    broken = intent_to_json(intent(Kind.NOTE, report, note="Sudah")) | wrong if wrong else {}
    sent = intent(Kind.TAKE_ON, report, 1)
    answer = posted(served, sent, broken)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_message")
    assert posted(served, sent).json()["results"][0]["status"] == "applied", "it had been done before"


@pytest.mark.parametrize("batch", [[], [1], {}, "x", [{}] * (MOST_INTENTS + 1)])
def test_a_message_holds_one_to_a_hundred_acts(served: RunningStore, batch: object) -> None:
    answer = requests.post(
        f"{served.url}/v1/intents", json={"intents": batch}, headers=served.headers(), timeout=TIMEOUT_S
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_message")
