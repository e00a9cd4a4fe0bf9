"""The import contracts of pyproject.toml hold, and each was seen failing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

NAMES_THAT_SAY_NOTHING = frozenset(
    f"{name}{plural}" for name in ("util", "helper", "manager", "common", "misc") for plural in ("", "s")
)


def check_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in ``folder``, as that folder's own pyproject.toml says."""
    program = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of package and contracts, to plant a violation in."""
    shutil.copytree(ROOT / "commandcenter", tmp_path / "commandcenter", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    ended = check_imports(ROOT)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("planted_in", "statement", "broken"),
    [
        ("models/planted.py", "import PySide6.QtCore", "The ground floor knows neither Qt nor HTTP"),
        ("models/board/planted.py", "from fastapi import FastAPI", "The ground floor knows neither Qt nor HTTP"),
        ("models/planted.py", "import requests", "The ground floor knows neither Qt nor HTTP"),
        ("models/planted.py", "import commandcenter.protocol", "Arrows point down"),
        ("protocol/planted.py", "import commandcenter.store", "Arrows point down"),
        ("views/planted.py", "import commandcenter.store", "Arrows point down"),
        ("views/planted.py", "import commandcenter.sync", "Arrows point down"),
        ("store/planted.py", "import commandcenter.views", "Arrows point down"),
        ("sync/planted.py", "import commandcenter.store", "Arrows point down"),
        ("sync/planted.py", "from PySide6 import QtCore", "Qt is known in views and at the top only"),
        ("store/planted.py", "import PySide6", "Qt is known in views and at the top only"),
        ("protocol/planted.py", "import PySide6", "Qt is known in views and at the top only"),
        ("views/planted.py", "import requests", "Views and messages speak to no network"),
        ("protocol/planted.py", "import starlette", "Views and messages speak to no network"),
        ("store/planted.py", "import commandcenter.store.file_reader", "A second copy of SQLite stays in a process"),
        ("models/mirror/planted.py", "import commandcenter.models.mirror.file_loader", "A second copy of SQLite stays"),
        ("store/planted.py", "import adbc_driver_sqlite", "Arrow's driver is loaded in such processes alone"),
        ("planted.py", "", "Arrows point down"),
    ],
)
def test_a_planted_violation_is_seen(copy: Path, planted_in: str, statement: str, broken: str) -> None:
    (copy / "commandcenter" / planted_in).write_text(f"{statement}\n")
    ended = check_imports(copy)
    assert ended.returncode != 0
    verdicts = [line for line in ended.stdout.splitlines() if line.startswith(broken)]
    assert verdicts, ended.stdout + ended.stderr
    assert verdicts[0].endswith("BROKEN")


def test_every_module_has_a_name_that_says_what_it_is_about() -> None:
    modules = (ROOT / "commandcenter").rglob("*.py")
    folders = {part for module in modules for part in module.relative_to(ROOT).with_suffix("").parts}
    assert not folders & NAMES_THAT_SAY_NOTHING
