"""An administrator sets up ready words for answers to citizens, or changes them."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from commandcenter.models.answer_template import FIELDS_FILLED_IN, AnswerTemplate
from commandcenter.models.flat import flatten
from commandcenter.models.identity import CategoryCode, TemplateCode
from commandcenter.models.intent import IntentKind
from commandcenter.store.act.code import set_up_record, target_code
from commandcenter.store.act.difference import content_version
from commandcenter.store.act.held import check_version, held_or_free, written
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.setting_failure import TemplateField
from commandcenter.store.catalogue import load_categories
from commandcenter.store.failure import CategoryUnknown, FieldMissing
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, flag_field, text_field


def set_template(act: Act) -> Outcome:
    """Bring the template that the target names to what the payload says; fields left out stay as they are.

    Raises:
        CodeMissing: If the target is no code.
        FieldMissing: If a new template lacks its name or one of its texts.
        TemplateField: If a text has a field that nobody fills in.
        CategoryUnknown: If it is for a category that is none.
        Failure: If a field is not what it should be.
        Conflict: If somebody else changed it since the base version.
    """
    code = TemplateCode(target_code(act))
    payload = act.intent.payload
    before = held_or_free(act, AnswerTemplate, code=code)
    was = None if before is None else flatten(before)
    texts = {
        "name": text_field(payload, "name", MAX_FIELD_CHARS),
        "text_id": _text(payload, "text_id"),
        "text_en": _text(payload, "text_en"),
    }
    said = {name: text or (None if before is None else getattr(before, name)) for name, text in texts.items()}
    missing = next((name for name, text in said.items() if text is None), None)
    if missing is not None:
        raise FieldMissing(field=missing)
    active = flag_field(payload, "active")
    if active is None:
        active = True if before is None else before.active
    template = AnswerTemplate(
        code, str(said["name"]), _category(act, before), str(said["text_id"]), str(said["text_en"]), active
    )
    check_version(act, code, content_version(was), (IntentKind.SET_TEMPLATE,), template.name)
    return set_up_record(act, code, [written(act.connection, act.city, template)], was, flatten(template))


def _text(payload: Mapping[str, object], name: str) -> str | None:
    """Return a text whose fields are all filled in by somebody."""
    text = text_field(payload, name, MAX_NOTE_CHARS)
    if text is None:
        return None
    choices = ", ".join(f"{{{field}}}" for field in FIELDS_FILLED_IN)
    try:
        fields = [(field, form, how) for _, field, form, how in Formatter().parse(text) if field is not None]
    except ValueError as error:
        raise TemplateField(field=name, what=error, choices=choices) from error
    for field, form, how in fields:
        if field not in FIELDS_FILLED_IN or form or how:
            raise TemplateField(field=name, what=f"{{{field}}}", choices=choices)
    return text


def _category(act: Act, before: AnswerTemplate | None) -> CategoryCode | None:
    if "category" not in act.intent.payload:
        return None if before is None else before.category
    code = text_field(act.intent.payload, "category", MAX_FIELD_CHARS)
    if code is not None and CategoryCode(code) not in load_categories(act.connection, act.city):
        raise CategoryUnknown(category=code)
    return None if code is None else CategoryCode(code)
