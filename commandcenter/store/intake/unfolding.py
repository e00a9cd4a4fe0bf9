"""From a report's past to what the store keeps: the report as it stands now, its timeline, its photos.

Owns the stated reconstruction of time: a source says when something was done, not when a store knew. So every
``recorded_at`` is the instant of the act itself (docs/decisions/0016). Pure.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from commandcenter.models.category import Category, close_by, respond_by
from commandcenter.models.identity import AreaCode, MediaId, ReportId, ReportNumber
from commandcenter.models.instant import optional_ms
from commandcenter.models.past import PastReport, PastStep
from commandcenter.models.report import Media, Moderation, Report, Transition, TransitionKind
from commandcenter.models.state import CLOSED_STATES, State


def report_of_past(
    past: PastReport, report_id: ReportId, number: ReportNumber, area: AreaCode | None, category: Category
) -> Report:
    """Return the report as it stands after all its steps."""
    last = past.steps[-1] if past.steps else None
    state = State.WAITING if last is None else last.to_state
    response = first_response(past)
    agencies = [step.agency for step in past.steps if step.agency is not None]
    return Report(
        id=report_id,
        number=number,
        version=1 + len(past.steps),
        category=category.code,
        state=state,
        priority=past.priority,
        place=past.place,
        area=area,
        agency=agencies[-1] if agencies else past.agency,
        description=past.description,
        address=past.address,
        channel=past.channel,
        created_at=past.created_at,
        recorded_at=past.created_at,
        updated_at=past.created_at if last is None else last.acted_at,
        acknowledged_at=None if response is None else response.acted_at,
        acknowledged_by=None if response is None else response.actor,
        closed_at=_entered_at(past) if state in CLOSED_STATES else None,
        respond_by=past.respond_by or respond_by(category, past.created_at),
        close_by=past.close_by or close_by(category, past.created_at),
        supporters=past.supporters,
        has_photo=bool(past.photos),
        moderation=Moderation.PUBLIC,
        simulated=past.simulated,
        reconstructed=past.reconstructed,
        paused_at=_entered_at(past) if state is State.ESTIMATED else None,
    )


def first_response(past: PastReport) -> PastStep | None:
    """Return the step that was the first response, or None.

    A source that tells of nothing before the closing does not know when somebody first responded: to take the closing
    for it would make every such city look slow. Neither does one whose first step has no time of its own and was put at
    the reporting: to take that would make it look fast. Where nothing is reconstructed the first step is the response.
    """
    if not past.steps:
        return None
    first = past.steps[0]
    if past.reconstructed and (first.to_state in CLOSED_STATES or first.acted_at == past.created_at):
        return None
    return first


def timeline_of_past(past: PastReport, report_id: ReportId) -> list[Transition]:
    """Return the report's timeline: that it came in, then every step."""
    came_in = Transition(
        report_id=report_id,
        sequence=1,
        kind=TransitionKind.SUBMITTED,
        from_state=None,
        to_state=State.WAITING,
        actor=past.channel,
        note=past.submission_note,
        acted_at=past.created_at,
        recorded_at=past.created_at,
        reconstructed=past.reconstructed,
    )
    entries = [came_in]
    agency, paused_at = past.agency, None
    for step in past.steps:
        state_before = entries[-1].to_state
        before: dict[str, Any] = {}
        if step.agency is not None and step.agency != agency:
            before["agency"], agency = agency, step.agency
        if (step.to_state is State.ESTIMATED) is not (state_before is State.ESTIMATED):
            before["paused_ms"] = optional_ms(paused_at)
            paused_at = step.acted_at if step.to_state is State.ESTIMATED else None
        entries.append(
            Transition(
                report_id=report_id,
                sequence=len(entries) + 1,
                kind=step.kind,
                from_state=state_before,
                to_state=step.to_state,
                actor=step.actor,
                note=step.note,
                acted_at=step.acted_at,
                recorded_at=step.acted_at,
                reconstructed=past.reconstructed,
                before=json.dumps(before, separators=(",", ":")) if before else None,
            )
        )
    return entries


def photos_of_past(past: PastReport, report_id: ReportId) -> list[Media]:
    """Return the report's photos."""
    return [
        Media(MediaId(f"{report_id}-{at}"), report_id, photo.stage, photo.url, Moderation.PUBLIC, photo.taken_at)
        for at, photo in enumerate(past.photos, start=1)
    ]


def _entered_at(past: PastReport) -> datetime:
    """Return when it came into its last state: a later note moves neither this nor any figure."""
    entering = past.steps[-1]
    for step in reversed(past.steps):
        if step.to_state is not entering.to_state:
            break
        entering = step
    return entering.acted_at
