"""Requests: a number for each, one line in the log, and one more in the figures.

The client's ``X-Request-Id`` is taken over where it is a plain word, so that one act can be followed from the desktop
to here. A line holds method, path, status and duration: no query, no address, no key, no body.
"""

from __future__ import annotations

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commandcenter.store.service.metric import OTHER, Metrics

REQUEST_HEADER = "X-Request-Id"

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")

_log = logging.getLogger("commandcenter.store.request")


class RequestLog:
    """ASGI middleware; works with streams, since it never touches bodies."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Wrap an application."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Number the request, pass it on, and log how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_HEADER, "")
        number = given if _PLAIN.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = number
        status = 0
        streamed = False
        begun = time.perf_counter()

        async def send_numbered(message: Message) -> None:
            nonlocal status, streamed
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[REQUEST_HEADER] = number
                streamed = headers.get("Content-Type", "").startswith("text/event-stream")
            await send(message)

        try:
            await self._app(scope, receive, send_numbered)
        except Exception:
            # The answer to a fault is sent outside of here, behind this line.
            status = status or 500
            raise
        finally:
            took_s = time.perf_counter() - begun
            self._metrics.request_ended(_route(scope), scope["method"], status, took_s, streamed=streamed)
            # Line ends too: a path may hold any character, and must not begin a line of its own.
            path = scope["path"].encode("unicode_escape").decode("ascii")
            _log.info("%s %s %s %d %.0f ms", number, scope["method"], path[:200], status, took_s * 1000)


def _route(scope: Scope) -> str:
    """Return the pattern that the request's path fits; the path itself may hold anything."""
    pattern = getattr(scope.get("route"), "path", None)
    return pattern if isinstance(pattern, str) else OTHER
