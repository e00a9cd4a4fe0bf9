"""Reading of files that a test writes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from commandcenter.models.past import PastReport
from commandcenter.store.intake.mapping import ReportMapping
from commandcenter.store.intake.opening import open_reports
from commandcenter.store.intake.reject import Reject

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def rows_of(path: Path, content: bytes | str, mapping: ReportMapping | None = None) -> list[PastReport | Reject]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(open_reports(path, mapping, NOW))


def report(row: PastReport | Reject) -> PastReport:
    assert isinstance(row, PastReport), row
    return row


def reason(row: PastReport | Reject) -> str:
    assert isinstance(row, Reject), row
    return str(row.reason)
