"""Each way in which real servers deviate, played by a server on loopback and followed into a real mirror.

Those that lie in one answer alone have their hand-written response in ``tests/unit/sync/open311/test_reading.py``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commandcenter.models.board.board import Board
from commandcenter.models.board.provenance import Provenance, provenance
from commandcenter.models.freshness import Phase
from commandcenter.models.state import State
from commandcenter.sync.open311 import listing
from commandcenter.sync.open311.manner import Served
from commandcenter.sync.open311.patience import PAUSE_S, UNPAUSED
from tests.fixture.open311_city import City
from tests.sync.open311.follower import Follower, contents_of


def crowd(city: City, count: int, minutes: float = 7.0) -> None:
    for index in range(count):
        city.add(str(10_000 + index), timedelta(minutes=minutes * index))


def test_03_json_that_is_none_is_asked_for_as_xml(city: City, follower: Follower) -> None:
    city.manners.broken_json = True
    city.add("638344")
    follower.look()
    assert follower.contents() == contents_of(city)
    city.add("638345")
    before = len(city.asked)
    follower.later()
    assert follower.contents() == contents_of(city)
    # Found out once: every later question is put as XML at once.
    assert all(".xml" in path for path in city.asked[before:])


def test_03_without_xml_the_sentence_says_what_could_not_be_read(city: City, follower: Follower) -> None:
    city.manners.broken_json, city.manners.xml = True, False
    city.add("638344")
    follower.look()
    status = follower.statuses[-1]
    assert status.phase is Phase.OFFLINE
    assert status.failure is not None
    assert status.failure.code == "answer_unreadable"
    assert "no JSON" in status.failure.sentence()
    assert follower.numbers() == set()


@pytest.mark.parametrize("content_type", ["application/xml", "text/html", "application/octet-stream"])
def test_04_what_the_header_calls_the_body_does_not_matter(city: City, follower: Follower, content_type: str) -> None:
    city.manners.json = False
    city.manners.content_type = content_type
    city.add("1")
    follower.look()
    assert follower.contents() == contents_of(city)


def test_05_06_naive_dates_without_a_date_of_change_are_followed(city: City, follower: Follower) -> None:
    city.manners.naive_dates = city.manners.without_updated = True
    city.add("1", timedelta(hours=3))
    follower.look()
    assert follower.details("1").report.created_at == city.items["1"].requested_at
    city.edit("1", status="closed")
    follower.later()
    closed = follower.details("1").report
    # Nobody says when: then it was when it was seen.
    assert closed.closed_at == closed.closed_at == city.now


@pytest.mark.parametrize("order", ["newest", "oldest", "number"])
@pytest.mark.parametrize("paging", [True, False])
def test_11_a_cap_hides_nothing(city: City, follower: Follower, order: str, paging: bool) -> None:
    city.manners.cap, city.manners.order, city.manners.paging = 40, order, paging
    crowd(city, 300)
    follower.look()
    follower.later(3)
    assert follower.numbers() == city.visible().keys()
    assert follower.poll.engine.manner.paging is (Served.YES if paging else Served.NO)


def test_11_the_standards_own_cap_is_met_at_the_first_look(city: City, follower: Follower) -> None:
    crowd(city, 2_300, minutes=2)
    follower.look()
    assert follower.numbers() == city.visible().keys()


def test_11_a_capped_answer_removes_nothing(city: City, follower: Follower) -> None:
    crowd(city, 60)
    follower.look()
    city.manners.cap = 25
    follower.later(3)
    assert follower.numbers() == city.visible().keys()
    assert not any(change.removed.size for change in follower.changes)


def test_12_ids_that_come_twice_over_two_pages_count_once(city: City, follower: Follower) -> None:
    city.manners.cap, city.manners.paging = 20, True
    crowd(city, 50)
    follower.look()
    # Pages shift while they are read: a new report pushes one over from the first page to the second.
    city.add("77", timedelta(seconds=1))
    follower.later()
    assert follower.numbers() == city.visible().keys()
    assert len(follower.numbers()) == len(list(follower.folder.reader.numbers())) == 51


@pytest.mark.parametrize("status", [429, 503])
def test_13_a_server_that_asks_to_wait_is_left_alone_until_then(city: City, follower: Follower, status: int) -> None:
    city.add("1")
    follower.look()
    city.add("2", timedelta(seconds=1))
    city.fail(status, Retry_After="600")
    follower.later()
    assert follower.statuses[-1].phase is Phase.OFFLINE
    failure = follower.statuses[-1].failure
    assert failure is not None
    assert "600 seconds" in failure.sentence()
    asked = len(city.asked)
    city.now += timedelta(seconds=598)
    follower.look()
    assert len(city.asked) == asked
    follower.later()
    assert follower.is_live()
    assert follower.numbers() == {"1", "2"}


def test_14_a_body_that_breaks_off_changes_nothing_and_the_next_look_brings_it_all(
    city: City, follower: Follower
) -> None:
    city.add("1")
    follower.look()
    city.add("2", timedelta(seconds=1))
    city.edit("1", description="baru")
    before = follower.contents()
    city.fail(200, b'[{"service_request_id": "2", "serv', Content_Length="5000")
    follower.later()
    assert follower.contents() == before
    assert follower.statuses[-1].phase is Phase.OFFLINE
    follower.later()
    assert follower.contents() == contents_of(city)


@pytest.mark.parametrize("updates", [True, False])
def test_15_a_server_whose_clock_is_ahead_does_not_blind_the_cursor(
    city: City, follower: Follower, updates: bool
) -> None:
    city.manners.clock_ahead, city.manners.updates = timedelta(hours=9), updates
    city.add("1", timedelta(hours=1))
    city.add("old", timedelta(days=9))
    follower.look()
    for index in range(4):
        city.add(f"new{index}", timedelta(seconds=1))
        city.edit("1", description=f"suntingan {index}")
        follower.later()
        assert follower.contents() == contents_of(city)


def test_16_a_report_that_vanished_is_removed_and_one_of_a_failing_server_is_not(
    city: City, follower: Follower
) -> None:
    city.add("1")
    city.add("2")
    follower.look()
    city.hide("1")
    city.fail(500)
    follower.later()
    assert follower.numbers() == {"1", "2"}
    follower.later()
    assert follower.numbers() == {"2"}


@pytest.mark.parametrize("by_id", ["none", "list"])
def test_16_a_server_that_shows_no_single_report_never_makes_one_vanish(
    city: City, follower: Follower, by_id: str
) -> None:
    city.manners.by_id = by_id
    city.add("1")
    city.add("2")
    follower.look()
    city.hide("1")
    follower.later(3)
    assert follower.numbers() == {"1", "2"}
    assert follower.is_live()


def test_17_a_server_that_leaves_the_end_out_hides_nothing(city: City, follower: Follower) -> None:
    city.manners.end_exclusive, city.manners.cap = True, 15
    for index in range(120):
        # On whole hours and days, where windows like to meet.
        city.add(str(index), timedelta(hours=12 * index))
    follower.look()
    follower.later(2)
    assert follower.numbers() == city.visible().keys()


def test_18_status_and_service_that_the_server_ignores_are_held_here(city: City, tmp_path: Path) -> None:
    city.manners.ignores_filters = True
    follower = Follower(city, tmp_path / "filtered", parameters="?status=open&service_code=001")
    try:
        city.add("1")
        city.add("2", status="closed")
        city.add("3", service_code="002")
        follower.look()
        assert follower.numbers() == {"1"}
        assert all("status=open" in path and "service_code=001" in path for path in follower.asked("start_date"))
        city.edit("1", status="closed")
        follower.later()
        assert follower.numbers() == set()
    finally:
        follower.close()


def test_20_an_unknown_service_code_gets_a_category_that_says_so(city: City, follower: Follower) -> None:
    city.add("1", service_code="999")
    city.add("2", service_code="001")
    follower.look()
    names = {
        str(category.code): (category.name_id, category.active) for category in follower.folder.reader.categories()
    }
    assert names["999"] == ("Genangan (tak terdaftar)", False)
    assert names["001"] == ("Genangan", True)
    city.services.append({"service_code": "999", "service_name": "Baru", "metadata": False, "type": "realtime"})
    city.now += timedelta(hours=1)
    follower.later()
    assert {"999": "Baru"}.items() <= {
        str(one.code): one.name_id for one in follower.folder.reader.categories()
    }.items()


def test_a_server_that_ignores_dates_is_still_followed_and_removes_nothing(city: City, follower: Follower) -> None:
    city.manners.ignores_dates, city.manners.cap = True, 50
    crowd(city, 80, minutes=60 * 24)
    follower.look()
    follower.later(2)
    newest = follower.numbers()
    assert {"10000", "10049"} <= newest
    city.add("new", timedelta(seconds=1))
    follower.later()
    assert follower.numbers() == newest | {"new"}


def test_a_busy_server_that_ignores_dates_is_not_asked_for_every_second(city: City, follower: Follower) -> None:
    city.manners.ignores_dates, city.manners.cap = True, 50
    crowd(city, 200, minutes=2)
    began = city.now
    follower.look()
    assert follower.is_live()
    assert follower.numbers() == {str(10_000 + index) for index in range(50)}
    assert len(city.asked) < 300
    # The first questions follow one another at once, the others with a pause; some are asked in both formats.
    assert (city.now - began).total_seconds() >= 0.9 * (len(city.asked) - UNPAUSED) * PAUSE_S
    city.add("new", timedelta(seconds=1))
    follower.later()
    assert "new" in follower.numbers()
    assert not any(change.removed.size for change in follower.changes)


def test_a_day_of_many_reports_is_followed_whole_where_dates_bound_lists_by_the_day(
    city: City, follower: Follower
) -> None:
    city.manners.whole_days, city.manners.cap = True, 50
    for day in range(3):
        for index in range(30):
            city.add(f"{day}-{index}", timedelta(days=day, minutes=index))
    follower.look()
    assert follower.numbers() == city.visible().keys()


def test_pages_without_end_do_not_fill_the_memory(
    city: City, follower: Follower, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 120)
    city.manners.ignores_dates, city.manners.cap, city.manners.paging = True, 50, True
    crowd(city, 4_000, minutes=60)
    follower.look()
    assert follower.is_live()
    assert {"10000", "10119"} <= follower.numbers()
    assert len(follower.numbers()) <= 150
    assert "pages do not end" in caplog.text


def test_ids_that_differ_only_in_their_end_stay_apart_however_long(city: City, follower: Follower) -> None:
    long = ["n" * 100 + "1", "n" * 100 + "2", "n" * 2_000 + "1", "n" * 2_000 + "2"]
    for number in long:
        city.add(number)
    follower.look()
    assert len(follower.numbers()) == 4
    assert set(long[:2]) <= follower.numbers()
    city.hide(long[0])
    city.hide(long[2])
    follower.later(2)
    # What is too long to be asked for is never known to have vanished.
    assert long[0] not in follower.numbers()
    assert len(follower.numbers()) == 3


def test_an_answer_that_did_not_change_is_not_sent_again(city: City, follower: Follower) -> None:
    city.manners.etag = True
    city.add("1")
    follower.look()
    follower.later(3)
    # One of the three began another hour, and asked for another window.
    assert city.not_modified == 2
    city.edit("1", description="Surut")
    follower.later()
    assert follower.contents() == contents_of(city)


# What a report tells over time.


def test_a_report_seen_open_and_then_closed_has_both_in_its_timeline(city: City, follower: Follower) -> None:
    city.add("1", timedelta(hours=2))
    follower.look()
    city.now += timedelta(minutes=30)
    city.edit("1", status="closed", more={"status_notes": "Sudah disedot"})
    closed_at = city.now
    follower.later()
    found = follower.details("1")
    assert found.report.closed_at == closed_at
    assert [(entry.from_state, entry.to_state) for entry in found.timeline] == [
        (None, State.WAITING),
        (State.WAITING, State.DONE),
    ]
    assert [entry.note for entry in found.timeline] == ["", "Sudah disedot"]
    assert all(entry.reconstructed for entry in found.timeline)
    assert found.timeline[0].acted_at == city.items["1"].requested_at


def test_a_later_comment_does_not_move_the_closing_and_reopening_ends_it(city: City, follower: Follower) -> None:
    city.add("1", timedelta(hours=2), status="closed")
    follower.look()
    closed_at = follower.details("1").report.closed_at
    assert closed_at == city.items["1"].updated_at
    city.now += timedelta(hours=3)
    city.edit("1", description="Komentar baru")
    follower.later()
    assert follower.details("1").report.closed_at == closed_at
    city.edit("1", status="open")
    follower.later()
    found = follower.details("1")
    assert (found.report.state, found.report.closed_at) == (State.REOPENED, None)
    assert [entry.sequence for entry in found.timeline] == [1, 2, 3]


@pytest.mark.parametrize(
    ("more", "status", "state"),
    [
        ({"detailed_status": "IN_PROCESS"}, "open", State.IN_PROGRESS),
        ({"extended_attributes": {"detailed_status": "REJECTED"}}, "closed", State.REJECTED),
        ({"status_notes": "Disposisi / Handed to a sub-unit"}, "open", State.DELEGATED),
        ({"detailed_status": "REJECTED"}, "open", State.WAITING),
        ({"status_notes": "done soon, we hope"}, "open", State.WAITING),
    ],
)
def test_a_finer_state_is_taken_where_it_agrees_with_the_status(
    city: City, follower: Follower, more: dict[str, object], status: str, state: State
) -> None:
    city.add("1", status=status, more=more)
    follower.look()
    assert follower.details("1").report.state is state


def test_what_the_server_promises_and_shows_is_kept_and_goes_with_it(city: City, follower: Follower) -> None:
    promised = {"expected_datetime": "2026-12-01T00:00:00Z", "media_url": "http://x.example.org/1.jpg "}
    city.add("1", more=promised | {"agency_responsible": {"recipient": ["Dinas SDA"]}})
    follower.look()
    found = follower.details("1")
    assert found.report.close_by == datetime(2026, 12, 1, tzinfo=UTC)
    assert found.report.agency == "Dinas SDA"
    assert [photo.url for photo in found.media] == ["http://x.example.org/1.jpg"]
    city.edit("1", more=promised | {"media_url": None})
    follower.later()
    assert follower.details("1").media == ()
    assert not follower.details("1").report.has_photo


# Ids.


def test_ids_keep_the_order_of_time_and_are_the_same_wherever_the_city_is_read(city: City, tmp_path: Path) -> None:
    crowd(city, 30)
    ids = []
    for name in ("one", "two"):
        follower = Follower(city, tmp_path / name)
        follower.look()
        ids.append({number: report_id for report_id, number, _ in follower.folder.reader.numbers()})
        follower.close()
    assert ids[0] == ids[1]
    by_time = sorted(city.items.values(), key=lambda item: item.requested_at)
    assert [number for number, _ in sorted(ids[0].items(), key=lambda pair: pair[1])] == [
        item.number for item in by_time
    ]


def test_a_report_whose_date_the_server_corrects_keeps_its_id(city: City, follower: Follower) -> None:
    city.add("1", timedelta(hours=3))
    follower.look()
    before = follower.details("1").report.id
    city.edit("1", requested_at=city.now - timedelta(hours=9))
    follower.later()
    found = follower.details("1").report
    assert (found.id, found.created_at) == (before, city.items["1"].requested_at)
    assert len(list(follower.folder.reader.numbers())) == 1


def test_reports_of_the_far_future_are_left_out_and_that_is_logged_once(
    city: City, follower: Follower, caplog: pytest.LogCaptureFixture
) -> None:
    city.add("1", timedelta(hours=-20))
    for number in ("2", "3"):
        city.add(number, more={"requested_datetime": "9999-12-31T00:00:00Z"})
    follower.look()
    follower.later(3)
    assert follower.numbers() == {"1"}
    assert follower.is_live()
    assert len([record for record in caplog.records if "2 requests of one answer" in record.message]) == 1


def test_a_known_report_that_is_suddenly_of_the_far_future_stays_as_it_was(city: City, follower: Follower) -> None:
    item = city.add("1")
    follower.look()
    city.edit("1", more={"requested_datetime": "9999-12-31T00:00:00Z"})
    follower.later(2)
    assert follower.asked("/requests/1.")
    assert follower.details("1").report.created_at == item.requested_at
    assert follower.is_live()


def test_what_a_store_of_this_program_marks_as_simulated_is_shown_as_simulated(city: City, follower: Follower) -> None:
    city.add("1", more={"service_notice": "DATA SIMULASI / SIMULATED DATA"})
    city.add("2", more={"service_notice": "Petugas datang besok"})
    city.add("3", more={"service_notice": None})
    follower.look()
    board = Board()
    for change in follower.changes:
        board.apply(change)
    assert provenance(board.generation) == Provenance(reports=3, simulated=1)
    assert follower.details("1").report.simulated
