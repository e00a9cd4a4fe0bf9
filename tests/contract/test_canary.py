"""A marker in every personal field: nobody who may not see it finds it, in any answer, page, message or log."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select

from commandcenter.models.account import Account
from commandcenter.models.crew import Crew, CrewState, Member
from commandcenter.models.flat import flatten
from commandcenter.models.identity import AccountId, AreaCode, CrewCode, MemberId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY
from commandcenter.models.table import TABLE_OF, accounts, report_private
from commandcenter.protocol.act import intent_to_json
from commandcenter.store.account import write_account, write_password
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.draft import PRIVATE_FIELDS
from commandcenter.store.feed import publish, put
from commandcenter.store.password import hash_password
from commandcenter.store.token import Principal
from tests.contract.client import Copy
from tests.fixture.serving import all_routes, serve
from tests.fixture.store import TIMEOUT_S, RunningStore

MARK = "kanari"
"""Stands in every field of somebody's person, spelled so that no catalogue, area or code holds it."""

MEMBER = f"{MARK}-anggota"
ACCOUNT_ID = "a1"
PASSWORD = f"sandi {MARK} sandi"
SEE_MEMBERS = {Role.OFFICER, Role.DISPATCHER, Role.MANAGER}
READ_FEED = SEE_MEMBERS | {Role.WALL, Role.ROOM}
SAMPLES = {"suffix": "json", "path:path": "none.png", "token_id": "none", "account": ACCOUNT_ID, "code": "BANJIR"}


@pytest.fixture
def marked(store: RunningStore, central: CentralStore, desk: Principal) -> RunningStore:
    """A served store in which every personal field is marked."""
    now = datetime.now(UTC)
    private = {name: f"{MARK}-{name}" for name in PRIVATE_FIELDS} | {"account_id": ACCOUNT_ID}
    payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir", "private": private}
    report = central.apply(
        Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, now, payload=payload), desk
    ).subject
    assert report is not None
    crew = Crew(CrewCode("PPSU-1"), 1, "PPSU", AreaCode("31.01"), None, "", "", 1, CrewState.AVAILABLE, "", now)
    member = Member(MemberId("M1"), crew.code, MEMBER, present=True, updated_at=now)
    city = store.settings.city
    with writing(central.engine) as connection:
        made = []
        for entity, value in ((Entity.CREW, crew), (Entity.MEMBER, member)):
            connection.execute(TABLE_OF[entity].insert().values(city=city, **flatten(value)))
            made.append(put(entity, flatten(value)))
        account = Account(
            AccountId(ACCOUNT_ID),
            f"{MARK}.login",
            "Warga",
            Role.REPORTER,
            WHOLE_CITY,
            None,
            f"{MARK}@example.id",
            f"0812-{MARK}",
            active=True,
            created_at=now,
            signed_in_at=None,
        )
        write_account(connection, city, account, now)
        write_password(connection, city, account.id, hash_password(PASSWORD), now)
        publish(connection, city, made, now)
    # The act that erases and those that open accounts leave their own traces.
    administrator = central.principal(store.key(Role.ADMINISTRATOR, "Admin"))
    for fields in ({"login": f"{MARK}2", "name": "P", "role": "reporter", "phone": MARK}, {"login": f"{MARK} !"}):
        central.apply(Intent(new_intent_id(), IntentKind.SET_ACCOUNT, None, None, now, payload=fields), administrator)
    assert MARK in str(_rows(central, report_private))
    assert MARK in str(_rows(central, accounts))
    store.start()
    return store


def _rows(central: CentralStore, table: Any) -> list[Any]:
    with reading(central.engine) as connection:
        return list(connection.execute(select(table)).all())


def routes(store: RunningStore, **more: str) -> list[tuple[str, str]]:
    """Return every route, samples in place of its parameters; the endless stream is read as pages elsewhere."""
    found = []
    for method, path in sorted(all_routes(store)):
        for name, value in (SAMPLES | more).items():
            path = path.replace(f"{{{name}}}", value)  # noqa: PLW2901
        if not path.endswith("/stream"):
            found.append((method, path))
    return found


def text_of(response: requests.Response, body: bytes) -> str:
    return f"{response.headers} {body.decode('utf-8', 'replace')}"


