"""What can be wrong with a file of areas, each with what to do about it."""

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


class AreaFieldMissing(Failure):
    """No property looks like what is needed."""

    code = "area_field_missing"
    template = "The features of {path} have no property for the {what}. There are: {names}. Name it with {option}."


class BadNameFile(Failure):
    """A file that gives no names."""

    code = "bad_area_name_file"
    template = (
        "{path} gives no names of areas: {what}. A CSV file with a heading line is needed, with columns code and name, "
        "or such as district_code and district."
    )


class UpperCodeMissing(Failure):
    """Areas that nothing says the upper area of."""

    code = "upper_area_code_missing"
    template = (
        "The {level} of these areas can't be told from their codes: {codes}. Name the property that holds its code "
        "with --parent-field."
    )


class LevelUnknown(Failure):
    """A level of which there is no area."""

    code = "area_level_unknown"
    template = "There are no areas of the level {level!r}. Levels with areas: {levels}."
