"""The engine's view of the mirror: where it stands, where the store's head is, and what lies between them.

Owns what follows from holding positions against each other. Whether the store can be reached is ``link``'s; what to do
about it is the engine's.
"""

from __future__ import annotations

from commandcenter.models.failure import Failure
from commandcenter.protocol.feed import BadMessage, FeedPage
from commandcenter.protocol.position import Position
from commandcenter.sync.action import ApplyPage
from commandcenter.sync.age import Age
from commandcenter.sync.failure import SnapshotNeeded
from commandcenter.sync.moment import Moment

GAP_PATIENCE_S = 2.0
"""How long the head may be ahead of the mirror while the stream brings nothing, before the page is asked for."""


class Standing:
    """Where the mirror stands against the store.

    Attributes:
        position: What the mirror stands at; None: never loaded. Only ``applied`` and ``replaced`` move it.
        head: The store's newest position as far as heard; None: nothing heard yet.
        age: How old the mirror's data is.
        loaded_rows: Rows of the running snapshot so far; 0 outside of one.
        snapshot_needed: Whether the mirror can only go on with a snapshot.
        caught_up: Whether the stream will bring what comes next; if not, the next page must be asked for.
        behind_since_s: Since when the head is known to be ahead while nothing came; None: it is not.
    """

    def __init__(self, position: Position | None, current_at: Moment | None) -> None:
        """Begin with what the disk holds."""
        self.position = position
        self.head: Position | None = None
        self.age = Age(current_at)
        self.loaded_rows = 0
        self.snapshot_needed = position is None
        self.caught_up = False
        self.behind_since_s: float | None = None
        self._snapshot_untested = False
        self._applying: tuple[FeedPage, Moment] | None = None

    # What comes from the store.

    def objection(self, page: FeedPage, url: str) -> Failure | None:
        """Return why the reply to one's own question does not continue the mirror, if so; ``url`` is for sentences."""
        position = self.position
        if position is None:
            return None
        if page.after != position:
            return BadMessage(what=f"a page behind {page.after} was not asked for")
        if page.head.epoch != position.epoch or page.head.n < position.n:
            return SnapshotNeeded(url=url)
        stuck = page.through == position and page.head != position
        if stuck or page.through.epoch != position.epoch or not position.n <= page.through.n <= page.head.n:
            return BadMessage(what=f"a page through {page.through} behind {position}")
        return None

    def continued_by_reply(self, page: FeedPage) -> bool:
        """Take note of a reply without objection; return whether there is a mirror that it continues."""
        if self.position is None:
            return False
        self._snapshot_untested = False
        self.head = page.head
        return True

    def continued_by_push(self, page: FeedPage, heard: Moment) -> bool:
        """Return whether a page of the stream continues the mirror; if not, take note of what it says."""
        position = self.position
        if position is None or page.through.epoch != position.epoch:
            self.caught_up = False
        elif page.through.n <= position.n:
            self.compare(page.head, heard, heard)
        elif page.after == position:
            self.head = page.head
            return True
        else:
            # A gap: only an answer to a question of one's own closes it.
            self.caught_up = False
        return False

    def compare(self, head: Position, heard: Moment, now: Moment) -> None:
        """Hold the store's head against the mirror's position."""
        position = self.position
        if position is None:
            return
        if head.epoch != position.epoch or head.n < position.n:
            self.caught_up = False
            return
        if self.head is None or self.head.epoch != head.epoch or self.head.n < head.n:
            self.head = head
        if head == position:
            self.age.current(heard)
            self.behind_since_s = None
        elif self.behind_since_s is None:
            self.behind_since_s = now.monotonic_s

    def discontinued(self) -> bool:
        """The store can't continue from the position; return whether it is the last snapshot's own, never continued."""
        self.snapshot_needed = True
        self.caught_up = False
        return self._snapshot_untested

    def cut_off(self) -> None:
        """Nothing comes from the store for now."""
        self.caught_up = False
        self.behind_since_s = None

    def lose_patience(self, now_s: float) -> None:
        """Have the page asked for if the head has been ahead for too long."""
        if self.behind_since_s is not None and now_s >= self.behind_since_s + GAP_PATIENCE_S:
            self.cut_off()

    # What goes into the mirror.

    @property
    def applying(self) -> bool:
        """Whether a page is being written into the mirror."""
        return self._applying is not None

    def apply(self, page: FeedPage, heard: Moment) -> ApplyPage | None:
        """Begin with a page that continues the mirror; None: it brings nothing new, and the mirror is current."""
        if page.through == self.position:
            self._current(heard)
            return None
        self._applying = (page, heard)
        return ApplyPage(page, heard.wall_ms if page.head == page.through else None)

    def applied(self, through: Position) -> bool:
        """The mirror has committed the page; return whether it holds the store's newest now."""
        applied, self._applying = self._applying, None
        self.position = through
        self.behind_since_s = None
        if applied is None or applied[0].head != through:
            return False
        self._current(applied[1])
        self.age.noted(applied[1])
        return True

    def not_applied(self, *, moved: bool) -> None:
        """The mirror refused the page; ``moved``: because it does not stand where it was thought to."""
        self._applying = None
        self.snapshot_needed |= moved

    def replaced(self, position: Position, begun: Moment) -> None:
        """The mirror has committed a snapshot that was the store's newest at ``begun``."""
        self.position = self.head = position
        self.age.replaced(begun)
        self.snapshot_needed = False
        self._snapshot_untested = True
        self.caught_up = False

    def _current(self, heard: Moment) -> None:
        """The mirror holds the store's newest."""
        self.caught_up = True
        self.age.current(heard)
        self.behind_since_s = None
