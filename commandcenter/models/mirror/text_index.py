"""The full-text index over description, number and address, kept in step with the reports.

FTS5 with the report table as its content: it stores no text twice, but must be told the old text whenever a text
changes or goes. During a snapshot it is emptied, and then follows in steps (a million reports take eleven seconds:
nobody should wait for that to see the map). Between steps it holds exactly the reports up to
``standing.text_indexed_through``; later ones are added when their turn comes. Belongs to the writer's transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from commandcenter.models.mirror.schema import ALL_INDEXED, REPORT, STANDING, TEXT_FIELDS
from commandcenter.models.record import Record

NOTHING_INDEXED = -1
"""``text_indexed_through`` of an emptied index: it begins anew with the oldest report."""

CLEAR_TEXT = "INSERT INTO report_text(report_text) VALUES ('delete-all')"
"""Empties the index; ``NOTHING_INDEXED`` belongs to it."""

_COLUMNS = ", ".join(TEXT_FIELDS)
_MARKS = ", ".join("?" for _ in TEXT_FIELDS)
# Joined from constants of this program; values go through the marks.
_ADD = f"INSERT INTO report_text(rowid, {_COLUMNS}) VALUES (?, {_MARKS})"  # noqa: S608
_DROP = f"INSERT INTO report_text(report_text, rowid, {_COLUMNS}) VALUES ('delete', ?, {_MARKS})"  # noqa: S608
_IDS_A_QUERY = 500

_Text = tuple[Any, ...]


def index_following(connection: Connection, max_rows: int) -> bool:
    """Add the next reports; return whether all are in it now."""
    through = _indexed_through(connection)
    if through == ALL_INDEXED:
        return True
    columns = [REPORT.c.id, *(REPORT.c[name] for name in TEXT_FIELDS)]
    following = select(*columns).where(REPORT.c.id > through).order_by(REPORT.c.id).limit(max_rows)
    rows = [tuple(row) for row in connection.execute(following)]
    if rows:
        connection.exec_driver_sql(_ADD, rows)
    complete = len(rows) < max_rows
    connection.execute(update(STANDING).values(text_indexed_through=ALL_INDEXED if complete else rows[-1][0]))
    return complete


def put_text(connection: Connection, records: Sequence[Record], put_reports: Callable[[], object]) -> None:
    """Change the reports by calling ``put_reports``, and the index with them where a text differs."""
    through = _indexed_through(connection)
    new = {record["id"]: tuple(record[name] for name in TEXT_FIELDS) for record in records if record["id"] <= through}
    old = _texts(connection, list(new))
    _drop(connection, {key: text for key, text in old.items() if text != new[key]})
    put_reports()
    added = [(key, *text) for key, text in new.items() if old.get(key) != text]
    if added:
        connection.exec_driver_sql(_ADD, added)


def drop_text(connection: Connection, report_ids: Sequence[int]) -> None:
    """Take reports out of the index; call it before the rows go."""
    through = _indexed_through(connection)
    _drop(connection, _texts(connection, [key for key in report_ids if key <= through]))


def _drop(connection: Connection, texts: Mapping[int, _Text]) -> None:
    if texts:
        connection.exec_driver_sql(_DROP, [(key, *text) for key, text in texts.items()])


def _texts(connection: Connection, report_ids: Sequence[int]) -> dict[int, _Text]:
    columns = [REPORT.c.id, *(REPORT.c[name] for name in TEXT_FIELDS)]
    found: dict[int, _Text] = {}
    for start in range(0, len(report_ids), _IDS_A_QUERY):
        part = report_ids[start : start + _IDS_A_QUERY]
        for row in connection.execute(select(*columns).where(REPORT.c.id.in_(part))):
            found[row[0]] = tuple(row[1:])
    return found


def _indexed_through(connection: Connection) -> int:
    return int(connection.execute(select(STANDING.c.text_indexed_through)).scalar_one())
