"""People are told what happened: at least once, never doubled by the store, on both databases and over real servers."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select

from commandcenter.models.failure import Failure
from commandcenter.models.identity import AccountId, AreaCode, ReportId
from commandcenter.models.instant import WIB
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.notice import MAX_ATTEMPTS, retry_after
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import messages, notices, report_private, subscriptions
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.failure import NotToldOfOthers, TooManySubscriptions
from commandcenter.store.notice.outbox import LEASE, Claim, Ending, Outcome, claim, gather, settle
from commandcenter.store.notice.postman import AT_ONCE, Postman
from commandcenter.store.notice.subscription import Subscription, end_for_account, end_for_reports, read_wish
from commandcenter.store.notice.webhook import send_webhook, signature
from commandcenter.store.setting import NoticeSettings
from commandcenter.store.token import Principal, add_key
from tests.fixture.receiver import Browser, Mailbox, Receiver, mailbox, receiver
from tests.fixture.store import RunningStore

__all__ = ["mailbox", "receiver"]

MORNING = datetime(2026, 11, 24, 9, tzinfo=WIB).astimezone(UTC)
NIGHT = datetime(2026, 11, 24, 23, tzinfo=WIB).astimezone(UTC)
SITI = AccountId("siti")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


class City:
    """A store whose clock is the test's, one citizen, one office, and the sender."""

    def __init__(self, store: RunningStore, mailbox: Mailbox) -> None:
        self.clock = Clock()
        notice = NoticeSettings(
            smtp_host="127.0.0.1",
            smtp_port=mailbox.port,
            smtp_security="none",
            mail_from="Kota <kabar@kota.example>",
            push_contact="mailto:kabar@kota.example",
            allow_private_addresses=True,
        )
        self.settings = replace(store.settings, clock=self.clock, notice=notice, public_url="https://kota.example")
        self.central = CentralStore(self.settings)
        self.engine = self.central.engine
        self.postman = Postman(self.engine, self.settings)
        self.citizen = self.principal(Role.REPORTER, "Warga", account=SITI)
        self.office = self.principal(Role.OFFICER, "Kelurahan Barat", scope=Scope(AreaCode("31.01")))

    def principal(self, role: Role, name: str, **more: Any) -> Principal:
        with writing(self.engine) as connection:
            return add_key(connection, self.settings.city, name, role, MORNING, **more)[1]

    def subscribe(self, address: str, channel: str, principal: Principal | None = None, **more: Any) -> Subscription:
        message = {"topic": "own_report", "channel": channel, "address": address, **more}
        made, _ = self.central.notices.subscribe(read_wish(message), principal or self.citizen)
        return made

    def mail_to(self, address: str, **more: Any) -> Subscription:
        """Subscribe an address that was confirmed already."""
        made = self.subscribe(address, "email", **more)
        with writing(self.engine) as connection:
            connection.execute(subscriptions.update().values(confirmed_ms=0))
            connection.execute(notices.delete())
        return made

    def report(self, category: str = "JALAN", account: str | None = SITI, by: Principal | None = None) -> ReportId:
        payload = {
            "category": category,
            "lon": 106.85,
            "lat": -6.25,
            "description": "Lubang di depan rumah RAHASIA",
            "private": {"account_id": account, "email": "siti@warga.example", "first_name": "SITI-RAHASIA"},
        }
        intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, self.clock(), payload=payload)
        result = self.central.apply(intent, by or self.office)
        assert result.subject is not None, result
        return result.subject

    def take_on(self, report_id: ReportId) -> Intent:
        intent = Intent(new_intent_id(), IntentKind.TAKE_ON, report_id, None, self.clock())
        result = self.central.apply(intent, self.office)
        assert result.status is IntentStatus.APPLIED, result
        return intent

    def move(self, report_id: ReportId, to_state: str = "in_progress") -> None:
        payload = {"to_state": to_state, "note": "Catatan RAHASIA", "no_photo_reason": "x"}
        intent = Intent(new_intent_id(), IntentKind.MOVE, report_id, None, self.clock(), payload=payload)
        assert self.central.apply(intent, self.office).status is IntentStatus.APPLIED

    def count(self, table: Any, *conditions: Any) -> int:
        with reading(self.engine) as connection:
            return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())

    def log(self) -> list[tuple[int, str, str]]:
        """Return the log's tries, oldest first: which, how it ended, why."""
        lines = sorted(self.central.notices.deliveries(None), key=lambda line: (line["tried_ms"], line["attempt"]))
        return [(line["attempt"], line["outcome"], line["why"]) for line in lines]


