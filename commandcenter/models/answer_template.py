"""Ready words for answers to citizens."""

from __future__ import annotations

from dataclasses import dataclass

from commandcenter.models.identity import CategoryCode, TemplateCode

FIELDS_FILLED_IN = ("number", "area", "agency", "date")
"""What may stand in braces in a template's texts; whoever answers fills it in."""


@dataclass(frozen=True, slots=True)
class AnswerTemplate:
    """One answer that is given often.

    Attributes:
        category: For reports of this category only; None: for all.
        text_id: Indonesian; ``{number}``, ``{area}``, ``{agency}`` and ``{date}`` are filled in.
        text_en: English.
    """

    code: TemplateCode
    name: str
    category: CategoryCode | None
    text_id: str
    text_en: str
    active: bool = True
