"""A configured server of tiles: what may stand in the setting, and that its key stays out of the log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.views.map.base.online import (
    AttributionMissing,
    OnlineSourceUnusable,
    discreet,
    online_source,
)

KEY = "s3cr3t-k3y"


@pytest.mark.parametrize(
    ("address", "kind", "origin"),
    [
        ("https://tiles.example.org/{z}/{x}/{y}.png", "xyz", "https://tiles.example.org"),
        ("https://tiles.example.org:8443/{z}/{x}/{-y}.png", "xyz", "https://tiles.example.org:8443"),
        ("http://127.0.0.1:8080/{z}/{x}/{y}", "xyz", "http://127.0.0.1:8080"),
        ("wms:https://maps.example.org/wms?map=a&LAYERS=roads", "wms", "https://maps.example.org"),
    ],
)
def test_a_source_is_known_with_its_origin(address: str, kind: str, origin: str) -> None:
    source = online_source(address, "© Somebody")
    assert (source.kind, source.origin) == (kind, origin)


@pytest.mark.parametrize(
    "address",
    [
        "tiles.example.org/{z}/{x}/{y}.png",
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://*.example.org/{z}/{x}/{y}.png",
        "https://a.example.org;script-src *;/{z}/{x}/{y}",
        "https://a.example.org'/{z}/{x}/{y}",
        "https://user:word@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org:port/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
        "https://tiles.example.org/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png?key={key}",
        "wms:https://maps.example.org/wms",
        "file:///etc/{z}/{x}/{y}",
        "",
    ],
)
def test_an_address_that_can_not_be_used_is_refused(address: str) -> None:
    with pytest.raises(OnlineSourceUnusable):
        online_source(address, "© Somebody")


def test_a_source_without_attribution_is_refused() -> None:
    with pytest.raises(AttributionMissing):
        online_source("https://tiles.example.org/{z}/{x}/{y}.png", "  ")


def test_a_key_takes_its_place_and_is_shown_by_no_description() -> None:
    source = online_source("https://tiles.example.org/{z}/{x}/{y}.png?key={key}", "© Somebody", KEY + "/ä")
    assert source.address.endswith("?key=s3cr3t-k3y%2F%C3%A4")
    assert KEY not in repr(source)


@given(st.text("abc/?&=;:{}ä ", max_size=30), st.sampled_from(["", "'", '"', ")", " "]))
def test_of_an_address_in_the_log_only_the_origin_is_left(before: str, end: str) -> None:
    told = discreet(f"{before} Failed to load https://tiles.example.org:8443/1/{KEY}/2.png?key={KEY}&a=b#x{end}")
    assert KEY not in told
    assert "https://tiles.example.org:8443/…" in told


def test_our_own_addresses_stay_whole_in_the_log() -> None:
    assert discreet("commandcenter://app/map/map.js:12") == "commandcenter://app/map/map.js:12"
