"""Who may do what, where: role × scope × every kind of act, and role × route. Expectations are written by hand.

Nothing here is computed from ``models.role`` or ``models.scope``: a slip there has to disagree with this table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
import requests

from commandcenter.models.intent import IntentKind, IntentStatus
from commandcenter.models.role import MAY_SEND, Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.store.central import CentralStore
from commandcenter.store.token import Principal
from commandcenter.store.writer import ACTS
from tests.contract.act_scene import ABOVE, CREW, DSDA, EAST, HOLDERS, WEST, Deed, Scene
from tests.fixture.database import BACKENDS, new_database
from tests.fixture.serving import all_routes
from tests.fixture.store import TIMEOUT_S, RunningStore

SCOPES: Mapping[str, Scope] = {
    "own area": Scope(WEST),
    "area above": Scope(ABOVE),
    "other area": Scope(EAST),
    "own agency": Scope(agency=DSDA),
    "whole city": WHOLE_CITY,
}
"""What the key stands for; what is acted on lies in ``WEST``. For the agency it was handed to that."""

NEVER: frozenset[str] = frozenset()
EVERYWHERE = frozenset({"own area", "area above", "other area", "own agency", "whole city"})
REPORTS = frozenset({"own area", "area above", "own agency", "whole city"})
"""Reports: those of one's area and below, and those handed to one's agency."""
POSTS = frozenset({"own area", "area above", "whole city"})
"""Crews, facilities, gauges, routes and alarms: no agency answers for them, so only their area counts."""
CITY = frozenset({"whole city"})
"""What is the whole city's."""

CITIZENS = {Role.PUBLIC: REPORTS, Role.REPORTER: REPORTS}
OFFICES = {Role.OFFICER: REPORTS, Role.DISPATCHER: REPORTS}

MATRIX: Mapping[IntentKind, Mapping[Role, frozenset[str]]] = {
    IntentKind.SUBMIT_REPORT: {
        Role.PUBLIC: EVERYWHERE,
        Role.REPORTER: EVERYWHERE,
        Role.OFFICER: EVERYWHERE,
        Role.DISPATCHER: EVERYWHERE,
    },
    IntentKind.TAKE_ON: OFFICES,
    IntentKind.MOVE: OFFICES,
    IntentKind.CATEGORISE: OFFICES,
    IntentKind.RE_PLACE: OFFICES,
    IntentKind.SET_PRIORITY: OFFICES,
    IntentKind.NOTE: OFFICES,
    IntentKind.ANSWER: OFFICES,
    IntentKind.ADD_PHOTO: {**OFFICES, Role.REPORTER: REPORTS, Role.CREW: REPORTS},
    IntentKind.MODERATE: OFFICES,
    IntentKind.REVIEW_EVIDENCE: OFFICES,
    IntentKind.SUPPORT: CITIZENS,
    IntentKind.RATE: CITIZENS,
    IntentKind.REOPEN: CITIZENS,
    IntentKind.ESCALATE: {Role.STORE: REPORTS},
    IntentKind.OPEN_INCIDENT: OFFICES,
    IntentKind.JOIN_INCIDENT: OFFICES,
    IntentKind.PART_INCIDENT: OFFICES,
    IntentKind.FINISH_INCIDENT: OFFICES,
    IntentKind.SET_CREW: {Role.DISPATCHER: POSTS, Role.ADMINISTRATOR: POSTS},
    IntentKind.SET_MEMBER: {Role.DISPATCHER: POSTS, Role.ADMINISTRATOR: POSTS},
    IntentKind.SET_SHIFT: {Role.ADMINISTRATOR: CITY},
    IntentKind.MARK_PRESENCE: {Role.DISPATCHER: POSTS, Role.CREW: EVERYWHERE},
    IntentKind.SET_AVAILABILITY: {Role.DISPATCHER: POSTS, Role.CREW: EVERYWHERE},
    IntentKind.PLAN_JOB: {Role.OFFICER: POSTS, Role.DISPATCHER: POSTS},
    IntentKind.MOVE_JOB: {Role.OFFICER: POSTS, Role.DISPATCHER: POSTS, Role.CREW: EVERYWHERE},
    IntentKind.SET_FACILITY: {Role.ADMINISTRATOR: POSTS},
    IntentKind.REPORT_BEDS: {Role.FACILITY: EVERYWHERE},
    IntentKind.CONFIRM_BEDS: OFFICES,
    IntentKind.SET_GAUGE: {Role.ADMINISTRATOR: POSTS},
    IntentKind.REPORT_LEVEL: {Role.FACILITY: EVERYWHERE},
    IntentKind.RAISE_ALARM: {Role.STORE: EVERYWHERE},
    IntentKind.CLEAR_ALARM: {Role.STORE: EVERYWHERE},
    IntentKind.ACKNOWLEDGE_ALARM: {Role.ROOM: POSTS, Role.DISPATCHER: POSTS},
    IntentKind.SHELVE_ALARM: {Role.ROOM: POSTS, Role.DISPATCHER: POSTS},
    IntentKind.SET_CATEGORY: {Role.ADMINISTRATOR: CITY},
    IntentKind.SET_OFFER: {Role.ADMINISTRATOR: CITY},
    IntentKind.SET_AGENCY: {Role.ADMINISTRATOR: CITY},
    IntentKind.SET_ROUTE: {Role.ADMINISTRATOR: POSTS},
    IntentKind.SET_TEMPLATE: {Role.ADMINISTRATOR: CITY},
    IntentKind.SET_SETTING: {Role.ADMINISTRATOR: CITY},
    # The store: for a citizen who registers, and nothing else (test_registration.py).
    IntentKind.SET_ACCOUNT: {Role.ADMINISTRATOR: CITY, Role.STORE: CITY},
    IntentKind.RESET_PASSWORD: {Role.ADMINISTRATOR: CITY},
    IntentKind.SET_KEY: {Role.ADMINISTRATOR: CITY},
    IntentKind.REVOKE_KEY: {Role.ADMINISTRATOR: CITY},
    IntentKind.ERASE_PERSON: {Role.ADMINISTRATOR: CITY},
}
"""Where each role may do it; a role that is not named may not, wherever it is."""

