"""The words of the pages that the store writes itself, and of the figures that the public is told.

English texts are the keys; Indonesian ones stand in the store's catalogue. ``say`` refuses a text that is not listed
here, so that none is shown that nobody translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from commandcenter.models.category import Category
from commandcenter.models.instant import in_wib
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import State
from commandcenter.store.language import STATE_WORDS, translated

PLAIN: Mapping[State, str] = MappingProxyType(
    {
        State.WAITING: "Received. The office of this area has not begun yet.",
        State.COORDINATING: "Handed to another agency, whose work it is.",
        State.DELEGATED: "Handed to the unit that will do the work.",
        State.IN_PROGRESS: "Somebody is working on it.",
        State.ESTIMATED: "It needs more time; the clock is paused until the day that the office has named.",
        State.DONE: "Done.",
        State.REJECTED: "Rejected by the office.",
        State.REOPENED: "Reopened: somebody says that it is not solved.",
    }
)
"""What each state means for whoever reported."""

STEPS: Mapping[TransitionKind, str] = MappingProxyType(
    {
        TransitionKind.SUBMITTED: "Reported",
        TransitionKind.TAKEN_ON: "Read and taken on by the office",
        TransitionKind.ANSWERED: "The office answered",
    }
)
"""Entries of a timeline that are no move; a move is told by the state that it led to."""

STAGES: Mapping[str, str] = MappingProxyType(
    {"before": "Before", "progress": "During the work", "after": "After", "submitted": "Before"}
)

FIGURES: tuple[tuple[str, str], ...] = (
    ("Received", "Public reports that were made in the period."),
    (
        "Closed",
        (
            "Public reports that became done or rejected in the period. One that was reopened counts by its last "
            "closing alone."
        ),
    ),
    ("Open", "Public reports that are neither done nor rejected now, whenever they were made."),
    (
        "Overdue",
        (
            "Open ones past the limit of closing, or past that of the first response with nobody known to have taken "
            "them on. A pause that the office has given a date for stops the clock."
        ),
    ),
    (
        "On time",
        (
            "Closed in the period by their limit ÷ (closed in the period + overdue now). What is open and not yet due "
            "is left out."
        ),
    ),
    (
        "First response, median",
        (
            "Time from reporting to the first response, of reports made in the period: half took at most so long. "
            "Reports without a known response are left out."
        ),
    ),
)
"""Name and definition of each figure that an area has."""

SHOWN = (
    "The map, its numbers and its files hold reports that are public: their category is published by rule, or "
    "somebody has looked at them. Reports that were sent as private, are still being looked at, or were hidden are "
    "in none of them."
)
NOBODY = "Nobody’s name, phone, e-mail, account or device is published, nor who at an office did what."
SOURCES = (
    "Citizens send them by this site, by apps that speak Open311, or they were brought from earlier archives. An "
    "archive’s times were rebuilt where it lacks them."
)
SOME_SIMULATED = "Some or all of the reports shown now are simulated, and say so."
COUNTED = "They count public reports alone. Periods begin at midnight (WIB), the named number of days before today."
SENSITIVE = (
    "Of these only a number is published: how many there were in a month that is over, for each area that had at "
    "least {least}. Smaller numbers, sums over areas and other periods are not published."
)
PLACES = (
    "Places are those that were sent with the reports. The map draws borders with fewer points than the store "
    "decides by; a report belongs to the area that the store found."
)
APPROXIMATE = "The borders are approximate stand-ins: nobody’s official line."
AGE = "The map is brought up to date within seconds. The data shown now were complete at {moment}."
LICENCE = (
    "The city that runs this store decides under which licence its data may be used; it has stated none here. Ask "
    "{contact}."
)
CONDITIONS = (
    "The first three take the same conditions: state, category, area, since and until (days), last_h (hours), bbox "
    "(west, south, east, north in degrees)."
)
ELSEWHERE = "The number is wrong, or the report is not public. Whoever sent it finds it among their own reports."
COVERED = "Parts of photos may be covered, so that nobody can be recognised."

TEXTS = frozenset(
    {
        *PLAIN.values(),
        *STEPS.values(),
        *STAGES.values(),
        *(text for figure in FIGURES for text in figure),
        AGE,
        APPROXIMATE,
        CONDITIONS,
        COUNTED,
        COVERED,
        ELSEWHERE,
        LICENCE,
        NOBODY,
        PLACES,
        SENSITIVE,
        SHOWN,
        SOME_SIMULATED,
        SOURCES,
        "Public reports",
        "Public map",
        "About the data",
        "Simulated data: none of this happened.",
        "Report {number}",
        "{category} in {area}",
        "Status",
        "Place",
        "Reported",
        "Closed on",
        "Due",
        "Promised for",
        "Answers for it",
        "Supported by",
        "{count} others",
        "What it says",
        "No words were sent.",
        "What happened",
        "Photos",
        "Photo {number}, {stage}, {moment}",
        "Show on the map",
        "There is no such public report",
        "Report something",
        "What is shown",
        "Where the reports come from",
        "Sensitive categories",
        "The figures of the areas",
        "Places and borders",
        "How old it is",
        "Files and addresses for programs",
        "Reports as GeoJSON, at most {most}",
        "Reports as a table (CSV), at most {most}",
        "The newest {most} as a feed (Atom with GeoRSS)",
        "All public requests of the last 90 days by Open311 (CSV)",
        "Open311, with all that it offers",
        "Who may use it",
        "the city",
        "Figure",
        "Definition",
        "Meaning",
        "The states",
    }
)
"""All of them."""


def say(text: str, language: str, **values: object) -> str:
    """Return a text in a language, its fields filled.

    Raises:
        KeyError: If the text is not one of ``TEXTS``.
    """
    if text not in TEXTS:
        raise KeyError(text)
    said = translated(text, language)
    return said.format(**values) if values else said


def state_word(state: State, language: str) -> str:
    """Return what a state is called."""
    return translated(STATE_WORDS[state], language)


def category_name(category: Category, language: str) -> str:
    """Return what a category is called."""
    return category.name_id if language == "id" else category.name_en


_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def day_words(at: datetime, language: str) -> str:
    """Return a day by the city's clocks, such as ``23 Nov 2026``."""
    local = in_wib(at)
    return f"{local.day} {_MONTHS[language][local.month - 1]} {local.year}"


def moment_words(at: datetime, language: str) -> str:
    """Return a moment by the city's clocks, such as ``23 Nov 2026, 14.31 WIB``; English writes ``14:31``."""
    time = in_wib(at).strftime("%H.%M" if language == "id" else "%H:%M")
    return f"{day_words(at, language)}, {time} WIB"


def number_words(number: int, language: str) -> str:
    """Return a number with the language's separators."""
    text = f"{number:,}"
    return text.replace(",", ".") if language == "id" else text
