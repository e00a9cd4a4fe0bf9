"""What an act made of something that the city is set up with: which fields, from what to what.

Kept with the act's result, so that its history can be read whoever changed the same thing since. Values that are
somebody's personal data are kept as None: that they changed is told, not from what to what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

Changed: TypeAlias = Mapping[str, tuple[Any, Any] | None]
"""For each field that became another what it was and what it is; None where that is nobody else's business."""

_TOLD_ELSEWHERE = frozenset({"code", "id", "key", "version", "changed_by", "changed_ms"})
"""Which thing, who and when: the history's entry says that itself."""

_FOLLOWS = frozenset({"present", "state", "updated_ms"})
"""What of crews and members is not set up but follows as the day goes."""


def difference(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], personal: Collection[str] = ()
) -> dict[str, tuple[Any, Any] | None]:
    """Return what became of a record.

    Args:
        before: As it was; None: it is new.
        after: As it is.
        personal: Fields of which nothing but that they changed is told.
    """
    was = {} if before is None else before
    return {
        name: None if name in personal else (was.get(name), value)
        for name, value in after.items()
        if name not in _TOLD_ELSEWHERE | _FOLLOWS and was.get(name) != value
    }


def content_version(record: Mapping[str, Any] | None) -> int:
    """Return what stands for the version of a record that counts none: a number of 31 bits made of its content.

    0 is the version of what is not there. Two acts that leave it as it was leave its version too.
    """
    if record is None:
        return 0
    counted = {name: value for name, value in record.items() if name not in _FOLLOWS}
    text = json.dumps(counted, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return max(1, int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1)
