"""How a category is offered to clients of Open311: what its reports are answered with, and what is asked besides.

Owns the values. A city's file of categories says them (``resources/catalogue``); a category that it says nothing of is
answered with a number at once and asks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ServiceKind(StrEnum):
    """What a post is answered with: a number, a token that a number is given for later, or neither."""

    REALTIME = "realtime"
    BATCH = "batch"
    BLACKBOX = "blackbox"


class QuestionKind(StrEnum):
    """What answers a question; Open311's ``datatype``."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    ONE_OF = "singlevaluelist"
    SOME_OF = "multivaluelist"


CHOICES = frozenset({QuestionKind.ONE_OF, QuestionKind.SOME_OF})
"""Kinds that are answered by choosing from a list."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list.

    Attributes:
        key: Unique in its question; what clients send.
        name: What people read.
    """

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a service; Open311 calls it an attribute.

    Attributes:
        code: Unique in the service.
        kind: What answers it.
        text: The question, as people read it.
        required: Whether a report must answer it.
        asked: False: it is a sentence to be shown, and nothing answers it.
        hint: In which form the answer is given; may be empty.
        choices: Of a list, in its order; else empty.
    """

    code: str
    kind: QuestionKind
    text: str
    required: bool = False
    asked: bool = True
    hint: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceOffer:
    """How one category is offered.

    Attributes:
        keywords: Words that people look for it by.
        questions: In the order in which they are asked.
    """

    kind: ServiceKind = ServiceKind.REALTIME
    keywords: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to one question; several choices are several replies.

    Attributes:
        question: The question's code.
        label: The question as it was put.
        key: Of the choice; None where the answer is the sender's own words.
        text: What people read.
    """

    question: str
    label: str
    key: str | None
    text: str
