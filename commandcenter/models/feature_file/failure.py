"""What can be wrong with a file of places or shapes, each with what to do about it."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class BadAreaFile(Failure):
    """A file that holds no areas."""

    code = "bad_area_file"
    template = (
        "{path} can't be read as areas: {what}. What can be read: a GeoJSON FeatureCollection, a GeoPackage, a "
        "Shapefile (.shp with .shx, .dbf and .prj beside it), or a .zip with one of them."
    )


class LayerNeeded(Failure):
    """A file with several layers, or without the one that was asked for."""

    code = "area_layer_needed"
    template = "{path} holds these layers: {layers}. Say which one to read with --layer."


class CoordinateSystemUnknown(Failure):
    """Nobody says what the coordinates mean."""

    code = "coordinate_system_unknown"
    template = "{path}: {what}. Say which coordinate system it is in with --crs, such as --crs EPSG:32748."
