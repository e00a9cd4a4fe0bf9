"""Values as flat records: the one list of field names that tables, mirror and wire share.

A record is a mapping from field name to ``int``, ``float``, ``str``, ``bool`` or None. Instants are whole
milliseconds since 1970 UTC under a name ending in ``_ms``; enumerations are their codes as text, priority and stage
their numbers. Owns the mapping value ↔ record in both directions; refuses to know where a record is kept or sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from commandcenter.models.agency import Agency
from commandcenter.models.alarm import Alarm
from commandcenter.models.answer_template import AnswerTemplate
from commandcenter.models.category import Category
from commandcenter.models.city_setting import CitySetting
from commandcenter.models.crew import Crew, Member, Shift
from commandcenter.models.facility import Beds, Facility
from commandcenter.models.flat import FieldType, Record, fields_of, nullable_of
from commandcenter.models.gauge import Gauge
from commandcenter.models.identity import (
    AgencyCode,
    AreaCode,
    CategoryCode,
    IncidentId,
    MediaId,
    ReportId,
    ReportNumber,
)
from commandcenter.models.incident import Incident
from commandcenter.models.instant import from_ms, optional_from_ms, optional_ms, to_ms
from commandcenter.models.job import Job
from commandcenter.models.place import LonLat
from commandcenter.models.report import (
    Area,
    Media,
    Moderation,
    Priority,
    Report,
    Transition,
    TransitionKind,
)
from commandcenter.models.state import State

__all__ = ["FieldType", "Record"]

OWN_MEDIA = "/v1/media/"
"""What the address of a photo begins with that the store itself serves; any other lies somewhere in the web."""

DRAWN_MEDIA = f"{OWN_MEDIA}simulasi/"
"""What the address begins with of a picture that was drawn for simulated reports and shows nobody."""


class Entity(StrEnum):
    """What a record describes; also the kinds of the feed and the order of the snapshot."""

    CATEGORY = "category"
    AREA = "area"
    REPORT = "report"
    TRANSITION = "transition"
    MEDIA = "media"
    AGENCY = "agency"
    TEMPLATE = "template"
    SETTING = "setting"
    SHIFT = "shift"
    CREW = "crew"
    MEMBER = "member"
    JOB = "job"
    INCIDENT = "incident"
    FACILITY = "facility"
    BEDS = "beds"
    GAUGE = "gauge"
    ALARM = "alarm"


VALUE_OF: Mapping[Entity, type[Any]] = MappingProxyType(
    {
        Entity.CATEGORY: Category,
        Entity.AREA: Area,
        Entity.AGENCY: Agency,
        Entity.TEMPLATE: AnswerTemplate,
        Entity.SETTING: CitySetting,
        Entity.SHIFT: Shift,
        Entity.CREW: Crew,
        Entity.MEMBER: Member,
        Entity.JOB: Job,
        Entity.INCIDENT: Incident,
        Entity.FACILITY: Facility,
        Entity.BEDS: Beds,
        Entity.GAUGE: Gauge,
        Entity.ALARM: Alarm,
    }
)
"""Entities whose records are their value's attributes (``flat``): ``flatten`` and ``rebuild`` serve them."""

FIELDS: Mapping[Entity, Mapping[str, FieldType]] = MappingProxyType(
    {
        Entity.REPORT: {
            "id": "int64",
            "number": "text",
            "version": "int32",
            "category": "text",
            "state": "text",
            "priority": "int8",
            "lon": "float64",
            "lat": "float64",
            "area": "text",
            "agency": "text",
            "description": "text",
            "address": "text",
            "channel": "text",
            "created_ms": "int64",
            "recorded_ms": "int64",
            "updated_ms": "int64",
            "acknowledged_ms": "int64",
            "acknowledged_by": "text",
            "closed_ms": "int64",
            "respond_by_ms": "int64",
            "close_by_ms": "int64",
            "supporters": "int32",
            "has_photo": "bool",
            "moderation": "text",
            "simulated": "bool",
            "reconstructed": "bool",
            "incident": "int64",
            "paused_ms": "int64",
            "expected_ms": "int64",
            "duty_level": "int8",
            "stars": "int32",
            "ratings": "int32",
        },
        Entity.TRANSITION: {
            "report_id": "int64",
            "sequence": "int32",
            "kind": "text",
            "from_state": "text",
            "to_state": "text",
            "actor": "text",
            "note": "text",
            "acted_ms": "int64",
            "recorded_ms": "int64",
            "reconstructed": "bool",
            "before": "text",
        },
        Entity.MEDIA: {
            "id": "text",
            "report_id": "int64",
            "stage": "text",
            "url": "text",
            "moderation": "text",
            "recorded_ms": "int64",
        },
        **{entity: fields_of(kind) for entity, kind in VALUE_OF.items()},
    }
)
"""For each entity its fields, in order, with their types; fields in ``NULLABLE`` may be None."""

KEYS: Mapping[Entity, tuple[str, ...]] = MappingProxyType(
    {
        Entity.CATEGORY: ("code",),
        Entity.AREA: ("code",),
        Entity.REPORT: ("id",),
        Entity.TRANSITION: ("report_id", "sequence"),
        Entity.MEDIA: ("id",),
        Entity.AGENCY: ("code",),
        Entity.TEMPLATE: ("code",),
        Entity.SETTING: ("key",),
        Entity.SHIFT: ("code",),
        Entity.CREW: ("code",),
        Entity.MEMBER: ("id",),
        Entity.JOB: ("id",),
        Entity.INCIDENT: ("id",),
        Entity.FACILITY: ("code",),
        Entity.BEDS: ("facility", "bed_class"),
        Entity.GAUGE: ("code",),
        Entity.ALARM: ("id",),
    }
)
"""For each entity the fields that identify a record within a city."""

