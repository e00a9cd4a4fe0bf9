"""What a key with a scope gets of the feed: what lies in its part of the city, and nothing else, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import requests
from sqlalchemy import update

from commandcenter.models.alarm import Alarm, AlarmKind, Severity
from commandcenter.models.city_setting import CitySetting
from commandcenter.models.crew import Crew, CrewState, Member
from commandcenter.models.flat import flatten
from commandcenter.models.identity import (
    AgencyCode,
    AlarmId,
    AreaCode,
    CategoryCode,
    CrewCode,
    IncidentId,
    JobId,
    MediaId,
    MemberId,
    ReportId,
)
from commandcenter.models.incident import Incident, IncidentState
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.job import Job, JobState
from commandcenter.models.place import LonLat
from commandcenter.models.record import Entity, media_record
from commandcenter.models.report import Media, Moderation
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.models.table import TABLE_OF, areas, media, reports, tokens, transitions
from commandcenter.protocol.position import parse_position
from commandcenter.store.central import CentralStore
from commandcenter.store.database import writing
from commandcenter.store.failure import SnapshotNeeded
from commandcenter.store.feed import Change, publish, put
from commandcenter.store.token import Principal
from tests.contract.client import Copy
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.store import TIMEOUT_S, RunningStore

WEST, EAST, CITY = AreaCode("31.01"), AreaCode("31.02"), AreaCode("31")
LONGITUDES = {WEST: 106.85, EAST: 106.95}
OF_REPORTS = (Entity.REPORT, Entity.TRANSITION, Entity.MEDIA, Entity.JOB, Entity.INCIDENT, Entity.ALARM)
OF_CREWS = (Entity.CREW, Entity.MEMBER)


@dataclass(frozen=True)
class City:
    """A city with one of everything in each of its two areas."""

    store: RunningStore
    central: CentralStore
    desk: Principal
    west: ReportId
    east: ReportId

    def principal(self, role: Role, scope: Scope, name: str = "") -> Principal:
        return self.central.principal(self.store.key(role, name or f"{role} {scope.area} {scope.agency}", scope))

    def copy(self, principal: Principal) -> Copy:
        copy = Copy()
        copy.load(self.central.snapshot(principal))
        return copy

    def follow(self, principal: Principal, copy: Copy) -> None:
        assert copy.position is not None
        copy.apply(self.central.page(copy.position, principal))

    def change_report(self, report: ReportId, **fields: object) -> None:
        """Change a report and publish it with what belongs to it, as acts do that move it elsewhere."""
        with writing(self.central.engine) as connection:
            connection.execute(update(reports).where(reports.c.id == report).values(**fields))
            made = [
                Change(Entity.REPORT, str(report)),
                Change(Entity.TRANSITION, f"{report}/1"),
                Change(Entity.MEDIA, f"{report}-1"),
                Change(Entity.JOB, "1" if report == self.west else "2"),
            ]
            publish(connection, self.store.settings.city, made, datetime.now(UTC))


@pytest.fixture
def city(store: RunningStore, central: CentralStore, desk: Principal) -> City:
    with writing(central.engine) as connection:
        connection.execute(
            areas.insert().values(
                city="jakarta", code=CITY, level="kota", name="Kota", parent=None, boundary="{}", approximate=False
            )
        )
        connection.execute(update(areas).where(areas.c.code.in_([WEST, EAST])).values(parent=CITY))
    west, east = (_furnish(central, desk, area) for area in (WEST, EAST))
    return City(store, central, desk, west, east)


def _furnish(central: CentralStore, desk: Principal, area: AreaCode) -> ReportId:
    """Put one of everything into an area; return its report."""
    now = datetime.now(UTC)
    payload = {"category": "BANJIR", "lon": LONGITUDES[area], "lat": -6.25, "description": f"Banjir {area}"}
    intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, now, payload=payload)
    report = central.apply(intent, desk).subject
    assert report is not None
    number = int(area[-1])
    place, crew = LonLat(LONGITUDES[area], -6.25), CrewCode(f"PPSU-{area}")
    moments = dict.fromkeys(("sent_at", "accepted_at", "en_route_at", "on_site_at", "ended_at"))
    held = [
        Crew(crew, 1, "PPSU", area, None, "", "", 1, CrewState.AVAILABLE, "", now),
        Member(MemberId(f"M-{area}"), crew, f"Nama-{area}", present=True, updated_at=now),
        Job(
            JobId(number), 1, report, crew, JobState.PLANNED, 1, "", "pompa", planned_at=now, updated_at=now, **moments
        ),
        Incident(
            IncidentId(number), 1, "Banjir", IncidentState.OPEN, CategoryCode("BANJIR"), place, area, 1, now, now, None
        ),
        Alarm(
            AlarmId(number),
            1,
            AlarmKind.EMERGENCY,
            Severity.SEVERE,
            f"report/{report}",
            area,
            "Darurat",
            "Emergency",
            now,
            None,
            None,
            None,
            None,
            now,
        ),
    ]
    entities = {
        Crew: Entity.CREW,
        Member: Entity.MEMBER,
        Job: Entity.JOB,
        Incident: Entity.INCIDENT,
        Alarm: Entity.ALARM,
    }
    photo = media_record(Media(MediaId(f"{report}-1"), report, "before", None, Moderation.PENDING, now))
    with writing(central.engine) as connection:
        made = [put(Entity.MEDIA, photo)]
        connection.execute(media.insert().values(city="jakarta", **photo))
        for value in held:
            entity = entities[type(value)]
            connection.execute(TABLE_OF[entity].insert().values(city="jakarta", **flatten(value)))
            made.append(put(entity, flatten(value)))
        publish(connection, central.settings.city, made, now)
    return report


def counts(copy: Copy) -> dict[Entity, int]:
    return {entity: len(copy.of(entity)) for entity in (*OF_REPORTS, *OF_CREWS)}


OF_ONE_AREA = dict.fromkeys((*OF_REPORTS, *OF_CREWS), 1)
OF_BOTH = dict.fromkeys((*OF_REPORTS, *OF_CREWS), 2)
NOTHING = dict.fromkeys((*OF_REPORTS, *OF_CREWS), 0)


class TestSnapshot:
    @pytest.mark.parametrize("role", [Role.OFFICER, Role.DISPATCHER, Role.MANAGER])
    def test_a_part_of_the_city_gets_what_lies_in_it_and_what_belongs_to_that(self, city: City, role: Role) -> None:
        copy = city.copy(city.principal(role, Scope(WEST)))
        assert counts(copy) == OF_ONE_AREA
        assert [record["id"] for record in copy.of(Entity.REPORT)] == [city.west]
        assert len(copy.of(Entity.AREA)) == 3, "what the city is set up with is everybody's"

    def test_an_area_above_gets_what_lies_in_all_below(self, city: City) -> None:
        assert counts(city.copy(city.principal(Role.OFFICER, Scope(CITY)))) == OF_BOTH

    def test_an_agency_gets_what_was_handed_to_it_wherever_it_lies(self, city: City) -> None:
        agency = city.principal(Role.OFFICER, Scope(agency=AgencyCode("DSDA")))
        assert counts(city.copy(agency)) == NOTHING
        city.change_report(city.east, agency="DSDA", incident=2)
        assert counts(city.copy(agency)) == NOTHING | dict.fromkeys(
            (Entity.REPORT, Entity.TRANSITION, Entity.MEDIA, Entity.JOB, Entity.INCIDENT), 1
        )

    def test_what_lies_in_no_area_is_the_whole_citys_alone(self, city: City) -> None:
        city.change_report(city.west, area=None)
        assert counts(city.copy(city.principal(Role.OFFICER, Scope(CITY))))[Entity.REPORT] == 1
        assert counts(city.copy(city.desk))[Entity.REPORT] == 2

    def test_an_alarm_of_the_whole_city_is_seen_in_every_part_of_it(self, city: City) -> None:
        with writing(city.central.engine) as connection:
            table = TABLE_OF[Entity.ALARM]
            connection.execute(update(table).where(table.c.id == 2).values(area=None, about="gauge/MANGGARAI"))
        assert counts(city.copy(city.principal(Role.OFFICER, Scope(WEST))))[Entity.ALARM] == 2

    @pytest.mark.parametrize("role", [Role.WALL, Role.ROOM])
    def test_no_wall_learns_who_works_in_a_crew(self, city: City, role: Role) -> None:
        for scope in (WHOLE_CITY, Scope(WEST)):
            copy = city.copy(city.principal(role, scope))
            assert copy.of(Entity.MEMBER) == []
            assert {job["note"] for job in copy.of(Entity.JOB)} == {""}
            assert copy.of(Entity.CREW)

    @pytest.mark.parametrize("kind", ["noted", "job"])
    def test_no_wall_reads_notes_that_offices_write_for_themselves_and_their_crews(self, city: City, kind: str) -> None:
        with writing(city.central.engine) as connection:
            connection.execute(update(transitions).values(kind=kind, note="telepon 0812"))
            setting = flatten(CitySetting("keep_personal_s", 1.0, 1, "Bu Rini", datetime.now(UTC)))
            connection.execute(TABLE_OF[Entity.SETTING].insert().values(city="jakarta", **setting))
        wall, office = (city.copy(city.principal(role, WHOLE_CITY)) for role in (Role.WALL, Role.OFFICER))
        assert {entry["note"] for entry in wall.of(Entity.TRANSITION)} == {""}
        assert {setting["changed_by"] for setting in wall.of(Entity.SETTING)} == {""}
        assert {entry["note"] for entry in office.of(Entity.TRANSITION)} == {"telepon 0812"}


class TestPages:
    def test_a_report_that_moves_leaves_one_feed_and_enters_the_other_with_timeline_and_photo(self, city: City) -> None:
        west, east = (city.principal(Role.OFFICER, Scope(area)) for area in (WEST, EAST))
        of_west, of_east = city.copy(west), city.copy(east)
        city.change_report(city.west, area=EAST)
        city.follow(west, of_west)
        city.follow(east, of_east)
        kinds = (Entity.REPORT, Entity.TRANSITION, Entity.MEDIA)
        assert [len(of_west.of(kind)) for kind in kinds] == [0, 0, 0]
        assert [len(of_east.of(kind)) for kind in kinds] == [2, 2, 2]
        assert {record["id"] for record in of_east.of(Entity.REPORT)} == {city.west, city.east}

    def test_following_ends_where_a_new_snapshot_begins(self, city: City) -> None:
        for scope in (Scope(WEST), Scope(CITY), Scope(agency=AgencyCode("DSDA")), Scope(EAST, AgencyCode("DSDA"))):
            principal = city.principal(Role.DISPATCHER, scope)
            copy = city.copy(principal)
            for fields in ({"area": EAST}, {"agency": "DSDA"}, {"area": WEST}, {"agency": None}):
                city.change_report(city.west, **fields)
                city.follow(principal, copy)
                fresh = city.copy(principal)
                assert copy.records == fresh.records, (scope, fields)
                assert copy.position == fresh.position

    def test_another_scope_needs_a_snapshot(self, city: City) -> None:
        officer = city.principal(Role.OFFICER, Scope(WEST))
        copy = city.copy(officer)
        city.follow(officer, copy)
        with writing(city.central.engine) as connection:
            connection.execute(update(tokens).where(tokens.c.token_id == officer.token_id).values(area=EAST))
        assert copy.position is not None
        with pytest.raises(SnapshotNeeded):
            city.central.page(copy.position, officer)
        assert [record["id"] for record in city.copy(officer).of(Entity.REPORT)] == [city.east]

    def test_areas_drawn_anew_need_a_snapshot_of_those_whom_they_touch(self, city: City) -> None:
        above, below = city.principal(Role.OFFICER, Scope(CITY)), city.principal(Role.OFFICER, Scope(WEST))
        of_above, of_below = city.copy(above).position, city.copy(below).position
        assert of_above is not None
        assert of_below is not None
        with writing(city.central.engine) as connection:
            connection.execute(update(areas).where(areas.c.code == EAST).values(parent=None))
        with pytest.raises(SnapshotNeeded):
            city.central.page(of_above, above)
        city.central.page(of_below, below)

    def test_areas_that_are_each_others_parents_end_nothing(self, city: City) -> None:
        with writing(city.central.engine) as connection:
            connection.execute(update(areas).where(areas.c.code == CITY).values(parent=WEST))
        assert counts(city.copy(city.principal(Role.OFFICER, Scope(WEST)))) == OF_BOTH

    def test_an_act_is_answered_with_a_position_that_its_desk_can_compare(self, city: City) -> None:
        city.store.start()
        key = city.store.key(Role.OFFICER, "Barat", Scope(WEST))
        officer = city.central.principal(key)
        answer = requests.post(
            f"{city.store.url}/v1/intents",
            json={
                "intent_id": new_intent_id(),
                "kind": "take_on",
                "subject": str(city.west),
                "base_version": 1,
                "acted_ms": to_ms(datetime.now(UTC)),
            },
            headers={"Authorization": f"Bearer {key}"},
            timeout=TIMEOUT_S,
        )
        assert answer.json()["status"] == "applied"
        told = parse_position(answer.headers["X-Commandcenter-Position"])
        held = city.copy(officer).position
        assert held is not None
        # The store's own watch may have written on between the answer and the copy.
        assert told.epoch == held.epoch
        assert 0 < told.n <= held.n

    def test_an_open_stream_says_that_its_scope_is_another_now(self, city: City) -> None:
        city.store.start()
        officer = city.principal(Role.OFFICER, Scope(WEST), "Barat")
        with open_stream(city.store, str(city.copy(officer).position), Role.OFFICER, "Barat") as events:
            next_event(events, "heartbeat")
            with writing(city.central.engine) as connection:
                connection.execute(update(tokens).where(tokens.c.token_id == officer.token_id).values(area=EAST))
            assert next_event(events, "snapshot_needed").data["code"] == "snapshot_needed"
