"""Values as flat records, there and back, and their keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.category import Category, Publication, close_by, respond_by
from commandcenter.models.flat import fields_of, flatten, rebuild
from commandcenter.models.identity import CategoryCode, MediaId, ReportId
from commandcenter.models.instant import from_ms
from commandcenter.models.place import LonLat
from commandcenter.models.record import (
    FIELDS,
    KEYS,
    NULLABLE,
    VALUE_OF,
    Entity,
    media_of,
    media_record,
    record_key,
    report_of,
    report_record,
    transition_of,
    transition_record,
)
from commandcenter.models.report import Media, Report, Transition

instants = st.integers(0, 4_000_000_000_000).map(from_ms)
ids = st.integers(0, (1 << 63) - 1).map(ReportId)
texts = st.text(max_size=20)
places = st.builds(LonLat, st.floats(-180, 180), st.floats(-90, 90))


def built(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Return values of a kind whose instants are whole milliseconds and whose places lie on the globe."""
    fitting = {datetime: instants, datetime | None: st.none() | instants, LonLat | None: st.none() | places}
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: fitting[hint] for name, hint in hints.items() if hint in fitting})


VALUES: dict[Entity, st.SearchStrategy[Any]] = {
    Entity.REPORT: st.builds(
        Report,
        id=ids,
        place=st.none() | places,
        created_at=instants,
        recorded_at=instants,
        updated_at=instants,
        acknowledged_at=st.none() | instants,
        closed_at=st.none() | instants,
        paused_at=st.none() | instants,
        expected_at=st.none() | instants,
        respond_by=instants,
        close_by=instants,
    ),
    Entity.TRANSITION: st.builds(Transition, report_id=ids, acted_at=instants, recorded_at=instants),
    Entity.MEDIA: st.builds(Media, id=texts.map(MediaId), report_id=ids, recorded_at=instants),
    **{entity: built(kind) for entity, kind in VALUE_OF.items()},
}

WAYS: dict[Entity, tuple[Callable[[Any], dict[str, Any]], Callable[[dict[str, Any]], Any]]] = {
    Entity.REPORT: (report_record, report_of),
    Entity.TRANSITION: (transition_record, transition_of),
    Entity.MEDIA: (media_record, media_of),
    **{entity: (flatten, partial(rebuild, kind)) for entity, kind in VALUE_OF.items()},
}


@pytest.mark.parametrize("entity", list(Entity))
@given(data=st.data())
def test_a_value_comes_back_as_it_was_and_fills_every_field(entity: Entity, data: st.DataObject) -> None:
    value = data.draw(VALUES[entity])
    flatten, rebuild = WAYS[entity]
    record = flatten(value)
    assert rebuild(record) == value
    assert list(record) == list(FIELDS[entity])
    for name, field in record.items():
        assert field is not None or name in NULLABLE[entity]


@pytest.mark.parametrize("entity", list(Entity))
def test_keys_are_fields_that_are_never_missing(entity: Entity) -> None:
    assert set(KEYS[entity]) <= set(FIELDS[entity])
    assert not set(KEYS[entity]) & NULLABLE[entity]


def test_a_key_of_two_fields_is_joined() -> None:
    assert record_key(Entity.TRANSITION, {"report_id": 7, "sequence": 2}) == "7/2"


@given(instants, st.integers(0, 10**6), st.integers(0, 10**6))
def test_due_times_are_elapsed_seconds_after_reporting(at: datetime, first_s: int, closing_s: int) -> None:
    category = Category(CategoryCode("X"), "x", "x", "", first_s, closing_s, Publication.BY_RULE, True, "x")
    assert (respond_by(category, at) - at).total_seconds() == first_s
    assert (close_by(category, at) - at).total_seconds() == closing_s
    assert respond_by(category, at).tzinfo is UTC


def test_a_value_that_no_field_can_hold_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        parts: bytes

    with pytest.raises(TypeError, match="parts"):
        fields_of(Odd)
