"""What the public map transfers with 100,000 reports in the city, by Chromium's own count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert, select

from commandcenter.bench.live_store import fill
from commandcenter.models.table import report_numbers, reports
from commandcenter.simulation.city import areas_of, build_city
from commandcenter.store.area.load import load_areas
from commandcenter.store.database import writing
from tests.fixture.store import RunningStore
from tests.pages.browser import Browsers

REPORTS = 100_000
FIRST_VIEW_BYTES = 200_000
VIEWPORT_BYTES = 20_000

CATEGORIES = ("SAMPAH", "BANJIR", "JALAN", "PJU", "POHON", "MACET", "SELOKAN")


@pytest.fixture(scope="module")
def large_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    """A served city of 317 areas in three levels, with synthetic reports that are public."""
    store = RunningStore(f"sqlite:///{tmp_path_factory.mktemp('large') / 'store.sqlite3'}", areas=())
    fill(store.engine, REPORTS, CATEGORIES)
    city = build_city(1)
    with writing(store.engine) as connection:
        named = select(reports.c.city, reports.c.number, reports.c.id)
        connection.execute(insert(report_numbers).from_select(["city", "number", "report_id"], named))
        areas = [area for level in ("kota", "kecamatan", "kelurahan") for area in areas_of(city, level)]
        load_areas(connection, store.settings, areas)
    store.start()
    yield store
    store.close()


class Transfer:
    """Counts what a page's answers took on the wire, head and compressed body."""

    def __init__(self, page: Page) -> None:
        self._addresses: dict[str, str] = {}
        self._bytes: list[tuple[str, int]] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._ended)

    def taken(self) -> list[tuple[str, int]]:
        """Return addresses and bytes since the last time."""
        taken, self._bytes = self._bytes, []
        return taken

    def _asked(self, event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)
        self._addresses[str(event["requestId"])] = str(request["url"])

    def _ended(self, event: dict[str, object]) -> None:
        size = event["encodedDataLength"]
        assert isinstance(size, int | float)
        self._bytes.append((self._addresses.get(str(event["requestId"]), "?"), int(size)))


@pytest.mark.long
@pytest.mark.parametrize("device", ["phone", "desk"])
def test_it_stays_small(large_city: RunningStore, browsers: Browsers, device: str) -> None:
    page = getattr(browsers, device)(large_city.url).new_page()
    transfer = Transfer(page)
    page.goto("/")
    expect(page.locator("[data-painted]")).to_be_visible()
    expect(page.locator(".list li").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    first = transfer.taken()
    said(device, "first view", first)
    assert sum(size for _, size in first) <= FIRST_VIEW_BYTES
    for zoom in range(12, 18):
        heading = page.locator("#list-title").inner_text()
        # Leaflet takes no other zoom while one is shown.
        expect(page.locator(".leaflet-zoom-anim")).to_have_count(0)
        page.get_by_role("button", name="Perbesar").click()
        expect(page.locator("#list-title")).not_to_have_text(heading)
        page.wait_for_load_state("networkidle")
        view = transfer.taken()
        said(device, f"zoomed to about {zoom}", view)
        assert sum(size for _, size in view) <= VIEWPORT_BYTES


def said(device: str, what: str, taken: list[tuple[str, int]]) -> None:
    """Print the sum and its parts."""
    print(f"\n{device}, {REPORTS:,} reports, {what}: {sum(size for _, size in taken):,} bytes")
    for address, size in taken:
        print(f"  {size:8,}  {Path(address.partition('?')[0]).name or '/'}")
