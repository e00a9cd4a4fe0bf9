"""The window in which somebody says where a server's map is, whose it is, and which key it wants.

Owns the fields and saying what is missing in them. Refuses to ask the server: the map does, once the layer is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from commandcenter.models.failure import Failure
from commandcenter.models.freshness import Trouble
from commandcenter.views.map.base.online import online_source
from commandcenter.views.wording import trouble_sentence

_KEY_PLACE = "{key}"
_LEAST_WIDTH_PX = 520


@dataclass(frozen=True, slots=True)
class OnlineWish:
    """A server's map that somebody wants.

    Attributes:
        name: What it is called here.
        address: As ``base.online`` reads it, ``{key}`` where the key belongs.
        attribution: Whose map it is.
        max_zoom: Nearest zoom that it has tiles of.
        key: Secret of the server's customer; empty for none.
    """

    name: str
    address: str = field(repr=False)
    attribution: str
    max_zoom: int
    key: str = field(repr=False)


class OnlineDialog(QDialog):
    """Fields for one server."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show empty fields.

        Args:
            parent: Over which window it stands.
        """
        super().__init__(parent)
        self.wish: OnlineWish | None = None
        self.setWindowTitle(self.tr("Add a map from a server"))
        self.setMinimumWidth(_LEAST_WIDTH_PX)
        self.name, self.address, self.attribution, self.key = (QLineEdit(self) for _ in range(4))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.form = QComboBox(self)
        self.form.addItem(self.tr("Tiles (XYZ)"), "")
        self.form.addItem("WMS", "wms:")
        self.max_zoom = QSpinBox(self)
        self.max_zoom.setRange(0, 22)
        self.max_zoom.setValue(19)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        self.buttons = QDialogButtonBox(self)
        self.buttons.addButton(self.tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.form.currentIndexChanged.connect(lambda _: self._show_example())
        self._lay_out()
        self._show_example()

    @property
    def sentence(self) -> str:
        """What is wrong with the fields; empty before anything was."""
        return self._told.text()

    def accept(self) -> None:
        """Take the fields, or say what is missing in them and stay."""
        name, address, key = self.name.text().strip(), self.address.text().strip(), self.key.text().strip()
        attribution = self.attribution.text().strip()
        if not name or not attribution:
            self._told.setText(
                self.tr("Give the map a name, and say whose it is in the words that its licence asks for.")
            )
            return
        if (_KEY_PLACE in address) != bool(key):
            self._told.setText(
                self.tr("Write {place} in the address where the key belongs, and the key into its own field.").format(
                    place=_KEY_PLACE
                )
            )
            return
        wish = OnlineWish(name, self.form.currentData() + address, attribution, self.max_zoom.value(), key)
        try:
            online_source(wish.address, attribution, key, wish.max_zoom)
        except Failure as failure:
            self._told.setText(trouble_sentence(Trouble(failure.code, failure.template, failure.params)))
            return
        self.wish = wish
        super().accept()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for words, widget in (
            (self.tr("Name"), self.name),
            (self.tr("Kind"), self.form),
            (self.tr("Address"), self.address),
            (self.tr("Whose map it is"), self.attribution),
            (self.tr("Key"), self.key),
            (self.tr("Nearest zoom with tiles"), self.max_zoom),
        ):
            form.addRow(words, widget)
            widget.setAccessibleName(words)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._told)
        layout.addWidget(self.buttons)

    def _show_example(self) -> None:
        is_wms = bool(self.form.currentData())
        self.address.setPlaceholderText(
            "https://HOST/wms?LAYERS=…" if is_wms else "https://HOST/{z}/{x}/{y}.png?key={key}"
        )
        self.max_zoom.setEnabled(not is_wms)
