"""What is sent arrives as it was: feed pages, heartbeats, intents and results."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.intent import (
    ConflictSide,
    Intent,
    IntentKind,
    IntentResult,
    IntentStatus,
)
from commandcenter.models.record import Entity
from commandcenter.protocol.act import (
    intent_from_json,
    intent_to_json,
    result_from_json,
    result_to_json,
)
from commandcenter.protocol.feed import (
    BadMessage,
    ChangeRow,
    FeedPage,
    Heartbeat,
    heartbeat_from_json,
    heartbeat_to_json,
    page_from_json,
    page_to_json,
)
from commandcenter.protocol.position import BadPosition, Position, parse_position

positions = st.builds(Position, st.text("0123456789abcdef", min_size=1, max_size=16), st.integers(0, 2**63 - 1))
instants = st.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))
rows = st.builds(
    ChangeRow,
    st.sampled_from(Entity),
    st.text(max_size=20),
    st.none() | st.dictionaries(st.text(max_size=8), st.integers() | st.text() | st.none()),
)


def through_json(message: dict[str, Any]) -> dict[str, Any]:
    """Send a message over a wire of text."""
    received: dict[str, Any] = json.loads(json.dumps(message))
    return received


@given(positions)
def test_a_position_is_read_as_it_was_written(position: Position) -> None:
    assert parse_position(str(position)) == position


@pytest.mark.parametrize("text", ["", "12", "epoch.", ".12", "epoch.-1", "epoch.1x", "epoch.١"])
def test_a_text_that_is_no_position_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadPosition, match="snapshot"):
        parse_position(text)


@given(st.builds(FeedPage, positions, positions, positions, st.integers(0, 2**53), st.lists(rows).map(tuple)))
def test_a_page_arrives_as_it_was_sent(page: FeedPage) -> None:
    assert page_from_json(through_json(page_to_json(page))) == page


@given(st.builds(Heartbeat, positions, st.integers(0, 2**53)))
def test_a_heartbeat_arrives_as_it_was_sent(heartbeat: Heartbeat) -> None:
    assert heartbeat_from_json(through_json(heartbeat_to_json(heartbeat))) == heartbeat


@given(
    st.builds(
        Intent,
        intent_id=st.uuids().map(lambda value: IntentId(str(value))),
        kind=st.sampled_from(IntentKind),
        subject=st.none() | st.integers(0, 2**63 - 1).map(ReportId),
        base_version=st.none() | st.integers(1, 2**31 - 1),
        acted_at=instants,
        after_intent=st.none() | st.uuids().map(lambda value: IntentId(str(value))),
        payload=st.dictionaries(st.text(max_size=8), st.text(max_size=8) | st.integers()),
    )
)
def test_an_intent_arrives_as_it_was_sent(intent: Intent) -> None:
    assert intent_from_json(through_json(intent_to_json(intent))) == intent


@given(
    st.builds(
        IntentResult,
        intent_id=st.uuids().map(lambda value: IntentId(str(value))),
        status=st.sampled_from(IntentStatus),
        subject=st.none() | st.integers(0, 2**63 - 1).map(ReportId),
        version=st.none() | st.integers(1, 2**31 - 1),
        sentence=st.fixed_dictionaries({"id": st.text(), "en": st.text()}),
        mine=st.none() | st.text(),
        theirs=st.none() | st.builds(ConflictSide, st.text(), st.text(), instants),
    )
)
def test_a_result_arrives_as_it_was_sent(result: IntentResult) -> None:
    assert result_from_json(through_json(result_to_json(result))) == result


@pytest.mark.parametrize(
    "damage",
    [
        {"kind": "set_on_fire"},
        {"subject": "twelve"},
        {"intent_id": "short"},
        {"intent_id": None},
        {"payload": []},
        {"acted_ms": 10**40},
    ],
)
def test_a_malformed_intent_is_refused_and_named(damage: dict[str, Any]) -> None:
    good = intent_to_json(Intent(IntentId("00000000-0000"), IntentKind.TAKE_ON, ReportId(1), 1, datetime.now(UTC)))
    with pytest.raises(BadMessage, match="intent"):
        intent_from_json({**good, **damage})


def test_a_page_without_its_end_is_refused() -> None:
    with pytest.raises(BadMessage, match="through"):
        page_from_json({"after": "e.1"})
