"""Printing what a mapping makes of a file: for ``store import --dry-run`` and ``store mapping draft``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from commandcenter.models.instant import zoned
from commandcenter.models.past import PastReport
from commandcenter.models.state import State
from commandcenter.store.intake.mapping import ReportMapping
from commandcenter.store.intake.mapping_text import fields_by_column, state_text, table
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.intake.understanding import Understanding

_SHOWN_REASONS = 10
_SHOWN_CHARS = 70


def print_understanding(
    file: TableFile, mapping: ReportMapping, found: Understanding, *, as_json: bool, evidence: str = ""
) -> None:
    """Print to standard output what was understood; nothing was written.

    Args:
        file: The file that was read.
        mapping: By which.
        found: What came of it.
        as_json: One JSON object instead of tables.
        evidence: Why dates are read in this order; empty: as the mapping says.
    """
    if as_json:
        print(json.dumps(_as_json(mapping, found)))
        return
    print("\n".join(_lines(file, mapping, found, evidence)))


def _as_json(mapping: ReportMapping, found: Understanding) -> dict[str, object]:
    return {
        "mapping": mapping.name,
        "read": found.rows,
        "reports": found.reports,
        "rejected": found.rejected,
        "columns": fields_by_column(mapping),
        "statuses": dict(found.statuses),
        "types": dict(found.types),
        "reasons": dict(found.reasons),
        "samples": [_sample(report, mapping) for report in found.samples],
    }


def _lines(file: TableFile, mapping: ReportMapping, found: Understanding, evidence: str) -> Iterator[str]:
    packed = ", gzipped" if file.gzipped else ""
    divided = f" divided by {file.delimiter!r}" if file.delimiter else ""
    yield f"{file.path.name}: {file.format}{divided}{packed}, {found.rows} rows. Mapping: {mapping.name}."
    yield ""
    fields = fields_by_column(mapping)
    rows = [(column, fields.get(column, "(not read)")) for column in file.columns]
    yield from table(("column", "becomes"), rows)
    yield ""
    yield f"Dates: {mapping.time.order}. {evidence or mapping.time.about}"
    yield f"Times without an offset are of {mapping.time.zone}."
    yield ""
    if found.statuses:
        states = {text.casefold(): standing for text, standing in mapping.status.table.items()}
        standings = [
            (text or "(blank)", n, state_text(states.get(text.casefold()))) for text, n in found.statuses.most_common()
        ]
        yield from table((mapping.status.column, "rows", "our state"), standings)
        yield ""
    if found.types:
        codes = mapping.category_codes
        default = mapping.category.default
        types = [
            (text or "(blank)", n, codes.get(text.casefold(), default) or "refused")
            for text, n in found.types.most_common()
        ]
        yield from table((mapping.category.column, "rows", "category"), types)
        yield ""
    yield f"Reports: {found.reports}. As the first would become:"
    for report in found.samples:
        yield "  " + ", ".join(f"{name} {value!s}" for name, value in _sample(report, mapping).items() if value)
    yield ""
    yield f"Refused: {found.rejected}."
    for reason, n in found.reasons.most_common(_SHOWN_REASONS):
        yield f"  {n} × {reason}"
    if found.more:
        yield "  There are more statuses, types or reasons than are counted here."


def _sample(report: PastReport, mapping: ReportMapping) -> dict[str, str]:
    zone = ZoneInfo(mapping.time.zone)
    last = report.steps[-1] if report.steps else None
    return {
        "id": report.external_id,
        "reported": zoned(report.created_at, zone),
        "category": report.category,
        "state": (last.to_state if last else State.WAITING).value,
        "since": zoned(last.acted_at, zone) if last else "",
        "due": zoned(report.close_by, zone) if report.close_by else "",
        "place": f"{report.place.lat:.6f} {report.place.lon:.6f}" if report.place else "",
        "address": report.address or "",
        "agency": report.agency or "",
        "channel": report.channel,
        "description": " / ".join(report.description.splitlines())[:_SHOWN_CHARS],
    }
