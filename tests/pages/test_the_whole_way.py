"""One report's whole way, over four pages in four people's browsers: reported, shown, sent to a crew, done, judged."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from commandcenter.models.identity import ReportId
from commandcenter.models.role import Role
from tests.fixture.crew import EAST, WEST
from tests.pages import citizen
from tests.pages.browser import Browsers
from tests.pages.city import PageCity
from tests.pages.crew import STEPS, CrewTown, all_sent, open_job, phone, signed_in, take_photo, walk

LURAH, LURAH_EAST = "lurah.barat", "lurah.timur"
CATEGORY = "Minta bantuan PPSU"
"""Somebody looks at such a report before everybody sees it."""


def officer_page(city: PageCity, browsers: Browsers, login: str) -> Page:
    """Open the officer's page and sign in."""
    page = browsers.phone(city.url).new_page()
    page.goto("/petugas")
    city.sign_in(page, login)
    expect(page.get_by_role("navigation", name="Bagian halaman ini")).to_be_visible()
    return page


def fill_in(page: Page) -> None:
    """Ask for a crew, with a photo."""
    citizen.choose(page, CATEGORY)
    expect(page.get_by_text("Lokasi ponsel")).to_be_visible()
    citizen.add_photo(page)
    page.get_by_label("Apa masalahnya?").fill("Lumpur sisa banjir di gang")


def reported_with_a_photo(city: PageCity, browsers: Browsers) -> Page:
    """Report with a photo, and open what becomes of it."""
    page = citizen.opened(citizen.phone(browsers, city))
    fill_in(page)
    citizen.send(page)
    expect(citizen.heading(page, citizen.SENT)).to_be_visible()
    page.get_by_role("link", name="Lihat tindak lanjutnya").click()
    expect(citizen.heading(page, CATEGORY)).to_be_visible()
    return page


def show_everything(office: Page) -> None:
    """Let the report, then its photo, be seen by everybody."""
    office.get_by_role("link", name="Moderasi").click()
    office.get_by_role("button", name="Tayangkan laporan").click()
    office.get_by_role("button", name="Tutup bagian, putuskan …").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("button", name="Tayangkan").click()
    expect(dialog).to_be_hidden()
    expect(office.get_by_text("Tidak ada yang menunggu moderasi.")).to_be_visible()


def send_to_crew(office: Page) -> None:
    """Hand the first report of the list to the first crew that can go."""
    office.get_by_role("link", name="Pekerjaan").click()
    office.locator(".lines .line").first.click()
    office.get_by_role("button", name="Lainnya …").click()
    office.get_by_role("dialog").get_by_role("button", name="Kirim ke regu", exact=True).click()
    dialog = office.get_by_role("dialog", name="Kirim ke regu")
    dialog.get_by_role("radio").first.check()
    dialog.get_by_label("Yang perlu diketahui regu").fill("Bawa pompa")
    dialog.get_by_role("button", name="Kirim ke regu", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(office.locator(".facts")).to_contain_text("Regu A · dikirim")


def test_a_report_goes_from_the_citizen_over_officer_and_crew_back_to_the_citizen(
    page_city: PageCity, browsers: Browsers
) -> None:
    town = CrewTown(page_city)
    page_city.person(LURAH, Role.OFFICER, name="Lurah Barat", area=WEST)
    page_city.person(LURAH_EAST, Role.OFFICER, name="Lurah Timur", area=EAST)
    following = reported_with_a_photo(page_city, browsers)
    (row,) = citizen.stored(page_city)
    assert row.moderation == "pending"

    office = officer_page(page_city, browsers, LURAH)
    expect(office.locator(".lines .line")).to_have_count(1)
    show_everything(office)
    stranger = officer_page(page_city, browsers, LURAH_EAST)
    expect(stranger.get_by_text("Tidak ada laporan terbuka di sini.")).to_be_visible()

    public = browsers.phone(page_city.url).new_page()
    public.goto("/")
    expect(public.locator("[data-painted='1']")).to_be_visible()
    expect(public.locator(".list li")).to_contain_text(CATEGORY)

    send_to_crew(office)
    crew = signed_in(town, phone(town, browsers))
    open_job(crew)
    expect(crew.get_by_text("Bawa pompa")).to_be_visible()
    expect(crew.get_by_role("img", name="Foto: Sebelum")).to_be_visible()
    walk(crew, *STEPS)
    take_photo(crew)
    all_sent(crew)
    assert town.room.state_of(ReportId(row.id)) == "done"

    following.reload()
    for name in ("Sebelum", "Sesudah"):
        expect(following.get_by_role("img", name=name)).to_be_visible()
    following.get_by_role("button", name="5 bintang dari lima").click()
    expect(following.get_by_text("Anda memberi 5 bintang.")).to_be_visible()
    expect(following.get_by_text("Dikirim bila ada jaringan.")).to_have_count(0)
    (row,) = citizen.stored(page_city)
    assert (row.state, row.stars, row.ratings) == ("done", 5, 1)
    assert [media.stage for media in citizen.stored_photos(page_city)] == ["before", "after"]


def test_the_same_with_citizen_and_crew_out_of_reach_at_the_worst_moments(
    page_city: PageCity, browsers: Browsers
) -> None:
    town = CrewTown(page_city)
    page_city.person(LURAH, Role.OFFICER, name="Lurah Barat", area=WEST)
    at_home = citizen.phone(browsers, page_city)
    page = citizen.opened(at_home)
    fill_in(page)
    at_home.set_offline(True)
    citizen.send(page)
    expect(page.get_by_text(citizen.KEPT)).to_be_visible()
    page.close()
    at_home.set_offline(False)
    page = citizen.opened(at_home)
    expect(page.get_by_text("Menunggu di ponsel ini")).to_have_count(0)

    office = officer_page(page_city, browsers, LURAH)
    show_everything(office)
    send_to_crew(office)

    crew_phone = phone(town, browsers)
    crew = signed_in(town, crew_phone)
    open_job(crew)
    crew_phone.set_offline(True)
    walk(crew, *STEPS)
    take_photo(crew)
    crew.close()
    crew_phone.set_offline(False)
    crew = crew_phone.new_page()
    crew.goto("/regu")
    all_sent(crew)
    (row,) = citizen.stored(page_city)
    assert row.state == "done"
    assert [media.stage for media in citizen.stored_photos(page_city)] == ["before", "after"]
    assert town.told(ReportId(row.id))[-4:] == [
        "Tugas diterima Regu A",
        "Regu A menuju lokasi",
        "Regu A tiba di lokasi",
        "Tugas Regu A selesai",
    ]
