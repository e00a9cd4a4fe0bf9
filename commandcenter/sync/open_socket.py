"""Connections that another thread can end.

A thread that waits in a read can't be told anything; shutting its socket down makes the read return at once. The
sockets of ``requests`` lie two layers down, and before the first byte of an answer nothing that ``requests`` hands
out leads to them. So the connection classes here note their socket when they connect.
"""

from __future__ import annotations

import socket
import threading
import weakref
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import ProxyManager


class OpenSockets:
    """The sockets of one client. Any thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._shut = False

    def add(self, opened: socket.socket) -> None:
        """Take note of a socket; after ``shut`` it is shut down at once."""
        with self._lock:
            self._sockets.add(opened)
            if self._shut:
                _shut_down(opened)

    def shut(self) -> None:
        """Shut down every socket, and every later one: whoever reads or writes there fails at once."""
        with self._lock:
            self._shut = True
            for opened in self._sockets:
                _shut_down(opened)


def _shut_down(opened: socket.socket) -> None:
    try:
        # The plain socket's own method: an SSLSocket's would drop the TLS state under the thread that reads.
        socket.socket.shutdown(opened, socket.SHUT_RDWR)
    except OSError:
        # It was closed or never connected: then nobody waits in it.
        return


class NotingAdapter(HTTPAdapter):
    """An adapter of ``requests`` whose connections note their sockets."""

    def __init__(self, sockets: OpenSockets) -> None:
        """Note sockets in ``sockets``; nothing is retried here, the engine decides about that."""
        self._noted = sockets
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools with connection classes that note their sockets."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._noted)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Return the manager for a proxy, with the same connection classes.

        A SOCKS proxy keeps its own: there, a wait ends by its timeout only.
        """
        manager = super().proxy_manager_for(*args, **kwargs)
        if type(manager) is ProxyManager:
            manager.pool_classes_by_scheme = self.poolmanager.pool_classes_by_scheme
        return manager


def _pool_classes(sockets: OpenSockets) -> dict[str, type[HTTPConnectionPool]]:
    class NotingConnection(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self.sock)

    class NotingSecureConnection(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self.sock)

    class NotingPool(HTTPConnectionPool):
        ConnectionCls = NotingConnection

    class NotingSecurePool(HTTPSConnectionPool):
        ConnectionCls = NotingSecureConnection

    return {"http": NotingPool, "https": NotingSecurePool}
