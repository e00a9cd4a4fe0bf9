"""The ways in which rows leave the queue: the clipboard and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from commandcenter.models.identity import ReportId
from commandcenter.models.instant import WIB
from commandcenter.models.mirror.reader import ReportText
from commandcenter.views.export.content import Export, Format
from commandcenter.views.export.exporter import Exporter
from commandcenter.views.queue.column import QueueColumn
from commandcenter.views.queue.export_dialog import ExportDialog, Make
from commandcenter.views.queue.handing_on import MOST_COPIED, Selection, as_lines, export_of
from commandcenter.views.queue.standing import Standing
from commandcenter.views.queue.table import QueueTable
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import number


class Outlet(QObject):
    """Copies and exports what a table shows.

    Emits:
        said: A sentence for whoever asked (str).
    """

    said = Signal(str)

    def __init__(
        self, table: QueueTable, standing: Standing, around: Surroundings, settings: QSettings, parent: QWidget
    ) -> None:
        """Hand on what ``table`` shows; the folder and format chosen last are kept in ``settings``."""
        super().__init__(parent)
        self._table, self._standing, self._around = table, standing, around
        self._settings, self._parent = settings, parent
        self._model = table.queue
        self.exporter = Exporter(around.reading.reader, self)

    def copy(self) -> None:
        """Put the chosen rows into the clipboard, as they are shown."""
        rows = self._table.chosen_rows()
        if not len(rows):
            self.said.emit(self.tr("Choose a row first; with Shift or Ctrl several can be chosen."))
        elif len(rows) > MOST_COPIED:
            words = self.tr("{rows} rows are too many for the clipboard, which takes {most}. Export them with Ctrl+E.")
            self.said.emit(words.format(rows=number(len(rows)), most=number(MOST_COPIED)))
        else:
            ids = self._model.ids[rows]
            self._around.reading.ask(lambda reader: reader.texts(ids.tolist()), partial(self._on_copied, ids))

    def export(self) -> None:
        """Ask where and as what the rows that are shown are to be exported."""
        if not self._model.rowCount():
            self.said.emit(self.tr("There are no rows to export."))
            return
        self._standing.complete()
        chosen = self._table.chosen_rows()
        moment = datetime.fromtimestamp(self._around.clock.now_s(), WIB)
        dialog = ExportDialog(
            self.exporter,
            self._gathering(chosen),
            self._settings,
            self._model.rowCount(),
            len(chosen),
            f"{self._file_word()}-{moment:%Y%m%d-%H%M}",
            self._parent,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _file_word(self) -> str:
        return self.tr("reports") if self._around.desk.past_ms is None else self.tr("reports-as-known-on")

    def close(self) -> None:
        """End what is being exported; for the end of the window."""
        self.exporter.close()

    def _on_copied(self, ids: NDArray[np.int64], texts: Mapping[ReportId, ReportText]) -> None:
        self._around.texts.keep(texts)
        lines = as_lines(self._model, self._around.desk.generation, ids, self._columns())
        QGuiApplication.clipboard().setText(lines)
        self.said.emit(self.tr("%n row(s) copied.", "", len(ids)))

    def _columns(self) -> tuple[QueueColumn, ...]:
        return tuple(place.column for place in self._table.header.layout_now() if place.shown)

    def _gathering(self, chosen: NDArray[np.int64]) -> Make:
        """Return what gathers an export of the rows as they stand now."""
        known = self._model.ids if self._model.is_whole else None
        whole, names = self._standing.whole_order(), self._around.names
        generation, columns = self._around.desk.generation, self._columns()
        mirror, at_s = self._around.reading.reader.path, self._around.clock.now_s()
        made_s, is_past = self._around.clock.wall_s(), self._around.desk.past_ms is not None

        def make(file: Path, kind: Format, only_chosen: bool) -> Callable[[], Export]:
            def gather() -> Export:
                ids = whole() if known is None else known
                wanted = ids[chosen] if only_chosen else ids
                selection = Selection(generation, wanted, columns, at_s, made_s, is_past)
                return export_of(selection, file, kind, mirror, names)

            return gather

        return make
