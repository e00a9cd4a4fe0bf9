"""The register of benchmarks, and how one is run.

A benchmark is a function that takes a number of reports and yields figures. It is named here as
``module:function`` and imported only when it runs, so that those that need windows cost nothing to the others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module

from commandcenter.bench.figure import Figure

Benchmark = Callable[[int], Iterator[Figure]]

BENCHMARKS: dict[str, str] = {
    "board": "commandcenter.bench.board:figures",
    "loop": "commandcenter.bench.loop:figures",
}
"""Name on the command line to ``module:function``."""

DEFAULT_REPORTS = 1_000_000


def run(name: str | None, reports: int, as_json: bool) -> int:
    """Run one benchmark, or all, and print each figure as soon as it is known.

    Args:
        name: Which one; None for all.
        reports: How many synthetic reports to run on.
        as_json: One JSON object a line, for programs; else a table.

    Returns:
        The exit code: 0, or 2 for a name that is not in the register or a number of reports below one.
    """
    if name is not None and name not in BENCHMARKS:
        known = ", ".join(sorted(BENCHMARKS))
        print(f"There is no benchmark named {name!r}. Choose one of: {known}.", file=sys.stderr)
        return 2
    if reports < 1:
        print(f"A benchmark needs at least one report, not {reports}.", file=sys.stderr)
        return 2
    for chosen in [name] if name else sorted(BENCHMARKS):
        for figure in loaded(chosen)(reports):
            print(figure.as_json() if as_json else _row(figure), flush=True)
    return 0


def loaded(name: str) -> Benchmark:
    """Import a benchmark's module and return its function."""
    module, function = BENCHMARKS[name].split(":")
    benchmark: Benchmark = getattr(import_module(module), function)
    return benchmark


def _row(figure: Figure) -> str:
    return (
        f"{figure.name:<58} {figure.median:>9.2f} {figure.p95:>9.2f} {figure.max:>9.2f} {figure.unit}"
        f"  (median, 95 %, max of {figure.n}; {figure.reports:,} reports)"
    )
