"""Whatever the server does between two looks, once it calms down the mirror equals what it shows."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.fixture.open311_city import City, Manners
from tests.sync.open311.follower import Follower, contents_of

MANNERS = st.builds(
    Manners,
    cap=st.sampled_from([12, 25, 1_000]),
    order=st.sampled_from(["newest", "oldest", "number"]),
    wrapped=st.booleans(),
    end_exclusive=st.booleans(),
    paging=st.booleans(),
    updates=st.booleans(),
    without_updated=st.booleans(),
    texts_for_places=st.booleans(),
    etag=st.booleans(),
    json=st.booleans(),
    by_id=st.sampled_from(["standard", "html"]),
    clock_ahead=st.sampled_from([timedelta(), timedelta(hours=5), timedelta(minutes=-40)]),
)


class FollowedCity(RuleBasedStateMachine):
    @initialize(manners=MANNERS, count=st.integers(0, 60), skew_min=st.sampled_from([0, -90, 90]))
    def begin(self, manners: Manners, count: int, skew_min: int) -> None:
        self.city = City(manners)
        self.folder = tempfile.TemporaryDirectory()
        self.made = 0
        self.anchor_s = 0
        for _ in range(count):
            self._add(hours=(self.made * 37) % 1_900)
        self.follower = Follower(self.city, Path(self.folder.name, "mirror"))
        self.follower.skew_ms = skew_min * 60_000

    def _add(self, hours: float) -> None:
        self.made += 1
        # Ids say nothing about the order of time.
        self.city.add(str((self.made * 7_919) % 10_007), timedelta(hours=hours), service_code=f"00{self.made % 3}")

    @rule(hours=st.floats(0, 30), count=st.integers(1, 4))
    def report(self, hours: float, count: int) -> None:
        for _ in range(count):
            self._add(hours)

    @rule(pick=st.integers(0, 10_000), status=st.sampled_from(["open", "closed"]))
    def edit(self, pick: int, status: str) -> None:
        shown = sorted(self.city.visible())
        if shown:
            number = shown[pick % len(shown)]
            self.city.edit(number, status=status, description=f"Disunting {pick}")

    @rule(pick=st.integers(0, 10_000))
    def hide(self, pick: int) -> None:
        shown = sorted(self.city.visible())
        if shown:
            self.city.hide(shown[pick % len(shown)])

    @rule(minutes=st.sampled_from([1, 30, 60 * 24 * 4]))
    def wait(self, minutes: int) -> None:
        self.city.now += timedelta(minutes=minutes)

    @rule()
    def look(self) -> None:
        self.follower.later()

    @rule(status=st.sampled_from([429, 500, 503]), after=st.integers(0, 3))
    def trouble(self, status: int, after: int) -> None:
        self.city.manners.failures += [(status, {"Retry-After": "30"}, b"<html>busy</html>")] * after

    @rule()
    def cut_off(self) -> None:
        self.city.manners.failures.append((200, {"Content-Length": "4000"}, b'[{"service_request_id": "1", '))

    @rule()
    def crash(self) -> None:
        self.follower.restart()

    @invariant()
    def nothing_is_shown_that_never_was(self) -> None:
        if hasattr(self, "follower"):
            assert self.follower.numbers() <= self.city.items.keys()

    def teardown(self) -> None:
        if not hasattr(self, "follower"):
            return
        try:
            self.city.manners.failures.clear()
            self.look()
            rounds = 0
            horizon = self.city.now - timedelta(days=88)
            while self._difference(horizon) and rounds < 60:
                self.follower.later()
                rounds += 1
            assert not self._difference(horizon), self._difference(horizon)
            assert self.follower.is_live()
            assert self.city.together == 1
        finally:
            self.follower.close()
            self.city.close()
            self.folder.cleanup()

    def _difference(self, horizon: object) -> dict[str, tuple[object, object]]:
        wanted, have = contents_of(self.city), self.follower.contents()
        recent = {
            number
            for number in wanted.keys() | have.keys()
            if self.city.items[number].requested_at > horizon  # type: ignore[operator]
        }
        return {
            number: (wanted.get(number), have.get(number))
            for number in recent
            if wanted.get(number) != have.get(number)
        }


TestFollowedCity = FollowedCity.TestCase
TestFollowedCity.settings = settings(
    max_examples=12,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # A shrunk example would take minutes of real questions; the printed steps can be run again as they stand.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
