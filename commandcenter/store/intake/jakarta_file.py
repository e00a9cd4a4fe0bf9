"""The Jakarta flood archive: CSV with naive WIB times, coordinates as text, title and text apart.

Owns what a row of that file means and why a row is refused. Every refused row keeps its line and a reason.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commandcenter.models.failure import Failure
from commandcenter.models.identity import CategoryCode
from commandcenter.models.instant import WIB, parse_instant
from commandcenter.models.past import PastPhoto, PastReport
from commandcenter.models.place import LonLat, checked_place
from commandcenter.models.report import checked_description
from commandcenter.store.text import fit_text

SOURCE = "petabencana"
"""First part of the identity of every row of this file."""

CATEGORY = CategoryCode("BANJIR")

_REQUIRED = ("report_id", "created_at", "source", "lat", "lon", "title", "text")
_CONTENT = (*_REQUIRED[1:], "flood_depth_cm", "has_image")
_MAX_SOURCE_CHARS = 40

_NOT_UTF8 = re.compile(r"[\udc80-\udcff]")
"""What bytes that are no UTF-8 become when they are read."""


class UnknownHeader(Failure):
    """A CSV file of another kind."""

    code = "unknown_header"
    template = (
        "{path} begins with other columns than any file that can be imported. Missing: {missing}. "
        "The first line must name: {required}."
    )


class BadRow(Failure):
    """A row that can't become a report."""

    code = "bad_row"
    template = "{what}"


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was refused, as it stood."""

    line: int
    reason: Failure
    row: Mapping[str, str]


def columns_of(path: Path) -> Sequence[str]:
    """Return the file's columns.

    Raises:
        UnknownHeader: If it is a file of another kind.
        OSError: If it can't be read.
    """
    with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as file:
        try:
            columns = next(csv.reader(file, strict=True), [])
        except csv.Error:
            columns = []
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        raise UnknownHeader(path=path, missing=", ".join(missing), required=", ".join(_REQUIRED))
    return columns


def read_rows(path: Path, now: datetime) -> Iterator[PastReport | Reject]:
    """Yield the rows in the file's order.

    Args:
        path: The file.
        now: A row reported later than this is refused.

    Raises:
        UnknownHeader: If it is a file of another kind.
    """
    columns_of(path)
    with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as file:
        # Strict: a quote that is never closed must not swallow the rest of the file without a word.
        reader = csv.DictReader(file, restkey="", restval="", strict=True)
        line = 2
        while True:
            row: dict[str, str] = {}
            try:
                row = next(reader)
                yield _report(line, row, now)
            except StopIteration:
                return
            except csv.Error as error:
                lines = f"Lines {line} to {reader.reader.line_num}"
                yield Reject(line, BadRow(what=f"{lines} can't be read ({error}). Check the quotes of {line}."), row)
            except Failure as failure:
                yield Reject(line, failure, {name: row[name] for name in row if name})
            line = reader.reader.line_num + 1


def _report(line: int, row: Mapping[str, str], now: datetime) -> PastReport:
    if "" in row:
        raise BadRow(what="The row has more cells than the header has columns. Check its quotes.")
    if any(_NOT_UTF8.search(cell) for cell in row.values()):
        raise BadRow(what="The row is not UTF-8. Save the file in that encoding.")
    external_id = fit_text(row["report_id"])
    if not external_id:
        raise BadRow(what="The row has no report_id. Give it one that stays the same.")
    created_at = _created_at(row["created_at"], now)
    content = "\x1f".join(row.get(name, "").strip() for name in _CONTENT)
    return PastReport(
        line=line,
        external_id=external_id,
        content_hash=hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest(),
        created_at=created_at,
        channel=fit_text(row["source"])[:_MAX_SOURCE_CHARS] or SOURCE,
        category=CATEGORY,
        place=_place(row["lon"], row["lat"]),
        description=_description(fit_text(row["title"]), fit_text(row["text"])),
        submission_note=_depth_note(row.get("flood_depth_cm", "")),
        photos=_photos(row.get("has_image", ""), created_at),
        named_area=row.get("kelurahan_kode", "").strip(),
    )


def _created_at(text: str, now: datetime) -> datetime:
    try:
        at = parse_instant(text, naive_as=WIB)
    except (ValueError, OverflowError) as error:
        raise BadRow(
            what=f"created_at is {text[:40]!r}, which is no date and time like 2017-02-20T02:36:00."
        ) from error
    if at > now:
        raise BadRow(what=f"created_at ({text[:40]}) lies in the future. Check the date, or this machine's clock.")
    if at.year < 1970:
        raise BadRow(what=f"created_at ({text[:40]}) lies before 1970. Check the date.")
    return at


def _place(lon: str, lat: str) -> LonLat:
    try:
        return checked_place(float(lon), float(lat))
    except ValueError as error:
        raise BadRow(what=f"lat {lat[:20]!r}, lon {lon[:20]!r} are no numbers. Correct the position.") from error


def _description(title: str, text: str) -> str:
    """Join title and text; a title that the text already holds is not said twice."""
    if not title or title.casefold() in text.casefold():
        return checked_description(text)
    return checked_description(f"{title}\n{text}")


def _depth_note(text: str) -> str:
    try:
        depth_cm = float(text)
    except ValueError:
        return ""
    return f"kedalaman {depth_cm:g} cm" if 0 <= depth_cm < 10_000 else ""


def _photos(has_image: str, created_at: datetime) -> tuple[PastPhoto, ...]:
    """The archive says that there was a photo, not where it is."""
    return (PastPhoto("before", None, created_at),) if has_image.strip().lower() in {"true", "1", "yes"} else ()
