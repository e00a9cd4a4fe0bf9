"""Running a store: what it counts, what it logs, and how it ends."""

from __future__ import annotations

import re
import signal
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import requests
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.store.central import CentralStore
from commandcenter.store.setting import NoticeSettings
from commandcenter.store.token import STORE_ITSELF
from tests.fixture.event_stream import next_event, open_stream
from tests.fixture.photo import scene_photo, sent_photo
from tests.fixture.receiver import Receiver, receiver
from tests.fixture.store import TIMEOUT_S, RunningStore, take_on
from tests.fixture.store_process import store_process

__all__ = ["receiver"]

ENDED = (0, -signal.SIGTERM)
"""How a store ends that was told to: when it is done, it passes the signal on, so that whoever sent it knows."""

SECRET = "Rahasia 0812-3456"


def samples(url: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    said = requests.get(f"{url}/metrics", timeout=TIMEOUT_S).text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(said)
        for sample in family.samples
    }


def value(url: str, name: str, **labels: str) -> float:
    return samples(url).get((name, tuple(sorted(labels.items()))), 0.0)


def test_requests_acts_streams_and_the_head_are_counted(served: RunningStore) -> None:
    report_id = served.new_report()
    served.send(take_on(report_id))
    served.send(take_on(ReportId(7)))
    served.get("/v1/nothing-here")
    url = served.url

    assert value(url, "commandcenter_requests_total", route="/v1/intents", method="POST", status="200") == 3
    assert value(url, "commandcenter_requests_total", route="other", method="GET", status="404") == 1
    assert value(url, "commandcenter_request_seconds_count", route="/v1/intents") == 3
    assert value(url, "commandcenter_intents_total", kind="take_on", status="applied") == 1
    assert value(url, "commandcenter_intents_total", kind="take_on", status="refused") == 1
    assert value(url, "commandcenter_streams_open") == 0
    head = served.get("/readyz").headers["X-Commandcenter-Position"]
    assert value(url, "commandcenter_feed_head") == int(head.partition(".")[2])
    with open_stream(served, head) as events:
        next_event(events, "heartbeat")
        assert value(url, "commandcenter_streams_open") == 1


def test_open311_reports_are_counted_as_acts(served: RunningStore) -> None:
    served.post_report()
    assert value(served.url, "commandcenter_intents_total", kind="submit_report", status="applied") == 1


def test_photos_and_reviews_that_wait_are_counted(keeping: RunningStore) -> None:
    url = keeping.url
    data = scene_photo(1)
    sent_photo(keeping, data, Role.CREW)
    assert value(url, "commandcenter_photos_waiting", state="unattached") == 1
    assert value(url, "commandcenter_photos_waiting", state="unfinished") == 0
    for _ in range(2):
        report_id, media_id = keeping.new_report(), sent_photo(keeping, data, Role.CREW)
        done = Intent(
            new_intent_id(), IntentKind.MOVE, report_id, None, datetime.now(UTC), None,
            {"to_state": "done", "media": [media_id]},
        )  # fmt: skip
        assert keeping.send(done)["status"] == "applied"
    assert value(url, "commandcenter_photos_waiting", state="unattached") == 1
    assert value(url, "commandcenter_reviews_waiting") == 1, "the second one shows what the first report's did"
    review = {"media": media_id, "decision": "genuine", "note": "Sudah dicek"}
    keeping.send(
        Intent(new_intent_id(), IntentKind.REVIEW_EVIDENCE, report_id, None, datetime.now(UTC), None, review),
        Role.OFFICER,
    )
    assert value(url, "commandcenter_reviews_waiting") == 0


def test_a_served_store_counts_how_its_tries_to_tell_somebody_ended(store: RunningStore, receiver: Receiver) -> None:
    store.settings = replace(store.settings, notice=NoticeSettings(allow_private_addresses=True))
    store.start()
    answer = requests.post(
        f"{store.url}/v1/subscriptions",
        json={"topic": "escalation", "channel": "webhook", "address": f"{receiver.url}/hook", "quiet": False},
        headers=store.headers(Role.OFFICER),
        timeout=TIMEOUT_S,
    )
    assert answer.status_code == 201, answer.text
    with closing(CentralStore(store.settings)) as central:
        central.apply(escalation_of(store.new_report()), STORE_ITSELF)
    deadline = time.monotonic() + TIMEOUT_S
    while not value(store.url, "commandcenter_deliveries_total", channel="webhook", outcome="sent"):
        assert time.monotonic() < deadline
    assert value(store.url, "commandcenter_messages", channel="webhook", state="waiting") == 0


