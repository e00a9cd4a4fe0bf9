"""Ids of foreign requests: one each, kept by the mirror."""

from __future__ import annotations

from pathlib import Path

from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.sync.open311.action import Apply
from commandcenter.sync.open311.cursor import Cursor
from commandcenter.sync.open311.ledger import Ledger
from tests.unit.sync.open311.dialogue import NOW, request

SOURCE = "https://city.example.org/open311/v2"


def test_thousands_of_reports_of_one_instant_have_an_id_each_that_stays(tmp_path: Path) -> None:
    # A city that keeps days only: by the hash alone several of these would share an id.
    crowd = tuple(request(str(index)) for index in range(4_000))
    folder = MirrorFolder.open(tmp_path / "mirror")
    entry = Ledger(folder.reader, SOURCE, "open311").prepare(Apply(Cursor(), crowd), NOW)
    folder.writer.apply(entry.rows, expected=None, through="1", current_ms=None)
    first = {number: report_id for report_id, number, _ in folder.reader.numbers()}
    assert len(first) == len(set(first.values())) == 4_000
    # Another run, in another order, with one more: nobody's id changes, and nothing is written for them.
    later = (request("new"), *reversed(crowd))
    again = Ledger(folder.reader, SOURCE, "open311").prepare(Apply(Cursor(), later), NOW)
    assert again.known.keys() == {"new"}
    assert {row.record["number"] for row in again.rows if row.record is not None and "number" in row.record} == {"new"}
    folder.close()
