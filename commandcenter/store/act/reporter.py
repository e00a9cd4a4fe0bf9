"""Whether whoever acts is the one who sent the report.

Owns the proof (docs/decisions/0121): the account that was signed in when it was sent, or else a secret that the device
made up then and kept. The store has the secret's hash only.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import select

from commandcenter.models.report import Report
from commandcenter.models.table import report_private
from commandcenter.store.act.failure import NotOwnReport
from commandcenter.store.act.outcome import Act
from commandcenter.store.field import MAX_FIELD_CHARS, text_field


def secret_hash(secret: str) -> str:
    """Return what the store keeps of a reporter's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def check_reporter(act: Act, report: Report) -> None:
    """Say nothing if the report is the actor's own: by their account, or by ``secret`` in the payload.

    Raises:
        NotOwnReport: If nothing proves it.
    """
    row = act.connection.execute(
        select(report_private.c.account_id, report_private.c.secret_sha256).where(
            report_private.c.city == act.city, report_private.c.report_id == report.id
        )
    ).one_or_none()
    if row is None or not (_by_account(act, row.account_id) or _by_secret(act, row.secret_sha256)):
        raise NotOwnReport(number=report.number)


def _by_account(act: Act, account: str | None) -> bool:
    return act.principal.account is not None and act.principal.account == account


def _by_secret(act: Act, kept: str | None) -> bool:
    secret = text_field(act.intent.payload, "secret", MAX_FIELD_CHARS)
    return secret is not None and kept is not None and hmac.compare_digest(secret_hash(secret), kept)
