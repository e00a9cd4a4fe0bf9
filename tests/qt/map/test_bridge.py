"""The handshake, and what happens to messages before it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from commandcenter.views.map.bridge import Bridge
from commandcenter.views.map.look import map_texts, map_theme
from commandcenter.views.map.message import ReadAreas, ReportChosen, SetHint, Welcome
from commandcenter.views.map.page import PageHouse
from commandcenter.views.map.typescript import protocol_version
from commandcenter.views.palette import DARK

HELLO = json.dumps({"kind": "hello", "version": protocol_version()})


class Line:
    """A bridge to a page that was never loaded; the test speaks for the page."""

    def __init__(self, house: PageHouse) -> None:
        self.bridge = Bridge(house.page)
        self.sent: list[dict[str, object]] = []
        self.bridge._end.to_page.connect(lambda text: self.sent.append(json.loads(text)))

    def welcome(self) -> None:
        self.bridge.welcome(Welcome(protocol_version(), map_texts(), map_theme(DARK)))

    def kinds(self) -> list[object]:
        return [each["kind"] for each in self.sent]


@pytest.fixture
def line(qtbot: QtBot) -> Iterator[Line]:
    house = PageHouse(lambda: None, lambda _key: None, DARK.background, None)
    yield Line(house)
    house.close()


def test_a_hello_of_our_version_is_greeted(line: Line, qtbot: QtBot) -> None:
    with qtbot.waitSignal(line.bridge.greeted):
        line.bridge._end.from_page(HELLO)
    assert not line.bridge.is_open
    line.welcome()
    assert line.bridge.is_open


def test_a_hello_of_another_version_is_refused(line: Line, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(line.bridge.greeted), qtbot.waitSignal(line.bridge.version_refused) as refused:
        line.bridge._end.from_page('{"kind":"hello","version":"older"}')
    assert refused.args == ["older"]


def test_messages_wait_for_the_welcome_and_only_the_last_of_a_kind_is_kept(line: Line) -> None:
    line.bridge.send(ReadAreas(1))
    line.bridge.send(SetHint("1", ("a",)))
    line.bridge.send(ReadAreas(2))
    assert line.sent == []
    line.welcome()
    assert line.kinds() == ["welcome", "set_hint", "read_areas"]
    assert line.sent[-1]["revision"] == 2


def test_after_hanging_up_messages_wait_again(line: Line) -> None:
    line.welcome()
    line.bridge.hang_up()
    line.bridge.send(ReadAreas(1))
    assert line.kinds() == ["welcome"]


def test_what_the_page_says_is_passed_on(line: Line, qtbot: QtBot) -> None:
    with qtbot.waitSignal(line.bridge.received) as received:
        line.bridge._end.from_page('{"kind":"report_chosen","report":"5"}')
    assert received.args == [ReportChosen("5")]


def test_what_is_no_message_is_logged_and_dropped(line: Line, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with qtbot.assertNotEmitted(line.bridge.received):
        line.bridge._end.from_page("nonsense")
    assert "no message" in caplog.text
