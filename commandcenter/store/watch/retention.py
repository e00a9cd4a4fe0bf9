"""Retention: what the city keeps for a time only, and how it goes.

Reporters' data of closed reports are erased, and messages that were done with are removed with their lines of the log.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from commandcenter.models.city_setting import SettingKey
from commandcenter.store.central import CentralStore
from commandcenter.store.city_setting import value_of
from commandcenter.store.database import reading, writing
from commandcenter.store.notice.outbox import REMOVED_AT_ONCE, remove_told
from commandcenter.store.person import ROWS_AT_ONCE, erase_old

LOOK_EVERY_S = 3_600.0

_log = logging.getLogger(__name__)


def erase_kept_too_long(store: CentralStore) -> None:
    """Erase what was kept long enough, in transactions of bounded size; what is left is erased by the next turn."""
    settings = store.settings
    erased = 0
    while True:
        with writing(store.engine) as connection:
            keep_s = value_of(connection, settings.city, SettingKey.KEEP_PERSONAL_S)
            rows = erase_old(connection, settings.city, keep_s, settings.clock())
        erased += rows
        if rows < ROWS_AT_ONCE:
            break
    if erased:
        _log.info("personal data of %d closed reports erased: kept as long as the city says", erased)


def remove_told_long_ago(store: CentralStore) -> None:
    """Remove what people were told long enough ago, in transactions of bounded size."""
    settings = store.settings
    with reading(store.engine) as connection:
        keep_s = value_of(connection, settings.city, SettingKey.KEEP_MESSAGES_S)
    before = settings.clock() - timedelta(seconds=keep_s)
    removed = 0
    while True:
        some = remove_told(store.engine, settings.city, before)
        removed += some
        if some < REMOVED_AT_ONCE:
            break
    if removed:
        _log.info("%d messages removed with their log: kept as long as the city says", removed)
