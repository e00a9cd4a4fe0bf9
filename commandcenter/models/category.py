"""Categories: what a report can be about, how soon it must be answered, and whether it may be shown.

Owns the value and its time limits. The city's list is data (``resources/catalogue``), not code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commandcenter.models.identity import CategoryCode
from commandcenter.models.report import Priority


class Publication(StrEnum):
    """How a report of a category becomes public."""

    BY_RULE = "by_rule"
    AFTER_REVIEW = "after_review"
    COUNT_ONLY = "count_only"


@dataclass(frozen=True, slots=True)
class Category:
    """One entry of the catalogue; Open311 calls it a service.

    Attributes:
        code: Stable; Open311's ``service_code``.
        name_id: Indonesian name.
        name_en: English name.
        group: Heading that it stands under; may be empty.
        first_response_s: Seconds from reporting until somebody must have taken it on.
        closing_s: Seconds from reporting until it must be closed.
        publication: ``COUNT_ONLY`` marks a sensitive category: public pages and walls show count and area only.
        ppsu_sized: Whether a street crew can usually fix it without asking an agency.
        icon: Name of its icon under ``resources/icons``.
        active: Whether new reports may use it.
        priority: What a new report begins with.
    """

    code: CategoryCode
    name_id: str
    name_en: str
    group: str
    first_response_s: int
    closing_s: int
    publication: Publication
    ppsu_sized: bool
    icon: str
    active: bool = True
    priority: Priority = Priority.NORMAL


def respond_by(category: Category, reported_at: datetime) -> datetime:
    """Return when the first response is due, elapsed hours, 24 × 7."""
    return reported_at + timedelta(seconds=category.first_response_s)


def close_by(category: Category, reported_at: datetime) -> datetime:
    """Return when closing is due, elapsed hours, 24 × 7."""
    return reported_at + timedelta(seconds=category.closing_s)
