"""The store's counter for those who want to be told; each method is a transaction of its own and blocks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from commandcenter.models.notice import Channel
from commandcenter.models.table import subscriptions
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.failure import ChannelOff, SubscriptionUnknown
from commandcenter.store.notice.link import CONFIRM, STOP
from commandcenter.store.notice.outbox import read_deliveries
from commandcenter.store.notice.secret import secrets_of
from commandcenter.store.notice.subscription import (
    Subscription,
    Wish,
    confirm,
    end_own,
    end_subscription,
    own_subscriptions,
    subscribe,
)
from commandcenter.store.notice.wire import check_address
from commandcenter.store.setting import StoreSettings
from commandcenter.store.token import Principal


class NoticeDesk:
    """What can be asked about being told. Safe on any thread but the event loop's."""

    def __init__(self, engine: Engine, settings: StoreSettings) -> None:
        """Open nothing yet."""
        self._engine = engine
        self._settings = settings

    def push_key(self) -> str:
        """Return the public key of the store's pushes.

        Raises:
            ChannelOff: If it sends none.
        """
        self._check_channel(Channel.PUSH)
        return secrets_of(self._engine, self._settings.city).vapid_public()

    def subscribe(self, wish: Wish, principal: Principal) -> tuple[Subscription, bool]:
        """Keep what somebody asks to be told; return it, and whether it is new.

        Raises:
            ChannelOff: If this store does not tell people that way.
            AddressRefused: If nothing is sent to the address.
            Failure: If it is not theirs to ask for.
        """
        self._check_channel(wish.channel)
        if wish.channel is not Channel.EMAIL:
            check_address(wish.address, allow_private=self._settings.notice.allow_private_addresses)
        with writing(self._engine) as connection:
            return subscribe(connection, self._settings.city, wish, principal, self._settings.clock())

    def own(self, principal: Principal) -> list[Subscription]:
        """Return one's own subscriptions."""
        with reading(self._engine) as connection:
            return own_subscriptions(connection, self._settings.city, principal)

    def end(self, which: str, principal: Principal) -> None:
        """End one of one's own; raises ``SubscriptionUnknown``."""
        with writing(self._engine) as connection:
            end_own(connection, self._settings.city, which, principal, self._settings.clock())

    def language_of(self, purpose: str, token: str) -> str | None:
        """Return the language of whoever got a link; None if the store never made it."""
        which = secrets_of(self._engine, self._settings.city).subscription_of(purpose, token)
        if which is None:
            return None
        with reading(self._engine) as connection:
            return connection.execute(
                select(subscriptions.c.language).where(
                    subscriptions.c.city == self._settings.city, subscriptions.c.id == which
                )
            ).scalar_one_or_none()

    def stop(self, token: str) -> None:
        """End the subscription of a link; ended already, it stays so. Raises ``SubscriptionUnknown``."""
        which = self._of_link(STOP, token)
        with writing(self._engine) as connection:
            end_subscription(connection, self._settings.city, which, self._settings.clock(), "ended by its link")

    def confirm(self, token: str) -> None:
        """Keep that whoever got a link reads the address; raises ``SubscriptionUnknown``."""
        which = self._of_link(CONFIRM, token)
        with writing(self._engine) as connection:
            if not confirm(connection, self._settings.city, which, self._settings.clock()):
                raise SubscriptionUnknown

    def deliveries(self, before_ms: int | None) -> list[dict[str, Any]]:
        """Return the log's lines, newest first."""
        with reading(self._engine) as connection:
            return read_deliveries(connection, self._settings.city, before_ms)

    def _of_link(self, purpose: str, token: str) -> str:
        which = secrets_of(self._engine, self._settings.city).subscription_of(purpose, token)
        if which is None:
            raise SubscriptionUnknown
        return which

    def _check_channel(self, channel: Channel) -> None:
        if channel not in self._settings.notice.channels(self._settings.public_url):
            raise ChannelOff(channel=channel.value)
