"""How fast a file of reports comes into a store: read, mapped, placed, numbered, published.

The file is synthetic and looks like a city's export: status, closing date, address; 50 reports a day. Both databases'
figures depend on the disk more than on the program; this one runs on SQLite in a temporary folder.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.synthetic import EAST, NORTH, SOUTH, WEST
from commandcenter.models.identity import CityCode
from commandcenter.resource import resource_path
from commandcenter.store.catalogue import read_catalogue
from commandcenter.store.database import open_engine, writing
from commandcenter.store.intake.loading import load_table
from commandcenter.store.intake.opening import mapping_named
from commandcenter.store.intake.table_file import TableFile
from commandcenter.store.migration import migrate
from commandcenter.store.setting import StoreSettings
from commandcenter.store.setup import set_up_city

_MAX_ROWS = 74_401
"""As many rows as the largest real archive that was tried; more would only take longer."""

_A_DAY = 50
_NAMES = (
    *("service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description"),
    *("status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible"),
    *("address", "lat", "long"),
)


def figures(reports: int) -> Iterator[Figure]:
    """Yield how long a first import takes, how many rows a second that is, and how long the same file takes again."""
    rows = min(reports, _MAX_ROWS)
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        file = Path(folder) / "reports.csv"
        _write(file, rows)
        settings = StoreSettings(database_url=f"sqlite:///{folder}/store.sqlite3", city=CityCode("jakarta"))
        engine = open_engine(settings.database_url)
        try:
            migrate(engine)
            with writing(engine) as connection:
                set_up_city(connection, settings, read_catalogue(resource_path("catalogue", "jakarta.json")))
            for name in ("import.first", "import.again"):
                begun = perf_counter()
                with TableFile(file) as table:
                    load_table(engine, settings, table, mapping_named("georeport-bulk"), rejected=_refuse)
                took_s = perf_counter() - begun
                yield figure_of(f"{name}.whole", "s", rows, [took_s])
                yield figure_of(f"{name}.rows", "rows/s", rows, [rows / took_s])
        finally:
            engine.dispose()


def _refuse(reject: object) -> None:
    raise ValueError(f"a synthetic row was refused: {reject}")


def _write(path: Path, rows: int) -> None:
    first_at = datetime(2015, 1, 1, tzinfo=UTC)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_NAMES)
        for number in range(rows):
            at = first_at + timedelta(days=number // _A_DAY, minutes=number % _A_DAY)
            closed = (at + timedelta(days=3)).isoformat() if number % 4 else ""
            lat = SOUTH + (NORTH - SOUTH) * (number % 997 / 997)
            lon = WEST + (EAST - WEST) * (number % 991 / 991)
            status = "Closed" if closed else "Open"
            text = f"Laporan buatan nomor {number} di tepi jalan"
            head = (f"S-{number}", at.isoformat(), closed or at.isoformat(), closed, status, "", "synthetic")
            writer.writerow((*head, "SAMPAH", "", text, "", f"Jalan {number % 5000}", f"{lat:.6f}", f"{lon:.6f}"))
