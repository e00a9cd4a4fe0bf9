"""What a crew works on: the reports of its jobs, which are all of the city that its key may look at."""

from __future__ import annotations

from sqlalchemy import Select, select

from commandcenter.models.identity import CityCode
from commandcenter.models.table import jobs
from commandcenter.store.token import Principal


def reports_worked_on(city: CityCode, principal: Principal) -> Select[tuple[int]]:
    """Return what selects the reports of all jobs that the crew of a key has or had; none for a key of no crew."""
    return select(jobs.c.report_id).where(jobs.c.city == city, jobs.c.crew == principal.holder)
