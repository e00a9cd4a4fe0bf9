"""The transport against a small HTTP server on loopback that answers what each test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from commandcenter.models.failure import Failure
from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.record import Entity
from commandcenter.protocol.act import result_to_json
from commandcenter.protocol.bulk import SnapshotBegin, SnapshotEnd, encode_begin, encode_end, encode_rows
from commandcenter.protocol.feed import FeedPage, Heartbeat, heartbeat_to_json, page_to_json
from commandcenter.protocol.position import Position
from commandcenter.sync.failure import AddressUnusable
from commandcenter.sync.transport import StoreTransport, Timeouts

AT = Position("e", 5)
PAGE = FeedPage(AT, Position("e", 6), Position("e", 6), 7, ())
BEAT = Heartbeat(Position("e", 6), 7)
ACT = Intent(new_intent_id(), IntentKind.TAKE_ON, ReportId(3), 1, datetime(2026, 1, 1, tzinfo=UTC))
PATIENCE_S = 10.0

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Answers every request with ``answer``; remembers the headers and the bodies."""

    def __init__(self) -> None:
        self.answer: Answer = lambda handler: send(handler, 500, b"")
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.asked = threading.Event()
        self.released = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.headers.append(dict(self.headers))
                outer.paths.append(self.path)
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.asked.set()
                outer.answer(self)

            do_POST = do_GET  # noqa: N815 - the name the base class looks for

            def log_message(self, *_: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, length: int | None = None) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)
    if length is not None:
        handler.close_connection = True


def refuse(status: int, code: str) -> Answer:
    body = json.dumps({"code": code, "sentence": {"id": "Tidak.", "en": "No."}}).encode()
    return lambda handler: send(handler, status, body)


def event(name: str, data: object) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def chunk(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()


def open_stream(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def transport(server: Server) -> Iterator[StoreTransport]:
    made = StoreTransport(server.url, lambda: "secret-token", Timeouts(2.0, 0.5, 0.5, 0.5))
    yield made
    made.close()


def failure_code(call: Callable[[], object]) -> str:
    with pytest.raises(Failure) as caught:
        call()
    assert str(caught.value)
    assert "secret-token" not in str(caught.value)
    return caught.value.code


def test_a_page_is_asked_for_with_the_token_and_the_position(server: Server, transport: StoreTransport) -> None:
    server.answer = lambda handler: send(handler, 200, json.dumps(page_to_json(PAGE)).encode())
    assert transport.fetch(AT) == PAGE
    assert server.paths == ["/v1/changes?after=e.5"]
    assert server.headers[0]["Authorization"] == "Bearer secret-token"


def test_a_netrc_entry_does_not_replace_the_token(
    server: Server, transport: StoreTransport, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.answer = lambda handler: send(handler, 200, json.dumps(page_to_json(PAGE)).encode())
    transport.fetch(AT)
    assert server.headers[0]["Authorization"] == "Bearer secret-token"


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "token_missing", "token_missing"),
        (401, "token_unknown", "token_unknown"),
        (401, "token_revoked", "token_revoked"),
        (401, "odd", "token_unknown"),
        (403, "not_allowed", "not_allowed"),
        (410, "snapshot_needed", "snapshot_needed"),
        (400, "bad_position", "bad_message"),
        (500, "store_fault", "store_error"),
        (503, "store_unavailable", "store_error"),
    ],
)
def test_what_the_store_says_becomes_a_failure(
    server: Server, transport: StoreTransport, status: int, code: str, expected: str
) -> None:
    server.answer = refuse(status, code)
    assert failure_code(lambda: transport.fetch(AT)) == expected
    assert failure_code(lambda: transport.stream(AT)) == expected
    with pytest.raises(Failure) as caught, transport.snapshot():
        pass
    assert caught.value.code == expected


