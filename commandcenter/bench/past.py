"""Looking at the past of a city, measured in the real window: a jump to another instant, and the steps of playing it.

``past.jump …`` goes far back or ahead, so that the whole board is another one; ``past.step …`` goes on by as much as a
frame at 3,600×, or by a day. ``worked out`` is what a background thread takes for it; ``until all have repainted`` is
what a user waits; ``interface thread`` is the processor time of the thread that must never be held up, and ``its
longest piece`` the longest that it did not come round to other events.

Reading the timelines from a mirror, once a visit, is not measured here: the past is made of a synthetic city.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QTimer

from commandcenter.bench.figure import Figure, figure_of, timed
from commandcenter.bench.linked import Scene, TextReader, scene_of, wait_until
from commandcenter.bench.past_log import synthetic_log
from commandcenter.bench.synthetic import LAST_S, SPAN_S, city
from commandcenter.models.rewind.log import RewindLog
from commandcenter.models.rewind.playback import Playback

JUMPS = 20
STEPS = 60
_FRAME_S = 360
_DAY_S = 86_400
_PULSE_MS = 5
"""Not as often as it can be: that would starve the timers that the window itself sets to nothing."""
_MIDDLE_S = LAST_S - SPAN_S // 2


class _PastReader(TextReader):
    """Makes up the past too; of as many reports as the benchmark runs on."""

    log: RewindLog

    def rewind_log(self) -> RewindLog:
        """Return the past that was made before."""
        return self.log


@dataclass(frozen=True, slots=True)
class _Cost:
    passed_ms: float
    interface_ms: float
    piece_ms: float


def figures(reports: int) -> Iterator[Figure]:
    """Yield what a jump and a step cost."""
    _PastReader.log = synthetic_log(city(reports))
    playback = Playback(_PastReader.log)
    instants = iter(_instants())
    yield timed("past.jump worked out", reports, lambda: playback.go(next(instants) * 1000), JUMPS)
    with scene_of(reports, _PastReader) as scene:
        projector = scene.window.top.time.projector
        _cost(scene, projector.open)
        jumps = [_cost(scene, lambda at_s=at_s: projector.go(at_s * 1000)) for at_s in _instants()]  # type: ignore[misc]
        yield from _told("past.jump", reports, jumps)
        for name, step_s in (("past.step of a frame at 3,600×", _FRAME_S), ("past.step of a day", _DAY_S)):
            _cost(scene, lambda: projector.go(_MIDDLE_S * 1000))
            steps = [
                _cost(scene, lambda at_s=_MIDDLE_S + step * step_s: projector.go(at_s * 1000))  # type: ignore[misc]
                for step in range(1, STEPS + 1)
            ]
            yield from _told(name, reports, steps)
        projector.close()


def _instants() -> list[int]:
    """Return where to jump: each far from the one before, more than a walk ahead or anywhere back."""
    return [LAST_S - _DAY_S * (1 + step % 3) if step % 2 else _MIDDLE_S - _DAY_S * step for step in range(JUMPS + 1)]


def _told(name: str, reports: int, costs: list[_Cost]) -> Iterator[Figure]:
    yield figure_of(f"{name} until all have repainted", "ms", reports, [cost.passed_ms for cost in costs])
    yield figure_of(f"{name}, interface thread", "ms", reports, [cost.interface_ms for cost in costs])
    yield figure_of(f"{name}, its longest piece", "ms", reports, [cost.piece_ms for cost in costs])


def _cost(scene: Scene, work: Callable[[], object]) -> _Cost:
    """Do something that shows another instant, and wait until everything shows it."""
    moved: list[object] = []

    def begin_again(at_ms: object) -> None:
        moved.append(at_ms)
        scene.painted.forget()

    # Told before any view is.
    connection = scene.desk.past_changed.connect(begin_again)
    pieces: list[float] = []
    last_s = time.perf_counter()

    def come_round() -> None:
        nonlocal last_s
        now_s = time.perf_counter()
        pieces.append((now_s - last_s) * 1000)
        last_s = now_s

    pulse = QTimer()
    pulse.timeout.connect(come_round)
    pulse.start(_PULSE_MS)
    begun_s, interface_s = time.perf_counter(), time.thread_time()
    work()
    wait_until(
        lambda: bool(moved) and scene.painted.all_are and scene.map.is_settled,
        lambda: f"another instant: the map (settled: {scene.map.is_settled}) or one of {scene.painted.missing}",
    )
    pulse.stop()
    scene.desk.past_changed.disconnect(connection)
    passed_ms = (time.perf_counter() - begun_s) * 1000
    return _Cost(passed_ms, (time.thread_time() - interface_s) * 1000, max(pieces))
