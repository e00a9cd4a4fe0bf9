"""The board in plain Python: the same questions answered one report at a time, to hold the real one against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from commandcenter.models.board.change_set import NO_INCIDENT, NO_TIME, ChangeSet, Flag, ReportBatch, coded
from commandcenter.models.board.cluster import MAX_CELLS, WorldBox
from commandcenter.models.board.condition import AgeRange, DrawnArea, ResponseRange, WeekHours
from commandcenter.models.board.filter import Filter
from commandcenter.models.place import WORLD_BITS, to_world
from commandcenter.models.state import CLOSED_STATES, STATES


@dataclass(frozen=True, slots=True)
class PlainReport:
    id: int
    version: int = 1
    state: int = 0
    priority: int = 1
    category: str | None = "jalan"
    area: str | None = "31.75.06.1004"
    agency: str | None = None
    taker: str | None = None
    crew: str | None = None
    place: tuple[int, int] | None = (875_000_000, 555_000_000)
    created_s: int = 1_487_500_000
    updated_s: int = 1_487_500_000
    acknowledged_s: int = NO_TIME
    closed_s: int = NO_TIME
    respond_by_s: int = 1_487_520_000
    close_by_s: int = 1_487_700_000
    paused_s: int = NO_TIME
    supporters: int = 0
    incident: int | None = None
    has_photo: bool = False

    @property
    def is_open(self) -> bool:
        return STATES[self.state] not in CLOSED_STATES


def batch(reports: Sequence[PlainReport]) -> ReportBatch:
    def whole(name: str, dtype: type[np.signedinteger]) -> np.ndarray:
        return np.array([getattr(report, name) for report in reports], dtype)

    return ReportBatch(
        ids=whole("id", np.int64),
        versions=whole("version", np.int32),
        states=whole("state", np.int8),
        priorities=whole("priority", np.int8),
        categories=coded(report.category for report in reports),
        areas=coded(report.area for report in reports),
        agencies=coded(report.agency for report in reports),
        takers=coded(report.taker for report in reports),
        crews=coded(report.crew for report in reports),
        x=np.array([report.place[0] if report.place else 0 for report in reports], np.int32),
        y=np.array([report.place[1] if report.place else 0 for report in reports], np.int32),
        created_s=whole("created_s", np.int64),
        updated_s=whole("updated_s", np.int64),
        acknowledged_s=whole("acknowledged_s", np.int64),
        closed_s=whole("closed_s", np.int64),
        respond_by_s=whole("respond_by_s", np.int64),
        close_by_s=whole("close_by_s", np.int64),
        paused_s=whole("paused_s", np.int64),
        supporters=whole("supporters", np.int32),
        incidents=np.array(
            [NO_INCIDENT if report.incident is None else report.incident for report in reports], np.int64
        ),
        flags=np.array([_flags(report) for report in reports], np.uint8),
    )


def _flags(report: PlainReport) -> int:
    return (Flag.HAS_PLACE if report.place else 0) | (Flag.HAS_PHOTO if report.has_photo else 0)


def change(
    upserts: Iterable[PlainReport] = (), removed: Iterable[int] = (), *, replaces_all: bool = False
) -> ChangeSet:
    return ChangeSet(
        upserts=batch(list(upserts)),
        removed=np.array(list(removed), np.int64),
        position="1:1",
        replaces_all=replaces_all,
    )


def applied(
    reports: Mapping[int, PlainReport],
    upserts: Iterable[PlainReport],
    removed: Iterable[int],
    *,
    replaces_all: bool,
) -> dict[int, PlainReport]:
    after = {} if replaces_all else dict(reports)
    for gone in removed:
        after.pop(gone, None)
    after.update({report.id: report for report in upserts})
    return after


def passes(report: PlainReport, wanted: Filter) -> bool:
    return all(
        (
            wanted.states is None or STATES[report.state] in wanted.states,
            wanted.categories is None or report.category in wanted.categories,
            wanted.areas is None or _in_areas(report.area, wanted.areas),
            wanted.agencies is None or report.agency in wanted.agencies,
            wanted.takers is None or report.taker in wanted.takers,
            wanted.priorities is None or report.priority in wanted.priorities,
            wanted.created_from_s is None or report.created_s >= wanted.created_from_s,
            wanted.created_until_s is None or report.created_s < wanted.created_until_s,
            wanted.text is None or report.id in wanted.text.ids.tolist(),
            wanted.overdue_at_s is None or is_overdue(report, wanted.overdue_at_s),
            wanted.taken_on is None or (report.acknowledged_s != NO_TIME) is wanted.taken_on,
            not wanted.open_only or report.is_open,
            wanted.with_place is None or (report.place is not None) is wanted.with_place,
            wanted.crews is None or report.crew in wanted.crews,
            wanted.closed_from_s is None or NO_TIME != report.closed_s >= wanted.closed_from_s,
            wanted.closed_until_s is None or NO_TIME != report.closed_s < wanted.closed_until_s,
            wanted.age is None or _in_range(max(wanted.age.at_s - report.created_s, 0), wanted.age),
            wanted.response is None or _answered_in(report, wanted.response),
            wanted.week_hours is None or _hour_of_week(report, wanted.week_hours) in wanted.week_hours.hours,
            wanted.has_photo is None or report.has_photo is wanted.has_photo,
            wanted.min_supporters is None or report.supporters >= wanted.min_supporters,
            wanted.incidents is None or report.incident in wanted.incidents,
            wanted.drawn is None or _lies_in(report, wanted.drawn),
        )
    )


def _in_range(length_s: int, limits: AgeRange | ResponseRange) -> bool:
    from_s = -1 if limits.from_s is None else limits.from_s
    return from_s <= length_s and (limits.until_s is None or length_s < limits.until_s)


def _answered_in(report: PlainReport, limits: ResponseRange) -> bool:
    return report.acknowledged_s != NO_TIME and _in_range(max(report.acknowledged_s - report.created_s, 0), limits)


def _hour_of_week(report: PlainReport, wanted: WeekHours) -> int:
    local = datetime.fromtimestamp(report.created_s + wanted.offset_s, UTC)
    return local.weekday() * 24 + local.hour


def _lies_in(report: PlainReport, drawn: DrawnArea) -> bool:
    """Count how often a ray to the east crosses the border; for polygons whose border does not cross itself."""
    if report.place is None or len(drawn.corners) < 3:
        return False
    x, y = report.place
    corners = [tuple(int(each) for each in to_world(np.array(at.lon), np.array(at.lat))) for at in drawn.corners]
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _in_areas(area: str | None, wanted: frozenset[str | None]) -> bool:
    if area is None:
        return None in wanted
    return any(area == above or area.startswith(f"{above}.") for above in wanted if above is not None)


def is_overdue(report: PlainReport, at_s: int) -> bool:
    late_answer = report.acknowledged_s == NO_TIME and NO_TIME != report.respond_by_s < at_s
    stopped = NO_TIME != report.paused_s < report.close_by_s
    late_close = NO_TIME != report.close_by_s < at_s and not stopped
    return report.is_open and (late_answer or late_close)


@dataclass(frozen=True, slots=True)
class PlainMark:
    cell: tuple[int, int]
    x: float
    y: float
    by_state: tuple[int, ...]
    id: int | None


def marks(reports: Iterable[PlainReport], box: WorldBox, zoom: int, cell_px: int) -> tuple[int, list[PlainMark]]:
    """Return the cells' side and the marks, ordered by cell."""
    units = max(cell_px * 2 ** (WORLD_BITS - 8) // 2**zoom, 1)
    while True:
        last = 2**WORLD_BITS // units - 1
        columns = range(max(box.min_x // units - 1, 0), min(box.max_x // units + 1, last) + 1)
        rows = range(max(box.min_y // units - 1, 0), min(box.max_y // units + 1, last) + 1)
        if len(columns) * len(rows) <= MAX_CELLS:
            break
        units *= 2
    cells: dict[tuple[int, int], list[PlainReport]] = {}
    for report in reports:
        if report.place is None:
            continue
        cell = report.place[1] // units, report.place[0] // units
        if cell[0] in rows and cell[1] in columns:
            cells.setdefault(cell, []).append(report)
    return units, [_mark(cell, cells[cell]) for cell in sorted(cells)]


def _mark(cell: tuple[int, int], members: list[PlainReport]) -> PlainMark:
    places = [member.place for member in members if member.place]
    return PlainMark(
        cell,
        sum(x for x, _ in places) / len(places),
        sum(y for _, y in places) / len(places),
        tuple(sum(member.state == state for member in members) for state in range(len(STATES))),
        members[0].id if len(members) == 1 else None,
    )


def changed(report: PlainReport, **values: object) -> PlainReport:
    return replace(report, **values)  # type: ignore[arg-type] # names and types are the caller's
