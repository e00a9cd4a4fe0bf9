"""Report numbers: ``JK`` + day in WIB + running number of that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from commandcenter.models.identity import CityCode, ReportNumber, report_number
from commandcenter.models.instant import WIB
from commandcenter.models.table import number_days, store_meta
from commandcenter.store.database import insert_of


def take_numbers(connection: Connection, city: CityCode, reported_at: Sequence[datetime]) -> list[ReportNumber]:
    """Give a number to each report, in order.

    The rows of the days stay locked until the transaction ends; if it fails, the numbers were never given.
    """
    prefix = connection.execute(select(store_meta.c.number_prefix).where(store_meta.c.city == city)).scalar_one()
    days = [f"{at.astimezone(WIB):%y%m%d}" for at in reported_at]
    following = {day: _take(connection, city, day, count) for day, count in sorted(Counter(days).items())}
    numbers = []
    for at, day in zip(reported_at, days, strict=True):
        numbers.append(report_number(prefix, at, following[day]))
        following[day] += 1
    return numbers


def _take(connection: Connection, city: CityCode, day: str, count: int) -> int:
    """Return the first of ``count`` running numbers of a day."""
    statement = insert_of(connection, number_days).values(city=city, day=day, last=count)
    statement = statement.on_conflict_do_update(
        index_elements=["city", "day"], set_={"last": number_days.c.last + count}
    )
    last: int = connection.execute(statement.returning(number_days.c.last)).scalar_one()
    return last - count + 1
