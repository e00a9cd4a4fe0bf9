"""The acts on reports, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.add_photo import add_photo
from commandcenter.store.act.answer import answer
from commandcenter.store.act.categorise import categorise
from commandcenter.store.act.escalate import escalate
from commandcenter.store.act.moderate import moderate
from commandcenter.store.act.move import move
from commandcenter.store.act.note import note
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.rate import rate
from commandcenter.store.act.re_place import re_place
from commandcenter.store.act.reopen import reopen
from commandcenter.store.act.review_evidence import review_evidence
from commandcenter.store.act.set_priority import set_priority
from commandcenter.store.act.submit_report import submit_report
from commandcenter.store.act.support import support
from commandcenter.store.act.take_on import take_on

ON_REPORT: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    IntentKind.SUBMIT_REPORT: submit_report,
    IntentKind.TAKE_ON: take_on,
    IntentKind.MOVE: move,
    IntentKind.CATEGORISE: categorise,
    IntentKind.RE_PLACE: re_place,
    IntentKind.SET_PRIORITY: set_priority,
    IntentKind.NOTE: note,
    IntentKind.ANSWER: answer,
    IntentKind.ADD_PHOTO: add_photo,
    IntentKind.MODERATE: moderate,
    IntentKind.SUPPORT: support,
    IntentKind.RATE: rate,
    IntentKind.REOPEN: reopen,
    IntentKind.ESCALATE: escalate,
    IntentKind.REVIEW_EVIDENCE: review_evidence,
}
