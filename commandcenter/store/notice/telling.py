"""What an act did is put down for those who want to know, inside the act's own transaction.

Owns who is told of which entry of a timeline. What is put down names the report, never what stands in it; a notice's id
follows from the entry and the subscription, so that nothing is put down twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, or_, select, tuple_

from commandcenter.models.identity import AgencyCode, AreaCode
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentKind
from commandcenter.models.notice import NoticeKind, Pace, QuietHours, Topic, send_at
from commandcenter.models.record import Entity
from commandcenter.models.report import Priority, TransitionKind
from commandcenter.models.table import accounts, notices, report_private, reports, subscriptions, tokens, transitions
from commandcenter.store.act.outcome import Act
from commandcenter.store.database import insert_if_absent
from commandcenter.store.feed import Change
from commandcenter.store.notice.outbox import quiet_hours
from commandcenter.store.notice.subscription import scope_of
from commandcenter.store.part import parents_of

_TOLD: Mapping[TransitionKind, NoticeKind] = {
    TransitionKind.TAKEN_ON: NoticeKind.TAKEN_ON,
    TransitionKind.MOVED: NoticeKind.MOVED,
    TransitionKind.ANSWERED: NoticeKind.ANSWERED,
    TransitionKind.ESCALATED: NoticeKind.ESCALATED,
}
"""Entries of a timeline that somebody is told of; escalations go to offices, the others to whoever sent the report."""

_SILENT = frozenset({IntentKind.SUBMIT_REPORT, IntentKind.SUPPORT, IntentKind.RATE, IntentKind.NOTE})
"""Acts that make no such entry: spared the look."""

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a timeline that somebody is told of, with what decides who is."""

    kind: NoticeKind
    report_id: int
    sequence: int
    area: AreaCode | None
    agency: AgencyCode | None
    priority: int
    duty_level: int


def tell(act: Act, made: Sequence[Change]) -> None:
    """Put down what the act did for everybody who wants to know."""
    if act.intent.kind in _SILENT:
        return
    keys = [
        tuple(int(part) for part in change.key.split("/"))
        for change in made
        if change.entity is Entity.TRANSITION and change.op == "put"
    ]
    for start in range(0, len(keys), _AT_ONCE):
        entries = _entries(act, keys[start : start + _AT_ONCE])
        for_offices = [entry for entry in entries if entry.kind is NoticeKind.ESCALATED]
        for_reporters = [entry for entry in entries if entry.kind is not NoticeKind.ESCALATED]
        if for_reporters:
            _put_down(act, _with_reporters(act, for_reporters))
        if for_offices:
            _put_down(act, _with_offices(act, for_offices))


def _entries(act: Act, keys: Sequence[tuple[int, ...]]) -> list[_Entry]:
    """Return those of the entries that this act made and that somebody is told of.

    An act may publish a report's whole timeline again; what is older than the act has been told already.
    """
    rows = act.connection.execute(
        select(
            transitions.c.report_id,
            transitions.c.sequence,
            transitions.c.kind,
            reports.c.area,
            reports.c.agency,
            reports.c.priority,
            reports.c.duty_level,
        )
        .join(reports, and_(reports.c.city == transitions.c.city, reports.c.id == transitions.c.report_id))
        .where(
            transitions.c.city == act.city,
            tuple_(transitions.c.report_id, transitions.c.sequence).in_(keys),
            transitions.c.kind.in_([kind.value for kind in _TOLD]),
            transitions.c.recorded_ms == to_ms(act.now),
        )
    )
    return [
        _Entry(
            _TOLD[TransitionKind(row.kind)],
            row.report_id,
            row.sequence,
            None if row.area is None else AreaCode(row.area),
            None if row.agency is None else AgencyCode(row.agency),
            row.priority,
            row.duty_level,
        )
        for row in rows
    ]


_Told = Iterable[tuple[_Entry, Row[Any]]]


def _active(act: Act, topic: Topic) -> list[Any]:
    return [
        subscriptions.c.city == act.city,
        subscriptions.c.topic == topic.value,
        subscriptions.c.ended_ms.is_(None),
        subscriptions.c.confirmed_ms.is_not(None),
    ]


