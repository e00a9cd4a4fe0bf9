"""Where a token comes from, and what a person without one is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keyring
import keyring.errors
import pytest

from commandcenter.credential import (
    KEYRING_SERVICE,
    NAME_FILE,
    TokenFileUnreadable,
    TokenMissing,
    mirror_folder,
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


def nobody_asks() -> str:
    raise AssertionError("the store was asked")


def out_of_reach() -> str:
    raise TokenMissing(store=URL)


def test_a_folder_does_not_give_its_token_away(tmp_path: Path) -> None:
    folders = {mirror_folder(settings(tmp_path), token, nobody_asks) for token in ("cc_one", "cc_two")}
    assert len(folders) == 2
    assert all("cc_" not in str(folder.relative_to(tmp_path)) for folder in folders)
    assert principal_of("cc_one") in str(min(folders, key=lambda folder: principal_of("cc_one") not in str(folder)))


def old_folder(home: Path, name: str) -> Path:
    folder = mirror_folder(settings(home), "cc_old", nobody_asks)
    folder.mkdir(parents=True)
    (folder / NAME_FILE).write_text(name)
    return folder


def test_a_new_token_of_the_same_desk_finds_the_acts_that_the_old_one_left(tmp_path: Path) -> None:
    old = old_folder(tmp_path, "Meja 1")
    assert mirror_folder(settings(tmp_path), "cc_new", lambda: "Meja 1") == old
    assert mirror_folder(settings(tmp_path), "cc_new", nobody_asks) == old


@pytest.mark.parametrize("ask", [lambda: "Meja 2", out_of_reach])
def test_another_desk_or_one_that_nobody_can_name_gets_a_folder_of_its_own(
    tmp_path: Path, ask: Callable[[], str]
) -> None:
    old = old_folder(tmp_path, "Meja 1")
    assert mirror_folder(settings(tmp_path), "cc_new", ask) != old