OWN_ONLY = (
    (IntentKind.MARK_PRESENCE, Role.CREW, "not_own"),
    (IntentKind.SET_AVAILABILITY, Role.CREW, "not_own"),
    (IntentKind.MOVE_JOB, Role.CREW, "not_own"),
    (IntentKind.ADD_PHOTO, Role.CREW, "not_own_job"),
    (IntentKind.ADD_PHOTO, Role.REPORTER, "not_own_report"),
    (IntentKind.REOPEN, Role.REPORTER, "not_own_report"),
    (IntentKind.REOPEN, Role.PUBLIC, "not_own_report"),
    (IntentKind.REPORT_BEDS, Role.FACILITY, "not_own"),
    (IntentKind.REPORT_LEVEL, Role.FACILITY, "not_own"),
)
"""What somebody may do to their own alone, wherever it lies: a crew, a facility, a gauge, a reporter."""


@pytest.fixture(scope="module", params=[BACKENDS[0], pytest.param(BACKENDS[1], marks=pytest.mark.long)])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A city that the module's tests share."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('matrix') / 'store.sqlite3'}"
    else:
        url = new_database(request.getfixturevalue("postgres"))
    running = RunningStore(url)
    central = CentralStore(running.settings)
    yield Scene(central)
    central.close()
    running.close()


def who(scene: Scene, kind: IntentKind, role: Role, scope: Scope) -> Principal:
    holder = {Role.CREW: CREW, Role.FACILITY: HOLDERS.get(kind)}.get(role)
    return scene.principal(role, scope, holder)


_SHARED: dict[IntentKind, Deed] = {}
"""What refused acts were tried on: it stays as it is, so that one is enough for all of them."""


def end(scene: Scene, kind: IntentKind, role: Role, where: str, *, allowed: bool) -> str:
    """Return how an act ends; what it is done to is made afresh where it may succeed."""
    if allowed:
        deed = scene.deed(kind, handed_over=where == "own agency")
    else:
        deed = _SHARED.setdefault(kind, scene.deed(kind)) if kind not in _SHARED else _SHARED[kind]
    result = scene.send(who(scene, kind, role, SCOPES[where]), kind, deed)
    return result.code or result.status.value


def expected(kind: IntentKind, role: Role, where: str) -> str:
    scopes = MATRIX[kind].get(role, NEVER)
    if where in scopes:
        return IntentStatus.APPLIED.value
    return "out_of_scope" if scopes else "not_allowed"


def test_table_roles_and_store_know_the_same_acts() -> None:
    assert set(MATRIX) == set(IntentKind) == set(ACTS) == set(MAY_SEND)
    assert all(roles for roles in MATRIX.values()), "an act that nobody may do"


