"""How far up a report goes that nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandcenter.models.duty import DutyLevel, Patience, due_level
from commandcenter.models.identity import CategoryCode, ReportId, ReportNumber
from commandcenter.models.report import Moderation, Priority, Report
from commandcenter.models.state import CLOSED_STATES, State

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
LIMIT = AT + timedelta(hours=6)
PATIENCE = Patience(camat_after_s=0, wali_kota_after_s=6 * 3_600)
LURAH, CAMAT, WALI_KOTA = DutyLevel

REPORT = Report(
    id=ReportId(1),
    number=ReportNumber("JK261124-000001"),
    version=1,
    category=CategoryCode("JALAN"),
    state=State.WAITING,
    priority=Priority.NORMAL,
    place=None,
    area=None,
    agency=None,
    description="",
    address="Jalan Satu",
    channel="open311",
    created_at=AT,
    recorded_at=AT,
    updated_at=AT,
    acknowledged_at=None,
    acknowledged_by=None,
    closed_at=None,
    respond_by=LIMIT,
    close_by=AT + timedelta(days=1),
    supporters=0,
    has_photo=False,
    moderation=Moderation.PENDING,
    simulated=False,
    reconstructed=False,
)


@pytest.mark.parametrize(
    ("past_limit_s", "level"),
    [(-1, LURAH), (0, CAMAT), (6 * 3_600 - 1, CAMAT), (6 * 3_600, WALI_KOTA), (30 * 86_400, WALI_KOTA)],
)
def test_a_report_goes_from_lurah_to_camat_to_wali_kota(past_limit_s: int, level: DutyLevel) -> None:
    assert due_level(REPORT, PATIENCE, LIMIT + timedelta(seconds=past_limit_s)) is level


def test_a_category_with_less_patience_goes_up_sooner() -> None:
    flood = Patience(camat_after_s=0, wali_kota_after_s=600)
    assert due_level(REPORT, flood, LIMIT + timedelta(minutes=10)) is WALI_KOTA
    assert due_level(REPORT, PATIENCE, LIMIT + timedelta(minutes=10)) is CAMAT


def test_a_wali_kota_with_less_patience_than_the_camat_is_asked_first() -> None:
    assert due_level(REPORT, Patience(3_600, 60), LIMIT + timedelta(minutes=2)) is WALI_KOTA


def test_what_was_answered_closed_or_paused_goes_no_further_up() -> None:
    late = LIMIT + timedelta(days=9)
    answered = replace(REPORT, acknowledged_at=AT, acknowledged_by="Lurah")
    paused = replace(REPORT, state=State.ESTIMATED)
    rebuilt = replace(REPORT, reconstructed=True)
    closed = [replace(REPORT, state=state) for state in CLOSED_STATES]
    for report in (answered, paused, rebuilt, *closed):
        assert due_level(report, PATIENCE, late) is LURAH
    assert due_level(replace(answered, duty_level=1), PATIENCE, late) is CAMAT


@given(
    level=st.integers(0, 2),
    past_s=st.integers(-(10**7), 10**8),
    more_s=st.integers(0, 10**7),
    camat_s=st.integers(0, 10**6),
    wali_kota_s=st.integers(0, 10**6),
)
def test_nothing_ever_goes_down_again(level: int, past_s: int, more_s: int, camat_s: int, wali_kota_s: int) -> None:
    report = replace(REPORT, duty_level=level)
    patience = Patience(camat_s, wali_kota_s)
    first = due_level(report, patience, LIMIT + timedelta(seconds=past_s))
    later = due_level(report, patience, LIMIT + timedelta(seconds=past_s + more_s))
    assert level <= first <= later
    if past_s >= wali_kota_s:
        assert first is WALI_KOTA
    if past_s < min(camat_s, wali_kota_s):
        assert first == level
