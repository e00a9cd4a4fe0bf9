from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commandcenter.models.mirror.folder import MirrorFolder


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[MirrorFolder]:
    opened = MirrorFolder.open(tmp_path / "mirror")
    yield opened
    opened.close()
