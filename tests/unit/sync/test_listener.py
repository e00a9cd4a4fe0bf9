from __future__ import annotations

import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import pytest

from commandcenter.protocol.feed import FeedPage, Heartbeat
from commandcenter.protocol.position import Position
from commandcenter.sync.event import StreamBeat, StreamEnd, StreamEvent, StreamOpened
from commandcenter.sync.failure import StoreUnreachable
from commandcenter.sync.inbox import Inbox
from commandcenter.sync.listener import StreamListener

PATIENCE_S = 10.0
AT = Position("e", 1)


class Wire:
    """A stream that says one thing and then waits until it is hung up."""

    def __init__(self) -> None:
        self.hung_up = threading.Event()
        self.closed = False

    def messages(self) -> Iterator[FeedPage | Heartbeat]:
        yield Heartbeat(AT, 0)
        assert self.hung_up.wait(PATIENCE_S)
        raise StoreUnreachable(url="wire", reason="hung up")

    def hang_up(self) -> None:
        self.hung_up.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed = True


class Room:
    """A listener on a thread, the wires it opened, and what it told."""

    def __init__(self) -> None:
        self.inbox: Inbox[StreamEvent] = Inbox()
        self.wires: list[Wire] = []
        self.may_connect = threading.Event()
        self.may_connect.set()
        self.connecting = threading.Event()
        self.listener = StreamListener(self.connect, self.inbox.offer)
        self.thread = threading.Thread(target=self.listener.run)
        self.thread.start()

    def connect(self, after: Position) -> Wire:
        self.connecting.set()
        assert self.may_connect.wait(PATIENCE_S)
        if after.n == 0:
            raise StoreUnreachable(url="wire", reason="nobody")
        self.wires.append(Wire())
        return self.wires[-1]

    def next(self) -> StreamEvent:
        event = self.inbox.take(PATIENCE_S)
        assert event is not None
        return event


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.may_connect.set()
    made.listener.stop()
    made.thread.join(PATIENCE_S)
    assert not made.thread.is_alive()
    assert all(wire.closed for wire in made.wires)


def test_a_stream_is_opened_and_heard(room: Room) -> None:
    room.listener.open(4, AT)
    assert isinstance(room.next(), StreamOpened)
    beat = room.next()
    assert isinstance(beat, StreamBeat)
    assert beat.generation == 4


def test_a_stream_that_does_not_open_is_told(room: Room) -> None:
    room.listener.open(4, Position("e", 0))
    end = room.next()
    assert isinstance(end, StreamEnd)
    assert end.failure is not None
    assert end.failure.code == "store_unreachable"


def test_another_order_leaves_the_stream_that_is_open(room: Room) -> None:
    room.listener.open(1, AT)
    room.next()
    room.next()
    room.listener.open(2, AT)
    assert [room.next().generation for _ in range(3)] == [1, 2, 2]
    assert room.wires[0].closed


def test_a_stream_that_was_left_while_it_was_being_opened_is_not_read(room: Room) -> None:
    room.may_connect.clear()
    room.listener.open(1, AT)
    assert room.connecting.wait(PATIENCE_S)
    room.listener.close()
    room.may_connect.set()
    assert isinstance(room.next(), StreamEnd)
    assert room.wires[0].closed
