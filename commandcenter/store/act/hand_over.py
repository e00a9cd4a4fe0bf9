"""A report is handed to an agency, of the city or outside it: to whom it may be, and the record of it."""

from __future__ import annotations

from sqlalchemy import select

from commandcenter.models.agency import AgencyKind
from commandcenter.models.identity import AgencyCode
from commandcenter.models.instant import to_ms
from commandcenter.models.report import Report, Transition
from commandcenter.models.table import agencies, hand_overs
from commandcenter.store.act.failure import ReferenceMissing
from commandcenter.store.act.outcome import Act
from commandcenter.store.act.setting_failure import AgencyUnknown


def check_agency(act: Act, report: Report, agency: AgencyCode, trace: str | None) -> bool:
    """Say whether an agency is a body outside the city, if the report can be handed to it.

    A city that has set up no agencies yet takes any code: then nobody could say which are right.

    Args:
        act: The act.
        report: Which report.
        agency: To whom.
        trace: What an outside body calls it, or how that body was told; empty or None: nothing was said.

    Raises:
        AgencyUnknown: If the city has agencies, and this is none that reports may be handed to.
        ReferenceMissing: If an outside body would get it without a trace.
    """
    of_city = agencies.c.city == act.city
    row = act.connection.execute(
        select(agencies.c.kind, agencies.c.active).where(of_city, agencies.c.code == agency)
    ).one_or_none()
    if row is None or not row.active:
        if row is not None or act.connection.execute(select(agencies.c.code).where(of_city).limit(1)).first():
            raise AgencyUnknown(agency=agency)
        return False
    outside = AgencyKind(row.kind) is AgencyKind.OUTSIDE
    if outside and not trace:
        raise ReferenceMissing(number=report.number)
    return outside


def record_hand_over(
    act: Act, report: Report, agency: AgencyCode | None, entry: Transition, *, outside: bool, reference: str | None
) -> None:
    """Write that from this timeline entry on another agency answers for the report.

    Args:
        act: The act.
        report: As it was until now.
        agency: Who answers from now on; None: the office of the report's area.
        entry: The timeline's entry that says so.
        outside: Whether it is a body outside the city.
        reference: What that body calls it.
    """
    act.connection.execute(
        hand_overs.insert().values(
            city=act.city,
            report_id=report.id,
            sequence=entry.sequence,
            from_agency=report.agency,
            to_agency=agency,
            outside=outside,
            reference=reference,
            handed_ms=to_ms(entry.acted_at),
        )
    )
