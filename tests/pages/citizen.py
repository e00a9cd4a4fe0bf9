"""A citizen in front of the page: what they tap and type, and what the store has of it then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect
from sqlalchemy import select

from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.table import media, reports
from commandcenter.store.database import reading
from tests.fixture.photo import scene_photo
from tests.pages.browser import Browsers
from tests.pages.city import PageCity

HERE: dict[str, Any] = {
    "geolocation": {"longitude": 106.85, "latitude": -6.25},
    "permissions": ["geolocation"],
}
"""A phone in the western area, whose holder has allowed pages to know where it is."""

SENT = "Terkirim. Terima kasih."
KEPT = "Laporan Anda disimpan di ponsel ini"


def phone(browsers: Browsers, city: PageCity, **options: Any) -> BrowserContext:
    """Return a citizen's phone."""
    return browsers.phone(city.url, **HERE | options)


def opened(context: BrowserContext) -> Page:
    """Open the page and wait until something can be reported on it."""
    page = context.new_page()
    page.goto("/lapor")
    expect(page.locator(".tile").first).to_be_visible()
    return page


def choose(page: Page, category: str = "Bencana banjir") -> None:
    page.locator("label.tile", has_text=category).click()


def add_photo(page: Page, **exif: Any) -> None:
    """Choose a photo from the phone, with what a camera wrote into it."""
    file: FilePayload = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": scene_photo(1, **exif)}
    page.locator("input[type=file][multiple]").set_input_files(file)
    expect(page.locator(".photos img")).to_be_visible()


def fill_in(page: Page, words: str = "Air setinggi lutut", *, photo: bool = False) -> None:
    """Fill the form in, up to its button."""
    choose(page)
    expect(page.get_by_text("Lokasi ponsel")).to_be_visible()
    if photo:
        add_photo(page)
    page.get_by_label("Apa masalahnya?").fill(words)


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim laporan").click()


def heading(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", name=text)


def stored(city: PageCity) -> Sequence[Any]:
    """Return the reports that the store has, oldest first."""
    with reading(city.central.engine) as connection:
        return connection.execute(select(reports).order_by(reports.c.id)).all()


def stored_photos(city: PageCity) -> Sequence[Any]:
    """Return the photos that reports have."""
    with reading(city.central.engine) as connection:
        return connection.execute(select(media)).all()


def wait_for_worker(page: Page) -> None:
    """Wait until the service worker has all that the page needs without network."""
    page.evaluate("navigator.serviceWorker.ready.then(({active}) => active.state)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def beds_at(city: PageCity, code: str, name: str, *, lat: float, ago: timedelta, free: int) -> None:
    """Have a hospital, and what it says it has free."""
    place = {"name": name, "kind": "hospital", "lon": 106.85, "lat": lat}
    facility = replace(city.central.principal(city.store.key(Role.FACILITY, code)), holder=code)
    beds = {"beds": [{"bed_class": "ICU", "free": free, "total": 10}]}
    for kind, who, payload in (
        (IntentKind.SET_FACILITY, city.administrator, place),
        (IntentKind.REPORT_BEDS, facility, beds),
    ):
        sent = Intent(new_intent_id(), kind, None, None, datetime.now(UTC) - ago, payload=payload, target=code)
        assert city.central.apply(sent, who).status.value == "applied"
