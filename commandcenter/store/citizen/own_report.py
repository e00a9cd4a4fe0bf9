"""One's own reports, as whoever sent them may see them.

Owns what of a report's story is its reporter's to know: what the public would be told, also where the report itself is
not public, and why it was rejected. Nothing of the offices' inner notes, of crews' jobs or of anybody's name is in it.
What is not shown to be somebody's own is left out without a word: an answer does not tell whether it exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from commandcenter.models.identity import AccountId, CityCode, ReportId, read_id
from commandcenter.models.report import Moderation, TransitionKind
from commandcenter.models.sensitivity import is_public
from commandcenter.models.state import State
from commandcenter.models.table import agencies, areas, media, private_wishes, report_private, reports, transitions
from commandcenter.store.act.reporter import is_same_secret
from commandcenter.store.catalogue import load_categories
from commandcenter.store.failure import BadRequest
from commandcenter.store.field import MAX_FIELD_CHARS, needed_text, text_field
from commandcenter.store.photo.address import shown_at
from commandcenter.store.photo.view import STAGES_FOR_REPORTER

MOST_AT_ONCE = 100
"""Reports that one question may be about, and that one answer holds."""

_TOLD = (
    TransitionKind.SUBMITTED,
    TransitionKind.TAKEN_ON,
    TransitionKind.MOVED,
    TransitionKind.CATEGORISED,
    TransitionKind.ANSWERED,
    TransitionKind.PHOTO_ADDED,
    TransitionKind.RATED,
    TransitionKind.JOINED,
)

_FIELDS = (
    "number",
    "version",
    "category",
    "state",
    "description",
    "address",
    "lon",
    "lat",
    "created_ms",
    "updated_ms",
    "closed_ms",
    "close_by_ms",
    "expected_ms",
    "supporters",
    "simulated",
)


def read_claims(message: Mapping[str, object]) -> dict[ReportId, str]:
    """Read which reports a device says are its own, and the secret of each.

    Args:
        message: ``reports``: a list of ``{report, secret}``; absent: none.

    Raises:
        BadRequest: If it is no such list, or a longer one than is answered.
        Failure: If a field is none.
    """
    given = message.get("reports", [])
    if not isinstance(given, list) or len(given) > MOST_AT_ONCE:
        raise BadRequest(what=f"reports: a list of at most {MOST_AT_ONCE} is needed")
    claims: dict[ReportId, str] = {}
    for entry in given:
        if not isinstance(entry, Mapping):
            raise BadRequest(what="reports: objects with report and secret are needed")
        report = read_id(needed_text(entry, "report", MAX_FIELD_CHARS))
        secret = needed_text(entry, "secret", MAX_FIELD_CHARS)
        if report is not None:
            claims[ReportId(report)] = secret
    return claims


def read_before(message: Mapping[str, object]) -> ReportId | None:
    """Return below which report an account's list goes on; None: at its beginning.

    Raises:
        Failure: If the field is no text.
    """
    before = text_field(message, "before", MAX_FIELD_CHARS)
    found = None if before is None else read_id(before)
    return None if found is None else ReportId(found)


def own_ids(
    connection: Connection,
    city: CityCode,
    claims: Mapping[ReportId, str],
    account: AccountId | None,
    before: ReportId | None = None,
) -> list[ReportId]:
    """Return which reports are somebody's own, newest first.

    Args:
        connection: Inside a transaction.
        city: Whose.
        claims: Secrets by report, of those that a device says are its own.
        account: Who is signed in; None: nobody.
        before: Of the account's, only those below; the claimed ones are always all looked at.

    Returns:
        The claimed ones that are shown to be own, and at most ``MOST_AT_ONCE`` of the account's.
    """
    its = (report_private.c.city == city,)
    rows = connection.execute(
        select(report_private.c.report_id, report_private.c.secret_sha256).where(
            *its, report_private.c.report_id.in_(sorted(claims))
        )
    )
    found = {
        ReportId(row.report_id)
        for row in rows
        if row.secret_sha256 is not None and is_same_secret(claims[ReportId(row.report_id)], row.secret_sha256)
    }
    if account is not None:
        of_account: list[ColumnElement[bool]] = [*its, report_private.c.account_id == account]
        if before is not None:
            of_account.append(report_private.c.report_id < before)
        newest = select(report_private.c.report_id).where(*of_account).order_by(report_private.c.report_id.desc())
        found.update(ReportId(one) for one in connection.execute(newest.limit(MOST_AT_ONCE)).scalars())
    return sorted(found, reverse=True)


def tell_own(connection: Connection, city: CityCode, ids: Sequence[ReportId]) -> list[dict[str, Any]]:
    """Return reports with their stories and photos, for whoever sent them, in the order of ``ids``.

    Ids and instants travel as in other messages: ids as text, instants in milliseconds.

    Args:
        connection: Inside a transaction.
        city: Whose.
        ids: Reports that are the reader's own.
    """
    if not ids:
        return []
    categories = load_categories(connection, city)
    withheld = set(connection.execute(_of(private_wishes, private_wishes.c.report_id, city, ids)).scalars())
    stories, photos = _stories(connection, city, ids), _photos(connection, city, ids)
    rows = connection.execute(
        select(
            reports.c.id,
            reports.c.moderation,
            *(reports.c[name] for name in _FIELDS),
            areas.c.name.label("area"),
            agencies.c.name.label("agency"),
        )
        .join(areas, and_(areas.c.city == city, areas.c.code == reports.c.area), isouter=True)
        .join(agencies, and_(agencies.c.city == city, agencies.c.code == reports.c.agency), isouter=True)
        .where(reports.c.city == city, reports.c.id.in_(ids))
        .order_by(reports.c.id.desc())
    ).mappings()
    return [
        {
            "report": str(row["id"]),
            **{name: row[name] for name in (*_FIELDS, "area", "agency")},
            "private": row["id"] in withheld,
            "public": is_public(Moderation(row["moderation"]), categories[row["category"]].publication),
            "story": stories[row["id"]],
            "photos": photos[row["id"]],
        }
        for row in rows
    ]


def _stories(connection: Connection, city: CityCode, ids: Sequence[ReportId]) -> dict[int, list[dict[str, Any]]]:
    rows = connection.execute(
        select(
            transitions.c.report_id,
            transitions.c.kind,
            transitions.c.to_state,
            transitions.c.note,
            transitions.c.acted_ms,
        )
        .where(
            transitions.c.city == city,
            transitions.c.report_id.in_(ids),
            transitions.c.kind.in_([kind.value for kind in _TOLD]),
        )
        .order_by(transitions.c.report_id, transitions.c.sequence)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        kind, state = TransitionKind(row.kind), State(row.to_state)
        text = row.note if _is_for_reporter(kind, state) else ""
        found[row.report_id].append({"kind": kind.value, "state": state.value, "text": text, "at_ms": row.acted_ms})
    return found


def _is_for_reporter(kind: TransitionKind, state: State) -> bool:
    """Return whether an entry's words are for whoever reported: answers, why it was rejected, and their own."""
    if kind is TransitionKind.MOVED:
        return state in {State.REJECTED, State.REOPENED}
    return kind in {TransitionKind.ANSWERED, TransitionKind.RATED}


def _photos(connection: Connection, city: CityCode, ids: Sequence[ReportId]) -> dict[int, list[dict[str, Any]]]:
    rows = connection.execute(
        select(media.c.report_id, media.c.url, media.c.stage, media.c.recorded_ms)
        .where(
            media.c.city == city,
            media.c.report_id.in_(ids),
            media.c.moderation != Moderation.HIDDEN.value,
            or_(media.c.stage.in_(STAGES_FOR_REPORTER), media.c.moderation == Moderation.PUBLIC.value),
        )
        .order_by(media.c.report_id, media.c.recorded_ms, media.c.id)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        sent = shown_at(row.url)
        if sent is not None:
            found[row.report_id].append({"media_id": sent[0], "stage": row.stage, "at_ms": row.recorded_ms})
    return found


def _of(table: Any, column: Any, city: CityCode, ids: Sequence[ReportId]) -> Any:
    return select(column).where(table.c.city == city, table.c.report_id.in_(ids))
