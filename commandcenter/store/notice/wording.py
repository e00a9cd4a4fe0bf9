"""What a message says, in its receiver's language, and what a webhook carries.

Owns the words. They name a report by its number, never its reporter, its place or what was written in it; only to who
sent a report an answer is told in full, and only by e-mail. Whatever is simulated says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, and_, select, tuple_

from commandcenter.models.duty import DutyLevel
from commandcenter.models.identity import CityCode
from commandcenter.models.notice import Channel, NoticeKind
from commandcenter.models.report import SIMULATED_NOTICE
from commandcenter.models.state import State
from commandcenter.models.table import areas, categories, reports, transitions
from commandcenter.store.language import STATE_WORDS, translated
from commandcenter.store.notice.outbox import Claim

MAX_LINES = 50
"""So many things are told in one message; of further ones only how many there are."""

LEVEL_WORDS: Mapping[DutyLevel, str] = MappingProxyType(
    {
        DutyLevel.LURAH: "its own office",
        DutyLevel.CAMAT: "the camat",
        DutyLevel.WALI_KOTA: "the wali kota",
    }
)

LINES: Mapping[NoticeKind, str] = MappingProxyType(
    {
        NoticeKind.TAKEN_ON: "Report {number}: somebody has taken it on.",
        NoticeKind.MOVED: "Report {number} is now: {state}.",
        NoticeKind.ANSWERED: "Report {number} was answered.",
        NoticeKind.ESCALATED: (
            "Report {number} ({category}, {area}) was not answered in time and is now with {level}."
        ),
        NoticeKind.CONFIRM: (
            "Somebody, probably you, asked for news of reports at this address. Confirm that it is yours: {link} "
            "If it was not you, do nothing; you will get nothing more."
        ),
    }
)

ONE_SUBJECT = "News of report {number}"
MANY_SUBJECT = "News of {count} reports"
CONFIRM_SUBJECT = "Confirm your address"
MORE = "And {count} more."
WHY_THIS = "You get this because you asked for it."
STOP_LINK = "To get no more of these: {link}"
NOWHERE = "outside all areas"

TEXTS = frozenset(
    {ONE_SUBJECT, MANY_SUBJECT, CONFIRM_SUBJECT, MORE, WHY_THIS, STOP_LINK, NOWHERE}
    | set(LEVEL_WORDS.values())
    | set(LINES.values())
)
"""All of them, as the catalogue of the store's sentences must hold them."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message's words.

    Attributes:
        lines: What happened, oldest first.
        facts: The same for programs, JSON types only.
    """

    subject: str
    lines: Sequence[str]
    facts: Sequence[dict[str, Any]]


def write_letter(connection: Connection, city: CityCode, claimed: Claim, confirm_link: str) -> Letter:
    """Return the words of a message.

    Args:
        connection: Inside a reading transaction.
        city: Whose reports.
        claimed: The message.
        confirm_link: Where an address is confirmed; stands only in a message that asks for it.
    """
    language = claimed.subscription.language
    if any(row.kind == NoticeKind.CONFIRM.value for row in claimed.notices):
        text = translated(LINES[NoticeKind.CONFIRM], language).format(link=confirm_link)
        return Letter(translated(CONFIRM_SUBJECT, language), [text], [])
    entries = _entries(connection, city, claimed)
    lines: list[str] = []
    for kind, entry in entries[:MAX_LINES]:
        lines += _lines(kind, entry, claimed)
    if len(entries) > MAX_LINES:
        lines.append(translated(MORE, language).format(count=len(entries) - MAX_LINES))
    numbers = list(dict.fromkeys(entry["number"] for _, entry in entries))
    if len(numbers) == 1:
        subject = translated(ONE_SUBJECT, language).format(number=numbers[0])
    else:
        subject = translated(MANY_SUBJECT, language).format(count=len(numbers))
    return Letter(subject, lines, [_facts(kind, entry) for kind, entry in entries])


def _lines(kind: NoticeKind, entry: dict[str, Any], claimed: Claim) -> list[str]:
    language = claimed.subscription.language
    line = translated(LINES[kind], language).format(
        number=entry["number"],
        state=translated(STATE_WORDS[State(entry["to_state"])], language),
        category=entry["name_en"] if language == "en" else entry["name_id"],
        area=entry["area_name"] or translated(NOWHERE, language),
        level=translated(LEVEL_WORDS[DutyLevel(entry["duty_level"])], language),
    )
    lines = [f"{SIMULATED_NOTICE}: {line}" if entry["simulated"] else line]
    if kind is NoticeKind.ANSWERED and claimed.subscription.channel is Channel.EMAIL and entry["note"]:
        lines += [f"> {part}" for part in entry["note"].splitlines()]
    return lines


def _facts(kind: NoticeKind, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "report": str(entry["report_id"]),
        "number": entry["number"],
        "category": entry["category"],
        "state": entry["to_state"],
        "area": entry["area"],
        "agency": entry["agency"],
        "duty_level": entry["duty_level"],
        "simulated": bool(entry["simulated"]),
        "acted_ms": entry["acted_ms"],
    }


def _entries(connection: Connection, city: CityCode, claimed: Claim) -> list[tuple[NoticeKind, dict[str, Any]]]:
    """Return what each notice is about, in the order of the notices."""
    keys = [(row.report_id, row.sequence) for row in claimed.notices]
    rows = connection.execute(
        select(
            transitions.c.report_id,
            transitions.c.sequence,
            transitions.c.to_state,
            transitions.c.note,
            transitions.c.acted_ms,
            reports.c.number,
            reports.c.category,
            reports.c.area,
            reports.c.agency,
            reports.c.duty_level,
            reports.c.simulated,
            categories.c.name_id,
            categories.c.name_en,
            areas.c.name.label("area_name"),
        )
        .join(reports, and_(reports.c.city == transitions.c.city, reports.c.id == transitions.c.report_id))
        .join(categories, and_(categories.c.city == reports.c.city, categories.c.code == reports.c.category))
        .outerjoin(areas, and_(areas.c.city == reports.c.city, areas.c.code == reports.c.area))
        .where(transitions.c.city == city, tuple_(transitions.c.report_id, transitions.c.sequence).in_(keys))
    )
    found = {(row["report_id"], row["sequence"]): dict(row) for row in rows.mappings()}
    return [
        (NoticeKind(row.kind), found[row.report_id, row.sequence])
        for row in claimed.notices
        if (row.report_id, row.sequence) in found
    ]
