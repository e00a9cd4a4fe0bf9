"""Whether whoever acts may reach the report: does it lie in the part of the city that their key stands for.

Owns the second half of the access matrix; the first, role × intent, is ``models.role``.
"""

from __future__ import annotations

from commandcenter.models.identity import AgencyCode, AreaCode
from commandcenter.models.report import Report
from commandcenter.store.act.outcome import Act
from commandcenter.store.act.subject import locked_report
from commandcenter.store.failure import OutOfScope
from commandcenter.store.part import parents_of


def check_reach(act: Act, report: Report) -> None:
    """Say nothing if the report lies in the actor's scope, as it stands before the act.

    Raises:
        OutOfScope: If it does not.
    """
    check_reach_of(act, report.area, report.agency)


def reached_report(act: Act) -> Report:
    """Read and hold the report that the act is about, if it lies in the actor's scope.

    Raises:
        ReportUnknown: If there is no such report.
        OutOfScope: If it lies outside.
    """
    report = locked_report(act)
    check_reach(act, report)
    return report


def check_reach_of(act: Act, area: AreaCode | None, agency: AgencyCode | None) -> None:
    """Say nothing if something of this area and agency lies in the actor's scope.

    Raises:
        OutOfScope: If it does not.
    """
    scope = act.principal.scope
    if scope.is_whole or scope.covers(area, agency, parents_of(act.connection, act.city)):
        return
    raise OutOfScope(name=act.principal.name)