def test_no_answer_to_anybody_holds_a_persons_data(marked: RunningStore, central: CentralStore) -> None:
    (listed,) = requests.get(f"{marked.url}/open311/v2/requests.json", timeout=TIMEOUT_S).json()
    found = []
    paths = routes(marked, number=listed["service_request_id"], which="none")
    assert len(paths) > 15
    for method, path in paths:
        for role in (*Role, None):
            answer = requests.request(
                method,
                marked.url + path,
                headers={} if role is None else marked.headers(role),
                params={"after": str(central.head()).replace(f".{central.head().n}", ".0")},
                json={} if method in {"POST", "PUT"} else None,
                timeout=TIMEOUT_S,
            )
            body = answer.content
            text = text_of(answer, body)
            if path == "/v1/snapshot" and answer.ok:
                copy = Copy()
                copy.load([body])
                text = str(copy.records)
            if path in {"/v1/snapshot", "/v1/changes"} and role in SEE_MEMBERS:
                assert MEMBER in text, (role, path)
                text = text.replace(MEMBER, "")
            if path == "/v1/accounts" and role is Role.ADMINISTRATOR:
                assert MARK in text
                continue
            if MARK in text:
                found.append((role, method, path))
    assert found == []


def test_pages_hold_nobodys_data_but_members_names_for_those_who_send_them(
    marked: RunningStore, central: CentralStore
) -> None:
    for role in READ_FEED:
        principal = central.principal(marked.key(role))
        start = central.head_for(principal)
        page = str(central.page(type(start)(start.epoch, 0), principal))
        assert (MEMBER in page) == (role in SEE_MEMBERS), role
        assert MARK not in page.replace(MEMBER, "")


def test_the_answer_to_an_act_tells_nobody_about_the_reporter(marked: RunningStore, central: CentralStore) -> None:
    (report,) = _rows(central, report_private)
    for kind, payload in (
        (IntentKind.TAKE_ON, {}),
        (IntentKind.MOVE, {"to_state": "in_progress"}),
        (IntentKind.MOVE, {"to_state": "waiting"}),
    ):
        intent = Intent(new_intent_id(), kind, report.report_id, 1, datetime.now(UTC), payload=payload)
        assert MARK not in str(marked.send(intent))


def test_no_log_of_a_process_holds_a_persons_data_or_a_secret(
    marked: RunningStore, central: CentralStore, tmp_path: Path
) -> None:
    headers = marked.headers()
    with serve(marked, tmp_path, verbose=True) as (url, log):
        signed_in = requests.post(
            f"{url}/v1/session", json={"login": f"{MARK}.login", "password": PASSWORD}, timeout=TIMEOUT_S
        )
        assert signed_in.status_code == 200
        secret = signed_in.json()["key"]
        own = {"Authorization": f"Bearer {secret}"}
        private = {"private": {"email": f"{MARK}@example.id", "phone": MARK}}
        payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"} | private
        intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), payload=payload)
        form = {"api_key": marked.key(Role.PUBLIC), "service_code": "BANJIR", "lat": "-6.25", "long": "106.85"}
        form |= {"description": "Air", "first_name": MARK, "email": f"{MARK}@example.id", "device_id": MARK}
        sent: list[tuple[str, str, dict[str, Any]]] = [
            ("POST", "/v1/intents", {"json": intent_to_json(intent), "headers": headers}),
            ("POST", "/v1/intents", {"json": intent_to_json(intent), "headers": headers}),
            ("POST", "/v1/intents", {"data": f"{{broken {MARK}".encode(), "headers": headers}),
            ("POST", "/v1/session", {"json": {"login": MARK, "password": f"salah {MARK}"}}),
            ("GET", "/v1/me", {"headers": own}),
            ("POST", "/open311/v2/requests.json", {"data": form}),
            ("POST", "/open311/v2/requests.json", {"data": form | {"service_code": "none"}}),
            ("GET", "/open311/v2/requests.json", {"params": {"q": MARK, "email": MARK}}),
            ("DELETE", "/v1/session", {"headers": own}),
        ]
        for method, path, more in sent:
            assert requests.request(method, url + path, timeout=TIMEOUT_S, **more).status_code < 500
    said = log.read_text()
    assert said.count("POST /v1/intents") == 3, "the requests were not logged at all"
    assert MARK not in said
    assert secret not in said
    assert marked.key() not in said
