"""Somebody decides what of a report the public may see: the report, or one of its photos with what is covered."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select, update

from commandcenter.models.photo import Mask, read_masks
from commandcenter.models.record import Entity
from commandcenter.models.report import Moderation, Report, TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import counts_only
from commandcenter.models.table import media
from commandcenter.store.act.failure import CountOnlyCategory, HidingReasonMissing, KeptPrivate, PhotoUnknown
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.reporter import is_kept_private
from commandcenter.store.act.subject import (
    add_entry,
    change_report,
    check_base,
    last_entry,
    next_entry,
    noted,
    unchanged,
)
from commandcenter.store.catalogue import load_categories
from commandcenter.store.failure import FieldMissing
from commandcenter.store.feed import put
from commandcenter.store.field import MAX_NOTE_CHARS, text_field, word_field
from commandcenter.store.photo.address import shown_at
from commandcenter.store.photo.attachment import masks_of, set_masks
from commandcenter.store.photo.failure import PhotoAbsent

_WORDS = {
    Moderation.PUBLIC: "ditayangkan",
    Moderation.HIDDEN: "disembunyikan",
    Moderation.PENDING: "menunggu pemeriksaan",
}


def moderate(act: Act) -> Outcome:
    """Publish or hide the report, or the photo of it that the target names, with what ``masks`` cover of it.

    Raises:
        Failure: If nothing says which, hiding has no reason, there is no such photo, the category is never shown,
            whoever sent the report wants it private, or the masks are none or not of a photo that the store keeps
            itself.
        Conflict: If the report itself is meant and changed since the base version.
    """
    wanted = word_field(act.intent.payload, "moderation", Moderation)
    reason = text_field(act.intent.payload, "reason", MAX_NOTE_CHARS)
    if wanted is None:
        raise FieldMissing(field="moderation")
    report = reached_report(act)
    if wanted is Moderation.HIDDEN and not reason:
        raise HidingReasonMissing
    masks = _masks_of(act)
    if act.intent.target is not None:
        return _moderate_photo(act, report, wanted, reason, masks)
    if masks is not None:
        raise PhotoUnknown(number=report.number)
    last = last_entry(act, report.id)
    check_base(act, report, last, wanted.value)
    category = load_categories(act.connection, act.city)[report.category]
    if wanted is not Moderation.HIDDEN and counts_only(Role.PUBLIC, category.publication):
        raise CountOnlyCategory
    if wanted is not Moderation.HIDDEN and is_kept_private(act.connection, act.city, report.id):
        raise KeptPrivate(number=report.number)
    if wanted is report.moderation:
        return unchanged(act, report)
    text = noted(f"Laporan {_WORDS[wanted]}", reason)
    entry = next_entry(act, report, last, TransitionKind.MODERATED, report.state, text)
    return change_report(act, report, {"moderation": wanted.value}, entry)


def _masks_of(act: Act) -> tuple[Mask, ...] | None:
    """Return what the payload wants covered; None: as it is."""
    given = act.intent.payload.get("masks")
    return None if given is None else read_masks(given)


def _moderate_photo(
    act: Act, report: Report, wanted: Moderation, reason: str | None, masks: tuple[Mask, ...] | None
) -> Outcome:
    its_own = (media.c.city == act.city, media.c.report_id == report.id, media.c.id == act.intent.target)
    present = act.connection.execute(select(media.c.moderation, media.c.url).where(*its_own)).one_or_none()
    if present is None:
        raise PhotoUnknown(number=report.number)
    covers = masks is not None and _cover(act, present.url, masks)
    if present.moderation == wanted.value and not covers:
        return unchanged(act, report)
    act.connection.execute(update(media).where(*its_own).values(moderation=wanted.value))
    covered = f", {len(masks)} bagian ditutup" if covers and masks else ", tanpa bagian yang ditutup" if covers else ""
    text = noted(f"Foto {_WORDS[wanted]}{covered}", reason)
    last = last_entry(act, report.id)
    entry = next_entry(act, report, last, TransitionKind.MODERATED, report.state, text)
    outcome = add_entry(act, report, {}, entry)
    return replace(outcome, made=[*outcome.made, put(Entity.MEDIA, {"id": act.intent.target})])


def _cover(act: Act, url: str | None, masks: tuple[Mask, ...]) -> bool:
    """Have a photo covered for the public; return whether it was covered otherwise before."""
    sent = shown_at(url)
    if sent is None:
        raise PhotoAbsent(media=act.intent.target)
    if masks == masks_of(act.connection, act.city, sent[0]):
        return False
    set_masks(act.connection, act.city, sent[0], masks)
    return True
