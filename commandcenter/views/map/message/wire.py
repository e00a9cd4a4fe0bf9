"""Messages on the wire: which ones there are, and their JSON.

One message is one JSON object with its fields and a ``kind``: the class's name in snake case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias, get_origin, get_type_hints

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

ToPage: TypeAlias = (
    Welcome
    | SetTexts
    | SetTheme
    | SetMarks
    | SetSelection
    | Reveal
    | FitView
    | ResumeView
    | ReadAreas
    | SetBaseMap
    | SetHint
    | SetLayers
    | SetHeat
    | SetShading
    | SetPoints
    | ReadShapes
    | SetTiles
    | SetTool
    | SetDrawn
)
FromPage: TypeAlias = (
    Hello
    | ViewportChanged
    | ReportChosen
    | ClusterOpened
    | ReportHovered
    | Painted
    | AreasPainted
    | BaseMapPainted
    | LayersPainted
    | TilesPainted
    | AreaDrawn
    | ToolEnded
    | Trouble
)

PARTS: tuple[type, ...] = (StateLook, Texts, Presentation, MapTheme, LayerLook, LegendEntry)
TO_PAGE: tuple[type, ...] = (
    Welcome,
    SetTexts,
    SetTheme,
    SetMarks,
    SetSelection,
    Reveal,
    FitView,
    ResumeView,
    ReadAreas,
    SetBaseMap,
    SetHint,
    SetLayers,
    SetHeat,
    SetShading,
    SetPoints,
    ReadShapes,
    SetTiles,
    SetTool,
    SetDrawn,
)
FROM_PAGE: tuple[type, ...] = (
    Hello,
    ViewportChanged,
    ReportChosen,
    ClusterOpened,
    ReportHovered,
    Painted,
    AreasPainted,
    BaseMapPainted,
    LayersPainted,
    TilesPainted,
    AreaDrawn,
    ToolEnded,
    Trouble,
)


MAX_NUMBERS = 4_000
"""Members of one list of the page's; nobody draws more corners by hand."""


class MessageMalformedError(ValueError):
    """What came from the page is none of the messages; a fault of ours, for the log."""


def kind_of(message_type: type) -> str:
    """Return the ``kind`` of a message: ``SetMarks`` is ``set_marks``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", message_type.__name__).lower()


def encoded(message: ToPage) -> str:
    """Write a message as JSON."""
    return json.dumps({"kind": kind_of(type(message)), **_members(message)}, default=_members, separators=(",", ":"))


def decoded(text: str) -> FromPage:
    """Read a message of the page.

    Raises:
        MessageMalformedError: If it is no JSON object, of an unknown kind, or a field is missing, of another type
            or one too many.
    """
    try:
        content = json.loads(text)
    except ValueError as error:
        raise MessageMalformedError(f"not JSON: {error}") from error
    if not isinstance(content, dict):
        raise MessageMalformedError("not an object")
    kind = content.pop("kind", None)
    message_type = _FROM_PAGE_KINDS.get(kind) if isinstance(kind, str) else None
    if message_type is None:
        raise MessageMalformedError(f"unknown kind: {kind!r}")
    hints = get_type_hints(message_type)
    if content.keys() != hints.keys():
        raise MessageMalformedError(f"{kind}: fields {sorted(content)}, expected {sorted(hints)}")
    checked = {name: _checked(kind, name, content[name], hint) for name, hint in hints.items()}
    message: FromPage = message_type(**checked)
    return message


def _checked(kind: str, name: str, value: Any, hint: Any) -> Any:
    literals = getattr(hint, "__args__", ())
    if hint is float and type(value) in (int, float):
        return float(value)
    if get_origin(hint) is Sequence and isinstance(value, list) and len(value) <= MAX_NUMBERS:
        return tuple(_checked(kind, name, each, *literals) for each in value)
    if (literals and value in literals) or type(value) is hint:
        return value
    raise MessageMalformedError(f"{kind}.{name}: {value!r} is no {hint}")


def _members(value: Any) -> Mapping[str, Any]:
    """Return a value's fields without copying what they hold, unlike ``dataclasses.asdict``."""
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} can't cross to the page")
    return {field.name: getattr(value, field.name) for field in fields(value)}


_FROM_PAGE_KINDS: dict[str, type] = {kind_of(each): each for each in FROM_PAGE}
