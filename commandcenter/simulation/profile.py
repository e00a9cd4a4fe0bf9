"""What is typical of each category: how often, who sees to it, how long it takes, how often it is solved.

Shares are those of the city's reporting application in 2015, solved shares those of the first quarter of 2017, as far
as they are known; they add up to more than one and are normalised. What no source states is an assumption, marked so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Profile:
    """One category.

    Attributes:
        share: Percent of all reports, before normalising.
        solved: Share of its reports that end as done the first time; the others are rejected with a reason.
        handler: Agency that a kelurahan hands it to.
        handed: How often it is handed over rather than done by the kelurahan's own crew.
        response_min: Median time to the first response by day, minutes.
        work_h: Median time from there to the end of each of its steps, hours.
        peak: Hours (WIB) at which it is reported three times as often; empty: as everything else.
        has_picture: Whether a picture may be drawn of it; crime and need are not drawn.
    """

    share: float
    solved: float
    handler: str
    handed: float
    response_min: float
    work_h: float
    peak: tuple[int, ...] = ()
    has_picture: bool = True


# The list of solved shares has no entry for POHON and for BANGUNAN and those after it; theirs are assumed: 0.80 for
# what a crew or one agency can end alone, 0.65 for what is a quarrel, 0.95 for emergencies. Times and hand-overs are
# assumed throughout.
PROFILES: Mapping[str, Profile] = {
    "SAMPAH": Profile(24.1, 0.948, "Sudin Lingkungan Hidup", 0.08, 35, 2.6),
    "PELANGGARAN": Profile(16.0, 0.713, "Satpol PP", 0.85, 55, 16.5),
    "FASUM": Profile(12.7, 0.667, "Sudin Bina Marga", 0.12, 50, 3.4),
    "PARKIR": Profile(9.1, 0.596, "Sudin Perhubungan", 0.90, 45, 13.5, (8, 9, 12, 13, 18, 19)),
    "MACET": Profile(7.4, 0.680, "Sudin Perhubungan", 0.90, 30, 9.0, (7, 8, 16, 17, 18)),
    "PKL": Profile(6.5, 0.443, "Satpol PP", 0.88, 60, 18.0),
    "JALAN": Profile(6.0, 0.590, "Sudin Bina Marga", 0.22, 55, 4.2),
    "PJU": Profile(5.0, 0.666, "Sudin Perindustrian dan Energi", 0.22, 60, 4.0, (18, 19, 20, 21, 22)),
    "IKLAN": Profile(4.8, 0.871, "Satpol PP", 0.10, 65, 3.4),
    "BANJIR": Profile(4.5, 0.833, "Sudin SDA", 0.30, 16, 1.6),
    "POHON": Profile(3.5, 0.95, "Sudin Pertamanan dan Hutan Kota", 0.35, 18, 1.8),
    "BANGUNAN": Profile(3.0, 0.65, "Sudin Cipta Karya", 0.95, 80, 24.0),
    "PENGEMIS": Profile(3.0, 0.80, "Sudin Sosial", 0.95, 55, 10.5, has_picture=False),
    "KRIMINAL": Profile(3.0, 0.80, "Kepolisian", 1.0, 20, 13.5, (20, 21, 22, 23, 0, 1), has_picture=False),
    "TRANSJAKARTA": Profile(1.8, 0.80, "PT Transjakarta", 1.0, 50, 13.5, (7, 8, 17, 18)),
    "KEBAKARAN": Profile(1.5, 0.95, "Sudin Gulkarmat", 1.0, 7, 0.8),
    "ROKOK": Profile(1.2, 0.65, "Satpol PP", 0.85, 70, 13.5),
    "JOKI": Profile(1.0, 0.65, "Sudin Perhubungan", 1.0, 60, 13.5, (7, 8, 9, 16, 17, 18), has_picture=False),
    "OJOL": Profile(0.8, 0.65, "Sudin Perhubungan", 1.0, 65, 15.0),
    "OJEK": Profile(0.2, 0.65, "Sudin Perhubungan", 1.0, 65, 15.0),
    "PAJAK": Profile(0.5, 0.65, "Bapenda", 1.0, 90, 24.0, has_picture=False),
    "MAKANAN": Profile(0.3, 0.80, "Sudin Kesehatan", 1.0, 75, 18.0),
    "MOBIL10": Profile(0.1, 0.65, "Sudin Perhubungan", 1.0, 80, 21.0),
}

CODES = tuple(PROFILES)
CUMULATED_SHARES = tuple(accumulate(profile.share for profile in PROFILES.values()))

URGENT = frozenset({"BANJIR", "POHON", "KEBAKARAN"})
"""Seen to at once, at night as well."""

CITY_WIDE = frozenset({"PT Transjakarta", "Kepolisian", "Bapenda"})
"""Agencies without a branch in each kota."""


def agency_in(agency: str, kota: str) -> str:
    """Return the branch of an agency that answers in a kota."""
    return agency if agency in CITY_WIDE else f"{agency} {kota}"
