"""What a city is set up with changes by acts whose history is kept, whichever database is underneath."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from sqlalchemy import select

from commandcenter.models.city_setting import DEFAULTS, SettingKey
from commandcenter.models.identity import CategoryCode
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.table import agencies, categories, intents, store_meta, templates
from commandcenter.store.central import CentralStore
from commandcenter.store.city_setting import value_of, values_of
from commandcenter.store.database import reading
from commandcenter.store.offer import load_offers
from commandcenter.store.token import Principal
from tests.fixture.store import TIMEOUT_S, RunningStore

APPLIED, REFUSED, CONFLICT = IntentStatus.APPLIED, IntentStatus.REFUSED, IntentStatus.CONFLICT
FLOOD = CategoryCode("BANJIR")


@pytest.fixture
def administrator(store: RunningStore, central: CentralStore) -> Principal:
    """The administrator's desk."""
    return central.principal(store.key(Role.ADMINISTRATOR, "Diskominfo"))


def setting(act: IntentKind, target: str | None, /, base_version: int | None = None, **payload: object) -> Intent:
    """Return a fresh act on what the city is set up with."""
    return Intent(new_intent_id(), act, None, base_version, datetime.now(UTC), payload=payload, target=target)


def value(central: CentralStore, key: SettingKey, category: CategoryCode | None = None) -> float:
    with reading(central.engine) as connection:
        return value_of(connection, central.settings.city, key, category)


def test_a_setting_is_the_assumed_one_until_somebody_sets_it(central: CentralStore, administrator: Principal) -> None:
    assert value(central, SettingKey.WALI_KOTA_AFTER_S) == DEFAULTS[SettingKey.WALI_KOTA_AFTER_S] == 6 * 3_600
    before = central.head()
    result = central.apply(setting(IntentKind.SET_SETTING, "wali_kota_after_s", value=3_600), administrator)
    assert (result.status, result.version, result.target) == (APPLIED, 1, "wali_kota_after_s")
    assert value(central, SettingKey.WALI_KOTA_AFTER_S) == 3_600
    (row,) = central.page(before, administrator).rows
    assert row.entity is Entity.SETTING
    assert row.record is not None
    assert (row.record["value"], row.record["changed_by"]) == (3_600, "Diskominfo")


def test_a_category_can_have_its_own_time_to_go_up(central: CentralStore, administrator: Principal) -> None:
    central.apply(setting(IntentKind.SET_SETTING, "camat_after_s", value=600), administrator)
    central.apply(setting(IntentKind.SET_SETTING, "camat_after_s/BANJIR", value=60), administrator)
    assert value(central, SettingKey.CAMAT_AFTER_S, FLOOD) == 60
    assert value(central, SettingKey.CAMAT_AFTER_S, CategoryCode("POHON")) == 600
    with reading(central.engine) as connection:
        assert values_of(connection, central.settings.city)["camat_after_s/BANJIR"] == 60


def test_a_category_that_gives_its_own_time_up_follows_the_city_again(
    central: CentralStore, administrator: Principal
) -> None:
    own = "camat_after_s/BANJIR"
    central.apply(setting(IntentKind.SET_SETTING, "camat_after_s", value=600), administrator)
    central.apply(setting(IntentKind.SET_SETTING, own, value=60), administrator)
    before = central.head()
    ended = central.apply(setting(IntentKind.SET_SETTING, own, base_version=1, value=None), administrator)
    assert (ended.status, ended.version) == (APPLIED, 2)
    assert value(central, SettingKey.CAMAT_AFTER_S, FLOOD) == 600
    (row,) = central.page(before, administrator).rows
    assert (row.key, row.record) == (own, None)
    again = central.apply(setting(IntentKind.SET_SETTING, own, value=None), administrator)
    assert (again.status, again.code) == (REFUSED, "target_unknown")
    late = central.apply(setting(IntentKind.SET_SETTING, own, base_version=1, value=90), administrator)
    assert (late.status, late.code, late.version) == (CONFLICT, "setting_changed", 2)
    anew = central.apply(setting(IntentKind.SET_SETTING, own, base_version=0, value=30), administrator)
    assert (anew.status, anew.version) == (APPLIED, 3), "whoever saw the ended one can't mistake it for this one"
    told = [entry.changed for entry in central.setting_history(own)]
    assert told == [{"value": [600, 30]}, {"value": [60, None]}, {"value": [600, 60]}]


