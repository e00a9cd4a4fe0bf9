"""The two databases that migrations run on."""

from __future__ import annotations

from tests.fixture.database import database_url, postgres

__all__ = ["database_url", "postgres"]
