"""A marker in every personal field: nobody who may not see it finds it, in any answer, page, message or log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image
from sqlalchemy import select, update

from commandcenter.bench.photo_scene import Visit, draw_scene
from commandcenter.models.account import Account
from commandcenter.models.crew import Crew, CrewState, Member
from commandcenter.models.flat import flatten
from commandcenter.models.identity import AccountId, AreaCode, CrewCode, MemberId
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY
from commandcenter.models.table import (
    TABLE_OF,
    accounts,
    media,
    notices,
    photos,
    report_private,
    report_replies,
    reports,
    subscriptions,
)
from commandcenter.protocol.act import intent_to_json
from commandcenter.store.account import write_account, write_password
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.draft import PRIVATE_FIELDS
from commandcenter.store.feed import publish, put
from commandcenter.store.notice.postman import Postman
from commandcenter.store.notice.subscription import read_wish
from commandcenter.store.offer import offers_of, write_offers
from commandcenter.store.password import hash_password
from commandcenter.store.setting import NoticeSettings
from commandcenter.store.token import Principal, add_key
from tests.contract.client import Copy
from tests.fixture.receiver import Browser, Mailbox, Receiver, mailbox, receiver
from tests.fixture.serving import all_routes, serve
from tests.fixture.store import TIMEOUT_S, RunningStore

__all__ = ["mailbox", "receiver"]

MARK = "kanari"
"""Stands in every field of somebody's person, spelled so that no catalogue, area or code holds it."""

MEMBER = f"{MARK}-anggota"
WORDS = f"{MARK}-jawaban"
"""An answer in the reporter's own words: the room reads it in the timeline, nobody else does."""
CAMERA_AT = (106.8123, -6.2987)
"""Where the photo says that it was taken (lon, lat); the report lies elsewhere."""
SERVICES = {"BANJIR": {"questions": [{"code": "CERITA", "kind": "text", "text": "Ceritakan"}]}}
ACCOUNT_ID = "a1"
PASSWORD = f"sandi {MARK} sandi"
SEE_MEMBERS = {Role.OFFICER, Role.DISPATCHER, Role.MANAGER}
READ_FEED = SEE_MEMBERS | {Role.WALL, Role.ROOM}
SAMPLES = {
    "suffix": "json",
    "form": "csv",
    "number": "JK990101-000001",
    "path:path": "none.png",
    "token_id": "none",
    "account": ACCOUNT_ID,
    "code": "BANJIR",
}


def marked_photo() -> bytes:
    """Return a photo whose camera says whose it is, and where it was."""
    exif = Image.Exif()
    exif[0x013B] = exif[0x010F] = exif[0x0110] = MARK
    exif.get_ifd(0x8769).update({0xA430: MARK, 0xA431: MARK})
    lon, lat = CAMERA_AT
    exif.get_ifd(0x8825).update({1: "S", 2: (-lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)})
    buffer = BytesIO()
    draw_scene(1, Visit(1_001)).save(buffer, "JPEG", exif=exif)
    assert MARK.encode() in buffer.getvalue()
    return buffer.getvalue()


def marks_of(store: RunningStore) -> list[str]:
    """Return what nobody may find: the marker, where the camera was, and whose key sent the photo."""
    with reading(store.engine) as connection:
        (photo,) = connection.execute(select(photos)).all()
    assert (photo.taken_lon, photo.taken_lat) == pytest.approx(CAMERA_AT)
    assert photo.make == MARK
    return [MARK, *(str(abs(degrees)) for degrees in CAMERA_AT), photo.uploader]


@pytest.fixture
def marked(store: RunningStore, tmp_path: Path) -> Iterator[RunningStore]:
    """A served store in which every personal field is marked."""
    notice = NoticeSettings(
        smtp_host="127.0.0.1",
        smtp_port=9,
        mail_from="kabar@kota.example",
        push_contact="mailto:kabar@kota.example",
        allow_private_addresses=True,
    )
    store.settings = replace(store.settings, media=tmp_path / "media", notice=notice, public_url="https://kota.example")
    with closing(CentralStore(store.settings)) as central:
        _mark(store, central)
    store.start()
    yield store
    store.stop()


