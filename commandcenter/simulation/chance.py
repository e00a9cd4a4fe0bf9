"""Chance that can be repeated: every generator is made from the seed and the name of what it decides."""

from __future__ import annotations

from random import Random


def chance(*names: object) -> Random:
    """Return a generator for one purpose; equal names give equal draws, on every machine and in every order of calls.

    Args:
        names: The seed and what is decided, such as ``seed, "street", code``.
    """
    return Random("/".join(map(str, names)))  # noqa: S311 - a made-up city is no secret
