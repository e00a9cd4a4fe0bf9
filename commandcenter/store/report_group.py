"""New reports that came at the same moment, decided in one transaction with few statements for all of them.

Owns what several can share: their ids are taken together, their numbers, their rows and their results are written
together. What becomes of each is what ``writer`` would have made of it alone (docs/decisions/0150, 0155).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode, IntentId
from commandcenter.models.intent import IntentResult
from commandcenter.models.table import intents
from commandcenter.protocol.act import result_from_json
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.submit_report import submit_reports
from commandcenter.store.bulk import insert_tuples
from commandcenter.store.database import insert_some_if_absent
from commandcenter.store.decision import DECIDED, check_sender, refused, repeated, result_row, row_of
from commandcenter.store.feed import Change
from commandcenter.store.owner import Owner, owner_mark


def decide_reports(acts: Sequence[Act]) -> tuple[list[IntentResult], list[Change]]:
    """Decide new reports.

    Args:
        acts: Of one transaction and its moment, in order; at least one.

    Returns:
        What became of each, in order, and what must be published.

    Raises:
        DBAPIError: If anything can't be written; nothing of the transaction can be kept then.
    """
    connection, city = acts[0].connection, acts[0].city
    named: dict[IntentId, Act] = {}
    for act in acts:
        named.setdefault(act.intent.intent_id, act)
    # In one order, so that two processes that were sent the same ones don't wait for each other.
    rows = [row_of(named[intent_id]) for intent_id in sorted(named)]
    taken = insert_some_if_absent(connection, intents, intents.c.intent_id, rows)
    fresh = [act for intent_id, act in named.items() if intent_id in taken]
    outcomes = _outcomes(fresh)
    _write(connection, [row for outcome in outcomes for row in outcome.rows])
    if fresh:
        pairs = zip(fresh, outcomes, strict=True)
        connection.execute(DECIDED, [result_row(city, act.intent, outcome) for act, outcome in pairs])
    first = {
        act.intent.intent_id: (
            Owner(act.principal.name, owner_mark(act.intent.intent_id, act.principal)),
            outcome.result,
        )
        for act, outcome in zip(fresh, outcomes, strict=True)
    }
    first |= _decided_before(connection, city, [intent_id for intent_id in named if intent_id not in taken])
    own = {id(act) for act in fresh}
    results = [
        first[act.intent.intent_id][1]
        if id(act) in own
        else repeated(act.intent, act.principal, *first[act.intent.intent_id])
        for act in acts
    ]
    return results, [change for outcome in outcomes for change in outcome.made]


def _outcomes(acts: Sequence[Act]) -> list[Outcome]:
    """Have the reports written that may be, and say of each what came of it."""
    failures: dict[int, Failure] = {}
    for at, act in enumerate(acts):
        try:
            check_sender(act)
        except Failure as failure:
            failures[at] = failure
    made = iter(submit_reports([act for at, act in enumerate(acts) if at not in failures]))
    outcomes: list[Outcome] = []
    for at, act in enumerate(acts):
        outcome = failures[at] if at in failures else next(made)
        outcomes.append(Outcome(refused(act.intent, outcome), ()) if isinstance(outcome, Failure) else outcome)
    return outcomes


def _write(connection: Connection, rows: Sequence[tuple[Table, Mapping[str, Any]]]) -> None:
    """Write rows, those of one table together."""
    by_table: dict[Table, list[Mapping[str, Any]]] = {}
    for table, row in rows:
        by_table.setdefault(table, []).append(row)
    for table, some in by_table.items():
        insert_tuples(connection, table, tuple(some[0]), [tuple(row.values()) for row in some])


def _decided_before(
    connection: Connection, city: CityCode, ids: Sequence[IntentId]
) -> dict[IntentId, tuple[Owner, IntentResult]]:
    """Return who sent intents first, and what came of them."""
    if not ids:
        return {}
    rows = connection.execute(
        select(intents.c.intent_id, intents.c.principal, intents.c.owner, intents.c.result).where(
            intents.c.city == city, intents.c.intent_id.in_(ids)
        )
    )
    return {IntentId(row.intent_id): (Owner(row.principal, row.owner), result_from_json(row.result)) for row in rows}
