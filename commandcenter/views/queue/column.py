"""The queue's columns: what each is called, how wide it begins, whether it is shown at first, and what it sorts by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from commandcenter.models.board.column import ColumnName
from commandcenter.models.mirror.text_rank import RankedText
from commandcenter.views.wording import QT_TRANSLATE_NOOP, translate


class QueueColumn(IntEnum):
    """The columns, in the order in which they stand at first. Their names are remembered; their numbers are not."""

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
    AGENCY = 10
    RESPONSE = 11
    CLOSED = 12
    UPDATED = 13
    PHOTO = 14
    ADDRESS = 15
    CREW = 16
    INCIDENT = 17


DerivedName = Literal["due", "response", "photo", "incident"]
"""What the board does not hold, but what follows from it."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column; exactly one of ``board``, ``text`` and ``derived`` says what it sorts by.

    Attributes:
        title: English, to be translated in the context ``QueueColumn``.
        width_px: At first; of the column that takes what is left, at least.
        board: The board's column that it sorts by.
        text: The text of the mirror that it sorts by.
        derived: What else it sorts by.
        upside_down: Whether growing values of ``board`` are a shrinking column: age against time of reporting.
        shown_from_px: Shown at first where the table is at least so wide; None: not shown at first.
    """

    title: str
    width_px: int
    board: ColumnName | None = None
    text: RankedText | None = None
    derived: DerivedName | None = None
    upside_down: bool = False
    shown_from_px: int | None = None


_AREA_PX, _CATEGORY_PX = 630, 766
"""Tables from here on have room for the area, and for the category in words, beside at least 190 pixels of text."""

COLUMNS: dict[QueueColumn, ColumnSpec] = {
    QueueColumn.STATE: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "State"), 108, "states", shown_from_px=0),
    QueueColumn.AGE: ColumnSpec(
        QT_TRANSLATE_NOOP("QueueColumn", "Age"), 70, "created_s", upside_down=True, shown_from_px=0
    ),
    QueueColumn.DUE: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Due"), 112, derived="due", shown_from_px=0),
    QueueColumn.DESCRIPTION: ColumnSpec(
        QT_TRANSLATE_NOOP("QueueColumn", "Description"), 190, text="description", shown_from_px=0
    ),
    QueueColumn.CATEGORY: ColumnSpec(
        QT_TRANSLATE_NOOP("QueueColumn", "Category"), 136, "categories", shown_from_px=_CATEGORY_PX
    ),
    QueueColumn.AREA: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Area"), 150, "areas", shown_from_px=_AREA_PX),
    QueueColumn.NUMBER: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Number"), 128, "ids"),
    QueueColumn.TAKEN_BY: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Taken on by"), 150, "takers"),
    QueueColumn.SUPPORTERS: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Support"), 84, "supporters"),
    QueueColumn.PRIORITY: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Priority"), 90, "priorities"),
    QueueColumn.AGENCY: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Agency"), 140, "agencies"),
    QueueColumn.RESPONSE: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "First response"), 124, derived="response"),
    QueueColumn.CLOSED: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Closed"), 120, "closed_s"),
    QueueColumn.UPDATED: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Last change"), 120, "updated_s"),
    QueueColumn.PHOTO: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Photo"), 64, derived="photo"),
    QueueColumn.ADDRESS: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Address"), 200, text="address"),
    QueueColumn.CREW: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Crew"), 120, "crews"),
    QueueColumn.INCIDENT: ColumnSpec(QT_TRANSLATE_NOOP("QueueColumn", "Incident"), 140, derived="incident"),
}

COUNT = len(COLUMNS)

FLEXIBLE = QueueColumn.DESCRIPTION
"""The column that takes the width which the others leave."""

RIGHT_ALIGNED = frozenset({QueueColumn.AGE, QueueColumn.SUPPORTERS, QueueColumn.RESPONSE})


def title(column: QueueColumn) -> str:
    """Return a column's name in the window's language."""
    return translate("QueueColumn", COLUMNS[column].title)


def shown_at_first(column: QueueColumn, table_px: int) -> bool:
    """Return whether a column is shown in a table of some width as long as nobody has chosen columns."""
    from_px = COLUMNS[column].shown_from_px
    return from_px is not None and table_px >= from_px
