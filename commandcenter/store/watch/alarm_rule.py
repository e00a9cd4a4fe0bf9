"""What must be an alarm now: the rule, without a clock or a database.

Four things are: water at stage 2 or 1, or nobody knowing where it stands while it was high; an emergency that nobody
has answered in time; too large a share of the open reports beyond a limit; and no report coming in for long. A new
report is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commandcenter.models.alarm import Alarm, AlarmKind, Severity
from commandcenter.models.gauge import Gauge, Stage, is_stale
from commandcenter.models.identity import AlarmId, AreaCode, ReportId, ReportNumber
from commandcenter.models.instant import WIB

GAUGE_LOST_AFTER = timedelta(hours=24)
"""A gauge that has said nothing for so long is out of use and no longer something to act on now; assumed."""

OVER_BELOW = 0.8
"""An alarm about a share lasts until the share is below so much of its limit: one that swings about it says so once."""

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
class Backlog:
    """How many reports are open, and how many of them are beyond a limit; real ones and simulated ones apart."""

    open: int
    overdue: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class LastReport:
    """The newest report that came in by itself, not out of an archive."""

    recorded_at: datetime
    simulated: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """The city's settings that the rule keeps to.

    Attributes:
        stale_after_s: After how many seconds a gauge's reading is old.
        overdue_above: Which share of the open reports may be beyond a limit, 0 to 1.
        overdue_from_reports: From how many open reports on a share means anything.
        silent_after_s: After how many seconds without a new report something must be wrong.
    """

    stale_after_s: float
    overdue_above: float
    overdue_from_reports: float
    silent_after_s: float


@dataclass(frozen=True, slots=True)
class Watched:
    """What the rule looks at, as it was at one moment.

    Attributes:
        gauges: Those in use.
        unanswered: Open emergency reports without a first response.
        backlogs: One for real reports and one for simulated ones, where there are any.
        last_report: None: no report has ever come in.
        lasting: Alarms whose cause has not gone away, as far as the store has said so.
        limits: The city's.
    """

    gauges: Sequence[Gauge]
    unanswered: Sequence[Unanswered]
    backlogs: Sequence[Backlog]
    last_report: LastReport | None
    lasting: Sequence[Alarm]
    limits: Limits


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
    lasting: Mapping[str, Alarm] = {alarm.about: alarm for alarm in state.lasting}
    causes = {cause.about: cause for cause in _causes(state, lasting, now)}
    raised = [cause for about, cause in causes.items() if about not in lasting or not _says(lasting[about], cause)]
    return Due(raised, [(alarm.id, alarm.version) for about, alarm in lasting.items() if about not in causes])


def _says(alarm: Alarm, cause: Cause) -> bool:
    """Return whether an alarm says what must be said, to those in whose area it is."""
    return (alarm.severity, alarm.area, alarm.text_id) == (cause.severity, cause.area, cause.text_id)


def _causes(state: Watched, lasting: Collection[str], now: datetime) -> Iterator[Cause]:
    for gauge in state.gauges:
        cause = _of_gauge(gauge, now, state.limits.stale_after_s)
        if cause is not None:
            yield cause
    for backlog in state.backlogs:
        cause = _of_backlog(backlog, state.limits, lasting)
        if cause is not None:
            yield cause
    last = state.last_report
    if last is not None and now - last.recorded_at > timedelta(seconds=state.limits.silent_after_s):
        yield _of_silence(last)
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


def _of_backlog(backlog: Backlog, limits: Limits, lasting: Collection[str]) -> Cause | None:
    about = "overdue/simulated" if backlog.simulated else "overdue/real"
    limit = limits.overdue_above
    if about in lasting:
        if backlog.overdue < OVER_BELOW * limit * backlog.open or not backlog.overdue:
            return None
    elif backlog.open < limits.overdue_from_reports or backlog.overdue <= limit * backlog.open:
        return None
    # The limit and not the share: words that change with every report would be a new message each time.
    text_id = f"Lebih dari {100 * limit:g} % laporan terbuka melewati tenggat. Lihat di mana menumpuk, tambah petugas."
    text_en = (
        f"More than {100 * limit:g} % of the open reports are overdue. See where they pile up, and send more people."
    )
    return _cause(AlarmKind.OVERDUE, Severity.MODERATE, about, None, text_id, text_en, simulated=backlog.simulated)


def _of_silence(last: LastReport) -> Cause:
    since = _clock(last.recorded_at)
    text_id = f"Tidak ada laporan baru sejak {since}. Periksa apakah laporan warga masih masuk."
    text_en = f"No new report since {since}. Check whether citizens' reports still come in."
    return _cause(AlarmKind.FEED, Severity.SEVERE, "feed/reports", None, text_id, text_en, simulated=last.simulated)


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
