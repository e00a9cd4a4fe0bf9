from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commandcenter.sync.backoff import Backoff


def delays(jitter: float, failures: int) -> list[float]:
    backoff = Backoff(lambda: jitter)
    found = []
    for _ in range(failures):
        backoff.failed(100.0)
        found.append(backoff.ready_at_s - 100.0)
    return found


def test_delays_double_up_to_thirty_seconds() -> None:
    assert delays(1.0, 7) == [1, 2, 4, 8, 16, 30, 30]


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 2_000))
def test_no_delay_is_longer_than_thirty_seconds_or_shorter_than_half_a_second(jitter: float, failures: int) -> None:
    assert all(0.5 <= delay <= 30 for delay in delays(jitter, failures))


def test_a_reset_is_ready_at_once_and_begins_with_the_shortest_delay() -> None:
    backoff = Backoff(lambda: 0.0)
    backoff.failed(0)
    backoff.failed(0)
    assert not backoff.ready(0.9)
    backoff.reset()
    assert backoff.ready(0)
    backoff.failed(0)
    assert backoff.ready_at_s == 0.5
