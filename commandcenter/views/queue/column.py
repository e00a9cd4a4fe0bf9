"""The queue's columns: what each is called, how wide it begins, and what it sorts by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from commandcenter.models.board.column import ColumnName
from commandcenter.views.wording import QT_TRANSLATE_NOOP, translate


class QueueColumn(IntEnum):
    """The columns, in the order in which they stand at first."""

    STATE = 0
    AGE = 1
    DUE = 2
    DESCRIPTION = 3
    CATEGORY = 4
    AREA = 5
    NUMBER = 6
    TAKEN_BY = 7
    SUPPORTERS = 8
    PRIORITY = 9


TextName = Literal["description"]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column.

    Attributes:
        title: English, to be translated in the context ``QueueColumn``.
        width_px: At first.
        board: The board's column that it sorts by, or None.
        text: The text that it sorts by, or None; neither: what is due next.
        upside_down: Whether growing values of ``board`` are a shrinking column: age against time of reporting.
    """

    title: str
    width_px: int
    board: ColumnName | None = None
    text: TextName | None = None
    upside_down: bool = False


COLUMNS: dict[QueueColumn, ColumnSpec] = {
    QueueColumn.STATE: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "State"), 106, "states"),
    QueueColumn.AGE: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Age"), 76, "created_s", upside_down=True),
    QueueColumn.DUE: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Due"), 124),
    QueueColumn.DESCRIPTION: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Description"), 244, text="description"),
    QueueColumn.CATEGORY: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Category"), 138, "categories"),
    QueueColumn.AREA: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Area"), 130, "areas"),
    QueueColumn.NUMBER: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Number"), 128, "ids"),
    QueueColumn.TAKEN_BY: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Taken on by"), 150, "takers"),
    QueueColumn.SUPPORTERS: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Support"), 84, "supporters"),
    QueueColumn.PRIORITY: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Priority"), 90, "priorities"),
}

COUNT = len(COLUMNS)

RIGHT_ALIGNED = frozenset({QueueColumn.AGE, QueueColumn.SUPPORTERS})


def title(column: QueueColumn) -> str:
    """Return a column's name in the window's language."""
    return translate("QueueColumn", COLUMNS[column].title)
