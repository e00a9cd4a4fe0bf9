"""What the rest of the desktop reads from the mirror. Any thread; every question sees one committed state."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from commandcenter.models.board.change_set import ReportBatch, with_crews
from commandcenter.models.category import Category
from commandcenter.models.engine import close_engine
from commandcenter.models.figure.history import History
from commandcenter.models.flat import rebuild
from commandcenter.models.identity import CrewCode, ReportId
from commandcenter.models.instant import optional_from_ms
from commandcenter.models.mirror.bulk_read import in_parts
from commandcenter.models.mirror.column import BOARD_FIELDS, batch_of_rows
from commandcenter.models.mirror.database import reader_engine, reason_of
from commandcenter.models.mirror.failure import MirrorReadFailed
from commandcenter.models.mirror.history import read_history
from commandcenter.models.mirror.job_crew import crews_of
from commandcenter.models.mirror.rewind import read_rewind_log
from commandcenter.models.mirror.schema import ALL_INDEXED, MEDIA, REPORT, STANDING, TABLES, TRANSITION
from commandcenter.models.mirror.text_rank import (
    NOTHING_RANKED,
    RankedText,
    TextRanks,
    read_text_ranks,
    with_changed,
)
from commandcenter.models.record import (
    KEYS,
    Entity,
    Record,
    media_of,
    report_of,
    transition_of,
)
from commandcenter.models.report import Area, Media, Report, Transition
from commandcenter.models.rewind.log import RewindLog

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]")


TextField = Literal["number", "description", "address"]


@dataclass(frozen=True, slots=True)
class ReportDetails:
    """One report with its timeline (oldest first) and photos (oldest first)."""

    report: Report
    timeline: tuple[Transition, ...]
    media: tuple[Media, ...]


@dataclass(frozen=True, slots=True)
class ReportText:
    """What a row on screen shows and the board does not hold."""

    id: ReportId
    number: str
    description: str
    address: str | None
    acknowledged_by: str | None


@dataclass(frozen=True, slots=True)
class HeldReport:
    """One report as the mirror holds it.

    Attributes:
        record: All its fields.
        entries: The highest place in its timeline; 0 without one.
        photos: Ids of its photos.
    """

    record: Record
    entries: int
    photos: frozenset[str]


class MirrorReader:
    """Reads one mirror file.

    Thread: any; connections are pooled and each call takes one. Every method raises ``MirrorReadFailed`` if the
    database can't be read.
    """

    def __init__(self, path: Path) -> None:
        """Open a mirror whose tables are there; also while another process holds the folder's lock."""
        self._path = path
        self._engine = reader_engine(path)

    @property
    def path(self) -> Path:
        """The mirror's file."""
        return self._path

    def position(self) -> str | None:
        """Return the feed position that the mirror stands at; None: never loaded."""
        with self._reading() as connection:
            value: str | None = connection.execute(select(STANDING.c.position)).scalar_one()
            return value

    def board_batches(self, chunk_rows: int = 50_000) -> Iterator[ReportBatch]:
        """Yield every report as columns, oldest first, ``chunk_rows`` a batch; none for an empty mirror.

        All batches are of one committed state. Take them all promptly: while the iteration is open, the file's
        write-ahead log can't be shortened.
        """
        columns = select(*(REPORT.c[name] for name in BOARD_FIELDS)).order_by(REPORT.c.id)
        with self._reading() as connection:
            crews = crews_of(connection)
            # The driver's own cursor: a Row object for each report would cost as much as the reading.
            cursor = connection.connection.cursor()
            try:
                cursor.execute(str(columns))
                while rows := cursor.fetchmany(chunk_rows):
                    yield with_crews(batch_of_rows(rows), crews)
            finally:
                cursor.close()

    def history(self, since_s: int, before_s: int) -> History:
        """Return what figures between two UTC seconds are made from, as columns of one committed state.

        That is: every report that was open at some instant between them, with all its moves, and some more.

        Raises:
            RecordUnknown: If a timeline holds a state that this version does not know.
        """
        with self._reading() as connection, closing(connection.connection.cursor()) as cursor:
            return read_history(cast(sqlite3.Cursor, cursor), since_s, before_s)

    def rewind_log(self) -> RewindLog:
        """Return the past of every report, as columns of one committed state.

        Raises:
            RecordUnknown: If a record holds what this version does not know.
        """
        with self._reading() as connection, closing(connection.connection.cursor()) as cursor:
            return read_rewind_log(cast(sqlite3.Cursor, cursor))

    def first_report_at(self) -> datetime | None:
        """Return when the earliest report was made, UTC; None without any. Ids are ordered by that time."""
        with self._reading() as connection:
            first = select(REPORT.c.created_ms).order_by(REPORT.c.id).limit(1)
            return optional_from_ms(connection.execute(first).scalar_one_or_none())

    def agencies(self) -> tuple[str, ...]:
        """Return the codes of all agencies that answer for a report, sorted."""
        with self._reading() as connection:
            found = connection.execute(select(REPORT.c.agency).distinct()).scalars()
            return tuple(sorted(agency for agency in found if agency is not None))

    def labels(self, entity: Literal[Entity.AGENCY, Entity.CREW, Entity.INCIDENT]) -> Mapping[str, str]:
        """Return what people call the records of a kind, by code; an incident's code is its id as text."""
        table = TABLES[entity]
        key = table.c.id if entity is Entity.INCIDENT else table.c.code
        with self._reading() as connection:
            return {str(row[0]): row[1] for row in connection.execute(select(key, table.c.name))}

    def open_jobs(self) -> Mapping[CrewCode, int]:
        """Return how many jobs that have not ended each crew has; a crew without any is missing."""
        table = TABLES[Entity.JOB]
        counted = select(table.c.crew, func.count()).where(table.c.ended_ms.is_(None)).group_by(table.c.crew)
        with self._reading() as connection:
            return {CrewCode(row[0]): row[1] for row in connection.execute(counted)}

    def details(self, report_id: ReportId) -> ReportDetails | None:
        """Return everything about one report, or None if it is not (or no longer) here."""
        with self._reading() as connection:
            row = connection.execute(select(REPORT).where(REPORT.c.id == report_id)).mappings().one_or_none()
            if row is None:
                return None
            of_report = select(TRANSITION).where(TRANSITION.c.report_id == report_id)
            timeline = connection.execute(of_report.order_by(TRANSITION.c.sequence)).mappings()
            photos = select(MEDIA).where(MEDIA.c.report_id == report_id)
            media = connection.execute(photos.order_by(MEDIA.c.recorded_ms, MEDIA.c.id)).mappings()
            return ReportDetails(
                report=report_of({str(name): value for name, value in row.items()}),
                timeline=tuple(transition_of({str(k): v for k, v in entry.items()}) for entry in timeline),
                media=tuple(media_of({str(k): v for k, v in photo.items()}) for photo in media),
            )

    def texts(self, report_ids: Sequence[int]) -> Mapping[ReportId, ReportText]:
        """Return the texts of a screenful of reports; those that are not here are missing from the answer."""
        found: dict[ReportId, ReportText] = {}
        wanted = (REPORT.c.id, REPORT.c.number, REPORT.c.description, REPORT.c.address, REPORT.c.acknowledged_by)
        ids = [int(report_id) for report_id in report_ids]
        with self._reading() as connection:
            for part in in_parts(ids):
                for row in connection.execute(select(*wanted).where(REPORT.c.id.in_(part))):
                    found[ReportId(row[0])] = ReportText(*row)
        return found

    def text_columns(
        self, report_ids: NDArray[np.int64], fields: Sequence[TextField]
    ) -> Mapping[TextField, list[str | None]]:
        """Return some texts of many reports in the order of the ids, None for reports that are not here."""
        names = ", ".join(fields)
        # Names are of a literal; ids go as one text, since there may be more than a query has marks for.
        query = f"SELECT id, {names} FROM report WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        ids: list[int] = report_ids.tolist()
        with self._reading() as connection, closing(connection.connection.cursor()) as cursor:
            cursor.execute(query, (str(ids),))
            found = {row[0]: row[1:] for row in cursor.fetchall()}
        nothing = (None,) * len(fields)
        rows = [found.get(report, nothing) for report in ids]
        return {field: [row[at] for row in rows] for at, field in enumerate(fields)}

    def text_ranks(
        self, field: RankedText, before: TextRanks = NOTHING_RANKED, changed: NDArray[np.int64] | None = None
    ) -> TextRanks:
        """Return the places of all reports among one of their texts; takes seconds for a million.

        Args:
            field: Which text.
            before: Ranks read earlier.
            changed: int64 ids of what has changed since then, removed reports too; if they are few, only they are
                read. None: everything is.
        """
        if changed is not None:
            merged = with_changed(before, changed, lambda ids: self._texts_of(field, ids))
            if merged is not None:
                return merged
        with self._reading() as connection, closing(connection.connection.cursor()) as cursor:
            return read_text_ranks(cast(sqlite3.Cursor, cursor), field)

    def _texts_of(self, field: RankedText, report_ids: Sequence[int]) -> Mapping[int, str | None]:
        return {int(report): getattr(text, field) for report, text in self.texts(report_ids).items()}

    def search(self, text: str) -> NDArray[np.int64]:
        """Return the ids of reports that hold every word, ascending.

        A word matches as the beginning of a word in description, address or number, whatever its case and
        accents. Words without a letter or digit are left out; a text without any finds nothing.
        """
        query = match_query(text)
        if not query:
            return np.zeros(0, dtype=np.int64)
        with self._reading() as connection:
            cursor = connection.connection.cursor()
            try:
                cursor.execute("SELECT rowid FROM report_text WHERE report_text MATCH ?", (query,))
                ids = np.array([row[0] for row in cursor.fetchall()], dtype=np.int64)
            finally:
                cursor.close()
        ids.sort()
        return ids

    def search_covers_all(self) -> bool:
        """Return whether the text index holds every report; just after a first load it still follows."""
        with self._reading() as connection:
            through = connection.execute(select(STANDING.c.text_indexed_through)).scalar_one()
            return bool(through == ALL_INDEXED)

    def categories(self) -> tuple[Category, ...]:
        """Return the catalogue, by group and code."""
        table = TABLES[Entity.CATEGORY]
        with self._reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.group, table.c.code)).mappings()
            return tuple(rebuild(Category, {str(name): value for name, value in row.items()}) for row in rows)

    def areas(self) -> tuple[Area, ...]:
        """Return the areas with their borders, by code."""
        table = TABLES[Entity.AREA]
        with self._reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.code)).mappings()
            return tuple(rebuild(Area, {str(name): value for name, value in row.items()}) for row in rows)

    def entities(self, entity: Entity, kind: type[Value]) -> tuple[Value, ...]:
        """Return all there are of a kind of the city's things, by key; those that are no longer there included.

        Args:
            entity: One of ``record.VALUE_OF``.
            kind: The type of its values there.
        """
        table = TABLES[entity]
        with self._reading() as connection:
            rows = connection.execute(select(table).order_by(*(table.c[key] for key in KEYS[entity]))).mappings()
            return tuple(rebuild(kind, {str(name): value for name, value in row.items()}) for row in rows)

    def numbers(self) -> Iterator[tuple[int, str, int]]:
        """Yield id, number and time of reporting (milliseconds since 1970 UTC) of every report, oldest id first."""
        columns = select(REPORT.c.id, REPORT.c.number, REPORT.c.created_ms).order_by(REPORT.c.id)
        with self._reading() as connection:
            for row in connection.execute(columns):
                yield row[0], row[1], row[2]

    def reported_before(self, before_ms: int) -> Sequence[tuple[str, bool]]:
        """Return number, and whether it is closed, of every report from before an instant, oldest first.

        Args:
            before_ms: Milliseconds since 1970 UTC, exclusive.
        """
        columns = select(REPORT.c.number, REPORT.c.closed_ms.is_not(None)).where(REPORT.c.created_ms < before_ms)
        with self._reading() as connection:
            return [(row[0], bool(row[1])) for row in connection.execute(columns.order_by(REPORT.c.created_ms))]

    def held(self, report_ids: Sequence[int]) -> Mapping[int, HeldReport]:
        """Return what a writer has to know of reports that it changes; those that are not here are missing."""
        found: dict[int, HeldReport] = {}
        ids = [int(report_id) for report_id in report_ids]
        with self._reading() as connection:
            for part in in_parts(ids):
                lengths = select(TRANSITION.c.report_id, func.max(TRANSITION.c.sequence))
                lengths = lengths.where(TRANSITION.c.report_id.in_(part)).group_by(TRANSITION.c.report_id)
                entries = {row[0]: row[1] for row in connection.execute(lengths)}
                photos: dict[int, set[str]] = {}
                for row in connection.execute(select(MEDIA.c.report_id, MEDIA.c.id).where(MEDIA.c.report_id.in_(part))):
                    photos.setdefault(row[0], set()).add(row[1])
                for record in connection.execute(select(REPORT).where(REPORT.c.id.in_(part))).mappings():
                    key = record["id"]
                    values = {str(name): value for name, value in record.items()}
                    found[key] = HeldReport(values, entries.get(key, 0), frozenset(photos.get(key, ())))
        return found

    def close(self) -> None:
        """Close the connections, those in use once their question is answered; the reader can't be used afterwards."""
        close_engine(self._engine)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, sqlite3.Error) as error:
            raise MirrorReadFailed(file=str(self._path), reason=reason_of(error)) from error


def match_query(text: str) -> str:
    """Return the FTS5 query for what somebody typed: every word as a quoted prefix, nothing of it as syntax.

    A word with signs in it (``JK170220-0004``) becomes a phrase of its parts, the last of them a prefix.
    """
    words = [word for word in text.replace("\x00", " ").split() if _WORD.search(word)]
    return " ".join('"' + word.replace('"', '""') + '"*' for word in words)
