"""Messages as JSON: what crosses is exactly what both sides know."""

from __future__ import annotations

import json

import pytest

from commandcenter.views.map.look import map_texts, map_theme
from commandcenter.views.map.message import (
    FROM_PAGE,
    TO_PAGE,
    MessageMalformedError,
    Painted,
    ReportChosen,
    SetMarks,
    Trouble,
    Welcome,
    decoded,
    encoded,
    kind_of,
)
from commandcenter.views.palette import DARK


def test_a_kind_is_the_class_in_snake_case() -> None:
    assert kind_of(SetMarks) == "set_marks"
    kinds = [kind_of(each) for each in (*TO_PAGE, *FROM_PAGE)]
    assert len(set(kinds)) == len(kinds)


def test_marks_travel_as_plain_arrays() -> None:
    message = SetMarks(
        3, 7, 12.5, 64.0, [1.5, 2], [3, 4], [1, 2], [1, 0, 0, 2], ["9007199254740993", ""], [1, 0], ["trash", ""]
    )
    assert json.loads(encoded(message)) == {
        "kind": "set_marks",
        "sequence": 3,
        "generation": 7,
        "zoom": 12.5,
        "cell": 64.0,
        "x": [1.5, 2],
        "y": [3, 4],
        "totals": [1, 2],
        "counts": [1, 0, 0, 2],
        "reports": ["9007199254740993", ""],
        "flags": [1, 0],
        "icons": ["trash", ""],
    }


def test_parts_of_a_message_travel_with_it() -> None:
    content = json.loads(encoded(Welcome("v", map_texts(), map_theme(DARK))))
    assert content["theme"]["name"] == "dark"
    assert [look["shape"] for look in content["theme"]["states"]][:2] == ["triangle", "diamond"]
    assert content["texts"]["reports"] == "{count} reports"


def test_a_message_of_the_page_is_read() -> None:
    assert decoded('{"kind":"report_chosen","report":"12"}') == ReportChosen("12")
    text = '{"kind":"painted","sequence":1,"generation":2,"marks":3,"paint_ms":4}'
    assert decoded(text) == Painted(1, 2, 3, 4.0)
    assert decoded('{"kind":"trouble","where":"policy","text":"x"}') == Trouble("policy", "x")


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        "{}",
        '{"kind":7}',
        '{"kind":"set_marks"}',
        '{"kind":"report_chosen"}',
        '{"kind":"report_chosen","report":12}',
        '{"kind":"report_chosen","report":"12","more":1}',
        '{"kind":"painted","sequence":true,"generation":2,"marks":3,"paint_ms":4}',
        '{"kind":"trouble","where":"elsewhere","text":"x"}',
    ],
)
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(MessageMalformedError):
        decoded(text)
