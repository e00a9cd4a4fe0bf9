"""Serving an application: one socket, and an orderly end in which streams are told to finish first."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from commandcenter.store.certificate import Certificate

GRACE_S = 5
"""How long connections that do not end are waited for, in seconds."""


class StoreServer(uvicorn.Server):
    """A server whose streams end when it is told to stop. ``should_exit = True`` tells it, from any thread."""

    def __init__(self, app: FastAPI, certificate: Certificate | None = None) -> None:
        """Prepare; ``run(sockets=[…])`` serves until told to stop.

        Args:
            app: What is served.
            certificate: With which it speaks HTTPS; None: it speaks plain HTTP.
        """
        proxies = app.state.service.store.settings.proxies
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
            lifespan="on",
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies or None,
            ssl_certfile=None if certificate is None else certificate.certificate,
            ssl_keyfile=None if certificate is None else certificate.key,
        )
        super().__init__(config)
        self._service = app.state.service
        app.state.hang_up = self._hang_up

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ring the bell for the last time, then end as usual."""
        self._service.bell.close()
        await super().shutdown(sockets)

    def _hang_up(self, client: tuple[str, int]) -> None:
        """Cut a connection off without waiting for what was not read yet; on the server's own thread."""
        for connection in self.server_state.connections:
            transport = getattr(connection, "transport", None)
            if transport is not None and getattr(connection, "client", None) == client:
                transport.abort()


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens already, so that its address is known and clients may connect.

    Args:
        host: Address or name to listen on.
        port: 0 for any free one.

    Raises:
        OSError: If the address is taken or does not exist.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(2048)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock


def url_of(sock: socket.socket, scheme: str = "http") -> str:
    """Return the address of a listening socket."""
    host, port = sock.getsockname()[:2]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
