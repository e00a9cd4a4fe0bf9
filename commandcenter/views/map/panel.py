"""The map at a desk: the page with a bar of tools above it, and what is remembered of its layers.

Thread: the interface thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QPoint, QSettings, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QToolButton, QVBoxLayout, QWidget

from commandcenter.models.board.provenance import provenance
from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Trouble
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.map.destination import Destination
from commandcenter.views.map.go_to import GoTo
from commandcenter.views.map.layer.dialog import LayerDialog
from commandcenter.views.map.layer.plan import LayerPlan, plan_of
from commandcenter.views.map.map_view import MapView
from commandcenter.views.map.message import SetTool
from commandcenter.views.map.picture import Caption, captioned, lay_out, put_on_paper, save
from commandcenter.views.palette import Theme
from commandcenter.views.reading import Reading
from commandcenter.views.wording import exact_moment, number, trouble_sentence

_PLAN_KEY = "map/layers"
_ICON_PX = 18


class MapPanel(QWidget):
    """A map with its tools; the map itself is made, and ended, by whoever makes this."""

    def __init__(
        self,
        view: MapView,
        *,
        desk: Desk,
        look: Look,
        reading: Reading,
        settings: QSettings,
        clock: Clock | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show the layers that were shown last.

        Args:
            view: The map.
            desk: Its desk.
            look: Icons and colours.
            reading: Background questions to the mirror.
            settings: Where layers are remembered.
            clock: Dates pictures; the computer's unless told.
            parent: Parent widget.
        """
        super().__init__(parent)
        self.view = view
        self._desk, self._look, self._reading, self._settings = desk, look, reading, settings
        self._clock = clock or Clock()
        self._layers: LayerDialog | None = None
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(6, 3, 6, 3)
        self._bar.setSpacing(2)
        self._build()
        self.setFocusProxy(view)
        view.layers.set_plan(plan_of(str(settings.value(_PLAN_KEY, ""))))
        view.layers.changed.connect(self._remember)
        view.drawn.tool_ended.connect(self._on_tool_ended)
        self.go_to_field.chosen.connect(self.go)

    def show_layers(self) -> LayerDialog:
        """Open the window of the layers, or bring it to the front."""
        if self._layers is None:
            self._layers = LayerDialog(self.view.layers, self._reading, self._look, self)
        self._layers.show()
        self._layers.raise_()
        return self._layers

    def begin_go_to(self) -> None:
        """Open the field that takes the map somewhere."""
        self.go_to_field.ask(QPoint(self.go_to_button.x(), self.go_to_button.geometry().bottom() + 2))

    def go(self, destination: Destination) -> None:
        """Take the map somewhere, and choose the report if it is one."""
        if destination.report is not None:
            self._desk.select(destination.report, reveal=True)
        elif destination.corners is not None:
            self.view.fit(*destination.corners)

    def picture(self) -> QImage:
        """Return the map as it is on the screen, with its caption."""
        shown = self.view.grab()
        return captioned(shown, self._caption(), self._look.theme)

    def save_picture(self) -> None:
        """Ask for a name and write the picture there."""
        kinds = f"{self.tr('Picture')} (*.png);;PDF (*.pdf)"
        image = self.picture()
        path, chosen = QFileDialog.getSaveFileName(self, self.tr("Save the map"), "peta.png", kinds)
        if not path:
            return
        ending = ".pdf" if "pdf" in chosen.lower() else ".png"
        target = Path(path) if Path(path).suffix else Path(path + ending)
        try:
            save(image, target)
        except Failure as failure:
            words = trouble_sentence(Trouble(failure.code, failure.template, failure.params))
            QMessageBox.warning(self, self.tr("Save the map"), words)

    def print_picture(self) -> None:
        """Ask for a printer and print the picture."""
        image = self.picture()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        lay_out(printer)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted and not put_on_paper(image, printer):
            QMessageBox.warning(self, self.tr("Print the map"), self.tr("The printer did not take the map."))

    def add_tool(self, icon: str, words: str, act: Callable[[], object], *, checkable: bool = False) -> QToolButton:
        """Put a button behind the others.

        Args:
            icon: Of the icon family.
            words: What it does.
            act: What happens.
            checkable: Whether it stays down.
        """
        button = QToolButton(self)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setAutoRaise(True)
        button.setCheckable(checkable)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.clicked.connect(lambda _checked: act())

        def dress(_theme: Theme) -> None:
            button.setIcon(self._look.icon(icon))

        self._look.follow(dress)
        self._bar.addWidget(button)
        return button

    def _build(self) -> None:
        self.layers_button = self.add_tool("stack-2", self.tr("Layers"), self.show_layers)
        self.draw_button = self.add_tool(
            "polygon", self.tr("Draw an area that filters"), lambda: self._use("draw", self.draw_button), checkable=True
        )
        self.measure_button = self.add_tool(
            "ruler-measure",
            self.tr("Measure length and area"),
            lambda: self._use("measure", self.measure_button),
            checkable=True,
        )
        self.go_to_button = self.add_tool("map-search", self.tr("Go to… (Ctrl+G)"), self.begin_go_to)
        self._bar.addStretch(1)
        self.save_button = self.add_tool("photo-down", self.tr("Save the map as a picture"), self.save_picture)
        self.print_button = self.add_tool("printer", self.tr("Print the map"), self.print_picture)
        for button in (self.layers_button, self.go_to_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.layers_button.setText(self.tr("Layers"))
        self.go_to_button.setText(self.tr("Go to…"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar)
        layout.addWidget(self.view, 1)
        self.go_to_field = GoTo(self._reading, self)

    def _use(self, tool: Literal["draw", "measure"], button: QToolButton) -> None:
        for other in (self.draw_button, self.measure_button):
            if other is not button:
                other.setChecked(False)
        self.view.drawn.use(SetTool(tool if button.isChecked() else "none"))
        self.view.setFocus()

    def _on_tool_ended(self) -> None:
        for button in (self.draw_button, self.measure_button):
            button.setChecked(False)

    def _caption(self) -> Caption:
        found = provenance(self._desk.generation)
        shown = number(self._desk.selected.count)
        heading = self.tr("{shown} of {all} reports").format(shown=shown, all=number(found.reports))
        words = self.tr("Map as of {moment}.")
        if self._desk.past_ms is not None:
            words = self.tr("THE PAST: the map as it was known on {moment}.")
        made = words.format(moment=exact_moment(self._clock.now_s()))
        note = f"{made} {self.view.sources}"
        warning = "" if not found.simulated else self.tr("SIMULATED DATA")
        if 0 < found.simulated < found.reports:
            warning = self.tr("PARTLY SIMULATED DATA")
        return Caption(heading, note, warning)

    def _remember(self, plan: LayerPlan) -> None:
        self._settings.setValue(_PLAN_KEY, plan.text())
