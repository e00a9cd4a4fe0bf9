"""The outbox: a person's acts from the moment they are made until somebody has seen how they ended.

A user's act is one row here and nothing else. The file is its own database, so that no rebuilding of the mirror can
touch it, and every commit has reached the disk when the call returns. Threads: any (the interface adds, the sync
worker reads and answers); calls are transactions and exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError

from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.instant import from_ms, optional_from_ms, to_ms
from commandcenter.models.intent import ConflictSide, Intent, IntentKind, IntentResult, IntentStatus
from commandcenter.models.mirror.database import reason_of, writer_engine
from commandcenter.models.mirror.failure import MirrorOfAnother, OutboxWriteFailed
from commandcenter.models.mirror.outbox_schema import ANSWER, APPLIED, BINDING, PENDING

_APPLIED_KEPT = 1_000
_TAKEN = frozenset({IntentStatus.APPLIED, IntentStatus.REPEATED})


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """A conflict or refusal that somebody must look at, with the act it answers."""

    intent: Intent
    result: IntentResult


class Outbox:
    """The acts of one principal for one store."""

    def __init__(self, path: Path) -> None:
        """Open an outbox whose tables are there (``folder.prepare_outbox``)."""
        self._path = path
        self._engine = writer_engine(path, durable=True)

    def bind(self, store_url: str, principal: str) -> None:
        """Say whose outbox this is; the first call settles it.

        Raises:
            MirrorOfAnother: If it was settled otherwise.
        """
        with self._transaction() as connection:
            held = connection.execute(select(BINDING.c.store_url, BINDING.c.principal)).one_or_none()
            if held is None:
                connection.execute(insert(BINDING).values(id=1, store_url=store_url, principal=principal))
            elif tuple(held) != (store_url, principal):
                raise MirrorOfAnother(
                    folder=str(self._path.parent),
                    held_store=held.store_url,
                    held_principal=held.principal,
                    store=store_url,
                    principal=principal,
                )

    def add(self, intent: Intent) -> Intent:
        """Keep an act; when this returns it survives a crash and a power cut.

        If one's own earlier act on the same report is still pending, or was applied without its version having
        reached the screen yet, the kept intent names it (``after_intent``), so that it does not conflict with
        oneself.

        Returns:
            The intent as it was kept and will be sent.

        Raises:
            OutboxWriteFailed: If it could not be kept; the act has not happened.
        """
        with self._transaction() as connection:
            if intent.after_intent is None and intent.subject is not None:
                intent = replace(intent, after_intent=_made_on_top_of(connection, intent))
            connection.execute(insert(PENDING).values(**_intent_values(intent)))
            return intent

    def pending(self) -> tuple[Intent, ...]:
        """Return the acts that wait for an answer, in the order in which they are sent."""
        with self._transaction() as connection:
            rows = connection.execute(select(PENDING).order_by(PENDING.c.sequence))
            return tuple(_intent_of(row) for row in rows)

    def answered(self, result: IntentResult) -> bool:
        """Record the store's answer and end the waiting, in one transaction.

        Conflicts and refusals are kept until dismissed; applied acts are forgotten, since the feed tells of them.

        Returns:
            Whether the intent was pending; False for an answer that came twice, which changes nothing.

        Raises:
            OutboxWriteFailed: If it could not be recorded; the act stays pending and will be sent again.
        """
        with self._transaction() as connection:
            found = select(PENDING).where(PENDING.c.intent_id == result.intent_id)
            act = connection.execute(found).mappings().one_or_none()
            if act is None:
                return False
            connection.execute(delete(PENDING).where(PENDING.c.sequence == act[PENDING.c.sequence]))
            if result.status in _TAKEN:
                _remember_applied(connection, act[PENDING.c.subject], result)
            else:
                values = {**act, **_result_values(result)}
                connection.execute(insert(ANSWER).values(**values))
            return True

    def open_answers(self) -> tuple[OpenAnswer, ...]:
        """Return the conflicts and refusals that nobody has dismissed, oldest act first."""
        with self._transaction() as connection:
            rows = connection.execute(select(ANSWER).order_by(ANSWER.c.sequence))
            return tuple(OpenAnswer(_intent_of(row), _result_of(row)) for row in rows)

    def dismiss(self, intent_id: IntentId) -> None:
        """Forget an answer that somebody has seen; an unknown id changes nothing.

        Raises:
            OutboxWriteFailed: If that could not be written.
        """
        with self._transaction() as connection:
            connection.execute(delete(ANSWER).where(ANSWER.c.intent_id == intent_id))

    def close(self) -> None:
        """Close the file; the outbox can't be used afterwards."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise OutboxWriteFailed(file=str(self._path), reason=reason_of(error)) from error


