"""One report laid out for reading: made anew for each report and each change of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from commandcenter.models.clock import stops
from commandcenter.models.instant import to_ms
from commandcenter.models.mirror.reader import ReportDetails
from commandcenter.models.report import Priority, Report
from commandcenter.models.state import CLOSED_STATES
from commandcenter.views.report.mark import StateMark
from commandcenter.views.report.photo import PhotoAlbum, PhotoStrip, is_shown
from commandcenter.views.report.timeline import Timeline, plain
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import age, due, exact_moment, moment, number, priority_word

_SOON_S = 3_600


class ReportSheet(QWidget):
    """Everything known of one report."""

    def __init__(self, around: Surroundings, details: ReportDetails, album: PhotoAlbum) -> None:
        """Show a report; the sheet never changes."""
        super().__init__()
        self._around = around
        self._now_s = around.clock.now_s()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(8)
        report = details.report
        self._add_head(column, report)
        column.addWidget(self._rule())
        self.description = plain(report.description or self.tr("(no text)"), "description")
        column.addWidget(self.description)
        if any(map(is_shown, details.media)):
            column.addWidget(PhotoStrip(album, details.media))
        self._add_facts(column, details)
        column.addWidget(self._rule())
        column.addWidget(plain(self.tr("Timeline"), "heading"))
        column.addWidget(Timeline(around, details.timeline))
        column.addStretch(1)

    def _add_head(self, column: QVBoxLayout, report: Report) -> None:
        words: list[str] = [report.number]
        if report.simulated:
            words.append(self.tr("SIMULATED"))
        column.addWidget(plain(" · ".join(words), "number"))
        row = QHBoxLayout()
        row.setSpacing(8)
        picture = QLabel()
        icon = self._around.names.category_icon(report.category)
        theme = self._around.look.theme
        picture.setPixmap(self._around.look.picture(icon, theme.text, 22, self.devicePixelRatioF()))
        row.addWidget(picture)
        row.addWidget(plain(self._around.names.category(report.category), "headline"), 1)
        column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(StateMark(self._around.look, report.state, 14))
        row.addWidget(self._due(report), 1)
        column.addLayout(row)

    def _due(self, report: Report) -> QLabel:
        if report.state in CLOSED_STATES or report.closed_at is not None:
            closed_s = to_ms(report.closed_at or report.updated_at) / 1000
            return plain(self.tr("closed {moment}").format(moment=moment(closed_s, self._now_s)), "dim")
        waiting = report.acknowledged_at is None
        if not waiting and report.paused_at is not None and stops(report.paused_at, report.close_by):
            return plain(self.tr("closing: paused"), "dim")
        due_s = to_ms(report.respond_by if waiting else report.close_by) / 1000
        left_s = due_s - self._now_s
        what = self.tr("first response: {due}") if waiting else self.tr("closing: {due}")
        name = "late" if left_s < 0 else "soon" if left_s < _SOON_S else "dim"
        label = plain(what.format(due=due(left_s)), name)
        label.setToolTip(exact_moment(due_s))
        return label

    def _add_facts(self, column: QVBoxLayout, details: ReportDetails) -> None:
        report = details.report
        created_s = to_ms(report.created_at) / 1000
        facts = [(self.tr("Reported"), self._reported(report, created_s))]
        facts.append((self.tr("Place"), report.address or self._position(report)))
        area = self._around.names.area_path(report.area) or self.tr("Outside all areas")
        facts.append((self.tr("Area"), area))
        if report.acknowledged_at is not None:
            taken_s = to_ms(report.acknowledged_at) / 1000
            who = report.acknowledged_by or self.tr("somebody")
            facts.append((self.tr("Taken on by"), f"{who} · {moment(taken_s, self._now_s)}"))
        if report.agency is not None:
            facts.append((self.tr("Agency"), report.agency))
        facts.append((self.tr("Channel"), report.channel))
        facts.append((self.tr("Priority"), priority_word(Priority(report.priority))))
        if report.supporters:
            facts.append((self.tr("Support"), number(report.supporters)))
        if not any(map(is_shown, details.media)):
            facts.append((self.tr("Photo"), self._photo(details)))
        grid = QGridLayout()
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(facts):
            title = QLabel(name)
            title.setObjectName("dim")
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(plain(value), row, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)

    def _reported(self, report: Report, created_s: float) -> str:
        words = self.tr("{moment} · {age} ago").format(
            moment=moment(created_s, self._now_s), age=age(self._now_s - created_s)
        )
        if report.reconstructed:
            words += "\n" + self.tr("Times were rebuilt from an imported file.")
        return words

    def _position(self, report: Report) -> str:
        if report.place is None:
            return self.tr("No place given")
        return f"{report.place.lat:.5f}, {report.place.lon:.5f}"

    def _photo(self, details: ReportDetails) -> str:
        if any(media.url is not None for media in details.media):
            return self.tr("%n photo(s)", "", len(details.media))
        if details.media or details.report.has_photo:
            return self.tr("There is a photo at its source, not here.")
        return self.tr("None")

    def _rule(self) -> QFrame:
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        return rule
