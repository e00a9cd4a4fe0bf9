"""What the desktop and its map page say to each other.

Owns the messages as frozen values, one module a topic, and their JSON (``wire``). ``web/src/bridge/message.ts`` is
generated from them (``python -m commandcenter.views.map.typescript --write``), so both sides know the same fields. A
new message belongs into the module of its topic, and into ``TO_PAGE`` or ``FROM_PAGE`` of ``wire``.

World units are those of ``models.place``: Web Mercator, a square of 2^30, x eastwards, y southwards. Report ids are
text, because they don't fit a JavaScript number.
"""

from commandcenter.views.map.message.greeting import Hello, Trouble, Welcome
from commandcenter.views.map.message.ground import AreasPainted, BaseMapPainted, ReadAreas, SetBaseMap
from commandcenter.views.map.message.layer import (
    LayerLook,
    LayersPainted,
    LegendEntry,
    ReadShapes,
    SetHeat,
    SetLayers,
    SetPoints,
    SetShading,
    SetTiles,
    TilesPainted,
)
from commandcenter.views.map.message.mark import (
    ClusterOpened,
    MarkFlag,
    Painted,
    ReportChosen,
    ReportHovered,
    SetHint,
    SetMarks,
    SetSelection,
)
from commandcenter.views.map.message.style import MapTheme, Presentation, SetTexts, SetTheme, StateLook, Texts
from commandcenter.views.map.message.tool import AreaDrawn, SetDrawn, SetTool, ToolEnded
from commandcenter.views.map.message.viewport import FitView, ResumeView, Reveal, ViewportChanged
from commandcenter.views.map.message.wire import (
    FROM_PAGE,
    PARTS,
    TO_PAGE,
    FromPage,
    MessageMalformedError,
    ToPage,
    decoded,
    encoded,
    kind_of,
)

__all__ = [
    "FROM_PAGE",
    "PARTS",
    "TO_PAGE",
    "AreaDrawn",
    "AreasPainted",
    "BaseMapPainted",
    "ClusterOpened",
    "FitView",
    "FromPage",
    "Hello",
    "LayerLook",
    "LayersPainted",
    "LegendEntry",
    "MapTheme",
    "MarkFlag",
    "MessageMalformedError",
    "Painted",
    "Presentation",
    "ReadAreas",
    "ReadShapes",
    "ReportChosen",
    "ReportHovered",
    "ResumeView",
    "Reveal",
    "SetBaseMap",
    "SetDrawn",
    "SetHeat",
    "SetHint",
    "SetLayers",
    "SetMarks",
    "SetPoints",
    "SetSelection",
    "SetShading",
    "SetTexts",
    "SetTheme",
    "SetTiles",
    "SetTool",
    "StateLook",
    "Texts",
    "TilesPainted",
    "ToPage",
    "ToolEnded",
    "Trouble",
    "ViewportChanged",
    "Welcome",
    "decoded",
    "encoded",
    "kind_of",
]
