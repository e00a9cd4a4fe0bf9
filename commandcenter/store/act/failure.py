"""What acts on reports and incidents refuse, and why."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class AreaUnknown(Failure):
    """An area that no report can lie in."""

    code = "area_unknown"
    template = "There is no area {area} that reports can lie in. Choose one from the list."


class NowhereToPlace(Failure):
    """Another place wanted, but none named."""

    code = "new_place_missing"
    template = "Correcting the place of the report {number} needs a position or an area. Give one."


class PriorityUnknown(Failure):
    """A priority that there is not."""

    code = "priority_unknown"
    template = "There is no priority {wanted!r}. Choose low, normal, high or emergency."


class TemplateUnknown(Failure):
    """Ready words that there are not, or not for this."""

    code = "template_unknown"
    template = "There is no ready answer {name!r} for reports of this category. Choose another, or write the answer."


class NoPhotoGiven(Failure):
    """An act that adds a photo, without one."""

    code = "photo_not_given"
    template = "No photo came along. Choose one and send it again."


class PhotoUnknown(Failure):
    """A photo that the report does not have."""

    code = "photo_unknown"
    template = "The report {number} has no such photo. Load it again and choose one of its photos."


class HidingReasonMissing(Failure):
    """Something hidden without a word."""

    code = "hiding_reason_missing"
    template = "Hiding something from the public needs a reason. Write it."


class KeptPrivate(Failure):
    """A report that whoever sent it wants nobody but the offices to see."""

    code = "kept_private"
    template = "Whoever sent the report {number} wants it private. It stays hidden; work on it as on any other."


class CountOnlyCategory(Failure):
    """A report that no decision can make public."""

    code = "count_only_category"
    template = (
        "Reports of this category are counted in public and never shown. Correct the category first if it is wrong."
    )


class DeviceMissing(Failure):
    """Somebody who can't be told from anybody else."""

    code = "device_missing"
    template = (
        "Nothing tells this device from others, so that its voice could count once. Send its device number, 8 to 200 "
        "characters, or sign in."
    )


class NotClosed(Failure):
    """An act that only a closed report allows."""

    code = "report_open"
    template = "The report {number} is still being worked on. Wait until it is closed."


class AlreadyRated(Failure):
    """A second rating by the same person."""

    code = "already_rated"
    template = "You have rated the report {number} already. Each person's rating counts once."


class NotOwnReport(Failure):
    """An act that only its reporter may do."""

    code = "not_own_report"
    template = (
        "Only whoever sent the report {number} may do this. Sign in with the account it was sent with, or use the "
        "device it was sent from."
    )


class NotOwnJob(Failure):
    """A crew at somebody else's work."""

    code = "not_own_job"
    template = "The report {number} is not among this crew's jobs. Ask the dispatcher to send it to the crew."


class ReferenceMissing(Failure):
    """A report handed to a body outside the city, without a trace."""

    code = "reference_missing"
    template = (
        "Handing the report {number} to a body outside the city needs that body's own ticket number, or a note of how "
        "it was told. Give one."
    )


class IncidentUnknown(Failure):
    """An act on an incident that is not there."""

    code = "incident_unknown"
    template = "The store has no such incident. Load the list again."


class IncidentClosed(Failure):
    """An act that only an open incident allows."""

    code = "incident_closed"
    template = "The incident {name} is closed. Open a new one if it happened again."


class IncidentChanged(Failure):
    """The incident changed while the act was under way."""

    code = "incident_changed"
    template = "The incident {name} has changed meanwhile. Look at it again and decide whether your act still stands."


class InOtherIncident(Failure):
    """A report that belongs elsewhere."""

    code = "in_other_incident"
    template = "The report {number} belongs to another incident. Part it from that one first."


class NotInIncident(Failure):
    """A report that is not where it shall be taken from."""

    code = "not_in_incident"
    template = "The report {number} does not belong to this incident. Load it again."


class TooManyReports(Failure):
    """More reports at once than one act holds."""

    code = "too_many_reports"
    template = "{count} reports were named; one act takes at most {limit}. Send the rest in further acts."
