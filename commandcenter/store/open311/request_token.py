"""Tokens: what the sender of a report to a batch service holds until its number is told.

Owns when that is: once somebody has taken the report on, or closed it. A token can't be guessed, so whoever has it sent
the report; it is told nothing but the number.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from commandcenter.models.identity import CityCode, IntentId
from commandcenter.models.table import report_numbers, reports, request_tokens
from commandcenter.models.text import fit_text
from commandcenter.store.open311.document import Document
from commandcenter.store.open311.failure import RequestTokenUnknown

_NAMESPACE = UUID("b0a4e2b5-6d0c-4b34-9a2e-5c1f2f6a7d44")


def token_for(intent_id: IntentId) -> str:
    """Return the token of the report that an intent sends: a repeat gets the same."""
    return str(uuid5(_NAMESPACE, intent_id))


def read_token(connection: Connection, city: CityCode, token: str) -> Document:
    """Return a token with its report's number, which is null until it is told.

    Raises:
        RequestTokenUnknown: If there is no such token.
    """
    row = connection.execute(
        select(report_numbers.c.number, reports.c.acknowledged_ms, reports.c.closed_ms)
        .select_from(request_tokens)
        .join(reports, (reports.c.city == request_tokens.c.city) & (reports.c.id == request_tokens.c.report_id))
        .join(
            report_numbers,
            (report_numbers.c.city == reports.c.city) & (report_numbers.c.report_id == reports.c.id),
        )
        .where(request_tokens.c.city == city, request_tokens.c.token == fit_text(token))
    ).first()
    if row is None:
        raise RequestTokenUnknown(token=token[:80])
    told = row.acknowledged_ms is not None or row.closed_ms is not None
    return Document("service_requests", [{"service_request_id": row.number if told else None, "token": token}])
