"""The central store of one city, as a process uses it: what can be asked of it and done to it.

Every method is a transaction of its own and blocks until the database has answered; none may be called on an event
loop's thread. Safe on any other thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from commandcenter.models.engine import close_engine
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import SETS_UP, Intent, IntentKind, IntentResult
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.protocol.digest import StoreDigest
from commandcenter.protocol.feed import FeedPage, Heartbeat
from commandcenter.protocol.position import Position
from commandcenter.store.database import open_engine, reading
from commandcenter.store.decision import Decision
from commandcenter.store.digest import digest_of
from commandcenter.store.feed import read_head, read_page
from commandcenter.store.migration import check_migrated
from commandcenter.store.notice.desk import NoticeDesk
from commandcenter.store.photo.archive import PhotoArchive
from commandcenter.store.photo.review import Review, list_reviews
from commandcenter.store.setting import StoreSettings
from commandcenter.store.setting_history import SettingEntry, read_history
from commandcenter.store.sight import sees_photo, sight_for, sight_of
from commandcenter.store.snapshot import snapshot_frames
from commandcenter.store.token import Principal, find_key, find_keys, standings
from commandcenter.store.waiting import Waiting, read_waiting
from commandcenter.store.writer import IntentWriter


class CentralStore:
    """One city's store."""

    def __init__(
        self, settings: StoreSettings, on_decided: Callable[[Intent, IntentResult], None] = lambda _, __: None
    ) -> None:
        """Open no connection yet.

        Args:
            settings: Which database, which city.
            on_decided: Called after each intent was decided and committed, on the thread that sent it.
        """
        self.settings = settings
        self.engine = open_engine(settings.database_url)
        self._on_decided = on_decided
        self.notices = NoticeDesk(self.engine, settings)
        self.photos = PhotoArchive(self.engine, settings)
        self._writer = IntentWriter(self.engine, settings.city, settings.clock)
        self.placement = self._writer.placement

    def close(self) -> None:
        """Close all connections, those in use once they are given back."""
        close_engine(self.engine)

    def check_ready(self) -> Position:
        """Return the head if the database answers, has the right version, and holds the city.

        Raises:
            Failure: If not.
        """
        check_migrated(self.engine)
        return self.head()

    def principal(self, secret: str) -> Principal:
        """Return who holds a key; raises ``TokenUnknown``, ``TokenRevoked`` or ``TokenExpired``."""
        with reading(self.engine) as connection:
            return find_key(connection, self.settings.city, secret, self.settings.clock())

    def principals(self, secrets: Sequence[str]) -> list[Principal | Exception]:
        """Return who holds each of these keys, or what ``principal`` raises of it."""
        with reading(self.engine) as connection:
            return find_keys(connection, self.settings.city, secrets, self.settings.clock())

    def head(self) -> Position:
        """Return the feed's last position."""
        with reading(self.engine) as connection:
            return read_head(connection, self.settings.city)

    def head_for(self, principal: Principal) -> Position:
        """Return the feed's last position as a key's copy counts it."""
        with reading(self.engine) as connection:
            sight = sight_of(connection, self.settings.city, principal)
            return sight.position(read_head(connection, self.settings.city))

    def standings(self, token_ids: Collection[str]) -> dict[str, tuple[Role, Scope]]:
        """Return the role and scope that keys have now; those that were withdrawn are left out."""
        with reading(self.engine) as connection:
            return standings(connection, self.settings.city, token_ids, self.settings.clock())

    def heartbeat_for(self, role: Role, scope: Scope) -> Heartbeat:
        """Return head and clock, as the copies of keys of this role and scope count them."""
        with reading(self.engine) as connection:
            sight = sight_for(connection, self.settings.city, role, scope)
            head = sight.position(read_head(connection, self.settings.city))
            return Heartbeat(head, to_ms(self.settings.clock()))

    def page_for(self, after: Position, role: Role, scope: Scope) -> FeedPage:
        """Return what changed behind a position, as keys of this role and scope see it; raises ``SnapshotNeeded``."""
        with reading(self.engine) as connection:
            sight = sight_for(connection, self.settings.city, role, scope)
            return read_page(connection, self.settings.city, after, self.settings.clock(), sight=sight)

    def page(self, after: Position, principal: Principal) -> FeedPage:
        """Return what changed behind a position; raises ``SnapshotNeeded``."""
        with reading(self.engine) as connection:
            sight = sight_of(connection, self.settings.city, principal)
            return read_page(connection, self.settings.city, after, self.settings.clock(), sight=sight)

    def sees_photo(self, principal: Principal, url: str) -> bool:
        """Return whether a key may see the photo at an address of this store."""
        with reading(self.engine) as connection:
            return sees_photo(connection, self.settings.city, principal, url)

    def snapshot(self, principal: Principal) -> Iterator[bytes]:
        """Yield the snapshot's frames; close the iterator if not all are taken."""
        return snapshot_frames(self.engine, self.settings.city, principal, self.settings.clock())

    def digest(self, principal: Principal) -> StoreDigest:
        """Return the digest of everything that a key may see."""
        with reading(self.engine) as connection:
            return digest_of(connection, self.settings.city, sight_of(connection, self.settings.city, principal))

    def setting_history(
        self,
        target: str | None = None,
        kinds: Collection[IntentKind] = SETS_UP,
        before: tuple[int, str] | None = None,
    ) -> list[SettingEntry]:
        """Return who set up what, newest first, as ``setting_history.read_history`` does."""
        with reading(self.engine) as connection:
            return read_history(connection, self.settings.city, target, kinds, before)

    def waiting(self) -> Waiting:
        """Return how much waits to be sent, attached or judged."""
        with reading(self.engine) as connection:
            return read_waiting(connection, self.settings.city)

    def reviews(self, principal: Principal, *, decided: bool, before: tuple[int, str] | None = None) -> list[Review]:
        """Return photos to be looked at in the key's part of the city, or those that somebody decided."""
        with reading(self.engine) as connection:
            return list_reviews(connection, self.settings.city, principal.scope, decided=decided, before=before)

    def apply(self, intent: Intent, principal: Principal) -> IntentResult:
        """Decide an intent, once."""
        return self.decide(intent, principal).result

    def decide(self, intent: Intent, principal: Principal) -> Decision:
        """Decide an intent, once, and say where the feed's head is then."""
        decision = self._writer.decide(intent, principal)
        self._on_decided(intent, decision.result)
        return decision

    def decide_reports(self, given: Sequence[tuple[Intent, Principal]]) -> list[Decision | Exception]:
        """Decide new reports together, ``TOGETHER`` at the most; an exception is what kept one from being decided."""
        decisions = self._writer.decide_reports(given)
        for (intent, _), decision in zip(given, decisions, strict=True):
            if isinstance(decision, Decision):
                self._on_decided(intent, decision.result)
        return decisions
