"""The OpenAPI 3.1 document of the Open311 routes, made from the routes there are and the shapes they keep to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

from fastapi.routing import APIRoute

from commandcenter.store.open311 import schema
from commandcenter.store.open311.document import MEDIA_TYPE, Format
from commandcenter.store.open311.submission import FORM_TYPE, MULTIPART_TYPE

_IN_PATH = re.compile(r"\{(\w+)\}")

_MISSING = {"get_service", "get_request", "get_token", "get_requests", "get_requests_as_file", "post_request"}
"""Operations that something may be missing for."""

_REFUSALS = {
    "400": "Something is wrong with the question; each error says what.",
    "403": "The api_key is missing, wrong, or may not report.",
    "404": "There is no such thing.",
    "413": "The body is too long.",
    "429": "Too many in a short time; Retry-After says when to come again.",
    "503": "The database does not answer at the moment; try again.",
}


def describe(routes: Iterable[APIRoute], url: str) -> dict[str, Any]:
    """Return the document.

    Args:
        routes: What is served.
        url: Under which address, without a slash at its end.
    """
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        for method in sorted(route.methods or ()):
            paths.setdefault(route.path, {})[method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open311 GeoReport v2",
            "version": "2",
            "description": "Reports of a city, in XML and JSON. Rules that no schema holds are in docs/open311.md.",
        },
        "servers": [{"url": url}],
        "paths": paths,
        "components": {"schemas": {"Errors": schema.ERRORS}},
    }


def _operation(route: APIRoute) -> dict[str, Any]:
    name = route.name
    parameters = [
        {"name": part, "in": "path", "required": True, "schema": schema.PATH[part]}
        for part in _IN_PATH.findall(route.path)
    ]
    parameters += [
        {"name": part, "in": "query", "required": False, "schema": shape, "style": "form", "explode": False}
        for part, shape in schema.QUERY.get(name, {}).items()
    ]
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": cleandoc(route.endpoint.__doc__ or ""),
        "parameters": parameters,
        "responses": _responses(name),
    }
    if name == "post_request":
        operation["requestBody"] = {
            "required": True,
            "content": {
                FORM_TYPE: {"schema": schema.FORM},
                MULTIPART_TYPE: {"schema": schema.FORM_WITH_PHOTOS},
            },
        }
    return operation


def _responses(name: str) -> dict[str, Any]:
    codes = ["400", "429", "503"]
    if name in _MISSING:
        codes.append("404")
    if name == "post_request":
        codes += ["403", "413"]
    else:
        codes.append("304")
    return {
        "200": {"description": "The answer.", "content": _content(name)},
        **{code: _refusal(code) for code in sorted(codes)},
    }


def _content(name: str) -> dict[str, Any]:
    if name == "get_requests_as_file":
        return {"text/csv": {"schema": schema.TEXT}}
    if name not in schema.ANSWER:
        return {MEDIA_TYPE[Format.JSON]: {"schema": {"type": "object"}}}
    shape = schema.ANSWER[name]
    return {MEDIA_TYPE[Format.JSON]: {"schema": shape}, MEDIA_TYPE[Format.XML]: {}}


def _refusal(code: str) -> dict[str, Any]:
    if code == "304":
        return {"description": "What the client has is still right."}
    shape = {"$ref": "#/components/schemas/Errors"}
    return {
        "description": _REFUSALS[code],
        "content": {MEDIA_TYPE[Format.JSON]: {"schema": shape}, MEDIA_TYPE[Format.XML]: {}},
    }
