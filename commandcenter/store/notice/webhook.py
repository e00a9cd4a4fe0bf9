"""Messages to other programs: JSON, signed as Standard Webhooks says, and never a word about who reported."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime

import requests

from commandcenter.models.identity import CityCode
from commandcenter.store.notice.outbox import Claim, Ending, Outcome
from commandcenter.store.notice.wire import OutgoingSession, PrivateAddress, post
from commandcenter.store.notice.wording import Letter

_GONE = 410


def send_webhook(session: OutgoingSession, city: CityCode, claimed: Claim, letter: Letter, now: datetime) -> Ending:
    """Send a message to a program; says how that ended and raises nothing that a receiver may do."""
    message = {"id": claimed.message_id, "city": city, "entries": list(letter.facts)}
    body = json.dumps(message, ensure_ascii=False).encode("utf-8")
    sent_s = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": claimed.message_id,
        "webhook-timestamp": sent_s,
        "webhook-signature": signature(claimed.subscription.secret, claimed.message_id, sent_s, body),
    }
    try:
        status = post(session, claimed.subscription.address, body, headers)
    except PrivateAddress:
        return Ending(Outcome.FAILED, "the address lies in the store's own network", final=True)
    except requests.RequestException as error:
        return Ending(Outcome.FAILED, type(error).__name__)
    if 200 <= status < 300:
        return Ending(Outcome.SENT)
    if status == _GONE:
        return Ending(Outcome.GONE, f"HTTP {status}", final=True)
    return Ending(Outcome.FAILED, f"HTTP {status}")


def signature(secret: str, message_id: str, sent_s: str, body: bytes) -> str:
    """Return ``v1,`` and the HMAC-SHA-256, base64, over id, seconds since 1970 and body with dots between."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mark = hmac.new(key, f"{message_id}.{sent_s}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(mark.digest()).decode("ascii")
