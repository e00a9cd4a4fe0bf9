"""From the store's HTTP answers, and from what goes wrong underneath, to failures.

The one place that knows status codes and the exceptions of ``requests`` and ``urllib3``.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import urllib3

from commandcenter.models.failure import Failure
from commandcenter.models.intent import Intent, IntentResult, IntentStatus
from commandcenter.protocol.feed import BadMessage
from commandcenter.protocol.position import BadPosition
from commandcenter.sync.failure import (
    AddressUnusable,
    CertificateRefused,
    NotAllowed,
    NotAStore,
    SnapshotNeeded,
    StoreError,
    StoreTimeout,
    StoreUnreachable,
    TokenExpired,
    TokenMissing,
    TokenRevoked,
    TokenUnknown,
)

_TOKEN_FAILURES: Mapping[object, type[Failure]] = {
    failure.code: failure for failure in (TokenMissing, TokenUnknown, TokenRevoked, TokenExpired)
}
_FINAL_FOR_INTENTS = frozenset({400, 403, 409, 413, 422})
"""Statuses that no repetition of the same intent can change: the act is refused, so that it does not hold up the
acts behind it for ever."""

_ERROR_BODY_BYTES = 64 * 1024
_SAID_CHARS = 200


@contextmanager
def foreign_failures(url: str, read_timeout_s: float) -> Iterator[None]:
    """Turn whatever ``requests`` and ``urllib3`` raise in the block into failures.

    Args:
        url: The store's address, for the sentence.
        read_timeout_s: How long a read waits, for the sentence.
    """
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise CertificateRefused(url=url, reason=_root_of(error)) from error
    except (
        requests.exceptions.InvalidURL,
        requests.exceptions.InvalidSchema,
        requests.exceptions.MissingSchema,
    ) as error:
        raise AddressUnusable(url=url) from error
    except (requests.exceptions.ReadTimeout, urllib3.exceptions.ReadTimeoutError) as error:
        raise StoreTimeout(url=url, waited_s=round(read_timeout_s)) from error
    except (
        requests.exceptions.RequestException,
        urllib3.exceptions.HTTPError,
        OSError,
        AttributeError,
        # An address in a redirection that is none.
        ValueError,
    ) as error:
        if isinstance(error, AttributeError) and not _is_closed_read(error):
            raise
        if isinstance(error.__cause__ or error.__context__, TimeoutError):
            raise StoreTimeout(url=url, waited_s=round(read_timeout_s)) from error
        raise StoreUnreachable(url=url, reason=_root_of(error)) from error


def checked(response: requests.Response, url: str) -> requests.Response:
    """Return the response if the store answered as asked.

    Raises:
        Failure: What the status means otherwise.
    """
    if response.status_code == 200:
        return response
    raise failure_of(response.status_code, error_body(response), url)


def failure_of(status: int, body: Mapping[str, Any], url: str) -> Failure:
    """Return what an answer other than 200 means."""
    code = body.get("code")
    if status == 401:
        return _TOKEN_FAILURES.get(code, TokenUnknown)(url=url)
    if status == 403:
        return NotAllowed(url=url, what=_said(body) or "HTTP 403")
    if status == 410 and code == SnapshotNeeded.code:
        return SnapshotNeeded(url=url)
    if status == 400 and code in (BadMessage.code, BadPosition.code):
        return BadMessage(what=_said(body) or str(code))
    if status == 429 or status >= 500 or code is not None:
        said = _said(body)
        return StoreError(url=url, status=status, said=f": {said}" if said else "")
    return NotAStore(url=url, status=status)


def refusal_of(intent: Intent, status: int, body: Mapping[str, Any]) -> IntentResult | None:
    """Return the refusal that an answer other than 200 to an intent means; None: it can be sent again later."""
    code = body.get("code")
    if status not in _FINAL_FOR_INTENTS or not isinstance(code, str):
        return None
    sentence = body.get("sentence")
    texts = sentence if isinstance(sentence, Mapping) else {}
    return IntentResult(
        intent_id=intent.intent_id,
        status=IntentStatus.REFUSED,
        subject=intent.subject,
        code=code,
        sentence={str(language): str(text) for language, text in texts.items()},
    )


def error_body(response: requests.Response) -> Mapping[str, Any]:
    """Return the failure an answer carries, or an empty mapping; never reads more than a bounded part."""
    raw = response.raw.read(_ERROR_BODY_BYTES, decode_content=True)
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def json_body(raw: bytes) -> Mapping[str, Any]:
    """Read a JSON object.

    Raises:
        BadMessage: If it is none.
    """
    try:
        body = json.loads(raw, object_hook=_let_others_on)
    except ValueError as error:
        raise BadMessage(what=f"no JSON: {error}") from error
    if not isinstance(body, dict):
        raise BadMessage(what="no JSON object")
    return body


def _let_others_on(read: dict[str, Any]) -> dict[str, Any]:
    # Read in one piece, a page of changes keeps the interpreter from the interface for 20 ms; a call lets it have it.
    return read


def _said(body: Mapping[str, Any]) -> str:
    sentence = body.get("sentence")
    text = sentence.get("en") if isinstance(sentence, Mapping) else None
    return text[:_SAID_CHARS].rstrip(".") if isinstance(text, str) else ""


def _is_closed_read(error: AttributeError) -> bool:
    # ``http.client`` drops its file when the socket is shut under a read, and then asks None for the next bytes.
    return error.obj is None


def _root_of(error: BaseException) -> str:
    """Return the innermost cause in the system's words: the outer ones repeat addresses and object names."""
    seen: set[int] = set()
    while id(error) not in seen:
        seen.add(id(error))
        inner = getattr(error, "reason", None)
        following = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
        if following is None:
            break
        error = following
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
