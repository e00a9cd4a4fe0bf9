"""Sending to addresses that strangers gave: never into the store's own network, never further than asked.

Owns the one check there is. It looks at the address that the connection really has, after it is made and before a byte
is sent, so a name that points elsewhere at its second look-up gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from commandcenter.store.notice.failure import AddressRefused

_TRANSLATED = tuple(
    ipaddress.IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)
"""Networks whose addresses hold an IPv4 address inside, which a gateway may take them to."""

TIMEOUT_S = 10.0
"""How long a receiver may take to connect, and to begin its answer."""


class PrivateAddress(Exception):  # noqa: N818 - it is an answer, not a fault
    """A name that leads into the store's own network."""


class _PublicPeer(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PublicTlsPeer(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _PublicPeer


class _PublicTlsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicTlsPeer


class _PublicOnly(HTTPAdapter):
    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PublicPool, "https": _PublicTlsPool}


def check_address(url: str, *, allow_private: bool) -> None:
    """Say nothing if an address may be written to: https, a host, no sign-in, not of the store's own network.

    Blocks while the name is looked up; one that is unknown at the moment passes, and is looked at again when sending.

    Args:
        url: The address.
        allow_private: Let http and addresses of the store's own network through, as tests need it.

    Raises:
        AddressRefused: If not.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(what="it can't be read") from error
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise AddressRefused(what="it is not https")
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise AddressRefused(what="it names no host, or holds a password")
    if allow_private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    if not all(_is_public(str(entry[4][0])) for entry in found):
        raise AddressRefused(what="it lies in the store's own network")


def outgoing_session(*, allow_private: bool) -> requests.Session:
    """Return what messages are sent with; one thread at a time."""
    session = requests.Session()
    # A proxy of the machine would be the peer, and would fetch from its own network what is refused here.
    session.trust_env = False
    if not allow_private:
        session.mount("http://", _PublicOnly())
        session.mount("https://", _PublicOnly())
    return session


def post(session: requests.Session, url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send and return the status; the answer's body is not read, and nobody is followed elsewhere.

    Raises:
        PrivateAddress: If the name leads into the store's own network.
        requests.RequestException: If nobody answers.
    """
    with session.post(
        url, data=body, headers=dict(headers), timeout=TIMEOUT_S, allow_redirects=False, stream=True
    ) as answer:
        return answer.status_code


def _checked(sock: socket.socket) -> socket.socket:
    try:
        peer = str(sock.getpeername()[0])
    except OSError:
        sock.close()
        raise
    if not _is_public(peer):
        sock.close()
        raise PrivateAddress
    return sock


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.version == 6 and any(address in network for network in _TRANSLATED):
        return False
    return address.is_global and not address.is_multicast
