"""A person has looked at a photo of finished work and says what they make of it. The report itself stays as it is.

The decision is kept with its reasons; every decision ever made stands in the intents. It appears in no timeline, since
timelines are shown on walls (docs/decisions/0114).
"""

from __future__ import annotations

from sqlalchemy import update

from commandcenter.models.identity import MediaId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentResult, IntentStatus
from commandcenter.models.table import reviews
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import reached_report
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, text_field
from commandcenter.store.photo.failure import DecisionUnknown, ReviewUnknown
from commandcenter.store.photo.review import Decision


def review_evidence(act: Act) -> Outcome:
    """Write down what a reviewer decided about the photo that ``media`` names; a later decision takes its place.

    Raises:
        ReportUnknown: If there is no such report.
        OutOfScope: If it is not the reviewer's to act on.
        DecisionUnknown: If the decision is none.
        ReviewUnknown: If nobody asked to look at that photo.
    """
    payload = act.intent.payload
    report = reached_report(act)
    try:
        decision = Decision(str(payload.get("decision")))
    except ValueError as error:
        raise DecisionUnknown from error
    media_id = MediaId(text_field(payload, "media", MAX_FIELD_CHARS) or "")
    changed = act.connection.execute(
        update(reviews)
        .where(reviews.c.city == act.city, reviews.c.report_id == report.id, reviews.c.media_id == media_id)
        .values(
            decision=decision.value,
            note=text_field(payload, "note", MAX_NOTE_CHARS),
            decided_by=act.principal.name,
            decided_ms=to_ms(act.now),
        )
    )
    if not changed.rowcount:
        raise ReviewUnknown(media=media_id)
    result = IntentResult(
        act.intent.intent_id, IntentStatus.APPLIED, subject=report.id, version=report.version, target=media_id
    )
    return Outcome(result, (), found_version=report.version)
