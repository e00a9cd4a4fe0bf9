"""What must be an alarm now: the rule, without a clock or a database.

Two things are: water at stage 2 or 1, or nobody knowing where it stands while it was high; and an emergency that nobody
has answered in time. A new report is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commandcenter.models.alarm import Alarm, AlarmKind, Severity
from commandcenter.models.gauge import Gauge, Stage, is_stale
from commandcenter.models.identity import AlarmId, AreaCode, ReportId, ReportNumber
from commandcenter.models.instant import WIB

GAUGE_LOST_AFTER = timedelta(hours=24)
"""A gauge that has said nothing for so long is out of use and no longer something to act on now; assumed."""

WATCHED = frozenset({AlarmKind.GAUGE, AlarmKind.EMERGENCY})
"""The kinds that this rule raises, and so may clear."""

_SEVERITY = {
    Stage.SIAGA_1: Severity.EXTREME,
    Stage.SIAGA_2: Severity.SEVERE,
    Stage.SIAGA_3: Severity.MODERATE,
}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An emergency report that nobody has taken on."""

    report_id: ReportId
    number: ReportNumber
    area: AreaCode | None
    respond_by: datetime
    simulated: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """What the rule looks at, as it was at one moment.

    Attributes:
        gauges: Those in use.
        unanswered: Open emergency reports without a first response.
        lasting: Alarms whose cause has not gone away, as far as the store has said so.
        stale_after_s: After how many seconds a gauge's reading is old.
    """

    gauges: Sequence[Gauge]
    unanswered: Sequence[Unanswered]
    lasting: Sequence[Alarm]
    stale_after_s: float


@dataclass(frozen=True, slots=True)
class Cause:
    """Why there must be an alarm; the fields are the alarm's."""

    kind: AlarmKind
    severity: Severity
    about: str
    area: AreaCode | None
    text_id: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Due:
    """What must be said now.

    Attributes:
        raised: Alarms to raise, or to bring to what is true now.
        cleared: Alarms whose cause went away, with their versions.
    """

    raised: Sequence[Cause]
    cleared: Sequence[tuple[AlarmId, int]]


def due_alarms(state: Watched, now: datetime) -> Due:
    """Return which alarms must be raised, changed or cleared; nothing where all is said already."""
    causes = {cause.about: cause for cause in _causes(state, now)}
    lasting: Mapping[str, Alarm] = {alarm.about: alarm for alarm in state.lasting if alarm.kind in WATCHED}
    raised = [
        cause
        for about, cause in causes.items()
        if about not in lasting or (lasting[about].severity, lasting[about].text_id) != (cause.severity, cause.text_id)
    ]
    return Due(raised, [(alarm.id, alarm.version) for about, alarm in lasting.items() if about not in causes])


def _causes(state: Watched, now: datetime) -> Iterator[Cause]:
    for gauge in state.gauges:
        cause = _of_gauge(gauge, now, state.stale_after_s)
        if cause is not None:
            yield cause
    for report in state.unanswered:
        if report.respond_by < now:
            yield _of_report(report)


def _of_gauge(gauge: Gauge, now: datetime, stale_after_s: float) -> Cause | None:
    stage, at = gauge.stage, gauge.measured_at
    if stage is None or at is None or stage is Stage.NORMAL or now - at > GAUGE_LOST_AFTER:
        return None
    name = f"{gauge.name} ({gauge.river})" if gauge.river else gauge.name
    if is_stale(gauge, now, stale_after_s):
        text_id = (
            f"{name}: tidak ada laporan tinggi air sejak {_clock(at)}, terakhir siaga {stage.value}. "
            "Hubungi penjaga pintu air."
        )
        text_en = f"{name}: no level since {_clock(at)}, at stage {stage.value} then. Call the gate keeper."
    elif stage is Stage.SIAGA_3:
        return None
    else:
        text_id = f"{name}: siaga {stage.value}. Peringatkan kelurahan di hilir."
        text_en = f"{name}: stage {stage.value}. Warn the kelurahan downstream."
    about = f"gauge/{gauge.code}"
    return _cause(AlarmKind.GAUGE, _SEVERITY[stage], about, gauge.area, text_id, text_en, simulated=gauge.simulated)


def _of_report(report: Unanswered) -> Cause:
    # The number and nothing else: a sensitive report's category must not stand on a wall.
    text_id = (
        f"Laporan darurat {report.number} belum dijawab; batasnya {_clock(report.respond_by)}. "
        "Tangani, atau hubungi kantornya."
    )
    text_en = (
        f"The emergency report {report.number} is unanswered; the limit was {_clock(report.respond_by)}. "
        "Take it on, or call its office."
    )
    about = f"report/{report.report_id}"
    return _cause(
        AlarmKind.EMERGENCY, Severity.SEVERE, about, report.area, text_id, text_en, simulated=report.simulated
    )


def _cause(
    kind: AlarmKind,
    severity: Severity,
    about: str,
    area: AreaCode | None,
    text_id: str,
    text_en: str,
    *,
    simulated: bool,
) -> Cause:
    if simulated:
        text_id, text_en = f"SIMULASI. {text_id}", f"SIMULATED. {text_en}"
    return Cause(kind, severity, about, area, text_id, text_en)


def _clock(at: datetime) -> str:
    return f"{at.astimezone(WIB):%d.%m. %H.%M} WIB"
