"""Which reasons a reviewer is given, from which values on, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commandcenter.models.identity import AreaCode, CategoryCode, ReportId, ReportNumber
from commandcenter.models.photo import Shot
from commandcenter.models.place import LonLat
from commandcenter.models.report import Moderation, Priority, Report
from commandcenter.models.state import State
from commandcenter.store.language import catalogue
from commandcenter.store.photo.evidence import (
    CLOCKS_DIFFER_BY,
    LIMITS,
    SENTENCES,
    EarlierCopy,
    Habit,
    ReasonKind,
    distance_m,
    reasons_for,
    sentences_of,
)

REPORTED_AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
MONAS = LonLat(106.8272, -6.1754)
REPORT = Report(
    id=ReportId(1),
    number=ReportNumber("JK261124-000001"),
    version=1,
    category=CategoryCode("SAMPAH"),
    state=State.DONE,
    priority=Priority.NORMAL,
    place=MONAS,
    area=AreaCode("31.71"),
    agency=None,
    description="",
    address=None,
    channel="qlue",
    created_at=REPORTED_AT,
    recorded_at=REPORTED_AT,
    updated_at=REPORTED_AT,
    acknowledged_at=None,
    acknowledged_by=None,
    closed_at=None,
    respond_by=REPORTED_AT,
    close_by=REPORTED_AT,
    supporters=0,
    has_photo=True,
    moderation=Moderation.PENDING,
    simulated=False,
    reconstructed=False,
)
HONEST = Shot(REPORTED_AT + timedelta(hours=2), MONAS, "Contoh", "F1")
ALWAYS = Habit("F1", 20, {"time": 1.0, "place": 0.9, "camera": 1.0})
COPY = EarlierCopy("a" * 32, "JK261101-000007", "after", 0.97, 0.61, mirrored=True)


def kinds(shot: Shot, habit: Habit | None = ALWAYS, report: Report = REPORT) -> list[ReasonKind]:
    return [reason.kind for reason in reasons_for(report, shot, [], habit, 150)]


def test_an_honest_photo_gives_no_reason() -> None:
    assert kinds(HONEST) == []


def test_a_photo_older_than_the_report_does_beyond_what_clocks_differ_by() -> None:
    just = replace(HONEST, taken_at=REPORTED_AT - CLOCKS_DIFFER_BY)
    assert kinds(just) == []
    assert kinds(replace(just, taken_at=REPORTED_AT - CLOCKS_DIFFER_BY - timedelta(seconds=1))) == [ReasonKind.OLDER]


def test_a_photo_taken_elsewhere_does_beyond_the_stated_distance() -> None:
    # A degree of latitude is 111.195 km on the sphere.
    near, far = (replace(HONEST, place=LonLat(MONAS.lon, MONAS.lat + north_m / 111_195)) for north_m in (149, 151))
    assert kinds(near) == []
    assert kinds(far) == [ReasonKind.ELSEWHERE]
    assert kinds(far, report=replace(REPORT, place=None)) == []


def test_distance_on_the_sphere() -> None:
    assert distance_m(LonLat(106.8, -6.2), LonLat(106.8, -6.2)) == 0
    # Jakarta to Bandung, 116.6 km by an independent calculation on the sphere.
    assert distance_m(LonLat(106.8272, -6.1754), LonLat(107.6186, -6.9025)) == pytest.approx(119_000, rel=0.02)


@pytest.mark.parametrize(
    ("habit", "expected"),
    [
        (ALWAYS, [ReasonKind.METADATA_MISSING]),
        (replace(ALWAYS, known=4), []),
        (replace(ALWAYS, usual={"time": 1.0, "place": 0.79, "camera": 1.0}), []),
        (None, []),
    ],
)
def test_what_a_camera_normally_writes_is_missed_only_where_that_is_known(
    habit: Habit | None, expected: list[ReasonKind]
) -> None:
    assert kinds(replace(HONEST, place=None), habit) == expected


def test_a_copy_is_told_with_its_numbers_in_both_languages() -> None:
    (reason,) = reasons_for(REPORT, HONEST, [COPY], ALWAYS, 150)
    kept = reason.to_json()
    assert (kept["share_percent"], kept["covers_percent"], kept["mirrored"]) == (97, 61, True)
    told = sentences_of(kept)
    assert told["en"].startswith("97 % of what can be compared is the same")
    assert "JK261101-000007 (sesudah); tercermin: ya" in told["id"]


def test_every_reason_has_a_sentence_in_indonesian_and_the_limits_name_generated_pictures() -> None:
    assert all(SENTENCES[kind] in catalogue("id") for kind in ReasonKind)
    assert "Generated" in LIMITS["en"]
    assert "AI" in LIMITS["id"]
