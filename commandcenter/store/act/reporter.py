"""Whether somebody is the one who sent a report.

Owns the proof (docs/decisions/0121): the account that was signed in when it was sent, or else a secret that the device
made up then and kept. The store has the secret's hash only.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import Connection, select

from commandcenter.models.identity import AccountId, CityCode, ReportId
from commandcenter.models.report import Report
from commandcenter.models.table import private_wishes, report_private
from commandcenter.store.act.failure import NotOwnReport
from commandcenter.store.act.outcome import Act
from commandcenter.store.field import MAX_FIELD_CHARS, text_field


def secret_hash(secret: str) -> str:
    """Return what the store keeps of a reporter's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def has_sent(
    connection: Connection, city: CityCode, report: ReportId, account: AccountId | None, secret: str | None
) -> bool:
    """Return whether a report is somebody's own: by the account, or by the secret, that they have."""
    row = connection.execute(
        select(report_private.c.account_id, report_private.c.secret_sha256).where(
            report_private.c.city == city, report_private.c.report_id == report
        )
    ).one_or_none()
    if row is None:
        return False
    if account is not None and account == row.account_id:
        return True
    return secret is not None and row.secret_sha256 is not None and is_same_secret(secret, row.secret_sha256)


def is_own(act: Act, report: Report) -> bool:
    """Return whether the report is the actor's own: by their account, or by ``secret`` in the payload."""
    secret = text_field(act.intent.payload, "secret", MAX_FIELD_CHARS)
    return has_sent(act.connection, act.city, report.id, act.principal.account, secret)


def is_kept_private(connection: Connection, city: CityCode, report: ReportId) -> bool:
    """Return whether whoever sent a report wants nobody but the offices to see it."""
    wish = select(private_wishes.c.report_id).where(private_wishes.c.city == city, private_wishes.c.report_id == report)
    return connection.execute(wish).first() is not None


def check_reporter(act: Act, report: Report) -> None:
    """Say nothing if the report is the actor's own.

    Raises:
        NotOwnReport: If nothing proves it.
    """
    if not is_own(act, report):
        raise NotOwnReport(number=report.number)


def is_same_secret(secret: str, kept: str) -> bool:
    """Return whether a secret is the one of which the store keeps this."""
    return hmac.compare_digest(secret_hash(secret), kept)
