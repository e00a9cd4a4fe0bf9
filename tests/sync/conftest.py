from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commandcenter.models.mirror.folder import MirrorFolder
from tests.fixture.store import running_store, store_at
from tests.sync.desktop import Desktop, Desktops

__all__ = ["running_store", "store_at"]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[MirrorFolder]:
    opened = MirrorFolder.open(tmp_path / "mirror")
    yield opened
    opened.close()


@pytest.fixture
def desktops(tmp_path: Path) -> Iterator[Desktops]:
    """Make desktops, each with a folder of its own; all are stopped at the end."""
    made: list[Desktop] = []

    def make(name: str, url: str, token: str) -> Desktop:
        desktop = Desktop(tmp_path / f"desktop-{name}", url, token)
        made.append(desktop)
        return desktop

    yield make
    for desktop in made:
        desktop.stop()
