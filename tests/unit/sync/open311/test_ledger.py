"""Ids of foreign requests: one each, kept by the mirror."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from commandcenter.models.identity import id_floor
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


def test_reports_later_than_ids_can_say_have_an_id_each(tmp_path: Path) -> None:
    late = timedelta(days=-365 * 274)
    folder = MirrorFolder.open(tmp_path / "mirror")
    entry = Ledger(folder.reader, SOURCE, "open311").prepare(
        Apply(Cursor(), (request("1", late), request("2", late))), NOW
    )
    ids = {known.report_id for known in entry.known.values()}
    assert len(ids) == 2
    assert all(0 < report_id < 2**63 for report_id in ids)
    folder.close()


def test_a_crowded_instant_leaves_out_and_never_searches_for_ever(tmp_path: Path) -> None:
    folder = MirrorFolder.open(tmp_path / "mirror")
    ledger = Ledger(folder.reader, SOURCE, "open311")
    floor = id_floor(NOW - timedelta(minutes=5))
    ledger._ids.update(range(floor, floor + (1 << 20)))
    entry = ledger.prepare(Apply(Cursor(), (request("1"), request("2", timedelta(minutes=6)))), NOW)
    assert entry.known.keys() == {"2"}
    folder.close()
