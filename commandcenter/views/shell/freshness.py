"""How old the data is, always in sight: a word, a mark, and a sentence where something is wrong."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from commandcenter.models.freshness import Freshness, Phase
from commandcenter.views.drawing import interface_font
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import QT_TRANSLATE_NOOP, age, decimal, moment, number, translate, trouble_sentence

_ENDED = {
    Phase.TOKEN_REFUSED: QT_TRANSLATE_NOOP("Freshness", "ACCESS REFUSED"),
    Phase.STOPPED: QT_TRANSLATE_NOOP("Freshness", "UPDATING STOPPED"),
}
"""What the mark says where nothing goes on by itself."""

_TICK_MS = 200
_DECIMAL_BELOW_S = 10.0


def freshness_words(freshness: Freshness, monotonic_s: float, now_s: float) -> str:
    """Return what the mark says.

    Args:
        freshness: What is known.
        monotonic_s: ``time.monotonic()`` now.
        now_s: UTC seconds now, to tell how old data of an earlier run is.
    """
    phase = freshness.phase
    if phase is Phase.LOADING:
        return translate("Freshness", "loading · {rows} reports").format(rows=number(freshness.loaded_rows))
    if phase is Phase.STARTING and freshness.equal_at_ms is None:
        return translate("Freshness", "starting")
    data_age_s = data_age(freshness, monotonic_s, now_s)
    ended = _ENDED.get(phase)
    if ended is not None:
        words = translate("Freshness", ended)
        return words if data_age_s is None else f"{words} · {age(data_age_s)}"
    if data_age_s is None:
        return translate("Freshness", "offline · no data yet")
    if data_age_s > freshness.limit_s:
        return translate("Freshness", "DATA {age} OLD").format(age=loud_age(data_age_s))
    if phase is Phase.OFFLINE:
        since = moment(now_s - data_age_s, now_s)
        return translate("Freshness", "offline since {moment}").format(moment=since)
    if phase in (Phase.CATCHING_UP, Phase.STARTING):
        return translate("Freshness", "catching up · {age}").format(age=age(data_age_s))
    shown = decimal(data_age_s) if data_age_s < _DECIMAL_BELOW_S else str(int(data_age_s))
    return translate("Freshness", "live {seconds} s").format(seconds=shown)


def data_age(freshness: Freshness, monotonic_s: float, now_s: float) -> float | None:
    """Return the data's age in seconds, also where it was last equal in an earlier run; None if never."""
    known = freshness.age_s(monotonic_s)
    if known is None and freshness.equal_at_ms is not None:
        return max(0.0, now_s - freshness.equal_at_ms / 1000)
    return known


def is_stale(freshness: Freshness, monotonic_s: float, now_s: float) -> bool:
    """Return whether what is shown is too old to be taken for the present."""
    data_age_s = data_age(freshness, monotonic_s, now_s)
    return data_age_s is not None and data_age_s > freshness.limit_s


def advice(freshness: Freshness, stale: bool) -> str:
    """Return the sentence for the banner: what happened and what to do; empty while all is well."""
    if freshness.phase is Phase.TOKEN_REFUSED:
        known = "" if freshness.trouble is None else trouble_sentence(freshness.trouble)
        return known or translate(
            "Freshness",
            "The store refuses this workstation's access. What is shown stays as it was. Ask the administrator "
            "for a new token and start again.",
        )
    if freshness.trouble is not None:
        return trouble_sentence(freshness.trouble)
    if freshness.phase is Phase.STOPPED:
        return translate(
            "Freshness",
            "Updating has stopped through a fault of the program. Close this window and start again; acts that were "
            "not sent yet are kept.",
        )
    if freshness.phase is Phase.OFFLINE:
        return translate(
            "Freshness",
            "The store can't be reached. You can go on working: acts are kept and sent as soon as it is back.",
        )
    if stale:
        return translate(
            "Freshness",
            "What is shown is old: nothing new has come from the store. Ask by phone before you act on it.",
        )
    return ""


def loud_age(seconds: float) -> str:
    """Return an age in capitals and whole words: ``7 MENIT``."""
    return _Loud().words(seconds)


