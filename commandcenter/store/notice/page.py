"""What the two pages say that links in messages lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commandcenter.store.language import translated
from commandcenter.store.notice.link import CONFIRM, STOP


@dataclass(frozen=True, slots=True)
class PageTexts:
    """A page's texts: what it asks, what its one button says, and what it says afterwards."""

    question: str
    button: str
    done: str


PAGES: Mapping[str, PageTexts] = MappingProxyType(
    {
        STOP: PageTexts("Get no more of these messages?", "Get no more", "You will get no more of these messages."),
        CONFIRM: PageTexts("Is this your address?", "Yes, it is mine", "Thank you. You will be told from now on."),
    }
)

TEXTS = frozenset(text for page in PAGES.values() for text in (page.question, page.button, page.done))
"""All of them, as the catalogue of the store's sentences must hold them."""


def page_texts(page: PageTexts, language: str) -> PageTexts:
    """Return a page's texts in a language."""
    return PageTexts(*(translated(text, language) for text in (page.question, page.button, page.done)))
