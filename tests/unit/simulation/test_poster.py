"""What the simulator's way to a store makes of answers that a store does not give."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from commandcenter.protocol.position import parse_position
from commandcenter.simulation.poster import StorePoster, StoreSilent


class _CutOff(BaseHTTPRequestHandler):
    """Promises more than it sends."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"\x00\x00")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


class _Page(_CutOff):
    """A page for people, as a proxy sends it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"<html>")


@pytest.fixture
def poster(request: pytest.FixtureRequest) -> Iterator[StorePoster]:
    with HTTPServer(("127.0.0.1", 0), request.param) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with closing(StorePoster(f"http://127.0.0.1:{server.server_address[1]}", "token")) as poster:
                yield poster
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("poster", "ask"),
    [
        pytest.param(_CutOff, lambda poster: poster.snapshot(), id="a snapshot that is cut off"),
        pytest.param(_Page, lambda poster: poster.changes(parse_position("e.5")), id="a page for people"),
    ],
    indirect=["poster"],
)
def test_what_is_no_answer_of_a_store_is_a_silence_to_be_tried_again(
    poster: StorePoster, ask: Callable[[StorePoster], object]
) -> None:
    with pytest.raises(StoreSilent) as caught:
        ask(poster)
    assert caught.value.retryable
