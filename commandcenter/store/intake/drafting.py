"""Drafting a mapping from a file that nobody has described: names of columns, and what stands in them.

Owns the guesses and their evidence. The order of day and month is never guessed row by row: one date of the whole file
proves it, or a person says it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from commandcenter.models.failure import Failure
from commandcenter.resource import resource_path
from commandcenter.store.catalogue import read_catalogue
from commandcenter.store.intake.clock_text import date_parts
from commandcenter.store.intake.mapping import (
    CategoryRule,
    ChannelRule,
    Order,
    PhotoRule,
    PlaceRule,
    ReportMapping,
    Standing,
    StatusRule,
    TextRule,
    TimeRule,
)
from commandcenter.store.intake.opening import ColumnsMissing
from commandcenter.store.intake.reject import Reject
from commandcenter.store.intake.status_word import standing_of
from commandcenter.store.intake.table_file import TableFile

_MAX_DISTINCT = 200
"""A column with more different values is no type and no status."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": (
        *("service_request_id", "service_request_number", "case_enquiry_id", "unique_key", "report_id", "ticket_id"),
        *("request_id", "case_id", "post_id", "sr_number", "nomor_laporan", "no_laporan", "nomor", "number", "id"),
    ),
    "created": (
        *("created_at", "created_date", "creation_date", "requested_datetime", "open_dt", "opened", "date_opened"),
        *("created", "reported_at", "report_date", "post_date", "tanggal_laporan", "tanggal", "waktu", "date"),
    ),
    "updated": ("updated_at", "updated_datetime", "updated_date", "last_updated", "updated", "diperbarui"),
    "closed": (
        *("closed_at", "closed_date", "completion_date", "closed_dt", "date_closed", "resolved_at", "closed"),
        *("tanggal_selesai", "selesai"),
    ),
    "close_by": ("sla_target_dt", "due_date", "expected_datetime", "target_date", "deadline", "tenggat"),
    "lat": ("latitude", "lat", "loc_lat", "lintang", "y", "location.latitude", "location.lat"),
    "lon": ("longitude", "long", "lon", "lng", "loc_lng", "bujur", "x", "location.longitude", "location.lng"),
    "address": ("address", "street_address", "incident_address", "location", "alamat", "lokasi"),
    "title": ("title", "case_title", "post_title", "subject", "judul"),
    "description": ("description", "text", "details", "post_desc", "descriptor", "uraian", "isi", "deskripsi"),
    "type": (
        *("service_name", "complaint_type", "type", "category", "request_type", "type_of_service_request"),
        *("kategori", "jenis"),
    ),
    "status": ("status", "case_status", "status_description", "state"),
    "note": ("status_notes", "resolution_description", "resolution", "tindak_lanjut", "catatan"),
    "agency": ("agency_responsible", "agency", "department", "dinas", "opd"),
    "channel": ("source", "channel", "open_data_channel_type", "method_received", "kanal", "sumber"),
    "photo": ("media_url", "photo_url", "image_url", "post_images", "foto"),
}
"""Names by which columns are known, the surest first."""

FIELDS = tuple(_NAMES)
"""What a person can name a column for."""

_REQUIRED = ("id", "created", "lat", "lon")


class DateOrderUnclear(Failure):
    """Dates that can be read in two ways."""

    code = "date_order_unclear"
    template = (
        "The dates of {path} can be read with the day first or the month first: {what}. Say --date-order {choice}."
    )


class DraftImpossible(Failure):
    """A file without what every report needs."""

    code = "draft_impossible"
    template = (
        "No mapping can be drafted from {path}: no column looks like {what}. It has: {columns}. Name it with --column "
        "{example}=NAME."
    )


@dataclass(slots=True)
class Draft:
    """A drafted mapping and why it is as it is.

    Attributes:
        evidence: Why dates are read in this order.
        unused: Columns that nothing is made of.
    """

    mapping: ReportMapping
    evidence: str
    unused: Sequence[str]


@dataclass(slots=True)
class _Seen:
    """What one pass over the file saw."""

    first_over: tuple[int, str] | None = None
    second_over: tuple[int, str] | None = None
    year_first: tuple[int, str] | None = None
    dates: int = 0
    values: dict[str, Counter[str]] = field(default_factory=dict)


def draft_mapping(
    table: TableFile, *, zone: str, order: Order | None = None, columns: Mapping[str, str] | None = None
) -> Draft:
    """Draft a mapping of a file.

    Args:
        table: The open file.
        zone: IANA name of the zone of its times; nothing in a file proves it.
        order: Of day and month, where a person says it.
        columns: One of ``FIELDS`` to a column, where a person says it.

    Raises:
        ColumnsMissing: If a column that a person named is not there.
        DraftImpossible: If no column looks like what every report needs.
        DateOrderUnclear: If nothing proves the order of day and month, or dates contradict each other.
    """
    absent = [column for column in (columns or {}).values() if column not in table.columns]
    if absent:
        shown = ", ".join(table.columns)
        raise ColumnsMissing(path=table.path, name="draft", missing=", ".join(absent), columns=shown)
    known = _known_columns(table.columns, columns or {})
    for name in _REQUIRED:
        if name not in known:
            raise DraftImpossible(path=table.path, what=name, columns=", ".join(table.columns), example=name)
    seen = _look(table, known)
    proven, evidence = _proven_order(table.path, seen, order)
    used = dict.fromkeys(known.values())
    content = tuple(name for name in table.columns if name in used and name != known["id"])
    return Draft(
        mapping=_mapping(table, known, content, TimeRule(zone=zone, order=proven, about=evidence), seen),
        evidence=evidence,
        unused=[name for name in table.columns if name not in used],
    )


