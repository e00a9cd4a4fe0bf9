"""A summary with every case that a page must find words for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from commandcenter.models.figure.definition import FigureCode
from commandcenter.models.figure.period import Basis, PeriodFigures, Value
from commandcenter.models.figure.week import Week
from commandcenter.summary.summary import Cut, Scope, Summary


def figures(**values: Value) -> PeriodFigures:
    """Return plain figures, some replaced by code."""
    plain = {code: Value(10, 10) for code in FigureCode}
    return PeriodFigures(plain | {FigureCode(code): value for code, value in values.items()}, 0)


def summary(**changes: object) -> Summary:
    """Return a summary, some of its fields replaced."""
    made = Summary(
        week=Week(2026, 47),
        scope=Scope(),
        now=figures(
            received=Value(12_345, 12_345),
            net=Value(-355, 25_045),
            on_time=Value(78.43, 13_990),
            overdue=Value(2_003, 2_003),
            response_median=Value(9_252, 10_110),
            response_p90=Value(52_411, 10_110),
            closing_p90=Value(777_600, 11_987),
            reopened=Value(None, 0),
        ),
        before=figures(
            received=Value(11_800, 11_800),
            net=Value(20, 24_000),
            on_time=Value(81.2, 13_800),
            response_p90=Value(49_000, 10_000),
            closing_p90=Value(780_000, 12_100),
        ),
        basis=Basis(34_000, 0, 0, 0),
        disagreeing=0,
        cut=Cut(datetime(2026, 11, 24, 8, 31, 42, tzinfo=UTC), "e.3619", "1.0"),
    )
    return replace(made, **changes)  # type: ignore[arg-type] # names and types are the caller's


def told_everything() -> Summary:
    """Return one with every notice that a page can carry."""
    plain = summary()
    return summary(
        scope=Scope("31.72.04", "Cilincing", "SUDIN_SUMBER_DAYA_AIR_JAKARTA_UTARA", approximate=True),
        now=replace(plain.now, unknown_responses=310),
        before=replace(plain.before, unknown_responses=280),
        basis=Basis(34_000, 33_000, 1_200, 30),
        disagreeing=2,
        cut=replace(plain.cut, begins_at=datetime(2026, 11, 12, tzinfo=UTC)),
    )