def test_who_sets_what_somebody_else_has_just_set_is_told(central: CentralStore, administrator: Principal) -> None:
    central.apply(setting(IntentKind.SET_SETTING, "photo_far_after_m", value=100), administrator)
    central.apply(setting(IntentKind.SET_SETTING, "photo_far_after_m", base_version=1, value=200), administrator)
    late = central.apply(setting(IntentKind.SET_SETTING, "photo_far_after_m", base_version=1, value=300), administrator)
    assert (late.status, late.code, late.version, late.mine) == (CONFLICT, "setting_changed", 2, "300")
    assert late.theirs is not None
    assert late.theirs.value == "200"
    assert value(central, SettingKey.PHOTO_FAR_AFTER_M) == 200


@pytest.mark.parametrize(
    ("target", "payload", "code"),
    [
        ("no_such_thing", {"value": 1}, "setting_unknown"),
        (None, {"value": 1}, "setting_unknown"),
        ("quiet_from_min/BANJIR", {"value": 1}, "setting_unknown"),
        ("camat_after_s/NONE", {"value": 1}, "category_unknown"),
        ("quiet_from_min", {}, "field_missing"),
        ("quiet_from_min", {"value": None}, "field_missing"),
        ("camat_after_s/BANJIR", {}, "field_missing"),
        ("quiet_from_min", {"value": "22:00"}, "field_not_number"),
        ("quiet_from_min", {"value": True}, "field_not_number"),
        ("quiet_from_min", {"value": 1_440}, "field_not_number"),
        ("keep_personal_s", {"value": 0}, "field_not_number"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    central: CentralStore, administrator: Principal, target: str | None, payload: dict[str, Any], code: str
) -> None:
    result = central.apply(setting(IntentKind.SET_SETTING, target, **payload), administrator)
    assert (result.status, result.code) == (REFUSED, code)
    assert set(result.sentence) == {"id", "en"}


def test_nobody_but_an_administrator_sets_anything(central: CentralStore, desk: Principal) -> None:
    for kind in (
        IntentKind.SET_SETTING,
        IntentKind.SET_CATEGORY,
        IntentKind.SET_OFFER,
        IntentKind.SET_AGENCY,
        IntentKind.SET_TEMPLATE,
    ):
        assert central.apply(setting(kind, "X", value=1), desk).code == "not_allowed"


def test_a_category_changes_field_by_field_and_new_reports_follow(
    central: CentralStore, administrator: Principal, desk: Principal
) -> None:
    old = reported(central, desk)
    before = central.head()
    result = central.apply(setting(IntentKind.SET_CATEGORY, "BANJIR", first_response_s=600), administrator)
    assert (result.status, result.target) == (APPLIED, "BANJIR")
    assert [row.entity for row in central.page(before, administrator).rows] == [Entity.CATEGORY]
    new = reported(central, desk)
    page = central.page(before, administrator)
    record = next(row.record for row in page.rows if row.key == str(new.subject))
    assert record is not None
    assert record["respond_by_ms"] - record["created_ms"] == 600_000
    assert str(old.subject) not in {row.key for row in page.rows}, "reports keep the limits that they were given"


def reported(central: CentralStore, desk: Principal) -> IntentResult:
    payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"}
    intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), payload=payload)
    return central.apply(intent, desk)


def test_a_changed_category_changes_what_open311_says_of_its_catalogue(
    central: CentralStore, administrator: Principal
) -> None:
    query = select(store_meta.c.catalogue_ms).where(store_meta.c.city == central.settings.city)
    with reading(central.engine) as connection:
        before = connection.execute(query).scalar_one()
    central.apply(setting(IntentKind.SET_CATEGORY, "BANJIR", name_en="Flooding"), administrator)
    with reading(central.engine) as connection:
        assert connection.execute(query).scalar_one() > before


