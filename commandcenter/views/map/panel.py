"""The map at a desk: the page with a bar of tools above it, and what is remembered of its layers.

Thread: the interface thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from commandcenter.views.drawing import Look
from commandcenter.views.map.layer.dialog import LayerDialog
from commandcenter.views.map.layer.plan import LayerPlan, plan_of
from commandcenter.views.map.map_view import MapView
from commandcenter.views.palette import Theme
from commandcenter.views.reading import Reading

_PLAN_KEY = "map/layers"
_ICON_PX = 18


class MapPanel(QWidget):
    """A map with its tools; the map itself is made, and ended, by whoever makes this."""

    def __init__(
        self,
        view: MapView,
        *,
        look: Look,
        reading: Reading,
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        """Show the layers that were shown last.

        Args:
            view: The map.
            look: Icons and colours.
            reading: Background questions to the mirror.
            settings: Where layers are remembered.
            parent: Parent widget.
        """
        super().__init__(parent)
        self.view = view
        self._look, self._reading, self._settings = look, reading, settings
        self._layers: LayerDialog | None = None
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(6, 3, 6, 3)
        self._bar.setSpacing(2)
        self.layers_button = self.add_tool("stack-2", self.tr("Layers"), self.show_layers)
        self._bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar)
        layout.addWidget(view, 1)
        self.setFocusProxy(view)
        view.layers.set_plan(plan_of(str(settings.value(_PLAN_KEY, ""))))
        view.layers.changed.connect(self._remember)

    def show_layers(self) -> LayerDialog:
        """Open the window of the layers, or bring it to the front."""
        if self._layers is None:
            self._layers = LayerDialog(self.view.layers, self._reading, self._look, self)
        self._layers.show()
        self._layers.raise_()
        return self._layers

    def add_tool(self, icon: str, words: str, act: Callable[[], object]) -> QToolButton:
        """Put a button behind the others.

        Args:
            icon: Of the icon family.
            words: What it does.
            act: What happens.
        """
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(words)
        button.setAutoRaise(True)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda _checked: act())

        def dress(_theme: Theme) -> None:
            button.setIcon(self._look.icon(icon))

        self._look.follow(dress)
        self._bar.addWidget(button)
        return button

    def _remember(self, plan: LayerPlan) -> None:
        self._settings.setValue(_PLAN_KEY, plan.text())
