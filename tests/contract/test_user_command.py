"""Accounts and keys from the command line, on SQLite: what is printed, what is kept, and who can sign in then."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commandcenter.cli import main
from commandcenter.models.identity import AgencyCode, AreaCode
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.store.account_failure import SignInRefused
from commandcenter.store.central import CentralStore
from commandcenter.store.password_reset import reset_password
from commandcenter.store.session import Session, sign_in
from tests.fixture.store import RunningStore


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningStore]:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    monkeypatch.setenv("COMMANDCENTER_DATABASE_URL", url)
    running = RunningStore(url)
    yield running
    running.close()


ADD = ["store", "user", "add", "--login", "Lurah.Palmerah", "--name", "Lurah Palmerah", "--role", "officer"]


def enter(store: RunningStore, password: str) -> Session:
    return sign_in(store.engine, store.settings.city, "lurah.palmerah", password, "", datetime.now(UTC))


def test_the_password_that_is_printed_once_lets_its_person_in(
    store: RunningStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ADD, "--area", "31.01"]) == 0
    told = capsys.readouterr()
    password = told.out.strip()
    assert len(password) >= 16
    assert password not in told.err
    assert enter(store, password).principal.scope == Scope(AreaCode("31.01"))
    assert main(["store", "user", "list"]) == 0
    listed = capsys.readouterr().out
    assert "lurah.palmerah" in listed
    assert "area 31.01" in listed
    assert password not in listed


def test_another_password_is_read_from_standard_input_and_a_closed_account_lets_nobody_in(
    store: RunningStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(ADD) == 0
    first = capsys.readouterr().out.strip()
    monkeypatch.setattr("sys.stdin", io.StringIO("sandi yang panjang\n"))
    assert main(["store", "user", "password", "lurah.palmerah", "--password-stdin"]) == 0
    assert capsys.readouterr().out == ""
    with pytest.raises(SignInRefused):
        enter(store, first)
    enter(store, "sandi yang panjang")
    assert main(["store", "user", "disable", "lurah.palmerah"]) == 0
    with pytest.raises(SignInRefused):
        enter(store, "sandi yang panjang")


def test_the_code_that_is_printed_once_lets_its_person_set_a_password(
    store: RunningStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(ADD) == 0
    first = capsys.readouterr().out.strip()
    assert main(["store", "user", "reset", "Lurah.Palmerah"]) == 0
    told = capsys.readouterr()
    code = told.out.strip()
    assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", code)
    assert code not in told.err
    enter(store, first)
    now = datetime.now(UTC)
    reset_password(store.engine, store.settings.city, "lurah.palmerah", code, "sandi yang panjang", now)
    enter(store, "sandi yang panjang")
    with pytest.raises(SignInRefused):
        enter(store, first)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*ADD, "--area", "31.99"], "The store has no area '31.99'"),
        ([*ADD[:-1], "crew"], "needs to know whom it stands for"),
        (["store", "user", "password", "nobody"], "There is no such account"),
        (["store", "user", "disable", "nobody"], "There is no such account"),
        (["store", "user", "reset", "nobody"], "There is no such account"),
        ([*ADD[:3], "--login", "a b", *ADD[5:]], "This login does not serve"),
    ],
)
def test_what_can_not_be_is_a_sentence(
    store: RunningStore, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(words) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_a_login_is_given_once(store: RunningStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ADD) == 0
    assert main(ADD) == 1
    assert "belongs to another account" in capsys.readouterr().err


def test_a_key_stands_for_what_it_was_made_for_and_ends_when_it_was_said(
    store: RunningStore, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["store", "key", "add", "--name", "PPSU", "--role", "crew", "--area", "31.01", "--agency", "DSDA"]
    assert main(words) == 1
    assert "whom it stands for" in capsys.readouterr().err
    assert main([*words, "--holder", "PPSU-1", "--expires", "1", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    central = CentralStore(store.settings)
    principal = central.principal(made["key"])
    central.close()
    assert (principal.role, principal.scope, principal.holder) == (
        Role.CREW,
        Scope(AreaCode("31.01"), AgencyCode("DSDA")),
        "PPSU-1",
    )
    assert main(["store", "key", "list", "--json"]) == 0
    (listed,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert listed["expires_ms"] - listed["created_ms"] == 86_400_000
    assert made["key"] not in str(listed)
