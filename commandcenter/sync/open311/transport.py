"""Asking a source over HTTP: bounded in time and bytes, one question at a time, answered by a value or a failure.

Thread: the worker's; ``close`` from any, and it makes whatever is under way fail at once.
"""

from __future__ import annotations

import contextlib
import email.utils
import logging
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from urllib.parse import quote

import requests

from commandcenter.models.failure import Failure
from commandcenter.models.instant import from_ms
from commandcenter.sync.answer import foreign_failures
from commandcenter.sync.failure import AddressUnusable, CertificateRefused, Closed, StoreTimeout, StoreUnreachable
from commandcenter.sync.open311.address import SourceAddress
from commandcenter.sync.open311.body import Node, UnreadableError, read_body
from commandcenter.sync.open311.failure import (
    AnswerTooLarge,
    AnswerTooSlow,
    AnswerUnreadable,
    QuestionRefused,
    SourceAddressUnusable,
    SourceBusy,
    SourceError,
    SourceTimeout,
    SourceUnreachable,
)
from commandcenter.sync.open311.qlue import read_feed
from commandcenter.sync.open311.question import STANDARD_CAP, Question
from commandcenter.sync.open311.reading import (
    Reading,
    is_error,
    is_shortened,
    read_errors,
    read_requests,
    read_services,
)
from commandcenter.sync.open311.request import Service, ServiceRequest
from commandcenter.sync.open_socket import NotingAdapter, OpenSockets

_LOG = logging.getLogger(__name__)

LARGEST_ANSWER_BYTES = 64 * 1024 * 1024
_LARGEST_ERROR_BYTES = 64 * 1024
_READ_BYTES = 64 * 1024
_REMEMBERED = 8
_REMEMBERED_BYTES = 8 * 1024 * 1024
_SAID_CHARS = 200
_MOST_REDIRECTS = 5

LONGEST_WAIT_S = 86_400.0
"""So long a source is left alone at most, whatever it asks for."""

CONNECT_S = 3.0
"""Below the five seconds that stopping may take."""

ANSWER_S = 30.0

WHOLE_ANSWER_S = 300.0
"""From the question to the answer's last byte: ``LARGEST_ANSWER_BYTES`` over a line of 2 Mbit/s."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of requests and the server's clock, in milliseconds since 1970 UTC; None where it does not say."""

    reading: Reading
    server_ms: int | None


