"""What can become a report, and what cannot."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.text import fit_text
from commandcenter.resource import resource_path
from commandcenter.store.catalogue import read_catalogue
from commandcenter.store.draft import PRIVATE_FIELDS, Draft, DraftRefused, read_draft

CATEGORIES = {entry.code: entry for entry in read_catalogue(resource_path("catalogue", "jakarta.json")).categories}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
fields = ["category", "lon", "lat", "address", "description", "channel", "media_url", "private", "simulated"]
fields += ["note", "photo_elsewhere"]
payloads = st.fixed_dictionaries({}, optional=dict.fromkeys(fields, anything)) | st.fixed_dictionaries(
    {
        "category": st.sampled_from(sorted(CATEGORIES)),
        "lon": st.floats(-200, 200),
        "lat": st.floats(-100, 100).map(str),
        "description": st.text(max_size=4_100),
        "private": st.fixed_dictionaries({}, optional=dict.fromkeys(PRIVATE_FIELDS, st.text(max_size=250))),
    }
)


@given(payloads)
def test_whatever_is_sent_becomes_a_sound_draft_or_is_refused_with_reasons(payload: dict[str, Any]) -> None:
    draft, reasons = outcome(payload)
    if draft is None:
        assert reasons
        assert all(reasons)
    else:
        assert_sound(draft)


def outcome(payload: dict[str, Any]) -> tuple[Draft | None, list[str]]:
    """Return the draft, or what is wrong with it."""
    try:
        return read_draft(payload, CATEGORIES), []
    except DraftRefused as refused:
        return None, [str(failure) for failure in refused.failures]


def assert_sound(draft: Draft) -> None:
    assert draft.category.active
    assert draft.place is not None or draft.address
    assert draft.description or draft.media_url or draft.photo_elsewhere
    assert len(draft.note) <= 1_000
    assert len(draft.description) <= 4_000
    assert set(draft.private) <= set(PRIVATE_FIELDS)
    if draft.place is not None:
        assert abs(draft.place.lon) <= 180
        assert abs(draft.place.lat) <= 90
        assert (draft.place.lon, draft.place.lat) != (0, 0)


@given(st.text())
def test_a_fit_text_can_be_kept_by_any_database_and_stays_as_it_is(text: str) -> None:
    fit = fit_text(text)
    assert "\x00" not in fit
    fit.encode("utf-8")
    assert fit_text(fit) == fit
