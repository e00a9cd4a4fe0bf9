"""Who set up what of the city, when, and what it was before: read from the intents that did it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, tuple_

from commandcenter.models.identity import CityCode
from commandcenter.models.intent import SETS_UP, IntentKind, IntentStatus
from commandcenter.models.table import accounts, intents, members, tokens
from commandcenter.store.act.chain import CHANGED
from commandcenter.store.act.difference import Changed

MAX_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One change.

    Attributes:
        target: What was set: a setting's key, the code of a category, agency, template, shift, crew, facility or gauge,
            the id of a member, an account or a key, or of the record of an erasure.
        called: What a member, an account or a key is called now; empty for all others, and where nobody is any more.
        changed: What became of it; None: an act of an earlier version, which did not keep it.
        payload: What was said of it, as it was sent; empty where it is not kept.
        by: The desk or office that did.
    """

    intent_id: str
    kind: IntentKind
    target: str
    called: str
    changed: Changed | None
    payload: dict[str, Any]
    by: str
    recorded_ms: int


def read_history(
    connection: Connection,
    city: CityCode,
    target: str | None = None,
    kinds: Collection[IntentKind] = SETS_UP,
    before: tuple[int, str] | None = None,
    most: int = MAX_ENTRIES,
) -> list[SettingEntry]:
    """Return what was applied, newest first.

    Args:
        connection: Inside a reading transaction.
        city: Whose.
        target: Only what was done to this; None: everything.
        kinds: Only acts of these kinds.
        before: Moment (ms since 1970, UTC) and intent after which to go on; None: from the newest.
        most: How many at the most.
    """
    chosen = [intents.c.city == city, _one_of("setting_up", SETS_UP)]
    if set(kinds) != set(SETS_UP):
        chosen.append(_one_of("kinds", kinds))
    if target is not None:
        chosen.append(intents.c.target == target)
    if before is not None:
        chosen.append(tuple_(intents.c.recorded_ms, intents.c.intent_id) < tuple_(*before))
    rows = connection.execute(
        select(intents)
        .where(*chosen, intents.c.result["status"].as_string() == IntentStatus.APPLIED.value)
        .order_by(intents.c.recorded_ms.desc(), intents.c.intent_id.desc())
        .limit(most)
    ).all()
    names = _names(connection, city, sorted({row.target for row in rows if row.target is not None}))
    return [
        SettingEntry(
            row.intent_id,
            IntentKind(row.kind),
            row.target or "",
            names.get((_NAMED_IN.get(row.kind, ""), row.target), ""),
            row.result.get(CHANGED),
            row.payload or {},
            row.principal,
            row.recorded_ms,
        )
        for row in rows
    ]


_NAMED_IN = {
    IntentKind.SET_MEMBER.value: "members",
    IntentKind.SET_ACCOUNT.value: "accounts",
    IntentKind.RESET_PASSWORD.value: "accounts",
    IntentKind.SET_KEY.value: "tokens",
    IntentKind.REVOKE_KEY.value: "tokens",
}


def _one_of(name: str, kinds: Collection[IntentKind]) -> ColumnElement[bool]:
    """Return the condition in the words of the index, so that the database sees that it may use it."""
    listed = [kind.value for kind in SETS_UP if kind in kinds]
    return intents.c.kind.in_(bindparam(name, listed, expanding=True, literal_execute=True))


def _names(connection: Connection, city: CityCode, targets: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return what those of the targets are called that have ids instead of codes."""
    found: dict[tuple[str, str], str] = {}
    for key, name in (
        (members.c.id, members.c.name),
        (accounts.c.account_id, accounts.c.login),
        (tokens.c.token_id, tokens.c.name),
    ):
        rows = connection.execute(select(key, name).where(key.table.c.city == city, key.in_(targets)))
        found |= {(key.table.name, row[0]): row[1] for row in rows}
    return found
