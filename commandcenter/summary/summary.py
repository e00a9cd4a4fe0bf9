"""One week's summary as a value: everything that page and table say, and nothing that they would have to ask for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commandcenter.models.figure.definition import DEFINITIONS, FigureCode
from commandcenter.models.figure.period import Basis, PeriodFigures, Value
from commandcenter.models.figure.week import Week


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose reports are told of; without both: the whole city.

    Attributes:
        area: Code of an area, with all that lies below it; None: every place.
        area_name: Its name, or "" where only its code is known.
        agency: Code of who answers for the reports now; None: everybody.
        approximate: Whether the borders are stand-ins.
    """

    area: str | None = None
    area_name: str = ""
    agency: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """The state of the data that the figures were computed from.

    Attributes:
        at: When it was the store's newest, by the store's clock, UTC.
        position: Where the store's feed stood then: the version of the data.
        program: Version of the program that computed.
        begins_at: When the earliest report that the data holds was made, UTC; None without any.
    """

    at: datetime
    position: str
    program: str
    begins_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A week's summary.

    Attributes:
        week: Which week.
        scope: Whose reports.
        now: Its figures.
        before: Those of the week before, by the same definitions.
        basis: The reports that both rest on.
        disagreeing: Reports in scope whose timeline does not lead to the state they are in.
        cut: The data's state.
    """

    week: Week
    scope: Scope
    now: PeriodFigures
    before: PeriodFigures
    basis: Basis
    disagreeing: int
    cut: Cut

    @property
    def digest(self) -> str:
        """SHA-256 over week, scope and every figure with its n: equal figures have an equal one, whenever computed."""
        told = {
            "week": str(self.week),
            "area": self.scope.area,
            "agency": self.scope.agency,
            "figures": [[code, *_pair(self.now.values[code]), *_pair(self.before.values[code])] for code in FigureCode],
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def document_of(summary: Summary, language: str) -> dict[str, Any]:
    """Return the summary as JSON types, for programs; names and definitions in the language."""
    return {
        "week": str(summary.week),
        "from": summary.week.start_at.isoformat(),
        "until": summary.week.end_at.isoformat(),
        "area": summary.scope.area,
        "area_name": summary.scope.area_name,
        "agency": summary.scope.agency,
        "approximate_borders": summary.scope.approximate,
        "figures": [_figure(summary, code, language) for code in FigureCode],
        "unknown_responses": summary.now.unknown_responses,
        "unknown_responses_before": summary.before.unknown_responses,
        "reports": summary.basis.reports,
        "simulated": summary.basis.simulated,
        "reconstructed": summary.basis.reconstructed,
        "untold": summary.basis.untold,
        "disagreeing": summary.disagreeing,
        "begins_at": None if summary.cut.begins_at is None else summary.cut.begins_at.isoformat(),
        "cut_at": summary.cut.at.isoformat(),
        "position": summary.cut.position,
        "program": summary.cut.program,
        "sha256": summary.digest,
    }


def _figure(summary: Summary, code: FigureCode, language: str) -> Mapping[str, object]:
    definition = DEFINITIONS[code]
    value, n = _pair(summary.now.values[code])
    before, before_n = _pair(summary.before.values[code])
    return {
        "code": code.value,
        "name": definition.names[language],
        "value": value,
        "n": n,
        "before": before,
        "before_n": before_n,
        "unit": definition.unit.value,
        "definition": definition.sentences[language],
    }


def _pair(value: Value) -> tuple[int | float | None, int]:
    """Return value and n, shares to two digits after the point: more would tell of the machine, not of the city."""
    told = round(value.value, 2) if isinstance(value.value, float) else value.value
    return told, value.n
