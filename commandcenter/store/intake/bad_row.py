"""Why a row can't become a report: one failure for each reason, with what its sentence needs."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class BadRow(Failure):
    """A row that can't become a report."""

    code = "bad_row"
    template = "The row can't become a report."


class RowWithoutId(BadRow):
    """No id."""

    code = "row_without_id"
    template = "The row has no {column}. Give it one that stays the same."


class RowIdTooLong(BadRow):
    """An id that is none."""

    code = "row_id_too_long"
    template = "{column} has more than {limit} characters. Check the quotes of the row."


class RowInFuture(BadRow):
    """A time that has not come."""

    code = "row_in_future"
    template = "{column} ({text}) lies in the future. Check the date, or this machine's clock."


class RowBeforeEpoch(BadRow):
    """A time before any that can be kept."""

    code = "row_before_1970"
    template = "{column} ({text}) lies before 1970. Check the date."


class RowTimesInWrongOrder(BadRow):
    """A time before the report's own."""

    code = "row_times_in_wrong_order"
    template = "{column} lies before {created}. Correct one of the two."


class RowTimeUnreadable(BadRow):
    """A text that is no time of the file's order."""

    code = "row_time_unreadable"
    template = "{column} is {text!r}, which is no date and time like {example}."


class RowTimeSkipped(BadRow):
    """A local time that no clock showed."""

    code = "row_time_skipped"
    template = "{column} is {text!r}, which no clock in {zone} showed: it was put forward. Correct the time."


class RowClosingUnknown(BadRow):
    """Closed, but not when."""

    code = "row_closing_unknown"
    template = "The report is closed, but {column} does not say when. Add the time."


class RowStatusUnknown(BadRow):
    """A status without a state."""

    code = "row_status_unknown"
    template = "The status {text!r} has no state in the mapping {mapping}. Add it there."


class RowTypeUnknown(BadRow):
    """A type without a category."""

    code = "row_type_unknown"
    template = "The type {text!r} has no category in the mapping {mapping}. Add it there."


class RowPlaceUnreadable(BadRow):
    """Coordinates that are no numbers."""

    code = "row_place_unreadable"
    template = "{lat_column} {lat!r}, {lon_column} {lon!r} are no numbers. Correct the position."


class RowSurplusCells(BadRow):
    """More cells than columns."""

    code = "row_surplus_cells"
    template = "The row has more cells than the header has names of columns. Check its quotes."


class RowNotUtf8(BadRow):
    """Bytes in another encoding."""

    code = "row_not_utf8"
    template = "The row is not UTF-8. Save the file in that encoding."


class RowQuotesBroken(BadRow):
    """A quote that is never closed, or stands where none may."""

    code = "row_quotes_broken"
    template = "Lines {first} to {last} can't be read ({reason}). Check the quotes of {first}."


class RowNoJson(BadRow):
    """A line that is no JSON."""

    code = "row_no_json"
    template = "Line {line} is no JSON ({reason})."


class RowNoObject(BadRow):
    """A line that is JSON, but no object."""

    code = "row_no_object"
    template = "Line {line} is no object with named values."


class EntryNoObject(BadRow):
    """An entry of a list that is no object."""

    code = "entry_no_object"
    template = "Entry {number} is no object with named values."
