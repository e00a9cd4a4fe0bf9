"""A summary as CSV (RFC 4180): one row a figure, then one row for everything that must be known beside them.

Owns the columns. UTF-8 with a byte order mark, without which the usual spreadsheet takes it for another encoding;
numbers are for programs: plain digits, a point, no separators. A text that a spreadsheet would take for a formula
gets an apostrophe in front.
"""

from __future__ import annotations

import csv
from io import StringIO

from commandcenter.models.text import FORMULA_STARTS
from commandcenter.summary.notice import (
    beginning_notice,
    border_notice,
    disagreeing_notice,
    reconstructed_notice,
    simulated_notice,
    untold_notice,
)
from commandcenter.summary.summary import Summary, document_of
from commandcenter.summary.wording import Wording

COLUMNS = ("code", "name", "value", "n", "before", "before_n", "unit", "definition")


def table_of(summary: Summary, wording: Wording) -> bytes:
    """Return the file's content; equal summaries give equal bytes."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    document = document_of(summary, wording.language)
    for figure in document["figures"]:
        writer.writerow([_cell(figure[column]) for column in COLUMNS])
    for code, name, value, sentence in _beside(summary, wording):
        writer.writerow([code, _cell(name), _cell(value), "", "", "", "", _cell(sentence)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _beside(summary: Summary, wording: Wording) -> list[tuple[str, str, str | int, str]]:
    """Return code, name, value and explanation of what is no figure."""
    say, basis, scope = wording.say, summary.basis, summary.scope
    week = say("Monday 00:00 to Monday 00:00, WIB (UTC+7)")
    rows: list[tuple[str, str, str | int, str]] = [
        ("week", say("Week"), str(summary.week), f"{summary.week.first_day} – {summary.week.last_day}; {week}"),
        ("area", say("Area"), scope.area or "", scope.area_name),
        ("agency", say("Agency"), scope.agency or "", say("Who answers for the reports now.") if scope.agency else ""),
        ("reports", say("Reports behind the figures"), basis.reports, say("Open at some instant of the two weeks.")),
        ("begins_at", say("Data begins"), _begins(summary), beginning_notice(summary, wording)),
        ("simulated", say("Simulated"), basis.simulated, simulated_notice(summary, wording)),
        ("reconstructed", say("Reconstructed times"), basis.reconstructed, reconstructed_notice(summary, wording)),
        ("untold", say("Nothing told after reporting"), basis.untold, untold_notice(summary, wording)),
        ("unknown_responses", say("Unknown first responses"), summary.now.unknown_responses, ""),
        ("disagreeing", say("Timelines that disagree"), summary.disagreeing, disagreeing_notice(summary, wording)),
        ("approximate_borders", say("Approximate borders"), int(scope.approximate), border_notice(summary, wording)),
        ("cut_at", say("Data as of"), summary.cut.at.isoformat(), say("By the store's clock.")),
        ("position", say("Data version"), summary.cut.position, say("Position of the store's feed.")),
        ("program", say("Program"), f"commandcenter {summary.cut.program}", ""),
        ("sha256", say("Hash of the figures"), summary.digest, ""),
    ]
    return rows


def _begins(summary: Summary) -> str:
    return "" if summary.cut.begins_at is None else summary.cut.begins_at.isoformat()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
