"""The citizen's page, in the states that are worth seeing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from tests.fixture.photo import scene_photo, sent_photo
from tests.pages.citizen import HERE, add_photo, beds_at, stored
from tests.pages.city import PageCity


def _open(page: Page, part: str = "") -> None:
    page.context.grant_permissions(HERE["permissions"])
    page.context.set_geolocation(HERE["geolocation"])
    page.goto(f"/lapor{part}")


def _fill_in(page: Page) -> None:
    page.locator("label.tile").nth(1).click()
    add_photo(page)
    page.locator("#words").fill("Air setinggi lutut di depan pasar")


def _send(page: Page) -> None:
    page.locator("button[type=submit]").click()
    expect(page.locator(".sheet h2").first).to_be_focused()


def report_form(city: PageCity, page: Page) -> None:
    """Somebody reports something that somebody else has reported near by."""
    city.store.new_report(description="Genangan di depan pasar")
    _open(page)
    _fill_in(page)
    expect(page.locator(".cards .card")).to_be_visible()
    page.evaluate("window.scrollTo(0, 0)")


def report_offline(_: PageCity, page: Page) -> None:
    """A report waits in the phone."""
    _open(page)
    expect(page.locator("label.tile").first).to_be_visible()
    page.context.set_offline(True)
    _fill_in(page)
    _send(page)


def report_followed(city: PageCity, page: Page) -> None:
    """A report is done; whoever sent it sees both photos, and is asked whether that is so."""
    _open(page)
    _fill_in(page)
    _send(page)
    expect(page.locator("a.main-button")).to_be_visible()
    officer = city.central.principal(city.store.key(Role.OFFICER, "Kelurahan Barat"))
    report = ReportId(stored(city)[-1].id)
    for kind, payload in (
        (IntentKind.TAKE_ON, {}),
        (IntentKind.ANSWER, {"text": "Pompa sedang dikirim ke lokasi."}),
        (IntentKind.MOVE, {"to_state": "done", "media": [sent_photo(city.store, scene_photo(2))]}),
    ):
        sent = Intent(new_intent_id(), kind, report, None, datetime.now(UTC), payload=payload)
        assert city.central.apply(sent, officer).status.value == "applied"
    page.locator("a.main-button").click()
    expect(page.locator(".before-after img")).to_have_count(2)


def own_reports(_: PageCity, page: Page) -> None:
    """What somebody has sent, and what waits."""
    _open(page)
    _fill_in(page)
    _send(page)
    expect(page.locator("a.main-button")).to_be_visible()
    page.goto("/lapor#/mine")
    expect(page.locator(".cards .card")).to_be_visible()


def registering(city: PageCity, page: Page) -> None:
    """Somebody wants a login that another has."""
    city.person("siti.palmerah", Role.REPORTER, name="Siti")
    _open(page, "#/register")
    page.locator("input[autocomplete=username]").fill("siti.palmerah")
    page.locator("input[autocomplete=new-password]").fill("rahasia sekali")
    page.locator("button[type=submit]").click()
    expect(page.locator("input[autocomplete=username]")).to_be_focused()
    expect(page.locator("form a").first).to_be_visible()


def hospital_beds(city: PageCity, page: Page) -> None:
    """Free beds near by, one hospital's old."""
    for code, name, lat, ago in (
        ("RS-1", "RSUD Barat", -6.251, timedelta(minutes=7)),
        ("RS-2", "RS Timur", -6.262, timedelta(days=3)),
    ):
        beds_at(city, code, name, lat=lat, ago=ago, free=3)
    _open(page, "#/beds")
    page.locator(".pair button").click()
    expect(page.locator(".cards .card")).to_have_count(2)


def place_on_map(_: PageCity, page: Page) -> None:
    """A pin on the small map."""
    _open(page)
    expect(page.locator("label.tile").first).to_be_visible()
    page.locator("#place button[aria-expanded]").click()
    expect(page.locator(".area-name").first).to_be_visible()
    page.locator("#place").scroll_into_view_if_needed()
