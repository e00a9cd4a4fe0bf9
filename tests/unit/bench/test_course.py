"""All benchmarks in one go: each for itself, and what came out for each aim at the end."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from subprocess import Popen
from typing import Any

import pytest

from commandcenter.bench import course, register, run
from commandcenter.bench.aim import AIMS, PEER_AIMS, limits_of, verdicts
from commandcenter.bench.course import run_all
from commandcenter.bench.figure import Figure, figure_of
from commandcenter.bench.register import BENCHMARKS


def told(*figures: Figure) -> str:
    return "\n".join(["a word of a library's", *(figure.as_json() for figure in figures)])


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What each benchmark's process does, by name: Python."""
    made: dict[str, str] = {}

    def start(command: Sequence[str], **options: Any) -> Popen[str]:
        return Popen([sys.executable, "-c", made[command[4]]], **options)

    monkeypatch.setattr(course, "Popen", start)
    return made


def prints(*figures: Figure, then: str = "") -> str:
    return f"print({told(*figures)!r}, flush=True)\n{then}"


def test_one_that_fails_is_a_row_and_the_others_run(
    scripts: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    half = figure_of("b.half", "ms", 7, [2.0])
    scripts.update(
        a="raise SystemExit('the store did not start')",
        b=prints(half, then="import os; os.kill(os.getpid(), 9)"),
        c=prints(figure_of("c.whole", "ms", 7, [3.0])),
    )
    assert run_all(("a", "b", "c"), lambda name: [name], as_json=True) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    named = [(row["name"], row.get("failed")) for row in rows if "name" in row]
    assert named == [
        ("a", "the store did not start"),
        ("b.half", None),
        ("b", "exit code -9"),
        ("c.whole", None),
    ]


def test_it_ends_with_what_came_out_for_each_aim(scripts: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    scripts["a"] = prints(
        figure_of("queue.scroll three rows", "ms", 7, [5.0, 5.0, 60.0]),
        figure_of("queue.scroll a page", "ms", 7, [9.5]),
        figure_of("peer.board, mask and clusters", "ms", 7, [2.0]),
        figure_of("peer.supercluster rebuild", "ms", 7, [200.0]),
    )
    assert run_all(("a",), lambda name: [name], as_json=True) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0]["aim"] == {"median": 8}
    found = {row["line"]: row for row in rows if "line" in row}
    assert list(found) == [*(aim.line for aim in AIMS), *(aim.line for aim in PEER_AIMS)]
    scrolled = found["a scrolled frame of the queue"]
    assert (scrolled["came_out"], scrolled["figure"], scrolled["reached"]) == (9.5, "queue.scroll a page", False)
    rebuilt = found["a supercluster rebuild against mask and clusters"]
    assert (rebuilt["came_out"], rebuilt["reached"]) == (100.0, True)
    assert found["weekly summary, all formats"]["reached"] is None


def test_people_get_a_table_of_the_aims(scripts: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    scripts["a"] = prints(figure_of("loop.first load", "s", 7, [11.0]))
    assert run_all(("a",), lambda name: [name], as_json=False) == 0
    out = capsys.readouterr().out
    assert re.search(r"first load over loopback .*≤ 12 s +11\.00  reached", out)
    assert out.count("not measured") == len(AIMS) + len(PEER_AIMS) - 1


def test_all_means_every_one_at_the_size_that_was_asked_for_where_it_is_reports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, Sequence[str]] = {}

    def note(names: Sequence[str], words_of: Callable[[str], Sequence[str]], _as_json: bool) -> int:
        asked.update({name: words_of(name) for name in names})
        return 0

    monkeypatch.setattr(register, "run_all", note)
    run(None, 1_000_000, True)
    assert asked.keys() == BENCHMARKS.keys()
    assert asked["board"] == ["board", "--json", "--reports", "1000000"]
    assert asked["evidence"] == ["evidence", "--json"]


def test_a_figure_without_an_aim_has_none() -> None:
    assert limits_of(figure_of("board.load of 10 rows", "ms", 7, [1.0])) == {}
    assert [verdict.reached for verdict in verdicts([])] == [None] * (len(AIMS) + len(PEER_AIMS))
