from __future__ import annotations

import threading

from commandcenter.sync.inbox import STREAM_ROOM, Inbox


def test_what_was_put_in_comes_out_in_order() -> None:
    inbox: Inbox[int] = Inbox()
    inbox.put(1)
    assert inbox.offer(2)
    assert [inbox.take(0), inbox.take(0), inbox.take(0)] == [1, 2, None]


def test_a_full_inbox_lets_the_stream_wait_and_nobody_else() -> None:
    inbox: Inbox[int] = Inbox()
    for n in range(STREAM_ROOM):
        inbox.put(n)
    offered = threading.Event()

    def offer() -> None:
        inbox.offer(-1)
        offered.set()

    thread = threading.Thread(target=offer)
    thread.start()
    inbox.put(-2)
    assert not offered.is_set()
    while inbox.take(0) != -2:
        pass
    thread.join(10)
    assert offered.is_set()
    assert inbox.take(0) == -1


def test_closing_ends_every_wait() -> None:
    inbox: Inbox[int] = Inbox()
    for n in range(STREAM_ROOM):
        inbox.put(n)
    taken: list[bool] = []
    thread = threading.Thread(target=lambda: taken.append(inbox.offer(-1)))
    thread.start()
    inbox.close()
    thread.join(10)
    assert taken == [False]
    inbox.put(5)
    assert inbox.take(0) is None
