"""New reports begin with the agency that the city's routes say; on both databases, however they come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, update

from commandcenter.models.identity import AgencyCode, AreaCode, ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import areas, reports, routes
from commandcenter.store.area.load import load_areas
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.decision import Decision
from commandcenter.store.token import Principal
from tests.fixture.store import RunningStore
from tests.fixture.template import SQUARE, area

APPLIED, REFUSED, CONFLICT = IntentStatus.APPLIED, IntentStatus.REFUSED, IntentStatus.CONFLICT
WEST, EAST, ABOVE = AreaCode("31.01"), AreaCode("31.02"), AreaCode("31")
IN_WEST, IN_EAST, NOWHERE = {"lon": 106.85, "lat": -6.25}, {"lon": 106.95, "lat": -6.25}, {"lon": 107.5, "lat": -6.25}


@pytest.fixture(autouse=True)
def offices(store: RunningStore, central: CentralStore, administrator: Principal) -> None:
    """An area above the western one, two agencies of the city and one outside of it."""
    with writing(store.engine) as connection:
        connection.execute(update(areas).where(areas.c.code == WEST).values(parent=ABOVE))
        load_areas(connection, store.settings, [area(ABOVE, SQUARE, name="Kota", level="kota")])
    for code, kind in (("DBM", "department"), ("SUDIN", "branch"), ("PLN", "outside")):
        assert do(central, administrator, IntentKind.SET_AGENCY, code, name=code, kind=kind).status is APPLIED


def do(
    central: CentralStore,
    who: Principal,
    act: IntentKind,
    target: str | None,
    base: int | None = None,
    /,
    **payload: Any,
) -> IntentResult:
    return central.apply(
        Intent(new_intent_id(), act, None, base, datetime.now(UTC), payload=payload, target=target), who
    )


def route(central: CentralStore, who: Principal, key: str, base: int | None = None, **payload: Any) -> IntentResult:
    return do(central, who, IntentKind.SET_ROUTE, key, base, **payload)


def new_report(category: str = "PJU", place: dict[str, float] | None = None) -> Intent:
    payload = {"category": category, "description": "Lampu padam", **(IN_WEST if place is None else place)}
    return Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), payload=payload)


def agency_of(central: CentralStore, report: ReportId | None) -> str | None:
    with reading(central.engine) as connection:
        found: str | None = connection.execute(select(reports.c.agency).where(reports.c.id == report)).scalar_one()
    return found


def begins_with(
    central: CentralStore, who: Principal, category: str = "PJU", place: dict[str, float] | None = None
) -> str | None:
    """Return whom a new report begins with."""
    return agency_of(central, central.apply(new_report(category, place), who).subject)


def test_a_report_begins_with_the_agency_of_the_nearest_route(
    central: CentralStore, administrator: Principal, desk: Principal
) -> None:
    assert begins_with(central, desk) is None, "without routes the office of its area answers"
    for key, agency in (("PJU/*", "DBM"), (f"*/{ABOVE}", "SUDIN")):
        assert route(central, administrator, key, 0, agency=agency).status is APPLIED
    assert begins_with(central, desk) == "SUDIN"
    assert begins_with(central, desk, "BANJIR") == "SUDIN"
    assert begins_with(central, desk, place=IN_EAST) == "DBM"
    assert begins_with(central, desk, place=NOWHERE) == "DBM"
    assert begins_with(central, desk, "BANJIR", IN_EAST) is None


def test_however_it_comes_it_begins_with_the_same_agency(
    served: RunningStore, central: CentralStore, administrator: Principal, desk: Principal
) -> None:
    assert route(central, administrator, f"PJU/{WEST}", agency="DBM").status is APPLIED
    posted = served.post_report(service_code="PJU")
    assert posted.status_code == 200, posted.text
    anybody = central.principal(served.key(Role.PUBLIC, "Aplikasi"))
    decided = central.decide_reports([(new_report(), desk), (new_report(), anybody), (new_report("BANJIR"), desk)])
    together = [decision.result.subject for decision in decided if isinstance(decision, Decision)]
    assert [agency_of(central, report) for report in together] == ["DBM", "DBM", None]
    with reading(central.engine) as connection:
        held = connection.execute(select(reports.c.agency).where(reports.c.category == "PJU")).scalars().all()
    assert held == ["DBM", "DBM", "DBM"]


def test_a_change_holds_for_what_comes_from_then_on_in_every_process(
    store: RunningStore, central: CentralStore, administrator: Principal, desk: Principal
) -> None:
    other = CentralStore(store.settings)
    made = route(central, administrator, f"PJU/{WEST}", 0, agency="DBM")
    old = other.apply(new_report(), desk).subject
    changed = route(central, administrator, f"PJU/{WEST}", made.version, agency="SUDIN")
    assert (changed.status, changed.version) == (APPLIED, 2)
    assert begins_with(other, desk) == "SUDIN"
    assert agency_of(central, old) == "DBM", "open reports stay where they are"
    assert route(central, administrator, f"PJU/{WEST}", 2, active=False).status is APPLIED
    assert begins_with(other, desk) is None
    assert route(central, administrator, f"PJU/{WEST}", 3, active=True).status is APPLIED
    assert begins_with(other, desk) == "SUDIN"
    other.close()


@pytest.mark.parametrize("change", [{"active": False}, {"kind": "outside"}])
def test_a_route_to_an_agency_that_takes_none_any_more_does_not_count(
    central: CentralStore, administrator: Principal, desk: Principal, change: dict[str, Any]
) -> None:
    route(central, administrator, "*/*", agency="DBM")
    route(central, administrator, f"PJU/{WEST}", agency="SUDIN")
    assert begins_with(central, desk) == "SUDIN"
    assert do(central, administrator, IntentKind.SET_AGENCY, "SUDIN", **change).status is APPLIED
    assert begins_with(central, desk) == "DBM"


def test_a_report_that_a_routed_agency_gives_back_is_with_its_areas_office(
    central: CentralStore, administrator: Principal, desk: Principal
) -> None:
    route(central, administrator, "PJU/*", agency="DBM")
    report = central.apply(new_report(), desk).subject

    def move(to_state: str, **more: Any) -> IntentStatus:
        payload = {"to_state": to_state, "note": "Bukan kewenangan kami", **more}
        intent = Intent(new_intent_id(), IntentKind.MOVE, report, None, datetime.now(UTC), payload=payload)
        return central.apply(intent, desk).status

    assert move("coordinating", agency="SUDIN") is APPLIED
    assert agency_of(central, report) == "SUDIN"
    assert move("waiting") is APPLIED
    assert agency_of(central, report) is None


SENSELESS: tuple[tuple[str | None, dict[str, Any], str], ...] = (
    (None, {"agency": "DBM"}, "route_unfit"),
    ("PJU", {"agency": "DBM"}, "route_unfit"),
    ("/31.01", {"agency": "DBM"}, "route_unfit"),
    ("PJU/", {"agency": "DBM"}, "route_unfit"),
    ("NAGA/31.01", {"agency": "DBM"}, "category_unknown"),
    ("PJU/99", {"agency": "DBM"}, "area_unknown"),
    ("PJU/31.01", {}, "field_missing"),
    ("PJU/31.01", {"agency": None}, "field_missing"),
    ("PJU/31.01", {"agency": "NONE"}, "agency_unknown"),
    ("PJU/31.01", {"agency": "PLN"}, "route_outside"),
    ("PJU/31.01", {"agency": "DBM", "active": "no"}, "field_not_flag"),
)


def test_a_route_that_makes_no_sense_is_refused(central: CentralStore, administrator: Principal) -> None:
    for target, payload, code in SENSELESS:
        result = do(central, administrator, IntentKind.SET_ROUTE, target, **payload)
        assert (result.status, result.code) == (REFUSED, code), (target, payload)
        assert set(result.sentence) == {"id", "en"}
    with reading(central.engine) as connection:
        assert connection.execute(select(routes)).first() is None


def test_whoever_stands_for_a_part_routes_in_it_and_nowhere_else(
    store: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    part = central.principal(store.key(Role.ADMINISTRATOR, "Barat", Scope(WEST)))
    agency = central.principal(store.key(Role.ADMINISTRATOR, "Dinas", Scope(agency=AgencyCode("DBM"))))
    assert route(central, part, f"PJU/{WEST}", agency="DBM").status is APPLIED
    assert route(central, part, f"PJU/{WEST}", active=False).status is APPLIED
    route(central, administrator, f"PJU/{EAST}", agency="SUDIN")
    for who, key in ((part, f"PJU/{EAST}"), (part, f"*/{ABOVE}"), (part, "PJU/*"), (agency, f"PJU/{WEST}")):
        refused = route(central, who, key, agency="DBM")
        assert (refused.status, refused.code) == (REFUSED, "out_of_scope"), key


def test_who_changes_what_another_changed_meanwhile_is_told(
    central: CentralStore, store: RunningStore, administrator: Principal
) -> None:
    other = central.principal(store.key(Role.ADMINISTRATOR, "Admin lain"))
    assert route(central, administrator, "PJU/*", 0, agency="DBM").version == 1
    again = route(central, other, "PJU/*", 0, agency="SUDIN")
    assert (again.status, again.code) == (CONFLICT, "target_there")
    assert route(central, other, "PJU/*", 1, agency="SUDIN").version == 2
    late = route(central, administrator, "PJU/*", 1, active=False)
    assert (late.status, late.code) == (CONFLICT, "target_changed")
    assert "Admin lain" in late.sentence["en"]


def test_routes_are_listed_by_name_and_their_history_says_from_what_to_what(
    served: RunningStore, central: CentralStore, administrator: Principal
) -> None:
    route(central, administrator, f"PJU/{WEST}", agency="DBM")
    route(central, administrator, f"PJU/{WEST}", agency="SUDIN")
    route(central, administrator, "*/*", agency="DBM")

    def listed(**asked: str) -> dict[str, Any]:
        answer: dict[str, Any] = served.get("/v1/administration/routes", Role.ADMINISTRATOR, **asked).json()
        return answer

    assert [entry["key"] for entry in listed()["entries"]] == ["*/*", f"PJU/{WEST}"]
    (lamps,) = listed(search="barat")["entries"]
    assert (lamps["agency"], lamps["agency_name"], lamps["area_name"], lamps["version"]) == (
        "SUDIN",
        "SUDIN",
        "Barat",
        2,
    )
    assert lamps["name_id"]
    (every,) = listed(key="*/*")["entries"]
    assert (every["category"], every["area"], every["name_id"], every["active"]) == (None, None, None, True)
    first = listed(limit="1")
    assert first["more"]
    assert [entry["key"] for entry in listed(after=first["entries"][0]["key"])["entries"]] == [f"PJU/{WEST}"]
    changes = served.get("/v1/settings/history", Role.ADMINISTRATOR, key=f"PJU/{WEST}", kind="set_route").json()
    assert [entry["changed"] for entry in changes["entries"]] == [
        {"agency": ["DBM", "SUDIN"]},
        {"category": [None, "PJU"], "area": [None, WEST], "agency": [None, "DBM"], "active": [None, True]},
    ]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(told[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_routes_cost_a_report_no_question(central: CentralStore, administrator: Principal, desk: Principal) -> None:
    central.apply(new_report(), desk)
    with counted(central.engine) as without:
        central.apply(new_report(), desk)
    route(central, administrator, f"PJU/{WEST}", agency="DBM")
    central.apply(new_report(), desk)
    with counted(central.engine) as with_routes:
        result = central.apply(new_report(), desk)
    assert agency_of(central, result.subject) == "DBM"
    assert with_routes == without
    assert [text for text in with_routes if "FROM routes" in text or "areas.parent" in text] == []
