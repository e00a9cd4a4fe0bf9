"""Sentences in the city's languages, from a gettext catalogue read once.

The English template of a failure is its key; Indonesian stands in ``resources/translations/store/id.po``.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from babel.messages.pofile import read_po

from commandcenter.models.failure import Failure
from commandcenter.resource import resource_path

LANGUAGES = ("id", "en")


@cache
def catalogue(language: str) -> MappingProxyType[str, str]:
    """Return translation by English text; empty for English."""
    if language == "en":
        return MappingProxyType({})
    with resource_path("translations", "store", f"{language}.po").open("rb") as file:
        entries = read_po(file, locale=language)
    return MappingProxyType(
        {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string and not entry.fuzzy}
    )


def translated(text: str, language: str) -> str:
    """Return the text in the language, or as it is where the catalogue lacks it."""
    return catalogue(language).get(text, text)


def sentences(failure: Failure) -> dict[str, str]:
    """Return a failure's sentence by language code."""
    return {language: translated(failure.template, language).format(**failure.params) for language in LANGUAGES}
