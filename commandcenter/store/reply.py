"""What a report answers to its service's questions: checked, said to the room, and kept.

The room reads replies in the note of the report's first timeline entry; the public only ever sees what was chosen from
a list, since nobody has looked at a sender's own words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CityCode, ReportId
from commandcenter.models.instant import parse_instant
from commandcenter.models.service_offer import CHOICES, Question, QuestionKind, Reply, ServiceOffer
from commandcenter.models.table import report_replies
from commandcenter.models.text import fit_text
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


class QuestionUnknown(Failure):
    """An answer to what nobody asked."""

    code = "question_unknown"
    template = "The service asks no question {question!r}. Its definition lists the questions; leave this one out."


class ReplyMissing(Failure):
    """A question that must be answered."""

    code = "reply_missing"
    template = "The question {question} ({text}) must be answered. Send it as attribute[{question}]."


class ReplyUnfit(Failure):
    """An answer of another kind than asked for."""

    code = "reply_unfit"
    template = "{given!r} does not answer the question {question}: {needed}."


class ChoiceUnknown(Failure):
    """A choice that the list lacks."""

    code = "reply_choice_unknown"
    template = "The question {question} has no choice {given!r}. Choose from: {choices}."


class RepliesTooLong(Failure):
    """More than fits into one note."""

    code = "replies_too_long"
    template = (
        "The answers have {length} characters together; at most {limit} are allowed. Shorten them and send again."
    )


def check_replies(given: Mapping[str, Sequence[str]], offer: ServiceOffer) -> list[Failure]:
    """Return everything that is wrong with the answers, those that are missing included.

    Args:
        given: Answers by the question's code; empty ones count as not given.
        offer: Of the service.
    """
    failures: list[Failure] = []
    replies: list[Reply] = []
    asked = {question.code: question for question in offer.questions if question.asked}
    failures += [QuestionUnknown(question=code[:80]) for code in given if code not in asked]
    for code, question in asked.items():
        answers = [fit_text(answer) for answer in given.get(code, ()) if answer.strip()]
        if question.required and not answers:
            failures.append(ReplyMissing(question=code, text=question.text))
        try:
            replies += _replies(question, answers)
        except Failure as failure:
            failures.append(failure)
    length = len(note_of(replies))
    if length > MAX_NOTE_CHARS:
        failures.append(RepliesTooLong(length=length, limit=MAX_NOTE_CHARS))
    return failures


def read_replies(given: object, offer: ServiceOffer) -> list[Reply]:
    """Return the replies that an intent's payload holds, texts by question; what does not fit is left out.

    Whoever takes a form has said what is wrong with it before; here stands what may be kept.
    """
    if not isinstance(given, Mapping):
        return []
    replies: list[Reply] = []
    for question in offer.questions:
        answers = given.get(question.code)
        if question.asked and isinstance(answers, list) and all(isinstance(answer, str) for answer in answers):
            try:
                replies += _replies(question, [fit_text(answer) for answer in answers if answer.strip()])
            except Failure:
                continue
    return replies if len(note_of(replies)) <= MAX_NOTE_CHARS else []


def note_of(replies: Iterable[Reply]) -> str:
    """Return the replies as the room reads them: a line a question."""
    lines: dict[str, list[str]] = {}
    for reply in replies:
        lines.setdefault(reply.label, []).append(reply.text)
    return "\n".join(f"{label}: {', '.join(texts)}" for label, texts in lines.items())


def keep_replies(connection: Connection, city: CityCode, report_id: ReportId, replies: Sequence[Reply]) -> None:
    """Write a new report's replies."""
    places: dict[str, int] = {}
    for reply in replies:
        places[reply.question] = places.get(reply.question, 0) + 1
        connection.execute(
            report_replies.insert().values(
                city=city,
                report_id=report_id,
                question=reply.question,
                place=places[reply.question],
                label=reply.label,
                key=reply.key,
                text=reply.text,
            )
        )


def _replies(question: Question, answers: Sequence[str]) -> list[Reply]:
    """Return the answers as replies.

    Raises:
        Failure: If one does not answer the question.
    """
    answers = list(dict.fromkeys(answers))
    if len(answers) > 1 and question.kind is not QuestionKind.SOME_OF:
        raise ReplyUnfit(given=answers[1][:80], question=question.code, needed="one answer / satu jawaban")
    if question.kind not in CHOICES:
        for answer in answers:
            _check_words(question, answer)
        return [Reply(question.code, question.text, None, answer) for answer in answers]
    names = {choice.key: choice.name for choice in question.choices}
    for answer in answers:
        if answer not in names:
            raise ChoiceUnknown(question=question.code, given=answer[:80], choices=", ".join(names))
    return [Reply(question.code, question.text, answer, names[answer]) for answer in answers]


def _check_words(question: Question, answer: str) -> None:
    needed = _needed(question.kind, answer)
    if needed is not None:
        raise ReplyUnfit(given=answer[:80], question=question.code, needed=needed)


def _needed(kind: QuestionKind, answer: str) -> str | None:
    """Return what is needed instead of an answer, in both languages; None: it serves."""
    if kind is QuestionKind.NUMBER and not (_NUMBER.fullmatch(answer) and math.isfinite(float(answer))):
        return "a number / angka"
    if kind is QuestionKind.DATETIME and not _is_instant(answer):
        return "2017-02-20T00:00:00+07:00"
    if kind is QuestionKind.STRING and ("\n" in answer or len(answer) > MAX_FIELD_CHARS):
        return f"one line, ≤ {MAX_FIELD_CHARS} / satu baris, ≤ {MAX_FIELD_CHARS}"
    return None


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except (ValueError, OverflowError):
        return False
    return "T" in text
