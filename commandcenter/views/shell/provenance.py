"""The chip that says how much of what is shown was made up."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from commandcenter.models.board.provenance import Provenance, provenance
from commandcenter.views.drawing import emphasise
from commandcenter.views.surroundings import Surroundings
from commandcenter.views.wording import number


class ProvenanceMark(QLabel):
    """Stands beside the data's age as long as one simulated report is on the board; never asks for anything."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        """Follow the desk's board."""
        super().__init__(parent)
        self.setObjectName("simulated")
        emphasise(self)
        self._around = around
        self._shown: Provenance | None = None
        around.desk.board_changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        found = provenance(self._around.desk.generation)
        if found == self._shown:
            return
        self._shown = found
        whole = found.simulated == found.reports
        self.setText(self.tr("SIMULATED DATA") if whole else self.tr("PARTLY SIMULATED DATA"))
        self.setToolTip(
            self.tr("{simulated} of {reports} reports were made up by the simulator: they never happened.").format(
                simulated=number(found.simulated), reports=number(found.reports)
            )
        )
        self.setVisible(found.simulated > 0)
