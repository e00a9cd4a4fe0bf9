"""Gauges and their readings out of files.

Two are known: the list of flood gates that Jakarta's service answers with (JSON; places as texts, longitude first), and
tables with a time in WIB and, for each gauge, a column ``NAME_cm`` and perhaps ``NAME_siaga`` with the alert stage.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from commandcenter.models.failure import Failure
from commandcenter.models.gauge import Stage
from commandcenter.models.identity import GaugeCode
from commandcenter.models.instant import WIB, parse_instant
from commandcenter.models.place import LonLat, checked_place
from commandcenter.models.text import fit_text
from commandcenter.store.resource.failure import BadGaugeFile

_NO_CODE = re.compile(r"[^A-Z0-9]+")
_TIME_COLUMNS = ("datetime_wib", "datetime", "waktu")
_LEVEL, _STAGE = "_cm", "_siaga"


@dataclass(frozen=True, slots=True)
class Reading:
    """One level at one moment; ``stage`` is what the file says of it, None where it says nothing."""

    measured_at: datetime
    level_cm: float
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class FoundGauge:
    """One gauge of a file, with its readings."""

    code: GaugeCode
    name: str
    river: str
    place: LonLat | None
    readings: list[Reading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GaugeFile:
    """What a file holds.

    Attributes:
        rejected: Where in the file, and why; of readings that are none.
    """

    gauges: Sequence[FoundGauge]
    rejected: Sequence[tuple[str, str]]


def read_gauge_file(path: Path, codes: Mapping[str, str] | None = None) -> GaugeFile:
    """Read a file, recognised by its content.

    Args:
        path: The file.
        codes: The code of a gauge by its name in the file, where it is known in the store by another one.

    Raises:
        BadGaugeFile: If it is of neither kind.
        OSError: If it can't be opened.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadGaugeFile(path=path, what="it is no text in UTF-8") from error
    rejected: list[tuple[str, str]] = []
    gauges: dict[str, FoundGauge] = {}
    rows = _gates(path, text) if text.lstrip().startswith(("[", "{")) else _table(path, text)
    for where, name, read in rows:
        code = (codes or {}).get(name) or _NO_CODE.sub("-", name.upper()).strip("-")
        try:
            gauge = gauges.setdefault(code, read.gauge(GaugeCode(code)))
            gauge.readings.append(read.reading())
        except ValueError as error:
            rejected.append((where, str(error)))
    if not gauges:
        raise BadGaugeFile(path=path, what="it names no gauge")
    return GaugeFile(tuple(gauges.values()), rejected)


@dataclass(frozen=True, slots=True)
class _Row:
    """One reading as texts, before anybody has looked at it."""

    name: str
    river: str
    place: tuple[object, object] | None
    at: str
    level: object
    stage: object

    def gauge(self, code: GaugeCode) -> FoundGauge:
        if not code:
            raise ValueError("it has no name")
        return FoundGauge(code, self.name, self.river, None if self.place is None else _place(*self.place))

    def reading(self) -> Reading:
        try:
            at = parse_instant(self.at, naive_as=WIB)
        except ValueError as error:
            raise ValueError(f"{self.at!r} is no time") from error
        level_cm = _number(self.level, "level")
        stage = None
        if self.stage not in {None, ""}:
            number = _number(self.stage, "stage")
            if number not in set(Stage):
                raise ValueError(f"there is no stage {number:g}")
            stage = Stage(int(number))
        if level_cm == 0 and stage is not None and stage is not Stage.NORMAL:
            # A sensor that is off says 0; no gate is at an alert stage without water.
            raise ValueError(f"level 0 and stage {stage.value} contradict each other")
        return Reading(at, level_cm, stage)


def _gates(path: Path, text: str) -> Iterator[tuple[str, str, _Row]]:
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadGaugeFile(path=path, what=f"it is no JSON ({error})") from error
    if not isinstance(listed, list):
        raise BadGaugeFile(path=path, what="it is no list")
    for number, entry in enumerate(listed, start=1):
        properties = _mapping(entry, "properties")
        gate = _mapping(properties, "pintu_air")
        name = fit_text(str(gate.get("name") or ""))
        points = _mapping(entry, "geometry").get("coordinates")
        place = points if isinstance(points, list) and len(points) == 2 else None
        yield (
            f"entry {number}",
            name,
            _Row(
                name=name,
                river=fit_text(str(gate.get("sistem_aliran") or "")),
                place=None if place is None else (place[0], place[1]),
                at=f"{properties.get('tanggal')}T{properties.get('jam')}",
                level=properties.get("ketinggian"),
                stage=properties.get("status_siaga"),
            ),
        )


def _table(path: Path, text: str) -> Iterator[tuple[str, str, _Row]]:
    table = csv.DictReader(text.splitlines())
    columns = list(table.fieldnames or ())
    time_column = next((name for name in _TIME_COLUMNS if name in columns), None)
    names = [name.removesuffix(_LEVEL) for name in columns if name.endswith(_LEVEL)]
    if time_column is None or not names:
        raise BadGaugeFile(path=path, what=f"its columns are {', '.join(columns[:10])}")
    for row in table:
        for name in names:
            yield (
                f"line {table.line_num}",
                name,
                _Row(
                    name.replace("_", " ").title(),
                    "",
                    None,
                    row[time_column] or "",
                    row[name + _LEVEL],
                    row.get(name + _STAGE),
                ),
            )


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    held = value.get(name) if isinstance(value, Mapping) else None
    return held if isinstance(held, Mapping) else {}


def _number(value: object, what: str) -> float:
    try:
        number = float(str(value))
    except ValueError as error:
        raise ValueError(f"{value!r} is no {what}") from error
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no {what}")
    return number


def _place(lon: object, lat: object) -> LonLat | None:
    try:
        return checked_place(float(str(lon)), float(str(lat)))
    except (ValueError, Failure):
        # A gauge is worth having without its place too.
        return None
