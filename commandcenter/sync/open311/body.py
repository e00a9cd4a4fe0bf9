"""From the bytes of an answer to plain values, whether they are JSON or XML.

Owns the rule that makes one of two formats (the standard's "Spark" convention): a repeated element is a list, an empty
one is None, and the outer wrapper goes. Refuses external entities, document types that declare any, and depth.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from lxml import etree

Node: TypeAlias = dict[str, Any] | list[Any] | str | int | float | bool | None

_LISTS = frozenset({"services", "service_requests", "errors", "attributes", "values", "endpoints", "formats", "notes"})
"""Elements that hold a list of others, whatever these are called."""

_WRAPPERS = ("service_requests", "services", "requests", "errors", "service_definition", "discovery")
"""Names under which some servers wrap what the standard gives bare."""

_DEEPEST = 40


class UnreadableError(ValueError):
    """The bytes are neither; the message says why, for a sentence."""


def read_body(body: bytes) -> Node:
    """Read an answer, by what it looks like and not by what its header says.

    Raises:
        UnreadableError: If it is no JSON and no XML: HTML, broken off, ids like ``001`` without quotes, nothing at all.
    """
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UnreadableError("the answer is empty")
    if start[:1] == b"<":
        return read_xml(start)
    return read_json(start)


def read_json(body: bytes) -> Node:
    """Read JSON and take a wrapper off.

    Raises:
        UnreadableError: If it is none, or nested deeper than any answer of the standard.
    """
    try:
        node: Node = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"no JSON: {error}") from error
    return _unwrapped(node)


def read_xml(body: bytes) -> Node:
    """Read XML by the same convention, all values as text.

    Raises:
        UnreadableError: If it is none, is HTML, or declares entities.
    """
    # One parser a document: lxml's are not made for two threads.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"no XML: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("it is HTML or declares a document type")
    name = _name(root)
    if name == "html":
        raise UnreadableError("it is an HTML page")
    value = _value(root, 0)
    if name == "error":
        # Some servers send a single error with its text alone.
        return [value if isinstance(value, dict) else {"code": None, "description": value}]
    return [] if value is None and name in _LISTS else value


def _unwrapped(node: Node) -> Node:
    """Return what a single known key wraps."""
    if isinstance(node, dict):
        for name in _WRAPPERS:
            inner = node.get(name)
            if isinstance(inner, list) or (len(node) == 1 and isinstance(inner, dict)):
                return inner
    return node


def _value(element: etree._Element, depth: int) -> Any:
    if depth > _DEEPEST:
        raise UnreadableError("XML nested too deeply")
    # Comments and processing instructions were left out by the parser.
    children = list(element)
    name = _name(element)
    if not children:
        # ``itertext`` leaves out what an unresolved entity would have said.
        text = "".join(str(part) for part in element.itertext()).strip()
        return [] if name in _LISTS and not text else (text or None)
    if name in _LISTS:
        return [_value(child, depth + 1) for child in children]
    found: dict[str, Any] = {}
    attributes: list[Any] = []
    for child in children:
        key, value = _name(child), _value(child, depth + 1)
        if name == "service_definition" and key == "attribute":
            # The standard's example lists them in ``attributes``; real ones leave that element out.
            attributes.append(value)
        elif key in found:
            before = found[key]
            # In place: a copy for each of very many children would take hours.
            if isinstance(before, list):
                before.append(value)
            else:
                found[key] = [before, value]
        else:
            found[key] = value
    if attributes:
        found["attributes"] = attributes
    return found


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(etree.QName(element).localname).lower()
