"""Whatever is sent to a route that should not be: the documented error, and no row is left behind."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from commandcenter.models.role import Role
from commandcenter.models.table import metadata
from commandcenter.store.database import reading
from tests.fixture.serving import all_routes
from tests.fixture.store import TIMEOUT_S, RunningStore

ACT: dict[str, Any] = {
    "intent_id": "0b7a5c1e-91f3-4a5e-8d0e-6f1c2b3a4d5e",
    "kind": "submit_report",
    "subject": None,
    "base_version": None,
    "after_intent": None,
    "acted_ms": 1_795_467_690_000,
    "payload": {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Air"},
    "target": None,
}
TOO_LONG = 300 * 1024
"""Bytes; more than any of these routes reads."""


@dataclass(frozen=True)
class Case:
    """One bad request, and what the protocol's page says comes back."""

    method: str
    path: str
    status: int
    code: str
    body: str | bytes = b""
    role: Role | None = Role.DISPATCHER
    headers: dict[str, str] = field(default_factory=dict)


def act(**changes: Any) -> str:
    return json.dumps({**ACT, **changes})


CASES = {
    "act: no JSON": Case("POST", "/v1/intents", 400, "bad_message", "{"),
    "act: no object": Case("POST", "/v1/intents", 400, "bad_message", "[1]"),
    "act: nothing": Case("POST", "/v1/intents", 400, "bad_message"),
    "act: nested without end": Case("POST", "/v1/intents", 400, "bad_message", "[" * 100_000),
    "act: no UTF-8": Case("POST", "/v1/intents", 400, "bad_message", b'{"kind": "\xff\xfe"}'),
    "act: unknown kind": Case("POST", "/v1/intents", 400, "bad_message", act(kind="burn")),
    "act: short id": Case("POST", "/v1/intents", 400, "bad_message", act(intent_id="1")),
    "act: subject beyond 64 bits": Case("POST", "/v1/intents", 400, "bad_message", act(subject=str(1 << 70))),
    "act: payload no object": Case("POST", "/v1/intents", 400, "bad_message", act(payload=[1])),
    "act: oversized": Case("POST", "/v1/intents", 413, "body_too_large", act(payload={"note": "x" * TOO_LONG})),
    "act: no key": Case("POST", "/v1/intents", 401, "token_missing", act(), None),
    "act: wrong key": Case("POST", "/v1/intents", 401, "token_unknown", act(), None, {"Authorization": "Bearer cc_no"}),
    "page: no position": Case("GET", "/v1/changes", 400, "bad_position"),
    "page: bad position": Case("GET", "/v1/changes?after=abc.x", 400, "bad_position"),
    "page: position far ahead": Case("GET", "/v1/changes?after=a." + "9" * 5_000, 410, "snapshot_needed"),
    "page: another life's position": Case("GET", "/v1/changes?after=ffffffffffff.1", 410, "snapshot_needed"),
    "stream: another life's position": Case("GET", "/v1/changes/stream?after=ffffffffffff.1", 410, "snapshot_needed"),
    "stream: no key": Case("GET", "/v1/changes/stream?after=a.1", 401, "token_missing", role=None),
    "snapshot: no key": Case("GET", "/v1/snapshot", 401, "token_missing", role=None),
    "snapshot: a citizen": Case("GET", "/v1/snapshot", 403, "not_allowed", role=Role.PUBLIC),
    "digest: no key": Case("GET", "/v1/digest", 401, "token_missing", role=None),
    "digest: a citizen": Case("GET", "/v1/digest", 403, "not_allowed", role=Role.PUBLIC),
    "photo: outside the folder": Case("GET", "/v1/media/..%2f..%2fetc%2fpasswd.png", 404, "not_found"),
    "nowhere": Case("GET", "/v1/nowhere", 404, "not_found"),
    "wrong method": Case("DELETE", "/v1/intents", 405, "bad_request"),
}

