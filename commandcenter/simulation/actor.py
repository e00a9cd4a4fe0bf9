"""Who acts in the city: offices, agencies, crews; never a person."""

from __future__ import annotations

from collections.abc import Iterator

from commandcenter.simulation.city import City
from commandcenter.simulation.profile import CITY_WIDE, PROFILES, agency_in
from commandcenter.simulation.shift import EARLY_CREWS, LATE_CREWS, crew_name

CITIZEN = "Warga"
"""Whoever reports."""

REPORTER_AGAIN = "Pelapor"
"""Whoever has reported and does not agree that it was solved."""


def actors_of(city: City) -> Iterator[str]:
    """Yield every name once under which something is reported or done."""
    yield CITIZEN
    yield REPORTER_AGAIN
    names = [each.name for each in city.kelurahan]
    for name in dict.fromkeys(names):
        yield f"Kelurahan {name}"
        for crew in (*EARLY_CREWS, *LATE_CREWS):
            yield crew_name(name, crew)
    handlers = dict.fromkeys([*(profile.handler for profile in PROFILES.values()), "Sudin SDA"])
    for agency in handlers:
        if agency in CITY_WIDE:
            yield agency
            continue
        for kota in dict.fromkeys(each.kota for each in city.kelurahan):
            yield agency_in(agency, kota)
    yield "PLN"