def _made_on_top_of(connection: Connection, intent: Intent) -> IntentId | None:
    last = (
        select(PENDING.c.intent_id)
        .where(PENDING.c.subject == intent.subject)
        .order_by(PENDING.c.sequence.desc())
        .limit(1)
    )
    pending: IntentId | None = connection.execute(last).scalar_one_or_none()
    if pending is not None:
        return pending
    last_applied = select(APPLIED.c.intent_id).where(APPLIED.c.subject == intent.subject)
    if intent.base_version is not None:
        last_applied = last_applied.where(APPLIED.c.version > intent.base_version)
    # An act without a base names it in any case: the next one with a base names this act, and the store walks back.
    applied: IntentId | None = connection.execute(last_applied).scalar_one_or_none()
    return applied


def _remember_applied(connection: Connection, subject: int | None, result: IntentResult) -> None:
    if subject is None or result.version is None:
        return
    values = {"intent_id": result.intent_id, "version": result.version}
    statement = sqlite_insert(APPLIED).values(subject=subject, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=[APPLIED.c.subject], set_=values))
    if connection.execute(select(func.count()).select_from(APPLIED)).scalar_one() > _APPLIED_KEPT:
        # Report ids are in the order of reporting: the oldest report is the least likely to be acted on again
        # within the second that matters here.
        oldest = select(func.min(APPLIED.c.subject)).where(APPLIED.c.subject != subject).scalar_subquery()
        connection.execute(delete(APPLIED).where(APPLIED.c.subject == oldest))


def _intent_values(intent: Intent) -> dict[str, Any]:
    return {
        "intent_id": intent.intent_id,
        "kind": intent.kind.value,
        "subject": intent.subject,
        "base_version": intent.base_version,
        "after_intent": intent.after_intent,
        "acted_ms": to_ms(intent.acted_at),
        "payload": dict(intent.payload),
    }


def _intent_of(row: Row[Any]) -> Intent:
    return Intent(
        intent_id=IntentId(row.intent_id),
        kind=IntentKind(row.kind),
        subject=None if row.subject is None else ReportId(row.subject),
        base_version=row.base_version,
        after_intent=None if row.after_intent is None else IntentId(row.after_intent),
        acted_at=from_ms(row.acted_ms),
        payload=row.payload,
    )


def _result_values(result: IntentResult) -> dict[str, Any]:
    theirs = result.theirs
    return {
        "status": result.status.value,
        "code": result.code,
        "sentence": dict(result.sentence),
        "version": result.version,
        "mine": result.mine,
        "their_value": None if theirs is None else theirs.value,
        "their_actor": None if theirs is None else theirs.actor,
        "their_ms": None if theirs is None else to_ms(theirs.at),
    }


def _result_of(row: Row[Any]) -> IntentResult:
    their_at = optional_from_ms(row.their_ms)
    return IntentResult(
        intent_id=IntentId(row.intent_id),
        status=IntentStatus(row.status),
        subject=None if row.subject is None else ReportId(row.subject),
        version=row.version,
        code=row.code,
        sentence=row.sentence,
        mine=row.mine,
        theirs=None if their_at is None else ConflictSide(row.their_value, row.their_actor, their_at),
    )
