"""Links in messages: to confirm an address, and to end a subscription."""

from __future__ import annotations

from commandcenter.store.notice.secret import NoticeSecrets

CONFIRM = "confirm"
STOP = "stop"


def confirm_link(public_url: str, secrets: NoticeSecrets, subscription_id: str) -> str:
    """Return where whoever reads a mailbox confirms that it is theirs."""
    return f"{public_url}/v1/subscriptions/{CONFIRM}?token={secrets.link_token(CONFIRM, subscription_id)}"


def stop_link(public_url: str, secrets: NoticeSecrets, subscription_id: str) -> str:
    """Return where a subscription ends, without signing in."""
    return f"{public_url}/v1/subscriptions/{STOP}?token={secrets.link_token(STOP, subscription_id)}"
