"""The bar at the top: filters on the left; the data's age, what waits to be sent, and who sits here, on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from commandcenter.views.drawing import emphasise
from commandcenter.views.palette import Theme
from commandcenter.views.past.banner import PastBanner
from commandcenter.views.past.bar import TimeBar
from commandcenter.views.past.projector import Projector
from commandcenter.views.saved.library import Library
from commandcenter.views.shell.answer_bar import AnswerBar
from commandcenter.views.shell.chips import Chips
from commandcenter.views.shell.filter_bar import FilterBar
from commandcenter.views.shell.freshness import Banner, FreshnessMark
from commandcenter.views.shell.provenance import ProvenanceMark
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import number


class TopBar(QWidget):
    """Everything above the docks, as one column: bar, banner, the past, answers, chips."""

    def __init__(self, around: Surroundings, library: Library, parent: QWidget | None = None) -> None:
        """Show the desk's filter, freshness and acts; ``library`` holds the saved filters."""
        super().__init__(parent)
        self._around = around
        self.filters = FilterBar(around, library, self)
        self.chips = Chips(around, self.filters.period, self)
        self.provenance = ProvenanceMark(around, self)
        self.mark = FreshnessMark(around, self)
        self.banner = Banner(self)
        self.answers = AnswerBar(around, self)
        self.past = PastBanner(around, self)
        self.time = TimeBar(around, Projector(around, self), self)
        self.pending = QLabel(self)
        self.pending.setObjectName("soon")
        emphasise(self.pending)
        self.user = QLabel(around.desk.user_name, self)
        around.desk.user_named.connect(self.user.setText)
        self.user.setObjectName("userName")
        self.user.setTextFormat(Qt.TextFormat.PlainText)
        self.user.setMaximumWidth(180)
        self._name_source()
        self.menu_button = QToolButton(self)
        self.menu = QMenu(self.menu_button)
        self.menu_button.setMenu(self.menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu_button.setAccessibleName(self.tr("Window, layout and help"))
        self.menu_button.setToolTip(self.tr("Window, layout and help"))
        self._shown = False, False
        self._fitted: tuple[int, tuple[bool, bool], tuple[str, ...]] | None = None
        self._lay_out()
        around.desk.filter_changed.connect(self._fit)
        around.desk.board_changed.connect(self._fit_if_wider)
        around.desk.pending_changed.connect(self._show_pending)
        around.desk.freshness_changed.connect(self._show_pending)
        around.look.follow(self._on_theme)
        self._show_pending()

    def _lay_out(self) -> None:
        bar = self._bar = QWidget(self)
        bar.setObjectName("topBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(10)
        row.addWidget(self.filters, 1)
        row.addStretch(0)
        for widget in (self.pending, self.provenance, self.mark, self.user, self.menu_button):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, self.banner, self.past, self.time, self.answers, self.chips):
            column.addWidget(part)

    def _name_source(self) -> None:
        """Where nobody can act, say so in the place of who acts."""
        name = self._around.desk.read_only_name
        if name:
            self.user.setMaximumWidth(320)
            self.user.setText(self.tr("read only · {source}").format(source=name))
            words = self.tr(
                "This window follows {source} and sends nothing there. Where {source} states no due times, those shown "
                "are this room's usual limits, not a promise of theirs."
            )
            self.user.setToolTip(words.format(source=name))

    def _show_pending(self, *_: object) -> None:
        desk = self._around.desk
        count = max(sum(len(acts) for acts in desk.pending.values()), desk.freshness.pending_acts)
        self.pending.setText(self.tr("%n not sent yet", "", count).replace(str(count), number(count)))
        self.pending.setToolTip(self.tr("Acts that the store has not answered yet; they are kept until it does."))
        self.pending.setVisible(count > 0)
        self._fit_if_wider()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Need no more room than there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit_if_wider(self, *_: object) -> None:
        """Fit where something came or went at the right."""
        shown = self.pending.isVisibleTo(self), self.provenance.isVisibleTo(self)
        if shown != self._shown:
            self._shown = shown
            self._fit()

    def _fit(self, *_: object) -> None:
        """Shorten what the chips say anyway, then leave out who sits here, until everything else fits."""
        asked = self.width(), self._shown, self.filters.full_words()
        if asked == self._fitted:
            return
        self._fitted = asked
        for compact, named in ((False, True), (True, True), (True, False)):
            self.filters.set_compact(compact)
            self.user.setVisible(named)
            # The bar's own layout hears of a change within the filters only in the next turn of the event loop.
            self.filters.updateGeometry()
            if self._bar.minimumSizeHint().width() <= self.width():
                return

    def _on_theme(self, theme: Theme) -> None:
        self.menu_button.setIcon(self._around.look.icon("settings", theme.text))
