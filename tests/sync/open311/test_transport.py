"""Asking a source: bounds, formats, clocks, and what its failures are called."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from commandcenter.models.failure import Failure
from commandcenter.models.instant import to_ms
from commandcenter.sync.open311.address import parse_source
from commandcenter.sync.open311.failure import SourceAddressUnusable
from commandcenter.sync.open311.question import Question
from commandcenter.sync.open311.transport import SourceTransport, parameters_of, retry_after_s
from tests.fixture.open311_city import City

ALL = Question()


@pytest.fixture
def transport(city: City) -> Iterator[SourceTransport]:
    made = SourceTransport(parse_source(f"open311:{city.url}"), answer_s=5.0, largest_bytes=100_000)
    yield made
    made.close()


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Failure) as caught:
        call()
    assert str(caught.value)
    return caught.value.code


def test_a_list_comes_with_the_servers_clock(city: City, transport: SourceTransport) -> None:
    city.add("1")
    city.manners.clock_ahead = timedelta(hours=2)
    listed = transport.listing(ALL)
    assert [request.number for request in listed.reading.requests] == ["1"]
    assert listed.server_ms == to_ms(city.now) + 7_200_000


def test_bounds_are_rounded_outwards_to_whole_seconds() -> None:
    assert parameters_of(Question(1_500, 2_500, 3_500, page=2)) == {
        "start_date": "1970-01-01T00:00:01Z",
        "end_date": "1970-01-01T00:00:03Z",
        "updated_after": "1970-01-01T00:00:03Z",
        "page": "2",
        "page_size": "1000",
    }


def test_an_answer_beyond_the_limit_is_not_read_to_its_end(city: City, transport: SourceTransport) -> None:
    city.add("1", description="x" * 200_000)
    assert code_of(lambda: transport.listing(ALL)) == "answer_too_large"


@pytest.mark.parametrize(
    ("status", "headers", "code"),
    [
        (500, {}, "source_error"),
        (503, {}, "source_error"),
        (503, {"Retry_After": "5"}, "source_busy"),
        (429, {}, "source_busy"),
        (400, {}, "question_refused"),
        (302, {"Location": "/open311/v2/elsewhere"}, "question_refused"),
    ],
)
def test_what_a_status_means(
    city: City, transport: SourceTransport, status: int, headers: dict[str, str], code: str
) -> None:
    city.manners.xml = False
    city.fail(status, **headers)
    assert code_of(lambda: transport.listing(ALL)) == code


def test_what_the_server_says_of_its_error_is_in_the_sentence(city: City, transport: SourceTransport) -> None:
    city.manners.xml = False
    city.fail(400, b'{"code": 400, "description": "start_date is <b>no</b> date."}')
    with pytest.raises(Failure, match=r"HTTP 400: start_date is no date\)"):
        transport.listing(ALL)


def test_a_redirect_is_followed(city: City, transport: SourceTransport) -> None:
    city.add("1")
    city.fail(302, Location="/open311/v2/requests.json")
    assert transport.listing(ALL).reading.count == 1


def test_a_server_that_is_not_there_is_unreachable(city: City) -> None:
    transport = SourceTransport(parse_source("open311:http://127.0.0.1:9/v2"))
    assert code_of(lambda: transport.listing(ALL)) == "source_unreachable"


def test_one_report_is_shown_missing_or_refused(city: City, transport: SourceTransport) -> None:
    city.add("A/1")
    found = transport.one("A/1")
    assert found.request is not None
    assert (transport.one("2").request, transport.one("2").certain) == (None, True)
    city.manners.by_id = "html"
    assert (transport.one("2").request, transport.one("2").certain) == (None, False)
    city.manners.by_id = "list"
    assert code_of(lambda: transport.one("2")) == "question_refused"


def test_nothing_is_signed_even_where_a_netrc_file_would(
    city: City, transport: SourceTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    seen = city.headers
    transport.listing(ALL)
    assert "Authorization" not in seen[-1]


def test_closing_ends_a_question_under_way(city: City, transport: SourceTransport) -> None:
    city.hold = threading.Event()
    failures: list[str] = []
    asking = threading.Thread(target=lambda: failures.append(code_of(lambda: transport.listing(ALL))))
    asking.start()
    assert city.held.wait(10)
    transport.close()
    asking.join(10)
    city.hold.set()
    assert failures == ["closed"]
    assert code_of(lambda: transport.listing(ALL)) == "closed"


def test_an_answer_that_drips_is_left_after_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        over = threading.Event()

        def drip() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not over.wait(0.02):
                    connection.sendall(b" ")

        dripping = threading.Thread(target=drip)
        dripping.start()
        url = f"open311:http://127.0.0.1:{listening.getsockname()[1]}"
        asked = SourceTransport(parse_source(url), answer_s=5.0, whole_answer_s=0.3)
        assert code_of(lambda: asked.listing(ALL)) == "answer_too_slow"
        over.set()
        dripping.join(10)
        asked.close()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        (None, 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 90.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("999999999999", 86_400.0),
        ("Fri, 31 Dec 99999999999999999999 23:59:59 GMT", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float) -> None:
    assert retry_after_s(value, 10.0) == seconds


def test_an_address_is_a_kind_and_a_web_address() -> None:
    source = parse_source("open311:https://city.example.org/open311/v2/?jurisdiction_id=x&service_code=A,%20B")
    assert (source.kind, source.base, source.host) == (
        "open311",
        "https://city.example.org/open311/v2",
        "city.example.org",
    )
    assert source.parameters[0] == ("jurisdiction_id", "x")
    assert source.values("service_code") == {"A", "B"}
    assert source.folder_name != parse_source("open311:https://city.example.org/open311/v2").folder_name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "open311",
        "open311:",
        "open311:city",
        "ftp:https://x",
        "open311:ftp://x",
        "open311:https://",
        "qlue:http://x:0",
        "open311:http://user:secret@x/v2",
        "https://x/v2",
        "open311:http://x:99999/",
    ],
)
def test_anything_else_is_said_to_be_no_source(text: str) -> None:
    with pytest.raises(SourceAddressUnusable, match="is no source"):
        parse_source(text)
