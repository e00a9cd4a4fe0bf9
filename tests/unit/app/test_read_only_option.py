"""``--source``: what may be typed, and what is said otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from commandcenter.cli import main
from commandcenter.models.mirror.failure import MirrorOfAnother
from commandcenter.setting import Settings
from commandcenter.sync.open311.source import ReadOnlySource


def test_a_source_that_is_none_is_said_before_a_window_opens(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMANDCENTER_HOME", str(tmp_path))
    assert main(["--source", "city.example.org", "--screenshot", str(tmp_path / "x.png")]) == 1
    assert "city.example.org is no source. Give one such as open311:https://" in capsys.readouterr().err


def test_an_interval_that_would_be_impolite_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMANDCENTER_POLL_INTERVAL_S", "1")
    assert main(["--source", "open311:https://city.example.org/v2"]) == 2
    assert "COMMANDCENTER_POLL_INTERVAL_S" in capsys.readouterr().err


def test_every_source_has_a_folder_of_its_own_and_needs_no_token(tmp_path: Path) -> None:
    texts = (
        "open311:https://a.example.org/v2",
        "open311:https://a.example.org/v2?status=open",
        "qlue:https://a.example.org/v2",
    )
    folders = [ReadOnlySource(Settings(home=tmp_path, source=text)).open_folder() for text in texts]
    assert len({folder.path for folder in folders}) == 3
    for folder in folders:
        folder.close()


def test_a_folder_of_one_source_is_not_filled_from_another(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    ReadOnlySource(Settings(source="open311:https://a.example.org/v2", mirror=shared)).open_folder().close()
    with pytest.raises(MirrorOfAnother):
        ReadOnlySource(Settings(source="open311:https://b.example.org/v2", mirror=shared)).open_folder()


def test_data_of_a_source_looks_stale_an_interval_and_half_a_minute_after_it_was_true() -> None:
    source = ReadOnlySource(Settings(source="open311:https://a.example.org/v2", poll_interval_s=300))
    assert source.stale_after_s == 330
