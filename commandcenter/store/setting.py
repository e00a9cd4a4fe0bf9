"""What a store process must be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from commandcenter.models.identity import CityCode
from commandcenter.store.identity_provider import IdentityProvider
from commandcenter.store.public_limit import DEFAULT_LIMITS, PublicLimits

Clock = Callable[[], datetime]
"""Says what time it is, UTC-aware."""


DEFAULT_CITY = CityCode("jakarta")


def system_clock() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Settings of one store process.

    Attributes:
        database_url: SQLAlchemy URL; ``sqlite:///…`` or ``postgresql://…`` (psycopg 3).
        city: Which city of the database this process serves.
        contact: What discovery names as the contact.
        public_url: Address under which clients reach the store, without a slash at its end; None: as they asked.
        clock: Where the store takes its time from.
        max_body_bytes: Longest request body that is read.
        media: Folder of the photos that this store serves; None: it has none.
        limits: How often anybody may do what anybody can.
        provider: Who else may vouch for people; None: nobody.
        proxies: Addresses whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed, joined by commas; empty:
            nobody's.
    """

    database_url: str
    city: CityCode = DEFAULT_CITY
    contact: str = ""
    public_url: str | None = None
    clock: Clock = system_clock
    max_body_bytes: int = 256 * 1024
    media: Path | None = None
    limits: PublicLimits = DEFAULT_LIMITS
    provider: IdentityProvider | None = None
    proxies: str = ""
