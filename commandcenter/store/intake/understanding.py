"""What a mapping makes of a file, without a store: counts of statuses and types, samples, what would be refused."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from commandcenter.models.failure import Failure
from commandcenter.models.past import PastReport
from commandcenter.store.intake.mapping import CategoryRule, ReportMapping
from commandcenter.store.intake.past_row import PastRow
from commandcenter.store.intake.reject import Reject
from commandcenter.store.intake.table_file import TableFile

_SAMPLES = 3
UNDECIDED = "(no category yet)"
_MAX_DISTINCT = 300
"""Of statuses and types; a column with more is none."""


@dataclass(slots=True)
class Understanding:
    """What was understood.

    Attributes:
        statuses: How often each status stands in the file.
        types: How often each type does.
        samples: The first reports, as they would become.
        reasons: How often rows are refused for which reason.
        rejects: The first refused rows.
        more: Whether statuses or types were too many to be all counted.
    """

    rows: int = 0
    reports: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    samples: list[PastReport] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    more: bool = False

    @property
    def rejected(self) -> int:
        """Return how many rows would be refused."""
        return self.rows - self.reports


def understand(table: TableFile, mapping: ReportMapping, now: datetime) -> Understanding:
    """Read a whole file and write nothing.

    Args:
        table: The open file.
        mapping: What its columns mean.
        now: What lies later is refused.
    """
    found = Understanding()
    reader = PastRow(mapping, now)
    for entry in table.rows():
        found.rows += 1
        if isinstance(entry, Reject):
            _note_reject(found, entry)
            continue
        line, row = entry
        for counter, column in ((found.statuses, mapping.status.column), (found.types, mapping.category.column)):
            text = row.get(column, "").strip()
            if column and (text in counter or len(counter) < _MAX_DISTINCT):
                counter[text] += 1
            elif column:
                found.more = True
        try:
            report = reader.read(line, row)
        except Failure as failure:
            _note_reject(found, Reject(line, failure, row))
        else:
            found.reports += 1
            if len(found.samples) < _SAMPLES:
                found.samples.append(report)
    return found


def first_reports(table: TableFile, mapping: ReportMapping, now: datetime) -> list[PastReport]:
    """Return the first reports as they would become if every type had a category; types without one say so."""
    open_types = CategoryRule(column=mapping.category.column, default=UNDECIDED)
    reader = PastRow(mapping.model_copy(update={"category": open_types}), now)
    samples: list[PastReport] = []
    for entry in table.rows():
        if isinstance(entry, Reject):
            continue
        with suppress(Failure):
            samples.append(reader.read(*entry))
        if len(samples) == _SAMPLES:
            break
    return samples


def _note_reject(found: Understanding, reject: Reject) -> None:
    reason = str(reject.reason)
    if reason in found.reasons or len(found.reasons) < _MAX_DISTINCT:
        found.reasons[reason] += 1
    else:
        found.more = True
    if len(found.rejects) < _SAMPLES:
        found.rejects.append(reject)
