"""An import that is killed midway is completed by running it again."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from commandcenter.models.table import changes, feed_head, import_identities, media, reports, transitions
from commandcenter.store.database import open_engine, reading

ROWS = 30_000
"""Many batches, so that the signal finds the import in the middle however busy the machine is."""
COLUMNS = ("report_id", "created_at", "source", "lat", "lon", "title", "text")


def words(*words: str) -> list[str]:
    return [sys.executable, "-m", "commandcenter.cli", "store", *words]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_killed_import_and_its_repetition_give_what_one_import_gives(tmp_path: Path, how: signal.Signals) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    environment = {
        **os.environ,
        "COMMANDCENTER_HOME": str(tmp_path),
        "COMMANDCENTER_DATABASE_URL": url,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    file = tmp_path / "reports.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for number in range(ROWS):
            writer.writerow(
                (f"R-{number}", f"2017-02-{1 + number % 28:02d}T02:36:00", "qlue", "-6.2", "106.8", "", "air")
            )
    subprocess.run(words("init"), env=environment, cwd=tmp_path, check=True, capture_output=True)
    importing = subprocess.Popen(words("import", str(file)), env=environment, cwd=tmp_path, stderr=subprocess.PIPE)
    engine = open_engine(url)
    try:
        kept = 0
        while importing.poll() is None and not kept:
            kept = _count(engine, reports)
        importing.send_signal(how)
        assert importing.wait(60) != 0
        assert 0 < _count(engine, reports) < ROWS, "it was to be killed in the middle"
        done = subprocess.run(
            words("import", str(file), "--json"),
            env=environment,
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        said = json.loads(done.stdout)
        assert said["added"] + said["already_there"] == ROWS
        assert said["already_there"] >= kept
        assert [_count(engine, table) for table in (reports, transitions, import_identities)] == [ROWS] * 3
        with reading(engine) as connection:
            numbers = connection.execute(select(func.count(reports.c.number.distinct()))).scalar_one()
            positions = connection.execute(select(func.count(), func.max(changes.c.n)).select_from(changes)).one()
            head = connection.execute(select(feed_head.c.n)).scalar_one()
        assert numbers == ROWS
        assert tuple(positions) == (head, head)
        assert _count(engine, media) == 0
    finally:
        importing.kill()
        importing.communicate()
        engine.dispose()


def _count(engine: object, table: object) -> int:
    try:
        with reading(engine) as connection:  # type: ignore[arg-type]
            total: int = connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]
    except OperationalError:
        return 0
    return total
