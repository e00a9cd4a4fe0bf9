"""What a person types who has a file that nobody has described."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.test_store_jakarta_archive import Shell

FILE = """Ticket ID;Created At;Type;Status;Lat;Lon;Address;Description
T-1;13/02/2026 08:00;Sampah;Open;-6.2;106.8;Jalan Satu;Menumpuk
T-2;14/02/2026 09:30;Kuda lepas;Open;-6.3;106.9;Jalan Dua;Di jalan
T-3;15/02/2026 10:00;Sampah;Aneh;-6.3;106.9;Jalan Tiga;Bau
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "kota.csv").write_text(FILE)
    return Shell(tmp_path)


def test_from_a_strange_file_to_reports_in_a_new_city(shell: Shell) -> None:
    refused = shell.run("init", "--city", "kota")
    assert refused.returncode == 1
    assert "--prefix" in refused.stderr
    assert shell.run("init", "--city", "kota", "--prefix", "KT").returncode == 0

    strange = shell.run("import", "--city", "kota", "kota.csv")
    assert strange.returncode == 1
    assert "store mapping draft" in strange.stderr

    draft = shell.run("mapping", "draft", "kota.csv", "--out", "m.json")
    assert draft.returncode == 0, draft.stderr
    assert "| Type | category |" in draft.stdout
    assert "day-first. Line 2 (13/02/2026 08:00) can be read in no other order" in draft.stdout
    assert "| Kuda lepas | 1 | refused |" in draft.stdout
    assert "reported 2026-02-13 08:00:00 WIB, category SAMPAH, state waiting" in draft.stdout

    mapping = json.loads((shell.folder / "m.json").read_text())
    horse = mapping["category"]["table"]["Kuda lepas"]
    assert horse is None, "it is left to the person"
    mapping["category"]["table"]["Kuda lepas"] = "HEWAN"
    mapping["categories"] = ["SAMPAH"]
    mapping["categories"].append(
        {
            "code": "HEWAN",
            "name_id": "Hewan",
            "name_en": "Animals",
            "group": "",
            "first_response_s": 3600,
            "closing_s": 86400,
            "publication": "by_rule",
            "ppsu_sized": False,
            "icon": "paw",
        }
    )
    (shell.folder / "m.json").write_text(json.dumps(mapping))

    dry = shell.result("import", "--city", "kota", "kota.csv", "--mapping", "m.json", "--dry-run")
    assert (dry["read"], dry["reports"], dry["rejected"]) == (3, 2, 1)
    said = shell.result("import", "--city", "kota", "kota.csv", "--mapping", "m.json")
    assert (said["added"], said["rejected"], said["new_categories"]) == (2, 1, ["SAMPAH", "HEWAN"])
    assert "Aneh" in (shell.folder / "kota.rejects.csv").read_text()
    assert shell.result("init", "--city", "kota", "--prefix", "KT")["categories_changed"] == 0
    again = shell.result("import", "--city", "kota", "kota.csv", "--mapping", "m.json")
    assert (again["added"], again["already_there"]) == (0, 2)


def test_a_dry_run_and_a_draft_need_no_store_and_make_none(shell: Shell) -> None:
    assert shell.run("mapping", "draft", "kota.csv", "--out", "m.json").returncode == 0
    assert shell.run("import", "kota.csv", "--mapping", "m.json", "--dry-run").returncode == 0
    assert sorted(path.name for path in shell.folder.iterdir()) == ["kota.csv", "m.json"]


def test_shipped_mappings_are_listed_and_shown(shell: Shell) -> None:
    names = shell.result("mapping", "list")
    assert {"jakarta-flood", "chicago-sanitation", "boston-311", "nyc-311-water", "georeport-bulk"} <= names.keys()
    shown = shell.run("mapping", "show", "chicago-sanitation").stdout
    assert "| Completed - Dup | done (Duplikat dari laporan lain (Completed - Dup)) |" in shown


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("import", "kota.csv", "--mapping", "boston-311"), 1, "case_enquiry_id"),
        (("import", "kota.csv", "--mapping", "nowhere"), 1, "nyc-311-water"),
        (("mapping", "draft", "kota.csv", "--zone", "Mars"), 2, "Asia/Jakarta"),
        (("mapping", "draft", "kota.csv", "--column", "colour=Type"), 2, "Fields are"),
        (("mapping", "draft", "kota.csv", "--date-order", "month"), 1, "is day-first"),
        (("mapping", "show", "nowhere"), 1, "jakarta-flood"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(shell: Shell, words: tuple[str, ...], exit_code: int, said: str) -> None:
    done = shell.run(*words)
    assert done.returncode == exit_code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
