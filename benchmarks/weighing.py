"""What a program that runs for a long time weighs: memory of processes, and slopes. Linux: it is read from /proc."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_KIB_PER_MIB = 1024


def weights(page_pid: int) -> dict[str, float]:
    """Return MiB of this process, of the page's (renderer) and of all children together.

    ``rss`` counts shared memory whole in each process, ``pss`` in parts.
    """
    own, page = _weight(os.getpid()), _weight(page_pid)
    children = {pid: _weight(pid) for pid in _descendants(os.getpid())}
    found: dict[str, float] = {}
    for place, name in enumerate(("rss", "pss")):
        found[f"app_{name}_mib"] = own[place]
        found[f"page_{name}_mib"] = page[place]
        found[f"children_{name}_mib"] = round(sum(weight[place] for weight in children.values()), 1)
    return found


def _weight(pid: int) -> tuple[float, float]:
    sizes = {"Rss": 0.0, "Pss": 0.0}
    for line in _file(f"/proc/{pid}/smaps_rollup").decode().splitlines():
        name, _, rest = line.partition(":")
        if name in sizes:
            sizes[name] = round(int(rest.split()[0]) / _KIB_PER_MIB, 1)
    return sizes["Rss"], sizes["Pss"]


def _descendants(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            # Behind the name, which may hold spaces and brackets: state, parent, …
            fields = _file(f"{entry}/stat").rpartition(b")")[2].split()
            if len(fields) > 1:
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found: list[int] = []
    waiting = list(parents.get(root, []))
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def _file(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""  # it ended meanwhile


def summary(samples: list[dict[str, Any]], warm_up_min: float, counted: Sequence[str]) -> dict[str, Any]:
    """Return slopes in MiB a minute behind the warm-up, the last weights, and what was counted until the end.

    ``slope`` is fitted by least squares through all samples; ``floor_slope`` through the lowest sample of each two
    minutes, which does not rise with garbage that is collected now and then.
    """
    found: dict[str, Any] = {name: samples[-1][name] for name in counted}
    # The last one comes behind the forced collection.
    run = [sample for sample in samples[:-1] if sample["at_s"] >= warm_up_min * 60]
    for name in samples[-1]:
        if not name.endswith("_mib"):
            continue
        points = np.array([(s["at_s"] / 60, s[name]) for s in run if s[name] is not None])
        if len(points) < 3 or np.ptp(points[:, 0]) == 0:
            continue
        found[name] = {
            "first": points[0, 1],
            "median": round(float(np.median(points[:, 1])), 1),
            "last": points[-1, 1],
            "collected": samples[-1][name],
            "slope_mib_per_min": round(_slope(points), 3),
            "floor_slope_mib_per_min": _floor_slope(points),
        }
    return found


def _floor_slope(points: NDArray[np.float64]) -> float | None:
    part_of = (points[:, 0] // 2).astype(int)
    floors = np.array([points[part_of == each][points[part_of == each][:, 1].argmin()] for each in np.unique(part_of)])
    return round(_slope(floors), 3) if len(floors) > 2 else None


def _slope(points: NDArray[np.float64]) -> float:
    return float(np.polyfit(points[:, 0], points[:, 1], 1)[0])


def say(kind: str, values: Mapping[str, object]) -> None:
    """Print one line of JSON."""
    print(json.dumps({"kind": kind, **values}), flush=True)
