"""Tests of the board's writer and its generations."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given

from commandcenter.models.board import index
from commandcenter.models.board.board import Board, DuplicateReportError
from commandcenter.models.board.change_set import NO_INCIDENT, Flag
from commandcenter.models.board.column import DTYPES
from commandcenter.models.board.filter import EVERYTHING
from commandcenter.models.board.generation import Generation
from commandcenter.models.board.mask import mask
from commandcenter.models.board.vocabulary import MAX_WORDS, TooManyWordsError
from tests.unit.models.board.history import Moment, Step, histories, played
from tests.unit.models.board.plain import PlainReport, change

pytestmark = pytest.mark.usefixtures("small_chunks")


def read(generation: Generation, report_id: int) -> PlainReport:
    """Read one report back, column by column."""
    row = generation.row_of(report_id)
    assert row is not None
    has_place = bool(generation.value("flags", row) & Flag.HAS_PLACE)
    incident = generation.value("incidents", row)
    return PlainReport(
        id=generation.value("ids", row),
        version=generation.value("versions", row),
        state=generation.value("states", row),
        priority=generation.value("priorities", row),
        category=generation.word("categories", row),
        area=generation.word("areas", row),
        agency=generation.word("agencies", row),
        taker=generation.word("takers", row),
        place=(generation.value("x", row), generation.value("y", row)) if has_place else None,
        created_s=generation.value("created_s", row),
        updated_s=generation.value("updated_s", row),
        acknowledged_s=generation.value("acknowledged_s", row),
        closed_s=generation.value("closed_s", row),
        respond_by_s=generation.value("respond_by_s", row),
        close_by_s=generation.value("close_by_s", row),
        paused_s=generation.value("paused_s", row),
        supporters=generation.value("supporters", row),
        crew=generation.word("crews", row),
        incident=None if incident == NO_INCIDENT else incident,
        has_photo=bool(generation.value("flags", row) & Flag.HAS_PHOTO),
    )


def check(moment: Moment) -> None:
    generation, reports = moment.generation, moment.reports
    assert len(generation) == len(reports)
    for report_id, report in reports.items():
        assert read(generation, report_id) == report
    for report_id in set(range(46)) - set(reports):
        assert generation.row_of(report_id) is None
    assert generation.ids_of(generation.rows_by_id()).tolist() == sorted(reports)
    assert generation.column("versions").tolist() == [reports[known].version for known in sorted(reports)]


@given(histories)
def test_every_generation_holds_for_ever_what_was_true_after_its_change(history: list[Step]) -> None:
    for moment in played(history):
        check(moment)


@given(histories)
def test_it_holds_also_when_the_index_is_merged_at_every_change(history: list[Step]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "MERGE_ENTRIES", 3)
        for moment in played(history):
            check(moment)


def test_generations_are_numbered_and_carry_the_position() -> None:
    board = Board()
    assert (board.generation.number, board.generation.position, len(board.generation)) == (0, "", 0)
    generation = board.apply(change([PlainReport(1)]))
    assert board.generation is generation
    assert (generation.number, generation.position) == (1, "1:1")


def test_a_report_removed_and_sent_anew_in_one_change_stays() -> None:
    board = Board()
    board.apply(change([PlainReport(1, version=1)]))
    generation = board.apply(change([PlainReport(1, version=2)], removed=[1, 1]))
    assert read(generation, 1).version == 2
    assert len(generation) == 1


def test_a_batch_that_names_a_report_twice_is_refused_and_changes_nothing() -> None:
    board = Board()
    before = board.apply(change([PlainReport(1)]))
    with pytest.raises(DuplicateReportError, match="report 2 "):
        board.apply(change([PlainReport(2), PlainReport(3), PlainReport(2)], removed=[1]))
    assert board.generation is before
    assert read(before, 1) == PlainReport(1)


def test_more_words_than_codes_are_refused_and_change_nothing() -> None:
    board = Board()
    board.apply(change([PlainReport(1)]))
    before = board.generation
    many = [PlainReport(number, category=f"word {number}") for number in range(MAX_WORDS)]
    with pytest.raises(TooManyWordsError, match="at most 32768"):
        board.apply(change(many, replaces_all=True))
    assert board.generation is before
    assert before.vocabularies["categories"].words == ("jalan",)


def test_codes_keep_their_meaning_when_a_snapshot_replaces_everything() -> None:
    board = Board()
    old = board.apply(change([PlainReport(1, category="jalan"), PlainReport(2, category="sampah")]))
    new = board.apply(change([PlainReport(3, category="sampah"), PlainReport(4, category="air")], replaces_all=True))
    assert new.vocabularies["categories"].words[:2] == old.vocabularies["categories"].words
    assert [new.word("categories", row) for row in new.rows_by_id().tolist()] == ["sampah", "air"]


def test_rows_of_removed_reports_are_swept_up_so_that_the_board_does_not_grow_for_ever(small_chunks: int) -> None:
    board = Board()
    for number in range(300):
        generation = board.apply(change([PlainReport(number)], removed=[number - 10]))
    assert len(generation) == 10
    assert len(generation.chunks) * small_chunks < 60


def test_chunks_that_are_mostly_dead_are_swept_up_one_at_each_change(small_chunks: int) -> None:
    board = Board()
    board.apply(change([PlainReport(number) for number in range(400)]))
    board.apply(change(removed=[number for number in range(400) if number % small_chunks]))
    for _ in range(100):
        before = board.generation
        after = board.apply(change())
        emptied = [old.live for old, new in zip(before.chunks, after.chunks, strict=True) if old.live and not new.live]
        assert len(emptied) <= 1
    assert after.ids_of(after.rows_by_id()).tolist() == list(range(0, 400, small_chunks))
    assert sum(chunk.length for chunk in after.chunks) <= 2 * len(after)


def test_published_arrays_cannot_be_written_to() -> None:
    board = Board()
    generation = board.apply(change([PlainReport(1)]))
    for name in DTYPES:
        with pytest.raises(ValueError, match="read-only"):
            generation.chunks[0].columns[name][0] = 7


def test_columns_keep_the_types_of_the_batch() -> None:
    board = Board()
    generation = board.apply(change([PlainReport(1)]))
    batch = change([PlainReport(1)]).upserts
    for name, dtype in DTYPES.items():
        assert generation.column(name).dtype == dtype
        source = getattr(batch, name)
        assert (source.codes if hasattr(source, "codes") else source).dtype == dtype


def test_a_reader_on_another_thread_never_sees_half_a_change() -> None:
    """Every change gives every report one new version, so two versions at once would be half a change."""
    board = Board()
    board.apply(change([PlainReport(number, version=0) for number in range(40)]))
    stop = threading.Event()
    seen: set[int] = set()
    torn: list[str] = []
    reading = threading.Event()

    def read_on() -> None:
        while not stop.is_set():
            generation = board.generation
            versions = set(generation.column("versions").tolist())
            if len(versions) != 1 or len(generation) != 40 or mask(generation, EVERYTHING).count != 40:
                torn.append(f"generation {generation.number}: versions {versions}, {len(generation)} reports")
            seen.update(versions)
            if len(seen) > 3:
                reading.set()

    reader = threading.Thread(target=read_on)
    reader.start()
    version = 0
    # At least 300 changes, and as many more as it takes the reader to have met several generations.
    while version < 300 or not (reading.is_set() or version > 100_000):
        version += 1
        first = version
        alive = [PlainReport(number, version=version) for number in range(first, first + 40)]
        board.apply(change(alive, removed=[first - 1]))
    stop.set()
    reader.join(timeout=30)
    assert not reader.is_alive()
    assert torn == []
    assert len(seen) > 3
