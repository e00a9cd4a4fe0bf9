"""The base map of the command line and of the environment, and where a server's key comes from."""

from __future__ import annotations

from pathlib import Path

import keyring
import keyring.errors
import pytest

from commandcenter.app import configured_tiles
from commandcenter.cli import _parser, _settings
from commandcenter.credential import KEYRING_SERVICE, KeyringTileKeys, tile_key_of
from commandcenter.setting import Settings
from commandcenter.views.map.base.online import AttributionMissing, OnlineSourceUnusable

URL = "https://tiles.example.org/{z}/{x}/{y}.png?key={key}"
KEY = "s3cr3t-k3y"


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring of this test's own."""
    content: dict[tuple[str, str], str] = {}
    monkeypatch.setattr(keyring, "get_password", lambda service, name: content.get((service, name)))
    return content


@pytest.mark.parametrize("command", [[], ["wall"], ["demo"]])
def test_a_file_of_the_command_line_is_a_setting_of_every_window(command: list[str]) -> None:
    options = _parser(command).parse_args([*command, "--base-map", "jakarta.pmtiles"])
    assert _settings(options).base_map == Path("jakarta.pmtiles")
    assert _settings(_parser(command).parse_args(command)).base_map is None


def test_without_a_server_in_the_settings_there_is_none() -> None:
    assert configured_tiles(Settings()) is None


def test_a_configured_server_is_asked_with_its_key() -> None:
    source = configured_tiles(Settings(tile_url=URL, tile_attribution="© Somebody", tile_key=KEY, tile_max_zoom=17))
    assert source is not None
    assert (source.address.endswith(f"?key={KEY}"), source.max_zoom) == (True, 17)


def test_a_server_that_can_not_be_asked_is_told_at_the_start() -> None:
    with pytest.raises(OnlineSourceUnusable, match="COMMANDCENTER_TILE_KEY"):
        configured_tiles(Settings(tile_url=URL, tile_attribution="© Somebody"))
    with pytest.raises(AttributionMissing):
        configured_tiles(Settings(tile_url=URL, tile_key=KEY))


def test_a_key_may_lie_in_the_keyring_under_the_address(kept: dict[tuple[str, str], str]) -> None:
    kept[KEYRING_SERVICE, URL] = KEY
    assert tile_key_of(Settings(tile_url=URL)) == KEY
    assert tile_key_of(Settings(tile_url=URL, tile_key="another")) == "another"
    assert tile_key_of(Settings(tile_url="https://tiles.example.org/{z}/{x}/{y}.png")) == ""


def test_a_machine_without_a_keyring_has_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(service: str, name: str) -> str:
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr(keyring, "get_password", asked)
    assert tile_key_of(Settings(tile_url=URL)) == ""


def test_settings_that_are_written_down_hold_no_key() -> None:
    written = repr(Settings(tile_url=URL.replace("{key}", KEY), tile_key=KEY))
    assert KEY not in written


def test_keys_of_layers_are_kept_in_the_keyring_where_there_is_one(
    kept: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KeyringTileKeys()
    monkeypatch.setattr(keyring, "set_password", lambda service, name, key: kept.update({(service, name): key}))
    assert keys.keep(URL, KEY)
    assert keys.of(URL) == KEY

    def nowhere(*_: str) -> None:
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr(keyring, "set_password", nowhere)
    assert not keys.keep(URL, KEY)
