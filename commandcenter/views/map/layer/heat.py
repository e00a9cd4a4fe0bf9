"""From the density of a mask to the page's heat."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable

import numpy as np

from commandcenter.models.board.density import REACH_CELLS, density
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import Mask
from commandcenter.views.map.layer.ramp import RAMP
from commandcenter.views.map.marking import world_box
from commandcenter.views.map.message import LegendEntry, SetHeat, ViewportChanged
from commandcenter.views.palette import ThemeName
from commandcenter.views.wording import number

CELL_PX = 8
_WORLD_TILE_BITS = 22
_STEPS = (1.0, 0.5, 0.1)
"""Shares of the greatest density that the legend names."""


def heat_of(
    generation: Generation,
    selected: Mask,
    viewport: ViewportChanged,
    theme: ThemeName,
    heading: str,
    note: str,
    worded: Callable[[float], str],
) -> SetHeat:
    """Return the heat of a viewport.

    Args:
        generation: Which board.
        selected: Which of its reports.
        viewport: What the page shows.
        theme: Whose colours.
        heading: Over the legend.
        note: Below it; ``{count}`` stands for the reports, ``{reach}`` for the kernel's deviation in pixels.
        worded: Writes a density in reports per square kilometre.
    """
    shift = max(_WORLD_TILE_BITS - math.floor(viewport.zoom) + CELL_PX.bit_length() - 1, 0)
    found = density(generation, selected, world_box(viewport), 1 << shift)
    peak = float(found.values.max())
    # The root lets sparse parts be seen beside dense ones; the legend says which density a colour stands for.
    shares = np.sqrt(found.values / peak) if peak > 0 else found.values
    ramp = RAMP[theme]
    rows, columns = found.values.shape
    steps = _STEPS if peak > 0 else ()
    return SetHeat(
        west=float(found.west),
        north=float(found.north),
        cell=float(found.cell),
        columns=columns,
        rows=rows,
        values=base64.b64encode(np.round(shares * 255).astype(np.uint8).tobytes()).decode(),
        colors=ramp,
        heading=heading,
        note=note.format(count=number(found.reports), reach=round(REACH_CELLS * CELL_PX)),
        legend=[LegendEntry(worded(peak * step), color_at(ramp, math.sqrt(step)), hatched=False) for step in steps],
    )


def color_at(ramp: tuple[str, ...], share: float) -> str:
    """Return a ramp's colour at a share from 0 to 1, between its own ones where need be."""
    place = min(max(share, 0.0), 1.0) * (len(ramp) - 1)
    low = min(int(place), len(ramp) - 2)
    one, other = (_parts(ramp[low]), _parts(ramp[low + 1]))
    mixed = (round(a + (b - a) * (place - low)) for a, b in zip(one, other, strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)


def _parts(color: str) -> tuple[int, ...]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
