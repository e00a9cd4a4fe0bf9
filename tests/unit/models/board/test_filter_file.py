"""A saved filter means tomorrow what it meant today, on any desk; what can't be understood is refused in a sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.board.condition import AgeRange, DrawnArea, ResponseRange, TextMatch, WeekHours
from commandcenter.models.board.filter import Filter
from commandcenter.models.board.filter_file import (
    FORMAT,
    VERSION,
    FilterFileBroken,
    FilterFileNewer,
    SavedFilter,
    filter_of_text,
    filter_text,
    filter_to_json,
)
from commandcenter.models.place import LonLat
from commandcenter.models.state import State

NOW_S = 1_795_000_000

_words = st.frozensets(st.text(max_size=6), max_size=3)
_words_or_none = st.frozensets(st.none() | st.text(max_size=6), max_size=3)
_seconds = st.integers(0, 4_000_000_000)
_maybe = st.none() | _seconds
_corners = st.builds(LonLat, st.floats(-180, 180), st.floats(-90, 90))

_PARTS: dict[str, st.SearchStrategy[Any]] = {
    "states": st.frozensets(st.sampled_from(list(State))),
    "categories": _words,
    "areas": _words_or_none,
    "agencies": _words_or_none,
    "takers": _words_or_none,
    "crews": _words_or_none,
    "priorities": st.frozensets(st.integers(0, 3)),
    "created_from_s": _seconds,
    "created_until_s": _seconds,
    "closed_from_s": _seconds,
    "closed_until_s": _seconds,
    "age": st.builds(AgeRange, st.just(NOW_S), _maybe, _maybe),
    "response": st.builds(ResponseRange, _maybe, _maybe),
    "week_hours": st.builds(WeekHours, st.frozensets(st.integers(0, 167)), st.integers(-43_200, 50_400)),
    "text": st.builds(TextMatch, st.text(min_size=1, max_size=8), st.just(np.array([3, 5], np.int64))),
    "overdue_at_s": st.just(NOW_S),
    "taken_on": st.booleans(),
    "open_only": st.booleans(),
    "with_place": st.booleans(),
    "has_photo": st.booleans(),
    "min_supporters": st.integers(0, 1_000),
    "incidents": st.frozensets(st.none() | st.integers(1, 2**62)),
    "drawn": st.builds(DrawnArea, st.lists(_corners, max_size=6).map(tuple)),
}

_filters = st.lists(st.sampled_from(sorted(_PARTS)), unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: _PARTS[name] for name in names}).map(lambda values: Filter(**values))
)
_names = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=80)


def _file(**conditions: object) -> str:
    return json.dumps({"format": FORMAT, "version": VERSION, "name": "x", "conditions": conditions})


def test_every_condition_can_be_written_down() -> None:
    assert set(_PARTS) == {part.name for part in fields(Filter)}


@given(_names, _filters)
def test_a_filter_that_went_through_a_file_means_the_same(name: str, present: Filter) -> None:
    saved = filter_of_text(filter_text(SavedFilter.of(name, present)))
    assert saved == replace(SavedFilter.of(name, present), name=name.strip())
    assert saved.at(NOW_S, present.text) == present
    assert saved.words == ("" if present.text is None else present.text.query)


@given(_filters, st.integers(1, 86_400 * 366))
def test_a_period_that_moves_on_with_the_clock_still_does(present: Filter, last_s: int) -> None:
    rolling = replace(present, created_from_s=NOW_S - last_s, created_until_s=None)
    saved = filter_of_text(filter_text(SavedFilter.of("x", rolling, last_s)))
    assert saved.at(NOW_S, present.text) == rolling
    later = saved.at(NOW_S + 3_600, present.text)
    assert later.created_from_s == NOW_S + 3_600 - last_s
    assert (later.age is None) or later.age.at_s == NOW_S + 3_600
    assert later.overdue_at_s in (None, NOW_S + 3_600)


@given(_filters)
def test_the_same_filter_makes_the_same_text(present: Filter) -> None:
    text = filter_text(SavedFilter.of("x", present))
    assert filter_text(filter_of_text(text)) == text


def test_a_drawn_area_is_a_ring_of_geojson() -> None:
    drawn = DrawnArea((LonLat(106.8, -6.2), LonLat(106.9, -6.2), LonLat(106.9, -6.1)))
    told = filter_to_json(SavedFilter.of("x", Filter(drawn=drawn)))["conditions"]["drawn"]
    assert told == {
        "type": "Polygon",
        "coordinates": [[[106.8, -6.2], [106.9, -6.2], [106.9, -6.1], [106.8, -6.2]]],
    }


def test_no_report_is_named_in_a_file() -> None:
    text = filter_text(SavedFilter.of("x", Filter(text=TextMatch("lubang", np.array([4_711], np.int64)))))
    assert "lubang" in text
    assert "4711" not in text


_NO_CORNER = {"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "the file is not an object"),
        ("{}", "format"),
        (json.dumps({"format": FORMAT, "version": "1", "name": "x", "conditions": {}}), "version"),
        (json.dumps({"format": FORMAT, "version": 1, "name": " ", "conditions": {}}), "name"),
        (json.dumps({"format": FORMAT, "version": 1, "name": "x" * 81, "conditions": {}}), "name"),
        (json.dumps({"format": FORMAT, "version": 1, "name": "x"}), "conditions is not an object"),
        (json.dumps({"format": FORMAT, "version": 1, "name": "x", "conditions": {}, "extra": 1}), "'extra'"),
        (_file(colour="red"), "'colour'"),
        (_file(states=["gone"]), "'gone'"),
        (_file(states=[None]), "states is not a text"),
        (_file(categories="BANJIR"), "categories is not a list"),
        (_file(priorities=[9]), "priorities"),
        (_file(incidents=["x"]), "incidents"),
        (_file(created={}), "created has neither end"),
        (_file(created={"from": "yesterday"}), "not a time"),
        (_file(created={"from": "2026-11-23T07:30:00"}), "without a zone"),
        (_file(created={"last_s": 0}), "created"),
        (_file(closed={"since": 3}), "'since'"),
        (_file(age={"from_s": -1}), "age"),
        (_file(age={"from_s": True}), "age"),
        (_file(week_hours={"hours": [168], "offset_s": 0}), "beyond 167"),
        (_file(late="yes"), "neither true nor false"),
        (_file(min_supporters=1.5), "min_supporters"),
        (_file(drawn={"type": "Point", "coordinates": [1, 2]}), "drawn"),
        (_file(drawn=_NO_CORNER), "does not end where it begins"),
        (_file(drawn={"type": "Polygon", "coordinates": [[[1], [1]]]}), "not two numbers"),
        (_file(drawn={"type": "Polygon", "coordinates": [[[1, 91], [1, 91]]]}), "not on the earth"),
        (_file(words=1), "words is not a text"),
        (json.dumps("x" * 1_000_001), "more than"),
    ],
)
def test_what_can_not_be_understood_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(FilterFileBroken, match=said):
        filter_of_text(text)


def test_a_newer_form_is_refused_before_anything_of_it_is_read() -> None:
    text = json.dumps({"format": FORMAT, "version": VERSION + 1, "name": {"id": "x"}, "rules": []})
    with pytest.raises(FilterFileNewer, match="newer version"):
        filter_of_text(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists), st.data())
def test_no_value_anywhere_does_more_than_be_refused(value: object, data: st.DataObject) -> None:
    known = filter_to_json(SavedFilter.of("x", Filter(drawn=DrawnArea(()), open_only=True)))
    names = ["format", "version", "name", "conditions", "states", "age", "created", "week_hours", "drawn", "words"]
    name = data.draw(st.sampled_from(names))
    (known if name in known else known["conditions"])[name] = value
    with suppress(FilterFileBroken, FilterFileNewer):
        filter_of_text(json.dumps(known))


def test_the_documented_example_can_be_read() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "filter-file.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]
    saved = filter_of_text(example)
    assert saved.late
    assert saved.last_s == 604_800
    assert json.loads(filter_text(saved)) == json.loads(example)
