"""What a crew's phone, a dispatcher and everybody get over HTTP of crews at work, facilities and gauges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentKind
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.models.table import changes, positions
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.token import add_key
from commandcenter.store.watch.crew_watch import take_turn
from tests.contract.client import Copy
from tests.fixture.crew import EAST, WEST, Room
from tests.fixture.store import TIMEOUT_S, RunningStore

HERE: Mapping[str, Any] = {"member": "A-1", "lon": 106.85, "lat": -6.25, "accuracy_m": 12}


class Line:
    """Asks a served store with keys of its own making."""

    def __init__(self, served: RunningStore, room: Room) -> None:
        self.served = served
        self.room = room

    def key(self, role: Role, *, holder: str | None = None, scope: Scope = WHOLE_CITY) -> str:
        city = self.served.settings.city
        with writing(self.served.engine) as connection:
            return add_key(connection, city, f"{role} {holder}", role, datetime.now(UTC), scope=scope, holder=holder)[0]

    def get(self, path: str, key: str | None) -> requests.Response:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        return requests.get(self.served.url + path, headers=headers, timeout=TIMEOUT_S)

    def delete(self, path: str, key: str) -> requests.Response:
        return requests.delete(self.served.url + path, headers={"Authorization": f"Bearer {key}"}, timeout=TIMEOUT_S)

    def post(self, path: str, key: str, body: object) -> requests.Response:
        headers = {"Authorization": f"Bearer {key}"}
        return requests.post(self.served.url + path, json=body, headers=headers, timeout=TIMEOUT_S)

    def kept(self) -> int:
        with reading(self.served.engine) as connection:
            count: int = connection.execute(select(func.count()).select_from(positions)).scalar_one()
            return count


@pytest.fixture
def line(served: RunningStore, central: CentralStore) -> Line:
    room = Room(central)
    room.crew("A", WEST)
    room.crew("B", EAST)
    return Line(served, room)


class TestJobs:
    def test_a_crew_gets_its_own_jobs_and_reports_and_nothing_of_the_reporter(self, line: Line) -> None:
        room = line.room
        marker = "Kanarie 0812"
        private = {"first_name": marker, "phone": marker, "email": marker, "device_id": marker, "account_id": marker}
        first = room.report(media_url="https://x.id/1.jpg", private=private)
        second, other = room.report(private=private), room.report(106.95, private=private)
        jobs = [room.job(first), room.job(second)]
        room.job(other, "B")
        room.walk(jobs[0], "sent", "accepted", "en_route", "on_site", "done")
        answer = line.get("/v1/jobs", line.key(Role.CREW, holder="A"))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert marker not in answer.text
        body = answer.json()
        assert [job["id"] for job in body["jobs"]] == [jobs[1], jobs[0]], "what is to be done comes first"
        ended = body["jobs"][1]
        assert (ended["state"], ended["report_id"], ended["report"]["state"]) == ("done", str(first), "done")
        assert ended["report"]["media"] == [{"id": f"{first}-1", "stage": "before", "url": "https://x.id/1.jpg"}]
        assert ended["report"]["description"] == "Selokan mampet"
        assert body["crew"]["code"] == "A"
        assert {member["id"] for member in body["members"]} == {"A-1", "A-2"}

    def test_a_crew_reads_its_hours_and_in_which_area_a_place_lies(self, line: Line) -> None:
        room, phone = line.room, line.key(Role.CREW, holder="A")
        assert line.get("/v1/jobs", phone).json()["shift"] is None
        room.done(IntentKind.SET_SHIFT, "malam", by=room.administrator, name="Malam", begins_min=1320, ends_min=300)
        room.done(IntentKind.SET_CREW, "A", shift="malam")
        room.job(room.report())
        body = line.get("/v1/jobs", phone).json()
        assert body["shift"] == {"name": "Malam", "begins_min": 1320, "ends_min": 300}
        assert body["jobs"][0]["report"]["area_name"] == "Barat"

    def test_nobody_else_gets_them_and_a_crew_does_not_read_the_feed(self, line: Line) -> None:
        for role in Role:
            if role not in {Role.CREW, Role.STORE}:
                assert line.get("/v1/jobs", line.key(role, holder="A")).status_code == 403, role
        assert line.get("/v1/jobs", None).status_code == 401
        phone = line.key(Role.CREW, holder="A")
        head = line.room.central.head()
        for path in ("/v1/snapshot", f"/v1/changes?after={head}", f"/v1/changes/stream?after={head}"):
            assert line.get(path, phone).status_code == 403, path
        assert line.get("/v1/jobs", line.key(Role.CREW, holder="Z")).json()["code"] == "target_unknown"


class TestPresence:
    def test_a_position_is_kept_only_while_the_crew_is_under_way(self, line: Line) -> None:
        room, phone = line.room, line.key(Role.CREW, holder="A")
        job = room.job(room.report())
        room.walk(job, "sent", "accepted")
        assert line.post("/v1/presence", phone, HERE).json() == {"kept": False, "until_ms": None}
        assert line.kept() == 0
        room.walk(job, "en_route")
        answer = line.post("/v1/presence", phone, HERE).json()
        assert answer["kept"]
        assert to_ms(datetime.now(UTC)) < answer["until_ms"] <= to_ms(datetime.now(UTC) + timedelta(hours=12))
        line.post("/v1/presence", phone, {**HERE, "lon": 106.86})
        (shown,) = line.get("/v1/presence", phone).json()["positions"]
        assert (shown["member"], shown["crew"], shown["lon"], shown["accuracy_m"]) == ("A-1", "A", 106.86, 12)
        room.walk(job, "on_site", "done")
        assert line.kept() == 0

    def test_it_is_forgotten_when_the_job_is_withdrawn_by_a_move_of_its_report(self, line: Line) -> None:
        room = line.room
        report_id = room.report()
        room.walk(room.job(report_id), "sent", "accepted", "en_route")
        line.post("/v1/presence", line.key(Role.CREW, holder="A"), HERE)
        assert line.kept() == 1
        room.done(IntentKind.MOVE, None, report_id, to_state="rejected", note="Ganda")
        assert line.kept() == 0

    @pytest.mark.parametrize(
        ("kind", "payload"),
        [
            (IntentKind.MARK_PRESENCE, {"present": False}),
            (IntentKind.SET_MEMBER, {"crew": "B"}),
            (IntentKind.SET_MEMBER, {"active": False}),
        ],
    )
    def test_it_is_forgotten_of_who_goes_home_or_leaves_the_crew(
        self, line: Line, kind: IntentKind, payload: Mapping[str, Any]
    ) -> None:
        room, phone = line.room, line.key(Role.CREW, holder="A")
        room.walk(room.job(room.report()), "sent", "accepted", "en_route")
        for member in ("A-1", "A-2"):
            line.post("/v1/presence", phone, {**HERE, "member": member})
        room.done(kind, "A-1", **payload)
        (left,) = line.get("/v1/presence", phone).json()["positions"]
        assert left["member"] == "A-2"

    def test_a_member_who_does_not_want_it_known_takes_it_back_and_nobody_else_does(self, line: Line) -> None:
        room, phone = line.room, line.key(Role.CREW, holder="A")
        room.walk(room.job(room.report()), "sent", "accepted", "en_route")
        line.post("/v1/presence", phone, HERE)
        assert line.delete("/v1/presence/A-1", line.key(Role.DISPATCHER)).status_code == 403
        assert line.delete("/v1/presence/A-1", line.key(Role.CREW, holder="B")).status_code == 200
        assert line.kept() == 1, "another crew's phone forgot it"
        for _ in range(2):
            answer = line.delete("/v1/presence/A-1", phone)
            assert (answer.status_code, answer.json()) == (200, {"kept": False, "until_ms": None})
        assert line.kept() == 0

    def test_it_outlasts_no_shift(self, line: Line) -> None:
        room = line.room
        room.walk(room.job(room.report()), "sent", "accepted", "en_route")
        line.post("/v1/presence", line.key(Role.CREW, holder="A"), HERE)
        later = CentralStore(
            replace(room.central.settings, clock=lambda: datetime.now(UTC) + timedelta(hours=12, minutes=1))
        )
        take_turn(later)
        later.close()
        assert line.kept() == 0

    def test_an_old_position_is_none(self, line: Line) -> None:
        room, phone = line.room, line.key(Role.CREW, holder="A")
        room.walk(room.job(room.report()), "sent", "accepted", "en_route")
        before = to_ms(datetime.now(UTC) - timedelta(minutes=5))
        assert line.post("/v1/presence", phone, {**HERE, "measured_ms": before}).json()["kept"] is False

    def test_its_crew_and_the_dispatchers_of_its_part_see_it_and_nobody_else(self, line: Line) -> None:
        room = line.room
        room.walk(room.job(room.report()), "sent", "accepted", "en_route")
        line.post("/v1/presence", line.key(Role.CREW, holder="A"), HERE)
        seen = {
            "whole": line.key(Role.DISPATCHER),
            "west": line.key(Role.DISPATCHER, scope=Scope(WEST)),
            "east": line.key(Role.DISPATCHER, scope=Scope(EAST)),
            "crew": line.key(Role.CREW, holder="A"),
            "other crew": line.key(Role.CREW, holder="B"),
        }
        counts = {who: len(line.get("/v1/presence", key).json()["positions"]) for who, key in seen.items()}
        assert counts == {"whole": 1, "west": 1, "east": 0, "crew": 1, "other crew": 0}
        for role in Role:
            if role not in {Role.CREW, Role.DISPATCHER, Role.STORE}:
                assert line.get("/v1/presence", line.key(role, holder="A")).status_code == 403, role

    def test_no_position_ever_enters_the_feed(self, line: Line) -> None:
        room = line.room
        room.walk(room.job(room.report()), "sent", "accepted", "en_route")
        head = room.central.head()
        line.post("/v1/presence", line.key(Role.CREW, holder="A"), {**HERE, "lon": 106.812345})
        assert room.central.head() == head
        copy = Copy()
        copy.load(room.central.snapshot(room.dispatcher))
        assert "106.812345" not in str(copy.records)
        with reading(line.served.engine) as connection:
            kinds = set(connection.execute(select(changes.c.entity)).scalars())
        assert kinds <= {entity.value for entity in Entity}

    def test_a_phone_speaks_for_its_own_crew_alone(self, line: Line) -> None:
        room, phone = line.room, line.key(Role.CREW, holder="B")
        room.walk(room.job(room.report()), "sent", "accepted", "en_route")
        refused = line.post("/v1/presence", phone, HERE)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_own")
        assert line.post("/v1/presence", line.key(Role.DISPATCHER), HERE).status_code == 403
        own = line.key(Role.CREW, holder="A")
        for body, code in [
            ({**HERE, "lon": None}, "field_missing"),
            ({**HERE, "lat": 91}, "field_not_number"),
            ({**HERE, "lon": 0, "lat": 0}, "coordinates_zero"),
            ({**HERE, "member": None}, "field_missing"),
            ({**HERE, "measured_ms": -1}, "field_not_number"),
            ([], "bad_message"),
        ]:
            answer = line.post("/v1/presence", own, body)
            assert (answer.status_code, answer.json()["code"]) == (400, code)
        assert line.kept() == 0


class TestPublic:
    def test_everybody_may_see_beds_and_water_with_their_age_and_no_names(self, line: Line) -> None:
        room = line.room
        room.done(IntentKind.SET_FACILITY, "RS-1", by=room.administrator, name="RS Harapan", kind="hospital")
        hospital = room.key(Role.FACILITY, "RS Harapan", holder="RS-1")
        beds = [{"bed_class": "ICU", "free": 2, "total": 9}]
        old = datetime.now(UTC) - timedelta(hours=7)
        room.done(IntentKind.REPORT_BEDS, "RS-1", by=hospital, beds=beds, acted_at=old)
        officer = room.key(Role.OFFICER, "Suster Kanarie")
        report_id = room.report(category="RSBED")
        room.done(IntentKind.CONFIRM_BEDS, None, report_id, by=officer, facility="RS-1", bed_class="VIP", free=1)
        answer = line.get("/v1/facilities", None)
        (facility,) = answer.json()["facilities"]
        assert [(each["bed_class"], each["said_by"], each["stale"]) for each in facility["beds"]] == [
            ("ICU", "facility", True),
            ("VIP", "office", False),
        ]
        assert "Kanarie" not in answer.text
        room.done(IntentKind.SET_GAUGE, "MGR", by=room.administrator, name="Manggarai", stage_2_cm=850)
        keeper = room.key(Role.FACILITY, "Penjaga Kanarie", holder="MGR")
        room.done(IntentKind.REPORT_LEVEL, "MGR", by=keeper, level_cm=860)
        answer = line.get("/v1/gauges", None)
        (gauge,) = answer.json()["gauges"]
        assert (gauge["level_cm"], gauge["stage"], gauge["stale"]) == (860, 2, False)
        assert "Kanarie" not in answer.text

    def test_what_was_given_up_is_not_listed(self, line: Line) -> None:
        room = line.room
        room.done(IntentKind.SET_FACILITY, "RS-1", by=room.administrator, name="RS", kind="hospital", active=False)
        room.done(IntentKind.SET_GAUGE, "MGR", by=room.administrator, name="Manggarai", active=False)
        assert line.get("/v1/facilities", None).json()["facilities"] == []
        assert line.get("/v1/gauges", None).json()["gauges"] == []
