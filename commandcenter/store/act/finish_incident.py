"""The work on an incident is done: every reporter is answered at once."""

from __future__ import annotations

from dataclasses import replace

from commandcenter.models.identity import MediaId
from commandcenter.models.incident import Incident
from commandcenter.models.intent import ConflictSide, IntentKind
from commandcenter.models.photo import PhotoSize
from commandcenter.models.state import CLOSED_STATES, State
from commandcenter.store.act.chain import is_made_by_own
from commandcenter.store.act.code import applied_to
from commandcenter.store.act.failure import IncidentChanged
from commandcenter.store.act.held import about, last_change
from commandcenter.store.act.held_incident import change_incident, open_incident_held, reports_of
from commandcenter.store.act.move import move_report, read_move
from commandcenter.store.act.outcome import Act, Conflict, Outcome
from commandcenter.store.act.reach import check_reach, check_reach_of
from commandcenter.store.act.subject import last_entry, locked_report_of
from commandcenter.store.feed import Change
from commandcenter.store.photo.address import address_of

_KINDS = (IntentKind.OPEN_INCIDENT, IntentKind.JOIN_INCIDENT, IntentKind.PART_INCIDENT)
"""Acts that change an open incident."""


def finish_incident(act: Act) -> Outcome:
    """Close the incident, and move each report of it that is open to done, with one note and the same photos.

    A photo that was sent before is given to the first report, and shown with the others by its address.

    Each report keeps its own number and clock. Who finishes must reach all of them: half an incident is not finished.

    Raises:
        Failure: If it is not there or closed, one of its open reports is out of scope, or what done needs is missing.
        Conflict: If the incident changed since the base version.
    """
    wanted = read_move({**act.intent.payload, "to_state": State.DONE.value, "agency": None})
    incident = open_incident_held(act)
    _check_base(act, incident)
    made: list[Change] = []
    held = [locked_report_of(act, report_id) for report_id in reports_of(act, incident)]
    waiting = [report for report in held if report.state not in CLOSED_STATES]
    if not waiting:
        check_reach_of(act, incident.area, None)
    for report in waiting:
        check_reach(act, report)
        made += move_report(act, report, last_entry(act, report.id), wanted).made
        wanted = replace(wanted, photo_urls=(*wanted.photo_urls, *map(_address, wanted.media)), media=())
    changed, change = change_incident(act, incident, closed_at=act.now)
    result = applied_to(act, str(incident.id), changed.version)
    return Outcome(result, [change, *made], found_version=incident.version)


def _address(media_id: MediaId) -> str:
    return address_of(media_id, PhotoSize.MEDIUM)


def _check_base(act: Act, incident: Incident) -> None:
    base = act.intent.base_version
    if base is None or base == incident.version:
        return
    if is_made_by_own(act, incident.version, about(str(incident.id))):
        return
    actor, at = last_change(act, str(incident.id), _KINDS)
    theirs = ConflictSide(incident.state.value, actor, at)
    raise Conflict(IncidentChanged(name=incident.name), incident.version, "closed", theirs)
