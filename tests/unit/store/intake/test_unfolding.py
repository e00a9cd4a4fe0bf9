from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from commandcenter.models.category import Category, Publication
from commandcenter.models.identity import AgencyCode, AreaCode, CategoryCode, ReportId, ReportNumber
from commandcenter.models.past import PastPhoto, PastReport, PastStep
from commandcenter.models.place import LonLat
from commandcenter.models.report import Report, TransitionKind
from commandcenter.models.state import State
from commandcenter.store.intake.unfolding import photos_of_past, report_of_past, timeline_of_past

AT = datetime(2017, 2, 20, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
GARBAGE = Category(CategoryCode("SAMPAH"), "Sampah", "Garbage", "", 6 * 3600, 24 * 3600, Publication.BY_RULE, True, "x")
PAST = PastReport(2, "17", "hash", AT, "qlue", GARBAGE.code, LonLat(106.8, -6.2), "Sampah menumpuk")


def step(
    hours: int, to_state: State, kind: TransitionKind = TransitionKind.MOVED, agency: str | None = None
) -> PastStep:
    return PastStep(kind, to_state, f"after {hours} h", "", AT + hours * HOUR, AgencyCode(agency) if agency else None)


def unfolded(past: PastReport) -> Report:
    return report_of_past(past, ReportId(1), ReportNumber("JK170220-000001"), AreaCode("a"), GARBAGE)


def test_a_report_without_steps_waits_and_is_due_by_its_category() -> None:
    report = unfolded(PAST)
    assert (report.state, report.version, report.acknowledged_at, report.closed_at) == (State.WAITING, 1, None, None)
    assert (report.respond_by, report.close_by) == (AT + 6 * HOUR, AT + 24 * HOUR)


def test_the_first_step_is_the_first_response_and_the_closing_is_when_it_became_done() -> None:
    steps = (
        step(1, State.WAITING, TransitionKind.TAKEN_ON),
        step(2, State.COORDINATING, agency="SDA"),
        step(9, State.DONE),
    )
    report = unfolded(replace(PAST, steps=steps))
    assert (report.acknowledged_at, report.acknowledged_by) == (AT + HOUR, "after 1 h")
    assert (report.closed_at, report.updated_at, report.version, report.agency) == (
        AT + 9 * HOUR,
        AT + 9 * HOUR,
        4,
        "SDA",
    )


def test_a_source_that_tells_of_the_closing_alone_does_not_know_the_first_response() -> None:
    report = unfolded(replace(PAST, steps=(step(9, State.DONE),)))
    assert (report.acknowledged_at, report.closed_at) == (None, AT + 9 * HOUR)


def test_a_source_that_does_not_say_since_when_does_not_know_the_first_response_either() -> None:
    report = unfolded(replace(PAST, steps=(step(0, State.IN_PROGRESS),)))
    assert (report.state, report.acknowledged_at) == (State.IN_PROGRESS, None)


def test_where_nothing_is_reconstructed_closing_at_once_is_the_first_response() -> None:
    report = unfolded(replace(PAST, steps=(step(9, State.DONE),), reconstructed=False))
    assert report.acknowledged_at == AT + 9 * HOUR


def test_a_reopened_report_is_open() -> None:
    report = unfolded(replace(PAST, steps=(step(1, State.DONE), step(2, State.REOPENED))))
    assert (report.state, report.closed_at) == (State.REOPENED, None)


def test_a_source_that_has_its_own_target_is_believed() -> None:
    report = unfolded(replace(PAST, close_by=AT + 3 * HOUR))
    assert (report.respond_by, report.close_by) == (AT + 6 * HOUR, AT + 3 * HOUR)


def test_the_timeline_holds_every_step_at_the_time_it_was_done() -> None:
    entries = timeline_of_past(replace(PAST, steps=(step(2, State.IN_PROGRESS), step(9, State.DONE))), ReportId(1))
    assert [(entry.sequence, entry.from_state, entry.to_state) for entry in entries] == [
        (1, None, State.WAITING),
        (2, State.WAITING, State.IN_PROGRESS),
        (3, State.IN_PROGRESS, State.DONE),
    ]
    assert all(entry.recorded_at == entry.acted_at and entry.reconstructed for entry in entries)


def test_photos_keep_their_stage() -> None:
    photos = photos_of_past(
        replace(PAST, photos=(PastPhoto("before", None, AT), PastPhoto("after", None, AT))), ReportId(1)
    )
    assert [(photo.id, photo.stage) for photo in photos] == [("1-1", "before"), ("1-2", "after")]
