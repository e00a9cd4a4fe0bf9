"""Valid records for mirror tests, with everything that matters open to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from commandcenter.models.identity import IntentId, ReportId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.record import FIELDS, Entity, Record, record_key
from commandcenter.protocol.bulk import SCHEMAS

NOW = datetime(2017, 2, 20, 19, 36, tzinfo=UTC)
NOW_MS = 1_487_619_360_000


@dataclass(frozen=True)
class Row:
    entity: Entity
    key: str
    record: Record | None


def report(report_id: int, **changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": report_id,
        "number": f"JK170220-{report_id:06d}",
        "version": 1,
        "category": "flood",
        "state": "waiting",
        "priority": 1,
        "lon": 106.85,
        "lat": -6.25,
        "area": "31.01",
        "agency": None,
        "description": "Air setinggi lutut di depan sekolah",
        "address": "Jalan Melati 4",
        "channel": "qlue",
        "created_ms": NOW_MS,
        "recorded_ms": NOW_MS,
        "updated_ms": NOW_MS,
        "acknowledged_ms": None,
        "acknowledged_by": None,
        "closed_ms": None,
        "respond_by_ms": NOW_MS + 3_600_000,
        "close_by_ms": NOW_MS + 86_400_000,
        "supporters": 0,
        "has_photo": False,
        "moderation": "public",
        "simulated": False,
        "reconstructed": True,
        "incident": None,
        "paused_ms": None,
        "expected_ms": None,
        "duty_level": 0,
        "stars": 0,
        "ratings": 0,
    }
    return plain | changes


def transition(report_id: int, sequence: int = 1, **changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "report_id": report_id,
        "sequence": sequence,
        "kind": "submitted" if sequence == 1 else "taken_on",
        "from_state": None if sequence == 1 else "waiting",
        "before": None,
        "to_state": "waiting",
        "actor": "Meja 1",
        "note": "",
        "acted_ms": NOW_MS,
        "recorded_ms": NOW_MS,
        "reconstructed": False,
    }
    return plain | changes


def photo(media_id: str, report_id: int) -> dict[str, Any]:
    return {
        "id": media_id,
        "report_id": report_id,
        "stage": "before",
        "url": None,
        "moderation": "pending",
        "recorded_ms": NOW_MS,
    }


def put(entity: Entity, record: Record) -> Row:
    return Row(entity, record_key(entity, record), record)


def gone(entity: Entity, key: object) -> Row:
    return Row(entity, str(key), None)


def arrow(entity: Entity, records: Sequence[Record]) -> pa.RecordBatch:
    columns = [pa.array([r[name] for r in records], SCHEMAS[entity].field(name).type) for name in FIELDS[entity]]
    return pa.record_batch(columns, schema=SCHEMAS[entity])


def take_on(report_id: int, base_version: int | None = 1, intent_id: IntentId | None = None) -> Intent:
    return Intent(intent_id or new_intent_id(), IntentKind.TAKE_ON, ReportId(report_id), base_version, NOW)
