"""What the acts on crews, jobs, facilities, gauges and alarms refuse."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class TargetUnknown(Failure):
    """An act on something that is not there."""

    code = "target_unknown"
    template = "The store knows nothing called {target!r} that this could be done to. Load the list again."


class TargetChanged(Failure):
    """What is acted on changed in the meantime."""

    code = "target_changed"
    template = (
        "{target} was changed by {actor} in the meantime. Look at it again and decide whether your act still stands."
    )


class TargetThere(Failure):
    """Something that was to be new and is there already."""

    code = "target_there"
    template = (
        "There is already something called {target}, last changed by {actor}. Open it to change it, or choose another "
        "code."
    )


class NotOwn(Failure):
    """A crew's or facility's key that acts for another one."""

    code = "not_own"
    template = "The key {name} may act for its own crew or facility alone. Ask whoever answers for {target} to do it."


class CrewRetired(Failure):
    """A crew that exists no more."""

    code = "crew_retired"
    template = "The crew {crew} exists no more. Choose another."


class CrewUnavailable(Failure):
    """A crew that is not to be sent."""

    code = "crew_unavailable"
    template = "The crew {crew} is not available ({reason}). Choose another, or make it available again first."


class CrewBusy(Failure):
    """A crew that is at another place already."""

    code = "crew_busy"
    template = "The crew {crew} is on its way or at work for another job. End that one first, or choose another crew."


class CrewHasJobs(Failure):
    """A crew that is to be given up while it has work."""

    code = "crew_has_jobs"
    template = "The crew {crew} still has jobs. End or withdraw them before you give the crew up."


class JobOpen(Failure):
    """A report that a crew works on already."""

    code = "job_open"
    template = "The crew {crew} already has the job of the report {number}. Withdraw it first."


class JobMoveUnknown(Failure):
    """A move of a job that is none."""

    code = "job_move_unknown"
    template = "There is no state {wanted!r} of a job. Name one in to_state, or a place in the list in sequence."


class UnavailableWithoutReason(Failure):
    """A crew that is not to be sent, but nobody knows why."""

    code = "unavailable_without_reason"
    template = "Say why the crew {crew} is not available. Others will ask."


class LimitsOutOfOrder(Failure):
    """Limits of a gauge that don't rise."""

    code = "limits_out_of_order"
    template = "The limits of a gauge must rise from stage 3 over stage 2 to stage 1. Correct them."


class ReadingTaken(Failure):
    """Two levels at one moment."""

    code = "reading_taken"
    template = (
        "At that moment {gauge} already has the level {level_cm} cm. A reading is never changed; send a newer one."
    )


class BedsImpossible(Failure):
    """More free beds than there are."""

    code = "beds_impossible"
    template = "{free} free beds of {total} in the class {bed_class} can't be. Correct the numbers."


class BedsMissing(Failure):
    """Beds of no class."""

    code = "beds_missing"
    template = "Name 1 to {most} classes of beds, each once, with a class of at most 40 letters, digits, blanks or .+-_"


class NotAboutBeds(Failure):
    """A report about something else than beds."""

    code = "not_about_beds"
    template = "The report {number} is not about hospital beds. Confirm beds from a report of the category {category}."


class AlarmOver(Failure):
    """An alarm whose cause went away."""

    code = "alarm_over"
    template = "This alarm is over; nothing is left to do about it."


class ShelfTooLong(Failure):
    """An alarm put aside for too long, or until a time that is past."""

    code = "shelf_too_long"
    template = "An alarm can be put aside until a moment within the next {hours} hours. Choose one."
