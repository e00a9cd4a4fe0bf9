"""The bar of time: a slider over the whole past, an exact instant, play and speed, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QSignalBlocker, Qt, QTimeZone
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from commandcenter.views.charts.bins import WIB_OFFSET_S
from commandcenter.views.past.projector import SPEEDS, Projector
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import number

_STEP_MS = 60_000
"""A slider counts minutes: Qt's integers are too short for milliseconds."""

_PAGE_MINUTES = 1_440


class TimeBar(QWidget):
    """Controls of a projector; hidden while the present is shown.

    Keys on the slider: left and right by a minute, page up and down by a day, Home and End; Space plays and stops,
    Escape returns to the present.
    """

    def __init__(self, around: Surroundings, projector: Projector, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.setObjectName("timeBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._around = around
        self.projector = projector
        self._zone = QTimeZone.fromSecondsAheadOfUtc(WIB_OFFSET_S)
        self.back = QPushButton(self.tr("Back to now"), self)
        self.back.setObjectName("primary")
        self.play = QPushButton(self)
        self.speed = QComboBox(self)
        self.instant = QDateTimeEdit(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.state = QLabel(self)
        self._lay_out()
        self._connect()
        self._show_playing(playing=False)
        self.hide()

    def toggle(self) -> None:
        """Open the past, or return from it."""
        if self.projector.is_open:
            self.projector.close()
        else:
            self.projector.open()

    def _lay_out(self) -> None:
        for speed in SPEEDS:
            self.speed.addItem(self.tr("{n}×").format(n=number(speed)), speed)
        self.speed.setCurrentIndex(SPEEDS.index(self.projector.speed))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("How much faster than it happened"))
        self.instant.setTimeZone(self._zone)
        self.instant.setDisplayFormat(self.tr("dd MMM yyyy HH:mm"))
        self.instant.setCalendarPopup(True)
        self.instant.setKeyboardTracking(False)
        self.instant.setAccessibleName(self.tr("Instant that is shown, WIB"))
        self.slider.setAccessibleName(self.tr("Time"))
        self.slider.setPageStep(_PAGE_MINUTES)
        self.play.setMinimumWidth(96)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        for widget in (self.back, self.play, self.speed, self.instant):
            row.addWidget(widget)
        row.addWidget(self.slider, 1)
        row.addWidget(self.state)

    def _connect(self) -> None:
        projector = self.projector
        self.back.clicked.connect(projector.close)
        self.play.clicked.connect(self._turn)
        self.speed.currentIndexChanged.connect(lambda index: projector.set_speed(SPEEDS[index]))
        self.slider.valueChanged.connect(self._on_slider)
        self.instant.dateTimeChanged.connect(self._on_instant)
        projector.loading.connect(self._on_loading)
        projector.opened.connect(self._on_opened)
        projector.moved.connect(self._on_moved)
        projector.playing_changed.connect(lambda playing: self._show_playing(playing=playing))
        projector.closed.connect(self.hide)
        projector.refused.connect(self._on_refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays, Escape returns."""
        if event.key() == Qt.Key.Key_Escape:
            self.projector.close()
        elif event.key() == Qt.Key.Key_Space:
            self._turn()
        else:
            super().keyPressEvent(event)

    def _turn(self) -> None:
        if self.projector.is_playing:
            self.projector.pause()
        else:
            self.projector.play(SPEEDS[self.speed.currentIndex()])

    def _on_slider(self, minutes: int) -> None:
        self.projector.pause()
        self.projector.go(self.projector.span_ms[0] + minutes * _STEP_MS)

    def _on_instant(self, at: QDateTime) -> None:
        self.projector.pause()
        self.projector.go(at.toMSecsSinceEpoch())

    def _on_loading(self, loading: bool) -> None:
        self.state.setText(self.tr("Reading the past…") if loading else "")
        for widget in (self.play, self.speed, self.instant, self.slider):
            widget.setEnabled(not loading)
        self.setVisible(loading or self.projector.is_open)

    def _on_opened(self, first_ms: int, last_ms: int) -> None:
        with QSignalBlocker(self.slider), QSignalBlocker(self.instant):
            self.slider.setRange(0, -(-(last_ms - first_ms) // _STEP_MS))
            self.instant.setDateTimeRange(self._date(first_ms), self._date(last_ms))
        self.show()
        self.slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_moved(self, at_ms: int) -> None:
        with QSignalBlocker(self.slider), QSignalBlocker(self.instant):
            if not self.slider.isSliderDown():
                self.slider.setValue((at_ms - self.projector.span_ms[0]) // _STEP_MS)
            self.instant.setDateTime(self._date(at_ms))

    def _on_refused(self) -> None:
        self.state.setText(self.tr("There is no past yet: no report has come in."))
        for widget in (self.play, self.speed, self.instant, self.slider):
            widget.setEnabled(False)
        self.show()

    def _show_playing(self, *, playing: bool) -> None:
        self.play.setText(self.tr("❚❚ Stop") if playing else self.tr("▶ Play"))

    def _date(self, at_ms: int) -> QDateTime:
        return QDateTime.fromMSecsSinceEpoch(at_ms, self._zone)
