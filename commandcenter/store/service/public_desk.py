"""The public board as a service keeps it: filled in the background, and what it answered remembered while that is true.

Owns when it is looked at anew: when the bell rings, and otherwise often enough that its age says something. Thread: the
event loop, but for reading, which runs on threads of the pool.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from commandcenter.models.failure import Failure
from commandcenter.store.central import CentralStore
from commandcenter.store.public.board import PublicBoard, PublicView, StoppedError
from commandcenter.store.public.failure import BoardNotReady
from commandcenter.store.reading_process import ReadingProcessEndedError
from commandcenter.store.service.bell import Bell

LOOK_EVERY_S = 10.0
"""How often it is asked whether the board is still the newest, where nothing rings."""

GAP_S = 0.5
"""Time between two looks at least: a city that reports fifty times a second is taken in twice."""

READY_WITHIN_S = 20.0
"""How long a question waits for the first filling, of a million reports too."""

_MOST_ANSWERS = 512
_GZIP_LEVEL = 6
_GZIP = 16 + zlib.MAX_WBITS

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """One answer, in both forms.

    Attributes:
        body: As it is.
        packed: The same by gzip.
        tag: Its entity tag, without quotes.
        as_of_ms: When it was known to be the newest.
    """

    body: bytes
    packed: bytes
    tag: str
    as_of_ms: int


class PublicDesk:
    """One process's public board and its answers."""

    def __init__(self, store: CentralStore) -> None:
        """Read nothing yet."""
        self._board = PublicBoard(store.engine, store.settings)
        self._ready = asyncio.Event()
        self._answers: OrderedDict[tuple[object, ...], PublicAnswer] = OrderedDict()

    async def run(self, bell: Bell) -> None:
        """Keep the board up, until cancelled."""
        while not bell.closed:
            rung = bell.listen()
            try:
                await run_in_threadpool(self._board.refresh)
            except StoppedError:
                return
            except (SQLAlchemyError, Failure, ReadingProcessEndedError) as error:
                _log.warning("the public board could not be read: %s", type(error).__name__)
            else:
                self._ready.set()
            await asyncio.sleep(GAP_S)
            with suppress(TimeoutError):
                await asyncio.wait_for(rung.wait(), LOOK_EVERY_S)

    def stop(self) -> None:
        """Have a filling that is under way end soon."""
        self._board.stop()

    async def view(self) -> PublicView:
        """Return the newest view; waits for the first one.

        Raises:
            BoardNotReady: If it takes too long.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), READY_WITHIN_S)
        view = self._board.view
        if view is None:
            raise BoardNotReady
        return view

    async def answer(
        self, question: tuple[object, ...], make: Callable[[PublicView], bytes], valid: object = None
    ) -> PublicAnswer:
        """Return the answer to a question, made at most once while the board stays as it is.

        Args:
            question: What tells it from others; can be a key.
            make: Makes the body, on a thread of the pool.
            valid: Something that is another one when the answer must be made anew though the board stayed.
        """
        view = await self.view()
        key = (view.generation.number, view.position, view.month, valid, *question)
        known = self._answers.get(key)
        if known is None:
            known = await run_in_threadpool(_packed, make, view)
            self._answers[key] = known
            while len(self._answers) > _MOST_ANSWERS:
                self._answers.popitem(last=False)
        self._answers.move_to_end(key)
        return PublicAnswer(known.body, known.packed, known.tag, view.as_of_ms)


def _packed(make: Callable[[PublicView], bytes], view: PublicView) -> PublicAnswer:
    body = make(view)
    packer = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP)
    return PublicAnswer(body, packer.compress(body) + packer.flush(), sha256(body).hexdigest()[:32], view.as_of_ms)
