"""The digest: from which two copies of a city's records can tell whether they are equal, and where they are not.

Records are grouped: a report with its timeline and photos by area and day of reporting (WIB), all else by kind. A
group's digest is how many records it holds and the sum, modulo 2^128, of the first 16 bytes of each record's SHA-256.
A sum does not depend on the order, so that two databases need not sort texts alike. A record is hashed as the JSON list
of its entity and its values in the order of ``record.FIELDS``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commandcenter.models.instant import WIB, from_ms
from commandcenter.models.record import FIELDS, Entity

_MODULUS = 1 << 128
_BYTES = 16
_OF_REPORTS = frozenset({Entity.TRANSITION, Entity.MEDIA})


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """What one line of a digest is about.

    Attributes:
        entity: Kind of the records; reports stand for their timelines and photos too.
        area: Code of the area the reports lie in; empty: none, and for other kinds.
        day: ISO date of reporting, WIB; empty for other kinds.
    """

    entity: str
    area: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """How many records a group holds, and the sum of their hashes as 32 hexadecimal digits."""

    count: int
    hash: str


class DigestBuilder:
    """Adds records up. Reports must come before what belongs to them, as the order of ``Entity`` has it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: dict[Group, int] = {}
        self._sums: dict[Group, int] = {}
        self._group_of: dict[int, Group] = {}
        self._known: dict[tuple[str, int], Group] = {}

    def add(self, entity: Entity, rows: Iterable[Sequence[Any]]) -> None:
        """Add records given as values in the order of ``FIELDS[entity]``; booleans may be 0 and 1."""
        names = list(FIELDS[entity])
        bools = [place for place, kind in enumerate(FIELDS[entity].values()) if kind == "bool"]
        whole = Group(entity.value)
        owner = names.index("report_id") if entity in _OF_REPORTS else None
        for row in rows:
            values = list(row)
            for place in bools:
                values[place] = bool(values[place])
            if entity is Entity.REPORT:
                group = self._report_group(names, values)
            elif owner is not None:
                group = self._group_of.get(values[owner], whole)
            else:
                group = whole
            said = json.dumps([entity.value, *values], separators=(",", ":")).encode()
            part = int.from_bytes(hashlib.sha256(said).digest()[:_BYTES], "big")
            self._counts[group] = self._counts.get(group, 0) + 1
            self._sums[group] = (self._sums.get(group, 0) + part) % _MODULUS

    def sums(self) -> dict[Group, Sum]:
        """Return the digest."""
        return {group: Sum(count, f"{self._sums[group]:032x}") for group, count in sorted(self._counts.items())}

    def _report_group(self, names: Sequence[str], values: Sequence[Any]) -> Group:
        created_ms = values[names.index("created_ms")]
        area = values[names.index("area")] or ""
        hour = created_ms // 3_600_000
        group = self._known.get((area, hour))
        if group is None:
            group = Group(Entity.REPORT.value, area, from_ms(created_ms).astimezone(WIB).date().isoformat())
            # WIB is whole hours from UTC: an hour lies in one day.
            self._known[area, hour] = group
        self._group_of[values[names.index("id")]] = group
        return group


def differences(here: Mapping[Group, Sum], there: Mapping[Group, Sum]) -> tuple[Group, ...]:
    """Return the groups in which two digests differ, sorted; empty: the copies are equal."""
    return tuple(sorted(group for group in here.keys() | there.keys() if here.get(group) != there.get(group)))
