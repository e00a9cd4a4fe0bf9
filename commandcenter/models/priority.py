"""What raises a report's priority by itself.

Owns the stated rule (docs/decisions/0119). A person may set any priority at any time; what is here only ever raises it.
"""

from __future__ import annotations

from commandcenter.models.report import Priority


def after_support(priority: Priority, supporters: int, for_high: float, for_emergency: float) -> Priority:
    """Return the priority once so many people say that they have the same trouble.

    It is raised by the supporter who reaches a number, and by no later one: who lowers it afterwards is not overruled
    by the next.

    Args:
        priority: Until now.
        supporters: How many there are, the newest included.
        for_high: How many make it high.
        for_emergency: How many make it an emergency.
    """
    if for_emergency <= supporters < for_emergency + 1:
        return Priority.EMERGENCY
    if for_high <= supporters < for_high + 1:
        return max(priority, Priority.HIGH)
    return priority


def after_reopening(priority: Priority) -> Priority:
    """Return the priority of a report that is opened again: one step up, but an emergency is for people to call."""
    return priority if priority >= Priority.HIGH else Priority(priority + 1)


def after_category(priority: Priority, before: Priority, after: Priority) -> Priority:
    """Return the priority of a report that gets another category.

    One that still has the old category's default takes the new one's; one that was raised or set stays.
    """
    return after if priority is before else priority
