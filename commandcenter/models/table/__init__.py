"""The central store's tables, as SQLAlchemy Core metadata.

Owns every table of the store and which one keeps an entity of the feed. Refuses connections and queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Table

from commandcenter.models.record import Entity
from commandcenter.models.table.base import metadata
from commandcenter.models.table.city import areas, categories, store_meta, tokens
from commandcenter.models.table.feed import changes, feed_head, intents
from commandcenter.models.table.report import (
    import_identities,
    media,
    number_days,
    report_numbers,
    report_private,
    reports,
    transitions,
)

TABLE_OF: Mapping[Entity, Table] = MappingProxyType(
    {
        Entity.CATEGORY: categories,
        Entity.AREA: areas,
        Entity.REPORT: reports,
        Entity.TRANSITION: transitions,
        Entity.MEDIA: media,
    }
)
"""Where the records of each entity of the feed are kept."""

__all__ = [
    "TABLE_OF",
    "areas",
    "categories",
    "changes",
    "feed_head",
    "import_identities",
    "intents",
    "media",
    "metadata",
    "number_days",
    "report_numbers",
    "report_private",
    "reports",
    "store_meta",
    "tokens",
    "transitions",
]
