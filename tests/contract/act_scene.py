"""For each kind of act something that it can be done to, so that whoever may do it succeeds.

Everything lies in the western area (``WEST``), is answered for by an agency where that is asked for, and belongs to
the crew, facility, gauge and reporter that are named here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import update

from commandcenter.models.account import Account
from commandcenter.models.alarm import AlarmKind, Severity
from commandcenter.models.crew import Crew, CrewState, Member
from commandcenter.models.facility import Facility, FacilityKind
from commandcenter.models.flat import flatten
from commandcenter.models.gauge import Gauge
from commandcenter.models.identity import (
    AccountId,
    AgencyCode,
    AlarmId,
    AreaCode,
    CategoryCode,
    CrewCode,
    FacilityCode,
    GaugeCode,
    IncidentId,
    IntentId,
    JobId,
    MediaId,
    MemberId,
    ReportId,
)
from commandcenter.models.incident import Incident, IncidentState
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.job import Job, JobState
from commandcenter.models.place import LonLat
from commandcenter.models.record import Entity, media_record
from commandcenter.models.report import Media, Moderation
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY, Scope
from commandcenter.models.table import TABLE_OF, areas, media, metadata, reports, shifts
from commandcenter.store.account import write_account
from commandcenter.store.central import CentralStore
from commandcenter.store.database import writing
from commandcenter.store.token import Principal, add_key

WEST, EAST, ABOVE = AreaCode("31.01"), AreaCode("31.02"), AreaCode("31")
DSDA = AgencyCode("DSDA")
SECRET = "rahasia-gawai-0001"
CREW, FACILITY, GAUGE, REPORTER = CrewCode("PPSU-1"), FacilityCode("RSUD-1"), GaugeCode("MANGGARAI"), AccountId("ani")
HOLDERS: Mapping[IntentKind, str] = {
    IntentKind.REPORT_BEDS: FACILITY,
    IntentKind.REPORT_LEVEL: GAUGE,
}
"""Whom a key of the role facility stands for; a crew's stands for ``CREW``."""

PLACE = LonLat(106.85, -6.25)


@dataclass(frozen=True)
class Deed:
    """An act that is ready to be sent."""

    subject: ReportId | None = None
    target: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


