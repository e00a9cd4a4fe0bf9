"""Choosing the crew that a report is sent to: those of its area, the readiest first, with what speaks against each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from commandcenter.models.crew import Crew, CrewState
from commandcenter.models.crew_choice import CrewChoice, Fitness, crew_choices
from commandcenter.models.identity import AreaCode, CrewCode
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.record import Entity
from commandcenter.models.report import Report
from commandcenter.views.reading import Newest
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import QT_TRANSLATE_NOOP, number, translate

_MAX_NOTE_CHARS = 1_000

_STATE_WORDS: Mapping[CrewState, str] = {
    CrewState.OFF: QT_TRANSLATE_NOOP("CrewState", "not at work"),
    CrewState.AVAILABLE: QT_TRANSLATE_NOOP("CrewState", "free"),
    CrewState.ASSIGNED: QT_TRANSLATE_NOOP("CrewState", "has jobs"),
    CrewState.EN_ROUTE: QT_TRANSLATE_NOOP("CrewState", "on the way"),
    CrewState.ON_SITE: QT_TRANSLATE_NOOP("CrewState", "at work at a place"),
    CrewState.RETURNING: QT_TRANSLATE_NOOP("CrewState", "coming back"),
    CrewState.UNAVAILABLE: QT_TRANSLATE_NOOP("CrewState", "not to be sent"),
}


def crew_words(choice: CrewChoice, area: str) -> str:
    """Return what a line of the list says: name, state, who is present, how much it has to do, and where it is posted.

    Args:
        choice: The crew.
        area: The name of the area that it is posted in.
    """
    crew = choice.crew
    words = [
        translate("CrewState", _STATE_WORDS[crew.state]),
        translate("CrewDialog", "{n} present").format(n=number(crew.present)),
        translate("CrewDialog", "{n} jobs").format(n=number(choice.load)),
        area,
    ]
    if choice.fitness is Fitness.UNAVAILABLE:
        words[0] = translate("CrewDialog", "not to be sent: {reason}").format(reason=crew.unavailable_reason)
    return f"{crew.name}\n{' · '.join(words)}"


class CrewDialog(QDialog):
    """The crews of a report's area to choose from; sends through the desk and closes.

    Thread: the interface thread; crews and their jobs are read in the background.
    """

    def __init__(self, around: Surroundings, report: Report, parent: QWidget) -> None:
        """Ask for the crews; the list fills when they are there."""
        super().__init__(parent)
        self._around = around
        self._report = report
        self._newest = Newest(around.reading, self)
        self.setWindowTitle(self.tr("Send {number} to a crew").format(number=report.number))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Crews, the readiest first"))
        self.list.setMinimumSize(440, 240)
        self.list.setAlternatingRowColors(True)
        self.told = QLabel(self.tr("Looking for crews …"), self)
        self.told.setObjectName("dim")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.note = QLineEdit(self)
        self.note.setMaxLength(_MAX_NOTE_CHARS)
        self.note.setPlaceholderText(self.tr("What the crew has to know (may stay empty)"))
        self.note.setAccessibleName(self.tr("Note for the crew"))
        buttons = QDialogButtonBox(self)
        self.send_button = buttons.addButton(self.tr("Send"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.send_button.setObjectName("primary")
        self.send_button.setDefault(True)
        self.send_button.setEnabled(False)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.send)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(8)
        for widget in (self.list, self.told, self.note, buttons):
            column.addWidget(widget)
        self.list.itemSelectionChanged.connect(self._show_current)
        self.list.itemActivated.connect(lambda *_: self.send())
        self.list.setFocus()
        self._ask()
        # Crews change while somebody thinks.
        around.desk.settings_changed.connect(self._ask)
        around.desk.board_changed.connect(self._ask)

    @property
    def chosen(self) -> CrewChoice | None:
        """The crew that is chosen, if it can be sent."""
        for item in self.list.selectedItems():
            choice = item.data(Qt.ItemDataRole.UserRole)
            if isinstance(choice, CrewChoice) and choice.can_go:
                return choice
        return None

    def send(self) -> None:
        """Send the report to the chosen crew."""
        choice = self.chosen
        if choice is not None:
            self._around.desk.send_to_crew(self._report.id, choice.crew.code, self.note.text().strip())
            self.accept()

    def _ask(self, *_: object) -> None:
        self._newest.ask(_read_crews, self._on_crews)

    def _on_crews(self, found: tuple[Sequence[Crew], Mapping[CrewCode, int]]) -> None:
        before = self.chosen
        area = self._report.area
        steps = () if area is None else self._around.names.area_tree.steps(AreaCode(area))
        choices = crew_choices(*found, steps)
        self.list.clear()
        for choice in choices:
            item = QListWidgetItem(crew_words(choice, self._around.names.area(choice.crew.area)))
            item.setData(Qt.ItemDataRole.UserRole, choice)
            if not choice.can_go:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
            if before is not None and choice.crew.code == before.crew.code:
                self.list.setCurrentItem(item)
        if not self.list.selectedItems() and choices and choices[0].can_go:
            self.list.setCurrentRow(0)
        self._show_current()

    def _show_current(self) -> None:
        choice = self.chosen
        self.send_button.setEnabled(choice is not None)
        self.told.setText(self._words(choice))

    def _words(self, choice: CrewChoice | None) -> str:
        if not self.list.count():
            return self.tr("No crew is posted in this report's area or above it. An agency can be asked instead.")
        if choice is None:
            return self.tr("None of these crews is to be sent now.")
        if choice.fitness is Fitness.NOT_AT_WORK:
            return self.tr("Nobody of this crew is at work now: whoever begins next finds the job.")
        if choice.fitness is Fitness.BUSY:
            return self.tr("The job comes behind those that this crew has.")
        return ""


def _read_crews(reader: MirrorReader) -> tuple[Sequence[Crew], Mapping[CrewCode, int]]:
    return reader.entities(Entity.CREW, Crew), reader.open_jobs()
