"""Nothing is sent into the store's own network, whatever address a stranger gives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import requests

from commandcenter.store.notice.failure import AddressRefused
from commandcenter.store.notice.wire import OutgoingSession, PrivateAddress, check_address, post
from tests.fixture.receiver import Receiver, receiver

__all__ = ["receiver"]

INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fd00::1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "2130706433",
    "localhost",
]


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_of_the_stores_own_network_is_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(f"https://{host}/hook", allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@example.com/",
        "https://[::1/",
        "https://example.com:99999/",
        "",
    ],
)
def test_an_address_that_is_no_public_https_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(url, allow_private=False)


def test_a_public_address_passes() -> None:
    check_address("https://93.184.216.34/hook", allow_private=False)
    check_address("https://[2606:2800:220:1:248:1893:25c8:1946]/hook", allow_private=False)


def test_tests_may_use_loopback(receiver: Receiver) -> None:
    check_address(receiver.url, allow_private=True)
    with OutgoingSession(allow_private=True) as session:
        assert post(session, receiver.url, b"x", {}) == 201


def test_a_name_that_points_inside_at_its_second_look_up_gains_nothing(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is public when it is checked, and loopback when it is written to."""
    port = receiver.url.rpartition(":")[2]
    answers = ["93.184.216.34", "127.0.0.1"]

    def look_up(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), int(port)))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    check_address(f"https://changing.example:{port}/", allow_private=False)
    with OutgoingSession(allow_private=False) as session, pytest.raises(PrivateAddress):
        post(session, f"http://changing.example:{port}/", b"x", {})
    assert receiver.received == []


def test_a_proxy_of_the_machine_is_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with OutgoingSession(allow_private=True) as session:
        assert post(session, receiver.url, b"x", {}) == 201


@contextmanager
def dripping(first: bytes) -> Iterator[int]:
    """Give the port of a server that begins its answer with some bytes and then sends one after the other."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(65_536)
                connection.sendall(first)
                for _ in range(100):
                    if ended.wait(0.05):
                        return
                    connection.sendall(b"X")
                connection.sendall(b": x\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        ended.set()
        thread.join(10)


@pytest.mark.parametrize(
    ("scheme", "first"),
    [("http", b"HTTP/1.1 200 OK\r\n"), ("https", b"\x16\x03\x03\x3f\xff")],
    ids=["answer", "TLS handshake"],
)
def test_a_receiver_that_sends_a_byte_at_a_time_is_cut_off(
    scheme: str, first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never silent for long: without an end, one such address would hold up everybody's messages."""
    monkeypatch.setattr("commandcenter.store.notice.wire.TRY_S", 0.3)
    with dripping(first) as port, OutgoingSession(allow_private=True) as session, pytest.raises(requests.Timeout):
        post(session, f"{scheme}://127.0.0.1:{port}/", b"x", {})
