"""What a load of areas does to areas and reports, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from commandcenter.models.identity import AreaCode, ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.report import Area
from commandcenter.models.table import reports, store_meta, transitions
from commandcenter.store.area.failure import LevelUnknown
from commandcenter.store.area.load import AreaCodeTaken, AreasLoaded, load_areas, stored_areas
from commandcenter.store.area.move import Move
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.token import Principal
from tests.contract.client import Copy
from tests.fixture.store import RunningStore
from tests.fixture.template import EAST_OF_SQUARE, SQUARE, TWO_AREAS, area

WEST, EAST = TWO_AREAS
REDRAWN = (replace(WEST, boundary=EAST_OF_SQUARE), replace(EAST, boundary=SQUARE))
"""The same two areas, each where the other was."""


def reported(central: CentralStore, desk: Principal, lon: float = 106.85, *, state: str = "waiting") -> ReportId:
    """Report something and return its id."""
    payload: dict[str, object] = {"category": "BANJIR", "lon": lon, "lat": -6.25, "description": "Banjir"}
    intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), None, payload)
    result = central.apply(intent, desk)
    assert result.status is IntentStatus.APPLIED
    assert result.subject is not None
    with writing(central.engine) as connection:
        connection.execute(update(reports).where(reports.c.id == result.subject).values(state=state))
    return result.subject


def load(store: RunningStore, *areas: Area, replace: bool = False, place_level: str | None = None) -> AreasLoaded:
    """Load areas in a transaction of their own."""
    with writing(store.engine) as connection:
        return load_areas(connection, store.settings, areas, replace=replace, place_level=place_level)


def area_of_report(store: RunningStore, report_id: ReportId) -> str | None:
    """Return the code of a report's area."""
    with reading(store.engine) as connection:
        code: str | None = connection.execute(select(reports.c.area).where(reports.c.id == report_id)).scalar_one()
    return code


def test_open_reports_move_with_the_border_and_closed_ones_keep_who_answered(
    store: RunningStore, central: CentralStore, desk: Principal
) -> None:
    waiting, reopened = reported(central, desk), reported(central, desk, 106.95, state="reopened")
    done, rejected = (reported(central, desk, state=state) for state in ("done", "rejected"))
    with reading(store.engine) as connection:
        numbers = {row.id: row.number for row in connection.execute(select(reports.c.id, reports.c.number))}
        before = connection.execute(select(transitions)).all()
        versions = connection.execute(select(reports.c.id, reports.c.version).order_by(reports.c.id)).all()
    copy = Copy()
    copy.load(central.snapshot(desk))
    moved = load(store, *REDRAWN).moved
    assert moved == [
        Move(waiting, numbers[waiting], True, WEST.code, EAST.code),
        Move(reopened, numbers[reopened], True, EAST.code, WEST.code),
    ]
    assert [area_of_report(store, each) for each in (waiting, reopened, done, rejected)] == [
        EAST.code,
        WEST.code,
        WEST.code,
        WEST.code,
    ]
    with reading(store.engine) as connection:
        assert connection.execute(select(transitions)).all() == before
        assert connection.execute(select(reports.c.id, reports.c.version).order_by(reports.c.id)).all() == versions
    assert copy.position is not None
    page = central.page(copy.position, desk)
    assert sorted(row.key for row in page.rows if row.entity is Entity.REPORT) == sorted(map(str, (waiting, reopened)))


def test_the_first_areas_place_every_report_be_it_open_or_closed(
    store: RunningStore, central: CentralStore, desk: Principal
) -> None:
    open_one, done = reported(central, desk, 107.05), reported(central, desk, 107.05, state="done")
    assert area_of_report(store, done) is None
    further = SQUARE.replace("106.8", "107.0").replace("106.9", "107.1")
    moved = load(store, area("31.03", further)).moved
    assert [(move.report_id, move.open, move.after) for move in moved] == [
        (open_one, True, "31.03"),
        (done, False, "31.03"),
    ]


def test_real_borders_take_the_place_of_approximate_ones_and_of_their_closed_reports(
    store: RunningStore, central: CentralStore, desk: Principal
) -> None:
    stand_ins = [replace(each, approximate=True) for each in (*TWO_AREAS, area("31.99", name="Sementara"))]
    assert load(store, *stand_ins).approximate_levels == ["kelurahan"]
    done = reported(central, desk, state="done")
    loaded = load(store, *REDRAWN)
    assert (loaded.stand_ins, loaded.removed, loaded.approximate_levels) == (3, 1, [])
    assert [(move.report_id, move.open) for move in loaded.moved] == [(done, False)]
    assert area_of_report(store, done) == EAST.code
    assert load(store, *TWO_AREAS).moved == []


def test_a_closed_report_of_an_area_that_is_gone_is_placed_anew(
    store: RunningStore, central: CentralStore, desk: Principal
) -> None:
    done = reported(central, desk, state="done")
    loaded = load(store, replace(EAST, boundary=SQUARE), replace=True)
    assert [(move.open, move.before, move.after) for move in loaded.moved] == [(False, WEST.code, EAST.code)]
    assert area_of_report(store, done) == EAST.code


def test_reports_can_be_placed_by_another_level(store: RunningStore, central: CentralStore, desk: Principal) -> None:
    report_id = reported(central, desk)
    done = reported(central, desk, state="done")
    upper = area("31", SQUARE, level="kecamatan")
    assert load(store, upper).moved == []
    with pytest.raises(LevelUnknown, match=r"'kota'.*kecamatan, kelurahan"):
        load(store, place_level="kota")
    loaded = load(store, place_level="kecamatan")
    assert (loaded.place_level, [move.after for move in loaded.moved]) == ("kecamatan", ["31"])
    assert area_of_report(store, report_id) == "31"
    assert area_of_report(store, done) == WEST.code
    assert area_of_report(store, reported(central, desk)) == "31"
    # What a report is placed in goes although the level is not the placing one any more, and takes nothing with it.
    assert load(store, area("31.02"), replace=True).removed == 1
    assert area_of_report(store, done) == "31"


def test_several_levels_are_loaded_as_one(store: RunningStore) -> None:
    upper = area("31", SQUARE, level="kecamatan")
    lower = [replace(each, parent=AreaCode("31")) for each in TWO_AREAS]
    loaded = load(store, *lower, upper)
    assert (loaded.written, loaded.moved) == (3, [])
    with reading(store.engine) as connection:
        assert stored_areas(connection, store.settings.city) == [upper, *lower]


def test_a_code_of_two_levels_is_refused(store: RunningStore) -> None:
    for wrong in ([area("31.01", level="kecamatan")], [area("x", level="kota"), area("x", level="kecamatan")]):
        with pytest.raises(AreaCodeTaken):
            load(store, *wrong)


def test_a_trial_that_is_rolled_back_leaves_everything_as_it_was(
    store: RunningStore, central: CentralStore, desk: Principal
) -> None:
    report_id, head = reported(central, desk), central.head()
    with reading(store.engine) as connection:
        meta = connection.execute(select(store_meta)).all()
    with writing(store.engine) as connection:
        trial = connection.begin_nested()
        assert len(load_areas(connection, store.settings, REDRAWN).moved) == 1
        trial.rollback()
    assert (area_of_report(store, report_id), central.head()) == (WEST.code, head)
    with reading(store.engine) as connection:
        assert connection.execute(select(store_meta)).all() == meta
        assert stored_areas(connection, store.settings.city) == list(TWO_AREAS)
