"""Retention: reporters' data of closed reports are erased once they have been kept for as long as the city says."""

from __future__ import annotations

import logging

from commandcenter.models.city_setting import SettingKey
from commandcenter.store.central import CentralStore
from commandcenter.store.city_setting import value_of
from commandcenter.store.database import writing
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
