"""Questions on other threads, asked while changes come in, get the whole answer of one generation and of no other."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.board import Board
from commandcenter.models.board.cluster import Clusters, WorldBox, clusters, rows_in
from commandcenter.models.board.count import counts
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask, mask
from commandcenter.models.board.order import SortKey, order
from commandcenter.models.board.tally import Axes, Tallier, Tally
from commandcenter.models.place import WORLD_SIZE
from commandcenter.models.state import STATES
from tests.unit.models.board.history import START_S, Step, boxes, few_filters, histories
from tests.unit.models.board.plain import PlainReport, applied, change, marks, passes

pytestmark = pytest.mark.usefixtures("small_chunks")

WIB_S = 25_200
LIMITS_S = (10, 60, 100)
AXES = Axes(START_S, 40, 5, START_S + 200, (60, 120))
KEYS = (SortKey("states"), SortKey("created_s", descending=True))
WORLD = WorldBox(0, 0, WORLD_SIZE - 1, WORLD_SIZE - 1)
ASKERS = 2
HELD_UP_S = 30.0
_MOST_CHANGES = 100


@pytest.fixture(scope="module", autouse=True)
def threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@dataclass(frozen=True)
class Answer:
    """What one thread was told of one generation."""

    generation: Generation
    selected: Mask
    ordered: list[int]
    on_map: Clusters
    covered: int
    everywhere: Clusters
    tallied: Tally
    by_state: list[int]


@dataclass
class Asker:
    """Asks everything of the newest generation, again and again, on a thread of its own."""

    board: Board
    wanted: Filter
    box: WorldBox
    zoom: int
    begun: threading.Semaphore
    over: threading.Event
    answers: list[Answer] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    def run(self) -> None:
        tallier = Tallier(LIMITS_S, WIB_S)
        try:
            while True:
                is_last = self.over.is_set()
                self.answers.append(self._ask(tallier))
                if is_last:
                    return
        except BaseException as error:  # noqa: BLE001 - told on the main thread
            self.errors.append(error)
            # Nobody has to wait for a question that will not be asked.
            self.begun.release(_MOST_CHANGES)

    def _ask(self, tallier: Tallier) -> Answer:
        generation = self.board.generation
        self.begun.release()
        selected = mask(generation, self.wanted)
        on_map = clusters(generation, selected, self.box, self.zoom)
        return Answer(
            generation,
            selected,
            generation.ids_of(order(generation, selected, KEYS)).tolist(),
            on_map,
            len(rows_in(generation, selected, on_map.covered)),
            clusters(generation, selected, WORLD, 0),
            tallier.tally(generation, selected, AXES),
            counts(generation, selected, "states").counts.tolist(),
        )


def check(answer: Answer, reports: dict[int, PlainReport], asker: Asker) -> None:
    """Hold an answer against the plain one of the reports of its generation."""
    expected = [report for _, report in sorted(reports.items()) if passes(report, asker.wanted)]
    assert sorted(answer.generation.ids_of(answer.selected.rows()).tolist()) == [report.id for report in expected]
    ordered = sorted(expected, key=lambda report: (report.state, -report.created_s, report.id))
    assert answer.ordered == [report.id for report in ordered]
    _, plain_marks = marks(expected, asker.box, asker.zoom, 64)
    assert [tuple(states) for states in answer.on_map.by_state.tolist()] == [mark.by_state for mark in plain_marks]
    assert answer.on_map.x.tolist() == [mark.x for mark in plain_marks]
    assert int(answer.on_map.totals.sum()) == answer.covered
    placed = sum(report.place is not None for report in expected)
    assert int(answer.everywhere.totals.sum()) == placed
    by_state = [sum(report.state == state for report in expected) for state in range(len(STATES))]
    assert answer.by_state == by_state
    assert answer.tallied.states.tolist() == by_state
    assert answer.tallied.total == len(answer.selected) == len(expected)


def stamped(history: list[Step]) -> list[Step]:
    """Return a history in which every change leaves a trace that no other leaves: a report that only it knows."""
    return [
        Step([*step.upserts, PlainReport(1_000 + number)], [*step.removed, 999 + number], step.replaces_all)
        for number, step in enumerate(history)
    ]


@given(histories, few_filters, boxes, st.integers(0, 23))
def test_every_answer_is_that_of_the_generation_it_was_asked_of(
    history: list[Step], wanted: Filter, box: WorldBox, zoom: int
) -> None:
    board, begun, over = Board(), threading.Semaphore(0), threading.Event()
    known: dict[int, PlainReport] = {}
    true_of = {board.generation.number: known}
    askers = [Asker(board, wanted, box, zoom, begun, over) for _ in range(ASKERS)]
    threads = [threading.Thread(target=asker.run) for asker in askers]
    for thread in threads:
        thread.start()
    try:
        for step in stamped(history):
            # A question has just been begun: it is answered while this change is taken in.
            assert begun.acquire(timeout=HELD_UP_S)
            known = applied(known, step.upserts, step.removed, replaces_all=step.replaces_all)
            generation = board.apply(change(step.upserts, step.removed, replaces_all=step.replaces_all))
            true_of[generation.number] = known
    finally:
        over.set()
        for thread in threads:
            thread.join(HELD_UP_S)
    for asker in askers:
        assert asker.errors == []
        for answer in asker.answers:
            check(answer, true_of[answer.generation.number], asker)
        last = asker.answers[-1]
        assert last.generation.number == board.generation.number
