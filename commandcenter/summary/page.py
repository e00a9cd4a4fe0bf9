"""A summary as one A4 page: a tagged PDF (PDF/UA-1), or a picture of it.

Owns what stands on the page and in which words; where it stands is ``resources/summary/page.typ``. The same summary
gives the same bytes on every machine: fonts are the program's own, and the file carries no date of its making.
"""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any, Literal

import typst

from commandcenter.models.failure import Failure
from commandcenter.models.figure.definition import DEFINITIONS, FigureCode, Unit
from commandcenter.resource import resource_path
from commandcenter.summary.notice import (
    beginning_notice,
    border_notice,
    disagreeing_notice,
    reconstructed_notice,
    simulated_notice,
    unknown_notice,
    untold_notice,
)
from commandcenter.summary.summary import Scope, Summary
from commandcenter.summary.wording import Language, Wording

PICTURE_PPI = 144.0

_LINE_CHARS = 68
"""About so many characters of a definition fill a line: good enough to make two columns of equal height."""

_TILES = (FigureCode.RECEIVED, FigureCode.CLOSED, FigureCode.NET)
_AGES = (FigureCode.OPEN_0_1, FigureCode.OPEN_2_7, FigureCode.OPEN_8_30, FigureCode.OPEN_OVER_30)
_ROWS = (
    FigureCode.RESPONSE_MEDIAN,
    FigureCode.RESPONSE_P90,
    FigureCode.CLOSING_MEDIAN,
    FigureCode.CLOSING_P90,
    FigureCode.PAUSED,
    FigureCode.REOPENED,
)


class PageNotSet(Failure):
    """The typesetter refused the page: a fault of the installation, not of the data."""

    code = "page_not_set"
    template = (
        "The page could not be typeset ({reason}). The files under resources/ may be incomplete: run ./run --setup, "
        "or install commandcenter anew. The CSV does not need them."
    )


def pdf_of(summary: Summary, wording: Wording) -> bytes:
    """Return the page as a tagged PDF.

    Raises:
        PageNotSet: If template or fonts are missing or damaged.
    """
    return _typeset(summary, wording, "pdf")


def picture_of(summary: Summary, wording: Wording) -> bytes:
    """Return the page as a PNG of ``PICTURE_PPI`` pixels an inch.

    Raises:
        PageNotSet: If template or fonts are missing or damaged.
    """
    return _typeset(summary, wording, "png")


def _typeset(summary: Summary, wording: Wording, form: Literal["pdf", "png"]) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(resource_path("web", "fonts", "print"))],
    )
    template = resource_path("summary", "page.typ")
    try:
        made = typst.Compiler(str(template), root=str(template.parent), font_paths=fonts).compile(
            format=form,
            ppi=PICTURE_PPI,
            sys_inputs={"page": json.dumps(contents_of(summary, wording))},
            pdf_standards=["ua-1"] if form == "pdf" else [],
        )
    except typst.TypstError as error:
        raise PageNotSet(reason=error.message) from error
    if not isinstance(made, bytes):
        raise PageNotSet(reason="it came out as more than one page")
    return made


def contents_of(summary: Summary, wording: Wording) -> dict[str, Any]:
    """Return every text of the page, by its place."""
    say, now = wording.say, summary.now.values
    most = max(1, *(now[code].n for code in _AGES))
    return {
        "language": wording.language,
        "title": say("Weekly summary {week}", week=str(summary.week)),
        "heading": say("Weekly summary"),
        "week": str(summary.week),
        "days": say(
            "{first} – {last}",
            first=wording.day(summary.week.first_day),
            last=wording.day(summary.week.last_day),
        ),
        "scope": scope_of(summary.scope, wording),
        "simulated": simulated_notice(summary, wording),
        "tiles": [_figure(summary, wording, code) for code in _TILES],
        "on_time": _figure(summary, wording, FigureCode.ON_TIME),
        "overdue": _figure(summary, wording, FigureCode.OVERDUE),
        "open": _figure(summary, wording, FigureCode.OPEN),
        "ages": [_figure(summary, wording, code) | {"share": now[code].n / most} for code in _AGES],
        "columns": [say("Figure"), say("This week"), "n", say("Week before"), "n", say("Change")],
        "rows": [_figure(summary, wording, code) for code in _ROWS],
        "definitions_heading": say("What the figures mean"),
        "definitions": _halves(wording.language),
        "notes": [
            note
            for note in (
                beginning_notice(summary, wording),
                reconstructed_notice(summary, wording),
                untold_notice(summary, wording),
                unknown_notice(summary, wording),
                disagreeing_notice(summary, wording),
                border_notice(summary, wording),
            )
            if note
        ],
        "cut": [
            say(
                "Data as of {moment} by the store's clock, version {position}. Week: Monday 00:00 to Monday 00:00, "
                "WIB (UTC+7).",
                moment=wording.moment(summary.cut.at),
                position=summary.cut.position,
            ),
            say("commandcenter {program}. SHA-256 of the figures:", program=summary.cut.program) + f" {summary.digest}",
        ],
    }


def scope_of(scope: Scope, wording: Wording) -> str:
    """Return in words whose reports a summary tells of."""
    if scope.area is None and scope.agency is None:
        return wording.say("The whole city")
    parts = []
    if scope.area is not None:
        parts.append(f"{scope.area_name} ({scope.area})" if scope.area_name else scope.area)
    if scope.agency is not None:
        parts.append(wording.say("agency {agency}", agency=scope.agency))
    return " · ".join(parts)


def _halves(language: Language) -> list[list[dict[str, str]]]:
    """Return names and sentences of all definitions in two columns of about equal length, in order."""
    told = [
        {"name": definition.names[language], "sentence": definition.sentences[language]}
        for definition in DEFINITIONS.values()
    ]
    lines = list(accumulate(len(each["name"] + each["sentence"]) // _LINE_CHARS + 1 for each in told))
    middle = min(range(len(told)), key=lambda at: abs(lines[at] - lines[-1] / 2)) + 1
    return [told[:middle], told[middle:]]


def _figure(summary: Summary, wording: Wording, code: FigureCode) -> dict[str, Any]:
    definition = DEFINITIONS[code]
    now, before = summary.now.values[code], summary.before.values[code]
    signed = code is FigureCode.NET
    before_value = wording.value(before.value, definition.unit, signed=signed)
    # A count of reports is its own n.
    before_n = "" if definition.unit is Unit.REPORTS else wording.say(" (n = {n})", n=wording.count(before.n))
    return {
        "name": definition.names[wording.language],
        "value": wording.value(now.value, definition.unit, signed=signed),
        "n": wording.count(now.n),
        "n_told": wording.say("n = {n}", n=wording.count(now.n)),
        "before": before_value,
        "before_n": wording.count(before.n),
        "change": wording.change(now.value, before.value, definition.unit),
        "compared": wording.say("week before {value}", value=before_value) + before_n,
    }
