"""When people are told: at once, after the night, or once a day; on both databases."""

from __future__ import annotations

from datetime import timedelta

from tests.contract.notice_city import MORNING, NIGHT, City, city, staff
from tests.fixture.receiver import Mailbox, Receiver, mailbox, receiver

__all__ = ["city", "mailbox", "receiver"]


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
