"""Report numbers: ``JK`` + day in WIB + running number of that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from commandcenter.models.identity import CityCode, ReportNumber, report_number
from commandcenter.models.instant import WIB
from commandcenter.models.table import number_days


def take_numbers(
    connection: Connection, city: CityCode, prefix: str, reported_at: Sequence[datetime]
) -> list[ReportNumber]:
    """Give a number to each report, in order; ``prefix``: the letters that the city's numbers begin with.

    The rows of the days stay locked until the transaction ends; if it fails, the numbers were never given.
    """
    days = [f"{at.astimezone(WIB):%y%m%d}" for at in reported_at]
    following = {day: _take(connection, city, day, count) for day, count in sorted(Counter(days).items())}
    numbers = []
    for at, day in zip(reported_at, days, strict=True):
        numbers.append(report_number(prefix, at, following[day]))
        following[day] += 1
    return numbers


def _take(connection: Connection, city: CityCode, day: str, count: int) -> int:
    """Return the first of ``count`` running numbers of a day."""
    row = {"city": city, "day": day, "last": count}
    last: int = connection.execute(_raising(connection.dialect.name), row).scalar_one()
    return last - count + 1


@cache
def _raising(dialect: str) -> ReturningInsert[int]:
    """Return what begins a day's numbers or raises them; made once, since making it costs more than running it."""
    insert = sqlite.insert(number_days) if dialect == "sqlite" else postgresql.insert(number_days)
    return insert.on_conflict_do_update(
        index_elements=["city", "day"], set_={"last": number_days.c.last + insert.excluded.last}
    ).returning(number_days.c.last)
