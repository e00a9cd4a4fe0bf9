"""What the store refused or found changed meanwhile: shown until a person has read it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Trouble
from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.models.state import State
from commandcenter.views.drawing import emphasise
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import language, moment, state_word, translate, trouble_sentence

_KEPT = 4


def answer_title(result: IntentResult) -> str:
    """Return the sentence of an answer that needs reading, in the window's language."""
    told = result.sentence.get(language()) or result.sentence.get("en", "")
    if told:
        return told
    if result.status is IntentStatus.CONFLICT:
        return translate("Answer", "Somebody else was faster; your act was not applied.")
    return translate("Answer", "The store did not accept the act ({code}). Nothing was changed.").format(
        code=result.code or "?"
    )


def answer_sides(result: IntentResult, now_s: float) -> str:
    """Return both values of a conflict, with who and when; empty where there are none."""
    lines: list[str] = []
    if result.theirs is not None:
        lines.append(
            translate("Answer", "At the centre now: {value} – {actor}, {moment}").format(
                value=_word(result.theirs.value),
                actor=result.theirs.actor,
                moment=moment(to_ms(result.theirs.at) / 1000, now_s),
            )
        )
    if result.mine is not None:
        lines.append(translate("Answer", "Yours: {value}").format(value=_word(result.mine)))
    return "\n".join(lines)


def _word(value: str) -> str:
    """Return a side's value as the screen says it: states by their names, anything else as it stands."""
    return state_word(State(value)) if value in set(State) else value


class _Answer(QWidget):
    """One answer."""

    dismissed = Signal()
    asked_for = Signal(object)

    def __init__(self, title: str, detail: str, subject: ReportId | None, intent: IntentId | None) -> None:
        super().__init__()
        self.intent = intent
        self.same = (intent, subject, title, detail)
        self.setObjectName("answer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        words = QVBoxLayout()
        words.setSpacing(2)
        # Before anything is shown: a label without a parent would become a window of its own.
        row.addLayout(words, 1)
        self.title, self.detail = QLabel(title), QLabel(detail)
        self.title.setObjectName("answerTitle")
        emphasise(self.title)
        for label in (self.title, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words.addWidget(label)
        self.detail.setVisible(bool(detail))
        if subject is not None:
            look = QPushButton(self.tr("Open report"))
            look.clicked.connect(lambda: self.asked_for.emit(subject))
            row.addWidget(look)
        self.dismiss = QPushButton(self.tr("Understood"))
        self.dismiss.clicked.connect(self.dismissed)
        row.addWidget(self.dismiss)
        self.setAccessibleName(f"{title}. {detail}")


class AnswerBar(QWidget):
    """The answers not yet read, newest on top; the older ones follow when it is dismissed."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Follow the desk's answers and what can't be read from the mirror."""
        super().__init__(parent)
        self._around = around
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._unread: list[_Answer] = []
        self._numbers: dict[int, list[_Answer]] = {}
        around.desk.answer_arrived.connect(self._on_answer)
        around.desk.trouble_arrived.connect(self._on_trouble)
        around.reading.failed.connect(self._on_failure)
        around.texts.arrived.connect(self._on_texts)
        self.hide()

    @property
    def unread(self) -> list[str]:
        """What stands there, newest first: title and detail of each."""
        return [f"{answer.title.text()}\n{answer.detail.text()}".strip() for answer in self._unread]

    def dismiss(self) -> None:
        """Take the newest answer away."""
        if self._unread:
            self._read(self._unread[0])

    def say(
        self, title: str, detail: str = "", subject: ReportId | None = None, intent: IntentId | None = None
    ) -> None:
        """Add something to be read; the same words about the same act stand once.

        Args:
            title: What happened and what to do.
            detail: More of it, in smaller letters.
            subject: The report it is about.
            intent: The act that it answers, forgotten for good when it has been read.
        """
        same = (intent, subject, title, detail)
        if any(answer.same == same for answer in self._unread):
            return
        answer = _Answer(title, detail, subject, intent)
        answer.dismissed.connect(lambda: self._read(answer))
        answer.asked_for.connect(lambda report: self._around.desk.select(report, reveal=True))
        self._unread.insert(0, answer)
        self._column.insertWidget(0, answer)
        self._show()
        if subject is not None:
            self._numbers.setdefault(int(subject), []).append(answer)
            self._on_texts(frozenset())

    def _on_answer(self, result: IntentResult) -> None:
        if result.status in (IntentStatus.CONFLICT, IntentStatus.REFUSED):
            sides = answer_sides(result, self._around.clock.wall_s())
            self.say(answer_title(result), sides, result.subject, result.intent_id)

    def _on_trouble(self, trouble: Trouble, report: ReportId | None) -> None:
        self.say(trouble_sentence(trouble), subject=report)

    def _on_failure(self, failure: Failure) -> None:
        self.say(trouble_sentence(Trouble(failure.code, failure.template, failure.params)))

    def _on_texts(self, _arrived: frozenset[int]) -> None:
        """Put the number of the report before an answer as soon as it is known."""
        for report in list(self._numbers):
            text = self._around.texts.get(report)
            if text is not None:
                for answer in self._numbers.pop(report):
                    answer.title.setText(f"{text.number} · {answer.title.text()}")

    def _read(self, answer: _Answer) -> None:
        if answer.intent is not None:
            self._around.desk.dismiss_answer(answer.intent)
        self._remove(answer)

    def _remove(self, answer: _Answer) -> None:
        self._unread.remove(answer)
        self._column.removeWidget(answer)
        for waiting in self._numbers.values():
            if answer in waiting:
                waiting.remove(answer)
        answer.hide()
        answer.deleteLater()
        self._show()

    def _show(self) -> None:
        for place, answer in enumerate(self._unread):
            answer.setVisible(place < _KEPT)
        self.setVisible(bool(self._unread))
