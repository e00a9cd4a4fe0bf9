"""A file's acts as intents of now, marked as what they are.

Owns the marks: every replayed report is ``simulated``, its channel ends in ``REPLAY_MARK``, and each timeline entry
says when it really was (docs/decisions/0091). Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from uuid import UUID, uuid5

from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.instant import WIB, to_ms, zone_name
from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.past import PastReport
from commandcenter.models.report import REPLAY_MARK, TransitionKind
from commandcenter.models.state import State
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS
from commandcenter.store.intake.rhythm import DueAct

NO_AGENCY = "tidak disebut sumber"
NO_PHOTO = "Sumber tidak menyebut foto."
PHOTO_AT_SOURCE = "Foto hanya ada di sumber."

_NAMESPACE = UUID("5f1f7c0e-3f0a-5b7e-9a54-0d9a1c5e2b11")
_NO_NEXT_S = 7 * 86_400.0
_SHORTEST_ESTIMATE_S = 60.0


@dataclass(frozen=True, slots=True)
class Run:
    """One replay of one file; continuing it is the same run.

    Attributes:
        name: What its acts' ids are made of.
        source: The file's source, the first part of its reports' identities.
        zone: Whose clocks its notes show: those of the file's city.
    """

    name: str
    source: str
    zone: tzinfo = WIB

    def intent_id(self, past: PastReport, step: int) -> IntentId:
        """Return the id of one act: the same one however often the run is begun."""
        parts = (self.name, self.source, past.external_id, past.content_hash, str(step))
        return IntentId(str(uuid5(_NAMESPACE, "\x1f".join(parts))))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the replay has brought a report.

    Attributes:
        last: The act that brought it there.
    """

    report_id: ReportId
    version: int
    last: IntentId


def submission(run: Run, act: DueAct, acted_at: datetime) -> Intent:
    """Return the intent that makes a file's report one of now."""
    past = act.past
    photo_url = next((photo.url for photo in past.photos if photo.stage == "before" and photo.url), None)
    payload: dict[str, object] = {
        "category": past.category,
        "lon": None if past.place is None else past.place.lon,
        "lat": None if past.place is None else past.place.lat,
        "address": past.address,
        "description": past.description,
        "channel": past.channel[: MAX_FIELD_CHARS - len(REPLAY_MARK)] + REPLAY_MARK,
        "media_url": photo_url,
        "photo_elsewhere": photo_url is None and any(photo.stage == "before" for photo in past.photos),
        "note": _note(past.submission_note, f"Putar ulang dari {told_at(act.at, run.zone)}"),
        "simulated": True,
    }
    return Intent(run.intent_id(past, 0), IntentKind.SUBMIT_REPORT, None, None, acted_at, payload=payload)


def following(run: Run, act: DueAct, standing: Standing, acted_at: datetime) -> Intent:
    """Return the intent that does a later step again, on top of what the replay itself has made of the report."""
    done = act.done
    if done is None:
        raise ValueError("a report's coming in follows nothing")
    taken_on = done.kind is TransitionKind.TAKEN_ON
    return Intent(
        intent_id=run.intent_id(act.past, act.step),
        kind=IntentKind.TAKE_ON if taken_on else IntentKind.MOVE,
        subject=standing.report_id,
        base_version=standing.version,
        acted_at=acted_at,
        after_intent=standing.last,
        payload={} if taken_on else _move(act, acted_at, run.zone),
    )


def _move(act: DueAct, acted_at: datetime, zone: tzinfo) -> dict[str, object]:
    """Return a move's payload; what the source does not tell and a move needs says just that."""
    past, done = act.past, act.past.steps[act.step - 1]
    payload: dict[str, object] = {
        "to_state": done.to_state.value,
        "note": _note(done.note, f"Putar ulang: {done.actor}, {told_at(act.at, zone)}"),
    }
    if done.to_state in {State.COORDINATING, State.DELEGATED}:
        payload["agency"] = (done.agency or past.agency or NO_AGENCY)[:MAX_FIELD_CHARS]
    elif done.agency is not None:
        payload["agency"] = done.agency[:MAX_FIELD_CHARS]
    if done.to_state is State.ESTIMATED:
        until_s = max(_SHORTEST_ESTIMATE_S, min(act.next_s or _NO_NEXT_S, 52 * _NO_NEXT_S))
        payload["estimated_ms"] = to_ms(acted_at + timedelta(seconds=until_s))
    if done.to_state is State.DONE:
        after = [photo for photo in past.photos if photo.stage == "after"]
        url = next((photo.url for photo in after if photo.url), None)
        payload |= {"photo_url": url} if url else {"no_photo_reason": PHOTO_AT_SOURCE if after else NO_PHOTO}
    return payload


def _note(text: str, mark: str) -> str:
    """Return a note that ends in the mark, whatever has to be cut off before it."""
    kept = text[: MAX_NOTE_CHARS - len(mark) - 1]
    return f"{kept}\n{mark}" if kept else mark[:MAX_NOTE_CHARS]


def told_at(at: datetime, zone: tzinfo) -> str:
    """Return an instant as the operations room reads it, by a zone's clocks and with its name."""
    return f"{at.astimezone(zone):%d.%m.%Y %H.%M} {zone_name(at, zone)}"
