"""The sender: makes messages of what is due and tries them, a few at a time, in every process that serves a city.

Thread: ``deliver`` blocks, and runs on one thread at a time; ``run`` belongs to the event loop.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from commandcenter.models.notice import Channel
from commandcenter.store.database import reading
from commandcenter.store.notice.link import confirm_link, stop_link
from commandcenter.store.notice.mail import compose, send_mail
from commandcenter.store.notice.outbox import Claim, Ending, Outcome, claim, gather, is_anything_due, settle
from commandcenter.store.notice.push import send_push
from commandcenter.store.notice.secret import NoticeSecrets, secrets_of
from commandcenter.store.notice.webhook import send_webhook
from commandcenter.store.notice.wire import OutgoingSession
from commandcenter.store.notice.wording import Letter, write_letter
from commandcenter.store.setting import StoreSettings

LOOK_EVERY_S = 2.0
"""How often it looks whether something is due, in seconds."""

AT_ONCE = 4
"""Messages that are tried at a time; their timeouts stay below ``outbox.LEASE``."""

_log = logging.getLogger(__name__)


class Postman:
    """Sends what is due."""

    def __init__(
        self, engine: Engine, settings: StoreSettings, on_tried: Callable[[Channel, Outcome], None] = lambda _, __: None
    ) -> None:
        """Open nothing yet.

        Args:
            engine: Of the store's database.
            settings: Which city, and how to send.
            on_tried: Called after each try, on any thread.
        """
        self._engine = engine
        self._on_tried = on_tried
        self._settings = settings
        self._stopped = threading.Event()

    async def run(self) -> None:
        """Look, and send what is due, until cancelled; what is being tried then is finished first."""
        try:
            while True:
                try:
                    await run_in_threadpool(self.deliver)
                except SQLAlchemyError as error:
                    _log.warning("messages could not be looked for: %s", type(error).__name__)
                except Exception:  # noqa: BLE001
                    # It would end the sender for good, and nobody would notice that nobody is told anything.
                    _log.exception("messages could not be looked for")
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._stopped.set()

    def stop(self) -> None:
        """Begin no further try, from any thread."""
        self._stopped.set()

    def deliver(self) -> int:
        """Try everything that is due by now; return how many tries that were."""
        city, now = self._settings.city, self._settings.clock()
        if not is_anything_due(self._engine, city, now):
            return 0
        while not self._stopped.is_set() and gather(self._engine, city, now):
            pass
        secrets = secrets_of(self._engine, city)
        tried = 0
        with ThreadPoolExecutor(AT_ONCE, "postman") as pool:
            while not self._stopped.is_set():
                # By the clock of now: many slow receivers take longer than a lease, which would begin in the past.
                claims = claim(self._engine, city, self._settings.clock(), AT_ONCE)
                if not claims:
                    break
                tried += len(claims)
                list(pool.map(lambda claimed: self._try(claimed, secrets), claims))
        return tried

    def _try(self, claimed: Claim, secrets: NoticeSecrets) -> None:
        try:
            ending = self._send(claimed, secrets, self._settings.clock())
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001
            # A fault in one message must not keep all others back; it is tried again, and given up in the end.
            _log.exception("the message %s could not be sent", claimed.message_id)
            ending = Ending(Outcome.FAILED, type(error).__name__)
        settle(self._engine, self._settings.city, claimed, ending, self._settings.clock())
        self._on_tried(claimed.subscription.channel, ending.outcome)
        _log.info("message %s try %d %s %s", claimed.message_id, claimed.attempt, ending.outcome, ending.why)

    def _send(self, claimed: Claim, secrets: NoticeSecrets, now: datetime) -> Ending:
        notice = self._settings.notice
        channel = claimed.subscription.channel
        public_url = self._settings.public_url or ""
        if channel not in notice.channels(public_url):
            return Ending(Outcome.FAILED, "the store is not set up for it")
        letter = self._letter(claimed, confirm_link(public_url, secrets, claimed.subscription.id))
        if channel is Channel.EMAIL:
            stop = stop_link(public_url, secrets, claimed.subscription.id)
            return send_mail(compose(claimed, letter, notice, stop, now), notice)
        with OutgoingSession(allow_private=notice.allow_private_addresses) as session:
            if channel is Channel.PUSH:
                return send_push(session, claimed, letter, secrets, notice.push_contact, now)
            return send_webhook(session, self._settings.city, claimed, letter, now)

    def _letter(self, claimed: Claim, link: str) -> Letter:
        with reading(self._engine) as connection:
            return write_letter(connection, self._settings.city, claimed, link)
