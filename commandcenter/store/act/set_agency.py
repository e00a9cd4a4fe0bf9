"""An administrator sets up an agency, or changes what is said of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from commandcenter.models.agency import Agency, AgencyKind
from commandcenter.models.flat import flatten
from commandcenter.models.identity import AgencyCode
from commandcenter.models.intent import IntentKind
from commandcenter.models.record import Entity
from commandcenter.models.table import agencies
from commandcenter.store.act.code import set_up_record, target_code
from commandcenter.store.act.difference import content_version
from commandcenter.store.act.held import check_version
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.setting_failure import AgencyCircle, AgencyUnknown
from commandcenter.store.database import keep_free, put_row
from commandcenter.store.failure import FieldMissing
from commandcenter.store.feed import put
from commandcenter.store.field import MAX_FIELD_CHARS, flag_field, text_field, word_field
from commandcenter.store.routing import count_routes_changed


def set_agency(act: Act) -> Outcome:
    """Bring the agency that the target names to what the payload says; fields left out stay as they are.

    Raises:
        CodeMissing: If the target is no code.
        FieldMissing: If a new agency lacks its name or kind.
        AgencyUnknown: If its parent is not there.
        AgencyCircle: If its parent belongs to it.
        Failure: If a field is not what it should be.
        Conflict: If somebody else changed it since the base version.
    """
    code = AgencyCode(target_code(act))
    payload = act.intent.payload
    name = text_field(payload, "name", MAX_FIELD_CHARS)
    kind = word_field(payload, "kind", AgencyKind)
    active = flag_field(payload, "active")
    row = _row(act, code) or _free(act, code)
    was = None if row is None else flatten(_agency(code, row))
    check_version(act, code, content_version(was), (IntentKind.SET_AGENCY,), name or code)
    if row is None:
        if name is None or kind is None:
            raise FieldMissing(field="name" if name is None else "kind")
        agency = Agency(code, name, kind, None)
    else:
        before = _agency(code, row)
        agency = replace(before, name=name or before.name, kind=kind or before.kind)
    if "parent" in payload:
        agency = replace(agency, parent=_parent(act, code, text_field(payload, "parent", MAX_FIELD_CHARS)))
    if active is not None:
        agency = replace(agency, active=active)
    record = flatten(agency)
    put_row(act.connection, agencies, {"city": act.city, **record})
    if was is not None:
        count_routes_changed(act.connection, act.city)
    return set_up_record(act, code, [put(Entity.AGENCY, record)], was, record)


def _agency(code: AgencyCode, row: Any) -> Agency:
    return Agency(code, row.name, AgencyKind(row.kind), row.parent, bool(row.active))


def _free(act: Act, code: str) -> Any:
    """Have nobody else set up this agency until the transaction ends; return it if somebody just did."""
    keep_free(act.connection, act.city, Entity.AGENCY.value, code)
    return _row(act, code)


def _row(act: Act, code: str) -> Any:
    return act.connection.execute(
        select(agencies.c.name, agencies.c.kind, agencies.c.parent, agencies.c.active)
        .where(agencies.c.city == act.city, agencies.c.code == code)
        .with_for_update()
    ).one_or_none()


def _parent(act: Act, code: AgencyCode, parent: str | None) -> AgencyCode | None:
    """Return the parent, which must be there and not belong to the agency itself."""
    above = parent
    while above is not None:
        if above == code:
            raise AgencyCircle(agency=code, parent=parent)
        row = _row(act, above)
        if row is None:
            raise AgencyUnknown(agency=above)
        above = row.parent
    return None if parent is None else AgencyCode(parent)
