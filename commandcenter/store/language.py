"""Sentences in the city's languages, from a gettext catalogue read once.

The English template of a failure is its key; Indonesian stands in ``resources/translations/store/id.po``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel.messages.pofile import read_po

from commandcenter.models.failure import Failure
from commandcenter.models.job import JobState
from commandcenter.models.state import State, StateList
from commandcenter.resource import resource_path

LANGUAGES = ("id", "en")

STATE_WORDS: Mapping[State, str] = {
    State.WAITING: "Waiting",
    State.COORDINATING: "Handed to another agency",
    State.DELEGATED: "Handed to a sub-unit",
    State.IN_PROGRESS: "In progress",
    State.ESTIMATED: "Needs more time; a date is given",
    State.DONE: "Done",
    State.REJECTED: "Rejected",
    State.REOPENED: "Reopened",
}
"""What sentences and Open311's ``status_notes`` say of each state; translated when sent."""

JOB_WORDS: Mapping[JobState, str] = {
    JobState.PLANNED: "Planned",
    JobState.SENT: "Sent",
    JobState.ACCEPTED: "Accepted",
    JobState.EN_ROUTE: "On the way",
    JobState.ON_SITE: "At work there",
    JobState.DONE: "Job done",
    JobState.FAILED: "Failed",
    JobState.WITHDRAWN: "Withdrawn",
}
"""The same of each state of a job."""


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
    """Return a failure's sentence by language code; states among its parameters are said in words."""
    return {
        language: translated(failure.template, language).format(
            **{name: _said(value, language) for name, value in failure.params.items()}
        )
        for language in LANGUAGES
    }


def _said(value: object, language: str) -> object:
    if isinstance(value, JobState):
        return f"“{translated(JOB_WORDS[value], language)}”"
    if isinstance(value, State):
        return f"“{translated(STATE_WORDS[value], language)}”"
    if isinstance(value, StateList):
        return ", ".join(str(_said(state, language)) for state in value)
    return value
