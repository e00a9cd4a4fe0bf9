"""A crew at work in the pages' city, and its phone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, FilePayload, Page, expect
from sqlalchemy import func, select

from commandcenter.models.identity import ReportId
from commandcenter.models.record import Entity
from commandcenter.models.report import TransitionKind
from commandcenter.models.role import Role
from commandcenter.models.table import jobs, media, positions
from commandcenter.store.database import reading
from tests.fixture.crew import Room
from tests.fixture.photo import scene_photo
from tests.pages.browser import Browsers
from tests.pages.city import PageCity

LOGIN = "regu.a"
STEPS = ("Terima tugas", "Berangkat", "Tiba di lokasi")
ALL_SENT = "✓ Semua terkirim"


class CrewTown:
    """The pages' city with a crew of two, its account, and what dispatchers do meanwhile.

    Attributes:
        room: Acts in the store without a page.
    """

    def __init__(self, city: PageCity) -> None:
        self.city = city
        self.room = Room(city.central)
        self.room.crew("A")
        city.person(LOGIN, Role.CREW, name="Regu A", holder="A")

    def sent_job(self, **fields: Any) -> tuple[str, ReportId]:
        """Report something and send the crew there; return the job and the report."""
        report = self.room.report(**fields)
        job = self.room.job(report, note="Bawa gergaji")
        self.room.walk(job, "sent")
        return job, report

    def state_of(self, job: str) -> str:
        """Return where a job stands."""
        with reading(self.room.central.engine) as connection:
            return str(connection.execute(select(jobs.c.state).where(jobs.c.id == int(job))).scalar_one())

    def told(self, report: ReportId) -> list[str]:
        """Return the first lines of what a report's timeline tells of its job, in order."""
        entries = self.room.timeline(report)
        return [entry.note.splitlines()[0] for entry in entries if entry.kind == TransitionKind.JOB.value]

    def after_photos(self, report: ReportId) -> int:
        """Return how many photos of the work done a report has."""
        with reading(self.room.central.engine) as connection:
            query = select(func.count()).where(media.c.report_id == report, media.c.stage == "after")
            return int(connection.execute(query).scalar_one())

    def positions(self) -> list[tuple[str, float]]:
        """Return the members whose positions the store keeps, and their longitudes."""
        with reading(self.room.central.engine) as connection:
            return [(row.member, row.lon) for row in connection.execute(select(positions).order_by(positions.c.member))]

    def member(self, member: str) -> bool:
        """Return whether a member counts as present."""
        return bool(self.room.record(Entity.MEMBER, id=member)["present"])


WHOLE_WAY = [
    "Tugas direncanakan untuk Regu A",
    "Tugas dikirim ke Regu A",
    "Tugas diterima Regu A",
    "Regu A menuju lokasi",
    "Regu A tiba di lokasi",
    "Tugas Regu A selesai",
]
"""What a timeline tells of a job that went its whole way, each once."""


def phone(town: CrewTown, browsers: Browsers, **options: Any) -> BrowserContext:
    """Return a phone of a member, before anything is opened on it."""
    return browsers.phone(town.city.url, **options)


def signed_in(town: CrewTown, context: BrowserContext) -> Page:
    """Open the page on a phone and sign in."""
    page = context.new_page()
    page.goto("/regu")
    town.city.sign_in(page, LOGIN)
    expect(page.get_by_role("heading", name="Yang harus dikerjakan")).to_be_visible()
    return page


def open_job(page: Page, number: int = 0) -> None:
    """Open a job of the list."""
    page.get_by_role("main").locator("a.card").nth(number).click()


def step(page: Page, name: str) -> None:
    """Press the large button of a step, and see that the next one is there."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


def walk(page: Page, *names: str) -> None:
    """Press the buttons of several steps as somebody does who looks between two of them."""
    for name in names:
        step(page, name)
        # A second tap within a second is one of a glove that shook; this one is not.
        page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 1000))")


def take_photo(page: Page, scene: int = 7) -> None:
    """Take the photo of the work done and end the job with it."""
    page.get_by_role("button", name="Selesai …").click()
    picture: FilePayload = {"name": "sesudah.jpg", "mimeType": "image/jpeg", "buffer": scene_photo(scene)}
    page.get_by_label("Foto hasil kerja").set_input_files([picture])
    expect(page.get_by_alt_text("Foto yang akan dikirim")).to_be_visible()
    page.get_by_role("button", name="Tugas selesai").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def all_sent(page: Page) -> None:
    """Wait until the store has taken everything."""
    expect(page.get_by_text(ALL_SENT)).to_be_visible()