REFUSED = {
    "out of scope: not this role's act": (act(kind="set_setting", payload={}), Role.DISPATCHER, "not_allowed"),
    "unknown report": (act(kind="take_on", subject="7", base_version=1, payload={}), Role.DISPATCHER, "report_unknown"),
    "unknown category": (
        act(payload={**ACT["payload"], "category": "NAGA"}),
        Role.DISPATCHER,
        "category_unknown",
    ),
    "half a place": (act(payload={"category": "BANJIR", "lon": 106.8, "description": "x"}), Role.DISPATCHER, None),
    "text too long": (
        act(payload={**ACT["payload"], "description": "x" * 5_000}),
        Role.DISPATCHER,
        "description_too_long",
    ),
}


def rows(store: RunningStore, *, but: frozenset[str] = frozenset()) -> dict[str, int]:
    with reading(store.engine) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
            if name not in but
        }


def send(store: RunningStore, case: Case) -> requests.Response:
    headers = {**({} if case.role is None else store.headers(case.role)), **case.headers}
    body = case.body.encode() if isinstance(case.body, str) else case.body
    return requests.request(case.method, store.url + case.path, data=body, headers=headers, timeout=TIMEOUT_S)


@pytest.mark.parametrize("name", CASES)
def test_a_bad_request_gets_the_documented_error_and_leaves_no_row(lasting: RunningStore, name: str) -> None:
    case = CASES[name]
    for role in (Role.DISPATCHER, Role.PUBLIC):
        lasting.key(role)
    before = rows(lasting)
    answer = send(lasting, case)
    assert (answer.status_code, answer.json()["code"]) == (case.status, case.code)
    assert set(answer.json()["sentence"]) == {"id", "en"}
    assert rows(lasting) == before


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OFFICER, None])
def test_a_character_that_no_text_holds_is_no_fault_of_any_route(lasting: RunningStore, role: Role | None) -> None:
    """PostgreSQL refuses to be asked for it, where SQLite finds nothing."""
    headers = {} if role is None else lasting.headers(role)
    for method, path in sorted(all_routes(lasting)):
        asked = re.sub(r"{[^}]*}", "%00", path)
        query = dict.fromkeys(("key", "search", "area", "category", "next", "after", "token", "q"), "\0")
        with requests.request(
            method, lasting.url + asked, params=query, headers=headers, timeout=TIMEOUT_S, stream=True
        ) as answer:
            assert answer.status_code != 500, (method, asked)


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_act_leaves_its_result_and_nothing_else(served: RunningStore, name: str) -> None:
    body, role, code = REFUSED[name]
    served.key(role)
    before = rows(served, but=frozenset({"intents"}))
    answers = [send(served, Case("POST", "/v1/intents", 200, "", body, role)).json() for _ in range(2)]
    assert answers[0] == answers[1], "a repetition gets the first decision"
    assert answers[0]["status"] == "refused"
    assert code is None or answers[0]["code"] == code
    assert rows(served, but=frozenset({"intents"})) == before


def test_a_repeated_and_late_act_is_done_once(served: RunningStore) -> None:
    """It was made a month ago, on a phone without network, and is sent twice."""
    late = act(acted_ms=1_700_000_000_000)
    first, second = (send(served, Case("POST", "/v1/intents", 200, "", late)).json() for _ in range(2))
    assert (first["status"], second["status"]) == ("applied", "repeated")
    assert first["subject"] == second["subject"]
    assert rows(served)["reports"] == 1


@pytest.mark.parametrize(
    "change", [{"lat": "x"}, {"lat": "95"}, {"service_code": "NAGA"}, {"api_key": "no"}, {"description": "x" * 5_000}]
)
def test_a_bad_report_by_open311_leaves_no_row(served: RunningStore, change: dict[str, str]) -> None:
    served.key(Role.PUBLIC)
    before = rows(served)
    answer = served.post_report(**change)
    assert 400 <= answer.status_code < 500
    assert answer.json()[0]["code"] == answer.status_code
    assert rows(served) == before
