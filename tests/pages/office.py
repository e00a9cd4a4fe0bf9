"""An office to try its page on: officers of two areas and an agency, crews, reports in every state, photos."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import requests
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import update

from commandcenter.models.identity import ReportId
from commandcenter.models.instant import to_ms
from commandcenter.models.intent import IntentKind
from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.table import reports
from commandcenter.store.database import writing
from tests.fixture.crew import EAST, WEST, Room
from tests.fixture.store import TIMEOUT_S
from tests.pages.browser import PATIENCE_MS
from tests.pages.city import PageCity

expect.set_options(timeout=PATIENCE_MS)

LURAH, LURAH_EAST, DINAS = "lurah.barat", "lurah.timur", "dinas.sda"
HOUR_MS = 3_600_000


class Office:
    """A city with offices at work in it; what others do in it goes through ``room``."""

    def __init__(self, city: PageCity) -> None:
        self.city = city
        self.room = Room(city.central)
        city.person(LURAH, Role.OFFICER, name="Lurah Barat", area=WEST)
        city.person(LURAH_EAST, Role.OFFICER, name="Lurah Timur", area=EAST)
        city.person(DINAS, Role.OFFICER, name="Dinas SDA", agency="DSDA")
        admin = self.room.administrator
        self.room.done(IntentKind.SET_AGENCY, "DSDA", by=admin, name="Dinas Sumber Daya Air", kind="department")
        self.room.done(IntentKind.SET_AGENCY, "PLN", by=admin, name="PLN", kind="outside")
        words = {
            "name": "Sudah diterima",
            "text_id": "Laporan {number} kami terima dan kami kerjakan.",
            "text_en": "We have received report {number} and work on it.",
        }
        self.room.done(IntentKind.SET_TEMPLATE, "terima", by=admin, **words)

    def report(self, *, due_h: float = 3, **more: Any) -> ReportId:
        """Report something in the west whose first response is due in so many hours."""
        report = self.room.report(**more)
        due_ms = to_ms(datetime.now(UTC) + timedelta(hours=due_h))
        self.set(report, respond_by_ms=due_ms, close_by_ms=due_ms + 24 * HOUR_MS)
        return report

    def set(self, report: ReportId, **fields: Any) -> None:
        with writing(self.city.store.engine) as connection:
            connection.execute(update(reports).where(reports.c.id == report).values(**fields))

    def number(self, report: ReportId) -> str:
        number: str = self.room.record(Entity.REPORT, id=report)["number"]
        return number

    def photo(self, size: tuple[int, int] = (800, 600)) -> str:
        """Send a photo that is all grain, so that whatever is covered of it shows, and return its id."""
        picture = Image.effect_noise(size, 90).convert("RGB")
        data = BytesIO()
        picture.save(data, "JPEG", quality=90)
        headers = {**self.city.store.headers(Role.DISPATCHER), "Content-Type": "image/jpeg"}
        answer = requests.post(f"{self.city.url}/v1/media", data.getvalue(), headers=headers, timeout=TIMEOUT_S)
        assert answer.status_code == 201, answer.text
        media_id: str = answer.json()["media_id"]
        return media_id

    def public_photo(self, media_id: str) -> Image.Image | None:
        """Return a photo as everybody gets it; None: it is not for them."""
        answer = requests.get(f"{self.city.url}/v1/media/{media_id}/large.jpg", timeout=TIMEOUT_S)
        return Image.open(BytesIO(answer.content)).convert("L") if answer.status_code == 200 else None

    def enter(self, page: Page, login: str = LURAH, path: str = "/petugas") -> None:
        """Open the page and sign in."""
        page.goto(path)
        self.city.sign_in(page, login)
        expect(
            page.get_by_role("navigation", name="Bagian halaman ini").or_(page.get_by_text("Kembali ke daftar"))
        ).to_be_visible()

    def open(self, page: Page, report: ReportId) -> None:
        """Open one report of the page that is signed in."""
        page.goto(f"/petugas#/report/{report}")
        expect(page.get_by_role("heading", level=2)).to_contain_text(self.number(report))
