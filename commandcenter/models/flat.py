"""From frozen values to flat records and back, by the names and types of their attributes.

Owns the one rule by which a value's attributes become fields: ``…_at`` (an aware instant) is ``…_ms``, a ``place`` is
``lon`` and ``lat``, an enumeration is its code, anything else is itself. Refuses to know any value in particular.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, NewType, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from commandcenter.models.instant import from_ms, to_ms
from commandcenter.models.place import LonLat

Record: TypeAlias = Mapping[str, Any]

FieldType: TypeAlias = Literal["int64", "int32", "int8", "float64", "text", "bool"]

Value = TypeVar("Value")

_INT32 = frozenset({"version", "sequence"})


def fields_of(kind: type[Any]) -> Mapping[str, FieldType]:
    """Return the fields of a value's records with their types, in the order of its attributes.

    Raises:
        TypeError: If an attribute is of a type that no field holds.
    """
    found: dict[str, FieldType] = {}
    for name, (plain, _) in _attributes(kind).items():
        if plain is LonLat:
            found["lon"] = found["lat"] = "float64"
        elif plain is datetime:
            found[_ms(name)] = "int64"
        else:
            found[name] = _field_type(name, plain)
    return found


def nullable_of(kind: type[Any]) -> frozenset[str]:
    """Return those of the fields that may be None."""
    found: set[str] = set()
    for name, (plain, optional) in _attributes(kind).items():
        if optional:
            found |= {"lon", "lat"} if plain is LonLat else {_ms(name) if plain is datetime else name}
    return frozenset(found)


def flatten(value: Any) -> dict[str, Any]:
    """Return a value's record."""
    record: dict[str, Any] = {}
    for name, (plain, _) in _attributes(type(value)).items():
        held = getattr(value, name)
        if plain is LonLat:
            record["lon"], record["lat"] = (None, None) if held is None else (held.lon, held.lat)
        elif plain is datetime:
            record[_ms(name)] = None if held is None else to_ms(held)
        elif isinstance(held, StrEnum):
            record[name] = held.value
        else:
            record[name] = int(held) if isinstance(held, IntEnum) else held
    return record


def rebuild(kind: type[Value], record: Record) -> Value:
    """Return the value of a record.

    Raises:
        KeyError: If a field is missing.
        ValueError: If an enumeration's code is unknown.
    """
    attributes: dict[str, Any] = {}
    for name, (plain, _) in _attributes(kind).items():
        if plain is LonLat:
            lon, lat = record["lon"], record["lat"]
            attributes[name] = None if lon is None or lat is None else LonLat(lon, lat)
        elif plain is datetime:
            held = record[_ms(name)]
            attributes[name] = None if held is None else from_ms(held)
        else:
            held = record[name]
            attributes[name] = plain(held) if held is not None and issubclass(plain, StrEnum | IntEnum | bool) else held
    return kind(**attributes)


_known: dict[type[Any], Mapping[str, tuple[type[Any], bool]]] = {}


def _attributes(kind: type[Any]) -> Mapping[str, tuple[type[Any], bool]]:
    """Return each attribute's plain type, and whether it may be None."""
    if kind not in _known:
        if not is_dataclass(kind):
            raise TypeError(f"{kind.__name__} is no value with attributes")
        hints = get_type_hints(kind)
        _known[kind] = {attribute.name: _plain(hints[attribute.name]) for attribute in fields(kind)}
    return _known[kind]


def _plain(hint: Any) -> tuple[type[Any], bool]:
    if get_origin(hint) in {Union, UnionType}:
        (held,) = (part for part in get_args(hint) if part is not NoneType)
        return _plain(held)[0], True
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint, False


def _field_type(name: str, plain: type[Any]) -> FieldType:
    if issubclass(plain, bool):
        return "bool"
    if issubclass(plain, IntEnum):
        return "int8"
    if issubclass(plain, int):
        return "int32" if name in _INT32 else "int64"
    if issubclass(plain, float):
        return "float64"
    if issubclass(plain, str):
        return "text"
    raise TypeError(f"no field holds a {plain.__name__} ({name})")


def _ms(name: str) -> str:
    return f"{name.removesuffix('_at')}_ms"
