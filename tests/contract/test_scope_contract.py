"""What every store keeps to when a key stands for a part of the city only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from commandcenter.models.identity import AgencyCode, AreaCode, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import areas, reports
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.token import Principal
from tests.fixture.store import RunningStore

OUT_OF_SCOPE = (IntentStatus.REFUSED, "out_of_scope")
APPLIED = (IntentStatus.APPLIED, "")


@pytest.fixture
def report(central: CentralStore, desk: Principal) -> ReportId:
    """A report in the western area."""
    payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"}
    intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), payload=payload)
    subject = central.apply(intent, desk).subject
    assert subject is not None
    return subject


def of(store: RunningStore, central: CentralStore, scope: Scope) -> Principal:
    """Return an officer of a part of the city."""
    return central.principal(store.key(Role.OFFICER, f"Kantor {scope.area} {scope.agency}", scope))


def ends(central: CentralStore, officer: Principal, report: ReportId) -> set[tuple[IntentStatus, str]]:
    """Return how taking on and moving a report end."""
    ended = set()
    for kind, payload in (
        (IntentKind.TAKE_ON, {}),
        (IntentKind.MOVE, {"to_state": "estimated", "estimated_ms": to_ms(datetime.now(UTC) + timedelta(days=1))}),
    ):
        intent = Intent(new_intent_id(), kind, report, None, datetime.now(UTC), payload=payload)
        result = central.apply(intent, officer)
        ended.add((result.status, result.code))
    return ended


class TestReach:
    def test_an_office_acts_on_the_reports_of_its_own_area(
        self, store: RunningStore, central: CentralStore, report: ReportId
    ) -> None:
        assert ends(central, of(store, central, Scope(AreaCode("31.01"))), report) == {APPLIED}

    def test_it_acts_on_none_of_another(self, store: RunningStore, central: CentralStore, report: ReportId) -> None:
        assert ends(central, of(store, central, Scope(AreaCode("31.02"))), report) == {OUT_OF_SCOPE}
        with reading(central.engine) as connection:
            row = connection.execute(select(reports.c.version, reports.c.acknowledged_ms)).one()
        assert tuple(row) == (1, None), "a refused act wrote something"

    def test_an_office_above_acts_on_the_reports_of_all_areas_below(
        self, store: RunningStore, central: CentralStore, report: ReportId
    ) -> None:
        with writing(central.engine) as connection:
            connection.execute(areas.update().where(areas.c.code == "31.01").values(parent="31.02"))
        assert ends(central, of(store, central, Scope(AreaCode("31.02"))), report) == {APPLIED}

    def test_what_was_handed_to_an_agency_is_its_own_wherever_it_lies(
        self, store: RunningStore, central: CentralStore, report: ReportId
    ) -> None:
        agency = of(store, central, Scope(agency=AgencyCode("DSDA")))
        assert ends(central, agency, report) == {OUT_OF_SCOPE}
        with writing(central.engine) as connection:
            connection.execute(reports.update().values(agency="DSDA"))
        assert ends(central, agency, report) == {APPLIED}

    def test_who_is_of_an_area_reaches_nothing_that_lies_in_none(
        self, store: RunningStore, central: CentralStore, report: ReportId
    ) -> None:
        with writing(central.engine) as connection:
            connection.execute(reports.update().values(area=None))
        assert ends(central, of(store, central, Scope(AreaCode("31.01"))), report) == {OUT_OF_SCOPE}
