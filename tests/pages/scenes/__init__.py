"""What the pictures of the pages show. A scene takes a city and a page, and brings the page into a state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

from tests.pages.city import PageCity
from tests.pages.scenes import administration, citizen, crew, officer, public

Scene = Callable[[PageCity, Page], None]

SCENES: Mapping[str, Scene] = {
    "administration": administration.home,
    "administration-accounts": administration.accounts,
    "administration-crew": administration.crew,
    "administration-history": administration.history,
    "administration-limit": administration.limit,
    "administration-routing": administration.routing,
    "citizen-report": citizen.report_form,
    "citizen-place": citizen.place_on_map,
    "citizen-waiting": citizen.report_offline,
    "citizen-followed": citizen.report_followed,
    "citizen-own": citizen.own_reports,
    "citizen-register": citizen.registering,
    "citizen-beds": citizen.hospital_beds,
    "crew-finish": crew.crew_finish,
    "crew-job": crew.crew_job,
    "crew-list": crew.crew_list,
    "crew-map": crew.crew_map,
    "crew-offline": crew.crew_offline,
    "crew-stuck": crew.crew_stuck,
    "crew-us": crew.crew_us,
    "public-data": public.public_data,
    "public-figures": public.public_figures,
    "public-filter": public.public_filter,
    "public-map": public.public_map,
    "public-report": public.public_report,
    "public-sheet": public.public_sheet,
    "officer-work": officer.work,
    "officer-report": officer.report,
    "officer-crews": officer.crews,
    "officer-conflict": officer.conflict,
    "officer-covers": officer.covers,
    "officer-evidence": officer.evidence,
}
"""Every scene by the name of its picture."""
