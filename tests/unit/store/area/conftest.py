"""What the tests of the command stand on."""

from __future__ import annotations

from tests.fixture.store import store_at

__all__ = ["store_at"]
