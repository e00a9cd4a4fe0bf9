"""One answer, written as JSON or as XML.

Owns the standard's own convention between the two (JSON and XML Conversion): a list of elements is a bare list, an
empty element is null. So an answer is made once, from dictionaries, lists, texts, numbers, true, false and None, and
both writers say the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lxml import etree

from commandcenter.models.failure import Failure
from commandcenter.store.language import sentences
from commandcenter.store.open311.failure import FormatNotServed


class Format(StrEnum):
    """How an answer is written; also the suffix of addresses."""

    JSON = "json"
    XML = "xml"


MEDIA_TYPE = {Format.JSON: "application/json", Format.XML: "text/xml"}
"""By format; what is sent says ``charset=utf-8`` behind it."""

ITEM = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
    "values": "value",
    "photos": "photo",
    "notes": "note",
}
"""What one element of each list is called in XML. Every list of an answer has its name here."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, even escaped."""


@dataclass(frozen=True, slots=True)
class Document:
    """One answer.

    Attributes:
        root: Name of XML's outermost element; JSON leaves it out.
        value: A list of elements named ``ITEM[root]``, or one object.
    """

    root: str
    value: Sequence[Any] | Mapping[str, Any]


def format_of(suffix: str) -> Format:
    """Return the format that an address asks for by its suffix.

    Raises:
        FormatNotServed: If it is neither.
    """
    try:
        return Format(suffix)
    except ValueError as error:
        raise FormatNotServed(suffix=suffix[:20]) from error


def format_for(path: str) -> Format:
    """Return the format of errors under an address: XML where it ends so, else JSON."""
    return Format.XML if path.endswith(f".{Format.XML}") else Format.JSON


def errors(failures: Sequence[Failure], status: int) -> Document:
    """Return the standard's list of errors; each description is Indonesian, then English."""
    return error_texts([" / ".join(dict.fromkeys(sentences(failure).values())) for failure in failures], status)


def error_texts(descriptions: Sequence[str], status: int) -> Document:
    """Return the standard's list of errors with these descriptions."""
    return Document("errors", [{"code": status, "description": text} for text in descriptions])


def write(document: Document, format_: Format) -> bytes:
    """Return the answer's bytes, UTF-8."""
    return _json(document) if format_ is Format.JSON else _xml(document)


def _json(document: Document) -> bytes:
    return json.dumps(document.value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
        "utf-8", "replace"
    )


def _xml(document: Document) -> bytes:
    root = etree.Element(document.root)
    _fill(root, document.value)
    body: bytes = etree.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _fill(element: etree._Element, value: object) -> None:
    if value is None:
        return
    if isinstance(value, Mapping):
        for name, child in value.items():
            _fill(etree.SubElement(element, name), child)
    elif isinstance(value, list):
        for child in value:
            _fill(etree.SubElement(element, ITEM[str(element.tag)]), child)
    else:
        element.text = _NOT_XML.sub("\ufffd", value if isinstance(value, str) else json.dumps(value))
