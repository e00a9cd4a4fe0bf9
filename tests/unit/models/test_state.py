"""The table of moves."""

from __future__ import annotations

import pytest

from commandcenter.models.state import (
    CLOSED_STATES,
    MOVES,
    OPEN_STATES,
    STATE_CODE,
    STATES,
    MoveNotAllowed,
    State,
    check_move,
    open311_status,
)
from tests.fixture.rule import MOVES_ALLOWED


@pytest.mark.parametrize("current", STATES)
@pytest.mark.parametrize("wanted", STATES)
def test_a_move_is_allowed_just_when_the_rules_say_so(current: State, wanted: State) -> None:
    if wanted in MOVES_ALLOWED[current]:
        check_move(current, wanted)
    else:
        with pytest.raises(MoveNotAllowed) as refused:
            check_move(current, wanted)
        assert refused.value.params["current"] is current
        for allowed in MOVES_ALLOWED[current]:
            assert allowed.value in str(refused.value)


def test_every_state_has_moves_and_a_code_and_is_open_or_closed() -> None:
    assert set(MOVES) == set(STATES)
    assert [STATE_CODE[state] for state in STATES] == list(range(len(STATES)))
    assert set(STATES) == OPEN_STATES | CLOSED_STATES
    assert not OPEN_STATES & CLOSED_STATES


def test_open311_calls_done_and_rejected_closed() -> None:
    assert {state for state in STATES if open311_status(state) == "closed"} == {State.DONE, State.REJECTED}


def test_only_reopening_leads_out_of_a_closed_state() -> None:
    for state in CLOSED_STATES:
        assert MOVES[state] == {State.REOPENED}
