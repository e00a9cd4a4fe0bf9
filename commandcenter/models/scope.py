"""What part of the city somebody stands for: an area with all below it, an agency, or everything.

Owns the rule by which a report lies within it. Store, feed and pages all ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commandcenter.models.identity import AgencyCode, AreaCode


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the city.

    Attributes:
        area: Everything in this area and below it; None: no area in particular.
        agency: Everything that this agency answers for; None: no agency in particular.
    """

    area: AreaCode | None = None
    agency: AgencyCode | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole city."""
        return self.area is None and self.agency is None

    def covers(
        self, area: AreaCode | None, agency: AgencyCode | None, parents: Mapping[AreaCode, AreaCode | None]
    ) -> bool:
        """Return whether something of this area and agency lies within.

        A report that was handed to one's agency is within, wherever it lies.

        Args:
            area: Where it lies; None: outside every area.
            agency: Who answers for it; None: its area's own office.
            parents: For each area the one that it belongs to.
        """
        if self.is_whole or (self.agency is not None and agency == self.agency):
            return True
        if self.area is None:
            return False
        seen: set[AreaCode] = set()
        while area is not None and area not in seen:
            if area == self.area:
                return True
            seen.add(area)
            area = parents.get(area)
        return False


WHOLE_CITY = Scope()