class Scene:
    """A city with one of everything in its western area."""

    def __init__(self, central: CentralStore) -> None:
        self.central = central
        self.city = central.settings.city
        self._numbers = count(1)
        self._principals: dict[tuple[Any, ...], Principal] = {}
        self.desk = self.principal(Role.DISPATCHER)
        self.store = Principal("store", "Pusat", Role.STORE)
        self.administrator = self.principal(Role.ADMINISTRATOR)
        now = datetime.now(UTC)
        with writing(central.engine) as connection:
            connection.execute(
                areas.insert().values(
                    city=self.city, code=ABOVE, level="kota", name="Kota", parent=None, boundary="{}", approximate=False
                )
            )
            connection.execute(update(areas).where(areas.c.code.in_([WEST, EAST])).values(parent=ABOVE))
            connection.execute(
                shifts.insert().values(
                    city=self.city, code="sehari", name="Sehari penuh", begins_min=0, ends_min=1440, active=True
                )
            )
        self._put(Entity.FACILITY, Facility(FACILITY, 1, FacilityKind.HOSPITAL, "RSUD", PLACE, WEST, simulated=False))
        self._put(Entity.GAUGE, _gauge(GAUGE))
        self._put(Entity.CREW, _crew(CREW, now))
        with writing(central.engine) as connection:
            reporter = Account(
                REPORTER, "ani", "Warga", Role.REPORTER, WHOLE_CITY, None, None, None, active=True, created_at=now,
                signed_in_at=None,
            )  # fmt: skip
            write_account(connection, self.city, reporter, now)

    def principal(self, role: Role, scope: Scope = WHOLE_CITY, holder: str | None = None) -> Principal:
        """Return whoever holds a key; a reporter's is signed in as ``REPORTER``."""
        if role is Role.STORE:
            return Principal("store", "Pusat", Role.STORE, scope)
        named = (role, scope, holder)
        if named not in self._principals:
            name = f"{role} {scope.area} {scope.agency} {holder}"
            account = REPORTER if role is Role.REPORTER and holder is None else None
            with writing(self.central.engine) as connection:
                _, made = add_key(
                    connection, self.city, name, role, datetime.now(UTC), scope=scope, holder=holder, account=account
                )
            self._principals[named] = made
        return self._principals[named]

    def send(self, who: Principal, kind: IntentKind, deed: Deed) -> IntentResult:
        intent = Intent(
            IntentId(new_intent_id()),
            kind,
            deed.subject,
            None,
            datetime.now(UTC),
            payload=deed.payload,
            target=deed.target,
        )
        return self.central.apply(intent, who)

    def done(self, who: Principal, kind: IntentKind, deed: Deed) -> IntentResult:
        """Send an act that must succeed."""
        result = self.send(who, kind, deed)
        assert result.status is IntentStatus.APPLIED, f"{kind}: {result.code} {result.sentence.get('en')}"
        return result

    def deed(self, kind: IntentKind, *, handed_over: bool = False) -> Deed:
        """Make something afresh that an act of this kind can be done to.

        Args:
            kind: Of the act.
            handed_over: Whether the agency ``DSDA`` answers for the reports in it.
        """
        agency = DSDA if handed_over else None
        return _DEEDS[kind](self, agency)

    def report(self, agency: AgencyCode | None = None, category: str = "BANJIR") -> ReportId:
        """Make a report of the reporter ``REPORTER``, whose device keeps ``SECRET``."""
        place = {"lon": PLACE.lon, "lat": PLACE.lat}
        payload = {"category": category, "description": "Banjir", "secret": SECRET, **place}
        private = {"account_id": REPORTER}
        subject = self.done(self.desk, IntentKind.SUBMIT_REPORT, Deed(payload=payload | {"private": private})).subject
        assert subject is not None
        with writing(self.central.engine) as connection:
            connection.execute(
                update(reports).where(reports.c.id == subject).values(agency=agency, moderation="public")
            )
            photo = Media(MediaId(f"{subject}-9"), subject, "before", None, Moderation.PENDING, datetime.now(UTC))
            connection.execute(media.insert().values(city=self.city, **media_record(photo)))
        return subject

    def closed(self, agency: AgencyCode | None = None) -> ReportId:
        """Make a report that is done."""
        subject = self.report(agency)
        self.done(self.desk, IntentKind.MOVE, Deed(subject, payload={"to_state": "done", "no_photo_reason": "Surut"}))
        return subject

    def crew(self) -> CrewCode:
        """Make another crew."""
        code = CrewCode(f"PPSU-{self.number()}x")
        self._put(Entity.CREW, _crew(code, datetime.now(UTC)))
        return code

    def member(self) -> MemberId:
        """Make a member of the crew ``CREW``."""
        member = Member(MemberId(f"M{self.number()}"), CREW, "Anggota", present=False, updated_at=datetime.now(UTC))
        self._put(Entity.MEMBER, member)
        return member.id

    def job(self, agency: AgencyCode | None) -> tuple[JobId, ReportId]:
        """Make a job of the crew ``CREW`` that was sent; return it and its report."""
        now = datetime.now(UTC)
        report = self.report(agency)
        self.done(self.desk, IntentKind.MOVE, Deed(report, payload={"to_state": "in_progress"}))
        job = Job(
            id=JobId(self.number()),
            version=1,
            report_id=report,
            crew=CREW,
            state=JobState.SENT,
            sequence=self.number(),
            reason="",
            note="",
            planned_at=now,
            sent_at=now,
            accepted_at=None,
            en_route_at=None,
            on_site_at=None,
            ended_at=None,
            updated_at=now,
        )
        self._put(Entity.JOB, job)
        return job.id, report

    def review(self, agency: AgencyCode | None) -> Deed:
        """Make a photo that somebody shall look at, and a decision about it."""
        report, photo = self.report(agency), f"foto{self.number()}"
        now_ms = to_ms(datetime.now(UTC))
        seen, asked = metadata.tables["photos"], metadata.tables["reviews"]
        row: dict[str, Any] = {"city": self.city, "media_id": photo, "report_id": report}
        row |= {"uploader": "x", "request_key": photo, "sha256": photo, "claimed_ms": now_ms}
        with writing(self.central.engine) as connection:
            connection.execute(seen.insert().values(row))
            connection.execute(
                asked.insert().values(city=self.city, report_id=report, media_id=photo, reasons=[], made_ms=now_ms)
            )
        return Deed(report, payload={"media": photo, "decision": "unclear"})

    def incident(self, *joined: ReportId) -> IncidentId:
        """Make an incident of reports."""
        now = datetime.now(UTC)
        incident = Incident(
            IncidentId(self.number()), 1, "Banjir", IncidentState.OPEN, _CATEGORY, PLACE, WEST, len(joined), now, now,
            None,
        )  # fmt: skip
        self._put(Entity.INCIDENT, incident)
        with writing(self.central.engine) as connection:
            connection.execute(update(reports).where(reports.c.id.in_(joined)).values(incident=incident.id))
        return incident.id

    def alarm(self) -> AlarmId:
        """Raise an alarm."""
        target = self.done(self.store, IntentKind.RAISE_ALARM, Deed(payload=_alarm(f"gauge/{self.number()}"))).target
        return AlarmId(int(target or 0))

    def agency(self) -> str:
        """Set up another agency of the city."""
        code = f"SUDIN{self.number()}"
        wanted = {"name": "Sudin", "kind": "branch"}
        self.done(self.administrator, IntentKind.SET_AGENCY, Deed(target=code, payload=wanted))
        return code

    def key(self) -> str:
        """Return the id of a key of its own that is valid."""
        with writing(self.central.engine) as connection:
            return add_key(connection, self.city, f"Meja {self.number()}", Role.PUBLIC, datetime.now(UTC))[1].token_id

    def account(self) -> AccountId:
        """Open an account."""
        payload = {"login": f"petugas{self.number()}", "name": f"Petugas {self.number()}", "role": "officer"}
        return AccountId(self.done(self.administrator, IntentKind.SET_ACCOUNT, Deed(payload=payload)).target or "")

    def number(self) -> int:
        """Return a number that was not used yet."""
        return next(self._numbers)

    def _put(self, entity: Entity, value: Any) -> None:
        with writing(self.central.engine) as connection:
            connection.execute(TABLE_OF[entity].insert().values(city=self.city, **flatten(value)))


