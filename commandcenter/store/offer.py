"""How categories are offered by Open311: read from the city's file, kept, and looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.service_offer import CHOICES, Choice, Question, QuestionKind, ServiceKind, ServiceOffer
from commandcenter.models.table import service_offers

ORDINARY = ServiceOffer()
"""How a category is offered that nothing is said of: a number at once, no questions."""


def offers_of(document: Mapping[str, Any]) -> dict[str, ServiceOffer]:
    """Read the part ``services`` of a city's file: offer by category.

    Raises:
        KeyError: If something is missing.
        ValueError: If codes repeat, a list has no choices, or a word is none of those allowed.
        TypeError: If something is of another shape.
        AttributeError: Likewise.
    """
    return {code: _offer(entry) for code, entry in document.items()}


def write_offers(connection: Connection, city: CityCode, wanted: Mapping[str, ServiceOffer]) -> bool:
    """Bring the store's offers to the wanted ones, and no others.

    Returns:
        Whether anything changed.
    """
    present = load_offers(connection, city)
    if present == wanted:
        return False
    connection.execute(delete(service_offers).where(service_offers.c.city == city))
    if wanted:
        rows = [{"city": city, "category": code, "offer": offer_document(offer)} for code, offer in wanted.items()]
        connection.execute(service_offers.insert(), rows)
    return True


def load_offers(connection: Connection, city: CityCode) -> dict[str, ServiceOffer]:
    """Return the offers by category; a category that is missing is offered in the ordinary way."""
    rows = connection.execute(select(service_offers).where(service_offers.c.city == city))
    return {row.category: _offer(row.offer) for row in rows}


def load_offer(connection: Connection, city: CityCode, category: CategoryCode) -> ServiceOffer:
    """Return how one category is offered."""
    document = connection.execute(
        select(service_offers.c.offer).where(service_offers.c.city == city, service_offers.c.category == category)
    ).scalar_one_or_none()
    return ORDINARY if document is None else _offer(document)


def offer_document(offer: ServiceOffer) -> dict[str, Any]:
    """Return an offer as the city's file would say it."""
    return {
        "type": offer.kind.value,
        "keywords": list(offer.keywords),
        "questions": [
            {
                "code": question.code,
                "kind": question.kind.value,
                "text": question.text,
                "required": question.required,
                "asked": question.asked,
                "hint": question.hint,
                "choices": [{"key": choice.key, "name": choice.name} for choice in question.choices],
            }
            for question in offer.questions
        ],
    }


def _offer(entry: Mapping[str, Any]) -> ServiceOffer:
    questions = tuple(_question(part) for part in entry.get("questions", ()))
    _check_unique("question", [question.code for question in questions])
    return ServiceOffer(
        ServiceKind(entry.get("type", ServiceKind.REALTIME)),
        tuple(str(word) for word in entry.get("keywords", ())),
        questions,
    )


def _question(part: Mapping[str, Any]) -> Question:
    kind, asked = QuestionKind(part["kind"]), bool(part.get("asked", True))
    choices = tuple(Choice(str(choice["key"]), str(choice["name"])) for choice in part.get("choices", ()))
    if (kind in CHOICES) != bool(choices):
        raise ValueError(f"question {part['code']}: choices belong to lists, and a list has some")
    if part.get("required", False) and not asked:
        raise ValueError(f"question {part['code']}: what is only shown can't be required")
    _check_unique("choice", [choice.key for choice in choices])
    return Question(
        code=str(part["code"]),
        kind=kind,
        text=str(part["text"]),
        required=bool(part.get("required", False)),
        asked=asked,
        hint=str(part.get("hint", "")),
        choices=choices,
    )


def _check_unique(what: str, codes: Sequence[str]) -> None:
    if len(set(codes)) < len(codes):
        raise ValueError(f"a {what} is named twice in {', '.join(codes)}")
