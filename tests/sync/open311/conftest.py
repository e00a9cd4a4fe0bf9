from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixture.open311_city import City, city
from tests.sync.open311.follower import Follower

__all__ = ["city"]


@pytest.fixture
def follower(city: City, tmp_path: Path) -> Iterator[Follower]:
    """A desktop without a screen or a thread that follows the city, round by round."""
    made = Follower(city, tmp_path / "mirror")
    yield made
    made.close()
