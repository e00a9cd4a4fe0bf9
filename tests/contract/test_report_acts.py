"""What every store keeps to when offices act on a report beside moving it, whichever database is underneath."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from commandcenter.models.agency import Agency, AgencyKind
from commandcenter.models.answer_template import AnswerTemplate
from commandcenter.models.flat import flatten
from commandcenter.models.identity import AgencyCode, AreaCode, TemplateCode
from commandcenter.models.intent import IntentKind as Kind
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import TABLE_OF, hand_overs
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.token import STORE_NAME, Principal
from tests.contract.acting import APPLIED, Acting, end, entries_of, intent, last_of, record_of, rows_of
from tests.contract.client import Copy
from tests.fixture.store import RunningStore

HOUR_MS = 3_600_000


@pytest.fixture
def room(central: CentralStore, desk: Principal) -> Acting:
    """A dispatcher."""
    return Acting(central, desk)


@pytest.fixture
def east(store: RunningStore, central: CentralStore) -> Acting:
    """The office of the eastern area."""
    return Acting(central, central.principal(store.key(Role.OFFICER, "Kelurahan Timur", Scope(AreaCode("31.02")))))


@pytest.fixture
def west(store: RunningStore, central: CentralStore) -> Acting:
    """The office of the western area."""
    return Acting(central, central.principal(store.key(Role.OFFICER, "Kelurahan Barat", Scope(AreaCode("31.01")))))


@pytest.fixture
def clock(central: CentralStore) -> Acting:
    """The store itself."""
    return Acting(central, Principal("store", STORE_NAME, Role.STORE))


def kept(central: CentralStore, entity: Entity, value: Any) -> None:
    """Write something that the city is set up with."""
    with writing(central.engine) as connection:
        connection.execute(TABLE_OF[entity].insert().values(city="jakarta", **flatten(value)))


WITH_BASE: dict[Kind, dict[str, Any]] = {
    Kind.CATEGORISE: {"category": "SAMPAH"},
    Kind.RE_PLACE: {"area": "31.02"},
    Kind.SET_PRIORITY: {"priority": "high"},
    Kind.MODERATE: {"moderation": "hidden", "reason": "Menyebut nama orang"},
}
OTHERS: dict[Kind, dict[str, Any]] = {
    Kind.NOTE: {"note": "Sudah ditelepon"},
    Kind.ANSWER: {"text": "Petugas sedang ke lokasi"},
    Kind.ADD_PHOTO: {"stage": "after", "photo_url": "https://example.org/foto.jpg"},
}
ALL = WITH_BASE | OTHERS


class TestEveryAct:
    @pytest.mark.parametrize("kind", ALL)
    def test_it_is_applied_once_with_one_more_entry_and_a_repeat_adds_nothing(
        self, central: CentralStore, room: Acting, kind: Kind
    ) -> None:
        report = room.reports()
        sent = intent(kind, report, 1, **ALL[kind])
        first = room.send(sent)
        assert end(first) == APPLIED
        assert (last_of(central, report).actor, len(entries_of(central, report))) == ("Meja 1", 2)
        assert record_of(central, report)["version"] == first.version
        head = central.head()
        again = room.send(sent)
        assert (end(again), again.version, central.head()) == ("repeated", first.version, head)

    @pytest.mark.parametrize("kind", WITH_BASE)
    def test_what_was_decided_on_an_older_version_conflicts_with_what_is_there(
        self, central: CentralStore, room: Acting, west: Acting, kind: Kind
    ) -> None:
        report = room.reports()
        west.does(Kind.TAKE_ON, report, 1)
        result = room.send(intent(kind, report, 1, **WITH_BASE[kind]))
        assert end(result) == "conflict version_changed"
        assert result.theirs is not None
        assert (result.version, result.theirs.actor) == (2, "Kelurahan Barat")
        assert len(entries_of(central, report)) == 2

    @pytest.mark.parametrize("kind", OTHERS)
    def test_what_carries_no_base_never_conflicts(self, room: Acting, west: Acting, kind: Kind) -> None:
        report = room.reports()
        west.does(Kind.TAKE_ON, report, 1)
        assert room.does(kind, report, 1, **OTHERS[kind]) == APPLIED

    @pytest.mark.parametrize("kind", ALL)
    def test_an_office_of_elsewhere_is_refused_and_nothing_is_written(
        self, central: CentralStore, room: Acting, east: Acting, kind: Kind
    ) -> None:
        report = room.reports()
        head = central.head()
        assert east.does(kind, report, 1, **ALL[kind]) == "refused out_of_scope"
        assert (central.head(), len(entries_of(central, report))) == (head, 1)

    @pytest.mark.parametrize("kind", ALL)
    def test_a_report_that_is_not_there_is_refused(self, room: Acting, kind: Kind) -> None:
        assert room.does(kind, 12345, 1, **ALL[kind]) == "refused report_unknown"
        assert room.does(kind, None, 1, **ALL[kind]) == "refused report_unknown"

    @pytest.mark.parametrize("kind", sorted(WITH_BASE.keys() - {Kind.MODERATE}))
    def test_what_is_closed_stays_as_it_was_judged(self, room: Acting, kind: Kind) -> None:
        report = room.reports()
        room.does(Kind.MOVE, report, 1, to_state="rejected", note="Ganda")
        assert room.does(kind, report, 2, **WITH_BASE[kind]) == "refused report_closed"

    @pytest.mark.parametrize(
        ("kind", "payload", "code"),
        [
            (Kind.CATEGORISE, {}, "field_missing"),
            (Kind.CATEGORISE, {"category": "TIDAK"}, "category_unknown"),
            (Kind.RE_PLACE, {}, "new_place_missing"),
            (Kind.RE_PLACE, {"area": "99.99"}, "area_unknown"),
            (Kind.RE_PLACE, {"lon": 106.85}, "place_incomplete"),
            (Kind.RE_PLACE, {"lon": 0, "lat": 0}, "coordinates_zero"),
            (Kind.SET_PRIORITY, {}, "field_missing"),
            (Kind.SET_PRIORITY, {"priority": "sekarang"}, "priority_unknown"),
            (Kind.NOTE, {"note": "  "}, "field_missing"),
            (Kind.NOTE, {"note": "x" * 1_001}, "field_too_long"),
            (Kind.ANSWER, {}, "field_missing"),
            (Kind.ANSWER, {"template": "tidak-ada"}, "template_unknown"),
            (Kind.ADD_PHOTO, {"photo_url": "https://example.org/f.jpg"}, "field_missing"),
            (Kind.ADD_PHOTO, {"stage": "kapan", "photo_url": "https://example.org/f.jpg"}, "choice_unknown"),
            (Kind.ADD_PHOTO, {"stage": "after"}, "photo_not_given"),
            (Kind.ADD_PHOTO, {"stage": "after", "photo_url": "ftp://x"}, "bad_media_url"),
            (Kind.MODERATE, {}, "field_missing"),
            (Kind.MODERATE, {"moderation": "terbuka"}, "choice_unknown"),
            (Kind.MODERATE, {"moderation": "hidden"}, "hiding_reason_missing"),
        ],
    )
    def test_what_lacks_something_is_refused_with_its_own_code(
        self, central: CentralStore, room: Acting, kind: Kind, payload: dict[str, Any], code: str
    ) -> None:
        report = room.reports()
        head = central.head()
        result = room.send(intent(kind, report, 1, **payload))
        assert (end(result), set(result.sentence)) == (f"refused {code}", {"id", "en"})
        assert (central.head(), record_of(central, report)["version"]) == (head, 1)


class TestCategorise:
    def test_the_limits_are_those_that_the_category_would_have_given_from_the_beginning(
        self, central: CentralStore, room: Acting
    ) -> None:
        now = datetime.now(UTC)
        report = room.reports("SAMPAH", now - timedelta(hours=20))
        room.does(
            Kind.MOVE, report, 1, None, now - timedelta(hours=10), to_state="estimated",
            estimated_ms=int((now + timedelta(days=1)).timestamp() * 1000),
        )  # fmt: skip
        room.does(Kind.MOVE, report, 2, None, now - timedelta(hours=6), to_state="in_progress")
        assert room.does(Kind.CATEGORISE, report, 3, category="PARKIR") == APPLIED
        record = record_of(central, report)
        assert record["respond_by_ms"] - record["created_ms"] == 6 * HOUR_MS
        assert record["close_by_ms"] - record["created_ms"] == (7 * 24 + 4) * HOUR_MS
        assert last_of(central, report).note == "Kategori: Sampah → Parkir liar"

    def test_a_report_that_was_opened_again_has_the_new_limit_from_then_on(
        self, central: CentralStore, room: Acting
    ) -> None:
        now = datetime.now(UTC)
        report = room.reports("SAMPAH", now - timedelta(hours=20))
        room.does(Kind.MOVE, report, None, None, now - timedelta(hours=9), to_state="rejected", note="Ganda")
        room.does(Kind.MOVE, report, None, None, now - timedelta(hours=5), to_state="reopened")
        room.does(Kind.CATEGORISE, report, category="PARKIR")
        reopened_ms = entries_of(central, report)[2].acted_ms
        assert record_of(central, report)["close_by_ms"] == reopened_ms + 7 * 24 * HOUR_MS

    def test_a_default_priority_goes_with_the_category_and_one_that_was_set_stays(
        self, central: CentralStore, room: Acting
    ) -> None:
        usual, raised = room.reports("SAMPAH"), room.reports("SAMPAH")
        room.does(Kind.SET_PRIORITY, raised, priority="low")
        for report in (usual, raised):
            room.does(Kind.CATEGORISE, report, category="KEBAKARAN")
        assert [record_of(central, report)["priority"] for report in (usual, raised)] == [2, 0]

    def test_another_category_makes_no_report_more_public_than_it_was(
        self, central: CentralStore, room: Acting
    ) -> None:
        report = room.reports("SAMPAH")
        seen = []
        for category in ("KRIMINAL", "SAMPAH"):
            room.does(Kind.CATEGORISE, report, category=category)
            seen.append(record_of(central, report)["moderation"])
        assert seen == ["hidden", "pending"]

    def test_the_same_category_again_changes_nothing(self, central: CentralStore, room: Acting) -> None:
        report = room.reports("SAMPAH")
        assert room.does(Kind.CATEGORISE, report, 1, category="SAMPAH") == APPLIED
        assert record_of(central, report)["version"] == 1


class TestRePlace:
    def test_the_area_follows_from_the_position(self, central: CentralStore, room: Acting) -> None:
        report = room.reports()
        assert room.does(Kind.RE_PLACE, report, 1, lon=106.95, lat=-6.25, note="Salah pin") == APPLIED
        record = record_of(central, report)
        assert (record["area"], record["lon"], record["version"]) == ("31.02", 106.95, 2)
        assert last_of(central, report).note == "Wilayah: Barat → Timur\nSalah pin"

    def test_a_named_area_counts_more_than_the_position(self, central: CentralStore, room: Acting) -> None:
        report = room.reports()
        room.does(Kind.RE_PLACE, report, 1, lon=106.86, lat=-6.25, area="31.02")
        record = record_of(central, report)
        assert (record["area"], record["lon"]) == ("31.02", 106.86)

    def test_a_place_outside_every_area_is_said_so(self, central: CentralStore, room: Acting) -> None:
        report = room.reports()
        room.does(Kind.RE_PLACE, report, 1, lon=108.0, lat=-6.25)
        assert record_of(central, report)["area"] is None
        assert last_of(central, report).note == "Wilayah: Barat → di luar semua wilayah"

    def test_the_report_leaves_one_office_and_enters_the_other_with_its_whole_story(
        self, central: CentralStore, room: Acting, west: Acting, east: Acting
    ) -> None:
        report = room.reports(media_url="https://example.org/foto.jpg")
        room.does(Kind.NOTE, report, note="Cek dulu")
        copies = {}
        for office in (west, east):
            copies[office] = Copy()
            copies[office].load(central.snapshot(office.principal))
        assert west.does(Kind.RE_PLACE, report, 1, area="31.02") == APPLIED
        for office, copy in copies.items():
            assert copy.position is not None
            copy.apply(central.page(copy.position, office.principal))
        assert copies[west].of(Entity.REPORT) == copies[west].of(Entity.TRANSITION) == []
        assert len(copies[east].of(Entity.TRANSITION)) == 3
        assert len(copies[east].of(Entity.MEDIA)) == 1
        assert west.does(Kind.NOTE, report, note="Masih kami?") == "refused out_of_scope"
        assert east.does(Kind.TAKE_ON, report, 2) == APPLIED


class TestAnswer:
    def test_it_is_the_first_response_and_says_so_once(self, central: CentralStore, room: Acting, west: Acting) -> None:
        report = room.reports()
        assert west.does(Kind.ANSWER, report, text="Kami ke lokasi") == APPLIED
        record = record_of(central, report)
        assert (record["acknowledged_by"], record["version"], record["state"]) == ("Kelurahan Barat", 2, "waiting")
        room.does(Kind.ANSWER, report, text="Sudah di lokasi")
        record = record_of(central, report)
        assert (record["acknowledged_by"], record["version"]) == ("Kelurahan Barat", 2)
        assert [entry.note for entry in entries_of(central, report)[1:]] == ["Kami ke lokasi", "Sudah di lokasi"]

    def test_ready_words_are_filled_in_and_only_for_their_category(self, central: CentralStore, room: Acting) -> None:
        text = "Laporan {number} di {area} ditangani {agency} sebelum {date}."
        own = AnswerTemplate(TemplateCode("terima"), "Terima", None, text, "Report {number}.")
        kept(central, Entity.TEMPLATE, own)
        other = AnswerTemplate(TemplateCode("sampah"), "Sampah", None, "Sampah", "Garbage", active=False)
        kept(central, Entity.TEMPLATE, other)
        report = room.reports()
        assert room.does(Kind.ANSWER, report, template="terima") == APPLIED
        record = record_of(central, report)
        due = datetime.fromtimestamp(record["close_by_ms"] / 1000, UTC) + timedelta(hours=7)
        expected = f"Laporan {record['number']} di Barat ditangani Barat sebelum {due:%d.%m.%Y}."
        assert last_of(central, report).note == expected
        assert room.does(Kind.ANSWER, report, template="sampah") == "refused template_unknown"
        room.does(Kind.ANSWER, report, template="terima", language="en")
        assert last_of(central, report).note == f"Report {record['number']}."


class TestPhotosAndModeration:
    def test_a_photo_shows_work_done_and_is_public_only_once_somebody_says_so(
        self, central: CentralStore, room: Acting
    ) -> None:
        report = room.reports()
        room.does(Kind.ADD_PHOTO, report, stage="after", photo_url="https://example.org/sesudah.jpg")
        assert record_of(central, report)["has_photo"]
        assert room.does(Kind.MOVE, report, 1, to_state="done") == APPLIED
        (photo,) = rows_of(central, Entity.MEDIA)
        assert photo["moderation"] == "pending"
        assert room.does(Kind.MODERATE, report, None, photo["id"], moderation="public") == APPLIED
        (photo,) = rows_of(central, Entity.MEDIA)
        assert photo["moderation"] == "public"
        assert record_of(central, report)["version"] == 2
        assert room.does(Kind.MODERATE, report, None, "lain-1", moderation="public") == "refused photo_unknown"

    def test_a_crew_adds_photos_to_the_reports_of_its_own_jobs_alone(self, central: CentralStore, room: Acting) -> None:
        report = room.reports()
        crew = Acting(central, Principal("t", "Regu 1", Role.CREW, holder="regu-1"))
        photo = {"stage": "after", "photo_url": "https://example.org/f.jpg"}
        assert crew.does(Kind.ADD_PHOTO, report, **photo) == "refused not_own_job"
        job = dict.fromkeys(("sent_ms", "accepted_ms", "en_route_ms", "on_site_ms", "ended_ms"))
        with writing(central.engine) as connection:
            connection.execute(
                TABLE_OF[Entity.JOB].insert().values(
                    city="jakarta", id=1, version=1, report_id=report, crew="regu-1", state="on_site", sequence=1,
                    reason="", note="", planned_ms=0, updated_ms=0, **job,
                )
            )  # fmt: skip
        assert crew.does(Kind.ADD_PHOTO, report, **photo) == APPLIED

    def test_what_is_only_counted_is_never_made_public(self, central: CentralStore, room: Acting) -> None:
        report = room.reports("KRIMINAL")
        assert room.does(Kind.MODERATE, report, 1, moderation="public") == "refused count_only_category"
        assert record_of(central, report)["moderation"] == "hidden"

    def test_publishing_and_hiding_are_told_with_their_reason(self, central: CentralStore, room: Acting) -> None:
        report = room.reports("PARKIR")
        room.does(Kind.MODERATE, report, 1, moderation="public")
        room.does(Kind.MODERATE, report, 2, moderation="hidden", reason="Menyebut nama orang")
        notes = [entry.note for entry in entries_of(central, report)[1:]]
        assert notes == ["Laporan ditayangkan", "Laporan disembunyikan\nMenyebut nama orang"]


class TestEscalate:
    def test_it_goes_up_and_neither_clock_nor_version_notice(
        self, central: CentralStore, room: Acting, clock: Acting
    ) -> None:
        report = room.reports()
        before = record_of(central, report)
        assert clock.does(Kind.ESCALATE, report, level=1) == APPLIED
        after = record_of(central, report)
        assert (after["duty_level"], after["version"]) == (1, 1)
        assert (after["respond_by_ms"], after["acknowledged_ms"]) == (before["respond_by_ms"], None)
        assert (last_of(central, report).actor, last_of(central, report).kind) == ("Pusat", "escalated")
        assert room.does(Kind.TAKE_ON, report, 1) == APPLIED

    def test_where_somebody_was_quicker_nothing_happens(
        self, central: CentralStore, room: Acting, clock: Acting
    ) -> None:
        report = room.reports()
        for level in (2, 2, 1):
            assert clock.does(Kind.ESCALATE, report, level=level) == APPLIED
        room.does(Kind.TAKE_ON, report)
        clock.does(Kind.ESCALATE, report, level=2)
        assert [entry.kind for entry in entries_of(central, report)] == ["submitted", "escalated", "taken_on"]

    def test_only_the_store_does_it_and_only_to_levels_that_there_are(self, room: Acting, clock: Acting) -> None:
        report = room.reports()
        assert room.does(Kind.ESCALATE, report, level=1) == "refused not_allowed"
        assert clock.does(Kind.ESCALATE, report) == "refused field_missing"
        assert clock.does(Kind.ESCALATE, report, level=3) == "refused field_not_number"


class TestHandOver:
    def test_a_city_with_agencies_hands_reports_to_those_alone(self, central: CentralStore, room: Acting) -> None:
        kept(central, Entity.AGENCY, Agency(AgencyCode("DSDA"), "Dinas SDA", AgencyKind.DEPARTMENT, None))
        kept(central, Entity.AGENCY, Agency(AgencyCode("LAMA"), "Lama", AgencyKind.DEPARTMENT, None, active=False))
        report = room.reports()
        for agency in ("DBM", "LAMA"):
            payload = {"to_state": "coordinating", "agency": agency}
            assert room.does(Kind.MOVE, report, 1, **payload) == "refused agency_unknown"
        assert room.does(Kind.MOVE, report, 1, to_state="coordinating", agency="DSDA") == APPLIED

    def test_a_body_outside_gets_it_with_a_trace_that_is_kept(self, central: CentralStore, room: Acting) -> None:
        kept(central, Entity.AGENCY, Agency(AgencyCode("AIR"), "Perusahaan air", AgencyKind.OUTSIDE, None))
        report = room.reports()
        outside = {"to_state": "coordinating", "agency": "AIR"}
        assert room.does(Kind.MOVE, report, 1, **outside) == "refused reference_missing"
        assert room.does(Kind.MOVE, report, 1, **outside, reference="PA-2211") == APPLIED
        assert last_of(central, report).note == "Kepada: AIR\nNomor tiket: PA-2211"
        assert room.does(Kind.MOVE, report, 2, to_state="waiting", note="Bukan pipa mereka") == APPLIED
        with reading(central.engine) as connection:
            rows = connection.execute(select(hand_overs).order_by(hand_overs.c.sequence)).all()
        told = [(row.from_agency, row.to_agency, row.outside, row.reference) for row in rows]
        assert told == [(None, "AIR", True, "PA-2211"), ("AIR", None, False, None)]
        assert [row.handed_ms for row in rows] == [entry.acted_ms for entry in entries_of(central, report)[1:]]

    def test_an_agency_sees_what_it_is_handed_from_the_beginning(
        self, store: RunningStore, central: CentralStore, room: Acting
    ) -> None:
        secret = store.key(Role.OFFICER, "Dinas", Scope(agency=AgencyCode("DSDA")))
        agency = central.principal(secret)
        report = room.reports()
        copy = Copy()
        copy.load(central.snapshot(agency))
        assert copy.of(Entity.REPORT) == []
        room.does(Kind.MOVE, report, 1, to_state="coordinating", agency="DSDA")
        assert copy.position is not None
        copy.apply(central.page(copy.position, agency))
        assert [entry["sequence"] for entry in copy.of(Entity.TRANSITION)] == [1, 2]
