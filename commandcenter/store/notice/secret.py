"""What the store signs with when it tells people: made once for each city, kept in its database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection, Engine, select

from commandcenter.models.identity import CityCode
from commandcenter.models.table import notice_secrets
from commandcenter.store.database import insert_if_absent, reading, writing

_KEY_BYTES = 32
_MARK_CHARS = 43


@dataclass(frozen=True, slots=True)
class NoticeSecrets:
    """A city's secrets.

    Attributes:
        vapid_key: The private value of a P-256 key, 32 bytes as base64url without padding (RFC 8292).
        link_key: What links are signed with, hexadecimal.
    """

    vapid_key: str
    link_key: str

    def vapid_public(self) -> str:
        """Return the public key as browsers want it: the uncompressed point, base64url without padding."""
        number = int.from_bytes(base64.urlsafe_b64decode(_padded(self.vapid_key)), "big")
        point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
        return _text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def link_token(self, purpose: str, subscription_id: str) -> str:
        """Return what a link carries to prove that the store made it for this purpose and subscription."""
        mark = hmac.new(bytes.fromhex(self.link_key), f"{purpose}:{subscription_id}".encode(), hashlib.sha256)
        return f"{subscription_id}.{_text(mark.digest())}"

    def subscription_of(self, purpose: str, token: str) -> str | None:
        """Return the subscription that a link is about; None if the store never made the link."""
        subscription_id, _, mark = token.partition(".")
        if len(mark) != _MARK_CHARS or not token.isascii():
            return None
        made = self.link_token(purpose, subscription_id)
        return subscription_id if hmac.compare_digest(made.encode(), token.encode()) else None


def secrets_of(engine: Engine, city: CityCode) -> NoticeSecrets:
    """Return a city's secrets; made now where a database is older than they are."""
    with reading(engine) as connection:
        row = connection.execute(select(notice_secrets).where(notice_secrets.c.city == city)).one_or_none()
    if row is not None:
        return NoticeSecrets(row.vapid_key, row.link_key)
    with writing(engine) as connection:
        return make_secrets(connection, city)


def make_secrets(connection: Connection, city: CityCode) -> NoticeSecrets:
    """Return a city's secrets, made now if there are none; inside a writing transaction."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    insert_if_absent(
        connection,
        notice_secrets,
        {
            "city": city,
            "vapid_key": _text(number.to_bytes(_KEY_BYTES, "big")),
            "link_key": secrets.token_hex(_KEY_BYTES),
        },
    )
    row = connection.execute(select(notice_secrets).where(notice_secrets.c.city == city)).one()
    return NoticeSecrets(row.vapid_key, row.link_key)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)
