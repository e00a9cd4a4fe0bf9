"""Whatever a line does to its messages, the desktop ends equal to the real store, and each act is done exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from commandcenter.models.freshness import Phase
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.mirror.folder import MIRROR_FILE
from commandcenter.models.role import Role
from commandcenter.models.table import intents, reports, transitions
from commandcenter.protocol.position import Position
from commandcenter.store.database import reading
from commandcenter.store.feed import read_head
from commandcenter.sync.comparison import compare
from commandcenter.sync.transport import StoreTransport
from tests.fixture.proxy import Proxy, Trouble, random_trouble
from tests.fixture.store import RunningStore, take_on
from tests.sync.desktop import Desktop, Desktops

HURTS = tuple(trouble for trouble in Trouble if trouble is not Trouble.NONE)
DONE = {IntentStatus.APPLIED, IntentStatus.REPEATED}


@pytest.fixture
def line(running_store: RunningStore) -> Iterator[Proxy]:
    proxy = Proxy(running_store.url)
    yield proxy
    proxy.close()


@pytest.fixture
def desktop(line: Proxy, running_store: RunningStore, desktops: Desktops) -> Desktop:
    """A desktop behind the line, live."""
    opened = desktops("Meja 1", line.url, running_store.key(Role.DISPATCHER, "Meja 1"))
    opened.told.wait_phase(Phase.LIVE)
    return opened


def report_of(name: str) -> Intent:
    payload = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": name}
    return Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), None, payload)


def once(first_line: str, trouble: Trouble) -> Callable[[str], Trouble]:
    """Trouble the first request whose line begins so, and no other."""
    left = [trouble]
    return lambda line: left.pop() if left and line.startswith(first_line) else Trouble.NONE


def settle(desktop: Desktop, answers: int) -> None:
    """Wait until everything is answered and the desktop stands where the store stands; try at once where it gave up."""

    def settled() -> bool:
        status = desktop.told.statuses[-1]
        if status.phase is Phase.OFFLINE:
            desktop.worker.retry()
        return (
            len(desktop.told.answers) >= answers
            and status.phase is Phase.LIVE
            and status.pending == 0
            and status.position == status.head
        )

    desktop.told.wait(settled, "at rest")


def check_equal(desktop: Desktop, store: RunningStore) -> None:
    comparison = compare(desktop.folder.path / MIRROR_FILE, StoreTransport(store.url, lambda: desktop.token))
    assert comparison.differing == ()
    assert comparison.records > 0


def counted(store: RunningStore) -> Counter[str]:
    with reading(store.engine) as connection:
        return Counter(connection.execute(select(reports.c.description)).scalars())


@pytest.mark.parametrize("trouble", HURTS)
def test_an_act_is_done_once_whatever_happens_to_its_message(
    trouble: Trouble, line: Proxy, desktop: Desktop, running_store: RunningStore
) -> None:
    line.decide = once("POST /v1/intents", trouble)
    act = desktop.act(report_of("sekali"))
    settle(desktop, answers=1)
    line.deliver_late()

    assert line.happened[trouble] == 1
    assert [answer.status for answer in desktop.told.answers if answer.status not in DONE] == []
    assert counted(running_store) == {"sekali": 1}
    with reading(running_store.engine) as connection:
        sent = select(func.count()).select_from(intents).where(intents.c.intent_id == act.intent_id)
        assert connection.execute(sent).scalar_one() == 1
    settle(desktop, answers=1)
    check_equal(desktop, running_store)


@pytest.mark.parametrize("trouble", [Trouble.LOST, Trouble.DEAF, Trouble.TORN, Trouble.DELAY, Trouble.LATE])
@pytest.mark.parametrize("question", ["GET /v1/snapshot", "GET /v1/changes?", "GET /v1/changes/stream"])
def test_a_first_load_comes_through_whatever_happens_to_a_question(
    question: str, trouble: Trouble, line: Proxy, running_store: RunningStore, desktops: Desktops
) -> None:
    for number in range(5):
        running_store.new_report(description=f"laporan {number}")
    line.decide = once(question, trouble)
    desktop = desktops("Meja 1", line.url, running_store.key(Role.DISPATCHER, "Meja 1"))
    desktop.told.wait(lambda: bool(desktop.told.statuses), "a first word")
    settle(desktop, answers=0)
    assert line.happened[trouble] == 1
    check_equal(desktop, running_store)


def test_a_late_act_of_ones_own_does_not_undo_the_one_after_it(
    line: Proxy, desktop: Desktop, running_store: RunningStore
) -> None:
    """The first message is held back by the line; its repetition and the next act overtake it."""
    report_id = running_store.new_report()
    desktop.told.wait(lambda: any(report_id in change.upserts.ids for change in desktop.told.changes), "the report")
    line.decide = once("POST /v1/intents", Trouble.LATE)
    first = desktop.act(take_on(report_id))
    desktop.act(report_of("berikutnya"))
    settle(desktop, answers=2)
    line.deliver_late()

    with reading(running_store.engine) as connection:
        kinds = select(transitions.c.kind).where(transitions.c.report_id == report_id).order_by(transitions.c.sequence)
        assert list(connection.execute(kinds).scalars()) == ["submitted", "taken_on"]
        sent = select(func.count()).select_from(intents).where(intents.c.intent_id == first.intent_id)
        assert connection.execute(sent).scalar_one() == 1


@pytest.mark.parametrize("seed", range(3))
def test_on_a_line_where_every_second_message_is_hurt_both_come_to_agree(
    seed: int, line: Proxy, desktop: Desktop, running_store: RunningStore
) -> None:
    line.decide = random_trouble(seed, 0.5)
    names = [f"lewat {number}" for number in range(12)]
    for name in names:
        desktop.act(report_of(name))
        running_store.new_report(description=f"lain {name}")
    settle(desktop, answers=len(names))
    line.decide = lambda _: Trouble.NONE
    line.cut_all()
    line.deliver_late()
    running_store.new_report(description="terakhir")
    settle(desktop, answers=len(names))

    assert sum(line.happened[trouble] for trouble in HURTS) >= 5, line.happened
    assert all(answer.status in DONE for answer in desktop.told.answers)
    assert counted(running_store) == Counter([*names, *(f"lain {name}" for name in names), "terakhir"])
    head = str(head_of(running_store))
    desktop.told.wait(lambda: str(desktop.told.statuses[-1].position) == head, "the store's head")
    check_equal(desktop, running_store)


def head_of(store: RunningStore) -> Position:
    with reading(store.engine) as connection:
        return read_head(connection, store.settings.city)
