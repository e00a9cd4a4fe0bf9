"""A phone that can keep nothing: its browser has no such place, or it is full. It says so, and sends all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from commandcenter.models.identity import ReportId
from tests.pages import citizen, crew
from tests.pages.browser import Browsers
from tests.pages.city import PageCity

WITHOUT = "Peramban ini tidak dapat menyimpan apa pun di ponsel."
FULL = "Ponsel penuh dan tidak dapat menyimpan apa pun."


def without_place(context: BrowserContext, _: PageCity) -> None:
    """Make it a browser that has no IndexedDB at all."""
    context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")


def fill_up(context: BrowserContext, city: PageCity) -> None:
    """Leave a phone no room for the page, before it is opened: the browser asks for what is left now and then only."""
    session = context.new_cdp_session(context.new_page())
    session.send("Storage.overrideQuotaForOrigin", {"origin": city.url, "quotaSize": 1})


@pytest.mark.parametrize("kind", ["without", "full"])
def test_a_citizen_is_told_and_the_report_is_sent_with_its_photo(
    page_city: PageCity, browsers: Browsers, kind: str
) -> None:
    context = citizen.phone(browsers, page_city)
    (without_place if kind == "without" else fill_up)(context, page_city)
    page = citizen.opened(context)
    if kind == "without":
        expect(page.get_by_text(WITHOUT)).to_be_visible()
    citizen.fill_in(page, photo=True)
    context.set_offline(True)
    citizen.send(page)
    expect(page.get_by_text(WITHOUT if kind == "without" else FULL)).to_be_visible()
    expect(citizen.heading(page, "Laporan Anda belum terkirim")).to_be_visible()
    context.set_offline(False)
    expect(citizen.heading(page, citizen.SENT)).to_be_visible()
    expect(page.get_by_text("Catat nomornya")).to_be_visible()
    assert len(citizen.stored(page_city)) == 1
    assert len(citizen.stored_photos(page_city)) == 1


@pytest.mark.parametrize("kind", ["without", "full"])
def test_a_crew_is_told_and_its_job_goes_its_whole_way(page_city: PageCity, browsers: Browsers, kind: str) -> None:
    town = crew.CrewTown(page_city)
    job, report = town.sent_job()
    context = crew.phone(town, browsers)
    (without_place if kind == "without" else fill_up)(context, page_city)
    page = crew.signed_in(town, context)
    if kind == "without":
        expect(page.get_by_text(WITHOUT)).to_be_visible()
    crew.open_job(page)
    crew.walk(page, *crew.STEPS)
    crew.take_photo(page)
    expect(page.get_by_text(WITHOUT if kind == "without" else FULL)).to_be_visible()
    crew.all_sent(page)
    assert_done(town, job, report)


def assert_done(town: crew.CrewTown, job: str, report: ReportId) -> None:
    """See that the store has all of it, once."""
    assert town.state_of(job) == "done"
    assert town.told(report) == crew.WHOLE_WAY
    assert town.after_photos(report) == 1
