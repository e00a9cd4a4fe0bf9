"""The menu in which a base map is chosen, and the memory of what was chosen.

Owns asking for a file, and saying at once which one is in use. What can't be used is told beside the other messages
that wait to be read; the map stays as it was.

Thread: the interface thread; no file is opened here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Trouble
from commandcenter.views.map.base.base_map import BaseMap
from commandcenter.views.wording import trouble_sentence

_FORM_KEY, _FILE_KEY = "map/base", "map/base_file"
_FILE, _ONLINE, _NONE = "file", "online", "none"
_SUFFIXES = "*.pmtiles *.mbtiles"


class BaseMapMenu(QMenu):
    """The menu of one window's map."""

    def __init__(
        self, base_map: BaseMap, settings: QSettings, say: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        """Offer the choice.

        Args:
            base_map: Whose.
            settings: Where the choice is remembered.
            say: Takes a sentence that a person must read.
            parent: Owner; the dialog stands before it.
        """
        super().__init__(parent)
        self._base_map = base_map
        self._settings = settings
        self._say = say
        self._is_asked = False
        self.setTitle(self.tr("Map"))
        group = QActionGroup(self)
        self.none = self._option(group, self.tr("Borders and coast only"), self._choose_none)
        self.online: QAction | None = None
        if base_map.online is not None:
            host = base_map.online.origin.partition("://")[2]
            self.online = self._option(group, self.tr("From {host}").format(host=host), self._choose_online)
        self.file = self._option(group, "", lambda: None)
        self.addSeparator()
        self.choose = QAction(self.tr("Choose base map…"), self)
        self.choose.triggered.connect(self.ask)
        self.addAction(self.choose)
        base_map.changed.connect(self._on_changed)
        base_map.refused.connect(self._on_refused)
        self._show()

    def begin(self, wanted: Path | None) -> None:
        """Use the file of the command line, or what was chosen last, or the configured server.

        Args:
            wanted: A file for this run only, which is not remembered; None: none.
        """
        form = str(self._settings.value(_FORM_KEY, ""))
        if wanted is not None:
            self._base_map.choose_file(wanted)
        elif form == _FILE:
            self._base_map.choose_file(Path(str(self._settings.value(_FILE_KEY, ""))))
        elif form != _NONE:
            self._base_map.choose_online()

    def ask(self) -> QFileDialog:
        """Ask for a file; the answer comes later."""
        dialog = QFileDialog(self.parentWidget(), self.tr("Choose a base map"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = (self.tr("Map archives") + f" ({_SUFFIXES})", self.tr("All files") + " (*)")
        dialog.setNameFilters(patterns)
        label = QFileDialog.DialogLabel
        dialog.setLabelText(label.LookIn, self.tr("Folder:"))
        dialog.setLabelText(label.FileName, self.tr("File:"))
        dialog.setLabelText(label.FileType, self.tr("Kind:"))
        dialog.setLabelText(label.Accept, self.tr("Use"))
        dialog.setLabelText(label.Reject, self.tr("Cancel"))
        if self._base_map.file is not None:
            dialog.setDirectory(str(self._base_map.file.parent))
        dialog.fileSelected.connect(self.choose_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def choose_file(self, name: str) -> None:
        """Use a file, and remember it once it has proved to be good."""
        self._is_asked = True
        self._base_map.choose_file(Path(name))

    def _choose_none(self) -> None:
        self._is_asked = True
        self._base_map.choose_none()

    def _choose_online(self) -> None:
        self._is_asked = True
        self._base_map.choose_online()

    def _option(self, group: QActionGroup, words: str, chosen: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setCheckable(True)
        action.triggered.connect(lambda _on: chosen())
        group.addAction(action)
        self.addAction(action)
        return action

    def _on_changed(self) -> None:
        if self._is_asked:
            self._is_asked = False
            self._remember()
        self._show()

    def _remember(self) -> None:
        file = self._base_map.file
        form = _FILE if file is not None else _ONLINE if self._base_map.is_online else _NONE
        self._settings.setValue(_FORM_KEY, form)
        self._settings.setValue(_FILE_KEY, "" if file is None else str(file))

    def _show(self) -> None:
        file = self._base_map.file
        self.file.setVisible(file is not None)
        self.file.setText("" if file is None else file.name.replace("&", "&&"))
        self.file.setToolTip("" if file is None else str(file))
        self.file.setChecked(file is not None)
        if self.online is not None:
            self.online.setChecked(self._base_map.is_online)
        self.none.setChecked(file is None and not self._base_map.is_online)

    def _on_refused(self, failure: Failure) -> None:
        self._is_asked = False
        self._say(trouble_sentence(Trouble(failure.code, failure.template, failure.params)))
        self._show()
