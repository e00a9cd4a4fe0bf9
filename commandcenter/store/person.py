"""Erasing people: who they were is replaced, what happened stays.

Owns the list of places that say who somebody was. A reporter's data are removed whole, with what they left in their
reports besides (``store.reporter_trace``): reports and numbers never held any. An account keeps its row, without
anything that was the person's; what it had signed says from then on that the account was erased, unless the same name
is still another's, as that of an office is. Each erasure leaves a record of when, by whom, of what kind and how much,
never of whom.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Text,
    cast,
    delete,
    func,
    or_,
    select,
    true,
    update,
)

from commandcenter.models.account import Account
from commandcenter.models.identity import CityCode, ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.record import KEYS
from commandcenter.models.role import Role
from commandcenter.models.table import (
    TABLE_OF,
    accounts,
    erasures,
    intents,
    metadata,
    positions,
    report_private,
    report_replies,
    reports,
    tokens,
)
from commandcenter.store.feed import Change, publish, put
from commandcenter.store.notice.subscription import end_for_account, end_for_reports
from commandcenter.store.reporter_trace import erase_photos_of_account, erase_traces
from commandcenter.store.token import STORE_NAME

ROWS_AT_ONCE = 1_000
"""Most reports whose personal data one transaction of the retention erases: others write meanwhile."""

_NAMED_AT_ONCE = 500
_SIGNERS = frozenset({"actor", "principal"})


def signed_columns() -> list[Column[Any]]:
    """Return every column that says who did something: those called ``actor``, ``principal`` or ``…_by``."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in _SIGNERS or column.name.endswith("_by")
        if isinstance(column.type, Text)
    ]


class ErasureKind(StrEnum):
    """Whose data were erased, and why."""

    ACCOUNT = "account"
    REPORTER = "reporter"
    RETENTION = "retention"


def erase_account(connection: Connection, city: CityCode, account: Account, now: datetime) -> tuple[int, list[Change]]:
    """Erase whoever an account belonged to, also as a reporter, and close it.

    Returns:
        How many rows said who they were, and what changed of the feed.
    """
    stands_for = f"Akun terhapus {account.id[:6]}"
    connection.execute(
        update(tokens)
        .where(tokens.c.city == city, tokens.c.account_id == account.id)
        .values(revoked_ms=func.coalesce(tokens.c.revoked_ms, to_ms(now)), name=stands_for, device=None)
    )
    connection.execute(
        update(accounts)
        .where(accounts.c.city == city, accounts.c.account_id == account.id)
        .values(
            login=f"erased-{account.id}",
            name=stands_for,
            email=None,
            phone=None,
            password_hash=None,
            active=False,
            signed_in_ms=None,
        )
    )
    rows = 1
    made: list[Change] = []
    if not _is_anothers(connection, city, account.name):
        rows_signed, made = _sign_anew(connection, city, account.name, stands_for)
        rows += rows_signed
    end_for_account(connection, city, account.id, now, "erased")
    rows += erase_photos_of_account(connection, city, account.id)
    rows += _forget_positions(connection, city, account)
    sent = connection.execute(_reports_of(city, report_private.c.account_id == account.id)).scalars()
    rows_private, made_private = _erase_private(connection, city, sent, now)
    return rows + rows_private, [*made, *made_private]


def erase_reporter(connection: Connection, city: CityCode, report: ReportId, now: datetime) -> tuple[int, list[Change]]:
    """Erase whoever sent a report, from this report and from all that the same person sent.

    The same person is who has the same account, e-mail or telephone. A device may be a whole family's: it says nothing.

    Returns:
        How many rows said who they were, and what changed of the feed; none where nobody knew.
    """
    row = connection.execute(
        select(report_private).where(report_private.c.city == city, report_private.c.report_id == report)
    ).one_or_none()
    known = [
        report_private.c[name] == getattr(row, name)
        for name in ("account_id", "email", "phone")
        if getattr(row, name, None) is not None
    ]
    others = connection.execute(_reports_of(city, or_(*known))).scalars() if known else ()
    return _erase_private(connection, city, {report, *others}, now)


