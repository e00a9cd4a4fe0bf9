"""What the pictures of the public pages show."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Page, expect
from sqlalchemy import select

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.table import reports
from commandcenter.store.database import reading
from tests.pages.city import PageCity

_KINDS = ("BANJIR", "SAMPAH", "JALAN", "PJU", "POHON", "MACET", "SELOKAN")
_STATES = ("in_progress", "done", "coordinating", "waiting", "rejected")
_REPORTS = 40


def public_map(city: PageCity, page: Page) -> None:
    """Show the map with what is around."""
    _fill(city)
    page.goto("/")
    _drawn(page)


def public_filter(city: PageCity, page: Page) -> None:
    """Show the map narrowed to what waits for somebody."""
    _fill(city)
    page.goto("/#/?state=waiting,in_progress&last_h=168")
    _drawn(page)


def public_sheet(city: PageCity, page: Page) -> None:
    """Show one report over the map."""
    page.goto(f"/#/report/{_fill(city)}")
    expect(page.get_by_role("dialog").locator(".steps li")).to_have_count(4)
    _drawn(page)


def public_figures(city: PageCity, page: Page) -> None:
    """Show the figures of the areas."""
    _fill(city)
    page.goto("/#/figures")
    expect(page.locator("tbody tr")).to_have_count(2)


def public_report(city: PageCity, page: Page) -> None:
    """Show a report's own page."""
    page.goto(f"/laporan/{_fill(city)}{_language(page)}")


def public_data(city: PageCity, page: Page) -> None:
    """Show the page about the data."""
    page.goto(f"/data{_language(page)}")


def _language(page: Page) -> str:
    """Return what asks for the language that the other pages are drawn in: those written by the store keep none."""
    page.goto("/data")
    return "?lang=en" if page.evaluate("localStorage.getItem('language')") == "en" else ""


def _drawn(page: Page) -> None:
    expect(page.locator("[data-painted]")).to_be_visible()
    expect(page.locator(".list li").first).to_be_attached()
    page.wait_for_load_state("networkidle")


def _fill(city: PageCity) -> str:
    """Report things all over the city, move some; return the number of one that much has happened to."""
    for number in range(_REPORTS):
        place = {"lon": 106.81 + 0.0173 * number % 0.18, "lat": -6.29 + 0.0231 * number % 0.08}
        report = city.store.new_report(category=_KINDS[number % len(_KINDS)], **place)  # type: ignore[arg-type]
        to_state = _STATES[number % len(_STATES)]
        if to_state != "waiting":
            _act(city, IntentKind.MOVE, report, to_state=to_state, note="Catatan", agency="DSDA", no_photo_reason="Uji")
    told = city.store.new_report(
        category="SELOKAN",
        description="Selokan di depan pasar mampet sejak Senin, air meluap ke jalan setiap hujan.",
        address="Jalan Pasar Baru, depan kios 12",
    )
    _act(city, IntentKind.TAKE_ON, told)
    _act(city, IntentKind.ANSWER, told, text="Terima kasih, regu datang besok pagi.")
    _act(city, IntentKind.MOVE, told, to_state="in_progress", note="")
    # Else a map and the figures beside it can be of two moments.
    city.wait_until_public(_REPORTS + 1)
    with reading(city.central.engine) as connection:
        named: str = connection.execute(select(reports.c.number).where(reports.c.id == told)).scalar_one()
    return named


def _act(city: PageCity, kind: IntentKind, report: ReportId, **payload: object) -> None:
    said = city.store.send(Intent(new_intent_id(), kind, report, None, datetime.now(UTC), None, payload))
    assert said["status"] == "applied", said
