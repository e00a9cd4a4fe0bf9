"""When the next thing is due of a report, in SQL: what lists of work are ordered by.

Says the same as the workstation's queue (``views.queue.sorting``) and its count of what is overdue
(``models.board.passing.overdue``): the first response, until somebody gave it; then closing, unless a pause stops its
clock. An index is made of exactly this expression, so nothing of it may become a parameter of a statement.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, and_, case, literal_column

from commandcenter.models.state import CLOSED_STATES
from commandcenter.models.table import reports

NEVER_MS = 253_402_300_799_999
"""The calendar's last millisecond: nothing is due."""

_NEVER: ColumnElement[int] = literal_column(str(NEVER_MS), BigInteger)

_stands_still = reports.c.paused_ms.is_not(None) & (reports.c.paused_ms < reports.c.close_by_ms)
_unanswered = reports.c.acknowledged_ms.is_(None)

due_ms: ColumnElement[int] = case(
    (_unanswered & (_stands_still | (reports.c.respond_by_ms <= reports.c.close_by_ms)), reports.c.respond_by_ms),
    (_stands_still, _NEVER),
    else_=reports.c.close_by_ms,
)
"""Milliseconds since 1970 UTC, ``NEVER_MS`` where a pause stops the clock; of open reports only."""

is_open: ColumnElement[bool] = and_(
    *(reports.c.state != literal_column(f"'{state.value}'") for state in sorted(CLOSED_STATES))
)
"""Whether a report is neither done nor rejected."""
