"""What importing reports with a past means, on both databases."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from commandcenter.models.category import Publication
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.past import PastPhoto, PastReport, PastStep
from commandcenter.models.place import LonLat
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import State
from commandcenter.models.table import changes, feed_head, import_identities, media, reports, transitions
from commandcenter.store.bulk import insert_records
from commandcenter.store.catalogue import load_categories
from commandcenter.store.database import reading, writing
from commandcenter.store.failure import CategoryUnknown
from commandcenter.store.intake.archive import BATCH_ROWS, ImportCount, import_batch
from commandcenter.store.intake.loading import Loaded, load_table
from commandcenter.store.intake.mapping import ReportMapping
from commandcenter.store.intake.opening import mapping_named
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.placement import Placement
from tests.fixture.store import RunningStore

JAKARTA = CityCode("jakarta")
AT = datetime(2017, 2, 20, 1, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[RunningStore]:
    made = RunningStore(store_url)
    yield made
    made.close()


def past(number: int, text: str = "Sampah", steps: tuple[PastStep, ...] = ()) -> PastReport:
    place = LonLat(106.85, -6.25) if number % 2 else None
    # Every tenth second again: reports of one millisecond get ids that differ all the same.
    at = AT + timedelta(seconds=number // 10)
    photos = (PastPhoto("before", None, at),) if number % 3 == 0 else ()
    return PastReport(
        number,
        f"E-{number}",
        f"{number}{text}",
        at,
        "kanal",
        CategoryCode("SAMPAH"),
        place,
        text,
        photos=photos,
        steps=steps,
    )


def put(store: RunningStore, *batch: PastReport) -> ImportCount:
    count = ImportCount()
    with writing(store.engine) as connection:
        import_batch(connection, store.settings, Placement(JAKARTA), "test", batch, count)
    return count


def put_then_fail(store: RunningStore, *batch: PastReport) -> None:
    with writing(store.engine) as connection:
        import_batch(connection, store.settings, Placement(JAKARTA), "test", batch, ImportCount())
        raise CategoryUnknown(category="KUDA")


def rows_in(store: RunningStore, table: object) -> int:
    with reading(store.engine) as connection:
        total: int = connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]
    return total


def test_a_full_batch_is_written_with_its_timeline_photos_and_one_position_each(store: RunningStore) -> None:
    before = rows_in(store, changes)
    done = PastStep(TransitionKind.MOVED, State.DONE, "LH", "Diangkut, 'selesai'\t\\N\n", AT + timedelta(days=1))
    count = put(store, *(past(number, steps=(done,)) for number in range(BATCH_ROWS)))
    photos = len(range(0, BATCH_ROWS, 3))
    assert (count.added, count.without_place, count.outside) == (BATCH_ROWS, BATCH_ROWS // 2, 0)
    assert rows_in(store, reports) == BATCH_ROWS
    assert (rows_in(store, transitions), rows_in(store, media)) == (2 * BATCH_ROWS, photos)
    with reading(store.engine) as connection:
        notes = set(connection.execute(select(transitions.c.note).where(transitions.c.sequence == 2)).scalars())
        numbers = connection.execute(select(reports.c.number).order_by(reports.c.number)).scalars().all()
        positions = connection.execute(select(changes.c.n).order_by(changes.c.n)).scalars().all()
        head = connection.execute(select(feed_head.c.n)).scalar_one()
    assert notes == {done.note}
    assert numbers == [f"JK170220-{at:06d}" for at in range(1, BATCH_ROWS + 1)]
    assert len(positions) - before == 3 * BATCH_ROWS + photos
    assert positions == list(range(1, head + 1))


def test_the_same_row_again_is_there_already_and_another_content_is_another_occurrence(store: RunningStore) -> None:
    first = put(store, past(1), past(1), past(1, "Lain"), past(2))
    assert (first.added, first.already_there, first.repeated_ids) == (3, 1, ["E-1"])
    again = put(store, past(1, "Lain"), past(2), past(1))
    assert (again.added, again.already_there, again.repeated_ids) == (0, 3, [])
    later = put(store, past(2, "Diubah"))
    assert (later.added, later.repeated_ids) == (1, ["E-2"])
    with reading(store.engine) as connection:
        identities = connection.execute(select(import_identities.c.external_id, import_identities.c.occurrence)).all()
    assert sorted(tuple(row) for row in identities) == [("E-1", 1), ("E-1", 2), ("E-2", 1), ("E-2", 2)]


def test_a_batch_that_fails_leaves_nothing(store: RunningStore) -> None:
    before = rows_in(store, changes)
    with pytest.raises(CategoryUnknown):
        put_then_fail(store, past(1), past(2))
    assert rows_in(store, reports) == rows_in(store, import_identities) == 0
    assert rows_in(store, changes) == before
    put(store, past(1))
    with reading(store.engine) as connection:
        assert connection.execute(select(reports.c.number)).scalar_one() == "JK170220-000001"


def test_a_key_that_is_taken_is_said_in_the_same_words_on_both(store: RunningStore) -> None:
    put(store, past(1))
    with reading(store.engine) as connection:
        row = dict(connection.execute(select(import_identities)).mappings().one())
    del row["city"]
    with pytest.raises(IntegrityError), writing(store.engine) as connection:
        insert_records(connection, import_identities, JAKARTA, [row])


def load(store: RunningStore, folder: Path, mapping: ReportMapping, rows: list[dict[str, str]]) -> Loaded:
    path = folder / "rows.json"
    path.write_text(json.dumps(rows))
    with TableFile(path) as table:
        return load_table(store.engine, store.settings, table, mapping, rejected=lambda _: None)


def test_new_categories_come_with_the_mapping_and_those_that_are_there_stay(
    store: RunningStore, tmp_path: Path
) -> None:
    boston = mapping_named("boston-311")
    row = dict.fromkeys(boston.recognise, "") | {
        "case_enquiry_id": "1",
        "open_dt": "2020-01-01 06:16:00",
        "case_status": "Open",
        "type": "Animal Found",
    }
    loaded = load(store, tmp_path, boston, [row])
    assert (loaded.new_categories, loaded.count.added) == (["HEWAN", "HAMA"], 1)
    assert load(store, tmp_path, boston, [row]).new_categories == []
    with reading(store.engine) as connection:
        present = load_categories(connection, JAKARTA)
        told = Counter(connection.execute(select(changes.c.key).where(changes.c.entity == "category")).scalars())
    assert present[CategoryCode("HAMA")].publication is Publication.AFTER_REVIEW
    assert set(told.values()) == {1}, "no category was written twice"
    assert {"HEWAN", "HAMA", "SAMPAH"} <= told.keys()


def test_a_category_that_nobody_brings_stops_the_import_before_its_first_row(
    store: RunningStore, tmp_path: Path
) -> None:
    strange = mapping_named("qlue-feed").model_copy(
        update={"category": mapping_named("qlue-feed").category.model_copy(update={"default": "KUDA"})}
    )
    row = dict.fromkeys(strange.recognise, "1") | {"post_date": "2017-02-20"}
    with pytest.raises(CategoryUnknown):
        load(store, tmp_path, strange, [row])
    assert rows_in(store, reports) == 0
