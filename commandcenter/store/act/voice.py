"""A citizen's voice on a report: whose it is, and that it counts once.

A voice is a hash over the report and the person, so that the table tells of nobody which reports they spoke up for.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from commandcenter.models.instant import to_ms
from commandcenter.models.report import Report
from commandcenter.models.role import Role
from commandcenter.models.sensitivity import is_public
from commandcenter.models.table import voices
from commandcenter.store.act.failure import DeviceMissing
from commandcenter.store.act.outcome import Act
from commandcenter.store.act.reach import reached_report
from commandcenter.store.act.reporter import is_own
from commandcenter.store.catalogue import load_categories
from commandcenter.store.database import insert_if_absent
from commandcenter.store.failure import ReportUnknown
from commandcenter.store.field import MAX_FIELD_CHARS, text_field

_LEAST_DEVICE_CHARS = 8


def public_report(act: Act) -> Report:
    """Read and hold the report, if the public may see it.

    Raises:
        ReportUnknown: If there is no such report, or none that the public may know of.
    """
    report = reached_report(act)
    if not _is_public(act, report):
        raise ReportUnknown
    return report


def public_or_own_report(act: Act) -> Report:
    """Do the same of a report that the actor sent, whoever else may see it.

    Raises:
        ReportUnknown: If there is no such report, or none that the actor may know of.
    """
    report = reached_report(act)
    if not _is_public(act, report) and not is_own(act, report):
        raise ReportUnknown
    return report


def give_voice(act: Act, report: Report, kind: Literal["support", "rating"], stars: int | None = None) -> bool:
    """Write that the actor has supported or rated the report.

    Returns:
        Whether it is the first time.

    Raises:
        DeviceMissing: If nothing tells them from others.
    """
    row = {
        "city": act.city,
        "report_id": report.id,
        "kind": kind,
        "voice": hashlib.sha256(f"{act.city} {report.id} {_person(act)}".encode("utf-8", "surrogatepass")).hexdigest(),
        "stars": stars,
        "recorded_ms": to_ms(act.now),
    }
    return insert_if_absent(act.connection, voices, row)


def _is_public(act: Act, report: Report) -> bool:
    category = load_categories(act.connection, act.city)[report.category]
    return is_public(report.moderation, category.publication)


def _person(act: Act) -> str:
    """Return who speaks: the account, else the reporter's own key, else the device behind a key that many share."""
    principal = act.principal
    if principal.account is not None:
        return f"account {principal.account}"
    device = text_field(act.intent.payload, "device_id", MAX_FIELD_CHARS)
    if device is not None and len(device) >= _LEAST_DEVICE_CHARS:
        return f"device {device}"
    if principal.role is Role.REPORTER:
        return f"key {principal.token_id}"
    raise DeviceMissing
