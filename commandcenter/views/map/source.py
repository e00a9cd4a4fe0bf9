"""Whose the things on the map are: borders, base map, servers' maps, files.

Owns the sentence that stands below a picture of the map. Attributions are given as their owners want them.
"""

from __future__ import annotations

from commandcenter.views.map.layer.plan import LayerKind, LayerPlan
from commandcenter.views.map.layer.wording import layer_name
from commandcenter.views.wording import translate


def sources_drawn(plan: LayerPlan, base_map: str, *, approximate: bool) -> str:
    """Return the sources of all that is drawn, from the ground up, as a sentence.

    Args:
        plan: The layers.
        base_map: Attribution of the base map in use; empty without one.
        approximate: Whether borders are stand-ins for real ones.
    """
    borders = translate("MapSources", "Borders: the city's own areas")
    if approximate:
        borders += translate("MapSources", " (approximate)")
    parts = [borders]
    if base_map:
        parts.append(translate("MapSources", "Base map: {owner}").format(owner=base_map))
    for layer in plan.layers:
        if not layer.visible or layer.opacity <= 0 or layer.kind in (LayerKind.NAMES, LayerKind.MARKS):
            continue
        if layer.kind is LayerKind.FILE:
            parts.append(translate("MapSources", "File: {name}").format(name=layer_name(layer)))
        elif layer.kind is LayerKind.ONLINE:
            parts.append(f"{layer_name(layer)}: {layer.attribution}")
        else:
            parts.append(translate("MapSources", "{layer}: the city's store").format(layer=layer_name(layer)))
    return translate("MapSources", "Sources: {parts}.").format(parts="; ".join(parts))
