"""The public map in a real browser: by finger, by keyboard, without a network, without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from commandcenter.models.table import reports
from commandcenter.store.database import reading
from tests.pages.browser import Browsers, serious_faults
from tests.pages.city import PageCity

FLOODS = 6
MARKUP = "<b>tebal</b><script>document.title = 'jebol'</script>"


@pytest.fixture
def public_city(page_city: PageCity) -> PageCity:
    """A city with six floods in the west, some garbage in the east, and a crime."""
    for number in range(FLOODS):
        page_city.store.new_report(lon=106.84 + number / 500, lat=-6.25)  # type: ignore[arg-type]
    page_city.store.new_report(category="SAMPAH", lon=106.95, description=MARKUP)  # type: ignore[arg-type]
    page_city.store.new_report(category="KRIMINAL", description="rahasia")
    # A map opens where the reports of that moment are.
    page_city.wait_until_public(FLOODS + 1)
    return page_city


def opened(page: Page, address: str = "/") -> Page:
    """Go to the public map and wait until it is drawn and all public reports are told."""
    page.goto(address)
    expect(page.locator("[data-painted]")).to_be_visible()
    expect(page.get_by_role("heading", name=f"{FLOODS + 1} laporan terlihat")).to_be_visible()
    return page


def number_of(city: PageCity, category: str) -> str:
    with reading(city.central.engine) as connection:
        number: str = connection.execute(
            select(reports.c.number).where(reports.c.category == category).limit(1)
        ).scalar_one()
    return number


class TestTheMap:
    @pytest.mark.parametrize("device", ["phone", "desk"])
    def test_it_draws_marks_and_lists_the_same_reports(
        self, public_city: PageCity, browsers: Browsers, device: str
    ) -> None:
        page = opened(getattr(browsers, device)(public_city.url).new_page())
        expect(page.locator(".list li")).to_have_count(FLOODS + 1)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert "rahasia" not in page.content()
        assert serious_faults(page) == []

    def test_a_tap_on_a_single_mark_opens_its_report(self, public_city: PageCity, browsers: Browsers) -> None:
        page = browsers.phone(public_city.url).new_page()
        page.goto("/#/?category=SAMPAH")
        expect(page.locator("[data-painted='1']")).to_be_visible()
        # The only report of the question lies in the middle of the view that it opens.
        page.locator(".map").click()
        expect(page.get_by_role("dialog", name="Sampah")).to_be_visible()

    def test_words_of_a_report_stay_words(self, public_city: PageCity, browsers: Browsers) -> None:
        page = browsers.phone(public_city.url).new_page()
        page.goto(f"/#/report/{number_of(public_city, 'SAMPAH')}")
        expect(page.get_by_role("dialog").get_by_text(MARKUP)).to_be_visible()
        assert page.title() == "Peta publik"

    def test_new_reports_come_when_somebody_looks_again(self, public_city: PageCity, browsers: Browsers) -> None:
        page = opened(browsers.desk(public_city.url).new_page())
        public_city.store.new_report()
        told = re.compile(f"^{FLOODS + 2} laporan publik")
        for _ in range(100):
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
            if told.match(page.locator(".total").inner_text()):
                return
        expect(page.locator(".total")).to_have_text(told)


class TestConditions:
    def test_one_is_made_shown_as_a_chip_and_taken_back(self, public_city: PageCity, browsers: Browsers) -> None:
        page = opened(browsers.phone(public_city.url).new_page())
        page.get_by_label("Kategori").select_option(label="Sampah")
        expect(page).to_have_url(re.compile(r"#/\?category=SAMPAH$"))
        expect(page.locator(".total")).to_have_text(re.compile("^1 laporan publik"))
        page.get_by_role("button", name="Hapus Sampah").click()
        expect(page.locator(".total")).to_have_text(re.compile(f"^{FLOODS + 1} laporan publik"))

    def test_a_link_leads_to_the_same_conditions(self, public_city: PageCity, browsers: Browsers) -> None:
        page = browsers.desk(public_city.url).new_page()
        page.goto("/#/?state=waiting&category=BANJIR&last_h=24")
        expect(page.locator(".total")).to_have_text(re.compile(f"^{FLOODS} laporan publik"))
        expect(page.get_by_role("button", name=re.compile("^Menunggu"))).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_label("Waktu")).to_have_value("24")
        for form in ("csv", "geojson", "atom"):
            address = page.locator(f"a[href*='reports.{form}']").get_attribute("href") or ""
            assert "category=BANJIR" in address

    def test_an_area_moves_the_map_there(self, public_city: PageCity, browsers: Browsers) -> None:
        page = opened(browsers.desk(public_city.url).new_page())
        page.get_by_label("Wilayah").select_option(label="Timur")
        expect(page.locator(".total")).to_have_text(re.compile("^1 laporan publik"))
        expect(page.get_by_role("heading", name="1 laporan terlihat")).to_be_visible()

    def test_a_condition_that_nothing_meets_says_what_to_do(self, public_city: PageCity, browsers: Browsers) -> None:
        page = browsers.phone(public_city.url).new_page()
        page.goto("/#/?state=done")
        expect(page.get_by_text("Tidak ada di sini.")).to_be_visible()


class TestByKeyboard:
    def test_a_report_is_opened_read_and_closed(self, public_city: PageCity, browsers: Browsers) -> None:
        page = opened(browsers.desk(public_city.url).new_page())
        row = page.locator(".row").first
        for _ in range(60):
            page.keyboard.press("Tab")
            if row.evaluate("element => element === document.activeElement"):
                break
        expect(row).to_be_focused()
        page.keyboard.press("Enter")
        sheet = page.get_by_role("dialog")
        expect(sheet.get_by_role("heading", name="Perjalanan laporan")).to_be_visible()
        assert sheet.evaluate("element => element.contains(document.activeElement)")
        assert serious_faults(page) == []
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
        expect(row).to_be_focused()

    def test_marks_are_walked_through_on_the_map(self, public_city: PageCity, browsers: Browsers) -> None:
        page = browsers.desk(public_city.url).new_page()
        page.goto("/#/?category=SAMPAH")
        expect(page.locator("[data-painted='1']")).to_be_visible()
        page.locator(".map").focus()
        page.keyboard.press("n")
        expect(page.locator(".map-spoken")).to_contain_text("Menunggu")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Sampah")).to_be_visible()

    def test_the_table_of_figures_is_sorted(self, public_city: PageCity, browsers: Browsers) -> None:
        page = browsers.desk(public_city.url).new_page()
        page.goto("/#/figures")
        expect(page.locator("tbody tr")).to_have_count(2)
        page.get_by_role("button", name="Diterima").focus()
        page.keyboard.press("Enter")
        expect(page.locator("th[aria-sort='descending']")).to_contain_text("Diterima")
        expect(page.locator("tbody th").first).to_have_text("Barat")
        page.keyboard.press("Enter")
        expect(page.locator("tbody th").first).to_have_text("Timur")
        assert serious_faults(page) == []


class TestWhenSomethingIsMissing:
    def test_old_data_say_that_they_are_old(self, public_city: PageCity, browsers: Browsers) -> None:
        context = browsers.phone(public_city.url)
        page = context.new_page()
        page.clock.install()
        opened(page)
        expect(page.locator(".fresh-old")).to_have_count(0)
        # Not by cutting the network: the browser's cache lives by the real clock and would answer for a moment.
        context.route("**/v1/public/**", lambda route: route.abort())
        page.clock.run_for(180_000)
        expect(page.locator(".fresh-old")).to_have_text(re.compile("^DATA 3 MNT LALU"))
        expect(page.get_by_text("Yang tampil adalah data sebelumnya").first).to_be_visible()
        expect(page.locator(".list li")).to_have_count(FLOODS + 1)
        context.unroute("**/v1/public/**")
        page.clock.run_for(31_000)
        expect(page.locator(".fresh-old")).to_have_count(0)

    def test_without_the_maps_code_the_list_still_serves(self, public_city: PageCity, browsers: Browsers) -> None:
        page = browsers.phone(public_city.url).new_page()
        page.route("**/map_view-*.js", lambda route: route.abort())
        page.goto("/")
        expect(page.get_by_text("Peta tidak dapat dimuat")).to_be_visible()
        expect(page.locator(".list li")).to_have_count(FLOODS + 1)

    def test_a_number_that_is_none_says_so_in_the_sheet(self, public_city: PageCity, browsers: Browsers) -> None:
        page = browsers.phone(public_city.url).new_page()
        page.goto(f"/#/report/{number_of(public_city, 'KRIMINAL')}")
        expect(page.get_by_role("dialog").get_by_text("Tidak ada laporan publik dengan nomor ini.")).to_be_visible()

    def test_a_narrow_window_scrolls_one_way_only(self, public_city: PageCity, browsers: Browsers) -> None:
        """A window of 1280 pixels at 400 % is 320 wide: nothing may stick out at the side."""
        page = browsers.desk(public_city.url).new_page()
        page.set_viewport_size({"width": 320, "height": 512})
        opened(page)
        for address in ("/", "/#/figures", "/data", f"/laporan/{number_of(public_city, 'BANJIR')}"):
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


class TestWrittenPages:
    @pytest.mark.parametrize("kind", ["report", "none", "data"])
    def test_they_need_no_script_and_keep_nobody_out(
        self, public_city: PageCity, browsers: Browsers, kind: str
    ) -> None:
        path = {
            "report": f"/laporan/{number_of(public_city, 'BANJIR')}",
            "none": "/laporan/JK990101-000009",
            "data": "/data",
        }[kind]
        plain = browsers.phone(public_city.url, java_script_enabled=False).new_page()
        plain.goto(path)
        expect(plain.get_by_role("heading", level=2).first).to_be_visible()
        page = browsers.phone(public_city.url).new_page()
        page.goto(path)
        assert serious_faults(page) == []
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")

    def test_a_report_leads_to_its_place_on_the_map(self, public_city: PageCity, browsers: Browsers) -> None:
        number = number_of(public_city, "SAMPAH")
        page = browsers.phone(public_city.url).new_page()
        page.goto(f"/laporan/{number}")
        page.get_by_role("link", name="Tampilkan di peta").click()
        expect(page.get_by_role("dialog", name="Sampah")).to_contain_text(number)