def test_a_new_category_gives_nothing_away_until_somebody_says_so(
    central: CentralStore, administrator: Principal
) -> None:
    lacking = central.apply(setting(IntentKind.SET_CATEGORY, "GOT", name_id="Got mampet"), administrator)
    assert lacking.code == "field_missing"
    fields: dict[str, Any] = {
        "name_id": "Got mampet",
        "name_en": "Clogged drain",
        "first_response_s": 21_600,
        "closing_s": 86_400,
    }
    assert central.apply(setting(IntentKind.SET_CATEGORY, "GOT", **fields), administrator).status is APPLIED
    with reading(central.engine) as connection:
        row = connection.execute(select(categories).where(categories.c.code == "GOT")).one()
    assert (row.publication, row.active) == ("after_review", True)


@pytest.mark.parametrize(
    ("target", "payload", "code"),
    [
        (None, {}, "code_missing"),
        ("GOT MAMPET", {}, "code_missing"),
        ("BANJIR", {"first_response_s": 0}, "field_not_number"),
        ("BANJIR", {"closing_s": 1.5}, "field_not_number"),
        ("BANJIR", {"publication": "secret"}, "choice_unknown"),
        ("BANJIR", {"active": "yes"}, "field_not_flag"),
        ("BANJIR", {"name_id": "x" * 201}, "field_too_long"),
        ("BANJIR", {"name_id": ["x"]}, "field_not_text"),
    ],
)
def test_a_category_that_makes_no_sense_is_refused(
    central: CentralStore, administrator: Principal, target: str | None, payload: dict[str, Any], code: str
) -> None:
    before = central.head()
    assert central.apply(setting(IntentKind.SET_CATEGORY, target, **payload), administrator).code == code
    assert central.head() == before


def test_agencies_stand_one_below_the_other_and_never_in_a_circle(
    central: CentralStore, administrator: Principal
) -> None:
    dinas = setting(IntentKind.SET_AGENCY, "DSDA", name="Dinas Sumber Daya Air", kind="department")
    sudin = setting(IntentKind.SET_AGENCY, "SDA-JB", name="Sudin SDA Jakarta Barat", kind="branch", parent="DSDA")
    assert central.apply(dinas, administrator).status is APPLIED
    assert central.apply(sudin, administrator).status is APPLIED
    circle = central.apply(setting(IntentKind.SET_AGENCY, "DSDA", parent="SDA-JB"), administrator)
    assert circle.code == "agency_circle"
    assert central.apply(setting(IntentKind.SET_AGENCY, "PAM", kind="outside"), administrator).code == "field_missing"
    orphan = setting(IntentKind.SET_AGENCY, "PAM", name="PAM", kind="outside", parent="NONE")
    assert central.apply(orphan, administrator).code == "agency_unknown"
    assert central.apply(setting(IntentKind.SET_AGENCY, "DSDA", active=False), administrator).status is APPLIED
    with reading(central.engine) as connection:
        held = {row.code: row for row in connection.execute(select(agencies))}
    assert (held["SDA-JB"].parent, held["DSDA"].active, held["DSDA"].name) == ("DSDA", False, "Dinas Sumber Daya Air")


def test_a_template_names_only_what_is_filled_in(central: CentralStore, administrator: Principal) -> None:
    texts: dict[str, Any] = {
        "text_id": "Laporan {number} selesai pada {date}.",
        "text_en": "Report {number} was done on {date}.",
    }
    made = central.apply(setting(IntentKind.SET_TEMPLATE, "DONE", name="Selesai", **texts), administrator)
    assert made.status is APPLIED
    for text in ("{reporter}", "{}", "{number!r}", "{number:>9}", "{number.real}", "{", "}"):
        refused = central.apply(setting(IntentKind.SET_TEMPLATE, "DONE", text_id=text), administrator)
        assert refused.code == "template_field", text
    unknown = central.apply(setting(IntentKind.SET_TEMPLATE, "DONE", category="NONE"), administrator)
    assert unknown.code == "category_unknown"
    central.apply(setting(IntentKind.SET_TEMPLATE, "DONE", category="BANJIR"), administrator)
    with reading(central.engine) as connection:
        row = connection.execute(select(templates)).one()
    assert (row.category, row.text_id, row.active) == ("BANJIR", texts["text_id"], True)


