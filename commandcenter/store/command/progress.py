"""A bar on long work, where a terminal is there to show it."""

from __future__ import annotations

import sys
import time

_WIDTH = 30
_EVERY_S = 0.1


class Progress:
    """Draws one line on standard error again and again; says nothing where that is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._last_s = 0.0

    def show(self, fraction: float, rows: int) -> None:
        """Draw how far the work is, at most ten times a second."""
        now_s = time.monotonic()
        if not self._shown or now_s - self._last_s < _EVERY_S:
            return
        self._last_s = now_s
        full = round(fraction * _WIDTH)
        bar = "█" * full + "·" * (_WIDTH - full)
        print(f"\r{bar} {fraction:4.0%}  {rows:,} rows", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Wipe the line."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
