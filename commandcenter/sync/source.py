"""What a desktop follows: the port that hides whether that is our own store or somebody else's server.

Owns the port and its first implementation, the store's; ``open311.source`` is the other. Whoever uses it gives the
threads and is told by sinks, and asks nowhere which of the two it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from commandcenter.credential import mirror_folder, token_of
from commandcenter.models.freshness import DEFAULT_LIMIT_S
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.setting import Settings
from commandcenter.sync.transport import StoreTransport, Timeouts
from commandcenter.sync.worker import Sinks, SyncWorker


@dataclass(frozen=True, slots=True)
class Following:
    """A source being followed into a mirror.

    Attributes:
        run: Work of the thread that writes the mirror; returns after ``stop``.
        beside: Work of further threads, by name; each returns after ``stop``.
        wake: Says that an act was written to the outbox; any thread.
        stop: Lets all work return; any thread.
        photo: Fetches a photo by its address, at most so many bytes, or raises a ``Failure``; one thread only. None
            where the source keeps none.
        who: Asks in whose name acts go, or raises a ``Failure``; None where no acts are taken.
    """

    run: Callable[[], None]
    beside: Mapping[str, Callable[[], None]]
    wake: Callable[[], None]
    stop: Callable[[], None]
    photo: Callable[[str, int], bytes] | None
    who: Callable[[], str] | None


class Source(Protocol):
    """Something to follow."""

    @property
    def read_only_name(self) -> str:
        """What to call a source that takes no acts; empty: it takes them."""
        ...

    @property
    def stale_after_s(self) -> float:
        """Age in seconds beyond which its data looks stale."""
        ...

    def open_folder(self) -> MirrorFolder:
        """Open its mirror's folder and hold it.

        Raises:
            Failure: If that can't be had.
        """
        ...

    def follow(self, folder: MirrorFolder, sinks: Sinks) -> Following:
        """Prepare to follow it; nothing happens before ``Following.run``."""
        ...


class StoreSource:
    """Our own store."""

    read_only_name = ""
    stale_after_s = DEFAULT_LIMIT_S

    def __init__(self, settings: Settings) -> None:
        """Find out who is sitting here.

        Raises:
            Failure: If there is no token.
        """
        self._settings = settings
        self._token = token_of(settings)

    def open_folder(self) -> MirrorFolder:
        """Open the folder of this store and desk."""
        settings = self._settings
        folder = MirrorFolder.open(mirror_folder(settings, self._token, self._ask_name))
        try:
            folder.bind(settings.store_url if settings.mirror is None else "", folder.path.name)
        except BaseException:
            folder.close()
            raise
        return folder

    def follow(self, folder: MirrorFolder, sinks: Sinks) -> Following:
        """Prepare a worker and its listener."""
        worker = SyncWorker(
            writer=folder.writer,
            outbox=folder.outbox,
            transport=StoreTransport(self._settings.store_url, lambda: self._token),
            sinks=sinks,
        )
        # Ways of their own: a transport's questions are one thread's.
        asking = StoreTransport(self._settings.store_url, lambda: self._token)
        photos = StoreTransport(self._settings.store_url, lambda: self._token)

        def stop() -> None:
            asking.close()
            photos.close()
            worker.stop()

        return Following(
            run=worker.run,
            beside={"listener": worker.listener.run},
            wake=worker.wake,
            stop=stop,
            photo=photos.photo,
            who=lambda: asking.bearer().name,
        )

    def _ask_name(self) -> str:
        transport = StoreTransport(self._settings.store_url, lambda: self._token, Timeouts(answer_s=3.0))
        try:
            return transport.bearer().name
        finally:
            transport.close()
