"""What becomes of a report: the next thing that happens to it, drawn from where it stands.

One rule serves the past and the present: a report's history is this rule applied until now, and the live simulator
applies it to what the store says. Only moves that the city's table allows are ever drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from commandcenter.models.identity import AgencyCode
from commandcenter.models.instant import WIB
from commandcenter.models.past import PastStep
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import CLOSED_STATES, State
from commandcenter.simulation.actor import REPORTER_AGAIN
from commandcenter.simulation.note import (
    back_to_sender,
    done_by,
    estimate,
    hand_over,
    instruction,
    out_of_hand,
    rejection,
    reopening,
    start_of_work,
)
from commandcenter.simulation.profile import PROFILES, URGENT, Profile, agency_in
from commandcenter.simulation.shift import crew_at, in_office, in_shift

_SPREAD = 0.85
"""Sigma of the logarithm of every duration: most are short, some are long."""

ESTIMATED_FOR = timedelta(days=3)
"""How much later than the estimate is made work is said to be done."""

_REJECTED_AT_ONCE = 0.4
"""Of what is rejected, how much is seen to be so at the first reading."""

_REOPENED, _ESTIMATED, _SENT_BACK, _INSTRUCTED, _DIRECT = 0.035, 0.04, 0.04, 0.35, 0.06

_NIGHT_SLOWER = 2.4


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands.

    Attributes:
        since: When the last thing happened to it, UTC.
        agency: Who holds it; None: its kelurahan.
        strain: How much slower everything is than on a quiet day, as in the evening of the rain.
    """

    category: str
    kelurahan: str
    kota: str
    state: State
    taken_on: bool
    agency: str | None
    since: datetime
    strain: float = 1.0


def next_step(standing: Standing, rng: Random) -> PastStep | None:
    """Draw what happens next and when; None if nothing does.

    Args:
        standing: Of a category that ``PROFILES`` knows.
        rng: Used up by as many draws as it takes.
    """
    profile = PROFILES[standing.category]
    if standing.state in CLOSED_STATES:
        return _reopen(standing, rng)
    if not standing.taken_on and standing.state is State.WAITING:
        return _respond(standing, profile, rng)
    match standing.state:
        case State.COORDINATING:
            return _coordinated(standing, profile, rng)
        case State.DELEGATED:
            return _begin(standing, profile, rng)
        case State.IN_PROGRESS:
            return _worked_on(standing, profile, rng)
        case State.ESTIMATED:
            return _step(standing, rng, 40, State.IN_PROGRESS, start_of_work(standing.category, rng))
        case _:
            return _read(standing, profile, rng)


def after(standing: Standing, step: PastStep) -> Standing:
    """Return where the report stands after a step."""
    return replace(
        standing,
        state=step.to_state,
        taken_on=True,
        agency=standing.agency if step.agency is None else step.agency,
        since=step.acted_at,
    )


def course(standing: Standing, until: datetime, rng: Random) -> Sequence[PastStep]:
    """Return everything that happens to a report until an instant, in order."""
    steps: list[PastStep] = []
    while (step := next_step(standing, rng)) is not None and step.acted_at <= until:
        steps.append(step)
        standing = after(standing, step)
    return steps


def _respond(standing: Standing, profile: Profile, rng: Random) -> PastStep:
    """Take it on; a kelurahan's desk is manned day and night, thinly at night."""
    night = not 6 <= standing.since.astimezone(WIB).hour < 22
    median_h = profile.response_min / 60 * standing.strain * (_NIGHT_SLOWER if night else 1.0)
    acted_at = standing.since + _duration(median_h, rng)
    if rng.random() < _DIRECT:
        return _move(State.IN_PROGRESS, f"Kelurahan {standing.kelurahan}", "Langsung ditangani petugas.", acted_at)
    return PastStep(TransitionKind.TAKEN_ON, standing.state, f"Kelurahan {standing.kelurahan}", "", acted_at)


