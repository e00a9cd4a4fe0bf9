"""A replay under way: each act sent when it is due, in order, whatever happens in between.

Owns the wait for the due time, what is done when the store is silent, and what becomes of a report after the store
has refused something. Never reorders: who falls behind, falls behind with everything.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from commandcenter.models.failure import Failure
from commandcenter.models.intent import Intent, IntentResult, IntentStatus
from commandcenter.store.intake.rhythm import DueAct
from commandcenter.store.replay.door import StoreSilent
from commandcenter.store.replay.wording import Run, Standing, following, submission

SILENCE_LIMIT_S = 60.0
"""How long one act is tried again before the replay ends."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 2.0


class RunOfAnother(Failure):
    """A run that another key began."""

    code = "run_of_another"
    template = "The run {run} was begun with another key. Continue it with that key, or begin a new run."


class Pace(Protocol):
    """The time that a replay runs in."""

    def elapsed_s(self) -> float:
        """Return seconds on a clock that only goes forward."""

    def now(self) -> datetime:
        """Return what time it is, UTC."""

    def wait(self, seconds: float) -> None:
        """Return after so many seconds."""


class RealPace:
    """This machine's time."""

    def __init__(self) -> None:
        """Begin."""
        self._never = threading.Event()

    def elapsed_s(self) -> float:
        """Return seconds on a clock that only goes forward."""
        return time.monotonic()

    def now(self) -> datetime:
        """Return what time it is, UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Return after so many seconds, or at once with ``KeyboardInterrupt``."""
        self._never.wait(seconds)


@dataclass(slots=True)
class Tally:
    """How far a replay has come.

    Attributes:
        decided: Acts that the store has decided or that were left to people; the first so many of the rhythm's.
        reports: Reports that came in anew.
        steps: Steps that were done anew.
        already: Acts that an earlier part of the run had sent already.
        refused: Acts that the store refused, by code; what followed on the same report is not tried.
        left_to_people: Acts left out because somebody at a desk had changed the report.
        without_report: Steps of reports that the store had refused.
        lag_s: How late the last act was.
        most_lag_s: How late any act was at most.
    """

    decided: int = 0
    reports: int = 0
    steps: int = 0
    already: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    left_to_people: int = 0
    without_report: int = 0
    lag_s: float = 0.0
    most_lag_s: float = 0.0


class Replay:
    """One run over a file's acts."""

    def __init__(
        self,
        run: Run,
        send: Callable[[Intent], IntentResult],
        pace: Pace,
        on_decided: Callable[[DueAct, Tally], None] = lambda _act, _tally: None,
    ) -> None:
        """Begin nothing yet.

        Args:
            run: Which run; one that was begun before is continued where it ended.
            send: Sends one act; ``StoreSilent`` means that it has to be sent again.
            pace: The time it runs in.
            on_decided: Told after each act.
        """
        self.tally = Tally()
        self._run = run
        self._send = send
        self._pace = pace
        self._on_decided = on_decided
        self._standing: dict[tuple[str, str], Standing] = {}
        self._people: set[tuple[str, str]] = set()

    def go(self, acts: Sequence[DueAct], *, resumed: bool = False) -> Tally:
        """Send all acts, each when it is due.

        Args:
            acts: By ``due_s``.
            resumed: The run was begun before: acts are sent at once until one comes that the store had not had yet;
                the rhythm goes on from there.

        Raises:
            StoreSilent: If the store did not answer for ``SILENCE_LIMIT_S``.
            RunOfAnother: If the run belongs to another key.
            Failure: If the store takes no acts at all.
        """
        begun_s, begun_at, catching_up = self._pace.elapsed_s(), self._pace.now(), resumed
        for act in acts:
            if catching_up:
                begun_s, begun_at = self._from_now(act)
            else:
                self._wait_until(begun_s + act.due_s)
            intent = self._intent(act, begun_at + timedelta(seconds=act.due_s))
            if intent is not None:
                result = self._answer(intent)
                self.tally.lag_s = max(0.0, self._pace.elapsed_s() - begun_s - act.due_s)
                self.tally.most_lag_s = max(self.tally.most_lag_s, self.tally.lag_s)
                self._take(act, intent, result)
                catching_up = catching_up and result.status is not IntentStatus.APPLIED
            self.tally.decided += 1
            self._on_decided(act, self.tally)
        return self.tally

    def _from_now(self, act: DueAct) -> tuple[float, datetime]:
        """Return when the replay would have begun if this act were due now."""
        return self._pace.elapsed_s() - act.due_s, self._pace.now() - timedelta(seconds=act.due_s)

    def _wait_until(self, due_s: float) -> None:
        while (left_s := due_s - self._pace.elapsed_s()) > 0:
            self._pace.wait(left_s)

    def _intent(self, act: DueAct, acted_at: datetime) -> Intent | None:
        """Return what to send; None where there is nothing to do it to any more."""
        if not act.step:
            return submission(self._run, act, acted_at)
        key = _key(act)
        if key in self._people:
            self.tally.left_to_people += 1
            return None
        standing = self._standing.get(key)
        if standing is None:
            self.tally.without_report += 1
            return None
        return following(self._run, act, standing, acted_at)

    def _answer(self, intent: Intent) -> IntentResult:
        """Send an act until there is an answer."""
        since_s, pause_s = self._pace.elapsed_s(), _FIRST_PAUSE_S
        while True:
            try:
                return self._send(intent)
            except StoreSilent:
                if self._pace.elapsed_s() - since_s > SILENCE_LIMIT_S:
                    raise
            self._pace.wait(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _take(self, act: DueAct, intent: Intent, result: IntentResult) -> None:
        """Count an answer and remember where the report stands."""
        key = _key(act)
        if result.status in (IntentStatus.APPLIED, IntentStatus.REPEATED):
            if result.subject is not None and result.version is not None:
                self._standing[key] = Standing(result.subject, result.version, intent.intent_id)
            if result.status is IntentStatus.REPEATED:
                self.tally.already += 1
            elif act.step:
                self.tally.steps += 1
            else:
                self.tally.reports += 1
        elif result.status is IntentStatus.CONFLICT:
            self.tally.left_to_people += 1
            self._people.add(key)
        elif result.code == "intent_taken":
            raise RunOfAnother(run=self._run.name)
        else:
            self.tally.refused[result.code] += 1
            self._standing.pop(key, None)


def _key(act: DueAct) -> tuple[str, str]:
    return act.past.external_id, act.past.content_hash
