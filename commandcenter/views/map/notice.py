"""What stands where the map should be, when it is not there: a sentence, and a way to try again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class Notice(QWidget):
    """A sentence in the middle, with a button below it.

    Emits:
        retried: Somebody wants the map loaded again.
    """

    retried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = QLabel(self)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._retry = QPushButton(self.tr("Load the map again"), self)
        self._retry.clicked.connect(self.retried)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._sentence)
        layout.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.tell("", retry=False)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    def tell(self, sentence: str, *, retry: bool) -> None:
        """Say something.

        Args:
            sentence: What happened and what to do.
            retry: Whether the button is there.
        """
        self._sentence.setText(sentence)
        self._retry.setText(self.tr("Load the map again"))
        self._retry.setVisible(retry)
