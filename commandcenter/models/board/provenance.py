"""How much of what is shown is real: what every surface must say beside its data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commandcenter.models.board.change_set import Flag
from commandcenter.models.board.generation import Generation


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the reports of a board come from.

    Attributes:
        reports: How many there are.
        simulated: How many of them were made up by the simulator.
    """

    reports: int
    simulated: int


def provenance(generation: Generation) -> Provenance:
    """Count the reports of a generation and those of them that were made up."""
    simulated = 0
    for chunk in generation.chunks:
        made_up = (chunk.columns["flags"] & Flag.SIMULATED) != 0
        simulated += int(np.count_nonzero(made_up & chunk.alive))
    return Provenance(len(generation), simulated)
