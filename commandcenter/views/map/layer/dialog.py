"""The window in which somebody orders, hides and styles the map's layers, and adds files and servers of their own.

Owns no plan: it shows the feed's and asks it for another one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.board.area_figure import AreaFigure
from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Trouble
from commandcenter.views.drawing import Look
from commandcenter.views.map.base.online import tile_origin
from commandcenter.views.map.layer.feed import LayerFeed
from commandcenter.views.map.layer.online_dialog import OnlineDialog, OnlineWish
from commandcenter.views.map.layer.plan import FIXED, OWN, Layer, LayerKind, LayerPlan
from commandcenter.views.map.layer.shape_file import LayerFileParts, ShapeFile
from commandcenter.views.map.layer.wording import figure_name, layer_name
from commandcenter.views.reading import Newest, Reading
from commandcenter.views.wording import level_title, number, trouble_sentence

_KEY = int(Qt.ItemDataRole.UserRole)
_FILE_ENDINGS = "*.geojson *.json *.gpkg *.shp *.zip"


class LayerDialog(QDialog):
    """The layers, uppermost first, and the looks of the chosen one."""

    def __init__(self, feed: LayerFeed, reading: Reading, look: Look, parent: QWidget | None = None) -> None:
        """Show the feed's plan.

        Args:
            feed: Whose layers.
            reading: Reads which levels of areas there are.
            look: Icons of the buttons.
            parent: Over which window it stands.
        """
        super().__init__(parent)
        self._feed, self._look = feed, look
        self._levels: tuple[str, ...] = ()
        self._filling = False
        self._trying = ""
        self.setWindowTitle(self.tr("Map layers"))
        self._build()
        self._connect()
        feed.changed.connect(self._fill)
        feed.files.failed.connect(self._on_file_failed)
        feed.files.shown.connect(self._on_file_shown)
        feed.online.failed.connect(self._on_online_failed)
        feed.online.shown.connect(self._on_online_shown)
        feed.online.key_kept.connect(self._on_key_kept)
        feed.population_failed.connect(lambda failure: self._tell(_sentence(failure)))
        Newest(reading, self).ask(lambda reader: AreaTree(reader.areas()).levels, self._on_levels)
        self._fill()

    def add_file(self, path: str, part: str = "") -> None:
        """Lay a file over the map; what is wrong with it is told in the window."""
        try:
            self._feed.set_plan(self._feed.plan.with_file(path, part))
        except ValueError:
            self._tell(self.tr("There are as many files on the map as it takes. Remove one first."))

    def add_online(self, wish: OnlineWish) -> None:
        """Lay a server's map over the map; if nothing comes of it, that is told and it is taken away again."""
        if wish.key:
            self._feed.online.keep_key(wish.address, wish.key)
        try:
            plan = self._feed.plan.with_online(wish.name, wish.address, wish.attribution, wish.max_zoom)
        except ValueError:
            self._tell(self.tr("There are as many servers on the map as it takes. Remove one first."))
            return
        self._trying = plan.layers[-2].key
        self._tell(self.tr("Asking {name}…").format(name=wish.name))
        self._feed.set_plan(plan)

    @property
    def sentence(self) -> str:
        """What the window tells of the last file or server."""
        return self._told.text()

    def _build(self) -> None:
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Map layers"))
        self.list.setMinimumSize(250, 230)
        self.up, self.down = self._tool("arrow-up", self.tr("Move up")), self._tool("arrow-down", self.tr("Move down"))
        self.add = QPushButton(self.tr("Add a file…"), self)
        self.add_server = QPushButton(self.tr("Add a server…"), self)
        self.remove = QPushButton(self.tr("Remove"), self)
        buttons = QHBoxLayout()
        for button in (self.up, self.down, self.add, self.add_server, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.opacity = QSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(0, 100)
        self.colour = QPushButton(self)
        self.width_px = QDoubleSpinBox(self)
        self.width_px.setRange(0.5, 12)
        self.width_px.setSingleStep(0.5)
        self.width_px.setSuffix(" px")
        self.figure, self.level = QComboBox(self), QComboBox(self)
        for each in AreaFigure:
            self.figure.addItem(figure_name(each), each.value)
        self.people = QPushButton(self.tr("Choose a table…"), self)
        self.form = QFormLayout()
        for words, widget in (
            (self.tr("Opacity"), self.opacity),
            (self.tr("Colour"), self.colour),
            (self.tr("Line width"), self.width_px),
            (self.tr("Figure"), self.figure),
            (self.tr("Areas"), self.level),
            (self.tr("People by area"), self.people),
        ):
            self.form.addRow(words, widget)
            widget.setAccessibleName(words)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        layout.addLayout(self.form)
        self._key_told = QLabel(self)
        self._key_told.setWordWrap(True)
        layout.addWidget(self._told)
        layout.addWidget(self._key_told)

    def _tool(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(words)
        button.setAccessibleName(words)
        self._look.follow(lambda _theme: button.setIcon(self._look.icon(icon)))
        return button

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._fill_looks())
        self.list.itemChanged.connect(self._on_checked)
        self.up.clicked.connect(lambda: self._change(lambda plan, layer: plan.moved(layer.key, 1)))
        self.down.clicked.connect(lambda: self._change(lambda plan, layer: plan.moved(layer.key, -1)))
        self.remove.clicked.connect(lambda: self._change(lambda plan, layer: plan.without(layer.key)))
        self.add_server.clicked.connect(self._choose_server)
        self.add.clicked.connect(self._choose_file)
        self.opacity.valueChanged.connect(
            lambda value: self._change(lambda plan, layer: plan.changed(layer.key, opacity=value / 100))
        )
        self.width_px.valueChanged.connect(
            lambda value: self._change(lambda plan, layer: plan.changed(layer.key, width=value))
        )
        self.colour.clicked.connect(self._choose_colour)
        self.figure.currentIndexChanged.connect(
            lambda _: self._change(lambda plan, _layer: replace(plan, figure=AreaFigure(self.figure.currentData())))
        )
        self.level.currentIndexChanged.connect(
            lambda _: self._change(lambda plan, _layer: replace(plan, level=str(self.level.currentData() or "")))
        )
        self.people.clicked.connect(self._choose_people)

    def _chosen(self) -> Layer | None:
        if self.list.currentRow() < 0:
            return None
        return self._feed.plan.of(self.list.currentItem().data(_KEY))

    def _change(self, change: Callable[[LayerPlan, Layer], LayerPlan]) -> None:
        layer = None if self._filling else self._chosen()
        if layer is not None:
            self._feed.set_plan(change(self._feed.plan, layer))

    def _fill(self, *_plan: object) -> None:
        """Show the plan, keeping the chosen layer chosen."""
        chosen = self.list.currentItem().data(_KEY) if self.list.currentRow() >= 0 else None
        self._filling = True
        self.list.clear()
        for layer in reversed(self._feed.plan.layers):
            item = QListWidgetItem(layer_name(layer), self.list)
            item.setData(_KEY, layer.key)
            item.setToolTip(_tip(layer))
            item.setCheckState(Qt.CheckState.Checked if layer.visible else Qt.CheckState.Unchecked)
            if layer.key == chosen:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._filling = False
        self._fill_looks()

    def _fill_looks(self) -> None:
        layer = None if self._filling else self._chosen()
        if layer is None:
            return
        self._filling = True
        plan = self._feed.plan
        at = plan.layers.index(layer)
        self.up.setEnabled(layer.kind not in FIXED and at < len(plan.layers) - 2)
        self.down.setEnabled(layer.kind not in FIXED and at > 1)
        is_file, is_shading = layer.kind is LayerKind.FILE, layer.kind is LayerKind.SHADING
        self.remove.setEnabled(layer.kind in OWN)
        self.opacity.setValue(round(layer.opacity * 100))
        self.width_px.setValue(layer.width)
        self.colour.setText(layer.color)
        self.colour.setIcon(self._look.icon("polygon", layer.color))
        self.figure.setCurrentIndex(self.figure.findData(plan.figure.value))
        self.level.setCurrentIndex(max(0, self.level.findData(plan.level)))
        self.people.setText(Path(plan.population_file).name if plan.population_file else self.tr("Choose a table…"))
        for widget, wanted in (
            (self.colour, is_file),
            (self.width_px, is_file),
            (self.figure, is_shading),
            (self.level, is_shading),
            (self.people, is_shading and plan.figure is AreaFigure.PER_HEAD),
        ):
            self.form.setRowVisible(widget, wanted)
        self._filling = False

    def _on_levels(self, levels: tuple[str, ...]) -> None:
        self._filling = True
        self.level.clear()
        for level in levels:
            self.level.addItem(level_title(level), level)
        self._filling = False
        self._fill_looks()

    def _on_checked(self, item: QListWidgetItem) -> None:
        if not self._filling:
            visible = item.checkState() == Qt.CheckState.Checked
            self._feed.set_plan(self._feed.plan.changed(item.data(_KEY), visible=visible))

    def _choose_file(self) -> None:
        kinds = self.tr("Places and shapes") + f" ({_FILE_ENDINGS})"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Add a file to the map"), "", kinds)
        if path:
            self.add_file(path)

    def _choose_server(self) -> None:
        dialog = OnlineDialog(self)

        def take() -> None:
            if dialog.wish is not None:
                self.add_online(dialog.wish)

        dialog.accepted.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_people(self) -> None:
        kinds = self.tr("Tables") + " (*.csv)"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Table of people by area"), "", kinds)
        if path:
            self._tell("")
            self._feed.set_plan(replace(self._feed.plan, population_file=path))

    def _choose_colour(self) -> None:
        layer = self._chosen()
        chosen = QColorDialog.getColor(QColor(layer.color if layer else "#5AB0FF"), self, self.tr("Colour"))
        if chosen.isValid():
            self._change(lambda plan, own: plan.changed(own.key, color=chosen.name().upper()))

    def _on_file_shown(self, key: str, file: ShapeFile) -> None:
        name = layer_name(self._feed.plan.of(key))
        words = self.tr("{name}: {count} shapes").format(name=name, count=number(file.features))
        self._tell(words + (self.tr(", drawn coarser than they are in the file") if file.is_coarser else ""))

    def _on_file_failed(self, key: str, failure: Failure) -> None:
        layer = self._feed.plan.of(key)
        self._tell(_sentence(failure))
        self._feed.set_plan(self._feed.plan.without_file(layer.file, layer.part))
        if isinstance(failure, LayerFileParts) and self.isVisible():
            parts = str(failure.params["parts"]).split(", ")
            part, chosen = QInputDialog.getItem(
                self, self.tr("Layers of a file"), self.tr("Which layer?"), parts, 0, False
            )
            if chosen:
                self.add_file(layer.file, part)

    def _on_online_shown(self, key: str) -> None:
        if key == self._trying:
            self._trying = ""
            self._tell(self.tr("{name} is on the map.").format(name=layer_name(self._feed.plan.of(key))))

    def _on_online_failed(self, key: str, failure: Failure) -> None:
        self._tell(_sentence(failure))
        # One that was there before may come back; a new one that sends nothing would only be in the way.
        if key == self._trying:
            self._trying = ""
            self._feed.set_plan(self._feed.plan.without(key))

    def _on_key_kept(self, is_lasting: bool) -> None:
        if not is_lasting:
            self._key_told.setText(
                self.tr("This computer has no place for keys: the key is forgotten when the program ends.")
            )

    def _tell(self, sentence: str) -> None:
        self._told.setText(sentence)


def _tip(layer: Layer) -> str:
    """Return where a layer of somebody's own comes from; of an address only what is no secret."""
    return tile_origin(layer.address) if layer.address else layer.file


def _sentence(failure: Failure) -> str:
    return trouble_sentence(Trouble(failure.code, failure.template, failure.params))
