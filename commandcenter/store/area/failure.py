"""What can be wrong with a file of areas, each with what to do about it."""

from __future__ import annotations

from commandcenter.models.failure import Failure


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
