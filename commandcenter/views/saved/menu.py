"""The button of the saved filters: use one, keep the present one, import, manage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from commandcenter.models.board.filter_file import LONGEST_NAME
from commandcenter.views.saved.file import ENDING, FilterFiles
from commandcenter.views.saved.library import Library
from commandcenter.views.saved.manage import ManageDialog
from commandcenter.views.saved.use import SavedUse, saved_words
from commandcenter.views.surroundings import Surroundings


class SavedMenu(QToolButton):
    """A button with a menu of saved filters."""

    def __init__(
        self, library: Library, use: SavedUse, files: FilterFiles, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        """Offer what ``library`` holds."""
        super().__init__(parent)
        self._library = library
        self._use = use
        self._files = files
        self._around = around
        self._is_compact = False
        self._said: tuple[str, bool] | None = None
        self.filters = QMenu(self)
        self.setMenu(self.filters)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filters.setToolTipsVisible(True)
        self.filters.aboutToShow.connect(self.fill)
        around.desk.filter_changed.connect(lambda _filter: self._show())
        library.changed.connect(self._show)
        self.fill()
        self._show()

    def fill(self) -> None:
        """Fill the menu anew."""
        menu = self.filters
        menu.clear()
        for entry in self._library.entries:
            action = menu.addAction(entry.name)
            action.setCheckable(True)
            action.setChecked(self._use.is_present(entry.saved))
            action.setToolTip("\n".join(saved_words(entry.saved, self._around)))
            action.triggered.connect(lambda _on, saved=entry.saved: self._use.put(saved))
        if not self._library.entries:
            menu.addAction(self.tr("No saved filters yet")).setEnabled(False)
        menu.addSeparator()
        self.keep_action = menu.addAction(self.tr("Save this filter…"), self.ask_name)
        self.keep_action.setEnabled(bool(self._around.desk.filter))
        menu.addAction(self.tr("Import from file…"), self.ask_file)
        menu.addAction(self.tr("Manage…"), self.manage)

    def ask_name(self) -> None:
        """Ask for a name and keep the present filter under it, as a tab if wanted."""
        dialog = NameDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.keep(dialog.name.text()))
        dialog.open()

    def keep(self, name: str) -> None:
        """Keep the present filter under a name."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if name:
            self._library.keep(self._use.present(name))

    def ask_file(self) -> None:
        """Ask for a file and import it."""
        dialog = QFileDialog(self, self.tr("Import a filter"), "", self.tr("Filters (*{ending})").format(ending=ENDING))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self._files.bring(Path(path)))
        dialog.open()

    def manage(self) -> None:
        """Open the list of saved filters."""
        dialog = ManageDialog(self._library, self._use, self._files, self._around, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.import_wanted.connect(self.ask_file)
        dialog.open()

    def set_compact(self, on: bool) -> None:
        """Say "saved" only, where the name of the present filter would need too much room."""
        if on != self._is_compact:
            self._is_compact = on
            self._show()

    def _show(self) -> None:
        words = self.tr("Saved filters")
        if self._library.entries and self._around.desk.filter:
            present = self._use.present("")
            words = next(
                (entry.name for entry in self._library.entries if replace(entry.saved, name="") == present), words
            )
        if (words, self._is_compact) == self._said:
            return
        self._said = words, self._is_compact
        shown = self.tr("Saved") if self._is_compact else words
        self.setText(self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, 150) + " ▾")
        self.setAccessibleName(words)
        self.setToolTip(words)


class NameDialog(QDialog):
    """Asks what a filter is to be called."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a name."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Save this filter"))
        self.name = QLineEdit(self)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setMinimumWidth(320)
        self.name.setAccessibleName(self.tr("Name"))
        self.buttons = QDialogButtonBox(self)
        keep = self.buttons.addButton(self.tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        keep.setEnabled(False)
        self.name.textChanged.connect(lambda words: keep.setEnabled(bool(words.strip())))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(self.tr("Name of the filter:"), self))
        column.addWidget(self.name)
        column.addWidget(self.buttons)