@dataclass(frozen=True, slots=True)
class One:
    """One request; None: there is none, ``certain`` if the server said so in the standard's words."""

    request: ServiceRequest | None
    certain: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came, whatever it means."""

    status: int
    body: bytes
    server_ms: int | None


class SourceTransport:
    """One desktop's way to one source."""

    def __init__(
        self,
        address: SourceAddress,
        *,
        answer_s: float = ANSWER_S,
        whole_answer_s: float = WHOLE_ANSWER_S,
        largest_bytes: int = LARGEST_ANSWER_BYTES,
    ) -> None:
        """Make no connection yet.

        Args:
            address: The source.
            answer_s: Until the next bytes of an answer.
            whole_answer_s: Until the last ones, once the answer has begun.
            largest_bytes: Of one answer, unpacked.
        """
        self.address = address
        self._answer_s = answer_s
        self._whole_answer_s = whole_answer_s
        self._largest_bytes = largest_bytes
        self._format = "json"
        self._format_proven = False
        self._remembered: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._closed = False
        self._sockets = OpenSockets()
        self._session = requests.Session()
        self._session.auth = _nobody
        self._session.max_redirects = _MOST_REDIRECTS
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, NotingAdapter(self._sockets))

    def services(self) -> tuple[Service, ...]:
        """Return the list of services.

        Raises:
            Failure: If there is no such answer.
        """
        node, _ = self._asked("services", {})
        with self._reading():
            return read_services(node)

    def listing(self, question: Question) -> Listed:
        """Return a list of requests.

        Raises:
            Failure: If there is no such answer.
        """
        if self.address.kind == "qlue":
            answer = self._get("", {})
            code = next((value for name, value in self.address.parameters if name == "category"), "qlue")
            with self._reading():
                return Listed(read_feed(read_body(self._good(answer).body), code), answer.server_ms)
        node, server_ms = self._asked("requests", parameters_of(question))
        with self._reading():
            return Listed(read_requests(node), server_ms)

    def one(self, number: str) -> One:
        """Ask for one request by its number.

        Raises:
            Failure: If the answer neither shows it nor says that there is none.
        """
        if is_shortened(number):
            raise AnswerUnreadable(url=self.address.base, reason=f"the id {number} is too long to be asked for")
        quoted = quote(number, safe="")
        answer = self._get(f"requests/{quoted}.{self._format}", {})
        if answer.status in (404, 410):
            return One(None, certain=_says_missing(answer.body))
        with self._reading():
            node = read_body(self._good(answer).body)
            if isinstance(node, list) and node and all(isinstance(one, dict) and is_error(one) for one in node):
                missing = any(error.code in (404, 410) for error in read_errors(node))
                if missing:
                    return One(None, certain=True)
            reading = read_requests(node)
        for request in reading.requests:
            if request.number == number:
                return One(request, certain=True)
        if reading.count:
            raise QuestionRefused(url=self.address.base, status=answer.status, said=": other requests came")
        return One(None, certain=True)

    def close(self) -> None:
        """End the question under way and refuse every later one. Any thread."""
        self._closed = True
        self._sockets.shut()

    def _asked(self, what: str, parameters: Mapping[str, str]) -> tuple[Node, int | None]:
        """Ask in the format known to work; in the other one where that fails, which then may become the known one."""
        known = self._format
        try:
            return self._asked_in(known, what, parameters)
        except (AnswerUnreadable, QuestionRefused) as first:
            other = "xml" if known == "json" else "json"
            if self._format_proven and isinstance(first, QuestionRefused):
                raise
            try:
                answer = self._asked_in(other, what, parameters)
            except (AnswerUnreadable, QuestionRefused, SourceError):
                # The first format's word says more: the other one may simply not be served.
                raise first from None
            _LOG.info("%s is read as %s, since as %s: %s", self.address.base, other, known, first)
            return answer

    def _asked_in(self, suffix: str, what: str, parameters: Mapping[str, str]) -> tuple[Node, int | None]:
        answer = self._good(self._get(f"{what}.{suffix}", parameters))
        with self._reading():
            node = read_body(answer.body)
        if not self._format_proven:
            self._format, self._format_proven = suffix, True
        return node, answer.server_ms

    def _get(self, path: str, parameters: Mapping[str, str]) -> _Answer:
        """Send one question and read its answer, whatever its status.

        Raises:
            Failure: If there is no answer, or it is too large.
        """
        url = f"{self.address.base}/{path}" if path else self.address.base
        asked = requests.Request("GET", url, params=[*self.address.parameters, *parameters.items()])
        headers = {"User-Agent": "commandcenter (Open311 client, read-only)", "Accept-Encoding": "gzip, deflate"}
        with self._asking():
            prepared = self._session.prepare_request(asked)
            prepared.headers.update(headers)
            remembered = self._remembered.get(prepared.url or "")
            if remembered is not None:
                prepared.headers["If-None-Match"] = remembered[0]
            settings: Any = self._session.merge_environment_settings(prepared.url, {}, True, None, None)
            response = self._session.send(prepared, timeout=(CONNECT_S, self._answer_s), **settings)
            with contextlib.closing(response):
                server_ms = _clock_of(response)
                if response.status_code == 304 and remembered is not None:
                    return _Answer(200, remembered[1], server_ms)
                _check_busy(response, self.address.base)
                limit = self._largest_bytes if response.status_code == 200 else _LARGEST_ERROR_BYTES
                body = self._read(response, limit)
        etag = response.headers.get("ETag")
        if response.status_code == 200 and etag:
            self._remember(prepared.url or "", etag, body)
        return _Answer(response.status_code, body, server_ms)

    def _read(self, response: requests.Response, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        until_s = time.monotonic() + self._whole_answer_s
        # One read of the socket at a time: a server that sends a byte now and then would never fill a larger part.
        while part := response.raw.read1(_READ_BYTES, decode_content=True):
            if time.monotonic() > until_s:
                raise AnswerTooSlow(url=self.address.base, limit_s=round(self._whole_answer_s))
            size += len(part)
            if size > limit:
                if response.status_code != 200:
                    break
                raise AnswerTooLarge(url=self.address.base, limit_mb=limit // (1024 * 1024))
            parts.append(part)
        return b"".join(parts)

    def _remember(self, url: str, etag: str, body: bytes) -> None:
        self._remembered.pop(url, None)
        if len(body) <= _REMEMBERED_BYTES:
            self._remembered[url] = (etag, body)
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)

    def _good(self, answer: _Answer) -> _Answer:
        """Return the answer if it is one.

        Raises:
            Failure: What its status means otherwise.
        """
        if answer.status in (200, 201):
            return answer
        said = _said(answer.body)
        kind = QuestionRefused if 400 <= answer.status < 500 else SourceError
        raise kind(url=self.address.base, status=answer.status, said=f": {said}" if said else "")

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn what the libraries raise into this source's failures."""
        base = self.address.base
        try:
            if self._closed:
                raise Closed(url=base)
            with foreign_failures(base, self._answer_s):
                yield
        except StoreTimeout as error:
            raise SourceTimeout(**error.params) from error
        except (StoreUnreachable, CertificateRefused) as error:
            if self._closed:
                raise Closed(url=base) from error
            if isinstance(error, CertificateRefused):
                raise
            raise SourceUnreachable(**error.params) from error
        except AddressUnusable as error:
            raise SourceAddressUnusable(text=f"{self.address.kind}:{base}") from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except UnreadableError as error:
            raise AnswerUnreadable(url=self.address.base, reason=str(error)) from error


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Sign nothing: without this a ``.netrc`` entry would be sent along."""
    return request


def parameters_of(question: Question) -> dict[str, str]:
    """Return a question as the standard's parameters; instants in UTC, bounds rounded outwards to whole seconds."""
    found: dict[str, str] = {}
    if question.since_ms is not None:
        found["start_date"] = _date(question.since_ms // 1000)
    if question.until_ms is not None:
        found["end_date"] = _date(-(-question.until_ms // 1000))
    if question.updated_after_ms is not None:
        found["updated_after"] = _date(question.updated_after_ms // 1000)
    if question.page is not None:
        found |= {"page": str(question.page), "page_size": str(STANDARD_CAP)}
    return found


def retry_after_s(value: str | None, now_s: float) -> float:
    """Return how long a ``Retry-After`` asks to wait, seconds or date; 0 where it says nothing of use.

    At most a day: a mistaken date may lie thousands of years ahead.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(LONGEST_WAIT_S, float(text[:9]))
    at = _http_date_s(text)
    return 0.0 if at is None else min(LONGEST_WAIT_S, max(0.0, at - now_s))


def _check_busy(response: requests.Response, url: str) -> None:
    if response.status_code == 429 or (response.status_code == 503 and "Retry-After" in response.headers):
        wait_s = retry_after_s(response.headers.get("Retry-After"), time.time())
        raise SourceBusy(url=url, status=response.status_code, wait_s=round(wait_s))


def _clock_of(response: requests.Response) -> int | None:
    at = _http_date_s(response.headers.get("Date", ""))
    return None if at is None else round(at * 1000)


def _http_date_s(text: str) -> float | None:
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _date(seconds: int) -> str:
    return from_ms(seconds * 1000).strftime("%Y-%m-%dT%H:%M:%SZ")


def _says_missing(body: bytes) -> bool:
    """Return whether a 404 is said in the standard's words, by a server that knows such questions."""
    try:
        errors = read_errors(read_body(body))
    except UnreadableError:
        return False
    return any(error.code in (404, 410) for error in errors)


def _said(body: bytes) -> str:
    """Return what an answer says of itself; of a page for people, nothing."""
    try:
        errors = read_errors(read_body(body))
    except (UnreadableError, Failure):
        return ""
    return "; ".join(error.description for error in errors)[:_SAID_CHARS].rstrip(".")
