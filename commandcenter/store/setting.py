"""What a store process must be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from commandcenter.models.identity import CityCode
from commandcenter.models.notice import Channel
from commandcenter.store.identity_provider import IdentityProvider
from commandcenter.store.public_limit import DEFAULT_LIMITS, PublicLimits

Clock = Callable[[], datetime]
"""Says what time it is, UTC-aware."""


DEFAULT_CITY = CityCode("jakarta")


def system_clock() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """How a store process tells people.

    Attributes:
        smtp_host: Mail server; empty: no e-mail is sent.
        smtp_security: ``starttls``, ``tls`` from the first byte, or ``none``.
        smtp_user: Empty: without signing in.
        mail_from: What e-mails are from.
        push_contact: Whom push services may write to, ``mailto:`` or ``https:`` (RFC 8292); empty: no pushes are sent.
        allow_private_addresses: Let pushes and webhooks go into the store's own network, and over http.
    """

    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    mail_from: str = ""
    push_contact: str = ""
    allow_private_addresses: bool = False

    def channels(self, public_url: str | None) -> frozenset[Channel]:
        """Return the ways that the store can tell people; e-mails need an address for the links in them."""
        found = {Channel.WEBHOOK}
        if self.smtp_host and self.mail_from and public_url:
            found.add(Channel.EMAIL)
        if self.push_contact:
            found.add(Channel.PUSH)
        return frozenset(found)


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
        photos: Object storage of the photos that people send, ``s3://bucket/prefix``; None: they lie in ``media``.
        limits: How often anybody may do what anybody can.
        provider: Who else may vouch for people; None: nobody.
        proxies: Addresses whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed, joined by commas; empty:
            nobody's.
        notice: How it tells people what happened.
    """

    database_url: str
    city: CityCode = DEFAULT_CITY
    contact: str = ""
    public_url: str | None = None
    clock: Clock = system_clock
    max_body_bytes: int = 256 * 1024
    media: Path | None = None
    photos: str | None = None
    limits: PublicLimits = DEFAULT_LIMITS
    provider: IdentityProvider | None = None
    proxies: str = ""
    notice: NoticeSettings = field(default_factory=NoticeSettings)

    @property
    def keeps_photos(self) -> bool:
        """Whether the store has a place for photos that people send."""
        return self.photos is not None or self.media is not None
