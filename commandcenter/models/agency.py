"""Agencies: who can be made to answer for a report, inside the city's administration and outside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commandcenter.models.identity import AgencyCode


class AgencyKind(StrEnum):
    """What an agency is. ``OUTSIDE`` is no office of the city: a utility, a company, another authority."""

    OFFICE = "office"
    DEPARTMENT = "department"
    BRANCH = "branch"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency.

    Attributes:
        kind: ``office`` (lurah, camat, wali kota), ``department`` (dinas), ``branch`` (suku dinas), ``outside``.
        parent: The agency that it belongs to, or None.
        active: Whether reports may be handed to it.
    """

    code: AgencyCode
    name: str
    kind: AgencyKind
    parent: AgencyCode | None
    active: bool = True
