"""The weekly summary by the command that a timer calls: from the real flood's file to page and table."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess, run

import pikepdf
import pytest

from commandcenter.cli import main
from commandcenter.demo import DemoStore
from commandcenter.models.figure.clock import clocks_of, disagreeing
from commandcenter.models.figure.week import last_complete_week
from commandcenter.models.identity import ReportId
from commandcenter.models.instant import WIB
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.mirror.lock import FolderLock
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.models.role import Role
from commandcenter.setting import Settings
from commandcenter.weekly import Order, StoreNotFollowed, made_summary
from tests.fixture.store import RunningStore
from tests.fixture.template import area

ARCHIVE = "reports/petabencana_qlue_jakarta_2017-02-20_21.csv"
KELURAHAN = "boundaries/cahyadsn_dki_kelurahan.geojson"

Summarise = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Iterator[tuple[str, str, Path]]:
    """The real flood in a store that is served; gives its address, a manager's key, and a home for mirrors."""
    home = tmp_path_factory.mktemp("flood")
    store = DemoStore(home)
    store.run("set up its store", "init")
    store.run("load the areas", "areas", str(shared_data / KELURAHAN))
    store.run("import the reports", "import", str(shared_data / ARCHIVE))
    key = json.loads(store.run("make a key", "key", "add", "--name", "Pimpinan", "--role", "manager", "--json"))["key"]
    with store.serving() as url:
        yield url, key, home


