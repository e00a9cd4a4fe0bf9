"""An administrator sets how a category is offered by Open311: what a post is answered with, and what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import select, update

from commandcenter.models.identity import CategoryCode
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentKind
from commandcenter.models.service_offer import CHOICES, Choice, Question, QuestionKind, ServiceKind
from commandcenter.models.table import service_offers, store_meta
from commandcenter.store.act.code import set_up_record, target_code
from commandcenter.store.act.difference import content_version
from commandcenter.store.act.held import check_version
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.setting_failure import (
    ChoicesMisplaced,
    CodeMissing,
    ListUnusable,
    NamedTwice,
    ShownOnlyRequired,
)
from commandcenter.store.catalogue import load_categories
from commandcenter.store.database import put_row
from commandcenter.store.failure import CategoryUnknown, FieldMissing
from commandcenter.store.field import (
    MAX_FIELD_CHARS,
    MAX_NOTE_CHARS,
    flag_field,
    is_code,
    needed_text,
    text_field,
    word_field,
)
from commandcenter.store.offer import load_offer, offer_document

MOST_KEYWORDS = 50
MOST_QUESTIONS = 50
MOST_CHOICES = 200

Entry = TypeVar("Entry")


def set_offer(act: Act) -> Outcome:
    """Bring the offer of the category that the target names to what the payload says; what is left out stays.

    Answers that reports gave keep the words of the question that they answered. No record of the feed changes: the
    offer is Open311's, and its clients see that the catalogue is another.

    Raises:
        CodeMissing: If the target or a question has no code.
        CategoryUnknown: If there is no such category.
        Failure: If a field is not what it should be.
        Conflict: If somebody else changed it since the base version.
    """
    code = CategoryCode(target_code(act))
    given = _given(act.intent.payload)
    # Whoever changes the catalogue holds this row: it changes by one hand at a time.
    city = store_meta.c.city == act.city
    act.connection.execute(select(store_meta.c.city).where(city).with_for_update())
    if code not in load_categories(act.connection, act.city, only=code):
        raise CategoryUnknown(category=code)
    present = load_offer(act.connection, act.city, code)
    was = offer_document(present)
    check_version(act, code, content_version(was), (IntentKind.SET_OFFER,), code)
    wanted = replace(present, **given)
    if wanted != present:
        put_row(
            act.connection,
            service_offers,
            {"city": act.city, "category": code, "offer": offer_document(wanted)},
        )
        act.connection.execute(update(store_meta).where(city).values(catalogue_ms=to_ms(act.now)))
    return set_up_record(act, code, (), was, offer_document(wanted))


def _given(payload: Mapping[str, object]) -> dict[str, Any]:
    """Return the parts that the payload holds, checked."""
    fields: dict[str, Any] = {}
    kind = word_field(payload, "type", ServiceKind)
    if kind is not None:
        fields["kind"] = kind
    if "keywords" in payload:
        fields["keywords"] = _entries(payload, "keywords", MOST_KEYWORDS, _keyword)
    if "questions" in payload:
        questions = _entries(payload, "questions", MOST_QUESTIONS, _question)
        _check_once([question.code for question in questions])
        fields["questions"] = questions
    return fields


def _entries(payload: Mapping[str, object], name: str, most: int, read: Callable[[object], Entry]) -> tuple[Entry, ...]:
    listed = payload.get(name)
    if not isinstance(listed, list) or len(listed) > most:
        raise ListUnusable(field=name, most=most)
    return tuple(map(read, listed))


def _keyword(entry: object) -> str:
    word = needed_text({"keywords": entry}, "keywords", MAX_FIELD_CHARS)
    if "," in word:
        # Open311 tells them with commas between them.
        raise ListUnusable(field="keywords", most=MOST_KEYWORDS)
    return word


def _question(entry: object) -> Question:
    if not isinstance(entry, Mapping):
        raise ListUnusable(field="questions", most=MOST_QUESTIONS)
    code = _code(entry, "code")
    kind = word_field(entry, "kind", QuestionKind)
    if kind is None:
        raise FieldMissing(field="kind")
    required, asked = flag_field(entry, "required") or False, flag_field(entry, "asked")
    choices = _entries(entry, "choices", MOST_CHOICES, _choice) if "choices" in entry else ()
    if (kind in CHOICES) != bool(choices):
        raise ChoicesMisplaced(question=code)
    if required and asked is False:
        raise ShownOnlyRequired(question=code)
    _check_once([choice.key for choice in choices])
    return Question(
        code=code,
        kind=kind,
        text=needed_text(entry, "text", MAX_NOTE_CHARS),
        required=required,
        asked=asked is not False,
        hint=text_field(entry, "hint", MAX_NOTE_CHARS) or "",
        choices=choices,
    )


def _choice(entry: object) -> Choice:
    if not isinstance(entry, Mapping):
        raise ListUnusable(field="choices", most=MOST_CHOICES)
    return Choice(_code(entry, "key"), needed_text(entry, "name", MAX_FIELD_CHARS))


def _code(entry: Mapping[str, object], name: str) -> str:
    code = text_field(entry, name, MAX_FIELD_CHARS) or ""
    if not is_code(code):
        raise CodeMissing(given=code)
    return code


def _check_once(codes: list[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise NamedTwice(code=code)
