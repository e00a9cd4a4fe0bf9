"""The register of benchmarks, and how one is run.

A benchmark is a function that takes a number of reports and yields figures. It is named here as
``module:function`` and imported only when it runs, so that those that need windows cost nothing to the others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from commandcenter.bench.course import print_figure, run_all
from commandcenter.bench.figure import Figure

Benchmark = Callable[..., Iterator[Figure]]
"""Takes the number of reports, and a file of areas if its name is in ``ON_AREAS``, a database if in ``ON_DATABASE``."""

BENCHMARKS: dict[str, str] = {
    "areas": "commandcenter.bench.areas:figures",
    "board": "commandcenter.bench.board:figures",
    "evidence": "commandcenter.bench.evidence:figures",
    "import": "commandcenter.bench.file_import:figures",
    "linked": "commandcenter.bench.linked:figures",
    "loop": "commandcenter.bench.loop:figures",
    "map": "commandcenter.bench.map:figures",
    "store": "commandcenter.bench.store:figures",
    "past": "commandcenter.bench.past:figures",
    "peer": "commandcenter.bench.peer:figures",
    "photo": "commandcenter.bench.photo:figures",
    "queue": "commandcenter.bench.queue:figures",
    "replay": "commandcenter.bench.replay:figures",
    "summary": "commandcenter.bench.summary:figures",
    "sync": "commandcenter.bench.sync:figures",
    "simulation": "commandcenter.bench.simulation:figures",
    "start": "commandcenter.bench.start:figures",
}
"""Name on the command line to ``module:function``."""

ON_AREAS = frozenset({"areas"})
ON_DATABASE = frozenset({"store"})

DEFAULT_REPORTS = 100_000
DEFAULT_PLACES = 1_000_000
"""How much a benchmark runs on unless told: those ``ON_AREAS`` on places."""

OWN_SIZE = {"evidence": 100, "photo": 200_000}
"""How much those run on whose numbers are not of reports: drawn scenes, earlier photos."""


def run(
    name: str | None,
    reports: int | None,
    as_json: bool,
    area_file: Path | None = None,
    database_url: str | None = None,
) -> int:
    """Run one benchmark here, or all in a process each, and print each figure as soon as it is known.

    All of them end with what came out for each aim.

    Args:
        name: Which one; None for all.
        reports: How many synthetic reports or places to run on; None leaves it to the benchmark. Of all benchmarks
            those of ``OWN_SIZE`` keep theirs: their numbers are of something else.
        as_json: One JSON object a line, for programs; else a table.
        area_file: Real areas for the benchmarks ``ON_AREAS``; None makes some.
        database_url: An empty database for the benchmarks ``ON_DATABASE``; None makes one, on SQLite.

    Returns:
        The exit code: 0; 1 if one of all did not come to its end; 2 for a name that is not in the register, a number
        below one, or a file that is not there.
    """
    if name is not None and name not in BENCHMARKS:
        known = ", ".join(sorted(BENCHMARKS))
        print(f"There is no benchmark named {name!r}. Choose one of: {known}.", file=sys.stderr)
        return 2
    if reports is not None and reports < 1:
        print(f"A benchmark needs at least one report, not {reports}.", file=sys.stderr)
        return 2
    if area_file is not None and not area_file.is_file():
        print(f"{area_file} is not there. Check the path.", file=sys.stderr)
        return 2
    if name is None:
        return run_all(
            tuple(sorted(BENCHMARKS)), lambda chosen: _words(chosen, reports, area_file, database_url), as_json
        )
    if name in ON_AREAS:
        figures = loaded(name)(reports or DEFAULT_PLACES, area_file)
    elif name in ON_DATABASE:
        figures = loaded(name)(reports or DEFAULT_REPORTS, database_url)
    else:
        figures = loaded(name)(reports or OWN_SIZE.get(name, DEFAULT_REPORTS))
    for figure in figures:
        print_figure(figure, as_json)
    return 0


def _words(name: str, reports: int | None, area_file: Path | None, database_url: str | None) -> list[str]:
    """Return what to say to ``commandcenter bench`` for one benchmark of all."""
    words = [name, "--json"]
    if reports is not None and name not in OWN_SIZE:
        words += ["--reports", str(reports)]
    if area_file is not None and name in ON_AREAS:
        words += ["--areas", str(area_file)]
    if database_url is not None and name in ON_DATABASE:
        words += ["--database", database_url]
    return words


def loaded(name: str) -> Benchmark:
    """Import a benchmark's module and return its function."""
    module, function = BENCHMARKS[name].split(":")
    benchmark: Benchmark = getattr(import_module(module), function)
    return benchmark
