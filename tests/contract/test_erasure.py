"""Erasing reaches everything that a reporter left, whichever way it is asked for, and leaves what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from commandcenter.models.account import Account
from commandcenter.models.crew import Crew, CrewState
from commandcenter.models.flat import flatten
from commandcenter.models.identity import AccountId, AreaCode, CrewCode, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.photo import PhotoSize
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY
from commandcenter.models.table import (
    TABLE_OF,
    erasures,
    metadata,
    photos,
    positions,
    report_private,
    report_replies,
    reports,
    subscriptions,
    tokens,
)
from commandcenter.store.account import write_account
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.subscription import read_wish
from commandcenter.store.offer import offers_of, write_offers
from commandcenter.store.setting import NoticeSettings
from commandcenter.store.token import Principal, add_key
from commandcenter.store.watch.retention import erase_kept_too_long
from tests.contract.client import Copy
from tests.fixture.photo import scene_photo
from tests.fixture.receiver import Browser
from tests.fixture.store import RunningStore

MARK = "kanari"
ANI = AccountId("ani")
NOW = datetime.now(UTC)
SERVICES: dict[str, Any] = {
    "BANJIR": {
        "questions": [
            {"code": "JALAN", "kind": "string", "text": "Nama jalan"},
            {"code": "CERITA", "kind": "text", "text": "Ceritakan"},
            {
                "code": "TINGGI",
                "kind": "singlevaluelist",
                "text": "Setinggi apa?",
                "choices": [{"key": "1", "name": "Mata kaki"}, {"key": "2", "name": "Lutut"}],
            },
        ]
    }
}


@dataclass
class Left:
    """What a citizen who signed in has left: a report with a photo and answers, a wish to be told of it, and all."""

    central: CentralStore
    citizen: Principal
    administrator: Principal
    desk: Principal
    report: ReportId
    photo: str
    copy: Copy

    def act(self, who: Principal, kind: IntentKind, **parts: Any) -> IntentResult:
        result = self.central.apply(_intent(kind, **parts), who)
        assert result.status is IntentStatus.APPLIED, result.code
        return result

    def rows(self, table: Any) -> list[Any]:
        with reading(self.central.engine) as connection:
            return list(connection.execute(select(table)).all())


def _intent(kind: IntentKind, **parts: Any) -> Intent:
    subject, target = parts.pop("subject", None), parts.pop("target", None)
    return Intent(new_intent_id(), kind, subject, None, datetime.now(UTC), payload=parts, target=target)


@pytest.fixture
def left(store: RunningStore, tmp_path: Path) -> Any:
    notice = NoticeSettings(push_contact="mailto:kabar@kota.example")
    settings = replace(store.settings, media=tmp_path / "media", notice=notice, public_url="https://kota.example")
    central = CentralStore(settings)
    city = settings.city
    with writing(central.engine) as connection:
        write_offers(connection, city, offers_of(SERVICES))
        account = Account(
            ANI, f"{MARK}.ani", f"Ani {MARK}", Role.REPORTER, WHOLE_CITY, None, None, None, active=True,
            created_at=NOW, signed_in_at=None,
        )  # fmt: skip
        write_account(connection, city, account, NOW)
        _, citizen = add_key(connection, city, f"Ani {MARK}", Role.REPORTER, NOW, account=ANI)
    desk = central.principal(store.key(Role.DISPATCHER, "Meja 1"))
    photo = central.photos.upload(
        scene_photo(1, place=(106.85, -6.25), camera=("Contoh", "F1")), citizen, request_key=f"{MARK}-foto"
    ).media_id
    submit = _intent(
        IntentKind.SUBMIT_REPORT,
        category="BANJIR",
        lon=106.85,
        lat=-6.25,
        description="Banjir",
        note="Lewat telepon",
        media=[photo],
        replies={"JALAN": [f"Gang {MARK} 7"], "CERITA": [f"Saya {MARK},\nrumah ketiga"], "TINGGI": ["2"]},
        private={"phone": f"0812-{MARK}", "first_name": MARK, "device_id": MARK},
    )
    report = central.apply(submit, citizen).subject
    assert report is not None
    wish = {"topic": "own_report", "channel": "push", **Browser().keys}
    for address, more in ((f"https://push.example/{MARK}", {}), (f"https://p.example/{MARK}", {"report": str(report)})):
        central.notices.subscribe(read_wish({**wish, "address": address, **more}), citizen)
    copy = Copy()
    copy.load(central.snapshot(desk))
    administrator = central.principal(store.key(Role.ADMINISTRATOR, "Admin"))
    yield Left(central, citizen, administrator, desk, report, photo, copy)
    central.close()


def whole_database(left: Left) -> str:
    with reading(left.central.engine) as connection:
        return "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(select(table)).all()
        ).lower()


def by_report(left: Left) -> None:
    left.act(left.administrator, IntentKind.ERASE_PERSON, subject=left.report)


def by_account(left: Left) -> None:
    left.act(left.administrator, IntentKind.ERASE_PERSON, target=ANI)


def by_time(left: Left) -> None:
    with writing(left.central.engine) as connection:
        connection.execute(update(reports).values(closed_ms=to_ms(NOW - timedelta(days=3_650))))
    erase_kept_too_long(left.central)


@pytest.mark.parametrize("erase", [by_report, by_account, by_time])
def test_a_reporter_is_erased_from_photos_answers_notes_and_subscriptions(
    left: Left, erase: Callable[[Left], None]
) -> None:
    (before,) = left.copy.of(Entity.TRANSITION)
    assert before["note"].count(MARK) == 2
    erase(left)
    assert left.rows(report_private) == []
    (photo,) = left.rows(photos)
    assert (photo.uploader, photo.request_key) == (f"erased-{left.photo}", left.photo)
    assert (photo.taken_lon, photo.taken_lat, photo.report_id) == (None, None, left.report)
    assert [(reply.question, reply.key) for reply in left.rows(report_replies)] == [("TINGGI", "2")]
    assert left.copy.position is not None
    left.copy.apply(left.central.page(left.copy.position, left.desk))
    fresh = Copy()
    fresh.load(left.central.snapshot(left.desk))
    (entry,) = fresh.of(Entity.TRANSITION)
    assert left.copy.of(Entity.TRANSITION) == [entry], "the feed did not take the words back"
    assert entry["note"] == "Lewat telepon\nNama jalan: –\nCeritakan: –\nSetinggi apa?: Lutut"
    assert left.central.photos.read(photo.media_id, PhotoSize.MEDIUM, left.desk) is not None, "the photo stays"
    told = {row.report_id: (row.address, row.ended_why) for row in left.rows(subscriptions)}
    assert told[left.report] == ("", "erased")
    if erase is not by_account:
        # Whose account it is was not erased: it is told of its other reports.
        assert told[None][1] == ""
        return
    assert told[None] == ("", "erased")
    assert MARK not in whole_database(left)


def test_what_an_office_sent_of_the_report_stays_its_own(left: Left) -> None:
    of_office = left.central.photos.upload(scene_photo(2, place=(106.85, -6.25)), left.desk).media_id
    left.act(left.desk, IntentKind.ADD_PHOTO, subject=left.report, media=[of_office], stage="before")
    by_report(left)
    photo = next(row for row in left.rows(photos) if row.media_id == of_office)
    assert (photo.uploader, photo.taken_lon) == (left.desk.token_id, pytest.approx(106.85))


def test_photos_of_one_erased_person_can_not_be_joined_again(left: Left) -> None:
    second = left.central.photos.upload(scene_photo(3), left.citizen, request_key=f"{MARK}-dua").media_id
    left.act(left.citizen, IntentKind.ADD_PHOTO, subject=left.report, media=[second], stage="before")
    by_account(left)
    assert len({row.uploader for row in left.rows(photos)}) == 2


def test_an_answer_of_somebody_unnamed_is_erased_too(left: Left) -> None:
    anonymous = _intent(
        IntentKind.SUBMIT_REPORT, category="BANJIR", lon=106.85, lat=-6.25, description="Banjir",
        replies={"JALAN": [f"Gang {MARK}"]},
    )  # fmt: skip
    with writing(left.central.engine) as connection:
        _, shared = add_key(connection, left.central.settings.city, "Aplikasi", Role.PUBLIC, NOW)
    report = left.central.apply(anonymous, shared).subject
    by_time(left)
    assert report not in {row.report_id for row in left.rows(report_replies)}
    assert MARK not in str(left.rows(TABLE_OF[Entity.TRANSITION]))
    erase_kept_too_long(left.central)
    assert [row.kind for row in left.rows(erasures)] == ["retention"], "what is erased is not erased again"


def test_a_crews_account_takes_the_positions_of_its_people_along(left: Left) -> None:
    city = left.central.settings.city
    crew = Crew(CrewCode("PPSU-1"), 1, "PPSU", AreaCode("31.01"), None, "", "", 0, CrewState.AVAILABLE, "", NOW)
    with writing(left.central.engine) as connection:
        connection.execute(TABLE_OF[Entity.CREW].insert().values(city=city, **flatten(crew)))
        for who in ("PPSU-1", "PPSU-2"):
            connection.execute(
                positions.insert().values(
                    city=city,
                    member=f"{who}-1",
                    crew=who,
                    lon=106.85,
                    lat=-6.25,
                    accuracy_m=5.0,
                    measured_ms=to_ms(NOW),
                    ends_ms=to_ms(NOW + timedelta(hours=1)),
                )
            )
    opened = left.act(left.administrator, IntentKind.SET_ACCOUNT, login="kru", name="Kru", role="crew", holder="PPSU-1")
    left.act(left.administrator, IntentKind.ERASE_PERSON, target=opened.target)
    assert [row.crew for row in left.rows(positions)] == ["PPSU-2"]
    assert left.rows(tokens), "the keys of others stay"
