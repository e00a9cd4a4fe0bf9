"""A board kept on disk is the same board, or none: never one of another state of the mirror."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from commandcenter.models.board.board import Board
from commandcenter.models.board.change_set import ChangeSet
from commandcenter.models.board.column import CODED, DTYPES
from commandcenter.models.board.generation import Generation
from commandcenter.models.mirror import board_file
from commandcenter.models.mirror.board_file import BOARD_FILE, take_board_file, write_board_file
from commandcenter.models.mirror.schema import MIRROR_VERSION
from tests.unit.models.board.history import Moment, moments
from tests.unit.models.board.plain import PlainReport, change

POSITION = "1:1"


def taken(folder: Path, position: str | None = POSITION) -> Generation | None:
    """Return the board that a start makes of the file."""
    batches = take_board_file(folder, position)
    if batches is None:
        return None
    board = Board()
    for batch in batches:
        board.apply(ChangeSet(batch, np.empty(0, np.int64), position or ""))
    return board.generation


def three() -> Generation:
    return Board().apply(change([PlainReport(1), PlainReport(2, crew="regu-a", incident=5), PlainReport(3)]))


@given(moments)
def test_what_is_taken_is_what_was_written(tmp_path_factory: pytest.TempPathFactory, moment: Moment) -> None:
    folder = tmp_path_factory.mktemp("board")
    write_board_file(folder, moment.generation)
    found = taken(folder)
    if not len(moment.generation):
        assert found is None
        return
    assert found is not None
    for name in DTYPES:
        if name in CODED:
            words = [
                [each.vocabularies[name].word(code) for code in each.column(name).tolist()]
                for each in (found, moment.generation)
            ]
            assert words[0] == words[1]
        else:
            assert np.array_equal(found.column(name), moment.generation.column(name)), name


def test_it_is_taken_once(tmp_path: Path) -> None:
    write_board_file(tmp_path, three())
    assert taken(tmp_path) is not None
    assert taken(tmp_path) is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("position", [None, "", "1:2", "2:1"])
def test_one_of_another_position_is_none(tmp_path: Path, position: str | None) -> None:
    write_board_file(tmp_path, three())
    assert taken(tmp_path, position) is None


def test_one_of_another_version_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_board_file(tmp_path, three())
    monkeypatch.setattr(board_file, "MIRROR_VERSION", MIRROR_VERSION + 1)
    assert taken(tmp_path) is None


@pytest.mark.parametrize("kept_bytes", [0, 7, 300])
def test_a_damaged_one_is_none(tmp_path: Path, kept_bytes: int) -> None:
    write_board_file(tmp_path, three())
    file = tmp_path / BOARD_FILE
    file.write_bytes(file.read_bytes()[:kept_bytes])
    assert taken(tmp_path) is None


def test_only_this_account_may_read_it(tmp_path: Path) -> None:
    write_board_file(tmp_path, three())
    assert (tmp_path / BOARD_FILE).stat().st_mode & 0o077 == 0


def test_a_board_without_a_position_is_not_kept(tmp_path: Path) -> None:
    write_board_file(tmp_path, Board().generation)
    assert not list(tmp_path.iterdir())
