"""From plain values to requests, services and the rest, as tolerant as real servers need it.

One rule for what is wrong in a single entry: an entry without id, or without a date that can be true, can't be followed
and is left out; everything else that is missing or malformed becomes "not said". Owns that rule, and what markup
becomes as text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from typing import Any

from lxml import etree, html

from commandcenter.models.failure import Failure
from commandcenter.models.instant import WIB, parse_instant
from commandcenter.models.place import LonLat, checked_place
from commandcenter.models.report import MAX_DESCRIPTION_CHARS, SIMULATED_NOTICE
from commandcenter.models.text import fit_text
from commandcenter.sync.open311.body import Node, UnreadableError
from commandcenter.sync.open311.request import (
    Discovery,
    Endpoint,
    ErrorEntry,
    Service,
    ServiceAttribute,
    ServiceDefinition,
    ServiceRequest,
    Token,
)

_ADDRESS_CHARS = 500
_NOTE_CHARS = 1_000
_CODE_CHARS = 80
_NUMBER_CHARS = 255
_DIGEST_CHARS = 32
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_MOST_MARKUP_CHARS = 4 * MAX_DESCRIPTION_CHARS
"""Of one text; what lies behind is not looked at, since reading hostile markup takes the longer the more there is."""

_LINE_TAGS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"})
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
_UNSEEN_TAGS = frozenset({"script", "style", "head", "title"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A list of requests as far as it could be read.

    Attributes:
        requests: In the server's order; an id may occur twice.
        left_out: Entries that carry no id, or no date that can be true.
    """

    requests: tuple[ServiceRequest, ...]
    left_out: int

    @property
    def count(self) -> int:
        """How many entries the answer held: what a cap is compared with."""
        return len(self.requests) + self.left_out

    def until(self, latest: datetime) -> Reading:
        """Return the same without the requests that are dated later: these are left out as well."""
        kept = tuple(request for request in self.requests if request.requested_at <= latest)
        return Reading(kept, self.count - len(kept))


def read_requests(node: Node, *, naive_as: timezone = WIB) -> Reading:
    """Read an answer to ``GET requests``.

    Args:
        node: As ``body.read_body`` gives it.
        naive_as: The zone of dates without an offset.

    Raises:
        UnreadableError: If it is no list of requests, such as a list of errors.
    """
    if isinstance(node, Mapping) and "service_request_id" in node:
        node = [dict(node)]
    entries = list(_entries(node, "request"))
    if entries and all(is_error(entry) for entry in entries):
        raise UnreadableError(f"an error: {_text(entries[0].get('description'))[:200] or entries[0].get('code')}")
    found: list[ServiceRequest] = []
    for entry in entries:
        request = _request(entry, naive_as)
        if request is not None:
            found.append(request)
    return Reading(tuple(found), len(entries) - len(found))


def read_services(node: Node) -> tuple[Service, ...]:
    """Read the list of services; the first of a repeated code counts.

    Raises:
        UnreadableError: If it is no list.
    """
    found: dict[str, Service] = {}
    for entry in _entries(node, "service"):
        code = _text(entry.get("service_code"))[:_CODE_CHARS]
        if code and code not in found:
            found[code] = Service(
                code=code,
                name=plain_text(_text(entry.get("service_name"))) or code,
                description=plain_text(_text(entry.get("description"))),
                group=plain_text(_text(entry.get("group"))),
                has_definition=_truth(entry.get("metadata")),
            )
    return tuple(found.values())


def read_definition(node: Node) -> ServiceDefinition:
    """Read a service's definition.

    Raises:
        UnreadableError: If it is none.
    """
    if isinstance(node, list) and len(node) == 1:
        node = node[0]
    if not isinstance(node, Mapping) or "service_code" not in node:
        raise UnreadableError("no definition of a service")
    attributes = []
    for entry in _entries(node.get("attributes") or [], "attribute"):
        values = [
            (_text(value.get("key")), _text(value.get("name")))
            for value in _entries(entry.get("values") or [], "value")
        ]
        attributes.append(
            ServiceAttribute(
                code=_text(entry.get("code")),
                datatype=_text(entry.get("datatype")),
                required=_truth(entry.get("required")),
                variable=_truth(entry.get("variable")),
                description=plain_text(_text(entry.get("description"))),
                values=tuple(values),
            )
        )
    return ServiceDefinition(_text(node.get("service_code")), tuple(attributes))


def read_token(node: Node) -> Token:
    """Read an answer to ``GET tokens`` or to a report posted to a ``batch`` service.

    Raises:
        UnreadableError: If it names no token.
    """
    for entry in _entries(node, "request"):
        token = _text(entry.get("token"))
        if token:
            return Token(token, _text(entry.get("service_request_id")) or None)
    raise UnreadableError("no token")


def read_errors(node: Node) -> tuple[ErrorEntry, ...]:
    """Read an answer that says why there is none: a list, as the standard wants it, or a single object.

    Raises:
        UnreadableError: If it is something else.
    """
    if isinstance(node, Mapping):
        node = [dict(node)]
    found = [
        ErrorEntry(_whole(entry.get("code")), plain_text(_text(entry.get("description"))))
        for entry in _entries(node, "error")
        if is_error(entry)
    ]
    if not found:
        raise UnreadableError("no list of errors")
    return tuple(found)


