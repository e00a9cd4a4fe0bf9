"""A crew's key typed once on a phone: the browser works with it, nobody reads it there, and no other key serves."""

from __future__ import annotations

import pytest
import requests

from commandcenter.models.role import KEY_ROLES, Role
from commandcenter.store.service.page_key import COOKIE, PROOF_HEADER
from tests.fixture.store import TIMEOUT_S, RunningStore


def typed(served: RunningStore, key: str) -> requests.Response:
    return requests.post(f"{served.url}/v1/session/key", json={"key": key}, timeout=TIMEOUT_S)


def browser_with(answer: requests.Response) -> dict[str, str]:
    """Return what a browser sends along that got an answer; this client keeps secure cookies to itself on loopback."""
    return {"Cookie": f"{COOKIE}={answer.cookies[COOKIE]}"}


def test_a_crews_key_becomes_a_guarded_cookie_and_is_told_to_nobody(served: RunningStore) -> None:
    key = served.key(Role.CREW, "Telepon A")
    answer = typed(served, f" {key}\n")
    assert (answer.status_code, answer.json()) == (200, {"signed_in": True})
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.headers["Set-Cookie"].lower()
    assert all(word in said for word in ("httponly", "secure", "samesite=strict"))
    session = requests.get(f"{served.url}/v1/session", headers=browser_with(answer), timeout=TIMEOUT_S).json()
    assert (session["name"], session["role"], session["account_id"]) == ("Telepon A", "crew", None)


@pytest.mark.parametrize("role", [role for role in KEY_ROLES if role is not Role.CREW])
def test_no_other_roles_key_serves(served: RunningStore, role: Role) -> None:
    answer = typed(served, served.key(role, f"Kunci {role}"))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert "Set-Cookie" not in answer.headers


def test_no_key_of_nobodys_serves(served: RunningStore) -> None:
    assert typed(served, "cc_none").status_code == 401
    assert typed(served, "").json()["code"] == "field_missing"


def test_signing_out_here_leaves_the_crews_other_phones_at_work(served: RunningStore) -> None:
    key = served.key(Role.CREW, "Telepon A")
    one, other = browser_with(typed(served, key)), browser_with(typed(served, key))
    proof = requests.get(f"{served.url}/v1/session", headers=one, timeout=TIMEOUT_S).json()["csrf"]
    headers = {**one, PROOF_HEADER: proof}
    answer = requests.delete(f"{served.url}/v1/session", headers=headers, timeout=TIMEOUT_S)
    assert answer.json() == {"signed_out": True}
    assert 'commandcenter=""' in answer.headers["Set-Cookie"]
    assert requests.get(f"{served.url}/v1/session", headers=other, timeout=TIMEOUT_S).status_code == 200
