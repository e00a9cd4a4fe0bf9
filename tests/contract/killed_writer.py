"""A process that writes as fast as it can and says what it is doing, to be killed in the middle of it."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime

from sqlalchemy import Connection, event

from commandcenter.models.identity import CityCode
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.store.central import CentralStore
from commandcenter.store.setting import StoreSettings
from commandcenter.store.token import Principal

THREADS = 3
_PAYLOAD = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir", "private": {"phone": "0812"}}


def write_until_killed(database_url: str, pipe: int) -> None:
    """Submit reports for ever from several threads.

    Each thread says into the pipe, a line each time: ``THREAD began`` inside its transaction, ``THREAD commits`` just
    before the commit, ``THREAD done INTENT`` once the answer is there.
    """
    central = CentralStore(StoreSettings(database_url, CityCode("jakarta")))
    desk = Principal("desk", "Meja 1", Role.DISPATCHER)

    def say(words: str) -> None:
        os.write(pipe, f"{threading.current_thread().name} {words}\n".encode())

    # With a row already written, so that a kill here leaves something to be taken back.
    def on_statement(_: Connection, __: object, statement: str, *___: object) -> None:
        if statement.startswith("INSERT INTO intents"):
            say("began")

    event.listen(central.engine, "after_cursor_execute", on_statement)
    event.listen(central.engine, "commit", lambda _: say("commits"))

    def write() -> None:
        while True:
            intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), None, _PAYLOAD)
            central.apply(intent, desk)
            say(f"done {intent.intent_id}")

    threads = [threading.Thread(target=write, name=str(number)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