@pytest.fixture
def summarise(flood: tuple[str, str, Path], tmp_path: Path) -> Summarise:
    """Run the command as a timer does, in a process of its own, in a folder of its own."""
    url, key, home = flood

    def summarise(*words: str) -> CompletedProcess[str]:
        environment = {
            "COMMANDCENTER_HOME": str(home),
            "COMMANDCENTER_STORE_URL": url,
            "COMMANDCENTER_TOKEN": key,
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }
        return run(
            [sys.executable, "-m", "commandcenter.cli", "summary", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return summarise


def figures_by_hand(archive: Path, prefix: str = "") -> dict[str, float | None]:
    """Work the figures of 2017-W08 out from the file alone, row by row."""
    end = datetime(2017, 2, 27)  # noqa: DTZ001 - the file's times carry no offset; all of them are WIB
    start = end - timedelta(days=7)
    figures: Counter[str] = Counter()
    with archive.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["kelurahan_kode"].startswith(prefix):
                continue
            made = datetime.fromisoformat(row["created_at"])
            assert start <= made < end
            figures["received"] += 1
            # The file tells of no closing and of no answer; the longest limit of its one category is 24 hours.
            figures["open"] += 1
            figures["overdue"] += made + timedelta(hours=24) < end
            days = (end - made).days
            figures["open_0_1" if days < 2 else "open_2_7" if days < 8 else "open_8_30"] += 1
    counted = {name: figures[name] for name in ("received", "open", "open_0_1", "open_2_7", "open_8_30", "overdue")}
    nothing = {"closed": 0, "open_over_30": 0, "net": figures["received"]}
    unknown = dict.fromkeys(
        ("response_median", "response_p90", "closing_median", "closing_p90", "paused", "reopened"), None
    )
    # Nothing closed on time ÷ (nothing closed + the overdue).
    return {**counted, **nothing, **unknown, "on_time": 0.0 if figures["overdue"] else None}


def test_the_flood_s_week_has_the_figures_worked_out_from_its_file(summarise: Summarise, shared_data: Path) -> None:
    done = summarise("--week", "2017-W08", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert {figure["code"]: figure["value"] for figure in document["figures"]} == figures_by_hand(shared_data / ARCHIVE)
    assert document["figures"][0]["value"] == 1126
    assert {figure["before"] for figure in document["figures"]} == {0, None}
    assert (document["reports"], document["reconstructed"], document["untold"]) == (1126, 1126, 1126)
    assert (document["simulated"], document["disagreeing"]) == (0, 0)
    assert document["from"] == "2017-02-19T17:00:00+00:00"


def test_a_kota_covers_the_kelurahan_below_it(summarise: Summarise, shared_data: Path) -> None:
    document = json.loads(summarise("--week", "2017-W08", "--area", "31.75", "--json").stdout)
    by_hand = figures_by_hand(shared_data / ARCHIVE, "31.75.")
    assert {figure["code"]: figure["value"] for figure in document["figures"]} == by_hand
    received = by_hand["received"]
    assert received is not None
    assert 0 < received < 1126


def test_page_and_table_are_written_and_replaced(summarise: Summarise, tmp_path: Path) -> None:
    first = summarise("--week", "2017-W08", "--out", "made/anew", "--language", "en")
    assert first.stdout.split() == ["made/anew/summary-2017-W08.pdf", "made/anew/summary-2017-W08.csv"]
    page, table = (tmp_path / name for name in first.stdout.split())
    with pikepdf.open(page) as document:
        assert (str(document.Root.Lang), len(document.pages)) == ("en", 1)
    rows = {row["code"]: row for row in csv.DictReader(StringIO(table.read_text("utf-8-sig"), newline=""))}
    assert rows["received"]["value"] == "1126"
    assert "reconstructed" in rows["reconstructed"]["definition"]
    again = summarise("--week", "2017-W08", "--out", "made/anew")
    assert (again.returncode, again.stderr) == (0, "")
    replaced = table.read_text("utf-8-sig")
    assert "Diterima" in replaced
    assert rows["sha256"]["value"] in replaced
    assert {file.name for file in page.parent.iterdir()} == {page.name, table.name}


def test_without_a_week_it_is_the_last_one_that_is_over(summarise: Summarise) -> None:
    done = summarise("--format", "csv")
    assert done.stdout == f"summary-{last_complete_week(datetime.now(WIB))}.csv\n"


@pytest.mark.parametrize(
    ("words", "exit_code", "says"),
    [
        (["--week", "2017-W53"], 2, "2017 has the weeks 01 to 52"),
        (["--format", "pdf,xls"], 2, "'xls' is no format"),
        (["--week", "2099-W01"], 1, "still to come"),
        (["--area", "31.7"], 1, "Did you mean: 31.75"),
        (["--area", "kampung melayu"], 1, "(Kampung Melayu)"),
        (["--agency", "SDA"], 1, "No report has an agency"),
        (["--store", "http://127.0.0.1:9"], 1, "can't be reached"),
        (["--out", "/proc/nowhere", "--format", "csv"], 1, "could not be written"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_can_t_be_done_is_said_in_a_sentence(
    summarise: Summarise, words: list[str], exit_code: int, says: str, tmp_path: Path
) -> None:
    done = summarise(*words)
    assert (done.returncode, done.stdout) == (exit_code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_may_not_read_is_refused_in_one_whole_sentence(running_store: RunningStore, tmp_path: Path) -> None:
    key = running_store.key(Role.PUBLIC)
    settings = Settings(home=tmp_path, store_url=running_store.url, token=key, token_file=None)
    with pytest.raises(StoreNotFollowed) as refused:
        made_summary(settings, Order())
    said = str(refused.value)
    assert "Ask the administrator for another key)" in said
    assert said.count("(") == said.count(")")


def test_a_workstation_s_mirror_and_the_summary_s_are_two(summarise: Summarise, flood: tuple[str, str, Path]) -> None:
    assert summarise("--week", "2017-W08", "--format", "csv").returncode == 0
    assert list((flood[2] / "summary").glob("*/mirror.sqlite3"))
    assert not (flood[2] / "mirror").exists()


def test_two_summaries_of_one_store_are_made_one_after_the_other(
    tmp_path: Path,
    store_at: Callable[..., RunningStore],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    store = store_at(tmp_path, [area("31.01", name="Barat")])
    store.start()
    monkeypatch.setenv("COMMANDCENTER_HOME", str(tmp_path))
    monkeypatch.setenv("COMMANDCENTER_STORE_URL", store.url)
    monkeypatch.setenv("COMMANDCENTER_TOKEN", store.key(Role.MANAGER))
    words = ["summary", "--area", "31.01", "--format", "csv", "--out", str(tmp_path / "out"), "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["area_name"] == "Barat"
    (lock,) = (tmp_path / "summary").glob("*/lock")
    held = FolderLock(lock)
    try:
        assert main(words) == 1
    finally:
        held.release()
    assert "Another summary of this store is being made" in capsys.readouterr().err


def test_each_clock_of_a_report_that_was_moved_by_acts_has_the_limit_it_had(
    tmp_path: Path, running_store: RunningStore
) -> None:
    reported_at = datetime.now(UTC) - timedelta(hours=72)
    place = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"}
    sent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, reported_at, payload=place)
    report_id = ReportId(int(running_store.send(sent)["subject"]))
    for version, (hours, to_state) in enumerate(((20, "done"), (40, "reopened"), (50, "done")), start=1):
        payload = {"to_state": to_state, "note": "Sudah dicek", "no_photo_reason": "Air surut sendiri"}
        acted_at = reported_at + timedelta(hours=hours)
        act = Intent(new_intent_id(), IntentKind.MOVE, report_id, version, acted_at, payload=payload)
        assert running_store.send(act)["status"] == "applied"
    settings = Settings(
        home=tmp_path, store_url=running_store.url, token=running_store.key(Role.MANAGER), token_file=None
    )
    made_summary(settings, Order())
    (mirror,) = (tmp_path / "summary").glob("*/mirror.sqlite3")
    reader = MirrorReader(mirror)
    history = reader.history(0, int(datetime.now(UTC).timestamp()) + 1)
    reader.close()
    clocks = clocks_of(history)
    started_s = int(reported_at.timestamp())
    assert (clocks.start_s - started_s).tolist() == [0, 40 * 3_600]
    assert (clocks.due_s - clocks.start_s).tolist() == [24 * 3_600, 24 * 3_600]
    assert (clocks.end_s - clocks.start_s).tolist() == [20 * 3_600, 10 * 3_600]
    assert disagreeing(history) == 0
