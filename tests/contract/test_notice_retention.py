"""What was told goes after a time, and what waits is counted; on both databases, over a real receiver."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from commandcenter.models.notice import MAX_ATTEMPTS, retry_after
from commandcenter.models.table import city_settings, deliveries, messages, notices
from commandcenter.store.database import writing
from commandcenter.store.notice.outbox import gather
from commandcenter.store.notice.postman import Postman
from commandcenter.store.watch.retention import remove_told_long_ago
from tests.contract.notice_city import City, city, staff
from tests.fixture.receiver import Receiver, mailbox, receiver

__all__ = ["city", "mailbox", "receiver"]


def test_what_was_told_is_removed_with_its_log_once_kept_long_enough_and_what_waits_is_not(
    city: City, receiver: Receiver
) -> None:
    sent, waits = (f"{receiver.url}/hook/{number}" for number in (1, 2))
    city.subscribe(sent, "webhook", principal=staff(city))
    city.move(city.report(account="petugas"))
    assert city.postman.deliver() == 1
    city.subscribe(waits, "webhook", principal=staff(city))
    city.move(city.report(account="petugas"))
    gather(city.engine, city.settings.city, city.clock())
    city.clock.pass_by(timedelta(days=40))
    waiting = city.count(messages, messages.c.state == "waiting")
    told = city.count(notices)
    remove_told_long_ago(city.central)
    assert city.count(messages) == 1 + waiting, "forty days are not ninety"
    with writing(city.engine) as connection:
        row = {"key": "keep_messages_s", "value": 30 * 86_400.0, "version": 1, "changed_by": "Admin", "changed_ms": 0}
        connection.execute(city_settings.insert().values(city=city.settings.city, **row))
    remove_told_long_ago(city.central)
    remove_told_long_ago(city.central)
    assert (city.count(messages), city.count(deliveries), city.count(notices)) == (waiting, 0, told - 1)
    assert city.postman.deliver() == waiting, "what waited is still told"


def test_what_waits_and_how_tries_ended_is_counted_by_channel(city: City, receiver: Receiver) -> None:
    tried: list[tuple[str, str]] = []
    postman = Postman(city.engine, city.settings, lambda channel, outcome: tried.append((channel.value, outcome.value)))
    city.subscribe(f"{receiver.url}/hook", "webhook", principal=staff(city))
    city.mail_to("siti@warga.example")
    city.move(city.report(account="petugas"))
    city.move(city.report())
    gather(city.engine, city.settings.city, city.clock())
    counted = city.central.waiting().messages
    assert (counted["webhook", "waiting"], counted["email", "waiting"], counted["push", "waiting"]) == (1, 1, 0)
    receiver.answers = [500] * MAX_ATTEMPTS
    for attempt in range(MAX_ATTEMPTS):
        city.clock.pass_by(retry_after(attempt) if attempt else timedelta())
        city.clock.pass_by(timedelta(hours=9))
        postman.deliver()
    assert Counter(tried) == {("webhook", "failed"): MAX_ATTEMPTS, ("email", "sent"): 1}
    counted = city.central.waiting().messages
    assert (counted["webhook", "waiting"], counted["webhook", "failed"], counted["email", "failed"]) == (0, 1, 0)