def test_a_target_that_no_database_keeps_is_no_message(served: RunningStore) -> None:
    for target in ("", "a\x00b", "x" * 201, "\ud800"):
        answer = send_raw(served, target=target)
        assert (answer["code"], target) == ("bad_message", target)


def test_a_number_that_json_does_not_know_is_no_message(served: RunningStore) -> None:
    assert send_raw(served, target="quiet_from_min", payload={"value": float("nan")})["code"] == "bad_message"


def send_raw(served: RunningStore, **fields: object) -> dict[str, Any]:
    body = {
        "intent_id": new_intent_id(),
        "kind": "set_setting",
        "subject": None,
        "base_version": None,
        "acted_ms": 0,
        **fields,
    }
    answer: dict[str, Any] = requests.post(
        f"{served.url}/v1/intents",
        data=json.dumps(body),
        headers={**served.headers(Role.ADMINISTRATOR), "Content-Type": "application/json"},
        timeout=20,
    ).json()
    return answer


def test_administrators_read_who_set_what_and_nobody_else_does(served: RunningStore) -> None:
    for minutes in (60, 120):
        answer = served.send(setting(IntentKind.SET_SETTING, "quiet_from_min", value=minutes), Role.ADMINISTRATOR)
        assert answer["status"] == "applied"
    served.send(setting(IntentKind.SET_SETTING, "quiet_from_min", value=-1), Role.ADMINISTRATOR)
    served.send(setting(IntentKind.SET_CATEGORY, "BANJIR", closing_s=3_600), Role.ADMINISTRATOR)
    told = served.get("/v1/settings/history", Role.ADMINISTRATOR, key="quiet_from_min").json()["entries"]
    assert [entry["payload"]["value"] for entry in told] == [120, 60]
    assert told[0]["by"] == "Meja administrator"
    everything = served.get("/v1/settings/history", Role.ADMINISTRATOR).json()["entries"]
    assert [entry["kind"] for entry in everything] == ["set_category", "set_setting", "set_setting"]
    for role in (Role.DISPATCHER, Role.MANAGER, Role.PUBLIC):
        assert served.get("/v1/settings/history", role).status_code == 403


def test_what_somebody_who_may_not_says_of_a_setting_is_not_kept(
    central: CentralStore, administrator: Principal, store: RunningStore
) -> None:
    """Else anybody's phone could leave a megabyte, or somebody's name, in the history for good."""
    anybody = central.principal(store.key(Role.PUBLIC, "Aplikasi"))
    said = [
        central.apply(setting(IntentKind.SET_SETTING, "wali_kota_after_s", value=60, note="RAHASIA"), who).status
        for who in (anybody, administrator)
    ]
    assert said == [REFUSED, APPLIED]
    with reading(central.engine) as connection:
        kept = connection.execute(select(intents.c.principal, intents.c.payload).order_by(intents.c.recorded_ms)).all()
    assert {row.principal: row.payload is not None for row in kept} == {"Aplikasi": False, "Diskominfo": True}


QUESTION: dict[str, Any] = {"code": "TINGGI", "kind": "number", "text": "Berapa cm?", "required": True}
LIST: dict[str, Any] = {
    "code": "DI_MANA",
    "kind": "singlevaluelist",
    "text": "Di mana?",
    "choices": [{"key": "J", "name": "Jalan"}, {"key": "R", "name": "Rumah"}],
}