def read_discovery(node: Node) -> Discovery:
    """Read a discovery document.

    Raises:
        UnreadableError: If it is none.
    """
    if not isinstance(node, Mapping) or not isinstance(node.get("endpoints"), list):
        raise UnreadableError("no discovery document")
    endpoints = [
        Endpoint(
            specification=_text(entry.get("specification")),
            url=_text(entry.get("url")),
            type=_text(entry.get("type")),
            formats=tuple(_text(name) for name in entry.get("formats") or [] if name),
        )
        for entry in _entries(node["endpoints"], "endpoint")
    ]
    return Discovery(_text(node.get("changeset")), _text(node.get("contact")), tuple(endpoints))


def is_error(entry: Mapping[str, Any]) -> bool:
    """Return whether an entry is an error's and not a request's."""
    return "description" in entry and "service_request_id" not in entry and "service_code" not in entry


def is_shortened(number: str) -> bool:
    """Return whether an id was too long to be kept whole; the server can't be asked for it then."""
    return len(number) > _NUMBER_CHARS


def plain_text(text: str) -> str:
    """Return text without markup: tags go, lines stay lines, entities become their characters."""
    text = text[:_MOST_MARKUP_CHARS]
    if not _MARKUP.search(text):
        return text.strip()
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _MARKUP.sub(" ", text).strip()
    parts: list[str] = []
    _collect(root, parts)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def address_of(url: object) -> str | None:
    """Return a web address without the blanks some servers send with it; None for anything else."""
    text = _text(url)
    return text if re.fullmatch(r"https?://\S+", text) else None


def place_of(lon: object, lat: object) -> LonLat | None:
    """Return a place from numbers or texts; None where it is none, (0, 0) included."""
    try:
        return checked_place(float(_text(lon)), float(_text(lat)))
    except (ValueError, Failure):
        return None


def instant_of(value: object, naive_as: timezone) -> datetime | None:
    """Return an instant in UTC; None where it is none."""
    text = _text(value)
    try:
        return parse_instant(text, naive_as=naive_as) if text else None
    except (ValueError, OverflowError):
        return None


def reported_of(value: object, naive_as: timezone) -> datetime | None:
    """Return when a report was made, UTC; None where nothing is said, or what no report of a city can be dated."""
    at = instant_of(value, naive_as)
    return None if at is None or at < _EARLIEST else at


def _request(entry: Mapping[str, Any], naive_as: timezone) -> ServiceRequest | None:
    number = _text(entry.get("service_request_id"))
    requested_at = reported_of(entry.get("requested_datetime"), naive_as)
    if not number or requested_at is None:
        return None
    extended = entry.get("extended_attributes")
    detailed = entry.get("detailed_status") or (
        extended.get("detailed_status") if isinstance(extended, Mapping) else ""
    )
    address = plain_text(_text(entry.get("address")))[:_ADDRESS_CHARS]
    return ServiceRequest(
        number=_short_number(number),
        service_code=_text(entry.get("service_code"))[:_CODE_CHARS] or "-",
        service_name=plain_text(_text(entry.get("service_name"))),
        is_closed=_text(entry.get("status")).lower() == "closed",
        requested_at=requested_at,
        updated_at=instant_of(entry.get("updated_datetime"), naive_as),
        expected_at=instant_of(entry.get("expected_datetime"), naive_as),
        description=plain_text(_text(entry.get("description")))[:MAX_DESCRIPTION_CHARS],
        address=address or None,
        place=place_of(entry.get("long", entry.get("lon")), entry.get("lat")),
        agency=_agency(entry.get("agency_responsible")),
        media_url=address_of(entry.get("media_url")),
        status_notes=plain_text(_text(entry.get("status_notes")))[:_NOTE_CHARS],
        detailed_status=_text(detailed).upper(),
        simulated=_text(entry.get("service_notice")) == SIMULATED_NOTICE,
    )


def _short_number(number: str) -> str:
    """Return an id as it is kept; of one that is too long the beginning, with a digest that tells it from others."""
    if len(number) <= _NUMBER_CHARS:
        return number
    digest = hashlib.sha256(number.encode()).hexdigest()[:_DIGEST_CHARS]
    return f"{number[: _NUMBER_CHARS - _DIGEST_CHARS]}\N{HORIZONTAL ELLIPSIS}{digest}"


def _agency(value: object) -> str | None:
    """Return an agency's name from a text, or from the object or list that some servers make of it."""
    if isinstance(value, Mapping):
        value = value.get("recipient") or value.get("name") or next(iter(value.values()), None)
    if isinstance(value, list):
        value = ", ".join(name for name in (_text(part) for part in value) if name)
    return plain_text(_text(value))[:_CODE_CHARS] or None


def _entries(node: object, name: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list, or of an object that holds one under ``name``."""
    if isinstance(node, Mapping) and name in node:
        node = node[name] if isinstance(node[name], list) else [node[name]]
    if not isinstance(node, list):
        raise UnreadableError(f"no list of {name}s")
    yield from (entry for entry in node if isinstance(entry, dict))


def _collect(element: Any, parts: list[str]) -> None:
    if isinstance(element.tag, str) and element.tag not in _UNSEEN_TAGS:
        if element.tag in _LINE_TAGS:
            parts.append("\n")
        parts.append(element.text or "")
        for child in element:
            _collect(child, parts)
            parts.append(child.tail or "")
        if element.tag in _LINE_TAGS and element.tag != "br":
            parts.append("\n")


def _text(value: object) -> str:
    """Return a scalar as text that can be kept (``models.text``); "" for None and for anything that is no scalar."""
    if isinstance(value, bool) or value is None:
        return ""
    return fit_text(str(value)) if isinstance(value, str | int | float) else ""


def _truth(value: object) -> bool:
    return value if isinstance(value, bool) else _text(value).lower() in ("true", "1", "yes")


def _whole(value: object) -> int | None:
    text = _text(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
