"""How people ask to be told, over HTTP, and how they stop it; on both databases."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from sqlalchemy import select

from commandcenter.models.identity import AccountId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.table import subscriptions
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.link import stop_link
from commandcenter.store.notice.secret import secrets_of
from commandcenter.store.public_limit import PublicLimit, PublicLimits
from commandcenter.store.setting import NoticeSettings
from commandcenter.store.token import add_key
from tests.fixture.receiver import Browser, Mailbox, Receiver, mailbox, receiver
from tests.fixture.store import TIMEOUT_S, RunningStore

__all__ = ["mailbox", "receiver"]


class Citizen:
    """Somebody who is signed in, talking to a served store that can tell people."""

    def __init__(self, store: RunningStore, mailbox: Mailbox, *, allow_private: bool = True) -> None:
        notice = NoticeSettings(
            smtp_host="127.0.0.1",
            smtp_port=mailbox.port,
            smtp_security="none",
            mail_from="kabar@kota.example",
            push_contact="mailto:kabar@kota.example",
            allow_private_addresses=allow_private,
        )
        store.settings = replace(store.settings, notice=notice, public_url="https://kota.example")
        store.start()
        self.store = store
        self.key = self.sign_in("siti")

    def sign_in(self, account: str, role: Role = Role.REPORTER) -> str:
        with writing(self.store.engine) as connection:
            return add_key(
                connection, self.store.settings.city, account, role, datetime.now(UTC), account=AccountId(account)
            )[0]

    def ask(self, method: str, path: str, key: str | None = None, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {key or self.key}"}
        return requests.request(method, self.store.url + path, headers=headers, timeout=TIMEOUT_S, **more)

    def subscribe(self, **fields: Any) -> requests.Response:
        message = {"topic": "own_report", "channel": "email", "address": "siti@warga.example", **fields}
        return self.ask("POST", "/v1/subscriptions", json=message)

    def stop_path(self, which: str) -> str:
        secrets = secrets_of(self.store.engine, self.store.settings.city)
        return stop_link("", secrets, which)

    def ended(self) -> list[bool]:
        with reading(self.store.engine) as connection:
            return [row.ended_ms is not None for row in connection.execute(select(subscriptions))]


@pytest.fixture
def citizen(store: RunningStore, mailbox: Mailbox) -> Citizen:
    return Citizen(store, mailbox)


def test_a_subscription_is_made_listed_and_ended(citizen: Citizen) -> None:
    made = citizen.subscribe()
    assert made.status_code == 201, made.text
    assert citizen.subscribe().status_code == 200
    (listed,) = citizen.ask("GET", "/v1/subscriptions").json()["subscriptions"]
    assert listed == made.json()
    assert listed["confirmed"] is False
    other = citizen.sign_in("budi")
    assert citizen.ask("GET", "/v1/subscriptions", other).json() == {"subscriptions": []}
    assert citizen.ask("DELETE", f"/v1/subscriptions/{listed['id']}", other).status_code == 404
    assert citizen.ask("DELETE", f"/v1/subscriptions/{listed['id']}").status_code == 204
    assert citizen.ask("DELETE", f"/v1/subscriptions/{listed['id']}").status_code == 404
    assert citizen.ended() == [True]


def test_nobody_fills_a_strangers_mailbox_by_asking_and_ending_over_and_over(
    store: RunningStore, mailbox: Mailbox
) -> None:
    limits = PublicLimits(subscription=PublicLimit("", "3/hour"))
    store.settings = replace(store.settings, limits=limits)
    citizen = Citizen(store, mailbox)
    ends = []
    for _ in range(4):
        made = citizen.subscribe(address="orang.lain@warga.example")
        ends.append(made.status_code)
        if made.status_code == 201:
            citizen.ask("DELETE", f"/v1/subscriptions/{made.json()['id']}")
    assert ends == [201, 201, 201, 429]
    office = citizen.sign_in("camat", Role.OFFICER)
    message = {"topic": "escalation", "channel": "email"}
    for number in range(4):
        asked = {**message, "address": f"{number}@kota.example"}
        assert citizen.ask("POST", "/v1/subscriptions", office, json=asked).status_code == 201


def test_nobody_without_a_key_subscribes_or_reads_the_log(citizen: Citizen) -> None:
    for method, path in (("POST", "/v1/subscriptions"), ("GET", "/v1/subscriptions"), ("GET", "/v1/deliveries")):
        assert requests.request(method, citizen.store.url + path, json={}, timeout=TIMEOUT_S).status_code == 401


def test_one_press_ends_a_subscription_and_looking_at_the_link_does_not(citizen: Citizen) -> None:
    which = citizen.subscribe().json()["id"]
    url = citizen.store.url + citizen.stop_path(which)
    page = requests.get(url, timeout=TIMEOUT_S)
    assert page.status_code == 200
    assert "Berhenti menerima pesan ini?" in page.text
    assert citizen.ended() == [False], "programs that look into mail follow every link"
    done = requests.post(url, data={"List-Unsubscribe": "One-Click"}, timeout=TIMEOUT_S)
    assert done.status_code == 200
    assert "tidak akan menerima" in done.text
    assert citizen.ended() == [True]
    assert requests.post(url, timeout=TIMEOUT_S).status_code == 200, "a second press is no fault"


def test_a_link_that_the_store_never_made_does_nothing(citizen: Citizen) -> None:
    which = citizen.subscribe().json()["id"]
    path = citizen.stop_path(which)
    forged = (
        path[:-2] + "AA",
        path.replace("/stop?", "/confirm?"),
        path.split("?")[0],
        path.split("token=")[0] + "token=é.x",
    )
    for url in forged:
        for method in ("GET", "POST"):
            answer = requests.request(method, citizen.store.url + url, timeout=TIMEOUT_S)
            assert answer.status_code == 404, url
            assert answer.json()["code"] == "subscription_unknown"
    assert citizen.ended() == [False]


def test_a_confirmed_address_is_told_by_the_store_itself(citizen: Citizen, mailbox: Mailbox) -> None:
    """All of it together: the store that serves is also the one that sends."""
    citizen.subscribe()
    asked = awaited(mailbox, 1)
    link = re.search(r"https://kota.example(/v1/subscriptions/confirm\?token=\S+)", asked)
    assert link is not None
    assert requests.post(citizen.store.url + link[1], timeout=TIMEOUT_S).status_code == 200
    report_id = citizen.store.new_report(private={"account_id": "siti"})  # type: ignore[arg-type]
    with writing(citizen.store.engine) as connection:
        connection.execute(subscriptions.update().values(quiet=False))
    citizen.store.send(Intent(new_intent_id(), IntentKind.TAKE_ON, report_id, 1, datetime.now(UTC)))
    assert "sudah ada yang menangani" in awaited(mailbox, 2)
    log = citizen.ask("GET", "/v1/deliveries", citizen.store.key(Role.ADMINISTRATOR)).json()["deliveries"]
    assert [line["channel"] for line in log] == ["email", "email"]
    assert "siti@" not in str(log)
    assert citizen.ask("GET", "/v1/deliveries").status_code == 403


def awaited(mailbox: Mailbox, count: int) -> str:
    """Return the text of the mail with this number, once it has come."""
    assert mailbox.arrived(count, TIMEOUT_S), "no mail came"
    content: str = mailbox.mails[count - 1].get_content()
    return content


def test_a_webhooks_secret_is_shown_once(citizen: Citizen, receiver: Receiver) -> None:
    officer = citizen.sign_in("lurah", Role.OFFICER)
    message = {"topic": "escalation", "channel": "webhook", "address": f"{receiver.url}/hook"}
    made = citizen.ask("POST", "/v1/subscriptions", officer, json=message)
    assert made.json()["secret"].startswith("whsec_")
    assert "secret" not in citizen.ask("POST", "/v1/subscriptions", officer, json=message).json()
    assert "secret" not in citizen.ask("GET", "/v1/subscriptions", officer).json()["subscriptions"][0]


def test_browsers_get_the_stores_public_key(citizen: Citizen, receiver: Receiver) -> None:
    key = requests.get(f"{citizen.store.url}/v1/subscriptions/push_key", timeout=TIMEOUT_S).json()["key"]
    assert len(key) == 87
    again = requests.get(f"{citizen.store.url}/v1/subscriptions/push_key", timeout=TIMEOUT_S).json()["key"]
    assert again == key
    made = citizen.subscribe(channel="push", address=receiver.url, **Browser().keys)
    assert made.status_code == 201, made.text


def test_an_address_inside_is_refused_with_a_sentence(store: RunningStore, mailbox: Mailbox) -> None:
    citizen = Citizen(store, mailbox, allow_private=False)
    for address in ("https://127.0.0.1/x", "https://169.254.169.254/latest", "http://93.184.216.34/"):
        answer = citizen.subscribe(channel="push", address=address, **Browser().keys)
        assert (answer.status_code, answer.json()["code"]) == (400, "address_refused")
        assert set(answer.json()["sentence"]) == {"id", "en"}


def test_a_store_that_was_not_set_up_for_it_says_so(served: RunningStore) -> None:
    for fields in (
        {"channel": "email", "address": "a@b.example"},
        {"channel": "push", "address": "https://93.184.216.34/", **Browser().keys},
    ):
        answer = requests.post(
            f"{served.url}/v1/subscriptions",
            json={"topic": "own_report", **fields},
            headers=served.headers(Role.REPORTER),
            timeout=TIMEOUT_S,
        )
        assert answer.json()["code"] == "channel_off"
    assert requests.get(f"{served.url}/v1/subscriptions/push_key", timeout=TIMEOUT_S).json()["code"] == "channel_off"
