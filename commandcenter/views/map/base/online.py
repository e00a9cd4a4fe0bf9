"""A server of tiles on the network, as somebody set it up: an XYZ template or a WMS.

Owns what such a setting may say, and its origin: what the page may then reach besides the application.
Owns discretion, too: an address may hold a key, so nothing behind the origin is ever written down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urlsplit

from commandcenter.models.failure import Failure

_WMS = "wms:"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_LOOPBACK = ("127.0.0.1", "localhost")


class OnlineSourceUnusable(Failure):
    """The setting is no address of tiles that can be used."""

    code = "online_source_unusable"
    template = (
        "The address of the online map can't be used ({reason}). Write it as "
        "https://HOST/…/{{z}}/{{x}}/{{y}}.png, or as wms:https://HOST/…?LAYERS=…"
    )


class AttributionMissing(Failure):
    """An online source without the name of whose map it is."""

    code = "attribution_missing"
    template = (
        "The online base map has no attribution. Say whose map it is, in the words that its licence asks for "
        "(COMMANDCENTER_TILE_ATTRIBUTION)."
    )


@dataclass(frozen=True, slots=True)
class OnlineSource:
    """A configured server.

    Attributes:
        kind: How it is asked.
        address: Template with ``{z}``, ``{x}``, ``{y}`` or ``{-y}``, or the WMS address; the key is in it already.
        origin: Scheme, host and port: ``https://tiles.example.org``.
        attribution: Whose map it is; plain text.
        max_zoom: Nearest zoom that it has tiles of.
    """

    kind: Literal["xyz", "wms"]
    address: str = field(repr=False)
    origin: str
    attribution: str
    max_zoom: int


def online_source(address: str, attribution: str, key: str = "", max_zoom: int = 19) -> OnlineSource:
    """Return the source that a setting describes.

    Args:
        address: As configured: a template, or ``wms:`` and an address with at least ``LAYERS``. ``{key}`` stands for
            the key.
        attribution: Whose map it is.
        key: Secret of the server's customer; empty for none.
        max_zoom: Nearest zoom that it has tiles of.

    Raises:
        OnlineSourceUnusable: If the address is none that can be used.
        AttributionMissing: If nobody is named.
    """
    is_wms = address.startswith(_WMS)
    plain = address.removeprefix(_WMS)
    origin = tile_origin(address)
    if is_wms and "layers=" not in urlsplit(plain).query.lower():
        raise OnlineSourceUnusable(reason="LAYERS=")
    if not is_wms and not ("{z}" in plain and "{x}" in plain and ("{y}" in plain or "{-y}" in plain)):
        raise OnlineSourceUnusable(reason="{z}, {x}, {y}")
    if "{key}" in plain and not key:
        raise OnlineSourceUnusable(reason="COMMANDCENTER_TILE_KEY")
    if not attribution.strip():
        raise AttributionMissing
    return OnlineSource(
        "wms" if is_wms else "xyz",
        plain.replace("{key}", quote(key, safe="")),
        origin,
        " ".join(attribution.split()),
        max_zoom,
    )


def tile_origin(address: str) -> str:
    """Return scheme, host and port of a setting's address.

    Raises:
        OnlineSourceUnusable: If pictures of it could not be shown.
    """
    try:
        parts = urlsplit(address.removeprefix(_WMS))
        port = parts.port
    except ValueError as error:
        raise OnlineSourceUnusable(reason="https://HOST/") from error
    host = parts.hostname or ""
    # Characters that mean something in a content policy can't be in a host; user names would be sent along.
    if _HOST.fullmatch(host) is None or "@" in parts.netloc:
        raise OnlineSourceUnusable(reason="HOST")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        # A page of a secure origin is shown no picture that came over an open line.
        raise OnlineSourceUnusable(reason="https:")
    return f"{parts.scheme}://{host}" + ("" if port is None else f":{port}")


def discreet(text: str) -> str:
    """Return a text for the log: of addresses on the network only the origin is left, for behind it may stand a key."""
    return re.sub(r"\b(https?://[^/\s'\"?#)]+)[^\s'\")]*", r"\1/…", text)
