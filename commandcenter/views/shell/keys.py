"""The keys of the workstation: one list that binds them and that ``?`` shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from commandcenter.views.drawing import emphasise
from commandcenter.views.wording import QT_TRANSLATE_NOOP, translate


@dataclass(frozen=True, slots=True)
class Key:
    """One act and the keys that do it.

    Attributes:
        sequences: As Qt names them; the first ones are shown.
        meaning: English, to be translated in the context ``Keys``.
        act: What it does; None where a widget of its own listens for it.
    """

    sequences: tuple[str, ...]
    meaning: str
    act: Callable[[], None] | None = None


IN_PLACE: tuple[Key, ...] = (
    Key(("↑", "↓"), QT_TRANSLATE_NOOP("Keys", "previous and next row, in the queue")),
    Key(("Esc",), QT_TRANSLATE_NOOP("Keys", "let the chosen report go; clear the brush of the chart")),
    Key(("←", "→", "Shift+←", "Shift+→"), QT_TRANSLATE_NOOP("Keys", "move and choose a range, in the chart")),
    Key(("Tab", "Shift+Tab"), QT_TRANSLATE_NOOP("Keys", "to the next and the previous part of the window")),
)
"""Keys that the widgets themselves listen for."""


def bind(window: QWidget, keys: Sequence[Key]) -> list[QShortcut]:
    """Bind keys for as long as the window is in front; letters stay letters while somebody types."""
    shortcuts: list[QShortcut] = []
    for key in keys:
        for sequence in key.sequences:
            shortcut = QShortcut(QKeySequence(sequence), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            if key.act is not None:
                shortcut.activated.connect(key.act)
            shortcuts.append(shortcut)
    return shortcuts


class KeyDialog(QDialog):
    """The list of keys."""

    def __init__(self, keys: Sequence[Key], parent: QWidget) -> None:
        """Show ``keys`` and those that widgets listen for."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(7)
        for row, key in enumerate([*keys, *IN_PLACE]):
            name = QLabel("   ".join(key.sequences))
            name.setObjectName("heading")
            emphasise(name)
            grid.addWidget(name, row, 0)
            grid.addWidget(QLabel(translate("Keys", key.meaning)), row, 1)
        column.addLayout(grid)
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
