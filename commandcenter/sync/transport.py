"""Talking to the store: four questions over HTTP, each bounded in time, each answered by a value or a failure.

Thread: each question from one thread at a time (the worker's; the stream's from the listener's); ``close`` from any,
and it makes whatever is under way fail at once. Only a connection still being made (address lookup, TCP) can't be
ended from outside: it ends by its own timeout.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import requests

from commandcenter.models.intent import Intent, IntentResult
from commandcenter.protocol.act import intent_to_json, result_from_json
from commandcenter.protocol.bearer import Bearer, bearer_from_json
from commandcenter.protocol.bulk import SnapshotFrame, read_frames
from commandcenter.protocol.digest import StoreDigest, digest_from_json
from commandcenter.protocol.feed import (
    BadMessage,
    FeedPage,
    Heartbeat,
    heartbeat_from_json,
    page_from_json,
)
from commandcenter.protocol.position import Position
from commandcenter.sync.answer import (
    checked,
    error_body,
    failure_of,
    foreign_failures,
    json_body,
    refusal_of,
)
from commandcenter.sync.failure import (
    AddressUnusable,
    Closed,
    PhotoTooLarge,
    SnapshotNeeded,
    StoreUnreachable,
    TokenRevoked,
)
from commandcenter.sync.open_socket import NotingAdapter, OpenSockets
from commandcenter.sync.sse import EventParser, ServerEvent
from commandcenter.sync.stream_state import SILENCE_LIMIT_S

_READ_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Limits in seconds; ``connect_s`` stays below the five seconds that stopping may take.

    Attributes:
        connect_s: Until the connection stands.
        answer_s: Until the next bytes of a page or of an intent's result.
        snapshot_s: Until the next bytes of a snapshot.
        stream_s: Until the next bytes of the push stream, which speaks at least every ``feed.HEARTBEAT_S``.
    """

    connect_s: float = 3.0
    answer_s: float = 10.0
    snapshot_s: float = 30.0
    stream_s: float = SILENCE_LIMIT_S


class StoreTransport:
    """One desktop's way to one store."""

    def __init__(self, url: str, token: Callable[[], str], timeouts: Timeouts | None = None) -> None:
        """Make no connection yet.

        Args:
            url: The store's address, ``http://…`` or ``https://…``, without ``/v1``.
            token: Called for every question, so that a replaced token counts at the next one; ``""`` sends none.
            timeouts: Limits; None for the usual ones.

        Raises:
            AddressUnusable: If ``url`` is no such address.
        """
        self.url = url.rstrip("/")
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise AddressUnusable(url=url)
        self._token = token
        self._timeouts = timeouts or Timeouts()
        self._sockets = OpenSockets()
        self._closed = False
        # One session a thread: a session's pool is not made for two.
        self._session = self._new_session()
        self._stream_session = self._new_session()

    def bearer(self) -> Bearer:
        """Return who the token stands for.

        Raises:
            Failure: If there is no such answer.
        """
        with self._asking(self._timeouts.answer_s):
            response = self._session.get(f"{self.url}/v1/me", **self._options(self._timeouts.answer_s))
            with contextlib.closing(response):
                raw = checked(response, self.url).raw.read(decode_content=True)
        return bearer_from_json(json_body(raw))

    def digest(self) -> StoreDigest:
        """Return the digest of everything that the token may see; the store may take as long as for a snapshot.

        Raises:
            Failure: If there is no such answer.
        """
        with self._asking(self._timeouts.snapshot_s):
            response = self._session.get(f"{self.url}/v1/digest", **self._options(self._timeouts.snapshot_s))
            with contextlib.closing(response):
                raw = checked(response, self.url).raw.read(decode_content=True)
        return digest_from_json(json_body(raw))

    def fetch(self, after: Position) -> FeedPage:
        """Return the page behind a position.

        Raises:
            Failure: If there is no such answer.
        """
        with self._asking(self._timeouts.answer_s):
            response = self._session.get(
                f"{self.url}/v1/changes", params={"after": str(after)}, **self._options(self._timeouts.answer_s)
            )
            with contextlib.closing(response):
                raw = checked(response, self.url).raw.read(decode_content=True)
        return page_from_json(json_body(raw))

    def send(self, intent: Intent) -> IntentResult:
        """Send an act and return how it ended.

        Raises:
            Failure: If there is no answer; whether the store applied it is then unknown, and it must be sent again
                under the same id.
        """
        with self._asking(self._timeouts.answer_s):
            response = self._session.post(
                f"{self.url}/v1/intents", json=intent_to_json(intent), **self._options(self._timeouts.answer_s)
            )
            with contextlib.closing(response):
                if response.status_code != 200:
                    body = error_body(response)
                    refusal = refusal_of(intent, response.status_code, body)
                    if refusal is not None:
                        return refusal
                    raise failure_of(response.status_code, body, self.url)
                raw = response.raw.read(decode_content=True)
        result = result_from_json(json_body(raw))
        if result.intent_id != intent.intent_id:
            raise BadMessage(what=f"an answer to {result.intent_id}, not to {intent.intent_id}")
        return result

    def photo(self, path: str, limit_bytes: int) -> bytes:
        """Return a photo that the store keeps.

        Args:
            path: Its address below the store's own, beginning with ``record.OWN_MEDIA``.
            limit_bytes: More is not read.

        Raises:
            PhotoTooLarge: If it has more bytes.
            Failure: If there is no such answer.
        """
        with self._asking(self._timeouts.answer_s):
            response = self._session.get(f"{self.url}{path}", **self._options(self._timeouts.answer_s))
            with contextlib.closing(response):
                content: bytes = checked(response, self.url).raw.read(limit_bytes + 1)
        if len(content) > limit_bytes:
            raise PhotoTooLarge(limit=limit_bytes)
        return content

    @contextmanager
    def snapshot(self) -> Iterator[Iterator[SnapshotFrame]]:
        """Ask for everything; gives the frames, read from the connection as they are taken.

        Raises:
            Failure: If there is no such answer, or the frames break off; what was taken must not be kept then.
        """
        limit_s = self._timeouts.snapshot_s
        with self._asking(limit_s):
            response = self._session.get(f"{self.url}/v1/snapshot", **self._options(limit_s))
        with contextlib.closing(response):
            with self._asking(limit_s):
                checked(response, self.url)
            yield read_frames(_Body(response, self))

    def stream(self, after: Position) -> PushStream:
        """Open the push stream behind a position.

        Raises:
            Failure: If the store does not open it.
        """
        with self._asking(self._timeouts.stream_s):
            response = self._stream_session.get(
                f"{self.url}/v1/changes/stream",
                params={"after": str(after)},
                **self._options(self._timeouts.stream_s, accept="text/event-stream"),
            )
            try:
                return PushStream(checked(response, self.url), self)
            except BaseException:
                response.close()
                raise

    def close(self) -> None:
        """End everything under way and refuse everything to come; any thread, any number of times."""
        self._closed = True
        self._sockets.shut()

    @contextmanager
    def asking(self, read_timeout_s: float) -> Iterator[None]:
        """Turn foreign exceptions of the block into failures; ``Closed`` once ``close`` was called."""
        with self._asking(read_timeout_s):
            yield

    @property
    def timeouts(self) -> Timeouts:
        """The limits in use."""
        return self._timeouts

    @contextmanager
    def _asking(self, read_timeout_s: float) -> Iterator[None]:
        if self._closed:
            raise Closed(url=self.url)
        try:
            with foreign_failures(self.url, read_timeout_s):
                yield
        except StoreUnreachable as failure:
            if self._closed:
                raise Closed(url=self.url) from failure
            raise

    def _options(self, read_timeout_s: float, accept: str = "*/*") -> dict[str, Any]:
        return {
            "timeout": (self._timeouts.connect_s, read_timeout_s),
            "stream": True,
            # A store does not redirect, and the token is for it alone.
            "allow_redirects": False,
            "auth": _Bearer(self._token()),
            # Rows are compressed where it pays; a compressed push stream would wait for more to compress.
            "headers": {"Accept": accept, "Accept-Encoding": "identity"},
        }

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        for scheme in ("http://", "https://"):
            session.mount(scheme, NotingAdapter(self._sockets))
        return session


