"""The page's messages are generated, and a file that is older than its source is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from commandcenter.views.map import typescript as module
from commandcenter.views.map.message import TO_PAGE
from commandcenter.views.map.typescript import OUTPUT_PATH, main, protocol_version, typescript

REMEDY = "stale; run python -m commandcenter.views.map.typescript --write"


def test_the_file_in_the_checkout_is_the_generated_one() -> None:
    assert OUTPUT_PATH.read_text(encoding="utf-8") == typescript(), REMEDY


def test_the_file_names_the_version_that_the_desktop_expects() -> None:
    assert f"PROTOCOL_VERSION = '{protocol_version()}'" in typescript()


def test_another_field_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = protocol_version()
    monkeypatch.setattr(module, "TO_PAGE", TO_PAGE[:-1])
    protocol_version.cache_clear()
    try:
        assert protocol_version() != before
        assert OUTPUT_PATH.read_text(encoding="utf-8") != typescript()
    finally:
        protocol_version.cache_clear()


def test_the_command_prints_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == typescript()


def test_the_command_writes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OUTPUT_PATH", tmp_path / "message.ts")
    assert main(["--write"]) == 0
    assert (tmp_path / "message.ts").read_text(encoding="utf-8") == typescript()
