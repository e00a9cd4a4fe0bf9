"""A report's timeline: what happened, who did it, when it was done, and when the store knew if that was later."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from commandcenter.models.instant import to_ms
from commandcenter.models.report import Transition, TransitionKind
from commandcenter.models.state import State
from commandcenter.views.drawing import interface_font
from commandcenter.views.report.mark import StateMark
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import exact_moment, moment, state_word, translate

_KNEW_LATER_S = 120
"""From here on it is said when the store learnt of an act."""


_LOOKS = {
    "headline": (18, QFont.Weight.DemiBold),
    "heading": (12, QFont.Weight.DemiBold),
    "late": (13, QFont.Weight.DemiBold),
    "soon": (13, QFont.Weight.DemiBold),
    "pending": (13, QFont.Weight.DemiBold),
    "description": (14, QFont.Weight.Normal),
    "number": (12, QFont.Weight.Normal),
    "reason": (12, QFont.Weight.Normal),
    "empty": (14, QFont.Weight.Normal),
}
"""Size in pixels and weight of named labels; their colours are in the style sheet."""


def happened(transition: Transition) -> str:
    """Return what an entry says happened."""
    words = {
        TransitionKind.SUBMITTED: translate("Timeline", "Reported"),
        TransitionKind.TAKEN_ON: translate("Timeline", "Taken on"),
        TransitionKind.CATEGORISED: translate("Timeline", "Category changed"),
        TransitionKind.RE_PLACED: translate("Timeline", "Place corrected"),
        TransitionKind.PRIORITISED: translate("Timeline", "Priority changed"),
        TransitionKind.NOTED: translate("Timeline", "Note"),
        TransitionKind.ANSWERED: translate("Timeline", "Answer to the citizen"),
        TransitionKind.PHOTO_ADDED: translate("Timeline", "Photo added"),
        TransitionKind.MODERATED: translate("Timeline", "Publication decided"),
        TransitionKind.RATED: translate("Timeline", "Rated by a citizen"),
        TransitionKind.JOINED: translate("Timeline", "Joined to an incident"),
        TransitionKind.PARTED: translate("Timeline", "Parted from its incident"),
        TransitionKind.ESCALATED: translate("Timeline", "Not answered in time, told the next office up"),
        TransitionKind.JOB: translate("Timeline", "Crew"),
    }
    if transition.kind in words:
        return words[transition.kind]
    before: State | None = transition.from_state
    if before is None:
        return state_word(transition.to_state)
    return f"{state_word(before)} → {state_word(transition.to_state)}"


def plain(words: str, name: str = "") -> QLabel:
    """Return a label that shows words as they are: never markup, always selectable, wrapped."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(words)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if name:
        label.setObjectName(name)
        size_px, weight = _LOOKS.get(name, (13, QFont.Weight.Normal))
        label.setFont(interface_font(size_px, weight))
    return label


class Timeline(QWidget):
    """The entries of one report, oldest first."""

    def __init__(self, around: Surroundings, entries: Sequence[Transition]) -> None:
        """Show these entries."""
        super().__init__()
        self._around = around
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        self.setAccessibleName(self.tr("Timeline"))
        for row, entry in enumerate(entries):
            self._add(grid, row, entry)
        if not entries:
            grid.addWidget(plain(self.tr("No entries have arrived yet."), "dim"), 0, 0, 1, 3)

    def _add(self, grid: QGridLayout, row: int, entry: Transition) -> None:
        top = Qt.AlignmentFlag.AlignTop
        acted_s, recorded_s = to_ms(entry.acted_at) / 1000, to_ms(entry.recorded_at) / 1000
        now_s = self._around.clock.now_s()
        when = QLabel(moment(acted_s, now_s))
        when.setObjectName("dim")
        when.setToolTip(exact_moment(acted_s))
        grid.addWidget(when, row, 0, top | Qt.AlignmentFlag.AlignRight)
        mark = StateMark(self._around.look, entry.to_state, 11, with_word=False)
        grid.addWidget(mark, row, 1, top)
        lines = [happened(entry) + (f" · {entry.actor}" if entry.actor else "")]
        if entry.note:
            lines.append(entry.note)
        if entry.reconstructed:
            lines.append(self.tr("Time taken from an imported file"))
        elif recorded_s - acted_s > _KNEW_LATER_S:
            lines.append(self.tr("The centre learnt of it at {moment}").format(moment=moment(recorded_s, now_s)))
        grid.addWidget(plain("\n".join(lines)), row, 2, top)
