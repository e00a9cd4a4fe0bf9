"""The list of saved filters: order, names, tabs, files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from commandcenter.views.saved.file import ENDING, FilterFiles, file_name
from commandcenter.views.saved.library import Entry, Library
from commandcenter.views.saved.use import SavedUse, saved_words
from commandcenter.views.surroundings import Surroundings

_NAME = int(Qt.ItemDataRole.UserRole)


class ManageDialog(QDialog):
    """Everything that can be done with saved filters.

    Emits:
        import_wanted: Somebody wants to import a file.
    """

    import_wanted = Signal()

    def __init__(
        self, library: Library, use: SavedUse, files: FilterFiles, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        """Show what ``library`` holds, and what becomes of it."""
        super().__init__(parent)
        self._library = library
        self._use = use
        self._files = files
        self._around = around
        self._removed: Entry | None = None
        self._filling = False
        self.setWindowTitle(self.tr("Saved filters"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Saved filters; a tick shows one as a tab of the queue"))
        self.list.setMinimumSize(380, 260)
        self.words = QLabel(self)
        self.words.setObjectName("dim")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.told = QLabel(self)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self.list.itemChanged.connect(self._on_item_changed)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        # In the next turn of the event loop: a list must not be emptied while one of its items tells of a change.
        library.changed.connect(self._fill, Qt.ConnectionType.QueuedConnection)
        files.exported.connect(lambda path: self.told.setText(self.tr("Exported to {path}").format(path=path)))
        self._fill()

    @property
    def current(self) -> str | None:
        """The name of the chosen one."""
        item: QListWidgetItem | None = self.list.currentItem()
        return None if item is None else str(item.data(_NAME))

    def choose(self, name: str) -> None:
        """Choose one by its name."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == name:
                self.list.setCurrentRow(row)

    def _lay_out(self) -> None:
        self.use_button = QPushButton(self.tr("Use"), self)
        self.up_button = QPushButton(self.tr("Up"), self)
        self.down_button = QPushButton(self.tr("Down"), self)
        self.rename_button = QPushButton(self.tr("Rename"), self)
        self.put_button = QPushButton(self.tr("Replace by the present filter"), self)
        self.export_button = QPushButton(self.tr("Export to file…"), self)
        self.remove_button = QPushButton(self.tr("Delete"), self)
        self.restore_button = QPushButton(self.tr("Bring back"), self)
        self.import_button = QPushButton(self.tr("Import from file…"), self)
        self.close_button = QPushButton(self.tr("Close"), self)
        self._acts = (
            (self.use_button, self._put_into_force),
            (self.up_button, lambda: self._move(-1)),
            (self.down_button, lambda: self._move(1)),
            (self.rename_button, self._edit),
            (self.put_button, self._replace),
            (self.export_button, self._ask_file),
            (self.remove_button, self._remove),
        )
        for button, act in self._acts:
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.restore_button.clicked.connect(self._restore)
        self.import_button.clicked.connect(self.import_wanted)
        self.close_button.clicked.connect(self.accept)
        side = QVBoxLayout()
        for button in (*(button for button, _ in self._acts), self.restore_button):
            side.addWidget(button)
        side.addStretch(1)
        for button in (self.import_button, self.close_button):
            button.setAutoDefault(False)
            side.addWidget(button)
        grid = QGridLayout(self)
        grid.addWidget(QLabel(self.tr("Tick a filter to show it as a tab of the queue."), self), 0, 0)
        grid.addWidget(self.list, 1, 0)
        grid.addLayout(side, 1, 1)
        grid.addWidget(self.words, 2, 0, 1, 2)
        grid.addWidget(self.told, 3, 0, 1, 2)

    def _fill(self) -> None:
        chosen, row = self.current, self.list.currentRow()
        self._filling = True
        self.list.clear()
        for entry in self._library.entries:
            item = QListWidgetItem(entry.name, self.list)
            item.setData(_NAME, entry.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
            item.setCheckState(Qt.CheckState.Checked if entry.is_tab else Qt.CheckState.Unchecked)
        self._filling = False
        self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        if chosen is not None:
            self.choose(chosen)
        self._show_current()

    def _show_current(self) -> None:
        entry = None if self.current is None else self._library.entry(self.current)
        for button, _ in self._acts:
            button.setEnabled(entry is not None)
        self.put_button.setEnabled(entry is not None and bool(self._around.desk.filter))
        self.restore_button.setVisible(self._removed is not None)
        if entry is None:
            self.words.setText("")
            return
        self.words.setText(" · ".join(saved_words(entry.saved, self._around)))

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        name, words = str(item.data(_NAME)), item.text()
        on = item.checkState() == Qt.CheckState.Checked
        if words != name:
            self._library.rename(name, words)
        else:
            self._library.show_as_tab(name, on)

    def _put_into_force(self) -> None:
        entry = self._library.entry(self.current or "")
        if entry is not None:
            self._use.put(entry.saved)

    def _move(self, by: int) -> None:
        if self.current is not None:
            self._library.move(self.current, by)

    def _edit(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None:
            self.list.editItem(item)

    def _replace(self) -> None:
        if self.current is not None:
            self._library.put(self.current, self._use.present(self.current))

    def _remove(self) -> None:
        name = self.current or ""
        self._removed = self._library.entry(name)
        self._library.remove(name)
        self.told.setText(self.tr("“{name}” was deleted.").format(name=name))

    def _restore(self) -> None:
        removed, self._removed = self._removed, None
        if removed is not None:
            self._library.keep(removed.saved, is_tab=removed.is_tab)
            self.told.setText("")

    def _ask_file(self) -> None:
        name = self.current
        if name is None:
            return
        dialog = QFileDialog(self, self.tr("Export a filter"), file_name(name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Filters (*{ending})").format(ending=ENDING))
        dialog.fileSelected.connect(lambda path: self._files.write(name, Path(path)))
        dialog.open()
