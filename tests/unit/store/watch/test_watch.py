"""What the store does by itself goes on, whatever happens to one turn of it."""

from __future__ import annotations

import asyncio
import logging
from typing import cast

import pytest
from sqlalchemy import create_engine

from commandcenter.store.notice import postman
from commandcenter.store.notice.postman import Postman
from commandcenter.store.setting import StoreSettings
from commandcenter.store.watch.leader import Leadership
from commandcenter.store.watch.watch import Turn, Watch


class FullDisk:
    """A claim whose file can't be written at first."""

    def __init__(self) -> None:
        self.asked = 0

    def hold(self) -> bool:
        self.asked += 1
        if self.asked == 1:
            raise OSError(28, "No space left on device")
        return True


def test_a_lock_that_can_not_be_asked_for_ends_no_watch(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[int] = []
    watch = Watch(cast("Leadership", FullDisk()), [Turn("duty", 30, lambda: taken.append(1))])
    with caplog.at_level(logging.WARNING):
        watch.look(1.0)
    assert "No space left" in caplog.text
    assert taken == []
    watch.look(2.0)
    assert taken == [1]


def test_a_fault_of_one_look_ends_no_sender(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    async def looks() -> None:
        loop, again = asyncio.get_running_loop(), asyncio.Event()
        looked: list[int] = []

        def deliver(_: Postman) -> int:
            looked.append(1)
            if len(looked) > 1:
                loop.call_soon_threadsafe(again.set)
            raise KeyError("a row that is not there")

        monkeypatch.setattr(Postman, "deliver", deliver)
        task = asyncio.create_task(Postman(create_engine("sqlite://"), StoreSettings("sqlite://")).run())
        await asyncio.wait_for(again.wait(), 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    monkeypatch.setattr(postman, "LOOK_EVERY_S", 0.0)
    with caplog.at_level(logging.ERROR):
        asyncio.run(looks())
    assert "messages could not be looked for" in caplog.text