class _Loud(QObject):
    """Ages in capitals and whole words, ``7 MENIT``; a class because only ``tr`` knows plural forms."""

    def words(self, seconds: float) -> str:
        whole = int(seconds)
        minutes, hours, days = whole // 60, whole // 3_600, whole // 86_400
        if minutes == 0:
            return self.tr("%n SECOND(S)", "", whole)
        if hours == 0:
            return self.tr("%n MINUTE(S)", "", minutes)
        if days == 0:
            return self.tr("%n HOUR(S)", "", hours)
        return self.tr("%n DAY(S)", "", days)


class FreshnessMark(QWidget):
    """The mark at the top right: colour, shape and words for the data's age; hatched when it is too old."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Follow the desk's freshness."""
        super().__init__(parent)
        self._around = around
        self._words = ""
        self._font = interface_font(13, self.font().Weight.DemiBold)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        around.look.changed.connect(lambda _theme: self.update())

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_words(self, words: str) -> None:
        """Say something else."""
        if words != self._words:
            if len(words) != len(self._words):
                self.updateGeometry()
            self._words = words
            self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room its words take."""
        self.setFont(self._font)
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 34, 28)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint mark and words."""
        around = self._around
        theme, freshness = around.look.theme, around.desk.freshness
        stale = is_stale(freshness, around.clock.monotonic_s(), around.clock.wall_s())
        live = freshness.phase is Phase.LIVE and not stale
        refused = freshness.phase in _ENDED
        colour = QColor(theme.live if live else theme.alert if refused else theme.caution)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if stale or refused:
            painter.fillRect(self.rect(), QColor(theme.banner))
            hatch = QColor(colour)
            hatch.setAlpha(60)
            painter.fillRect(self.rect(), QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            painter.setPen(colour)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setPen(Qt.PenStyle.NoPen)
        centre = QPointF(14, self.height() / 2)
        if live:
            painter.setBrush(colour)
            painter.drawEllipse(centre, 5, 5)
        else:
            painter.setPen(colour)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, 4.5, 4.5)
        painter.setPen(colour)
        painter.setFont(self._font)
        box = self.rect().adjusted(26, 0, -4, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._words)
        painter.end()


class Banner(QWidget):
    """A sentence across the window for as long as it holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.label, 1)
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence; nothing hides the banner."""
        if words != self.label.text():
            self.label.setText(words)
        self.setVisible(bool(words))


class Veil(QWidget):
    """Grey hatching over old data; the pointer goes through it."""

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        """Begin hidden; ``cover`` places it."""
        super().__init__(parent)
        self._around = around
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint grey and hatching, thin enough to read through."""
        painter = QPainter(self)
        grey = QColor(self._around.look.theme.background)
        grey.setAlpha(70)
        painter.fillRect(self.rect(), grey)
        lines = QColor(self._around.look.theme.dim_text)
        lines.setAlpha(46)
        painter.fillRect(self.rect(), QBrush(lines, Qt.BrushStyle.BDiagPattern))
        painter.end()


class FreshnessWatch(QTimer):
    """Keeps mark, banner and veil true, also when no news comes: silence is what makes data old."""

    def __init__(self, around: Surroundings, mark: FreshnessMark, banner: Banner, veil: Veil) -> None:
        """Watch until the window goes."""
        super().__init__(veil)
        self._around = around
        self._mark, self._banner, self._veil = mark, banner, veil
        self.setInterval(_TICK_MS)
        self.timeout.connect(self.look)
        around.desk.freshness_changed.connect(self.look)
        self.start()
        self.look()

    def look(self, *_: object) -> None:
        """Look at the clock and show what it means."""
        clock, freshness = self._around.clock, self._around.desk.freshness
        monotonic_s, now_s = clock.monotonic_s(), clock.wall_s()
        stale = is_stale(freshness, monotonic_s, now_s)
        self._mark.show_words(freshness_words(freshness, monotonic_s, now_s))
        self._banner.say(advice(freshness, stale))
        if stale != self._veil.isVisible():
            self._veil.setVisible(stale)
            self._veil.raise_()
