"""Somebody says with stars how well a report was dealt with."""

from __future__ import annotations

from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES
from commandcenter.store.act.failure import AlreadyRated, NotClosed
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.subject import add_entry, last_entry, next_entry
from commandcenter.store.act.voice import give_voice, public_or_own_report
from commandcenter.store.failure import FieldMissing
from commandcenter.store.field import whole_field

MOST_STARS = 5


def rate(act: Act) -> Outcome:
    """Add one to five stars to a closed report, once a person.

    Raises:
        Failure: If the report is open, or neither public nor the actor's own, the stars are none, or the person has
            rated it already.
    """
    stars = whole_field(act.intent.payload, "stars", 1, MOST_STARS)
    if stars is None:
        raise FieldMissing(field="stars")
    report = public_or_own_report(act)
    if report.state not in CLOSED_STATES:
        raise NotClosed(number=report.number)
    if not give_voice(act, report, "rating", stars):
        raise AlreadyRated(number=report.number)
    text = "★" * stars + "☆" * (MOST_STARS - stars)
    entry = next_entry(act, report, last_entry(act, report.id), TransitionKind.RATED, report.state, text)
    return add_entry(act, report, {"stars": report.stars + stars, "ratings": report.ratings + 1}, entry)
