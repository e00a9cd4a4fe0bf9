"""Draws docs/summary anew: the weekly summary of 2017-W08, the week of the real flood, as PDF, as a picture and as CSV.

    .venv/bin/python packaging/draw_summary.py

Needs the real data files beside the checkout (../shared/data). Everything runs on loopback, in a folder that is
removed afterwards. The page says when its data was cut, so each drawing differs in that line.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from commandcenter.demo import DemoStore
from commandcenter.models.figure.week import parse_week
from commandcenter.setting import Settings
from commandcenter.summary.page import pdf_of, picture_of
from commandcenter.summary.table import table_of
from commandcenter.summary.wording import Wording
from commandcenter.weekly import Order, made_summary

CHECKOUT = Path(__file__).resolve().parents[1]
DATA = CHECKOUT.parent / "shared" / "data"
AREAS = DATA / "boundaries" / "cahyadsn_dki_kelurahan.geojson"
FLOOD = DATA / "reports" / "petabencana_qlue_jakarta_2017-02-20_21.csv"
FOLDER = CHECKOUT / "docs" / "summary"
WEEK = parse_week("2017-W08")


def main() -> int:
    """Draw all; return the exit code."""
    if not FLOOD.exists():
        print("The summary is drawn from ../shared/data, which is not there.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    wording = Wording("id")
    with tempfile.TemporaryDirectory(prefix="commandcenter-summary-") as home:
        store = DemoStore(Path(home))
        store.run("set up its store", "init")
        store.run("load the areas", "areas", str(AREAS))
        store.run("import the reports", "import", str(FLOOD))
        made = store.run("make a key", "key", "add", "--name", "Pimpinan", "--role", "manager", "--json")
        with store.serving() as url:
            settings = Settings(home=Path(home), store_url=url, token=json.loads(made)["key"], token_file=None)
            summary = made_summary(settings, Order(WEEK))
    for ending, content in (
        ("pdf", pdf_of(summary, wording)),
        ("png", picture_of(summary, wording)),
        ("csv", table_of(summary, wording)),
    ):
        (FOLDER / f"{WEEK}.{ending}").write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
