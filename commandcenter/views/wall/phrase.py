"""What a wall says, in words: the same thing from long to short, so that a scene takes the longest that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commandcenter.models.board.provenance import Provenance
from commandcenter.models.figure.today import Today
from commandcenter.models.figure.urgency import Backlog, Cluster, Urgency
from commandcenter.views.surroundings import Names
from commandcenter.views.wall.figures import Figures, NewReport
from commandcenter.views.wording import age, clock_time, level_word, number, translate

Variants = tuple[str, ...]
"""The same said in several lengths, the longest first."""

_UNKNOWN = "–"

Sentences = tuple[tuple[str, ...], ...]
"""Several things said side by side, in several lengths, the longest first; the last say one thing only."""


_TOGETHER = 3
"""Shorter than this two things are not said side by side: one of them said whole is worth more."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the column of figures.

    Attributes:
        labels: Its name.
        value: Its number.
        is_warning: Whether it is marked as what should not be.
    """

    labels: Variants
    value: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything a wall says, but for the age of the data.

    Attributes:
        rows: The figures.
        hours_title: Above the bars of hours.
        hours_peak: The largest of them.
        hours: The bars.
        hour_marks: Place of a bar and its hour of the day, to be written below it.
        categories_title: Above the bars of categories.
        categories: Name, count as text, count.
        urgent_label: Before the sentence.
        urgent: One sentence for each thing, in several lengths.
        is_urgent: Whether there is something.
        newest_label: Before the entries.
        newest: Entries, newest first.
        notes: What must stand beside the data: simulated, approximate.
    """

    rows: tuple[FigureRow, ...]
    hours_title: Variants
    hours_peak: str
    hours: tuple[int, ...]
    hour_marks: tuple[tuple[int, str], ...]
    categories_title: Variants
    categories: tuple[tuple[str, str, int], ...]
    urgent_label: str
    urgent: Sentences
    is_urgent: bool
    newest_label: str
    newest: tuple[str, ...]
    notes: tuple[str, ...]


def phrases_of(figures: Figures, names: Names) -> Phrases:
    """Say what the figures are, in the window's language."""
    last = len(figures.hours) - 1
    return Phrases(
        rows=_rows(figures.today),
        hours_title=(translate("Wall", "per hour, last 24 hours"), translate("Wall", "per hour")),
        hours_peak=translate("Wall", "peak {count}").format(count=number(max(figures.hours))),
        hours=figures.hours,
        hour_marks=tuple((bar, clock_time(figures.hours_start_s + 3_600 * bar)) for bar in (0, last // 2 + 1, last)),
        categories_title=(translate("Wall", "category, last 24 hours"), translate("Wall", "category")),
        categories=tuple((names.category(code), number(count), count) for code, count in figures.categories),
        urgent_label=translate("Wall", "ACTION NEEDED"),
        urgent=_urgent(figures.urgency, names),
        is_urgent=bool(figures.urgency.clusters or figures.urgency.backlog),
        newest_label=translate("Wall", "newest:"),
        newest=tuple(_entry(each, names) for each in figures.newest),
        notes=_notes(figures.provenance, any(area.approximate for area in names.areas.values())),
    )


def unknown(phrases: Phrases) -> Phrases:
    """Return what the scene says before there is any data: zeros would calm a room that knows nothing."""
    return replace(
        phrases,
        rows=tuple(replace(row, value=_UNKNOWN, is_warning=False) for row in phrases.rows),
        hours_peak="",
        urgent=((_UNKNOWN,),),
        is_urgent=False,
    )


def _rows(today: Today) -> tuple[FigureRow, ...]:
    median = "–" if today.response_median_s is None else age(today.response_median_s)
    median_labels = (
        translate("Wall", "median response · n {count}").format(count=number(today.responses)),
        translate("Wall", "median response"),
        translate("Wall", "response"),
    )
    return (
        FigureRow((translate("Wall", "NEW TODAY"), translate("Wall", "NEW")), number(today.new)),
        FigureRow((translate("Wall", "OPEN"),), number(today.open)),
        FigureRow(
            (translate("Wall", "OVERDUE"), translate("Wall", "LATE")),
            number(today.overdue),
            is_warning=today.overdue > 0,
        ),
        FigureRow((translate("Wall", "DONE TODAY"), translate("Wall", "DONE")), number(today.done)),
        FigureRow(median_labels, median),
    )


def _urgent(urgency: Urgency, names: Names) -> Sentences:
    if urgency.clusters:
        each = [_cluster(cluster, names) for cluster in urgency.clusters]
        together = tuple(zip(*each, strict=True)) if len(each) > 1 else ()
        return (*together[:_TOGETHER], *((said,) for said in each[0]))
    if urgency.backlog is not None:
        return tuple((said,) for said in _backlog(urgency.backlog, names))
    return ((translate("Wall", "Nothing urgent"),), ("–",))


def _cluster(cluster: Cluster, names: Names) -> Variants:
    what = f"{number(cluster.reports)} {names.category(cluster.category)}"
    since = translate("Wall", "since {time}").format(time=clock_time(cluster.since_s))
    spread = _spread(cluster.areas, names)
    where = _district(cluster.district, cluster.areas, names)
    long = dict.fromkeys((what, where, spread, since))
    middle = dict.fromkeys((what, where, since))
    return (
        " · ".join(part for part in long if part),
        " · ".join(part for part in middle if part),
        f"{what} · {where}" if where else what,
        what,
        number(cluster.reports),
    )


def _backlog(backlog: Backlog, names: Names) -> Variants:
    what = translate("Wall", "{count} overdue").format(count=number(backlog.overdue))
    where = _district(backlog.district, backlog.areas, names)
    spread = _spread(backlog.areas, names)
    return (
        " · ".join(part for part in dict.fromkeys((what, where, spread)) if part),
        f"{what} · {where}" if where else what,
        what,
        number(backlog.overdue),
    )


def _spread(areas: Sequence[str], names: Names) -> str:
    """Return over how many areas something is spread, by the city's own word for them; the one's name."""
    if len(areas) < 2:
        return names.area(areas[0]) if areas else ""
    known = names.areas.get(areas[0])
    return f"{number(len(areas))} {level_word(known.level) if known is not None else translate('Wall', 'areas')}"


def _district(district: str | None, areas: Sequence[str], names: Names) -> str:
    """Return a district's name; the busiest area's where the city has not loaded its districts."""
    if district in names.areas:
        return names.area(district)
    if not areas:
        return translate("Wall", "outside every area")
    first = names.area(areas[0])
    return first if len(areas) == 1 else translate("Wall", "around {area}").format(area=first)


def _entry(report: NewReport, names: Names) -> str:
    what = f"{clock_time(report.at_s)} {names.category(report.category)}"
    return what if report.area is None else f"{what}, {names.area(report.area)}"


def _notes(provenance: Provenance, approximate: bool) -> tuple[str, ...]:
    notes = []
    if provenance.simulated:
        whole = provenance.simulated == provenance.reports
        notes.append(translate("Wall", "SIMULATED DATA") if whole else translate("Wall", "PARTLY SIMULATED"))
    if approximate:
        notes.append(translate("Wall", "approximate borders"))
    return tuple(notes)