@pytest.mark.parametrize("status", [200, 302, 404, 502])
def test_a_page_of_something_else_is_no_store(server: Server, transport: StoreTransport, status: int) -> None:
    server.answer = lambda handler: send(handler, status, b"<html>Selamat datang</html>")
    expected = {200: "bad_message", 502: "store_error"}.get(status, "not_a_store")
    assert failure_code(lambda: transport.fetch(AT)) == expected


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"after": 7}', b"\xff\xfe", b'{"after":"x","through":"y"}'])
def test_garbage_is_a_bad_message(server: Server, transport: StoreTransport, body: bytes) -> None:
    server.answer = lambda handler: send(handler, 200, body)
    assert failure_code(lambda: transport.fetch(AT)) in ("bad_message", "bad_position")
    assert failure_code(lambda: transport.send(ACT)) == "bad_message"


def test_an_answer_that_breaks_off_is_no_answer(server: Server, transport: StoreTransport) -> None:
    body = json.dumps(page_to_json(PAGE)).encode()
    server.answer = lambda handler: send(handler, 200, body[:20], length=len(body))
    assert failure_code(lambda: transport.fetch(AT)) == "store_unreachable"


def test_a_store_that_says_nothing_is_a_timeout(server: Server, transport: StoreTransport) -> None:
    def answer(_: BaseHTTPRequestHandler) -> None:
        server.released.wait(PATIENCE_S)

    server.answer = answer
    assert failure_code(lambda: transport.fetch(AT)) == "store_timeout"


def test_a_store_that_is_not_there_is_unreachable(server: Server, transport: StoreTransport) -> None:
    server.close()
    assert failure_code(lambda: transport.fetch(AT)) == "store_unreachable"


@pytest.mark.parametrize("url", ["store.example.org", "ftp://store", "http://", "", "https:///v1"])
def test_an_address_that_is_none_is_told_before_anything_is_asked(url: str) -> None:
    with pytest.raises(AddressUnusable, match="--store"):
        StoreTransport(url, lambda: "")


def test_an_act_gets_its_result(server: Server, transport: StoreTransport) -> None:
    result = IntentResult(ACT.intent_id, IntentStatus.APPLIED, ACT.subject, version=2)
    server.answer = lambda handler: send(handler, 200, json.dumps(result_to_json(result)).encode())
    assert transport.send(ACT) == result


def test_an_answer_to_another_act_is_not_taken_for_ones_own(server: Server, transport: StoreTransport) -> None:
    result = IntentResult(new_intent_id(), IntentStatus.APPLIED)
    server.answer = lambda handler: send(handler, 200, json.dumps(result_to_json(result)).encode())
    assert failure_code(lambda: transport.send(ACT)) == "bad_message"


@pytest.mark.parametrize(("status", "code"), [(403, "not_allowed"), (400, "bad_message"), (413, "body_too_large")])
def test_an_act_that_can_never_be_taken_is_refused_and_does_not_hold_up_the_next(
    server: Server, transport: StoreTransport, status: int, code: str
) -> None:
    server.answer = refuse(status, code)
    result = transport.send(ACT)
    assert (result.intent_id, result.status, result.code) == (ACT.intent_id, IntentStatus.REFUSED, code)
    assert result.sentence == {"id": "Tidak.", "en": "No."}


@pytest.mark.parametrize(("status", "code"), [(401, "token_revoked"), (500, "store_fault"), (503, "x")])
def test_an_act_that_may_be_taken_later_is_not_answered(
    server: Server, transport: StoreTransport, status: int, code: str
) -> None:
    server.answer = refuse(status, code)
    assert failure_code(lambda: transport.send(ACT)) in ("token_revoked", "store_error")


CATEGORY_ROW = ("flood", "Banjir", "Flood", "", 1, 2, "by_rule", True, "flood", True, 1)
SNAPSHOT = [
    encode_begin(SnapshotBegin(AT, 7)),
    encode_rows(Entity.CATEGORY, [CATEGORY_ROW]),
    encode_end(SnapshotEnd(1)),
]


def test_a_snapshot_comes_frame_by_frame(server: Server, transport: StoreTransport) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        open_stream(handler)
        for part in SNAPSHOT:
            chunk(handler, part)
        chunk(handler, b"")

    server.answer = answer
    with transport.snapshot() as frames:
        kinds = [type(frame).__name__ for frame in frames]
    assert kinds == ["SnapshotBegin", "SnapshotRows", "SnapshotEnd"]


