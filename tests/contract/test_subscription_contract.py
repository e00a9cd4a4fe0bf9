"""Who may ask to be told of what, and until when; on both databases."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlalchemy import select

from commandcenter.models.failure import Failure
from commandcenter.models.role import Role
from commandcenter.models.table import notices, report_private, subscriptions
from commandcenter.store.database import writing
from commandcenter.store.notice.failure import NotToldOfOthers, TooManySubscriptions
from commandcenter.store.notice.subscription import end_for_account, end_for_reports, read_wish
from tests.contract.notice_city import SITI, City, address_texts, city
from tests.fixture.receiver import Browser, Mailbox, Receiver, mailbox, receiver

__all__ = ["city", "mailbox", "receiver"]


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
