"""Requests: a number for each, and one line in the log.

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

REQUEST_HEADER = "X-Request-Id"

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")

_log = logging.getLogger("commandcenter.store.request")


class RequestLog:
    """ASGI middleware; works with streams, since it never touches bodies."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Number the request, pass it on, and log how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_HEADER, "")
        number = given if _PLAIN.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = number
        status = 0
        begun = time.perf_counter()

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_HEADER] = number
            await send(message)

        try:
            await self._app(scope, receive, send_numbered)
        except Exception:
            # The answer to a fault is sent outside of here, behind this line.
            status = status or 500
            raise
        finally:
            took_ms = (time.perf_counter() - begun) * 1000
            # Line ends too: a path may hold any character, and must not begin a line of its own.
            path = scope["path"].encode("unicode_escape").decode("ascii")
            _log.info("%s %s %s %d %.0f ms", number, scope["method"], path[:200], status, took_ms)
