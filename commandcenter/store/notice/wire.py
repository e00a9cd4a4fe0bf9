"""Sending to addresses that strangers gave: never into the store's own network, never further or longer than asked.

Owns the one check there is. It looks at the address that the connection really has, after it is made and before a byte
is sent, so a name that points elsewhere at its second look-up gains nothing. Owns too that a try ends: a receiver that
sends its answer a byte at a time is never silent, and would hold up everybody else's messages.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
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
"""How long a receiver may take to connect, and to say the next word."""

TRY_S = 30.0
"""How long a try may take altogether."""


class PrivateAddress(Exception):  # noqa: N818 - it is an answer, not a fault
    """A name that leads into the store's own network."""


class _Lines:
    """The connections of one session, each by a handle of its own: TLS takes the plain socket away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handles: list[socket.socket] = []
        self.cut = False

    def add(self, sock: socket.socket) -> None:
        with self._lock:
            self._handles.append(sock.dup())
        if self.cut:
            self.cut_off()

    def cut_off(self) -> None:
        """End all of them, and all to come, from any thread: whoever waits in one fails at once."""
        self.cut = True
        with self._lock:
            for handle in self._handles:
                with suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()


class OutgoingSession(requests.Session):
    """What messages are sent with; one thread at a time."""

    def __init__(self, *, allow_private: bool) -> None:
        """Connect to nobody yet; ``allow_private`` lets addresses of the store's own network through."""
        super().__init__()
        self.lines = _Lines()
        # A proxy of the machine would be the peer, and would fetch from its own network what is refused here.
        self.trust_env = False
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(self.lines, allow_private=allow_private))


class _Adapter(HTTPAdapter):
    def __init__(self, lines: _Lines, *, allow_private: bool) -> None:
        self._pool_classes = _pool_classes(lines, allow_private=allow_private)
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = self._pool_classes


def _pool_classes(lines: _Lines, *, allow_private: bool) -> dict[str, type[HTTPConnectionPool]]:
    def taken(sock: socket.socket) -> socket.socket:
        sock = sock if allow_private else _checked(sock)
        lines.add(sock)
        return sock

    class Peer(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return taken(super()._new_conn())

    class TlsPeer(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return taken(super()._new_conn())

    class Pool(HTTPConnectionPool):
        ConnectionCls = Peer

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = TlsPeer

    return {"http": Pool, "https": TlsPool}


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


def post(session: OutgoingSession, url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send and return the status; the answer's body is not read, and nobody is followed elsewhere.

    Raises:
        PrivateAddress: If the name leads into the store's own network.
        requests.RequestException: If nobody answers, or not within ``TRY_S``.
    """
    with (
        _ending(session.lines),
        session.post(
            url, data=body, headers=dict(headers), timeout=TIMEOUT_S, allow_redirects=False, stream=True
        ) as answer,
    ):
        return answer.status_code


@contextmanager
def _ending(lines: _Lines) -> Iterator[None]:
    """Cut a try off that takes too long."""
    timer = threading.Timer(TRY_S, lines.cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    except requests.RequestException as error:
        if lines.cut:
            raise requests.Timeout from error
        raise
    else:
        # Cut off between two headers, it looks like an answer that has ended.
        if lines.cut:
            raise requests.Timeout
    finally:
        timer.cancel()
        lines.forget()


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
