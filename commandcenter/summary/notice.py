"""What must be said beside the figures so that nobody takes them for more than they are.

Each function returns one sentence, or "" where there is nothing to say.
"""

from __future__ import annotations

from commandcenter.models.instant import WIB
from commandcenter.summary.summary import Summary
from commandcenter.summary.wording import Wording


def simulated_notice(summary: Summary, wording: Wording) -> str:
    """Return the words that must stand where figures rest on made-up reports; "" where none does."""
    basis = summary.basis
    if not basis.simulated:
        return ""
    return wording.say(
        "SIMULATED DATA: {simulated} of {reports} reports",
        simulated=wording.count(basis.simulated),
        reports=wording.count(basis.reports),
    )


def reconstructed_notice(summary: Summary, wording: Wording) -> str:
    """Return what must be said of times rebuilt from an imported file; "" where none is."""
    basis = summary.basis
    if not basis.reconstructed:
        return ""
    return wording.say(
        "The times of {reconstructed} of {reports} reports were reconstructed from an imported file.",
        reconstructed=wording.count(basis.reconstructed),
        reports=wording.count(basis.reports),
    )


def untold_notice(summary: Summary, wording: Wording) -> str:
    """Return what must be said of imported reports of which nothing is known but that they came in."""
    if not summary.basis.untold:
        return ""
    return wording.say(
        "Of {untold} imported reports the source tells nothing after they came in: they count as open, and as overdue "
        "once their limit is past, whatever was done about them.",
        untold=wording.count(summary.basis.untold),
    )


def unknown_notice(summary: Summary, wording: Wording) -> str:
    """Return what must be said of reports whose first response nobody knows; "" where there is none."""
    now, before = summary.now.unknown_responses, summary.before.unknown_responses
    if not now and not before:
        return ""
    return wording.say(
        "First response unknown, and left out, for {now} reports closed this week ({before} the week before).",
        now=wording.count(now),
        before=wording.count(before),
    )


def disagreeing_notice(summary: Summary, wording: Wording) -> str:
    """Return what must be said of timelines that do not lead to the report's state; "" where all do."""
    if not summary.disagreeing:
        return ""
    return wording.say(
        "The timeline of {count} reports does not lead to the state they are in; the timeline counts.",
        count=wording.count(summary.disagreeing),
    )


def border_notice(summary: Summary, wording: Wording) -> str:
    """Return what must be said of borders that are stand-ins; "" where they are not."""
    return wording.say("The area's borders are approximate.") if summary.scope.approximate else ""


def beginning_notice(summary: Summary, wording: Wording) -> str:
    """Return what must be said of a week before that the data does not hold whole; "" where it does."""
    begins_at = summary.cut.begins_at
    if begins_at is None or begins_at <= summary.week.before.start_at:
        return ""
    return wording.say(
        "The data begins on {day}: the week before is not whole, so nothing can be said of the change.",
        day=wording.day(begins_at.astimezone(WIB).date()),
    )
