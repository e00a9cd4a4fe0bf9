"""Messages by Web Push: encrypted for one browser (RFC 8291), signed by the store (RFC 8292)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import requests
from py_vapid import Vapid02
from pywebpush import WebPusher

from commandcenter.store.notice.outbox import Claim, Ending, Outcome
from commandcenter.store.notice.secret import NoticeSecrets
from commandcenter.store.notice.wire import OutgoingSession, PrivateAddress, post
from commandcenter.store.notice.wording import Letter

KEPT_S = 86_400
"""How long a push service keeps a message for a browser that is off, in seconds."""

_SIGNED_FOR = timedelta(hours=12)
_MAX_BODY_CHARS = 800
_GONE = frozenset({404, 410})
_FINAL = frozenset({400, 401, 403, 413})


def send_push(
    session: OutgoingSession, claimed: Claim, letter: Letter, secrets: NoticeSecrets, contact: str, now: datetime
) -> Ending:
    """Send a message to a browser; says how that ended and raises nothing that a receiver may do.

    A push service puts the message into the place of an earlier one with the same topic, which is the message's id: one
    that is sent twice is shown once where the first has not been shown yet.
    """
    subscription = claimed.subscription
    keys = {"p256dh": subscription.push_key, "auth": subscription.secret}
    pusher = WebPusher({"endpoint": subscription.address, "keys": keys})
    body = {"id": claimed.message_id, "title": letter.subject, "body": "\n".join(letter.lines)[:_MAX_BODY_CHARS]}
    coded = pusher.encode(json.dumps(body, ensure_ascii=False).encode("utf-8"), content_encoding="aes128gcm")
    parts = urlsplit(subscription.address)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + _SIGNED_FOR).timestamp()),
        "sub": contact,
    }
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(KEPT_S),
        "Topic": claimed.message_id,
        "Urgency": "high" if claimed.urgent else "normal",
        **Vapid02.from_string(secrets.vapid_key).sign(claims),
    }
    try:
        status = post(session, subscription.address, bytes(coded["body"]), headers)
    except PrivateAddress:
        return Ending(Outcome.FAILED, "the address lies in the store's own network", final=True)
    except requests.RequestException as error:
        return Ending(Outcome.FAILED, type(error).__name__)
    if 200 <= status < 300:
        return Ending(Outcome.SENT)
    if status in _GONE:
        return Ending(Outcome.GONE, f"HTTP {status}", final=True)
    return Ending(Outcome.FAILED, f"HTTP {status}", final=status in _FINAL)
