"""Asking where and as what the queue is to be exported, and showing how far it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from commandcenter.models.freshness import Trouble
from commandcenter.views.export.content import Export, Format
from commandcenter.views.export.exporter import Exporter
from commandcenter.views.wording import QT_TRANSLATE_NOOP, number, translate, trouble_sentence

_FOLDER_KEY, _FORMAT_KEY = "export/folder", "export/format"

_FORMATS: dict[Format, str] = {
    Format.XLSX: QT_TRANSLATE_NOOP("ExportDialog", "Workbook for people (XLSX)"),
    Format.CSV: QT_TRANSLATE_NOOP("ExportDialog", "Table for programs (CSV)"),
    Format.GEOJSON: QT_TRANSLATE_NOOP("ExportDialog", "Map data for the web (GeoJSON)"),
    Format.GEOPACKAGE: QT_TRANSLATE_NOOP("ExportDialog", "Map data for GIS (GeoPackage)"),
}

Make = Callable[[Path, Format, bool], Callable[[], Export]]
"""Given file, kind and whether only chosen rows are wanted: returns what gathers the export."""


class ExportDialog(QDialog):
    """Stays open until the file is there, so that its progress has a place; the window behind it goes on."""

    def __init__(
        self, exporter: Exporter, make: Make, settings: QSettings, rows: int, chosen: int, name: str, parent: QWidget
    ) -> None:
        """Ask for a file.

        Args:
            exporter: Writes it.
            make: Gathers it.
            settings: Where folder and format are remembered.
            rows: How many are shown.
            chosen: How many of them are chosen.
            name: Of the file, without ending.
            parent: The window.
        """
        super().__init__(parent)
        self._exporter, self._make, self._settings = exporter, make, settings
        self._rows, self._chosen = rows, chosen
        self.setWindowTitle(self.tr("Export the queue"))
        self.format_box = QComboBox(self)
        for kind, words in _FORMATS.items():
            self.format_box.addItem(translate("ExportDialog", words), kind)
        self.file_line = QLineEdit(self)
        self.file_line.setAccessibleName(self.tr("File"))
        self.browse_button = QPushButton(self.tr("Browse…"), self)
        self.chosen_box = QCheckBox(self.tr("Only the %n chosen rows", "", chosen), self)
        self.bar = QProgressBar(self)
        self.message = QLabel(self)
        self.export_button = QPushButton(self.tr("Export"), self)
        self.close_button = QPushButton(self)
        self._lay_out()
        self._remember(name)
        self._connect()
        self._show_state()

    def reject(self) -> None:
        """Cancel what is being written, or close."""
        if self._exporter.is_busy:
            self._exporter.cancel()
        else:
            super().reject()

    def _lay_out(self) -> None:
        self.chosen_box.setVisible(self._chosen > 1)
        self.chosen_box.setChecked(self._chosen > 1)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setMinimumHeight(54)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.bar.setVisible(False)
        file_row = QHBoxLayout()
        file_row.addWidget(self.file_line, 1)
        file_row.addWidget(self.browse_button)
        form = QFormLayout()
        form.addRow(self.tr("Format"), self.format_box)
        form.addRow(self.tr("File"), file_row)
        form.addRow("", self.chosen_box)
        buttons = QDialogButtonBox()
        buttons.addButton(self.export_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.close_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.export_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addLayout(form)
        column.addWidget(self.bar)
        column.addWidget(self.message, 1)
        column.addWidget(buttons)
        self.resize(620, 260)

    def _remember(self, name: str) -> None:
        kind = str(self._settings.value(_FORMAT_KEY, Format.XLSX.value))
        at = next((n for n, each in enumerate(_FORMATS) if each.value == kind), 0)
        self.format_box.setCurrentIndex(at)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(str(self._settings.value(_FOLDER_KEY, documents)))
        self.file_line.setText(str(folder / f"{name}.{self._format().value}"))

    def _connect(self) -> None:
        self.format_box.currentIndexChanged.connect(self._on_format)
        self.file_line.textChanged.connect(lambda _text: self._show_state())
        self.browse_button.clicked.connect(self._browse)
        self.export_button.clicked.connect(self._begin)
        self.close_button.clicked.connect(self.reject)
        self._exporter.progressed.connect(self.bar.setValue)
        self._exporter.finished.connect(self._on_finished)
        self._exporter.failed.connect(self._on_failed)

    def _format(self) -> Format:
        found: Format = self.format_box.currentData()
        return found

    def _file(self) -> Path:
        return Path(self.file_line.text().strip()).expanduser()

    def _on_format(self) -> None:
        self.file_line.setText(str(self._file().with_suffix(f".{self._format().value}")))

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the queue"), str(self._file()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self._format().value)
        dialog.fileSelected.connect(self.file_line.setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _begin(self) -> None:
        file, kind = self._file(), self._format()
        if not file.suffix:
            file = file.with_suffix(f".{kind.value}")
        only_chosen = self._chosen > 1 and self.chosen_box.isChecked()
        self._settings.setValue(_FOLDER_KEY, str(file.parent))
        self._settings.setValue(_FORMAT_KEY, kind.value)
        self.bar.setRange(0, self._chosen if only_chosen else self._rows)
        self.bar.setValue(0)
        self._exporter.begin(file, self._make(file, kind, only_chosen))
        self._show_state()

    def _on_finished(self, export: Export) -> None:
        self._show_state()
        words = self.tr("%n rows are in {file}.", "", len(export.ids)).format(file=export.target)
        # Whoever hands the file on must know what is not real in it.
        said = [text for title, text in export.notes if title in export.warnings]
        self.message.setText("\n".join([words, *said]))

    def _on_failed(self, trouble: Trouble) -> None:
        self._show_state()
        self.message.setText(trouble_sentence(trouble))

    def _show_state(self) -> None:
        busy = self._exporter.is_busy
        for widget in (self.format_box, self.file_line, self.browse_button, self.chosen_box):
            widget.setEnabled(not busy)
        self.export_button.setEnabled(not busy and bool(self._file().name))
        self.bar.setVisible(busy)
        self.close_button.setText(self.tr("Cancel") if busy else self.tr("Close"))
        if busy:
            self.message.setText(self.tr("The rows are being written. You can go on working meanwhile."))
        elif self._file().is_file():
            self.message.setText(self.tr("The file is there already and will be replaced."))
        else:
            self.message.setText(self.tr("{rows} rows are shown.").format(rows=number(self._rows)))
