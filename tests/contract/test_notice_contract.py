"""People are told what happened: at least once, never doubled by the store, on both databases and over real servers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.notice import MAX_ATTEMPTS, retry_after
from commandcenter.models.table import deliveries, messages, notices
from commandcenter.store.database import writing
from commandcenter.store.notice.outbox import LEASE, Claim, Ending, Outcome, claim, gather, settle
from commandcenter.store.notice.postman import AT_ONCE, Postman
from commandcenter.store.notice.webhook import send_webhook, signature
from tests.contract.notice_city import City, address_texts, city, staff
from tests.fixture.receiver import Browser, Mailbox, Receiver, mailbox, receiver

__all__ = ["city", "mailbox", "receiver"]


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


def test_a_mail_server_that_refuses_the_store_itself_is_asked_again(city: City, mailbox: Mailbox) -> None:
    """Its administrator mends that, and nobody has missed anything."""
    mailbox.answers_to_sender = ["553 who are you"]
    city.mail_to("siti@warga.example")
    city.take_on(city.report())
    city.postman.deliver()
    city.clock.pass_by(retry_after(1))
    city.postman.deliver()
    assert city.log() == [(1, "failed", "SMTP 553"), (2, "sent", "")]


def test_the_log_is_read_on_behind_its_last_line_and_nothing_is_left_out(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commandcenter.store.notice.outbox.MAX_LOGGED", 2)
    tried = [(1, 5_000), (2, 4_000), (3, 4_000), (4, 4_000), (5, 3_000)]
    with writing(city.engine) as connection:
        for attempt, tried_ms in tried:
            row = {"message_id": "m", "subscription_id": "s", "channel": "email", "notices": 1, "outcome": "sent"}
            row |= {"city": city.settings.city, "attempt": attempt, "tried_ms": tried_ms, "why": ""}
            connection.execute(deliveries.insert().values(row))
    found, before_ms = [], None
    while lines := city.central.notices.deliveries(before_ms):
        found += [line["attempt"] for line in lines]
        before_ms = lines[-1]["tried_ms"]
    assert sorted(found) == [1, 2, 3, 4, 5]


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
