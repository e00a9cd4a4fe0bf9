"""A week's end and the screens say the same of what is overdue."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import NO_TIME
from commandcenter.models.board.count import overdue_count
from commandcenter.models.board.filter import EVERYTHING
from commandcenter.models.board.mask import mask
from commandcenter.models.figure.clock import clocks_of
from commandcenter.models.figure.definition import FigureCode
from commandcenter.models.figure.period import figures_of
from commandcenter.models.figure.week import WEEK_S
from commandcenter.models.state import STATE_CODE, State
from tests.unit.models.board import plain as board_plain
from tests.unit.models.figure.plain import PlainReport, history_of, spells_of

END_S = 1_800_000_000

_BEFORE = st.integers(END_S - 40 * 3_600, END_S - 1)

_STATES = st.sampled_from([State.IN_PROGRESS, State.ESTIMATED, State.REOPENED, State.DONE])

_REPORTS = st.builds(
    PlainReport,
    created_s=_BEFORE,
    acknowledged_s=st.none() | _BEFORE,
    close_within_s=st.sampled_from([3_600, 24 * 3_600]),
    moves=st.lists(st.tuples(_BEFORE, _STATES), max_size=3).map(tuple),
)


@given(st.lists(_REPORTS, max_size=10))
def test_overdue_at_the_end_is_what_the_board_calls_overdue_at_that_moment(reports: list[PlainReport]) -> None:
    history = history_of(reports)
    figures = figures_of(history, clocks_of(history), END_S - WEEK_S, END_S)
    board = Board()
    board.apply(board_plain.change(as_on_board(number, each) for number, each in enumerate(reports, start=1)))
    seen = board.generation
    assert figures.values[FigureCode.OVERDUE].value == overdue_count(seen, mask(seen, EVERYTHING), END_S)


def as_on_board(number: int, report: PlainReport) -> board_plain.PlainReport:
    state = report.moves[-1][1] if report.moves else State.WAITING
    return board_plain.PlainReport(
        number,
        state=STATE_CODE[state],
        created_s=report.created_s,
        updated_s=END_S,
        acknowledged_s=NO_TIME if report.acknowledged_s is None else report.acknowledged_s,
        respond_by_s=report.created_s + report.respond_within_s,
        close_by_s=report.close_by_s,
        paused_s=paused_since(report),
    )


def paused_since(report: PlainReport) -> int:
    """Return since when the report is paused, as the store says it: since the move that began the pause."""
    spells = spells_of(report)
    since_s, until_s = spells[-1].pauses[-1] if spells and spells[-1].pauses else (NO_TIME, END_S)
    return since_s if until_s is None else NO_TIME
