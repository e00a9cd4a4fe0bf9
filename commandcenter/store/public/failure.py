"""What the public pages answer when they can't."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class BoardNotReady(Failure):
    """A store that has just started and still reads its reports."""

    code = "public_board_not_ready"
    template = "The public map is being prepared: the store has just started. Try again in a minute."
    retryable = True


class ReportNotPublic(Failure):
    """A number of no report, or of one that is not public; nobody can tell which."""

    code = "report_not_public"
    template = "There is no public report with this number. Check the number, or look for it in your own list."
