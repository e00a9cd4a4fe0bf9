"""Somebody says what a report is really about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from commandcenter.models.category import Category, close_by, respond_by
from commandcenter.models.clock import limit_after_moves
from commandcenter.models.identity import CategoryCode
from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.priority import after_category
from commandcenter.models.report import Moderation, Report, TransitionKind
from commandcenter.models.sensitivity import moderation_after
from commandcenter.models.state import State
from commandcenter.models.table import transitions
from commandcenter.store.act.open_report import open_report
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reporter import is_kept_private
from commandcenter.store.act.subject import change_report, check_base, last_entry, next_entry, noted, unchanged
from commandcenter.store.catalogue import load_categories
from commandcenter.store.failure import CategoryUnknown
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, needed_text, text_field


def categorise(act: Act) -> Outcome:
    """Give an open report another category, with that category's limits from the beginning.

    Raises:
        Failure: If the report is closed, or the category is none that reports can have.
        Conflict: If the report changed since the base version.
    """
    code = CategoryCode(needed_text(act.intent.payload, "category", MAX_FIELD_CHARS))
    note = text_field(act.intent.payload, "note", MAX_NOTE_CHARS)
    report = open_report(act)
    last = last_entry(act, report.id)
    check_base(act, report, last, code)
    categories = load_categories(act.connection, act.city)
    if code == report.category:
        return unchanged(act, report)
    category = categories.get(code)
    if category is None or not category.active:
        raise CategoryUnknown(category=code)
    before = categories[report.category]
    text = noted(f"Kategori: {before.name_id} → {category.name_id}", note)
    entry = next_entry(act, report, last, TransitionKind.CATEGORISED, report.state, text)
    return change_report(act, report, _fields(act, report, before, category), entry)


def _fields(act: Act, report: Report, before: Category, category: Category) -> dict[str, Any]:
    return {
        "category": category.code,
        "priority": int(after_category(report.priority, before.priority, category.priority)),
        "moderation": _moderation(act, report, before, category).value,
        "respond_by_ms": to_ms(respond_by(category, report.created_at)),
        "close_by_ms": to_ms(_due(act, report, category)),
    }


def _moderation(act: Act, report: Report, before: Category, category: Category) -> Moderation:
    """Return whether it is public then; what its reporter wants private stays hidden."""
    if is_kept_private(act.connection, act.city, report.id):
        return Moderation.HIDDEN
    return moderation_after(report.moderation, before.publication, category.publication)


def _due(act: Act, report: Report, category: Category) -> datetime:
    """Return when closing is due, had the report had the category from its beginning."""
    rows = act.connection.execute(
        select(transitions.c.to_state, transitions.c.acted_ms)
        .where(
            transitions.c.city == act.city,
            transitions.c.report_id == report.id,
            transitions.c.kind == TransitionKind.MOVED.value,
        )
        .order_by(transitions.c.sequence)
    )
    moves = [(State(row.to_state), from_ms(row.acted_ms)) for row in rows]
    return limit_after_moves(report.created_at, moves, lambda start_at: close_by(category, start_at))