def erase_old(connection: Connection, city: CityCode, keep_s: float, now: datetime) -> int:
    """Erase reporters' data of reports that were closed longer ago than they are kept, some at a time.

    Returns:
        Of how many reports; ``ROWS_AT_ONCE`` when there may be more.
    """
    before_ms = to_ms(now - timedelta(seconds=keep_s))
    old: set[int] = set()
    for table, what in ((report_private, true()), (report_replies, report_replies.c.key.is_(None))):
        of_report = (reports.c.city == table.c.city) & (reports.c.id == table.c.report_id)
        closed = select(table.c.report_id).join(reports, of_report)
        closed = closed.where(table.c.city == city, reports.c.closed_ms < before_ms, what)
        old.update(connection.execute(closed.limit(ROWS_AT_ONCE - len(old))).scalars())
    rows, made = _erase_private(connection, city, old, now)
    if rows:
        record_erasure(connection, city, STORE_NAME, ErasureKind.RETENTION, rows, now)
    publish(connection, city, made, now)
    return len(old)


def record_erasure(
    connection: Connection, city: CityCode, erased_by: str, kind: ErasureKind, rows: int, now: datetime
) -> str:
    """Leave the record of an erasure; return its id."""
    erasure_id = secrets.token_hex(8)
    connection.execute(
        erasures.insert().values(
            city=city,
            erasure_id=erasure_id,
            erased_ms=to_ms(now),
            erased_by=erased_by,
            kind=kind.value,
            rows=rows,
        )
    )
    return erasure_id


def _reports_of(city: CityCode, whose: ColumnElement[bool]) -> Select[Any]:
    return select(report_private.c.report_id).where(report_private.c.city == city, whose)


def _erase_private(
    connection: Connection, city: CityCode, ids: Iterable[int], now: datetime
) -> tuple[int, list[Change]]:
    """Delete what says who sent some reports, and end what tells them of these reports.

    Returns:
        How many rows said who they were, and what changed of the feed.
    """
    rows = 0
    made: list[Change] = []
    listed = sorted(ids)
    for start in range(0, len(listed), _NAMED_AT_ONCE):
        some = listed[start : start + _NAMED_AT_ONCE]
        end_for_reports(connection, city, _reports_of(city, report_private.c.report_id.in_(some)), now, "erased")
        its_own = (report_private.c.city == city, report_private.c.report_id.in_(some))
        rows_traced, made_here = erase_traces(connection, city, some)
        rows += rows_traced + connection.execute(delete(report_private).where(*its_own)).rowcount
        made += made_here
    return rows, made


def _forget_positions(connection: Connection, city: CityCode, account: Account) -> int:
    """Forget where the people of a crew's account are; those still under way are known again at their next message."""
    if account.role is not Role.CREW or account.holder is None:
        return 0
    its_crew = (positions.c.city == city, positions.c.crew == account.holder)
    return connection.execute(delete(positions).where(*its_crew)).rowcount


def _is_anothers(connection: Connection, city: CityCode, name: str) -> bool:
    """Return whether an account or a key that is still in use has the name too."""
    account = select(accounts.c.account_id).where(accounts.c.city == city, accounts.c.name == name, accounts.c.active)
    key = select(tokens.c.token_id).where(tokens.c.city == city, tokens.c.name == name, tokens.c.revoked_ms.is_(None))
    return any(connection.execute(query.limit(1)).first() is not None for query in (account, key))


def _sign_anew(connection: Connection, city: CityCode, name: str, stands_for: str) -> tuple[int, list[Change]]:
    """Put another name wherever a name signed something; return how many rows did, and what changed of the feed."""
    made: list[Change] = []
    rows = 0
    entity_of = {table: entity for entity, table in TABLE_OF.items()}
    for column in signed_columns():
        table = column.table
        its = (table.c.city == city, column == name)
        entity = entity_of.get(table)
        if entity is not None:
            keys = connection.execute(select(*(table.c[key] for key in KEYS[entity])).where(*its)).mappings()
            made += [put(entity, dict(key)) for key in keys]
        rows += connection.execute(update(table).where(*its).values({column.name: stands_for})).rowcount
    _reword_results(connection, city, name, stands_for)
    return rows, made


def _reword_results(connection: Connection, city: CityCode, name: str, stands_for: str) -> None:
    """Put another name into the kept answers to acts: a conflict's says who was first."""
    said = json.dumps(name)[1:-1]
    rows = connection.execute(
        select(intents.c.intent_id, intents.c.result).where(
            intents.c.city == city, cast(intents.c.result, Text).contains(said, autoescape=True)
        )
    ).all()
    for row in rows:
        reworded = json.loads(json.dumps(row.result).replace(said, json.dumps(stands_for)[1:-1]))
        connection.execute(
            update(intents).where(intents.c.city == city, intents.c.intent_id == row.intent_id).values(result=reworded)
        )
