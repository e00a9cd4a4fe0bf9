"""The shapes of GeoReport as JSON Schema: parameters, forms and answers, for the OpenAPI document and for tests.

Owns no rule of its own: limits come from where they are kept to.
"""

from __future__ import annotations

from typing import Any

from commandcenter.models.report import MAX_DESCRIPTION_CHARS
from commandcenter.models.service_offer import QuestionKind, ServiceKind
from commandcenter.store.draft import MAX_ADDRESS_CHARS, PRIVATE_FIELDS
from commandcenter.store.field import MAX_FIELD_CHARS, MAX_URL_CHARS
from commandcenter.store.open311.query import LAST_PAGE, MOST_ROWS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
INSTANT_OR_NULL: Schema = {"type": ["string", "null"], "format": "date-time"}
COUNT: Schema = {"type": "integer", "minimum": 0}


def object_of(fields: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """Return an object with these fields and no others."""
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


def list_of(item: Schema) -> Schema:
    """Return a list of such items."""
    return {"type": "array", "items": item}


ERRORS = {**list_of(object_of({"code": {"type": "integer"}, "description": TEXT})), "minItems": 1}

DISCOVERY = object_of(
    {
        "changeset": INSTANT,
        "contact": TEXT,
        "key_service": TEXT,
        "endpoints": list_of(
            object_of(
                {
                    "specification": TEXT,
                    "url": TEXT,
                    "changeset": INSTANT,
                    "type": {"enum": ["production", "test"]},
                    "formats": list_of({"enum": ["text/xml", "application/json"]}),
                }
            )
        ),
    }
)

SERVICE = object_of(
    {
        "service_code": TEXT,
        "service_name": TEXT,
        "description": TEXT_OR_NULL,
        "metadata": FLAG,
        "type": {"enum": [kind.value for kind in ServiceKind]},
        "keywords": TEXT_OR_NULL,
        "group": TEXT_OR_NULL,
    }
)

DEFINITION = object_of(
    {
        "service_code": TEXT,
        "attributes": list_of(
            object_of(
                {
                    "variable": FLAG,
                    "code": TEXT,
                    "datatype": {"enum": [kind.value for kind in QuestionKind]},
                    "required": FLAG,
                    "datatype_description": TEXT_OR_NULL,
                    "order": {"type": "integer", "minimum": 1},
                    "description": TEXT,
                    "values": list_of(object_of({"key": TEXT, "name": TEXT})),
                }
            )
        ),
    }
)

_EXTENSIONS: dict[str, Schema] = {
    "extended_attributes": object_of(
        {
            "detailed_status": {"enum": ["RECEIVED", "IN_PROCESS", "PROCESSED", "REJECTED"]},
            "state": TEXT,
            "channel": TEXT,
            "area": TEXT_OR_NULL,
            "closed_datetime": INSTANT_OR_NULL,
            "supporters": COUNT,
            "simulated": FLAG,
            "photos": list_of(object_of({"media_url": TEXT, "stage": TEXT, "datetime": INSTANT})),
        }
    ),
    "attributes": list_of(object_of({"code": TEXT, "label": TEXT, "value": TEXT, "name": TEXT})),
    "notes": list_of(
        object_of(
            {
                "datetime": INSTANT,
                "description": TEXT,
                "type": {"enum": ["submitted", "opened", "updated", "answered", "closed", "reopened"]},
            }
        )
    ),
}

REQUEST = object_of(
    {
        "service_request_id": TEXT,
        "status": {"enum": ["open", "closed"]},
        "status_notes": TEXT_OR_NULL,
        "service_name": TEXT_OR_NULL,
        "service_code": TEXT,
        "description": {"type": ["string", "null"], "maxLength": MAX_DESCRIPTION_CHARS},
        "agency_responsible": TEXT_OR_NULL,
        "service_notice": TEXT_OR_NULL,
        "requested_datetime": INSTANT,
        "updated_datetime": INSTANT,
        "expected_datetime": INSTANT_OR_NULL,
        "address": TEXT_OR_NULL,
        "address_id": TEXT_OR_NULL,
        "zipcode": TEXT_OR_NULL,
        "lat": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
        "long": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
        "media_url": TEXT_OR_NULL,
        **_EXTENSIONS,
    },
    optional=tuple(_EXTENSIONS),
)

RECEIPT = object_of(
    {"service_request_id": TEXT, "token": TEXT, "service_notice": TEXT_OR_NULL, "account_id": TEXT_OR_NULL},
    optional=("service_request_id", "token"),
)

TOKEN = object_of({"service_request_id": TEXT_OR_NULL, "token": TEXT})

PATH: dict[str, Schema] = {
    "suffix": {"enum": ["xml", "json"]},
    "code": TEXT,
    "number": TEXT,
    "token": TEXT,
}
"""Parameters that stand in an address."""

_INSTANT_GIVEN: Schema = {
    "type": "string",
    "pattern": (
        r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-](0\d|1[0-3]):[0-5]\d)$"
    ),
}
_LIST_GIVEN: Schema = {"type": "string", "description": "Values with commas between them."}

