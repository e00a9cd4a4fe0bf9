"""The turns that a leading process takes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from commandcenter.store.central import CentralStore
from commandcenter.store.watch import alarm_watch, crew_watch, retention
from commandcenter.store.watch.duty import escalate_unanswered
from commandcenter.store.watch.watch import Turn

UNATTACHED_EVERY_S = 600.0
"""How often photos that no report took are looked for, in seconds."""


def turns(store: CentralStore) -> Sequence[Turn]:
    """Return all of them, bound to one store."""
    return (
        Turn("alarms", 5, partial(alarm_watch.take_turn, store)),
        Turn("crews", 20, partial(crew_watch.take_turn, store)),
        Turn("unattached photos", UNATTACHED_EVERY_S, store.photos.remove_unattached),
        Turn("retention", retention.LOOK_EVERY_S, partial(retention.erase_kept_too_long, store)),
        Turn("messages", retention.LOOK_EVERY_S, partial(retention.remove_told_long_ago, store)),
        Turn("duty", 30, partial(escalate_unanswered, store)),
    )
