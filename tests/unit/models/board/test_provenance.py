from __future__ import annotations

import numpy as np

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet, batch_of
from commandcenter.models.board.provenance import Provenance, provenance
from commandcenter.models.record import report_record
from tests.fixture.synthetic_city import report

MADE_UP = [report_record(report(number, simulated=number % 2 == 0)) for number in range(1, 6)]


def test_made_up_reports_are_counted_until_they_are_gone() -> None:
    board = Board()
    board.apply(ChangeSet(batch_of(MADE_UP), np.empty(0, np.int64), ""))
    assert provenance(board.generation) == Provenance(reports=5, simulated=2)
    board.apply(ChangeSet(batch_of([]), np.array([2], np.int64), ""))
    assert provenance(board.generation) == Provenance(reports=4, simulated=1)
