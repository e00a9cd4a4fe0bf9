"""How fast it is, measured where it runs: what ``commandcenter bench`` prints.

Owns the benchmarks' register, the synthetic city they run on and how a figure is told. Judges nothing: what
counts is the ratio between figures of one run on one machine.
"""

from __future__ import annotations

from commandcenter.bench.register import run as run
