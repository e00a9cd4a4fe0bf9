"""Bodies that hold a secret: short, and taken only where nobody on the way could read them."""

from __future__ import annotations

import ipaddress
from typing import Any

from starlette.requests import Request

from commandcenter.store.account_failure import InsecureChannel
from commandcenter.store.failure import FieldMissing
from commandcenter.store.service.access import json_of
from commandcenter.store.service.throttle import address_of

MAX_SECRET_BYTES = 16 * 1024
"""Longest body of these routes: an ID token is some kilobytes, a password is not."""


async def secret_body(request: Request) -> dict[str, Any]:
    """Return a body that holds a secret; it must have come where nobody on the way could read it.

    Raises:
        InsecureChannel: If it came over plain HTTP from another machine.
    """
    if request.url.scheme != "https" and not _is_loopback(address_of(request)):
        raise InsecureChannel
    return await json_of(request, MAX_SECRET_BYTES)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def secret_of(body: dict[str, Any], name: str) -> str:
    """Return a text exactly as it came: blanks may belong to a password.

    Raises:
        FieldMissing: If it is absent or empty.
    """
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise FieldMissing(field=name)
    return value
