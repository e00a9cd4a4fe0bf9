"""A measured figure, and the clock that makes one."""

from __future__ import annotations

import gc
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter_ns

_NS_PER_MS = 1e6
_NO_LIMITS: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        name: What was measured, ``benchmark.figure``.
        unit: Of the three values, such as ``ms``.
        reports: Reports behind it.
        n: Measurements behind it.
        median: Half of the measurements are at most this.
        p95: 95 % are at most this (nearest rank).
        p99: 99 % are at most this (nearest rank).
        max: The largest.
    """

    name: str
    unit: str
    reports: int
    n: int
    median: float
    p95: float
    p99: float
    max: float

    def as_json(self, limits: Mapping[str, float] = _NO_LIMITS) -> str:
        """Return it as one line of JSON, values rounded to four digits after the point.

        Args:
            limits: What the values of these names are aimed to be at most; ``aim`` holds it unless it is empty.
        """
        values = {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(self).items()}
        return json.dumps(values | ({"aim": dict(limits)} if limits else {}), ensure_ascii=False)


def figure_of(name: str, unit: str, reports: int, samples: Sequence[float]) -> Figure:
    """Sum measurements up.

    Args:
        name: ``benchmark.figure``.
        unit: Of the samples.
        reports: Reports behind it.
        samples: At least one.
    """
    ordered = sorted(samples)
    return Figure(
        name,
        unit,
        reports,
        len(ordered),
        float(median(ordered)),
        _at_most(ordered, 0.95),
        _at_most(ordered, 0.99),
        float(ordered[-1]),
    )


def _at_most(ordered: Sequence[float], share: float) -> float:
    """Return what a share of the measurements is at most, by nearest rank."""
    return float(ordered[math.ceil(share * len(ordered)) - 1])


def elapsed_ms(work: Callable[[], object]) -> float:
    """Return how many milliseconds one call took."""
    start_ns = perf_counter_ns()
    work()
    return (perf_counter_ns() - start_ns) / _NS_PER_MS


def timed(name: str, reports: int, work: Callable[[], object], repeats: int = 30) -> Figure:
    """Call something several times, once before to warm it up, and sum up how long it took in milliseconds."""
    work()
    gc.collect()
    return figure_of(name, "ms", reports, [elapsed_ms(work) for _ in range(repeats)])