NULLABLE: Mapping[Entity, frozenset[str]] = MappingProxyType(
    {
        Entity.REPORT: frozenset(
            {
                "lon",
                "lat",
                "area",
                "agency",
                "address",
                "acknowledged_ms",
                "acknowledged_by",
                "closed_ms",
                "incident",
                "paused_ms",
                "expected_ms",
            }
        ),
        Entity.TRANSITION: frozenset({"from_state", "before"}),
        Entity.MEDIA: frozenset({"url"}),
        **{entity: nullable_of(kind) for entity, kind in VALUE_OF.items()},
    }
)


def record_key(entity: Entity, record: Record) -> str:
    """Return a record's key as text: the key fields joined by ``/``. Tombstones name records by it."""
    return "/".join(str(record[name]) for name in KEYS[entity])


def report_record(report: Report) -> dict[str, Any]:
    """Flatten a report."""
    return {
        "id": report.id,
        "number": report.number,
        "version": report.version,
        "category": report.category,
        "state": report.state.value,
        "priority": int(report.priority),
        "lon": None if report.place is None else report.place.lon,
        "lat": None if report.place is None else report.place.lat,
        "area": report.area,
        "agency": report.agency,
        "description": report.description,
        "address": report.address,
        "channel": report.channel,
        "created_ms": to_ms(report.created_at),
        "recorded_ms": to_ms(report.recorded_at),
        "updated_ms": to_ms(report.updated_at),
        "acknowledged_ms": optional_ms(report.acknowledged_at),
        "acknowledged_by": report.acknowledged_by,
        "closed_ms": optional_ms(report.closed_at),
        "respond_by_ms": to_ms(report.respond_by),
        "close_by_ms": to_ms(report.close_by),
        "supporters": report.supporters,
        "has_photo": report.has_photo,
        "moderation": report.moderation.value,
        "simulated": report.simulated,
        "reconstructed": report.reconstructed,
        "incident": report.incident,
        "paused_ms": optional_ms(report.paused_at),
        "expected_ms": optional_ms(report.expected_at),
        "duty_level": report.duty_level,
        "stars": report.stars,
        "ratings": report.ratings,
    }


def report_of(record: Record) -> Report:
    """Rebuild a report from its record."""
    lon, lat, area, agency = record["lon"], record["lat"], record["area"], record["agency"]
    return Report(
        id=ReportId(record["id"]),
        number=ReportNumber(record["number"]),
        version=record["version"],
        category=CategoryCode(record["category"]),
        state=State(record["state"]),
        priority=Priority(record["priority"]),
        place=None if lon is None or lat is None else LonLat(lon, lat),
        area=None if area is None else AreaCode(area),
        agency=None if agency is None else AgencyCode(agency),
        description=record["description"],
        address=record["address"],
        channel=record["channel"],
        created_at=from_ms(record["created_ms"]),
        recorded_at=from_ms(record["recorded_ms"]),
        updated_at=from_ms(record["updated_ms"]),
        acknowledged_at=optional_from_ms(record["acknowledged_ms"]),
        acknowledged_by=record["acknowledged_by"],
        closed_at=optional_from_ms(record["closed_ms"]),
        respond_by=from_ms(record["respond_by_ms"]),
        close_by=from_ms(record["close_by_ms"]),
        supporters=record["supporters"],
        has_photo=bool(record["has_photo"]),
        moderation=Moderation(record["moderation"]),
        simulated=bool(record["simulated"]),
        reconstructed=bool(record["reconstructed"]),
        incident=None if record["incident"] is None else IncidentId(record["incident"]),
        paused_at=optional_from_ms(record["paused_ms"]),
        expected_at=optional_from_ms(record["expected_ms"]),
        duty_level=record["duty_level"],
        stars=record["stars"],
        ratings=record["ratings"],
    )


def transition_record(transition: Transition) -> dict[str, Any]:
    """Flatten a timeline entry."""
    return {
        "report_id": transition.report_id,
        "sequence": transition.sequence,
        "kind": transition.kind.value,
        "from_state": None if transition.from_state is None else transition.from_state.value,
        "to_state": transition.to_state.value,
        "actor": transition.actor,
        "note": transition.note,
        "acted_ms": to_ms(transition.acted_at),
        "recorded_ms": to_ms(transition.recorded_at),
        "reconstructed": transition.reconstructed,
        "before": transition.before,
    }


def transition_of(record: Record) -> Transition:
    """Rebuild a timeline entry from its record."""
    before = record["from_state"]
    return Transition(
        report_id=ReportId(record["report_id"]),
        sequence=record["sequence"],
        kind=TransitionKind(record["kind"]),
        from_state=None if before is None else State(before),
        to_state=State(record["to_state"]),
        actor=record["actor"],
        note=record["note"],
        acted_at=from_ms(record["acted_ms"]),
        recorded_at=from_ms(record["recorded_ms"]),
        reconstructed=bool(record["reconstructed"]),
        before=record["before"],
    )


def media_record(media: Media) -> dict[str, Any]:
    """Flatten a photo's entry."""
    return {
        "id": media.id,
        "report_id": media.report_id,
        "stage": media.stage,
        "url": media.url,
        "moderation": media.moderation.value,
        "recorded_ms": to_ms(media.recorded_at),
    }


def media_of(record: Record) -> Media:
    """Rebuild a photo's entry from its record."""
    return Media(
        id=MediaId(record["id"]),
        report_id=ReportId(record["report_id"]),
        stage=record["stage"],
        url=record["url"],
        moderation=Moderation(record["moderation"]),
        recorded_at=from_ms(record["recorded_ms"]),
    )
