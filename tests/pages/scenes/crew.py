"""Scenes of the crew's page: its list, a job, the end of one, a meeting of two phones, its map, and the crew itself."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from commandcenter.models.intent import IntentKind
from tests.contract.people import PASSWORD
from tests.fixture.photo import scene_photo
from tests.pages.city import PageCity
from tests.pages.crew import LOGIN, CrewTown

_PLACES = (
    ("BANJIR", 106.846, "Jl. Tebet Barat Dalam II No. 4, depan warung", "Selokan mampet, air masuk ke gang"),
    ("POHON", 106.852, "Jl. Tebet Timur Raya, dekat halte", "Dahan patah menutup trotoar"),
    ("SAMPAH", 106.858, "Pasar Tebet, sisi utara", "Tumpukan karung di mulut saluran"),
)


def crew_list(city: PageCity, page: Page) -> None:
    """Show the jobs in their order, the first one under way, one ended."""
    town = _busy(city)
    job = town.sent_job(category="JALAN")[0]
    town.room.done(IntentKind.MOVE_JOB, job, to_state="failed", reason="Perlu alat berat")
    _signed_in(city, page, "#/")
    expect(page.locator("ol.jobs a.card")).to_have_count(3)


def crew_job(city: PageCity, page: Page) -> None:
    """Show one job with instructions and a photo."""
    _busy(city)
    _signed_in(city, page, "#/")
    page.locator("a.card").nth(1).click()
    expect(page.locator("button.main")).to_be_visible()


def crew_finish(city: PageCity, page: Page) -> None:
    """Show how a job ends, with its photo."""
    town = _busy(city)
    town.room.walk(town.first, "on_site")
    _signed_in(city, page, f"#/job/{town.first}")
    page.locator("button.main").click()
    picture: FilePayload = {"name": "sesudah.jpg", "mimeType": "image/jpeg", "buffer": scene_photo(7)}
    page.locator("input[type=file]").set_input_files([picture])
    expect(page.locator(".preview")).to_be_visible()


def crew_offline(city: PageCity, page: Page) -> None:
    """Show what waits to be sent without a network."""
    town = _busy(city)
    _signed_in(city, page, f"#/job/{town.first}")
    expect(page.locator("button.main")).to_be_visible()
    page.context.set_offline(True)
    page.locator("button.main").click()
    expect(page.locator(".waiting")).to_be_visible()


def crew_stuck(city: PageCity, page: Page) -> None:
    """Show a job that was withdrawn while its crew worked on without a network."""
    town = _busy(city)
    _signed_in(city, page, f"#/job/{town.first}")
    expect(page.locator("button.main")).to_be_visible()
    page.context.set_offline(True)
    page.locator("button.main").click()
    expect(page.locator(".waiting")).to_be_visible()
    town.room.done(IntentKind.MOVE_JOB, town.first, to_state="withdrawn", reason="Sudah ditangani dinas")
    page.context.set_offline(False)
    expect(page.locator(".stuck")).to_be_visible()
    expect(page.locator(".job .banner")).to_be_visible()


def crew_map(city: PageCity, page: Page) -> None:
    """Show the jobs on the map."""
    _busy(city)
    _signed_in(city, page, "#/map")
    expect(page.locator(".pin")).to_have_count(3)


def crew_us(city: PageCity, page: Page) -> None:
    """Show who is here."""
    town = _busy(city)
    town.room.done(IntentKind.MARK_PRESENCE, "A-2", present=False)
    _signed_in(city, page, "#/crew")
    expect(page.locator(".switch")).to_have_count(2)


class _Busy(CrewTown):
    """A crew with three jobs.

    Attributes:
        first: The job under way.
    """

    first: str


def _busy(city: PageCity) -> _Busy:
    town = _Busy(city)
    town.room.done(IntentKind.SET_SHIFT, "pagi", by=town.room.administrator, name="Pagi", begins_min=420, ends_min=900)
    town.room.done(IntentKind.SET_CREW, "A", shift="pagi", name="PPSU Tebet Barat 1")
    jobs = [
        town.sent_job(category=category, lon=lon, address=address, description=words)[0]
        for category, lon, address, words in _PLACES
    ]
    town.first = jobs[0]
    town.room.walk(town.first, "accepted", "en_route")
    return town


def _signed_in(city: PageCity, page: Page, part: str) -> None:
    page.goto(f"/regu{part}")
    page.locator("input[autocomplete=username]").fill(LOGIN)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("button.main").click()
    expect(page.locator(".condition")).to_be_visible()
