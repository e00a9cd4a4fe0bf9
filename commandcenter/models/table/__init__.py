"""The central store's tables, as SQLAlchemy Core metadata.

Owns every table of the store and which one keeps an entity of the feed. Refuses connections and queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Table

from commandcenter.models.record import Entity
from commandcenter.models.table.base import metadata
from commandcenter.models.table.city import areas, categories, routes, store_meta, tokens
from commandcenter.models.table.feed import changes, feed_head, intents
from commandcenter.models.table.notice import deliveries, messages, notice_secrets, notices, subscriptions
from commandcenter.models.table.open311 import report_replies, request_tokens, service_offers
from commandcenter.models.table.person import accounts, erasures, password_resets
from commandcenter.models.table.photo import photo_likenesses, photos, reviews
from commandcenter.models.table.report import (
    hand_overs,
    import_identities,
    media,
    number_days,
    private_wishes,
    report_numbers,
    report_private,
    reports,
    transitions,
    voices,
)
from commandcenter.models.table.room import (
    agencies,
    alarms,
    beds,
    city_settings,
    crews,
    facilities,
    gauge_readings,
    gauges,
    incidents,
    jobs,
    members,
    positions,
    shifts,
    templates,
)

TABLE_OF: Mapping[Entity, Table] = MappingProxyType(
    {
        Entity.CATEGORY: categories,
        Entity.AREA: areas,
        Entity.REPORT: reports,
        Entity.TRANSITION: transitions,
        Entity.MEDIA: media,
        Entity.AGENCY: agencies,
        Entity.TEMPLATE: templates,
        Entity.SETTING: city_settings,
        Entity.SHIFT: shifts,
        Entity.CREW: crews,
        Entity.MEMBER: members,
        Entity.JOB: jobs,
        Entity.INCIDENT: incidents,
        Entity.FACILITY: facilities,
        Entity.BEDS: beds,
        Entity.GAUGE: gauges,
        Entity.ALARM: alarms,
    }
)
"""Where the records of each entity of the feed are kept."""

__all__ = [
    "TABLE_OF",
    "accounts",
    "agencies",
    "alarms",
    "areas",
    "beds",
    "categories",
    "changes",
    "city_settings",
    "crews",
    "deliveries",
    "erasures",
    "facilities",
    "feed_head",
    "gauge_readings",
    "gauges",
    "hand_overs",
    "import_identities",
    "incidents",
    "intents",
    "jobs",
    "media",
    "members",
    "messages",
    "metadata",
    "notice_secrets",
    "notices",
    "number_days",
    "password_resets",
    "photo_likenesses",
    "photos",
    "positions",
    "private_wishes",
    "report_numbers",
    "report_private",
    "report_replies",
    "reports",
    "request_tokens",
    "reviews",
    "routes",
    "service_offers",
    "shifts",
    "store_meta",
    "subscriptions",
    "templates",
    "tokens",
    "transitions",
    "voices",
]