@pytest.mark.parametrize("kind", IntentKind)
def test_every_role_in_every_scope_may_do_what_the_table_says_and_nothing_else(scene: Scene, kind: IntentKind) -> None:
    _SHARED.pop(kind, None)
    found, wanted = {}, {}
    for role in Role:
        for where in SCOPES:
            wanted[role, where] = expected(kind, role, where)
            allowed = wanted[role, where] == IntentStatus.APPLIED
            found[role, where] = end(scene, kind, role, where, allowed=allowed)
    assert {cell: code for cell, code in found.items() if code != wanted[cell]} == {}


@pytest.mark.parametrize(("kind", "role", "code"), OWN_ONLY)
def test_what_is_ones_own_to_do_is_nobody_elses(scene: Scene, kind: IntentKind, role: Role, code: str) -> None:
    other = scene.principal(role, WHOLE_CITY, "another")
    deed = scene.deed(kind)
    unproved = {name: value for name, value in deed.payload.items() if name != "secret"}
    result = scene.send(other, kind, replace(deed, payload=unproved))
    assert (result.status, result.code) == (IntentStatus.REFUSED, code)


ANYBODY = frozenset(Role) | {None}
FOLLOWERS = frozenset({Role.OFFICER, Role.DISPATCHER, Role.MANAGER, Role.WALL, Role.ROOM})
OFFICES_READ = frozenset({Role.OFFICER, Role.DISPATCHER, Role.MANAGER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
WITH_A_KEY = frozenset(Role)

ROUTES: Mapping[tuple[str, str], frozenset[Role | None]] = {
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/readyz"): ANYBODY,
    ("GET", "/v1/me"): WITH_A_KEY,
    ("GET", "/v1/snapshot"): FOLLOWERS,
    ("GET", "/v1/changes"): FOLLOWERS,
    ("GET", "/v1/changes/stream"): FOLLOWERS,
    ("GET", "/v1/digest"): FOLLOWERS,
    ("POST", "/v1/intents"): WITH_A_KEY,
    ("GET", "/v1/media/{path:path}"): FOLLOWERS | {Role.CREW},
    ("POST", "/v1/registration"): frozenset({Role.PUBLIC}),
    ("POST", "/v1/session"): ANYBODY,
    ("POST", "/v1/session/key"): ANYBODY,
    ("POST", "/v1/session/oidc"): ANYBODY,
    ("POST", "/v1/session/reset"): ANYBODY,
    ("DELETE", "/v1/session"): frozenset(),
    ("GET", "/v1/devices"): frozenset(),
    ("DELETE", "/v1/devices/{token_id}"): frozenset(),
    ("PUT", "/v1/password"): WITH_A_KEY,
    ("GET", "/v1/accounts"): ADMINISTRATORS,
    ("PUT", "/v1/accounts/{account}/password"): ADMINISTRATORS,
    ("POST", "/v1/accounts/{account}/password/reset"): ADMINISTRATORS,
    ("GET", "/v1/erasures"): ADMINISTRATORS,
    ("GET", "/v1/settings/history"): ADMINISTRATORS,
    ("GET", "/v1/administration/{what}"): ADMINISTRATORS,
    ("GET", "/metrics"): ANYBODY,
    ("GET", "/v1/jobs"): frozenset({Role.CREW}),
    ("POST", "/v1/presence"): frozenset({Role.CREW}),
    ("DELETE", "/v1/presence/{member}"): frozenset({Role.CREW}),
    ("GET", "/v1/presence"): frozenset({Role.CREW, Role.DISPATCHER}),
    ("POST", "/v1/near-by"): ANYBODY,
    ("POST", "/v1/own-reports"): ANYBODY,
    ("POST", "/v1/own-reports/photo"): ANYBODY,
    ("GET", "/v1/facilities"): ANYBODY,
    ("GET", "/v1/gauges"): ANYBODY,
    ("POST", "/v1/media"): frozenset({Role.PUBLIC, Role.REPORTER, Role.CREW, Role.OFFICER, Role.DISPATCHER}),
    ("GET", "/v1/officer/desk"): OFFICES_READ,
    ("GET", "/v1/officer/reports"): OFFICES_READ,
    ("GET", "/v1/officer/counts"): OFFICES_READ,
    ("GET", "/v1/officer/pending"): OFFICES_READ,
    ("GET", "/v1/officer/reports/{report_id}"): OFFICES_READ,
    ("GET", "/v1/officer/reports/{report_id}/crews"): OFFICES_READ,
    ("GET", "/v1/reviews"): frozenset({Role.OFFICER, Role.DISPATCHER, Role.MANAGER}),
    ("GET", "/v1/deliveries"): ADMINISTRATORS,
    ("GET", "/v1/subscriptions"): WITH_A_KEY,
    ("POST", "/v1/subscriptions"): WITH_A_KEY,
    ("DELETE", "/v1/subscriptions/{which}"): WITH_A_KEY,
    ("GET", "/v1/subscriptions/push_key"): ANYBODY,
    ("GET", "/v1/subscriptions/stop"): ANYBODY,
    ("POST", "/v1/subscriptions/stop"): ANYBODY,
    ("GET", "/v1/subscriptions/confirm"): ANYBODY,
    ("POST", "/v1/subscriptions/confirm"): ANYBODY,
    ("GET", "/open311/discovery.{suffix}"): ANYBODY,
    ("GET", "/open311/openapi.json"): ANYBODY,
    ("GET", "/open311/v2/services.{suffix}"): ANYBODY,
    ("GET", "/open311/v2/services/{code}.{suffix}"): ANYBODY,
    ("GET", "/open311/v2/requests.csv"): ANYBODY,
    ("GET", "/open311/v2/requests.{suffix}"): ANYBODY,
    ("GET", "/open311/v2/requests/{number}.{suffix}"): ANYBODY,
    ("GET", "/open311/v2/tokens/{token}.{suffix}"): ANYBODY,
    ("POST", "/open311/v2/requests.{suffix}"): ANYBODY,
    ("GET", "/"): ANYBODY,
    ("GET", "/lapor"): ANYBODY,
    ("GET", "/petugas"): ANYBODY,
    ("GET", "/regu"): ANYBODY,
    ("GET", "/kelola"): ANYBODY,
    ("GET", "/data"): ANYBODY,
    ("GET", "/laporan"): ANYBODY,
    ("GET", "/laporan/{number}"): ANYBODY,
    ("GET", "/laporan/{number}.png"): ANYBODY,
    ("GET", "/assets/{path:path}"): ANYBODY,
    ("GET", "/v1/city"): ANYBODY,
    ("GET", "/v1/public/areas"): ANYBODY,
    ("GET", "/v1/public/clusters"): ANYBODY,
    ("GET", "/v1/public/counts"): ANYBODY,
    ("GET", "/v1/public/figures"): ANYBODY,
    ("GET", "/v1/public/reports"): ANYBODY,
    ("GET", "/v1/public/reports.{form}"): ANYBODY,
    ("GET", "/v1/public/reports/{number}"): ANYBODY,
    ("GET", "/v1/public/sensitive"): ANYBODY,
}
"""Who is let in with a desk's key, or without one (None). What a person's own sign-in adds is in the tests of accounts:
devices and signing out are nobody's who did not sign in. Open311 asks for its key in the form."""

BY_COOKIE = frozenset({("GET", "/v1/session")})
"""Asked by a page of the browser that it runs in; a key in a header is none of its business (tests/pages)."""

SAMPLES = {
    "suffix": "json",
    "form": "csv",
    "path:path": "none.png",
    "token_id": "none",
    "account": "none",
    "member": "none",
    "report_id": "1",
    "code": "BANJIR",
    "number": "JK000101-000001",
    "token": "none",
    "what": "crews",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    """A store that the tests of routes share; who is let in is not the database's."""
    home = tmp_path_factory.mktemp("routes")
    running = RunningStore(f"sqlite:///{home / 'store.sqlite3'}")
    running.settings = replace(running.settings, media=home / "media")
    running.start()
    yield running
    running.close()


def status(served: RunningStore, method: str, path: str, role: Role | None) -> int:
    for name, value in SAMPLES.items():
        path = path.replace(f"{{{name}}}", value)
    response = requests.request(
        method,
        served.url + path,
        headers={} if role is None else served.headers(role),
        json={} if method in {"POST", "PUT"} else None,
        timeout=TIMEOUT_S,
        stream=True,
    )
    with response:
        return response.status_code


def test_table_and_store_know_the_same_routes(served: RunningStore) -> None:
    assert all_routes(served) == set(ROUTES) | BY_COOKIE


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_role_is_let_in_where_the_table_says_and_nowhere_else(
    served: RunningStore, method: str, path: str
) -> None:
    let_in = ROUTES[method, path]
    for role in (*Role, None):
        found = status(served, method, path, role)
        shut = 401 if role is None else 403
        assert found < 500
        # An Open311 form without its key is refused as such, whoever sends it.
        form = path.startswith("/open311/") and method == "POST"
        if form:
            assert found in {400, 403}, (role, found)
        elif role in let_in:
            assert found not in {401, 403} or (path, found) == ("/v1/password", 403), (role, found)
        else:
            assert found == shut, (role, found)