def test_how_open311_offers_a_category_changes_part_by_part_while_the_city_works(served: RunningStore) -> None:
    def offer(**payload: Any) -> str:
        answer = served.send(setting(IntentKind.SET_OFFER, "MACET", **payload), Role.ADMINISTRATOR)
        return str(answer["code"] or answer["status"])

    def told(path: str) -> Any:
        return requests.get(f"{served.url}/open311/v2/{path}", timeout=TIMEOUT_S)

    def service() -> dict[str, Any]:
        (found,) = [each for each in told("services.json").json() if each["service_code"] == "MACET"]
        return dict(found)

    before = told("services.json").headers["ETag"]
    assert offer(keywords=["antre", "lampu merah"]) == "applied"
    assert (service()["type"], service()["keywords"], service()["metadata"]) == ("realtime", "antre,lampu merah", False)
    assert told("services.json").headers["ETag"] != before
    assert offer(questions=[QUESTION, LIST]) == "applied"
    asked = told("services/MACET.json").json()["attributes"]
    assert [each["code"] for each in asked] == ["TINGGI", "DI_MANA"]
    assert [each["key"] for each in asked[1]["values"]] == ["J", "R"]
    assert served.post_report(service_code="MACET").status_code == 400, "a required question is unanswered"
    assert served.post_report(**{"service_code": "MACET", "attribute[TINGGI]": "30"}).status_code == 200
    assert offer(type="batch", questions=[]) == "applied"
    assert (service()["type"], service()["keywords"]) == ("batch", "antre,lampu merah")
    assert set(served.post_report(service_code="MACET").json()[0]) == {"token", "service_notice", "account_id"}
    entries = served.get("/v1/settings/history", Role.ADMINISTRATOR, key="MACET").json()["entries"]
    assert [sorted(entry["payload"]) for entry in entries] == [["questions", "type"], ["questions"], ["keywords"]]
    assert entries[1]["payload"]["questions"] == [QUESTION, LIST]


@pytest.mark.parametrize(
    ("target", "payload", "code"),
    [
        ("NONE", {}, "category_unknown"),
        (None, {}, "code_missing"),
        ("BANJIR", {"type": "later"}, "choice_unknown"),
        ("BANJIR", {"keywords": "air"}, "list_unusable"),
        ("BANJIR", {"keywords": ["air,laut"]}, "list_unusable"),
        ("BANJIR", {"keywords": ["x"] * 51}, "list_unusable"),
        ("BANJIR", {"questions": ["TINGGI"]}, "list_unusable"),
        ("BANJIR", {"questions": [QUESTION, QUESTION]}, "named_twice"),
        ("BANJIR", {"questions": [QUESTION | {"code": "BERAPA CM"}]}, "code_missing"),
        ("BANJIR", {"questions": [QUESTION | {"kind": None}]}, "field_missing"),
        ("BANJIR", {"questions": [QUESTION | {"kind": "picture"}]}, "choice_unknown"),
        ("BANJIR", {"questions": [QUESTION | {"text": ""}]}, "field_missing"),
        ("BANJIR", {"questions": [QUESTION | {"asked": False}]}, "shown_only_required"),
        ("BANJIR", {"questions": [QUESTION | {"choices": LIST["choices"]}]}, "choices_misplaced"),
        ("BANJIR", {"questions": [LIST | {"choices": []}]}, "choices_misplaced"),
        ("BANJIR", {"questions": [LIST | {"choices": [{"key": "J", "name": "a"}] * 2}]}, "named_twice"),
        ("BANJIR", {"questions": [LIST | {"choices": [{"name": "a"}]}]}, "code_missing"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused_and_changes_nothing(
    central: CentralStore, administrator: Principal, target: str | None, payload: dict[str, Any], code: str
) -> None:
    with reading(central.engine) as connection:
        before = load_offers(connection, central.settings.city)
    result = central.apply(setting(IntentKind.SET_OFFER, target, **payload), administrator)
    assert (result.status, result.code) == (REFUSED, code)
    assert set(result.sentence) == {"id", "en"}
    with reading(central.engine) as connection:
        assert load_offers(connection, central.settings.city) == before
