"""What the acts on a city's settings refuse."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class SettingUnknown(Failure):
    """A setting that there is not."""

    code = "setting_unknown"
    template = "There is no setting {key!r}. Choose one of the list in docs/protocol.md."


class SettingChanged(Failure):
    """Somebody else set it in the meantime."""

    code = "setting_changed"
    template = "{key} was set by {actor} in the meantime. Look at it again and decide whether your change still stands."


class CodeMissing(Failure):
    """Something to be set up without a name that programs know it by, or with one that none can keep."""

    code = "code_missing"
    template = "The code {given!r} does not serve. It is 1 to 64 letters, digits, dots, dashes or underscores."


class AgencyUnknown(Failure):
    """An agency that is not there."""

    code = "agency_unknown"
    template = "There is no agency {agency!r}. Set it up first, or choose another."


class AgencyCircle(Failure):
    """An agency that would belong to itself."""

    code = "agency_circle"
    template = "{agency} can't belong to {parent}, which itself belongs to {agency}. Choose another parent."


class RouteUnfit(Failure):
    """A target that names no route."""

    code = "route_unfit"
    template = "{given!r} names no route. It is a category or *, a slash, and an area or *, such as PJU/31.74.01."


class RouteOutside(Failure):
    """A route to a body outside the city."""

    code = "route_outside"
    template = (
        "{agency} is a body outside the city: somebody has to hand a report over to it and say how it was told. "
        "Choose an agency of the city."
    )


class TemplateField(Failure):
    """A template with a field that nothing fills in."""

    code = "template_field"
    template = "The text {field} has a field that nobody fills in ({what}). It may use: {choices}."


class ListUnusable(Failure):
    """Something that should be a list, or holds what such a list can't."""

    code = "list_unusable"
    template = "The field {field} must be a list of at most {most} entries of its kind. Correct it and send it again."


class NamedTwice(Failure):
    """Two questions of one service, or two choices of one question, by the same name."""

    code = "named_twice"
    template = "{code} is named twice. Give each question, and each choice of a list, a code of its own."


class ChoicesMisplaced(Failure):
    """A list without choices, or choices without a list."""

    code = "choices_misplaced"
    template = "The question {question} must have choices if it is a list, and none otherwise. Correct it."


class ShownOnlyRequired(Failure):
    """A sentence that nobody can answer, and must."""

    code = "shown_only_required"
    template = "{question} is only shown and has no answer, so it can't be required. Correct one of the two."