def _known_columns(columns: Sequence[str], said: Mapping[str, str]) -> dict[str, str]:
    """Return which column each field is read from; no column serves two."""
    by_name = {_plain(name): name for name in reversed(columns)}
    known = dict(said)
    taken = set(known.values())
    for name, candidates in _NAMES.items():
        found = next((by_name[one] for one in candidates if one in by_name and by_name[one] not in taken), None)
        if name not in known and found is not None:
            known[name] = found
            taken.add(found)
    return known


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "_", name.casefold()).strip("_")


def _look(table: TableFile, known: Mapping[str, str]) -> _Seen:
    seen = _Seen()
    dated = [known[name] for name in ("created", "updated", "closed", "close_by") if name in known]
    counted = [known[name] for name in ("type", "status") if name in known]
    seen.values = {column: Counter() for column in counted}
    for entry in table.rows():
        if isinstance(entry, Reject):
            continue
        line, row = entry
        for column in dated:
            _look_at_date(seen, line, row.get(column, ""))
        for column in counted:
            if len(seen.values[column]) <= _MAX_DISTINCT:
                seen.values[column][row.get(column, "").strip()] += 1
    return seen


def _look_at_date(seen: _Seen, line: int, text: str) -> None:
    parts = date_parts(text)
    if parts is None:
        return
    seen.dates += 1
    if len(parts[0]) == 4:
        seen.year_first = seen.year_first or (line, text)
    elif int(parts[0]) > 12:
        seen.first_over = seen.first_over or (line, text)
    elif int(parts[1]) > 12:
        seen.second_over = seen.second_over or (line, text)


def _proven_order(path: Path, seen: _Seen, said: Order | None) -> tuple[Order, str]:
    """Return the order and the evidence for it; one date decides for the whole file, two that disagree for none."""
    proofs: list[tuple[Order, tuple[int, str]]] = []
    if seen.year_first:
        proofs.append(("year-first", seen.year_first))
    if seen.first_over:
        proofs.append(("day-first", seen.first_over))
    if seen.second_over:
        proofs.append(("month-first", seen.second_over))
    if len(proofs) > 1:
        what = " but ".join(f"line {line} ({text}) is {order}" for order, (line, text) in proofs)
        if said is None:
            raise DateOrderUnclear(path=path, what=what, choice="day|month; the other rows are then refused")
        return said, f"Said by a person; the file contradicts itself: {what}."
    if said is not None:
        if proofs and proofs[0][0] != said:
            order, (line, text) = proofs[0]
            raise DateOrderUnclear(path=path, what=f"line {line} ({text}) is {order}", choice=order.partition("-")[0])
        return said, "Said by a person; the file does not contradict it."
    if not proofs:
        what = "no day is greater than 12" if seen.dates else "it holds no dates"
        raise DateOrderUnclear(path=path, what=what, choice="day|month")
    order, (line, text) = proofs[0]
    return order, f"Line {line} ({text}) can be read in no other order, and none of {seen.dates} dates contradicts it."


def _mapping(
    table: TableFile, known: Mapping[str, str], content: tuple[str, ...], time: TimeRule, seen: _Seen
) -> ReportMapping:
    name = _plain(table.path.name.partition(".")[0]).replace("_", "-") or "draft"
    statuses = seen.values.get(known.get("status", ""), Counter())
    closing = "closed" in known or "updated" in known
    texts = tuple(known[field] for field in ("title", "description") if field in known)
    return ReportMapping(
        name=name,
        title=table.path.name,
        source=name,
        recognise=(known["id"], *content),
        delimiter=table.delimiter,
        id=known["id"],
        content=content,
        created=known["created"],
        updated=known.get("updated", ""),
        closed=known.get("closed", ""),
        close_by=known.get("close_by", ""),
        time=time,
        place=PlaceRule(lat=known["lat"], lon=known["lon"], missing="keep" if "address" in known else "reject"),
        address=TextRule(columns=(known["address"],), separator=", ") if "address" in known else None,
        description=TextRule(columns=texts or ((known["type"],) if "type" in known else ())),
        category=_category_rule(known.get("type", ""), seen),
        status=StatusRule(
            column=known.get("status", ""),
            table={text: _standing(text, closing) for text, _ in statuses.most_common(_MAX_DISTINCT)},
            note=known.get("note", ""),
        ),
        agency=known.get("agency", ""),
        channel=ChannelRule(column=known.get("channel", ""), default=name[:40]),
        photo=PhotoRule(url=known["photo"]) if "photo" in known else None,
    )


def _standing(text: str, closing: bool) -> Standing | None:
    """Return our state for a status word; one that closes needs a column that says when."""
    standing = standing_of(text)
    return standing if standing is None or closing or standing.state.value not in {"done", "rejected"} else None


def _category_rule(column: str, seen: _Seen) -> CategoryRule:
    """Return types that the shipped catalogue knows by code or name; a person fills in the others, which are null."""
    known = {}
    for category in read_catalogue(resource_path("catalogue", "jakarta.json")).categories:
        for name in (category.name_en, category.name_id, category.code):
            known[name.casefold()] = category.code
    types = seen.values.get(column, Counter())
    return CategoryRule(
        column=column, table={text: known.get(text.casefold()) for text, _ in types.most_common(_MAX_DISTINCT)}
    )
