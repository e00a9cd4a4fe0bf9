"""What all streams of a process ask the database, asked once for those that may be told the same.

After a ring every stream asks for the page behind its position. Streams that keep up stand at the same one; where
their keys also have the same role and scope, one question and one encoding serve them all. What a key has is read anew
each time, for all open streams together: a key whose scope has changed is not told what it may not see any more.

Thread: the event loop.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.protocol.feed import FeedPage, Heartbeat, page_to_json
from commandcenter.protocol.position import Position
from commandcenter.store.central import CentralStore
from commandcenter.store.token import Principal

STANDING_S = 0.25
"""For so long it is taken as known which role and scope a key has, in seconds; a ring ends it earlier."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class EncodedPage:
    """A page, and the event that pushes it; an empty page is pushed to nobody."""

    page: FeedPage
    event: bytes


@dataclass(frozen=True, slots=True)
class _Standings:
    """What was found of the keys that were asked about at a moment."""

    moment: Hashable
    asked: frozenset[str]
    found: Mapping[str, tuple[Role, Scope]]


class StreamShare:
    """Asks for one store's streams."""

    def __init__(self, store: CentralStore) -> None:
        """Begin with nothing under way."""
        self._store = store
        self._open: Counter[str] = Counter()
        self._under_way: dict[Hashable, asyncio.Task[Any]] = {}
        self._known = _Standings(None, frozenset(), {})

    @contextmanager
    def open(self, principal: Principal) -> Iterator[None]:
        """Count a key among those of open streams while the block runs."""
        self._open[principal.token_id] += 1
        try:
            yield
        finally:
            self._open[principal.token_id] -= 1
            self._open += Counter()  # drops those at zero

    async def standing(self, principal: Principal, rings: int) -> tuple[Role, Scope] | None:
        """Return the role and scope of an open stream's key; None: it is worth nothing any more.

        Args:
            principal: Whose key.
            rings: How often the bell had rung when the asker began to listen. A question that was put before may have
                been answered before the commit that rang, so its answer is not shared with those who heard it.
        """
        moment = (rings, int(asyncio.get_running_loop().time() / STANDING_S))
        known = self._known
        if known.moment != moment or principal.token_id not in known.asked:
            asked = frozenset(self._open)
            found = await self._shared((moment, asked), lambda: self._store.standings(asked))
            known = self._known = _Standings(moment, asked, found)
        return known.found.get(principal.token_id)

    async def behind(self, after: Position, standing: tuple[Role, Scope], rings: int) -> EncodedPage:
        """Return the page behind a position as keys of a standing see it.

        Raises:
            SnapshotNeeded: If the position is of another epoch, of another sight, or ahead of the head.
        """
        return await self._shared(("page", after, standing, rings), lambda: self._read(after, standing))

    async def heartbeat(self, standing: tuple[Role, Scope], rings: int) -> Heartbeat:
        """Return head and clock as keys of a standing count them."""
        return await self._shared(("beat", standing, rings), lambda: self._store.heartbeat_for(*standing))

    async def _shared(self, which: Hashable, ask: Callable[[], _T]) -> _T:
        """Ask on a thread, or wait for the same question that is being asked already."""
        task = self._under_way.get(which)
        if task is None:
            task = asyncio.create_task(run_in_threadpool(ask))
            self._under_way[which] = task
            task.add_done_callback(lambda _: self._under_way.pop(which, None))
        # One stream's client that leaves must not end the question of the others.
        answer: _T = await asyncio.shield(task)
        return answer

    def _read(self, after: Position, standing: tuple[Role, Scope]) -> EncodedPage:
        page = self._store.page_for(after, *standing)
        data = page_to_json(page) if page.through != page.after else {}
        return EncodedPage(page, b"event: page\ndata: %s\n\n" % json.dumps(data, separators=(",", ":")).encode())