def escalation_of(report_id: ReportId) -> Intent:
    payload = {"level": 1}
    return Intent(new_intent_id(), IntentKind.ESCALATE, report_id, None, datetime.now(UTC), payload=payload)


def test_no_figure_names_anybody(served: RunningStore) -> None:
    served.post_report(first_name=SECRET, description=SECRET)
    requests.get(f"{served.url}/{SECRET}", timeout=TIMEOUT_S)
    requests.request("BREW" + SECRET.replace(" ", "")[:7], f"{served.url}/v1/me", timeout=TIMEOUT_S)
    served.get("/v1/me", Role.MANAGER)
    said = requests.get(f"{served.url}/metrics", timeout=TIMEOUT_S).text
    assert "commandcenter_requests_total" in said
    for word in ("Rahasia", "0812", "Meja", "BREW", served.key(Role.MANAGER)):
        assert word not in said


def test_the_log_follows_a_request_by_its_id_and_holds_nothing_personal(store: RunningStore, tmp_path: Path) -> None:
    with store_process(store.settings.database_url, tmp_path / "one") as one:
        form = {
            "api_key": store.key(Role.PUBLIC),
            "service_code": "BANJIR",
            "lat": "-6.25",
            "long": "106.85",
            "description": SECRET,
            "first_name": SECRET,
        }
        answer = requests.post(
            f"{one.url}/open311/v2/requests.json", data=form, headers={"X-Request-Id": "telusur-17"}, timeout=TIMEOUT_S
        )
        assert answer.status_code == 200
        assert answer.headers["X-Request-Id"] == "telusur-17"
        assert one.stop() in ENDED
        log = one.log.read_text()
    assert re.search(r"telusur-17 POST /open311/v2/requests\.json 200 \d+ ms", log)
    for word in ("Rahasia", "0812", store.key(Role.PUBLIC)):
        assert word not in log


def test_a_store_that_is_told_to_stop_ends_its_streams_and_finishes_its_acts(
    store: RunningStore, tmp_path: Path
) -> None:
    """Whatever was accepted before the end is answered; nothing that was answered is missing afterwards."""
    with store_process(store.settings.database_url, tmp_path / "one") as one:
        head = requests.get(f"{one.url}/readyz", timeout=TIMEOUT_S).headers["X-Commandcenter-Position"]
        answered: list[str] = []
        begun = threading.Event()

        def post() -> None:
            form = {
                "api_key": store.key(Role.PUBLIC),
                "service_code": "BANJIR",
                "lat": "-6.25",
                "long": "106.85",
                "description": "Air",
            }
            while True:
                try:
                    answer = requests.post(f"{one.url}/open311/v2/requests.json", data=form, timeout=TIMEOUT_S)
                except requests.ConnectionError as error:
                    # Refused before it was taken; a request that was taken must not end like that.
                    answered.append("refused" if "Connection refused" in str(error) else f"torn: {error}")
                    return
                assert answer.status_code == 200
                answered.append(answer.json()[0]["service_request_id"])
                begun.set()

        with open_stream(store, head, url=one.url) as events:
            poster = threading.Thread(target=post)
            poster.start()
            assert begun.wait(TIMEOUT_S)
            next_event(events, "page")
            one.process.send_signal(signal.SIGTERM)
            assert all(event.name in {"page", "heartbeat"} for event in events), "the stream ends, and says no nonsense"
            poster.join(TIMEOUT_S)
            assert not poster.is_alive()
        assert one.process.wait(TIMEOUT_S) in ENDED

    numbers = [number for number in answered if number.startswith("JK")]
    store.start()
    for number in numbers:
        assert requests.get(f"{store.url}/open311/v2/requests/{number}.json", timeout=TIMEOUT_S).status_code == 200


def test_without_its_tables_a_store_lives_and_counts_but_is_not_ready(served: RunningStore) -> None:
    """Alive, so that nobody restarts it for nothing; not ready, so that nobody sends it work."""
    with served.engine.begin() as connection:
        connection.execute(text("ALTER TABLE feed_head RENAME TO aside"))
    assert requests.get(f"{served.url}/healthz", timeout=TIMEOUT_S).status_code == 200
    assert requests.get(f"{served.url}/readyz", timeout=TIMEOUT_S).status_code >= 500
    assert requests.get(f"{served.url}/metrics", timeout=TIMEOUT_S).status_code == 200
