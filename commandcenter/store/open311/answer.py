"""What a city tells of itself: discovery, its services, and what each of them asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from commandcenter.models.category import Category
from commandcenter.models.identity import CategoryCode, CityCode
from commandcenter.models.instant import WIB, from_ms, in_wib
from commandcenter.models.service_offer import Question, ServiceOffer
from commandcenter.models.table import store_meta
from commandcenter.store.offer import ORDINARY
from commandcenter.store.open311.document import MEDIA_TYPE, Document, Format

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def services(categories: Iterable[Category], offers: Mapping[str, ServiceOffer]) -> Document:
    """Return the list of services: the active categories, by code."""
    return Document(
        "services",
        [
            _service(category, offers.get(category.code, ORDINARY))
            for category in sorted(categories, key=lambda category: category.code)
            if category.active
        ],
    )


def definition(code: CategoryCode, offer: ServiceOffer) -> Document:
    """Return what a service asks besides the general fields; it asks something."""
    return Document(
        "service_definition",
        {
            "service_code": code,
            "attributes": [_attribute(order, question) for order, question in enumerate(offer.questions, 1)],
        },
    )


def discovery(connection: Connection, city: CityCode, contact: str, url: str) -> Document:
    """Return the discovery document; its changeset moves when the catalogue changes, and only then."""
    changed_ms = connection.execute(select(store_meta.c.catalogue_ms).where(store_meta.c.city == city)).scalar_one()
    changeset = from_ms(changed_ms).astimezone(WIB).isoformat(timespec="milliseconds")
    return Document(
        "discovery",
        {
            "changeset": changeset,
            "contact": contact or "-",
            "key_service": contact or "-",
            "endpoints": [
                {
                    "specification": SPECIFICATION,
                    "url": f"{url}/open311/v2",
                    "changeset": changeset,
                    "type": "production",
                    "formats": [MEDIA_TYPE[Format.XML], MEDIA_TYPE[Format.JSON]],
                }
            ],
        },
    )


def date_text(at: datetime) -> str:
    """Return an instant as the standard writes it, whole seconds, ``+07:00``."""
    return in_wib(at).isoformat(timespec="seconds")


def _service(category: Category, offer: ServiceOffer) -> dict[str, object]:
    return {
        "service_code": category.code,
        "service_name": category.name_id,
        "description": category.name_en,
        "metadata": bool(offer.questions),
        "type": offer.kind.value,
        "keywords": ",".join(offer.keywords) or None,
        "group": category.group or None,
    }


def _attribute(order: int, question: Question) -> dict[str, object]:
    return {
        "variable": question.asked,
        "code": question.code,
        "datatype": question.kind.value,
        "required": question.required,
        "datatype_description": question.hint or None,
        "order": order,
        "description": question.text,
        "values": [{"key": choice.key, "name": choice.name} for choice in question.choices],
    }