@dataclass(frozen=True, slots=True)
class _Bearer(requests.auth.AuthBase):
    """Sends the token; as ``auth``, because a ``.netrc`` entry would replace a header set by hand."""

    token: str

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class _Body:
    """The bytes of an answer, as ``bulk.read_frames`` wants them."""

    def __init__(self, response: requests.Response, transport: StoreTransport) -> None:
        self._raw = response.raw
        self._transport = transport

    def read(self, size: int, /) -> bytes:
        with self._transport.asking(self._transport.timeouts.snapshot_s):
            part: bytes = self._raw.read(size)
            return part


class PushStream:
    """An open push stream. Iterate over it on one thread; ``close`` ends it from the same thread.

    ``StoreTransport.close`` and ``hang_up`` end a waiting read from another thread.
    """

    def __init__(self, response: requests.Response, transport: StoreTransport) -> None:
        """Take over an answer that was accepted."""
        self._response = response
        self._transport = transport

    def messages(self) -> Iterator[FeedPage | Heartbeat]:
        """Yield what the store pushes, until it ends the stream in order.

        Raises:
            Failure: If the stream breaks, falls silent, says that the token was revoked or that its feed begins
                anew, or brings what is no message.
        """
        parser = EventParser()
        while True:
            with self._transport.asking(self._transport.timeouts.stream_s):
                chunk: bytes = self._response.raw.read1(_READ_BYTES)
            if not chunk:
                return
            for event in parser.feed(chunk):
                message = _message_of(event, self._transport.url)
                if message is not None:
                    yield message

    def hang_up(self) -> None:
        """Make a read that waits on another thread fail at once."""
        # Over already, or its connection went back: then nobody waits in it.
        with contextlib.suppress(ValueError, RuntimeError, OSError):
            self._response.raw.shutdown()

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()

    def __enter__(self) -> Self:
        """Return the stream itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def _message_of(event: ServerEvent, url: str) -> FeedPage | Heartbeat | None:
    """Return the message of an event; events of names that this version does not know are read over."""
    readers: Mapping[str, Callable[[Mapping[str, Any]], FeedPage | Heartbeat]] = {
        "page": page_from_json,
        "heartbeat": heartbeat_from_json,
    }
    if event.name == "revoked":
        raise TokenRevoked(url=url)
    if event.name == SnapshotNeeded.code:
        raise SnapshotNeeded(url=url)
    reader = readers.get(event.name)
    return None if reader is None else reader(json_body(event.data.encode()))