def _mark(store: RunningStore, central: CentralStore) -> None:
    now = datetime.now(UTC)
    with writing(central.engine) as connection:
        write_offers(connection, store.settings.city, offers_of(SERVICES))
        _, citizen = add_key(
            connection, store.settings.city, "Gawai", Role.REPORTER, now, account=AccountId(ACCOUNT_ID)
        )
    private = {name: f"{MARK}-{name}" for name in PRIVATE_FIELDS} | {"account_id": ACCOUNT_ID}
    payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir", "private": private}
    more = {"replies": {"CERITA": [WORDS]}, "media": [central.photos.upload(marked_photo(), citizen).media_id]}
    report = central.apply(
        Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, now, payload=payload | more), citizen
    ).subject
    assert report is not None
    for channel, address in (("email", f"{MARK}@warga.example"), ("push", f"https://push.example/{MARK}")):
        wish = {"topic": "own_report", "channel": channel, "address": address, **Browser().keys}
        central.notices.subscribe(read_wish(wish), citizen)
    with writing(central.engine) as connection:
        connection.execute(update(media).values(moderation="public"))
        connection.execute(update(reports).values(moderation="public"))
    crew = Crew(CrewCode("PPSU-1"), 1, "PPSU", AreaCode("31.01"), None, "", "", 1, CrewState.AVAILABLE, "", now)
    member = Member(MemberId("M1"), crew.code, MEMBER, present=True, updated_at=now)
    city = store.settings.city
    with writing(central.engine) as connection:
        made = []
        for entity, value in ((Entity.CREW, crew), (Entity.MEMBER, member)):
            connection.execute(TABLE_OF[entity].insert().values(city=city, **flatten(value)))
            made.append(put(entity, flatten(value)))
        account = Account(
            AccountId(ACCOUNT_ID),
            f"{MARK}.login",
            "Warga",
            Role.REPORTER,
            WHOLE_CITY,
            None,
            f"{MARK}@example.id",
            f"0812-{MARK}",
            active=True,
            created_at=now,
            signed_in_at=None,
        )
        write_account(connection, city, account, now)
        write_password(connection, city, account.id, hash_password(PASSWORD), now)
        publish(connection, city, made, now)
    # The act that erases and those that open accounts leave their own traces.
    administrator = central.principal(store.key(Role.ADMINISTRATOR, "Admin"))
    for fields in ({"login": f"{MARK}2", "name": "P", "role": "reporter", "phone": MARK}, {"login": f"{MARK} !"}):
        central.apply(Intent(new_intent_id(), IntentKind.SET_ACCOUNT, None, None, now, payload=fields), administrator)
    assert MARK in str(_rows(central, report_private))
    assert MARK in str(_rows(central, accounts))
    assert str(_rows(central, subscriptions)).count(MARK) == 2
    assert WORDS in str(_rows(central, report_replies))


def _rows(central: CentralStore, table: Any) -> list[Any]:
    with reading(central.engine) as connection:
        return list(connection.execute(select(table)).all())


def routes(store: RunningStore, **more: str) -> list[tuple[str, str]]:
    """Return every route, samples in place of its parameters; the endless stream is read as pages elsewhere."""
    found = []
    for method, path in sorted(all_routes(store)):
        for name, value in (SAMPLES | more).items():
            path = path.replace(f"{{{name}}}", value)  # noqa: PLW2901
        if not path.endswith("/stream"):
            found.append((method, path))
    return found


def text_of(response: requests.Response, body: bytes) -> str:
    return f"{response.headers} {body.decode('utf-8', 'replace')}"


def test_no_answer_to_anybody_holds_a_persons_data(marked: RunningStore, central: CentralStore) -> None:
    (listed,) = requests.get(f"{marked.url}/open311/v2/requests.json", timeout=TIMEOUT_S).json()
    (photo,) = _rows(central, photos)
    marks = marks_of(marked)
    found = []
    paths = set()
    for suffix in ("json", "xml"):
        more = {"suffix": suffix, "path:path": f"{photo.media_id}/large.jpg", "token": "none"}
        paths |= set(routes(marked, number=listed["service_request_id"], which="none", **more))
    assert {"/open311/v2/requests.csv", "/open311/openapi.json", "/v1/digest", "/metrics"} < {path for _, path in paths}
    assert len(paths) > 40
    for method, path in sorted(paths):
        for role in (*Role, None):
            answer = requests.request(
                method,
                marked.url + path,
                headers={} if role is None else marked.headers(role),
                params={"after": str(central.head()).replace(f".{central.head().n}", ".0"), "extensions": "true"},
                json={} if method in {"POST", "PUT"} else None,
                timeout=TIMEOUT_S,
            )
            body = answer.content
            text = text_of(answer, body)
            if path == "/v1/snapshot" and answer.ok:
                copy = Copy()
                copy.load([body])
                text = str(copy.records)
            if path in {"/v1/snapshot", "/v1/changes"} and role in SEE_MEMBERS:
                assert MEMBER in text, (role, path)
                assert WORDS in text, (role, path)
                text = text.replace(MEMBER, "").replace(WORDS, "")
            if path == "/v1/accounts" and role is Role.ADMINISTRATOR:
                assert MARK in text
                continue
            if path == "/v1/settings/history" and role is Role.ADMINISTRATOR:
                # What an account is called now; once it is erased, nothing.
                text = re.sub(r'"called":"[^"]*"', "", text)
            found += [(role, method, path, mark) for mark in marks if mark in text]
    assert found == []


def test_pages_hold_nobodys_data_but_members_names_for_those_who_send_them(
    marked: RunningStore, central: CentralStore
) -> None:
    for role in READ_FEED:
        principal = central.principal(marked.key(role))
        start = central.head_for(principal)
        page = str(central.page(type(start)(start.epoch, 0), principal))
        assert (MEMBER in page) == (role in SEE_MEMBERS), role
        assert (WORDS in page) == (role in SEE_MEMBERS), role
        page = page.replace(MEMBER, "").replace(WORDS, "")
        assert [mark for mark in marks_of(marked) if mark in page] == []


