"""The turns that a leading process takes."""

from __future__ import annotations

from collections.abc import Sequence

from commandcenter.store.central import CentralStore
from commandcenter.store.watch.watch import Turn


def turns(store: CentralStore) -> Sequence[Turn]:  # noqa: ARG001 - each turn is a function of the store
    """Return all of them, bound to one store."""
    return ()
