"""An administrator sets up a category, or changes what is said of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from commandcenter.models.category import Category, Publication
from commandcenter.models.flat import flatten
from commandcenter.models.identity import CategoryCode
from commandcenter.models.intent import IntentKind
from commandcenter.models.table import store_meta
from commandcenter.store.act.code import set_up_record, target_code
from commandcenter.store.act.difference import content_version
from commandcenter.store.act.held import check_version
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.set_priority import priority_of
from commandcenter.store.catalogue import load_categories, put_categories
from commandcenter.store.failure import FieldMissing
from commandcenter.store.field import MAX_FIELD_CHARS, flag_field, text_field, whole_field, word_field

LONGEST_LIMIT_S = 10 * 366 * 86_400

_NEEDED = ("name_id", "name_en", "first_response_s", "closing_s")


def set_category(act: Act) -> Outcome:
    """Bring the category that the target names to what the payload says; fields left out stay as they are.

    Reports keep the limits that they were given; the new ones hold for reports sent or categorised from now on.

    Raises:
        CodeMissing: If the target is no code.
        FieldMissing: If a new category lacks its names or limits.
        Failure: If a field is not what it should be.
        Conflict: If somebody else changed it since the base version.
    """
    code = CategoryCode(target_code(act))
    given = _given(act.intent.payload)
    # Imports and loads of areas hold this row too: the catalogue changes by one hand at a time.
    act.connection.execute(select(store_meta.c.city).where(store_meta.c.city == act.city).with_for_update())
    present = load_categories(act.connection, act.city)
    was = flatten(present[code]) if code in present else None
    wanted = replace(present[code], **given) if code in present else _new(code, given)
    check_version(act, code, content_version(was), (IntentKind.SET_CATEGORY,), wanted.name_id)
    made = put_categories(act.connection, act.city, present, [wanted], act.now)
    return set_up_record(act, code, made, was, flatten(wanted))


def _given(payload: Mapping[str, object]) -> dict[str, Any]:
    """Return the fields that the payload holds, checked."""
    fields: dict[str, Any] = {
        name: text_field(payload, name, MAX_FIELD_CHARS) for name in ("name_id", "name_en", "icon")
    }
    if "group" in payload:
        fields["group"] = text_field(payload, "group", MAX_FIELD_CHARS) or ""
    for name in ("first_response_s", "closing_s"):
        fields[name] = whole_field(payload, name, 1, LONGEST_LIMIT_S)
    fields["publication"] = word_field(payload, "publication", Publication)
    word = text_field(payload, "priority", MAX_FIELD_CHARS)
    fields["priority"] = None if word is None else priority_of(word)
    for name in ("ppsu_sized", "active"):
        fields[name] = flag_field(payload, name)
    return {name: value for name, value in fields.items() if value is not None}


def _new(code: CategoryCode, given: Mapping[str, Any]) -> Category:
    missing = next((name for name in _NEEDED if name not in given), None)
    if missing is not None:
        raise FieldMissing(field=missing)
    # What nobody has said is taken as what gives the least away.
    unsaid: dict[str, Any] = {"group": "", "publication": Publication.AFTER_REVIEW, "ppsu_sized": False, "icon": ""}
    return Category(code=code, **(unsaid | dict(given)))
