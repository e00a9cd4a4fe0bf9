"""Who may see what of a sensitive category, and when a report is public."""

from __future__ import annotations

import pytest

from commandcenter.models.category import Publication
from commandcenter.models.record import FIELDS, NULLABLE
from commandcenter.models.report import Moderation
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import KEPT_BACK, counts_only, first_moderation, is_public, moderation_after


def test_public_and_walls_are_told_counts_of_sensitive_categories_alone() -> None:
    told = {role for role in Role if counts_only(role, Publication.COUNT_ONLY)}
    assert told == {Role.PUBLIC, Role.REPORTER, Role.WALL, Role.ROOM}
    assert not any(counts_only(role, Publication.BY_RULE) for role in Role)


def test_what_stands_in_kept_back_fields_fits_them() -> None:
    for entity, fields in KEPT_BACK.items():
        assert set(fields) <= set(FIELDS[entity])
        assert {name for name, value in fields.items() if value is None} <= NULLABLE[entity]


@pytest.mark.parametrize("before", Publication)
@pytest.mark.parametrize("after", Publication)
@pytest.mark.parametrize("moderation", Moderation)
def test_another_category_never_makes_a_report_public(
    moderation: Moderation, before: Publication, after: Publication
) -> None:
    now = moderation_after(moderation, before, after)
    assert moderation is Moderation.PUBLIC or now is not Moderation.PUBLIC
    if after is Publication.COUNT_ONLY and before is not after:
        assert now is Moderation.HIDDEN
    assert not is_public(now, Publication.COUNT_ONLY)


def test_a_report_of_a_rule_is_public_at_once_and_others_are_not() -> None:
    assert [first_moderation(each) for each in Publication] == [
        Moderation.PUBLIC,
        Moderation.PENDING,
        Moderation.HIDDEN,
    ]
