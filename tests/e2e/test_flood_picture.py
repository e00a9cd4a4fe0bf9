"""The real flood in the real workstation, drawn by the command that a script would call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from commandcenter.models.state import State
from commandcenter.views.palette import DARK

ARCHIVE = "reports/petabencana_qlue_jakarta_2017-02-20_21.csv"
KELURAHAN = "boundaries/cahyadsn_dki_kelurahan.geojson"


def test_the_picture_says_1126_reports_and_shows_where_the_flood_was(shared_data: Path, tmp_path: Path) -> None:
    picture = tmp_path / "flood.png"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "commandcenter.cli", "demo"),
            *("--areas", str(shared_data / KELURAHAN), "--import", str(shared_data / ARCHIVE)),
            "--no-simulation",
            *("--screenshot", str(picture), "--size", "1920x1080", "--theme", "dark"),
        ],
        env={
            **{name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"},
            "COMMANDCENTER_HOME": str(tmp_path),
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert (said["reports"], said["shown"], said["phase"], said["ready"]) == (1126, 1126, "live", True)
    # Bubbles that would touch are one; how many there are depends on the width that the docks leave.
    assert said["marks"] > 30
    assert said["age_s"] < 10
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1920, 1080)
    assert painted_share(image, DARK.state_hex(State.WAITING)) > 0.005


def painted_share(image: QImage, colour: str) -> float:
    """Return the share of the map's pixels that have a colour."""
    wanted = int(colour.lstrip("#"), 16)
    left, right, top, bottom = 560, 1_580, 60, 920
    steps = [(x, y) for x in range(left, right, 3) for y in range(top, bottom, 3)]
    return sum((image.pixel(x, y) & 0xFFFFFF) == wanted for x, y in steps) / len(steps)
