"""The officer's page in use: work by what is due, a report, crews to choose from, a conflict, covers, evidence."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import IntentKind
from tests.contract.people import PASSWORD
from tests.fixture.crew import WEST
from tests.fixture.photo import scene_photo, sent_photo
from tests.pages.city import PageCity
from tests.pages.office import LURAH, Office

MOVE = IntentKind.MOVE

_SEND_TO_CREW, _REJECT = 1, 7
"""Places of two acts in the list of all that can be done with a report that waits."""


def work(city: PageCity, page: Page) -> None:
    """The list, with something overdue on top."""
    office, _ = _at_work(city)
    _enter(office, page)
    expect(page.locator(".lines .line")).to_have_count(4)


def report(city: PageCity, page: Page) -> None:
    """One report with its photo and its acts."""
    office, late = _at_work(city)
    _enter(office, page)
    _open(page, late)
    photo = page.locator(".photos img").first
    photo.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.photos img').naturalWidth > 0")
    page.evaluate("() => window.scrollTo(0, 0)")


def crews(city: PageCity, page: Page) -> None:
    """The crews that could be sent."""
    office, late = _at_work(city)
    for code, members in (("B", 3), ("C", 0), ("D", 2)):
        office.room.crew(code, WEST, members=members)
    office.room.done(IntentKind.SET_AVAILABILITY, "D", available=False, reason="Truk rusak")
    _enter(office, page)
    _open(page, late)
    _act(page, _SEND_TO_CREW)
    page.get_by_role("radio").first.check()


def conflict(city: PageCity, page: Page) -> None:
    """Somebody else was faster."""
    office, late = _at_work(city)
    _enter(office, page)
    page.route("**/v1/changes/stream**", lambda route: route.abort())
    _open(page, late)
    dialog = _act(page, _REJECT)
    dialog.locator("textarea").fill("Laporan ganda")
    office.room.done(MOVE, None, late, to_state="in_progress")
    dialog.locator("button[type=submit]").click()
    expect(dialog.locator(".conflict")).to_be_visible()


def covers(city: PageCity, page: Page) -> None:
    """A cover drawn on a photo."""
    office, late = _at_work(city)
    _enter(office, page)
    _open(page, late)
    page.locator(".photos li > button:not(.picture)").first.click()
    dialog = page.locator("dialog")
    dialog.locator(".row button").first.click()
    expect(dialog.locator("rect.mask")).to_have_count(1)
    page.wait_for_function("() => document.querySelector('.masks img').naturalWidth > 0")


def evidence(city: PageCity, page: Page) -> None:
    """A photo that was used before, beside the earlier one."""
    office, _ = _at_work(city)
    picture = Image.open(BytesIO(scene_photo(1)))
    width, height = picture.size
    cropped = BytesIO()
    picture.crop((width // 8, height // 8, width, height)).save(cropped, "JPEG", quality=80)
    for data in (scene_photo(1), cropped.getvalue()):
        media = sent_photo(city.store, data)
        office.room.done(MOVE, None, office.report(), to_state="done", media=[media])
    _enter(office, page, "#/reviews")
    expect(page.locator("figure img")).to_have_count(2)
    page.wait_for_function("() => [...document.images].every((image) => image.naturalWidth > 0)")


def _at_work(city: PageCity) -> tuple[Office, ReportId]:
    """Return an office with four open reports, and the one that is late."""
    office = Office(city)
    office.room.crew("A", WEST)
    late = office.report(
        due_h=-3,
        category="BANJIR",
        description="Air setinggi lutut di depan gang, motor tidak bisa lewat sejak subuh",
        media=[sent_photo(city.store, scene_photo(3))],
    )
    office.report(due_h=1, category="JALAN", description="Lubang besar di lajur kiri")
    working = office.report(due_h=5, category="SAMPAH", description="Sampah menumpuk di pinggir kali")
    office.room.done(MOVE, None, working, to_state="in_progress")
    handed = office.report(due_h=8, category="PJU", description="Lampu jalan mati tiga malam berturut-turut")
    office.room.done(MOVE, None, handed, to_state="coordinating", agency="DSDA")
    return office, late


def _enter(office: Office, page: Page, route: str = "#/") -> None:
    page.goto(f"/petugas{route}")
    page.locator("input").first.fill(LURAH)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page.locator("nav.bottom")).to_be_visible()


def _open(page: Page, report_id: ReportId) -> None:
    page.goto(f"/petugas#/report/{report_id}")
    expect(page.locator(".acts")).to_be_visible()


def _act(page: Page, place: int) -> Locator:
    """Choose an act by its place in the list of all of them, and return its dialog."""
    page.locator(".act-row button").last.click()
    page.locator(".choices button").nth(place).click()
    dialog = page.locator("dialog form")
    expect(dialog).to_be_visible()
    return dialog