@pytest.fixture
def city(store: RunningStore, mailbox: Mailbox) -> Iterator[City]:
    made = City(store, mailbox)
    yield made
    made.central.close()


def test_who_sent_a_report_is_told_by_mail_what_becomes_of_it(city: City, mailbox: Mailbox) -> None:
    city.mail_to("siti@warga.example")
    number = city.report()
    city.take_on(number)
    assert city.postman.deliver() == 1
    (mail,) = mailbox.mails
    assert mail["To"] == "siti@warga.example"
    assert mail["From"] == "Kota <kabar@kota.example>"
    body = mail.get_content()
    assert "sudah ada yang menangani" in body
    assert "RAHASIA" not in mail.as_string()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"][1:-1] in body
    assert city.log() == [(1, "sent", "")]
    assert city.postman.deliver() == 0


def test_english_is_told_to_who_wants_it(city: City, mailbox: Mailbox) -> None:
    city.mail_to("siti@warga.example", language="en")
    city.move(city.report())
    city.postman.deliver()
    assert "is now: In progress." in mailbox.mails[0].get_content()


def test_a_browser_decrypts_what_is_pushed_and_the_service_can_check_who_sent_it(
    city: City, receiver: Receiver
) -> None:
    browser = Browser()
    city.subscribe(f"{receiver.url}/push/1", "push", **browser.keys)
    city.move(city.report())
    assert city.postman.deliver() == 1
    (request,) = receiver.received
    assert request.headers["content-encoding"] == "aes128gcm"
    message = browser.read(request.body)
    assert message["body"].endswith("sekarang: Proses.")
    assert message["id"] == request.headers["topic"]
    scheme, _, fields = request.headers["authorization"].partition(" ")
    assert scheme == "vapid"
    said = dict(part.strip().split("=", 1) for part in fields.split(","))
    assert said["k"] == city.central.notices.push_key()
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpadded(said["k"]))
    claims = jwt.decode(said["t"], point, algorithms=["ES256"], audience=receiver.url, options={"verify_exp": False})
    assert claims["sub"] == "mailto:kabar@kota.example"
    assert claims["exp"] - city.clock().timestamp() <= 24 * 3_600


def unpadded(value: str) -> bytes:
    import base64

    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


def test_a_program_gets_facts_that_it_can_check_and_never_who_reported(city: City, receiver: Receiver) -> None:
    secret = city.subscribe(f"{receiver.url}/hook", "webhook", principal=staff(city)).secret
    report_id = city.report(account="petugas")
    city.move(report_id)
    city.postman.deliver()
    (request,) = receiver.received
    sent_s, message_id = request.headers["webhook-timestamp"], request.headers["webhook-id"]
    assert request.headers["webhook-signature"] == signature(secret, message_id, sent_s, request.body)
    assert request.headers["webhook-signature"] != signature(secret, message_id, sent_s, request.body + b" ")
    message = json.loads(request.body)
    assert message["id"] == message_id
    (entry,) = message["entries"]
    assert (entry["report"], entry["state"], entry["kind"]) == (str(report_id), "in_progress", "moved")
    for secret_word in ("RAHASIA", "siti", "petugas", "Lubang", "106.8"):
        assert secret_word not in request.body.decode()


def staff(city: City) -> Principal:
    """Return an office's account, which may have webhooks."""
    return city.principal(Role.OFFICER, "Kecamatan", account=AccountId("petugas"))


