"""All benchmarks one after the other, each in a process of its own, and what came out for each aim at the end.

Owns how figures, failures and verdicts are printed. A benchmark that fails is told as a row of its own and does not
keep the others from running; nor does what one leaves in memory weigh on the next.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields
from subprocess import PIPE, Popen
from typing import IO

from commandcenter.bench.aim import Verdict, limits_of, verdicts
from commandcenter.bench.figure import Figure


class BenchmarkFailedError(RuntimeError):
    """A benchmark's process did not come to its end; holds its last words."""


def run_all(names: Sequence[str], words_of: Callable[[str], Sequence[str]], as_json: bool) -> int:
    """Run benchmarks and print each figure as soon as it is known, and the verdicts behind them.

    Args:
        names: Which, in this order.
        words_of: What to say to ``commandcenter bench`` for one of them; it must answer in JSON.
        as_json: One JSON object a line, for programs; else tables.

    Returns:
        The exit code: 0, or 1 if one did not come to its end.
    """
    known: list[Figure] = []
    failed = False
    for name in names:
        try:
            for figure in _figures(words_of(name)):
                known.append(figure)
                print_figure(figure, as_json)
        except BenchmarkFailedError as error:
            failed = True
            said = {"name": name, "failed": str(error)}
            print(json.dumps(said, ensure_ascii=False) if as_json else f"{name:<58} FAILED: {error}", flush=True)
    found = verdicts(known)
    if not as_json:
        print(f"\n{'aim':<72} {'limit':>14} {'came out':>10}")
    for verdict in found:
        print(_as_json(verdict) if as_json else _as_row(verdict), flush=True)
    return int(failed)


def print_figure(figure: Figure, as_json: bool) -> None:
    """Print one figure, with what it is aimed to be if there is an aim."""
    print(figure.as_json(limits_of(figure)) if as_json else _row(figure), flush=True)


def _figures(words: Sequence[str]) -> Iterator[Figure]:
    """Yield what a benchmark says in a process of its own."""
    command = [sys.executable, "-m", "commandcenter.cli", "bench", *words]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        Popen(command, stdout=PIPE, stderr=complaints, text=True) as process,
    ):
        try:
            for line in process.stdout or ():
                if line.startswith("{"):
                    yield _figure(json.loads(line))
            code = process.wait()
        finally:
            # Whoever stops listening ends it.
            process.kill()
        if code:
            raise BenchmarkFailedError(_last_words(complaints) or f"exit code {code}")


def _figure(said: dict[str, object]) -> Figure:
    values = {field.name: said[field.name] for field in fields(Figure)}
    return Figure(**values)  # type: ignore[arg-type]


def _last_words(complaints: IO[str]) -> str:
    complaints.seek(0)
    lines = [line.strip() for line in complaints if line.strip()]
    return lines[-1] if lines else ""


def _row(figure: Figure) -> str:
    return (
        f"{figure.name:<58} {figure.median:>9.2f} {figure.p95:>9.2f} {figure.p99:>9.2f} {figure.max:>9.2f}"
        f" {figure.unit}"
        f"  (median, 95 %, 99 %, max of {figure.n}; {figure.reports:,} reports)"
    )


def _as_json(verdict: Verdict) -> str:
    came_out = None if verdict.came_out is None else round(verdict.came_out, 4)
    return json.dumps(asdict(verdict) | {"came_out": came_out}, ensure_ascii=False)


def _as_row(verdict: Verdict) -> str:
    if verdict.came_out is None:
        return f"{verdict.line:<72} {verdict.aim:>14} {'–':>10}  not measured"
    word = "reached" if verdict.reached else "missed"
    return (
        f"{verdict.line:<72} {verdict.aim:>14} {verdict.came_out:>10.2f}  {word}"
        f"  ({verdict.figure}; n {verdict.n}, {verdict.reports:,} reports)"
    )