def _with_reporters(act: Act, entries: Sequence[_Entry]) -> _Told:
    """Return each entry with each subscription of whoever sent its report."""
    ids = sorted({entry.report_id for entry in entries})
    rows = act.connection.execute(
        select(report_private.c.report_id, report_private.c.account_id).where(
            report_private.c.city == act.city,
            report_private.c.report_id.in_(ids),
            report_private.c.account_id.is_not(None),
        )
    )
    account_of = {row.report_id: row.account_id for row in rows}
    wanted = or_(subscriptions.c.report_id.in_(ids), subscriptions.c.account_id.in_(sorted(set(account_of.values()))))
    found = act.connection.execute(select(subscriptions).where(*_active(act, Topic.OWN_REPORT), wanted)).all()
    for entry in entries:
        for row in found:
            by_account = row.account_id is not None and row.account_id == account_of.get(entry.report_id)
            if row.report_id == entry.report_id or (row.report_id is None and by_account):
                yield entry, row


def _with_offices(act: Act, entries: Sequence[_Entry]) -> _Told:
    """Return each escalation with the subscriptions of the offices that it went past or has come to.

    These are the offices of the report's own area and of as many areas above it as it went up, the agency that answers
    for it, and whoever stands for the whole city. A key that was withdrawn is told nothing.
    """
    key = and_(tokens.c.city == subscriptions.c.city, subscriptions.c.owner == "key:" + tokens.c.token_id)
    account = and_(accounts.c.city == subscriptions.c.city, subscriptions.c.owner == "account:" + accounts.c.account_id)
    found = act.connection.execute(
        select(subscriptions)
        .outerjoin(tokens, key)
        .outerjoin(accounts, account)
        .where(
            *_active(act, Topic.ESCALATION),
            tokens.c.revoked_ms.is_(None),
            or_(tokens.c.expires_ms.is_(None), tokens.c.expires_ms > to_ms(act.now)),
            # An account that was closed, or stands for another part of the city by now, is told nothing of this one.
            or_(
                accounts.c.account_id.is_(None),
                and_(
                    accounts.c.active,
                    accounts.c.area.is_not_distinct_from(subscriptions.c.area),
                    accounts.c.agency.is_not_distinct_from(subscriptions.c.agency),
                ),
            ),
        )
    ).all()
    if not found:
        return
    parents = parents_of(act.connection, act.city)
    for entry in entries:
        offices = _upwards(entry.area, parents, entry.duty_level)
        for row in found:
            scope = scope_of(row)
            by_agency = scope.agency is not None and scope.agency == entry.agency
            if scope.is_whole or by_agency or (scope.area is not None and scope.area in offices):
                yield entry, row


def _upwards(area: AreaCode | None, parents: Mapping[AreaCode, AreaCode | None], steps: int) -> list[AreaCode]:
    """Return an area and so many above it."""
    found: list[AreaCode] = []
    while area is not None and len(found) <= steps and area not in found:
        found.append(area)
        area = parents.get(area)
    return found


def _put_down(act: Act, told: _Told) -> None:
    quiet: QuietHours | None = None
    for entry, row in told:
        quiet = quiet or quiet_hours(act.connection, act.city)
        pace = Pace(row.pace)
        urgent = entry.priority >= Priority.EMERGENCY
        due_at = send_at(act.now, pace, quiet if row.quiet or pace is Pace.DAILY else None, urgent=urgent)
        insert_if_absent(
            act.connection,
            notices,
            {
                "city": act.city,
                "id": _notice_id(entry, row.id),
                "subscription_id": row.id,
                "kind": entry.kind.value,
                "report_id": entry.report_id,
                "sequence": entry.sequence,
                "urgent": urgent,
                "created_ms": to_ms(act.now),
                "due_ms": to_ms(due_at),
                "message_id": None,
            },
        )


def _notice_id(entry: _Entry, subscription_id: str) -> str:
    return hashlib.sha256(f"{entry.report_id}/{entry.sequence}/{subscription_id}".encode()).hexdigest()[:32]