@pytest.mark.parametrize("cut", [1, 30, 200, -1])
@pytest.mark.parametrize("ended", [True, False])
def test_a_snapshot_that_was_cut_off_is_told(server: Server, transport: StoreTransport, cut: int, ended: bool) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        open_stream(handler)
        chunk(handler, b"".join(SNAPSHOT)[:cut])
        if ended:
            chunk(handler, b"")
        handler.close_connection = True

    server.answer = answer
    with transport.snapshot() as frames:
        assert failure_code(lambda: list(frames)) in ("bad_message", "store_unreachable")


def test_the_stream_gives_each_message_when_it_comes(server: Server, transport: StoreTransport) -> None:
    taken = threading.Semaphore(0)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        open_stream(handler)
        chunk(handler, event("heartbeat", heartbeat_to_json(BEAT)))
        assert taken.acquire(timeout=PATIENCE_S)
        page = event("page", page_to_json(PAGE))
        chunk(handler, page[:9])
        chunk(handler, page[9:] + event("later_version", {"x": 1}))
        assert taken.acquire(timeout=PATIENCE_S)
        chunk(handler, b"")

    server.answer = answer
    with transport.stream(AT) as stream:
        messages = stream.messages()
        assert next(messages) == BEAT
        taken.release()
        assert next(messages) == PAGE
        taken.release()
        assert list(messages) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (event("revoked", {}), "token_revoked"),
        (event("snapshot_needed", {}), "snapshot_needed"),
        (b"event: page\ndata: nonsense\n\n", "bad_message"),
        (event("heartbeat", {"head": 7}), "bad_position"),
    ],
)
def test_what_the_stream_says_last(server: Server, transport: StoreTransport, data: bytes, expected: str) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        open_stream(handler)
        chunk(handler, data)
        server.released.wait(PATIENCE_S)

    server.answer = answer
    with transport.stream(AT) as stream:
        assert failure_code(lambda: list(stream.messages())) == expected


def test_a_stream_that_falls_silent_is_a_timeout(server: Server, transport: StoreTransport) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        open_stream(handler)
        server.released.wait(PATIENCE_S)

    server.answer = answer
    with transport.stream(AT) as stream:
        assert failure_code(lambda: list(stream.messages())) == "store_timeout"


def in_thread(call: Callable[[], object]) -> tuple[threading.Thread, list[str]]:
    codes: list[str] = []

    def run() -> None:
        try:
            call()
        except Failure as failure:
            codes.append(failure.code)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, codes


@pytest.mark.parametrize("headers_first", [True, False])
@pytest.mark.parametrize("question", ["fetch", "stream", "snapshot"])
def test_close_ends_a_wait_of_another_thread(server: Server, question: str, headers_first: bool) -> None:
    patient = StoreTransport(server.url, lambda: "", Timeouts(600, 600, 600, 600))

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if headers_first:
            open_stream(handler)
        server.asked.set()
        server.released.wait(PATIENCE_S)

    def ask() -> object:
        if question == "fetch":
            return patient.fetch(AT)
        if question == "stream":
            with patient.stream(AT) as stream:
                return list(stream.messages())
        with patient.snapshot() as frames:
            return list(frames)

    server.answer = answer
    thread, codes = in_thread(ask)
    assert server.asked.wait(PATIENCE_S)
    patient.close()
    thread.join(5.0)
    assert not thread.is_alive()
    assert codes == ["closed"]
    assert failure_code(lambda: patient.fetch(AT)) == "closed"


def test_hanging_up_ends_one_stream_and_nothing_else(server: Server) -> None:
    patient = StoreTransport(server.url, lambda: "", Timeouts(600, 600, 600, 600))

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if "stream" in handler.path:
            open_stream(handler)
            server.released.wait(PATIENCE_S)
        else:
            send(handler, 200, json.dumps(page_to_json(PAGE)).encode())

    server.answer = answer
    stream = patient.stream(AT)
    thread, _ = in_thread(lambda: list(stream.messages()))
    stream.hang_up()
    thread.join(5.0)
    assert not thread.is_alive()
    stream.close()
    assert patient.fetch(AT) == PAGE
    patient.close()