_LONGITUDE: Schema = {"type": "number", "minimum": -180, "maximum": 180}
_LATITUDE: Schema = {"type": "number", "minimum": -90, "maximum": 90}

_FILTERS: dict[str, Schema] = {
    "jurisdiction_id": {**TEXT, "description": "Ignored: a store serves one city."},
    "service_request_id": {**_LIST_GIVEN, "description": "Numbers with commas between them; overrides all filters."},
    "service_code": _LIST_GIVEN,
    "start_date": {**_INSTANT_GIVEN, "description": "First requested_datetime, inclusive."},
    "end_date": {**_INSTANT_GIVEN, "description": "Last requested_datetime, inclusive."},
    "updated_after": {**_INSTANT_GIVEN, "description": "First updated_datetime, inclusive."},
    "updated_before": {**_INSTANT_GIVEN, "description": "Last updated_datetime, inclusive."},
    "status": {"type": "string", "pattern": "^(open|closed)(,(open|closed))?$"},
    "bbox": {
        "type": "array",
        "prefixItems": [_LONGITUDE, _LATITUDE, _LONGITUDE, _LATITUDE],
        "minItems": 4,
        "maxItems": 4,
        "description": "west,south,east,north in degrees.",
    },
}
_EXTENSIONS_GIVEN: Schema = {"type": "string", "description": "Anything but true counts as false."}

QUERY: dict[str, dict[str, Schema]] = {
    "get_requests": {
        **_FILTERS,
        "page": {"type": "integer", "minimum": 0, "maximum": LAST_PAGE},
        "page_size": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        "extensions": _EXTENSIONS_GIVEN,
    },
    "get_requests_as_file": _FILTERS,
    "get_request": {"extensions": _EXTENSIONS_GIVEN},
}
"""Parameters behind the ``?``, by operation."""

FORM: Schema = {
    "type": "object",
    "required": ["api_key", "service_code"],
    "properties": {
        "api_key": TEXT,
        "service_code": TEXT,
        "lat": _LATITUDE,
        "long": _LONGITUDE,
        "address_string": {"type": "string", "maxLength": MAX_ADDRESS_CHARS},
        "address_id": TEXT,
        "description": {"type": "string", "maxLength": MAX_DESCRIPTION_CHARS},
        "media_url": {"type": "string", "pattern": r"^https?://[^\s<>\"]+$", "maxLength": MAX_URL_CHARS},
        **{name: {"type": "string", "maxLength": MAX_FIELD_CHARS} for name in PRIVATE_FIELDS},
    },
    "additionalProperties": TEXT,
}
"""What a post holds; answers to a service's questions are ``attribute[CODE]`` or, several, ``attribute[CODE][]``."""

FORM_WITH_PHOTOS: Schema = {
    **FORM,
    "properties": {
        **FORM["properties"],
        "media": list_of({"type": "string", "contentMediaType": "application/octet-stream"}),
    },
}

ANSWER: dict[str, Schema] = {
    "get_discovery": DISCOVERY,
    "get_services": list_of(SERVICE),
    "get_service": DEFINITION,
    "get_requests": list_of(REQUEST),
    "get_request": {**list_of(REQUEST), "minItems": 1, "maxItems": 1},
    "get_token": {**list_of(TOKEN), "minItems": 1, "maxItems": 1},
    "post_request": {**list_of(RECEIPT), "minItems": 1, "maxItems": 1},
}
"""What is answered, by operation; in XML the same by the standard's convention."""
