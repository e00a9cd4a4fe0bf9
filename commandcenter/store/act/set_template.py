"""An administrator sets up ready words for answers to citizens, or changes them."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from sqlalchemy import select

from commandcenter.models.answer_template import FIELDS_FILLED_IN, AnswerTemplate
from commandcenter.models.flat import flatten
from commandcenter.models.identity import CategoryCode, TemplateCode
from commandcenter.models.record import Entity
from commandcenter.models.table import templates
from commandcenter.store.act.code import applied_to, target_code
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.setting_failure import TemplateField
from commandcenter.store.catalogue import load_categories
from commandcenter.store.database import put_row
from commandcenter.store.failure import CategoryUnknown, FieldMissing
from commandcenter.store.feed import put
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_NOTE_CHARS, flag_field, text_field


def set_template(act: Act) -> Outcome:
    """Bring the template that the target names to what the payload says; fields left out stay as they are.

    Raises:
        CodeMissing: If the target is no code.
        FieldMissing: If a new template lacks its name or one of its texts.
        TemplateField: If a text has a field that nobody fills in.
        CategoryUnknown: If it is for a category that is none.
        Failure: If a field is not what it should be.
    """
    code = TemplateCode(target_code(act))
    payload = act.intent.payload
    row = _row(act, code)
    texts = {
        "name": text_field(payload, "name", MAX_FIELD_CHARS),
        "text_id": _text(payload, "text_id"),
        "text_en": _text(payload, "text_en"),
    }
    said = {name: text or (None if row is None else getattr(row, name)) for name, text in texts.items()}
    missing = next((name for name, text in said.items() if text is None), None)
    if missing is not None:
        raise FieldMissing(field=missing)
    active = flag_field(payload, "active")
    if active is None:
        active = True if row is None else row.active
    template = AnswerTemplate(
        code, str(said["name"]), _category(act, row), str(said["text_id"]), str(said["text_en"]), active
    )
    record = flatten(template)
    put_row(act.connection, templates, {"city": act.city, **record})
    return Outcome(applied_to(act, code), [put(Entity.TEMPLATE, record)])


def _row(act: Act, code: TemplateCode) -> Any:
    return act.connection.execute(
        select(templates.c.name, templates.c.category, templates.c.text_id, templates.c.text_en, templates.c.active)
        .where(templates.c.city == act.city, templates.c.code == code)
        .with_for_update()
    ).one_or_none()


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


def _category(act: Act, row: Any) -> CategoryCode | None:
    if "category" not in act.intent.payload:
        return None if row is None or row.category is None else CategoryCode(row.category)
    code = text_field(act.intent.payload, "category", MAX_FIELD_CHARS)
    if code is not None and CategoryCode(code) not in load_categories(act.connection, act.city):
        raise CategoryUnknown(category=code)
    return None if code is None else CategoryCode(code)
