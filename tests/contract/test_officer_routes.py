"""What the officer's page gets over HTTP: its own part of the city's work, by what is due next, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image
from sqlalchemy import update

from commandcenter.models.identity import AgencyCode, AreaCode, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentKind
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.models.table import areas, reports
from commandcenter.store.central import CentralStore
from commandcenter.store.database import writing
from commandcenter.store.officer_page import PAGE_ROWS
from commandcenter.store.token import add_key
from tests.fixture.crew import EAST, WEST, Room
from tests.fixture.store import TIMEOUT_S, RunningStore

DSDA = AgencyCode("DSDA")
MOVE, PLAN = IntentKind.MOVE, IntentKind.PLAN_JOB
HOUR_MS = 3_600_000


class Office:
    """Asks a served store in the name of offices."""

    def __init__(self, served: RunningStore, room: Room) -> None:
        self.served = served
        self.room = room
        self.lurah = self.key("Lurah Barat", Scope(WEST))
        self.lurah_east = self.key("Lurah Timur", Scope(EAST))
        self.dinas = self.key("Dinas SDA", Scope(agency=DSDA))
        self.city = self.key("Wali Kota", WHOLE_CITY)

    def key(self, name: str, scope: Scope, role: Role = Role.OFFICER) -> str:
        city = self.served.settings.city
        with writing(self.served.engine) as connection:
            return add_key(connection, city, name, role, datetime.now(UTC), scope=scope)[0]

    def ask(self, path: str, key: str | None = None, **parameters: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {key or self.lurah}"}
        return requests.get(
            f"{self.served.url}/v1/officer/{path}", params=parameters, headers=headers, timeout=TIMEOUT_S
        )

    def got(self, path: str, key: str | None = None, **parameters: Any) -> dict[str, Any]:
        answer = self.ask(path, key, **parameters)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        body: dict[str, Any] = answer.json()
        return body

    def listed(self, key: str | None = None, **parameters: Any) -> list[str]:
        return [row["id"] for row in self.got("reports", key, **parameters)["reports"]]

    def set(self, report_id: ReportId, **fields: Any) -> None:
        with writing(self.served.engine) as connection:
            connection.execute(update(reports).where(reports.c.id == report_id).values(**fields))


@pytest.fixture
def office(served: RunningStore, central: CentralStore) -> Office:
    return Office(served, Room(central))


@pytest.fixture
def now_ms() -> int:
    return to_ms(datetime.now(UTC))


class TestList:
    def test_what_is_due_next_comes_first_and_what_is_overdue_before_it(self, office: Office, now_ms: int) -> None:
        room = office.room
        taken, waiting, late, later = (room.report() for _ in range(4))
        room.done(IntentKind.TAKE_ON, None, taken)
        office.set(taken, close_by_ms=now_ms + 2 * HOUR_MS, respond_by_ms=now_ms - 9 * HOUR_MS)
        office.set(waiting, respond_by_ms=now_ms + HOUR_MS, close_by_ms=now_ms + 50 * HOUR_MS)
        office.set(late, respond_by_ms=now_ms - HOUR_MS, close_by_ms=now_ms + 50 * HOUR_MS)
        office.set(later, respond_by_ms=now_ms + 3 * HOUR_MS, close_by_ms=now_ms + 50 * HOUR_MS)
        body = office.got("reports")
        assert [row["id"] for row in body["reports"]] == [str(one) for one in (late, waiting, taken, later)]
        assert [(row["due"], row["overdue"]) for row in body["reports"]] == [
            ("response", True),
            ("response", False),
            ("closing", False),
            ("response", False),
        ]
        assert body["position"].rpartition(".")[2].isdigit()
        assert office.listed(overdue=1) == [str(late)]

    def test_a_report_whose_clock_stands_still_is_never_due_and_one_that_was_late_already_stays_late(
        self, office: Office, now_ms: int
    ) -> None:
        room = office.room
        paused, late = room.report(), room.report()
        soon = now_ms + HOUR_MS
        for one in (paused, late):
            room.done(MOVE, None, one, to_state="estimated", estimated_ms=soon + 99 * HOUR_MS)
        office.set(paused, paused_ms=now_ms - HOUR_MS, close_by_ms=now_ms - 1)
        office.set(late, paused_ms=now_ms - HOUR_MS, close_by_ms=now_ms - 2 * HOUR_MS)
        rows = {row["id"]: row for row in office.got("reports")["reports"]}
        assert (rows[str(paused)]["due_ms"], rows[str(paused)]["overdue"]) == (None, False)
        assert (rows[str(late)]["due"], rows[str(late)]["overdue"]) == ("closing", True)
        assert office.listed() == [str(late), str(paused)]

    def test_a_long_list_is_gone_through_page_by_page_without_gap_or_repeat(self, office: Office, now_ms: int) -> None:
        made = [office.room.report() for _ in range(PAGE_ROWS + 3)]
        for one in made:
            # All due at one moment: only the id tells them apart.
            office.set(one, respond_by_ms=now_ms + HOUR_MS)
        first = office.got("reports")
        assert len(first["reports"]) == PAGE_ROWS
        second = office.got("reports", after=first["next"])
        assert second["next"] is None
        assert [row["id"] for row in (*first["reports"], *second["reports"])] == [str(one) for one in sorted(made)]

    def test_states_and_category_narrow_the_list_and_what_is_closed_has_one_of_its_own(self, office: Office) -> None:
        room = office.room
        flood, road, done, older = room.report(), room.report(category="JALAN"), room.report(), room.report()
        room.done(MOVE, None, flood, to_state="in_progress")
        room.done(MOVE, None, older, to_state="rejected", note="Bukan di sini")
        room.done(MOVE, None, done, to_state="done", no_photo_reason="Hujan")
        assert office.listed(state="in_progress") == [str(flood)]
        assert set(office.listed(state=["in_progress", "waiting"])) == {str(flood), str(road)}
        assert office.listed(category="JALAN") == [str(road)]
        assert office.listed(work="closed") == [str(done), str(older)]
        assert office.listed(work="closed", state="rejected") == [str(older)]
        for wrong in ({"work": "mine"}, {"state": "lost"}, {"after": "x"}, {"after": "1.-2"}, {"after": "7"}):
            assert office.ask("reports", **wrong).status_code == 400, wrong

    def test_counts_say_how_much_there_is_by_state_and_category_and_what_is_overdue(
        self, office: Office, now_ms: int
    ) -> None:
        room = office.room
        late, road, done = room.report(), room.report(category="JALAN"), room.report()
        room.report(106.95)
        office.set(late, respond_by_ms=now_ms - HOUR_MS)
        room.done(MOVE, None, road, to_state="in_progress")
        room.done(MOVE, None, done, to_state="done", no_photo_reason="Hujan")
        body = office.got("counts")
        assert (body["open"], body["overdue"], body["handed"]) == (2, 1, 0)
        assert body["states"] == {"waiting": 1, "in_progress": 1}
        assert body["categories"] == {"BANJIR": 1, "JALAN": 1}

    def test_what_was_handed_over_is_listed_with_who_did_it_also_when_it_comes_back(self, office: Office) -> None:
        room = office.room
        given, back, untouched = room.report(), room.report(), room.report()
        room.done(MOVE, None, given, to_state="coordinating", agency=DSDA)
        room.done(MOVE, None, back, to_state="coordinating", agency=DSDA)
        room.done(MOVE, None, back, to_state="waiting", note="Bukan tugas kami")
        (row,) = office.got("reports", office.dinas, work="handed")["reports"]
        assert (row["id"], row["handed"]["by"], row["handed"]["from_agency"]) == (str(given), "Meja 1", None)
        (row,) = office.got("reports", work="handed")["reports"]
        assert (row["id"], row["handed"]["from_agency"]) == (str(back), DSDA)
        assert office.got("counts", office.dinas)["handed"] == office.got("counts")["handed"] == 1
        assert str(untouched) in office.listed()


class TestScope:
    def test_an_officer_of_another_area_sees_nothing_of_a_report(self, office: Office) -> None:
        report = office.room.report()
        assert office.listed() == [str(report)] == office.listed(office.city)
        assert office.listed(office.lurah_east) == [] == office.listed(office.dinas)
        assert office.got("counts", office.lurah_east)["open"] == 0
        assert office.got("pending", office.lurah_east)["pending"] == []
        number = office.got(f"reports/{report}")["report"]["number"]
        for path in (f"reports/{report}", f"reports/{number}", f"reports/{report}/crews", "reports/7", "reports/x"):
            answer = office.ask(path, office.lurah_east)
            assert (answer.status_code, answer.json()["code"]) == (404, "report_unknown"), path
        assert office.got(f"reports/{number.lower()}")["report"]["id"] == str(report)

    def test_a_report_handed_to_an_agency_is_seen_by_both(self, office: Office) -> None:
        report = office.room.report()
        office.room.done(MOVE, None, report, to_state="coordinating", agency=DSDA)
        assert office.listed(office.dinas) == [str(report)] == office.listed()

    def test_no_answer_holds_anything_of_whoever_reported(self, office: Office) -> None:
        marker = "Kanarie 0812"
        private = {"first_name": marker, "phone": marker, "email": marker, "device_id": marker}
        report = office.room.report(private=private, category="KRIMINAL")
        office.room.crew()
        for path in ("desk", "reports", "counts", "pending", f"reports/{report}", f"reports/{report}/crews"):
            assert marker not in office.ask(path).text, path


class TestReport:
    def test_it_brings_its_story_its_moves_and_its_job(self, office: Office) -> None:
        room = office.room
        room.crew()
        report = room.report(media_url="https://x.id/1.jpg")
        room.done(PLAN, None, report, crew="A", send=True)
        body = office.got(f"reports/{report}")
        assert body["report"]["area_name"] == "Barat"
        assert [entry["kind"] for entry in body["timeline"]] == ["submitted", "job", "moved"]
        assert body["moves"] == ["waiting", "coordinating", "delegated", "estimated", "done", "rejected"]
        assert (body["job"]["crew_name"], body["job"]["state"]) == ("Regu A", "sent")
        (photo,) = body["media"]
        assert (photo["url"], photo["kept"], photo["masks"]) == ("https://x.id/1.jpg", False, [])

    def test_holders_times_add_up_to_its_age_exactly(self, office: Office, now_ms: int) -> None:
        room = office.room
        report = room.report()
        created_ms = now_ms - 10 * HOUR_MS
        office.set(report, created_ms=created_ms)
        room.done(MOVE, None, report, to_state="coordinating", agency=DSDA)
        room.done(MOVE, None, report, to_state="coordinating", agency="PLN")
        body = office.got(f"reports/{report}")
        holders = body["holders"]
        assert [(one["agency"], one["handed_by"]) for one in holders] == [
            (None, None),
            (DSDA, "Meja 1"),
            ("PLN", "Meja 1"),
        ]
        assert sum(one["held_ms"] for one in holders) == body["clock_ms"] - created_ms
        assert holders[-1]["until_ms"] is None
        room.done(MOVE, None, report, to_state="done", no_photo_reason="Hujan")
        closed = office.got(f"reports/{report}")
        assert sum(one["held_ms"] for one in closed["holders"]) == closed["report"]["closed_ms"] - created_ms
        assert closed["holders"][-1]["until_ms"] == closed["report"]["closed_ms"]


class TestCrews:
    def test_crews_of_the_area_and_those_above_are_told_with_what_speaks_against_them(self, office: Office) -> None:
        room = office.room
        with writing(office.served.engine) as connection:
            city = office.served.settings.city
            connection.execute(
                areas.insert().values(
                    city=city, code="31", level="kota", name="Kota", parent=None, boundary="{}", approximate=False
                )
            )
            connection.execute(update(areas).where(areas.c.code.in_([WEST, EAST])).values(parent="31"))
        for code, where, members in (("A", WEST, 2), ("B", WEST, 1), ("C", AreaCode("31"), 2), ("E", EAST, 2)):
            room.crew(code, where, members=members)
        room.crew("D", WEST, members=0)
        room.done(IntentKind.SET_AVAILABILITY, "B", available=False, reason="Truk rusak")
        room.job(room.report(), "A")
        report = room.report()
        told = office.got(f"reports/{report}/crews", office.city)["crews"]
        assert [(one["code"], one["fitness"], one["load"], one["is_own"]) for one in told] == [
            ("C", "free", 0, False),
            ("A", "busy", 1, True),
            ("D", "not_at_work", 0, True),
            ("B", "unavailable", 0, True),
        ]
        assert (told[3]["can_go"], told[3]["why"]) == (False, "Truk rusak")
        assert (told[1]["present"], told[1]["state"], told[1]["area_name"]) == (2, "assigned", "Barat")
        own = office.got(f"reports/{report}/crews")["crews"]
        assert [one["code"] for one in own] == ["A", "D", "B"], "a crew outside of one's scope is nobody to send"


class TestModeration:
    def test_reports_and_photos_that_wait_are_queued_the_oldest_first(self, keeping: RunningStore) -> None:
        central = CentralStore(keeping.settings)
        office = Office(keeping, Room(central))
        pending = office.room.report(category="PELANGGARAN")
        with_photo = office.room.report(media_url="https://x.id/1.jpg")
        hidden = office.room.report(category="KRIMINAL", media_url="https://x.id/2.jpg")
        office.room.report()
        office.room.report(106.95, category="PELANGGARAN")
        office.set(with_photo, moderation="public")
        body = office.got("pending")
        waits = [entry["id"] for entry in body["pending"]]
        assert str(hidden) not in waits
        assert set(waits) == {str(pending), str(with_photo)}
        assert waits == sorted(waits, key=int)
        office.room.done(IntentKind.MODERATE, None, pending, moderation="public")
        assert [entry["id"] for entry in office.got("pending")["pending"]] == [str(with_photo)]
        central.close()

    def test_what_is_covered_of_a_photo_is_told_with_its_measures(self, keeping: RunningStore) -> None:
        central = CentralStore(keeping.settings)
        office = Office(keeping, Room(central))
        data = BytesIO()
        Image.effect_noise((320, 200), 80).convert("RGB").save(data, "JPEG")
        headers = {"Authorization": f"Bearer {office.lurah}", "Content-Type": "image/jpeg"}
        sent = requests.post(f"{keeping.url}/v1/media", data.getvalue(), headers=headers, timeout=TIMEOUT_S).json()
        report = office.room.report(media=[sent["media_id"]])
        masks = [[0.25, 0.5, 0.75, 1.0]]
        office.room.done(IntentKind.MODERATE, sent["media_id"], report, moderation="public", masks=masks)
        (photo,) = office.got(f"reports/{report}")["media"]
        assert (photo["kept"], photo["masks"], photo["moderation"]) == (True, masks, "public")
        assert (photo["width_px"], photo["height_px"]) == (320, 200)
        central.close()


def test_the_desk_says_for_which_part_of_the_city_and_what_acts_need(office: Office) -> None:
    room = office.room
    room.done(IntentKind.SET_AGENCY, "DSDA", by=room.administrator, name="Dinas Sumber Daya Air", kind="department")
    words = {"name": "Diterima", "text_id": "Laporan {number} kami terima.", "text_en": "Received."}
    room.done(IntentKind.SET_TEMPLATE, "terima", by=room.administrator, **words)
    body = office.got("desk")
    assert (body["name"], body["role"], body["area"], body["area_name"]) == ("Lurah Barat", "officer", WEST, "Barat")
    assert [one["code"] for one in body["agencies"]] == ["DSDA"]
    assert body["templates"][0]["text_id"] == "Laporan {number} kami terima."
