"""Where a token comes from, and what a person without one is told."""

from __future__ import annotations

from pathlib import Path

import keyring
import keyring.errors
import pytest

from commandcenter.credential import (
    KEYRING_SERVICE,
    TokenFileUnreadable,
    TokenMissing,
    mirror_path,
    principal_of,
    token_of,
)
from commandcenter.setting import Settings

URL = "http://store.example:8311"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the keyring of whoever runs the tests out of them: this machine has none."""

    def asked(service: str, username: str) -> str | None:
        raise keyring.errors.NoKeyringError(f"{service}, {username}")

    monkeypatch.setattr(keyring, "get_password", asked)


def settings(home: Path, token: str = "", token_file: Path | None = None) -> Settings:
    return Settings(home=home, store_url=URL, token=token, token_file=token_file)


def test_the_environment_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from file")
    assert token_of(settings(tmp_path, "from environment", file)) == "from environment"


def test_a_file_may_hold_it_with_a_line_break_at_its_end(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("cc_abc\n")
    assert token_of(settings(tmp_path, token_file=file)) == "cc_abc"


def test_the_keyring_is_asked_for_the_store_s_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = {(KEYRING_SERVICE, URL): "cc_ring"}
    monkeypatch.setattr(keyring, "get_password", lambda *asked: held.get(asked))
    assert token_of(settings(tmp_path)) == "cc_ring"


def test_a_machine_without_a_keyring_is_told_where_a_token_may_be_put(tmp_path: Path) -> None:
    with pytest.raises(TokenMissing, match="COMMANDCENTER_TOKEN_FILE"):
        token_of(settings(tmp_path))


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_file_that_can_t_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TokenFileUnreadable, match="key"):
        token_of(settings(tmp_path, token_file=file))


def test_an_empty_file_is_no_token(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.touch()
    with pytest.raises(TokenMissing):
        token_of(settings(tmp_path, token_file=file))


def test_each_store_and_principal_has_a_folder_that_does_not_give_the_token_away(tmp_path: Path) -> None:
    one, two = principal_of("cc_one"), principal_of("cc_two")
    paths = {mirror_path(settings(tmp_path), one), mirror_path(settings(tmp_path), two)}
    assert len(paths) == 2
    assert all("cc_" not in str(path.relative_to(tmp_path)) and path.parent == tmp_path / "mirror" for path in paths)