@pytest.mark.parametrize("broken", [500, 503, 429, 0, 307], ids=["500", "503", "429", "cut off", "sent elsewhere"])
def test_what_fails_is_tried_again_later_under_the_same_id(city: City, receiver: Receiver, broken: int) -> None:
    receiver.answers = [broken, broken]
    city.subscribe(f"{receiver.url}/hook", "webhook", principal=staff(city))
    city.move(city.report(account="petugas"))
    assert city.postman.deliver() == 1
    assert city.postman.deliver() == 0, "not before its time"
    for attempts in (1, 2):
        city.clock.pass_by(retry_after(attempts))
        assert city.postman.deliver() == 1
    city.clock.pass_by(timedelta(days=7))
    assert city.postman.deliver() == 0
    assert [outcome for _, outcome, _ in city.log()] == ["failed", "failed", "sent"]
    assert len({request.headers["webhook-id"] for request in receiver.received}) == 1
    assert {request.path for request in receiver.received} == {"/hook"}, "nobody is followed elsewhere"


def test_a_receiver_that_says_nothing_is_tried_again(
    city: City, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commandcenter.store.notice.wire.TIMEOUT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        city.subscribe(f"http://127.0.0.1:{silent.getsockname()[1]}/", "webhook", principal=staff(city))
        city.move(city.report(account="petugas"))
        city.postman.deliver()
    assert city.log() == [(1, "failed", "ReadTimeout")]
    assert city.count(messages, messages.c.state == "waiting") == 1


def test_a_message_that_never_arrives_is_given_up(city: City, receiver: Receiver) -> None:
    receiver.answers = [500] * (MAX_ATTEMPTS + 5)
    city.subscribe(f"{receiver.url}/hook", "webhook", principal=staff(city), quiet=False)
    city.move(city.report(account="petugas"))
    for attempts in range(1, MAX_ATTEMPTS + 3):
        city.postman.deliver()
        city.clock.pass_by(retry_after(attempts))
    assert len(receiver.received) == MAX_ATTEMPTS
    assert city.count(messages, messages.c.state == "failed") == 1


def test_a_browser_that_is_gone_is_never_tried_again(city: City, receiver: Receiver) -> None:
    receiver.answers = [410]
    city.subscribe(f"{receiver.url}/push", "push", **Browser().keys)
    report_id = city.report()
    city.take_on(report_id)
    city.postman.deliver()
    assert city.log() == [(1, "gone", "HTTP 410")]
    city.move(report_id)
    city.clock.pass_by(timedelta(days=1))
    assert city.postman.deliver() == 0
    assert address_texts(city) == {""}, "its address and keys are forgotten"


def address_texts(city: City) -> set[str]:
    with reading(city.engine) as connection:
        rows = connection.execute(select(subscriptions.c.address, subscriptions.c.push_key, subscriptions.c.secret))
        return {part for row in rows for part in row}


def test_a_mail_server_that_refuses_for_now_is_asked_again_and_one_that_refuses_is_not(
    city: City, mailbox: Mailbox
) -> None:
    mailbox.answers = ["451 later", "250 OK", "550 nobody here"]
    city.mail_to("siti@warga.example")
    report_id = city.report()
    city.take_on(report_id)
    city.postman.deliver()
    city.clock.pass_by(retry_after(1))
    city.postman.deliver()
    city.clock.pass_by(timedelta(hours=1))
    city.move(report_id)
    city.postman.deliver()
    city.clock.pass_by(timedelta(days=7))
    assert city.postman.deliver() == 0
    assert city.log() == [(1, "failed", "SMTP 451"), (2, "sent", ""), (1, "failed", "SMTP 550")]
    assert len(mailbox.mails) == 1


def test_a_sender_that_is_killed_after_sending_leaves_a_message_that_is_sent_again_under_the_same_id(
    city: City, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.subscribe(f"{receiver.url}/hook", "webhook", principal=staff(city))
    city.move(city.report(account="petugas"))

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr("commandcenter.store.notice.postman.settle", killed)
        with pytest.raises(SystemExit):
            city.postman.deliver()
    assert len(receiver.received) == 1
    assert city.log() == [(1, "tried", "")], "the log says that nobody came back"
    assert city.postman.deliver() == 0, "another sender waits for this one"
    city.clock.pass_by(LEASE)
    assert city.postman.deliver() == 1
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert json.loads(first.body) == json.loads(second.body)
    assert city.log() == [(1, "tried", ""), (2, "sent", "")]
    city.clock.pass_by(timedelta(days=7))
    assert city.postman.deliver() == 0


def test_a_sender_that_comes_back_too_late_changes_nothing_but_its_own_line(city: City, receiver: Receiver) -> None:
    city.subscribe(f"{receiver.url}/hook", "webhook", principal=staff(city))
    city.move(city.report(account="petugas"))
    gather(city.engine, city.settings.city, city.clock())
    (slow,) = claim(city.engine, city.settings.city, city.clock(), 4)
    city.clock.pass_by(LEASE)
    (second,) = claim(city.engine, city.settings.city, city.clock(), 4)
    settle(city.engine, city.settings.city, slow, Ending(Outcome.FAILED, "HTTP 500", final=True), city.clock())
    assert city.count(messages, messages.c.state == "waiting") == 1, "it is the second sender's by now"
    settle(city.engine, city.settings.city, second, Ending(Outcome.SENT), city.clock())
    assert city.count(messages, messages.c.state == "sent") == 1
    assert city.log() == [(1, "failed", "HTTP 500"), (2, "sent", "")]


def test_senders_side_by_side_never_send_the_same(city: City, receiver: Receiver) -> None:
    for number in range(8):
        city.subscribe(f"{receiver.url}/hook/{number}", "webhook", principal=staff(city))
    for _ in range(3):
        city.move(city.report(account="petugas"))
    senders = [Postman(city.engine, city.settings) for _ in range(4)]
    threads = [threading.Thread(target=sender.deliver) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    while city.postman.deliver():
        pass
    told = [entry for request in receiver.received for entry in facts(request.path, request.body)]
    assert len(told) == len(set(told)) == 8 * 3
    ids = [request.headers["webhook-id"] for request in receiver.received]
    assert len(ids) == len(set(ids))


def test_a_sender_that_has_long_been_at_work_still_has_its_time_for_each_message(
    city: City, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slow receivers before it must not leave a message to a second sender while the first one tries it."""
    for number in range(AT_ONCE + 1):
        city.subscribe(f"{receiver.url}/hook/{number}", "webhook", principal=staff(city))
    city.move(city.report(account="petugas"))
    begun: list[int] = []
    claimed_by_another: list[Claim] = []

    def slow(*send: Any) -> Ending:
        begun.append(1)
        if len(begun) > AT_ONCE:
            claimed_by_another.extend(claim(city.engine, city.settings.city, city.clock(), 1))
        city.clock.pass_by(LEASE / 2)
        return send_webhook(*send)

    monkeypatch.setattr("commandcenter.store.notice.postman.send_webhook", slow)
    assert city.postman.deliver() == AT_ONCE + 1
    assert claimed_by_another == []
    assert len(receiver.received) == AT_ONCE + 1


def facts(path: str, body: bytes) -> Iterator[tuple[str, str]]:
    for entry in json.loads(body)["entries"]:
        yield path, entry["report"]


def test_a_claimed_message_is_nobody_elses(city: City, receiver: Receiver) -> None:
    city.subscribe(f"{receiver.url}/hook", "webhook", principal=staff(city))
    city.move(city.report(account="petugas"))
    assert gather(city.engine, city.settings.city, city.clock()) == 1
    assert gather(city.engine, city.settings.city, city.clock()) == 0
    assert len(claim(city.engine, city.settings.city, city.clock(), 4)) == 1
    assert claim(city.engine, city.settings.city, city.clock(), 4) == []


def test_an_act_that_is_repeated_or_refused_tells_nothing_more(city: City, mailbox: Mailbox) -> None:
    city.mail_to("siti@warga.example")
    intent = city.take_on(city.report())
    assert city.central.apply(intent, city.office).status is IntentStatus.REPEATED
    refused = Intent(new_intent_id(), IntentKind.MOVE, intent.subject, None, city.clock(), payload={"to_state": "x"})
    assert city.central.apply(refused, city.office).status is IntentStatus.REFUSED
    assert city.count(notices) == 1


def test_quiet_hours_hold_back_all_but_who_does_not_want_them(city: City, mailbox: Mailbox) -> None:
    city.mail_to("tenang@warga.example")
    city.mail_to("siaga@warga.example", quiet=False)
    report_id = city.report()
    city.clock.now = NIGHT
    city.take_on(report_id)
    city.postman.deliver()
    assert [mail["To"] for mail in mailbox.mails] == ["siaga@warga.example"]
    city.move(report_id)
    city.clock.now = NIGHT + timedelta(hours=6, minutes=59)
    city.postman.deliver()
    assert "tenang@warga.example" not in [mail["To"] for mail in mailbox.mails]
    city.clock.pass_by(timedelta(minutes=1))
    city.postman.deliver()
    (quiet,) = [mail for mail in mailbox.mails if mail["To"] == "tenang@warga.example"]
    assert quiet.get_content().count("Laporan ") == 2, "one message for all of the night"


def test_what_failed_in_the_evening_is_not_tried_again_at_night(city: City, receiver: Receiver) -> None:
    receiver.answers = [500]
    city.subscribe(f"{receiver.url}/hook", "webhook", principal=staff(city))
    city.clock.now = NIGHT - timedelta(hours=1, seconds=10)
    city.move(city.report(account="petugas"))
    city.postman.deliver()
    city.clock.now = NIGHT
    assert city.postman.deliver() == 0
    city.clock.now = NIGHT + timedelta(hours=7)
    assert city.postman.deliver() == 1


def test_a_day_becomes_one_message(city: City, mailbox: Mailbox) -> None:
    city.mail_to("siti@warga.example", pace="daily")
    reports = [city.report() for _ in range(3)]
    for report_id in reports:
        city.take_on(report_id)
        city.clock.pass_by(timedelta(hours=1))
        city.move(report_id)
    assert city.postman.deliver() == 0
    city.clock.now = MORNING + timedelta(hours=21)
    assert city.postman.deliver() == 1
    (mail,) = mailbox.mails
    assert mail["Subject"] == "Kabar 3 laporan"
    assert mail.get_content().count("Laporan ") == 6


def test_a_long_day_says_how_much_it_leaves_out(city: City, mailbox: Mailbox) -> None:
    city.mail_to("siti@warga.example", pace="daily")
    for _ in range(52):
        city.take_on(city.report())
    city.clock.pass_by(timedelta(days=1))
    city.postman.deliver()
    assert "Dan 2 lagi." in mailbox.mails[0].get_content()


def test_nobody_is_told_of_somebody_elses_report(city: City, mailbox: Mailbox) -> None:
    city.mail_to("siti@warga.example")
    city.take_on(city.report(account="orang-lain"))
    city.take_on(city.report(account=None))
    assert city.count(notices) == 0


def test_an_address_gets_nothing_before_its_reader_has_confirmed_it(city: City, mailbox: Mailbox) -> None:
    city.subscribe("siti@warga.example", "email")
    city.postman.deliver()
    (asked,) = mailbox.mails
    city.take_on(city.report())
    assert city.postman.deliver() == 0
    assert asked["Subject"] == "Pastikan alamat Anda"
    link = next(word for word in asked.get_content().split() if "/confirm?" in word)
    city.central.notices.confirm(link.partition("token=")[2])
    city.take_on(city.report())
    city.postman.deliver()
    assert [mail["Subject"].partition(" ")[0] for mail in mailbox.mails] == ["Pastikan", "Kabar"]


def test_asking_twice_is_one_subscription(city: City) -> None:
    first = city.subscribe("siti@warga.example", "email")
    assert city.subscribe("siti@warga.example", "email").id == first.id
    assert [one.id for one in city.central.notices.own(city.citizen)] == [first.id]


def test_what_an_account_was_told_ends_with_it(city: City, mailbox: Mailbox) -> None:
    city.mail_to("siti@warga.example")
    report_id = city.report()
    city.subscribe("siti@lain.example", "email", report=str(report_id))
    city.take_on(report_id)
    with writing(city.engine) as connection:
        one = select(report_private.c.report_id).where(report_private.c.report_id == report_id)
        assert end_for_reports(connection, city.settings.city, one, city.clock(), "erased") == 1
        assert end_for_account(connection, city.settings.city, SITI, city.clock(), "erased") == 1
    city.postman.deliver()
    assert mailbox.mails == []
    assert {outcome for _, outcome, _ in city.log()} == {"dropped"}
    assert address_texts(city) == {""}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({}, "field_missing"),
        ({"topic": "gossip", "channel": "email", "address": "a@b.example"}, "choice_unknown"),
        ({"topic": "own_report", "channel": "pigeon", "address": "a@b.example"}, "choice_unknown"),
        ({"topic": "own_report", "channel": "email"}, "field_missing"),
        ({"topic": "own_report", "channel": "email", "address": "a@b.example\nBcc: c@d.example"}, "address_refused"),
        ({"topic": "own_report", "channel": "email", "address": "a@localhost"}, "address_refused"),
        ({"topic": "own_report", "channel": "push", "address": "https://push.example/1"}, "field_missing"),
        (
            {"topic": "own_report", "channel": "push", "address": "https://p.example", "p256dh": "AAAA", "auth": "AA"},
            "push_key_bad",
        ),
        ({"topic": "own_report", "channel": "webhook", "address": "https://h.example/"}, "not_allowed"),
        ({"topic": "escalation", "channel": "email", "address": "a@b.example"}, "not_allowed"),
        ({"topic": "own_report", "channel": "email", "address": "a@b.example", "report": "1"}, "told_of_own_only"),
        ({"topic": "own_report", "channel": "email", "address": "a@b.example", "report": "x"}, "told_of_own_only"),
        ({"topic": "own_report", "channel": "email", "address": "a@b.example", "quiet": "no"}, "field_not_flag"),
    ],
)
def test_what_a_citizen_may_not_ask_for_is_refused(city: City, message: dict[str, Any], code: str) -> None:
    with pytest.raises(Failure) as refused:
        city.central.notices.subscribe(read_wish(message), city.citizen)
    assert refused.value.code == code
    assert city.count(subscriptions) == 0


def test_nobody_has_more_subscriptions_than_they_need(city: City) -> None:
    for number in range(20):
        city.subscribe(f"siti{number}@warga.example", "email")
    with pytest.raises(TooManySubscriptions):
        city.subscribe("siti20@warga.example", "email")


def test_a_public_key_that_names_an_account_tells_that_account_nothing(city: City, receiver: Receiver) -> None:
    city.subscribe(receiver.url, "push", **Browser().keys)
    city.take_on(city.report(account=SITI, by=city.principal(Role.PUBLIC, "Aplikasi warga")))
    assert city.postman.deliver() == 0
    city.take_on(city.report(account=None, by=city.citizen))
    assert city.postman.deliver() == 1


def test_a_device_is_told_of_the_report_whose_secret_it_keeps_and_of_nothing_else(
    city: City, receiver: Receiver
) -> None:
    shared = city.principal(Role.PUBLIC, "Aplikasi warga")
    report_id, other = city.report(account=None), city.report(account=None)
    with writing(city.engine) as connection:
        hashed = hashlib.sha256(b"kata-rahasia").hexdigest()
        connection.execute(
            report_private.update().where(report_private.c.report_id == report_id).values(secret_sha256=hashed)
        )
    wish = {"report": str(report_id), "secret": "kata-rahasia", **Browser().keys}
    with pytest.raises(NotToldOfOthers):
        city.subscribe(receiver.url, "push", shared, **{**wish, "secret": "tebakan"})
    with pytest.raises(NotToldOfOthers):
        city.subscribe(receiver.url, "push", shared, **{**wish, "report": str(other)})
    with pytest.raises(NotToldOfOthers):
        city.subscribe(receiver.url, "push", shared, **Browser().keys)
    made = city.subscribe(receiver.url, "push", shared, **wish)
    city.take_on(other)
    city.take_on(report_id)
    assert city.postman.deliver() == 1
    assert city.central.notices.own(shared) == [], "many share this key: none may see another's address"
    city.central.notices.end(made.id, shared)
    city.move(report_id)
    assert city.postman.deliver() == 0
