"""Sensitivity: what of a report may be seen by whom, and when it becomes public.

Owns the rule that a category of which only the count is told is told as count and area to the public, on walls and in
exports. Feed, pages, Open311 and exports all ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from commandcenter.models.category import Publication
from commandcenter.models.record import Entity
from commandcenter.models.report import Moderation
from commandcenter.models.role import Role

_COUNTS_ONLY = frozenset({Role.PUBLIC, Role.REPORTER, Role.WALL, Role.ROOM})

KEPT_BACK: Mapping[Entity, Mapping[str, Any]] = MappingProxyType(
    {
        Entity.REPORT: {"description": "", "address": None, "lon": None, "lat": None},
        Entity.TRANSITION: {"note": ""},
        Entity.MEDIA: {"url": None},
        Entity.JOB: {"note": "", "reason": ""},
        Entity.INCIDENT: {"name": "", "lon": None, "lat": None},
    }
)
"""What stands in the fields of a sensitive report, and of what belongs to it, instead; by entity."""

_AT_FIRST = {
    Publication.BY_RULE: Moderation.PUBLIC,
    Publication.AFTER_REVIEW: Moderation.PENDING,
    Publication.COUNT_ONLY: Moderation.HIDDEN,
}


def counts_only(role: Role, publication: Publication) -> bool:
    """Return whether somebody of this role is told count and area alone of a category that is published so."""
    return publication is Publication.COUNT_ONLY and role in _COUNTS_ONLY


def is_public(moderation: Moderation, publication: Publication) -> bool:
    """Return whether the public may see a report itself."""
    return moderation is Moderation.PUBLIC and not counts_only(Role.PUBLIC, publication)


def first_moderation(publication: Publication) -> Moderation:
    """Return whether a new report of a category is public."""
    return _AT_FIRST[publication]


def moderation_after(moderation: Moderation, before: Publication, after: Publication) -> Moderation:
    """Return whether a report is public once it has another category.

    Never more public than it was: what only a rule made public, or kept back, waits for a person where the new
    category's rule is stricter or no longer keeps it back.
    """
    if after is before:
        return moderation
    if after is Publication.COUNT_ONLY:
        return Moderation.HIDDEN
    if before is Publication.COUNT_ONLY or (moderation is Moderation.PUBLIC and after is Publication.AFTER_REVIEW):
        return Moderation.PENDING
    return moderation
