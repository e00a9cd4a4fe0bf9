"""The acts on crews, members, shifts and jobs, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.mark_presence import mark_presence, set_availability
from commandcenter.store.act.move_job import move_job
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.plan_job import plan_job
from commandcenter.store.act.set_crew import set_crew, set_member, set_shift

ON_CREW: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    IntentKind.SET_CREW: set_crew,
    IntentKind.SET_MEMBER: set_member,
    IntentKind.SET_SHIFT: set_shift,
    IntentKind.MARK_PRESENCE: mark_presence,
    IntentKind.SET_AVAILABILITY: set_availability,
    IntentKind.PLAN_JOB: plan_job,
    IntentKind.MOVE_JOB: move_job,
}
