"""Signing in on a browser: the key is out of scripts' reach, and only the store's own pages can use it."""

from __future__ import annotations

import pytest
import requests
from playwright.sync_api import expect

from commandcenter.models.intent import IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.store.service.page_key import COOKIE, PAGE_HEADER, PROOF_HEADER
from tests.contract.people import PASSWORD
from tests.fixture.store import TIMEOUT_S
from tests.pages.browser import Browsers
from tests.pages.city import PageCity

LOGIN = "lurah.timur"


@pytest.fixture
def signed_in(page_city: PageCity) -> requests.Session:
    page_city.person(LOGIN, Role.OFFICER, name="Lurah Timur")
    session = requests.Session()
    body = {"login": LOGIN, "password": PASSWORD, "device": "", "cookie": True}
    answer = session.post(f"{page_city.url}/v1/session", json=body, timeout=TIMEOUT_S)
    assert answer.status_code == 200, answer.text
    assert "key" not in answer.json()
    # As browsers do on loopback: this client sends what is marked as secure over TLS only.
    session.headers["Cookie"] = f"{COOKIE}={answer.cookies[COOKIE]}"
    session.headers["X-Proof"] = answer.json()["csrf"]
    return session


def an_act() -> dict[str, object]:
    return {"intent_id": new_intent_id(), "kind": IntentKind.SUBMIT_REPORT.value, "payload": {}}


def test_the_cookie_is_guarded(page_city: PageCity, signed_in: requests.Session) -> None:
    answer = requests.post(
        f"{page_city.url}/v1/session",
        json={"login": LOGIN, "password": PASSWORD, "device": "", "cookie": True},
        timeout=TIMEOUT_S,
    )
    said = answer.headers["Set-Cookie"].lower()
    assert all(word in said for word in ("httponly", "secure", "samesite=strict", "path=/"))
    assert said.startswith("__host-")


def test_a_change_without_the_pages_proof_is_refused(page_city: PageCity, signed_in: requests.Session) -> None:
    for headers in ({}, {PROOF_HEADER: "0" * 32}, {PAGE_HEADER: "citizen"}):
        answer = signed_in.post(f"{page_city.url}/v1/intents", json=an_act(), headers=headers, timeout=TIMEOUT_S)
        assert (answer.status_code, answer.json()["code"]) == (403, "forged_request")


def test_with_it_the_store_decides(page_city: PageCity, signed_in: requests.Session) -> None:
    headers = {PROOF_HEADER: str(signed_in.headers["X-Proof"])}
    answer = signed_in.delete(f"{page_city.url}/v1/session", headers=headers, timeout=TIMEOUT_S)
    assert answer.json() == {"signed_out": True}
    assert signed_in.get(f"{page_city.url}/v1/session", timeout=TIMEOUT_S).status_code == 401


def test_who_looks_only_needs_no_proof(page_city: PageCity, signed_in: requests.Session) -> None:
    assert signed_in.get(f"{page_city.url}/v1/session", timeout=TIMEOUT_S).json()["name"] == "Lurah Timur"


def test_a_visitor_without_the_pages_header_is_nobody(page_city: PageCity) -> None:
    answer = requests.post(f"{page_city.url}/v1/intents", json=an_act(), timeout=TIMEOUT_S)
    assert answer.json()["code"] == "token_missing"


def test_a_browser_keeps_the_key_where_no_script_reads_it(page_city: PageCity, browsers: Browsers) -> None:
    page_city.person(LOGIN, Role.OFFICER, name="Lurah Timur")
    page = browsers.phone(page_city.url).new_page()
    page.goto("/lapor")
    signed = page.evaluate(
        """async ([login, password]) => (await (await fetch('/v1/session', {method: 'POST',
        headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({login, password, device: '', cookie: true})})).json()).name""",
        [LOGIN, PASSWORD],
    )
    assert signed == "Lurah Timur"
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("async () => (await (await fetch('/v1/session')).json()).name") == "Lurah Timur"
    expect(page.locator("html")).to_have_attribute("lang", "id")
