from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from commandcenter.models.engine import close_engine
from commandcenter.models.mirror.database import reader_engine


def open_files() -> set[str]:
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.add(str(entry.readlink()))
        except OSError:
            continue  # the folder's own descriptor
    return found


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are read from /proc")
def test_a_connection_in_use_when_its_engine_ends_is_closed_when_it_is_given_back(
    tmp_path: Path, no_collector: None
) -> None:
    file = tmp_path / "mirror.sqlite3"
    engine = reader_engine(file)
    at_rest, in_use = engine.connect(), engine.connect()
    at_rest.exec_driver_sql("SELECT 1")
    in_use.exec_driver_sql("SELECT 1")
    at_rest.close()
    close_engine(engine)
    assert str(file) in open_files()
    assert in_use.exec_driver_sql("SELECT 2").scalar_one() == 2
    in_use.close()
    assert str(file) not in open_files()
