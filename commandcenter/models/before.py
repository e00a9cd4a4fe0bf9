"""What a report said before an entry of its timeline changed it, so that the past can be shown as it was known then.

Owns the fields that are kept so and their text. Never among them: texts, and whatever a person wrote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from commandcenter.models.record import report_record
from commandcenter.models.report import Report

KEPT = (
    "category",
    "priority",
    "lon",
    "lat",
    "area",
    "agency",
    "acknowledged_ms",
    "acknowledged_by",
    "closed_ms",
    "respond_by_ms",
    "close_by_ms",
    "incident",
    "moderation",
    "paused_ms",
)
"""Fields of a report's record (``record.FIELDS``). Its state stands in the entry itself."""


def before_text(report: Report, fields: Mapping[str, Any]) -> str | None:
    """Return the kept fields that will be others, as they are, as a JSON object; None where none will.

    Args:
        report: As it is before the entry.
        fields: What the entry makes of it, by field of its record.
    """
    record = report_record(report)
    changed = {name: record[name] for name in KEPT if name in fields and fields[name] != record[name]}
    return json.dumps(changed, separators=(",", ":")) if changed else None
