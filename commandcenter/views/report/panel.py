"""The chosen report and its acts: reads it in the background and keeps it in step with the board."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.generation import Generation
from commandcenter.models.identity import ReportId
from commandcenter.models.instant import from_ms
from commandcenter.models.intent import Intent
from commandcenter.models.mirror.reader import ReportDetails
from commandcenter.views.drawing import emphasise
from commandcenter.views.reading import Newest
from commandcenter.views.report.acting import is_being_sent, is_pending, why_not_send, why_not_take_on
from commandcenter.views.report.crew_dialog import CrewDialog
from commandcenter.views.report.known_then import details_then
from commandcenter.views.report.photo import PhotoAlbum
from commandcenter.views.report.sheet import ReportSheet
from commandcenter.views.report.timeline import plain
from commandcenter.views.surroundings import Surroundings

_AGE_TICK_MS = 30_000


class ReportPanel(QWidget):
    """One report in detail.

    Emits:
        shown: Another report, or a newer state of it, is on screen (``ReportDetails``).
    """

    shown = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Follow the desk's selection."""
        super().__init__(parent)
        self.setObjectName("report")
        self._around = around
        self._newest = Newest(around.reading, self)
        self.album = PhotoAlbum(around.desk, self)
        self._details: ReportDetails | None = None
        self.empty = plain("", "empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.scrolled = QScrollArea()
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pending = plain("", "pending")
        self.reason = plain("", "reason")
        self.take_on_button = QPushButton()
        self.take_on_button.setObjectName("primary")
        emphasise(self.take_on_button, 14)
        self.send_button = QPushButton()
        self._lay_out()
        self._connect()
        self._on_selection(around.desk.selection)

    @property
    def details(self) -> ReportDetails | None:
        """The report on screen."""
        return self._details

    def take_on(self) -> None:
        """Take the report on screen on, if it can be; says why where it can't."""
        details, chosen = self._details, self._around.desk.selection
        if details is None and chosen is not None:
            # Keys are faster than the disk; the board knows enough to decide.
            self._around.desk.take_on(chosen)
        elif details is None or self._why_not(details):
            self._show_acts()
        else:
            self._around.desk.take_on(details.report.id)

    def send_to_crew(self) -> None:
        """Let a crew be chosen for the report on screen, if it can be sent to one; says why where it can't."""
        details = self._details
        if details is None or self._why_not_send(details):
            self._show_acts()
            return
        dialog = CrewDialog(self._around, details.report, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _lay_out(self) -> None:
        full = QWidget()
        full.setObjectName("reportBody")
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.scrolled, 1)
        acts = QVBoxLayout()
        acts.setContentsMargins(14, 8, 14, 12)
        acts.setSpacing(6)
        acts.addWidget(self.pending)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.take_on_button, 3)
        row.addWidget(self.send_button, 2)
        acts.addLayout(row)
        acts.addWidget(self.reason)
        column.addLayout(acts)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(full)

    def _connect(self) -> None:
        desk = self._around.desk
        self.take_on_button.clicked.connect(self.take_on)
        self.send_button.clicked.connect(self.send_to_crew)
        desk.selection_changed.connect(self._on_selection)
        desk.board_changed.connect(self._on_board_changed)
        desk.timelines_changed.connect(self._on_timelines)
        desk.pending_changed.connect(self._on_pending)
        self._around.names.changed.connect(self._lay_anew)
        self._around.look.changed.connect(self._lay_anew)
        self._tick = QTimer(self)
        self._tick.setInterval(_AGE_TICK_MS)
        self._tick.timeout.connect(self._lay_anew)
        self._tick.start()

    def _on_selection(self, report: ReportId | None) -> None:
        self._details = None
        if report is None:
            self._newest.drop()
            self._say(
                self.tr("No report chosen. Choose one in the queue or on the map; J and K step through the queue.")
            )
            return
        # The old sheet goes at once: an act must never stand under another report's text.
        self._say("")
        self._ask(report)

    def _ask(self, report: ReportId) -> None:
        self._newest.ask(lambda reader: reader.details(report), self._on_details)

    def _on_details(self, found: ReportDetails | None) -> None:
        past_ms = self._around.desk.past_ms
        details = found if found is None or past_ms is None else details_then(found, from_ms(past_ms))
        if details is None:
            self._details = None
            self._say(self.tr("This report is no longer here: it was removed, or it left your area."))
            return
        same = self._details is not None and self._details.report.id == details.report.id
        self._details = details
        if not same:
            self.album.ask_again([photo.url for photo in details.media if photo.url is not None])
        self._lay_anew(keep_place=same)
        self.shown.emit(details)

    def _lay_anew(self, *_: object, keep_place: bool = True) -> None:
        if self._details is None:
            return
        bar = self.scrolled.verticalScrollBar()
        place = bar.value() if keep_place else 0
        self.scrolled.setWidget(ReportSheet(self._around, self._details, self.album))
        bar.setValue(place)
        self._show_acts()
        self._stack.setCurrentIndex(1)

    def _show_acts(self) -> None:
        self.take_on_button.setText(self.tr("Take on  [V]"))
        self.send_button.setText(self.tr("To a crew  [A]"))
        details = self._details
        why = self._why_not(details) if details is not None else ""
        waiting = details is not None and is_pending(self._acts(details))
        sending = details is not None and is_being_sent(self._acts(details))
        self.take_on_button.setEnabled(details is not None and not why)
        self.take_on_button.setToolTip(why or self.tr("Say that you have read it and see to it"))
        self._show_sending(details)
        self.reason.setText(why)
        self.reason.setVisible(bool(why) and not waiting)
        sent = self.tr("Sent to a crew by you – waiting to be sent") if sending else ""
        taken = self.tr("Taken on by you – waiting to be sent") if waiting else ""
        self.pending.setText("\n".join(words for words in (taken, sent) if words))
        self.pending.setVisible(waiting or sending)

    def _show_sending(self, details: ReportDetails | None) -> None:
        why = self._why_not_send(details) if details is not None else ""
        self.send_button.setEnabled(details is not None and not why)
        self.send_button.setToolTip(why or self.tr("Choose a crew of the report's area and send it the job"))

    def _why_not(self, details: ReportDetails) -> str:
        return self._why_past() or why_not_take_on(details.report, self._acts(details), self._around.clock.now_s())

    def _why_not_send(self, details: ReportDetails) -> str:
        return self._why_past() or why_not_send(details.report, self._acts(details))

    def _why_past(self) -> str:
        if self._around.desk.past_ms is None:
            return ""
        return self.tr("The past is shown: nothing can be sent. Return to now first (T).")

    def _acts(self, details: ReportDetails) -> tuple[Intent, ...]:
        return self._around.desk.pending.get(details.report.id, ())

    def _on_board_changed(self, _generation: Generation, change: ChangeSet) -> None:
        chosen = self._around.desk.selection
        if chosen is not None and (change.replaces_all or chosen in change.upserts.ids or chosen in change.removed):
            self._ask(chosen)

    def _on_timelines(self, reports: frozenset[int]) -> None:
        chosen = self._around.desk.selection
        if chosen is not None and chosen in reports:
            self._ask(chosen)

    def _on_pending(self, _pending: Mapping[ReportId, tuple[Intent, ...]]) -> None:
        self._show_acts()

    def _say(self, words: str) -> None:
        self.empty.setText(words)
        self._stack.setCurrentWidget(self.empty)
