"""Watches over the pin of PySide6: an engine that never collects fills 480 MiB of the page in two minutes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = Path(__file__).resolve().parents[2] / "benchmarks" / "map_memory.py"

HEAP_LIMIT_MIB = 100
"""Four times what a good engine's heap swings up to; 25 seconds of one that does not collect."""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_the_page_collects_its_garbage_while_it_repaints() -> None:
    words = ("--minutes", "0.75", "--warm-up-min", "0")
    ran = subprocess.run([sys.executable, MEASURE, *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    samples = [line for line in map(json.loads, ran.stdout.splitlines()) if line["kind"] == "sample"]
    assert samples[-1]["repaints"] > 100
    assert max(sample["js_used_mib"] for sample in samples) < HEAP_LIMIT_MIB
