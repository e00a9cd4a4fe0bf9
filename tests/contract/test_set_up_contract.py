"""Two administrators at once, keys made by acts, and who changed what from what; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
import requests
from sqlalchemy import select

from commandcenter.models.identity import AreaCode
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import intents, tokens
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.failure import TokenRevoked
from commandcenter.store.token import Principal, key_hash, new_secret
from tests.contract.people import opened
from tests.fixture.store import TIMEOUT_S, RunningStore

APPLIED, REFUSED, CONFLICT = IntentStatus.APPLIED, IntentStatus.REFUSED, IntentStatus.CONFLICT

NEW: dict[IntentKind, dict[str, Any]] = {
    IntentKind.SET_CREW: {"name": "PPSU", "area": "31.01"},
    IntentKind.SET_FACILITY: {"name": "RSUD", "kind": "hospital"},
    IntentKind.SET_GAUGE: {"name": "Karet"},
    IntentKind.SET_SHIFT: {"name": "Malam", "begins_min": 1380, "ends_min": 420},
    IntentKind.SET_AGENCY: {"name": "Dinas", "kind": "department"},
    IntentKind.SET_TEMPLATE: {"name": "Terima", "text_id": "Terima kasih", "text_en": "Thanks"},
    IntentKind.SET_CATEGORY: {"name_id": "Ular", "name_en": "Snake", "first_response_s": 60, "closing_s": 600},
}
"""What is set up by a code, and what a new one needs."""


@pytest.fixture
def other(store: RunningStore, central: CentralStore) -> Principal:
    """A second administrator."""
    return central.principal(store.key(Role.ADMINISTRATOR, "Admin lain"))


def do(
    central: CentralStore,
    who: Principal,
    kind: IntentKind,
    target: str | None,
    base: int | None = None,
    /,
    **payload: Any,
) -> IntentResult:
    return central.apply(
        Intent(new_intent_id(), kind, None, base, datetime.now(UTC), payload=payload, target=target), who
    )


@pytest.mark.parametrize("kind", [*NEW, IntentKind.SET_MEMBER, IntentKind.SET_SETTING])
def test_of_two_who_make_the_same_at_once_the_second_is_told(
    central: CentralStore, administrator: Principal, other: Principal, kind: IntentKind
) -> None:
    do(central, administrator, IntentKind.SET_CREW, "INDUK", **NEW[IntentKind.SET_CREW])
    settings = ["beds_stale_after_s", "gauge_stale_after_s", "photo_far_after_m", "supporters_for_high"]
    codes = settings if kind is IntentKind.SET_SETTING else [f"BARU-{number}" for number in range(4)]
    both = Barrier(2)

    def make(who: Principal, code: str) -> IntentResult:
        payload = NEW.get(kind, {"value": 600 if who is other else 700, "crew": "INDUK"}) | {"name": who.name}
        both.wait(TIMEOUT_S)
        return do(central, who, kind, code, 0, **payload)

    with ThreadPoolExecutor(2) as pool:
        for code in codes:
            results = list(pool.map(make, (administrator, other), (code, code)))
            assert sorted(result.status for result in results) == [APPLIED, CONFLICT], code
            (late,) = (result for result in results if result.status is CONFLICT)
            assert late.theirs is not None
            assert late.theirs.actor in {administrator.name, other.name}
            assert set(late.sentence) == {"id", "en"}


@pytest.mark.parametrize("kind", NEW)
def test_a_new_code_that_is_there_already_is_not_written_over(
    central: CentralStore, administrator: Principal, other: Principal, kind: IntentKind
) -> None:
    assert do(central, administrator, kind, "X-1", 0, **NEW[kind]).status is APPLIED
    again = do(central, other, kind, "X-1", 0, **NEW[kind])
    assert (again.status, again.code) == (CONFLICT, "target_there")
    assert administrator.name in again.sentence["en"]


@pytest.mark.parametrize("kind", NEW)
def test_who_changes_what_another_changed_meanwhile_is_told(
    served: RunningStore, central: CentralStore, administrator: Principal, other: Principal, kind: IntentKind
) -> None:
    made = do(central, administrator, kind, "X-1", 0, **NEW[kind])
    field = "name_id" if kind is IntentKind.SET_CATEGORY else "name"
    first = do(central, other, kind, "X-1", made.version, **{field: "Nama kedua"})
    assert first.status is APPLIED
    late = do(central, administrator, kind, "X-1", made.version, **{field: "Nama ketiga"})
    assert (late.status, late.code) == (CONFLICT, "target_changed")
    assert other.name in late.sentence["en"]
    what = {"shift": "shifts", "category": "categories", "agency": "agencies", "facility": "facilities"}
    word = kind.value.removeprefix("set_")
    answer = served.get(f"/v1/administration/{what.get(word, word + 's')}", Role.ADMINISTRATOR, search="X-1")
    (entry,) = answer.json()["entries"]
    assert (entry[field], entry["version"]) == ("Nama kedua", first.version)
    last = do(central, administrator, kind, "X-1", entry["version"], **{field: "Nama ketiga"})
    assert last.status is APPLIED


def test_an_account_that_another_changed_meanwhile_is_not_written_over(
    served: RunningStore, central: CentralStore, administrator: Principal, other: Principal
) -> None:
    account = opened(central, administrator)
    answer = served.get("/v1/administration/accounts", Role.ADMINISTRATOR, search="PALMERAH")
    (seen,) = answer.json()["entries"]
    assert (seen["account_id"], seen["login"]) == (account, "lurah.palmerah")
    assert do(central, other, IntentKind.SET_ACCOUNT, account, seen["version"], phone="0811").status is APPLIED
    late = do(central, administrator, IntentKind.SET_ACCOUNT, account, seen["version"], role="dispatcher")
    assert (late.status, late.code) == (CONFLICT, "target_changed")


def test_a_key_made_by_an_act_lets_in_until_it_is_withdrawn_and_stands_in_no_act(
    central: CentralStore, administrator: Principal
) -> None:
    secret = new_secret()
    wanted = {"name": "Meja Tebet", "role": "dispatcher", "area": "31.01", "days": 30}
    made = do(central, administrator, IntentKind.SET_KEY, None, sha256=key_hash(secret), **wanted)
    assert made.status is APPLIED
    principal = central.principal(secret)
    assert (principal.token_id, principal.name) == (made.target, "Meja Tebet")
    assert (principal.role, principal.scope) == (Role.DISPATCHER, Scope(AreaCode("31.01")))
    again = do(central, administrator, IntentKind.SET_KEY, None, sha256=key_hash(secret), **wanted)
    assert (again.status, again.code) == (REFUSED, "key_taken")
    assert do(central, administrator, IntentKind.REVOKE_KEY, made.target).status is APPLIED
    with pytest.raises(TokenRevoked):
        central.principal(secret)
    gone = do(central, administrator, IntentKind.REVOKE_KEY, made.target)
    assert (gone.status, gone.code) == (REFUSED, "key_unknown")
    with reading(central.engine) as connection:
        kept = repr(connection.execute(select(intents)).all())
        ends = connection.execute(select(tokens.c.expires_ms).where(tokens.c.token_id == made.target)).scalar_one()
    assert secret not in kept
    assert key_hash(secret) not in kept
    assert ends is not None
    told = [(entry.kind, entry.called, entry.by) for entry in central.setting_history(made.target)]
    assert told == [
        (IntentKind.REVOKE_KEY, "Meja Tebet", administrator.name),
        (IntentKind.SET_KEY, "Meja Tebet", administrator.name),
    ]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"role": "dispatcher"}, "field_missing"),
        ({"name": "Meja"}, "field_missing"),
        ({"name": "Meja", "role": "store"}, "key_role"),
        ({"name": "Meja", "role": "wall", "sha256": "abc"}, "key_hash_unfit"),
        ({"name": "Meja", "role": "crew"}, "holder_missing"),
        ({"name": "Meja", "role": "wall", "area": "99"}, "part_unknown"),
        ({"name": "Meja", "role": "wall", "days": 0}, "field_not_number"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(
    central: CentralStore, administrator: Principal, payload: dict[str, Any], code: str
) -> None:
    result = do(central, administrator, IntentKind.SET_KEY, None, **{"sha256": "0" * 64, **payload})
    assert (result.status, result.code) == (REFUSED, code)


def test_nobody_withdraws_the_key_that_they_work_with(central: CentralStore, administrator: Principal) -> None:
    result = do(central, administrator, IntentKind.REVOKE_KEY, administrator.token_id)
    assert (result.status, result.code) == (REFUSED, "own_key")


def test_the_history_says_who_changed_what_from_what(
    served: RunningStore, central: CentralStore, administrator: Principal, other: Principal
) -> None:
    do(central, administrator, IntentKind.SET_SETTING, "overdue_alarm_above_percent", 0, value=40)
    crew = do(central, administrator, IntentKind.SET_CREW, "PPSU-1", 0, name="PPSU Satu", area="31.01")
    do(central, other, IntentKind.SET_CREW, "PPSU-1", crew.version, name="PPSU Dua", area="31.02")
    member = do(central, other, IntentKind.SET_MEMBER, None, name="Budi Rahasia", crew="PPSU-1").target
    account = opened(central, administrator, login="camat.tebet", name="Camat Tebet", email="camat@example.org")
    do(central, administrator, IntentKind.SET_ACCOUNT, account, role="dispatcher", email="lain@example.org")
    entries = served.get("/v1/settings/history", Role.ADMINISTRATOR).json()["entries"]
    told = {(entry["kind"], entry["key"], entry["by"]): entry["changed"] for entry in reversed(entries)}
    assert told["set_setting", "overdue_alarm_above_percent", administrator.name] == {"value": [30, 40]}
    assert told["set_crew", "PPSU-1", other.name] == {"name": ["PPSU Satu", "PPSU Dua"], "area": ["31.01", "31.02"]}
    assert told["set_member", member, other.name] == {"name": None, "crew": [None, "PPSU-1"], "active": [None, True]}
    changed = told["set_account", account, administrator.name]
    assert changed == {"role": ["officer", "dispatcher"], "email": None}
    (newest, *_) = entries
    assert newest["called"] == "camat.tebet"
    with reading(central.engine) as connection:
        kept = repr(connection.execute(select(intents.c.payload, intents.c.result)).all())
    for word in ("Budi Rahasia", "camat.tebet", "camat@example.org", "lain@example.org"):
        assert word not in kept
    own = served.get("/v1/settings/history", Role.ADMINISTRATOR, key="PPSU-1", kind="set_crew").json()["entries"]
    assert [entry["by"] for entry in own] == [other.name, administrator.name]
    older = served.get(
        "/v1/settings/history",
        Role.ADMINISTRATOR,
        before_ms=str(newest["recorded_ms"]),
        before_id=newest["intent_id"],
    ).json()["entries"]
    assert older == entries[1:]
    assert served.get("/v1/settings/history", Role.ADMINISTRATOR, kind="take_on").status_code == 400


def test_lists_are_searched_and_read_a_page_at_a_time(
    served: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    for number in range(5):
        do(central, administrator, IntentKind.SET_CREW, f"PPSU-{number}", name=f"Regu {number}%", area="31.01")

    def page(what: str, **asked: str) -> dict[str, Any]:
        answer = served.get(f"/v1/administration/{what}", Role.ADMINISTRATOR, **asked)
        assert answer.headers["Cache-Control"] == "no-store"
        body: dict[str, Any] = answer.json()
        return body

    first = page("crews", limit="3")
    assert ([entry["code"] for entry in first["entries"]], first["more"]) == (["PPSU-0", "PPSU-1", "PPSU-2"], True)
    rest = page("crews", limit="3", after="PPSU-2")
    assert ([entry["code"] for entry in rest["entries"]], rest["more"]) == (["PPSU-3", "PPSU-4"], False)
    assert [entry["code"] for entry in page("crews", search="regu 3")["entries"]] == ["PPSU-3"]
    assert page("crews", search="_")["entries"] == []
    assert len(page("crews", search="%")["entries"]) == 5
    settings = {entry["key"]: entry for entry in page("settings")["entries"]}
    share = settings["overdue_alarm_above_percent"]
    assert (share["value"], share["assumed"], share["least"], share["most"], share["version"]) == (30, 30, 1, 100, 0)
    flood = next(entry for entry in page("categories")["entries"] if entry["code"] == "BANJIR")
    assert flood["offer"]["questions"] is not None
    offered = do(central, administrator, IntentKind.SET_OFFER, "BANJIR", flood["offer_version"], keywords=["air"])
    assert offered.status is APPLIED
    keys = page("keys", limit="1")
    assert (len(keys["entries"]), keys["more"]) == (1, True)
    assert "sha256" not in keys["entries"][0]
    others = page("keys", after=keys["entries"][0]["token_id"])["entries"]
    assert keys["entries"][0] not in others
    (one,) = page("crews", key="PPSU-3")["entries"]
    assert one["name"] == "Regu 3%"
    areas = page("areas")["entries"]
    assert "boundary" not in areas[0]


def test_a_categorys_own_limit_is_found_by_the_categorys_name(
    served: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    do(central, administrator, IntentKind.SET_SETTING, "camat_after_s/BANJIR", value=600)
    path = "/v1/administration/settings"
    (own,) = served.get(path, Role.ADMINISTRATOR, search="bencana BANJIR").json()["entries"]
    assert (own["key"], own["name_id"]) == ("camat_after_s/BANJIR", "Bencana banjir")
    citys = served.get(path, Role.ADMINISTRATOR, key="camat_after_s").json()["entries"]
    assert ["name_id" in entry for entry in citys] == [False]


def test_whoever_stands_for_a_part_sees_its_crews_and_neither_keys_nor_accounts(
    served: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    for code, area in (("BARAT", "31.01"), ("TIMUR", "31.02")):
        do(central, administrator, IntentKind.SET_CREW, code, name=code, area=area)
        do(central, administrator, IntentKind.SET_MEMBER, None, name=f"Anggota {code}", crew=code)
    key = served.key(Role.ADMINISTRATOR, "Barat saja", Scope(AreaCode("31.01")))

    def ask(what: str) -> requests.Response:
        path = f"{served.url}/v1/administration/{what}"
        return requests.get(path, headers={"Authorization": f"Bearer {key}"}, timeout=TIMEOUT_S)

    assert [entry["code"] for entry in ask("crews").json()["entries"]] == ["BARAT"]
    assert [entry["name"] for entry in ask("members").json()["entries"]] == ["Anggota BARAT"]
    for what in ("keys", "accounts"):
        refused = ask(what)
        assert (refused.status_code, refused.json()["code"]) == (400, "out_of_scope")
    assert ask("nothing").status_code == 404