def _read(standing: Standing, profile: Profile, rng: Random) -> PastStep:
    """Decide what to do with a report that somebody has taken on: it waits, or was reopened."""
    if standing.state is State.WAITING and rng.random() < (1 - profile.solved) * _REJECTED_AT_ONCE:
        return _step(standing, rng, 0.7 * profile.work_h, State.REJECTED, rejection(standing.category, rng))
    if standing.agency is None and rng.random() < profile.handed:
        agency = agency_in(profile.handler, standing.kota)
        acted_at = standing.since + _duration(0.4 * profile.work_h * standing.strain, rng)
        note = hand_over(agency, rng)
        return _move(State.COORDINATING, f"Kelurahan {standing.kelurahan}", note, acted_at, agency)
    return _begin(standing, profile, rng)


def _coordinated(standing: Standing, profile: Profile, rng: Random) -> PastStep:
    chance = rng.random()
    holder = standing.agency or f"Kelurahan {standing.kelurahan}"
    if chance < _SENT_BACK:
        step = _step(standing, rng, profile.work_h, State.WAITING, back_to_sender(rng))
        return replace(step, agency=AgencyCode(f"Kelurahan {standing.kelurahan}"))
    if chance < _SENT_BACK + _INSTRUCTED:
        section = f"{holder} – Seksi {instruction(standing.category)}"
        acted_at = in_office(standing.since + _duration(0.8 * profile.work_h * standing.strain, rng), rng)
        return _move(State.DELEGATED, holder, "Disposisi untuk ditindaklanjuti.", acted_at, section)
    if chance > 0.975 and standing.category in {"PJU", "FASUM", "JALAN"}:
        other = "PLN" if standing.category == "PJU" else agency_in("Sudin SDA", standing.kota)
        acted_at = in_office(standing.since + _duration(profile.work_h, rng), rng)
        return _move(State.COORDINATING, holder, hand_over(other, rng), acted_at, other)
    return _begin(standing, profile, rng)


def _begin(standing: Standing, profile: Profile, rng: Random) -> PastStep:
    return _step(standing, rng, profile.work_h, State.IN_PROGRESS, start_of_work(standing.category, rng))


def _worked_on(standing: Standing, profile: Profile, rng: Random) -> PastStep:
    at_once = (1 - profile.solved) * _REJECTED_AT_ONCE
    rejected = (1 - profile.solved - at_once) / (1 - at_once)
    if rng.random() < rejected:
        return _step(standing, rng, 1.1 * profile.work_h, State.REJECTED, out_of_hand(standing.category, rng))
    if rng.random() < _ESTIMATED and standing.category not in URGENT:
        step = _step(standing, rng, 0.8 * profile.work_h, State.ESTIMATED, "")
        return replace(step, note=estimate(step.acted_at + ESTIMATED_FOR, rng))
    return _step(standing, rng, profile.work_h, State.DONE, done_by(standing.category, rng))


def _reopen(standing: Standing, rng: Random) -> PastStep | None:
    if standing.state is not State.DONE or rng.random() >= _REOPENED:
        return None
    acted_at = standing.since + _duration(9, rng)
    return _move(State.REOPENED, REPORTER_AGAIN, reopening(rng), acted_at)


def _step(standing: Standing, rng: Random, median_h: float, to_state: State, note: str) -> PastStep:
    """Return a move by whoever holds the report, at a time at which they work."""
    at = standing.since + _duration(median_h * standing.strain, rng)
    if standing.agency is not None:
        if standing.category not in URGENT:
            at = in_office(at, rng)
        return _move(to_state, standing.agency, note, at)
    at = in_shift(at, rng)
    return _move(to_state, crew_at(standing.kelurahan, at, rng), note, at)


def _move(to_state: State, actor: str, note: str, acted_at: datetime, agency: str | None = None) -> PastStep:
    return PastStep(
        TransitionKind.MOVED, to_state, actor, note, acted_at, None if agency is None else AgencyCode(agency)
    )


def _duration(median_h: float, rng: Random) -> timedelta:
    return timedelta(hours=median_h * math.exp(rng.gauss(0, _SPREAD)), seconds=20)
