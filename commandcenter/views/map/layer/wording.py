"""What layers and figures are called, and how their values are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from commandcenter.models.board.area_figure import AreaFigure
from commandcenter.views.map.layer.plan import Layer, LayerKind
from commandcenter.views.map.layer.shading import LEAST_BASIS
from commandcenter.views.wording import QT_TRANSLATE_NOOP, age, decimal, number, translate

_LAYER: Mapping[LayerKind, str] = {
    LayerKind.NAMES: QT_TRANSLATE_NOOP("MapLayers", "Names of areas"),
    LayerKind.SHADING: QT_TRANSLATE_NOOP("MapLayers", "Figure by area"),
    LayerKind.HEAT: QT_TRANSLATE_NOOP("MapLayers", "Density of reports"),
    LayerKind.CREWS: QT_TRANSLATE_NOOP("MapLayers", "Crews by area"),
    LayerKind.GAUGES: QT_TRANSLATE_NOOP("MapLayers", "Water gauges"),
    LayerKind.FACILITIES: QT_TRANSLATE_NOOP("MapLayers", "Facilities and beds"),
    LayerKind.MARKS: QT_TRANSLATE_NOOP("MapLayers", "Reports"),
}

_FIGURE: Mapping[AreaFigure, str] = {
    AreaFigure.OPEN: QT_TRANSLATE_NOOP("MapLayers", "Open reports"),
    AreaFigure.OVERDUE_SHARE: QT_TRANSLATE_NOOP("MapLayers", "Share of open reports that are overdue"),
    AreaFigure.RECEIVED: QT_TRANSLATE_NOOP("MapLayers", "Reports received"),
    AreaFigure.MEDIAN_RESPONSE: QT_TRANSLATE_NOOP("MapLayers", "Median time to first response"),
    AreaFigure.PER_HEAD: QT_TRANSLATE_NOOP("MapLayers", "Reports received per 1,000 people"),
}


def layer_name(layer: Layer) -> str:
    """Return what a layer is called; a file by its own name, a server's map as somebody named it."""
    if layer.kind is LayerKind.FILE:
        name = Path(layer.file).name
        return f"{name}: {layer.part}" if layer.part else name
    if layer.kind is LayerKind.ONLINE:
        return layer.name
    return translate("MapLayers", _LAYER[layer.kind])


def figure_name(figure: AreaFigure) -> str:
    """Return what a figure by area is called."""
    return translate("MapLayers", _FIGURE[figure])


def figure_note(figure: AreaFigure, reports: int, *, people_known: bool) -> str:
    """Return what a figure counts, and how many reports it was made from."""
    count = number(reports)
    if figure is AreaFigure.PER_HEAD and not people_known:
        return translate("MapLayers", "No population known: choose a table of people by area.")
    if figure in (AreaFigure.OVERDUE_SHARE, AreaFigure.MEDIAN_RESPONSE):
        return translate(
            "MapLayers", "Of the reports that pass the filter, n = {count}. Hatched: fewer than {least} of them."
        ).format(count=count, least=LEAST_BASIS)
    words = translate(
        "MapLayers", "Of the reports that pass the filter, n = {count}. Classes hold about equally many areas."
    )
    return words.format(count=count)


def figure_value(figure: AreaFigure, value: float) -> str:
    """Return a value of a figure with its unit."""
    if figure is AreaFigure.OVERDUE_SHARE:
        return f"{number(round(value))} %"
    if figure is AreaFigure.MEDIAN_RESPONSE:
        return age(value)
    if figure is AreaFigure.PER_HEAD:
        return decimal(value)
    return number(round(value))


def density_value(per_km2: float) -> str:
    """Return a density with its unit; with one decimal where it is small."""
    density = decimal(per_km2) if per_km2 < 10 else number(round(per_km2))
    return translate("MapLayers", "{density} per km²").format(density=density)