_CATEGORY = CategoryCode("BANJIR")


def _crew(code: CrewCode, now: datetime) -> Crew:
    return Crew(code, 1, "PPSU", WEST, None, "", "", 0, CrewState.AVAILABLE, "", now)


def _gauge(code: GaugeCode) -> Gauge:
    return Gauge(
        code, 1, "Manggarai", "Ciliwung", PLACE, WEST, 750.0, 850.0, 950.0, None, None, None, "", simulated=False
    )


def _alarm(about: str) -> dict[str, Any]:
    return {
        "kind": AlarmKind.GAUGE.value,
        "severity": Severity.SEVERE.value,
        "about": about,
        "area": WEST,
        "text_id": "Siaga",
        "text_en": "Alert",
    }


def _in_an_hour_ms() -> int:
    return to_ms(datetime.now(UTC) + timedelta(hours=1))


Maker = Callable[[Scene, AgencyCode | None], Deed]


def _joined(scene: Scene, agency: AgencyCode | None) -> Deed:
    subject = scene.report(agency)
    return Deed(subject, target=str(scene.incident(subject, scene.report(agency))))


_DEEDS: Mapping[IntentKind, Maker] = {
    IntentKind.SUBMIT_REPORT: lambda _, __: Deed(
        payload={"category": "BANJIR", "lon": PLACE.lon, "lat": PLACE.lat, "description": "Banjir"}
    ),
    IntentKind.TAKE_ON: lambda scene, agency: Deed(scene.report(agency)),
    IntentKind.MOVE: lambda scene, agency: Deed(scene.report(agency), payload={"to_state": "in_progress"}),
    IntentKind.CATEGORISE: lambda scene, agency: Deed(scene.report(agency), payload={"category": "JALAN"}),
    IntentKind.RE_PLACE: lambda scene, agency: Deed(scene.report(agency), payload={"lon": 106.86, "lat": -6.26}),
    IntentKind.SET_PRIORITY: lambda scene, agency: Deed(scene.report(agency), payload={"priority": "high"}),
    IntentKind.NOTE: lambda scene, agency: Deed(scene.report(agency), payload={"note": "Dicatat"}),
    IntentKind.ANSWER: lambda scene, agency: Deed(scene.report(agency), payload={"text": "Terima kasih"}),
    IntentKind.ADD_PHOTO: lambda scene, agency: Deed(
        scene.job(agency)[1], payload={"photo_url": "https://example.org/foto.jpg", "stage": "before"}
    ),
    IntentKind.MODERATE: lambda scene, agency: Deed(
        scene.report(agency), payload={"moderation": "hidden", "reason": "Wajah"}
    ),
    IntentKind.REVIEW_EVIDENCE: lambda scene, agency: scene.review(agency),
    IntentKind.SUPPORT: lambda scene, agency: Deed(
        scene.report(agency), payload={"device_id": f"perangkat-{scene.number():08d}"}
    ),
    IntentKind.RATE: lambda scene, agency: Deed(
        scene.closed(agency), payload={"stars": 4, "device_id": f"perangkat-{scene.number():08d}"}
    ),
    IntentKind.REOPEN: lambda scene, agency: Deed(
        scene.closed(agency), payload={"note": "Belum surut", "secret": SECRET}
    ),
    IntentKind.ESCALATE: lambda scene, agency: Deed(scene.report(agency), payload={"level": 1}),
    IntentKind.OPEN_INCIDENT: lambda scene, agency: Deed(
        payload={"name": "Banjir Barat", "reports": [str(scene.report(agency))]}
    ),
    IntentKind.JOIN_INCIDENT: lambda scene, agency: Deed(
        scene.report(agency), target=str(scene.incident(scene.report(agency)))
    ),
    IntentKind.PART_INCIDENT: _joined,
    IntentKind.FINISH_INCIDENT: lambda scene, agency: Deed(
        target=str(scene.incident(scene.report(agency))), payload={"no_photo_reason": "Surut"}
    ),
    IntentKind.SET_CREW: lambda scene, _: Deed(target=scene.crew(), payload={"name": "PPSU Palmerah"}),
    IntentKind.SET_MEMBER: lambda scene, _: Deed(target=scene.member(), payload={"name": "Anggota baru"}),
    IntentKind.SET_SHIFT: lambda scene, _: Deed(
        target=f"gilir{scene.number()}", payload={"name": "Pagi", "begins_min": 420, "ends_min": 900}
    ),
    IntentKind.MARK_PRESENCE: lambda scene, _: Deed(target=scene.member(), payload={"present": True}),
    IntentKind.SET_AVAILABILITY: lambda _, __: Deed(target=CREW, payload={"available": True}),
    IntentKind.PLAN_JOB: lambda scene, agency: Deed(scene.report(agency), payload={"crew": scene.crew()}),
    IntentKind.MOVE_JOB: lambda scene, agency: Deed(target=str(scene.job(agency)[0]), payload={"to_state": "accepted"}),
    IntentKind.SET_FACILITY: lambda scene, _: Deed(target=FACILITY, payload={"name": f"RSUD {scene.number()}"}),
    IntentKind.REPORT_BEDS: lambda _, __: Deed(
        target=FACILITY, payload={"beds": [{"bed_class": "ICU", "free": 2, "total": 8}]}
    ),
    IntentKind.CONFIRM_BEDS: lambda scene, agency: Deed(
        scene.report(agency, "RSBED"), payload={"facility": FACILITY, "bed_class": "ICU", "free": 1}
    ),
    IntentKind.SET_GAUGE: lambda scene, _: Deed(target=GAUGE, payload={"name": f"Manggarai {scene.number()}"}),
    IntentKind.REPORT_LEVEL: lambda scene, _: Deed(
        target=GAUGE,
        payload={"level_cm": 700, "measured_ms": to_ms(datetime.now(UTC)) - 1_000 * scene.number()},
    ),
    IntentKind.RAISE_ALARM: lambda scene, _: Deed(payload=_alarm(f"gauge/{scene.number()}")),
    IntentKind.CLEAR_ALARM: lambda scene, _: Deed(target=str(scene.alarm())),
    IntentKind.ACKNOWLEDGE_ALARM: lambda scene, _: Deed(target=str(scene.alarm())),
    IntentKind.SHELVE_ALARM: lambda scene, _: Deed(target=str(scene.alarm()), payload={"until_ms": _in_an_hour_ms()}),
    IntentKind.SET_CATEGORY: lambda scene, _: Deed(target="BANJIR", payload={"name_en": f"Flood {scene.number()}"}),
    IntentKind.SET_OFFER: lambda scene, _: Deed(target="BANJIR", payload={"keywords": [f"air {scene.number()}"]}),
    IntentKind.SET_AGENCY: lambda scene, _: Deed(
        target=f"DINAS{scene.number()}", payload={"name": "Dinas", "kind": "department"}
    ),
    IntentKind.SET_ROUTE: lambda scene, _: Deed(target=f"MACET/{WEST}", payload={"agency": scene.agency()}),
    IntentKind.SET_TEMPLATE: lambda scene, _: Deed(
        target=f"jawab{scene.number()}", payload={"name": "Jawab", "text_id": "Terima kasih", "text_en": "Thanks"}
    ),
    IntentKind.SET_SETTING: lambda scene, _: Deed(
        target="supporters_for_high", payload={"value": 5 + scene.number() % 5}
    ),
    IntentKind.SET_ACCOUNT: lambda scene, _: Deed(
        payload={"login": f"warga{scene.number()}", "name": "Warga", "role": "reporter"}
    ),
    IntentKind.RESET_PASSWORD: lambda scene, _: Deed(target=scene.account(), payload={"code_sha256": "0" * 64}),
    IntentKind.SET_KEY: lambda scene, _: Deed(
        payload={"name": "Gerbang", "role": "public", "sha256": f"{scene.number():064x}"}
    ),
    IntentKind.REVOKE_KEY: lambda scene, _: Deed(target=scene.key()),
    IntentKind.ERASE_PERSON: lambda scene, _: Deed(target=scene.account()),
}