def test_what_others_are_told_names_nobody(
    marked: RunningStore, central: CentralStore, receiver: Receiver, mailbox: Mailbox
) -> None:
    """An office is told of the report over each way; its reporter's own messages go to other addresses."""
    notice = replace(marked.settings.notice, smtp_port=mailbox.port, smtp_security="none")
    marked.stop()
    settings = replace(marked.settings, notice=notice)
    now = datetime.now(UTC)
    with closing(CentralStore(settings)) as telling:
        with writing(telling.engine) as connection:
            connection.execute(subscriptions.update().values(ended_ms=1))
            _, office = add_key(connection, settings.city, "Kantor", Role.MANAGER, now)
        for channel, address in (("webhook", f"{receiver.url}/kantor"), ("email", "kantor@kota.example")):
            wish = {"topic": "escalation", "channel": channel, "address": address, "quiet": False}
            telling.notices.subscribe(read_wish(wish), office)
        with writing(telling.engine) as connection:
            connection.execute(subscriptions.update().values(confirmed_ms=0))
            connection.execute(notices.delete())
        (report,) = _rows(telling, report_private)
        escalate = Intent(new_intent_id(), IntentKind.ESCALATE, report.report_id, None, now, payload={"level": 1})
        result = telling.apply(escalate, Principal("store", "Pusat", Role.STORE))
        assert result.status is IntentStatus.APPLIED, result.code
        assert Postman(telling.engine, settings).deliver() == 2
    assert mailbox.arrived(1, TIMEOUT_S)
    (hook,), (mail,) = receiver.received, mailbox.mails
    said = f"{hook.path} {hook.headers} {hook.body!r} {mail.as_string()} {mail.get_content()}"
    assert "BANJIR" in said
    assert [mark for mark in marks_of(marked) if mark in said] == []


def test_the_answer_to_an_act_tells_nobody_about_the_reporter(marked: RunningStore, central: CentralStore) -> None:
    (report,) = _rows(central, report_private)
    for kind, payload in (
        (IntentKind.TAKE_ON, {}),
        (IntentKind.MOVE, {"to_state": "in_progress"}),
        (IntentKind.MOVE, {"to_state": "waiting"}),
    ):
        intent = Intent(new_intent_id(), kind, report.report_id, 1, datetime.now(UTC), payload=payload)
        assert MARK not in str(marked.send(intent))


def test_no_log_of_a_process_holds_a_persons_data_or_a_secret(
    marked: RunningStore, central: CentralStore, tmp_path: Path
) -> None:
    headers = marked.headers()
    with serve(marked, tmp_path, verbose=True) as (url, log):
        signed_in = requests.post(
            f"{url}/v1/session", json={"login": f"{MARK}.login", "password": PASSWORD}, timeout=TIMEOUT_S
        )
        assert signed_in.status_code == 200
        secret = signed_in.json()["key"]
        own = {"Authorization": f"Bearer {secret}"}
        private = {"private": {"email": f"{MARK}@example.id", "phone": MARK}}
        payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"} | private
        intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), payload=payload)
        form = {"api_key": marked.key(Role.PUBLIC), "service_code": "BANJIR", "lat": "-6.25", "long": "106.85"}
        form |= {"description": "Air", "first_name": MARK, "email": f"{MARK}@example.id", "device_id": MARK}
        wish = {"topic": "own_report", "channel": "email", "address": f"{MARK}@warga.example"}
        sent: list[tuple[str, str, dict[str, Any]]] = [
            ("POST", "/v1/intents", {"json": intent_to_json(intent), "headers": headers}),
            ("POST", "/v1/intents", {"json": intent_to_json(intent), "headers": headers}),
            ("POST", "/v1/intents", {"data": f"{{broken {MARK}".encode(), "headers": headers}),
            ("POST", "/v1/session", {"json": {"login": MARK, "password": f"salah {MARK}"}}),
            ("GET", "/v1/me", {"headers": own}),
            ("POST", "/open311/v2/requests.json", {"data": form}),
            ("POST", "/open311/v2/requests.json", {"data": form | {"service_code": "none"}}),
            ("GET", "/open311/v2/requests.json", {"params": {"q": MARK, "email": MARK}}),
            ("POST", "/open311/v2/requests.json", {"data": form | {"attribute[CERITA]": WORDS}}),
            ("POST", "/v1/media", {"data": marked_photo(), "headers": headers | {"Content-Type": "image/jpeg"}}),
            ("POST", "/v1/subscriptions", {"json": wish, "headers": own}),
            ("GET", "/v1/subscriptions", {"headers": own}),
            ("DELETE", "/v1/session", {"headers": own}),
        ]
        for method, path, more in sent:
            assert requests.request(method, url + path, timeout=TIMEOUT_S, **more).status_code < 500
    said = log.read_text()
    assert said.count("POST /v1/intents") == 3, "the requests were not logged at all"
    assert MARK not in said
    assert secret not in said
    assert marked.key() not in said
