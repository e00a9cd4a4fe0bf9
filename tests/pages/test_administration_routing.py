"""An administrator says on /kelola which agency gets which reports of which area; reports then go there."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import requests
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from commandcenter.models.identity import AreaCode
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope
from commandcenter.models.table import areas, reports
from commandcenter.protocol.act import intent_to_json
from commandcenter.store.area.load import load_areas
from commandcenter.store.city_setting import values_of
from commandcenter.store.database import reading, writing
from commandcenter.store.service.page_key import PAGE_HEADER
from tests.fixture.store import TIMEOUT_S
from tests.fixture.template import SQUARE, area
from tests.pages.browser import Browsers, fits_with_text_twice_as_large, serious_faults
from tests.pages.city import PageCity
from tests.pages.scenes.administration import at, do

KECAMATAN = AreaCode("31.0")


@pytest.fixture
def desk(page_city: PageCity, browsers: Browsers) -> Page:
    """A desk's browser that nobody signed in on yet."""
    return browsers.desk(page_city.url).new_page()


@pytest.fixture(autouse=True)
def offices(page_city: PageCity) -> None:
    """A kecamatan around the western area, and two agencies."""
    with writing(page_city.store.engine) as connection:
        connection.execute(update(areas).where(areas.c.code == "31.01").values(parent=KECAMATAN))
        kecamatan = area(KECAMATAN, SQUARE, name="Palmerah", level="kecamatan")
        load_areas(connection, page_city.store.settings, [kecamatan])
    do(page_city, IntentKind.SET_AGENCY, "DBM", name="Dinas Bina Marga", kind="department")
    do(page_city, IntentKind.SET_AGENCY, "SUDIN", name="Sudin Bina Marga", kind="branch")


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan").click()


def reported(city: PageCity, lon: float) -> str | None:
    """Report a broken lamp as anybody does, and return whom it begins with."""
    payload = {"category": "PJU", "description": "Lampu padam", "lon": lon, "lat": -6.25}
    intent = Intent(new_intent_id(), IntentKind.SUBMIT_REPORT, None, None, datetime.now(UTC), payload=payload)
    answer = requests.post(
        f"{city.url}/v1/intents", json=intent_to_json(intent), headers={PAGE_HEADER: "citizen"}, timeout=TIMEOUT_S
    ).json()
    assert answer["status"] == "applied", answer
    with reading(city.central.engine) as connection:
        wanted = select(reports.c.agency).where(reports.c.id == int(answer["subject"]))
        found: str | None = connection.execute(wanted).scalar_one()
    return found


def test_lamp_posts_of_one_kecamatan_go_to_another_agency(page_city: PageCity, desk: Page) -> None:
    at(page_city, desk, "routes")
    expect(desk.get_by_text("yang wilayahnya terkecil menentukan")).to_be_visible()
    expect(desk.get_by_text("Belum ada apa-apa di sini.")).to_be_visible()
    desk.get_by_role("link", name="Penerusan baru").click()
    save(desk)
    expect(desk.get_by_text("“Diteruskan ke instansi” harus diisi.")).to_be_visible()
    desk.get_by_label("Kategori").select_option("PJU")
    desk.get_by_label("Diteruskan ke instansi").select_option("DBM")
    save(desk)
    expect(desk.get_by_role("heading", name="Seluruh kota")).to_be_visible()
    desk.goto("/kelola#/routes/new")
    desk.get_by_label("Kategori").select_option("PJU")
    desk.get_by_label("Lokasinya di").select_option(KECAMATAN)
    desk.get_by_label("Diteruskan ke instansi").select_option("SUDIN")
    save(desk)
    expect(desk.get_by_role("heading", name="Palmerah (kecamatan)")).to_be_visible()
    expect(desk.locator(".history")).to_contain_text("Diteruskan ke instansi: Sudin Bina Marga (SUDIN)")
    assert reported(page_city, 106.85) == "SUDIN"
    assert reported(page_city, 106.95) == "DBM"
    desk.get_by_label("Dipakai").uncheck()
    save(desk)
    expect(desk.locator(".history li").first).to_contain_text("ya → tidak")
    assert reported(page_city, 106.85) == "DBM"
    desk.get_by_role("link", name="Penerusan", exact=True).click()
    row = desk.get_by_role("row", name="Palmerah (kecamatan)")
    expect(row).to_contain_text("tidak dipakai")
    expect(row).to_contain_text("Sudin Bina Marga")


def test_a_body_outside_the_city_is_refused_at_its_field(page_city: PageCity, desk: Page) -> None:
    do(page_city, IntentKind.SET_AGENCY, "PLN", name="PLN", kind="outside")
    at(page_city, desk, "routes/new")
    agency = desk.get_by_label("Diteruskan ke instansi")
    agency.select_option("PLN")
    save(desk)
    expect(agency).to_be_focused()
    expect(agency).to_have_accessible_description(re.compile("PLN berada di luar pemerintah kota"))
    do(page_city, IntentKind.SET_ROUTE, "*/*", agency="DBM")
    agency.select_option("SUDIN")
    save(desk)
    expect(desk.get_by_role("alert").filter(has_text="Sudah ada yang bernama */*")).to_be_visible()


def test_whoever_stands_for_another_part_can_not(page_city: PageCity, desk: Page) -> None:
    do(page_city, IntentKind.SET_ROUTE, f"PJU/{KECAMATAN}", agency="SUDIN")
    page_city.person("admin.timur", Role.ADMINISTRATOR, name="Admin Timur", area="31.02")
    desk.goto(f"/kelola#/routes/entry/PJU%2F{KECAMATAN}")
    page_city.sign_in(desk, "admin.timur")
    desk.get_by_label("Diteruskan ke instansi").select_option("DBM")
    save(desk)
    expect(desk.get_by_role("alert").filter(has_text="Admin Timur")).to_be_visible()
    desk.get_by_role("button", name="Batalkan perubahan saya").click()
    desk.goto("/kelola#/routes/new")
    desk.get_by_label("Lokasinya di").select_option("31.02")
    desk.get_by_label("Diteruskan ke instansi").select_option("DBM")
    save(desk)
    expect(desk.get_by_role("heading", name="Semua kategori · Timur (kelurahan)")).to_be_visible()
    key = page_city.store.key(Role.ADMINISTRATOR, "Timur", Scope(AreaCode("31.02")))
    act = Intent(
        new_intent_id(), IntentKind.SET_ROUTE, None, None, datetime.now(UTC), payload={"active": False},
        target=f"PJU/{KECAMATAN}",
    )  # fmt: skip
    assert page_city.central.apply(act, page_city.central.principal(key)).code == "out_of_scope"
    assert reported(page_city, 106.85) == "SUDIN"


def test_a_categorys_own_limit_is_given_up_again(page_city: PageCity, desk: Page) -> None:
    own = "camat_after_s/BANJIR"
    do(page_city, IntentKind.SET_SETTING, own, value=600)
    at(page_city, desk, "settings/entry/camat_after_s")
    expect(desk.get_by_role("button", name="Simpan")).to_be_visible()
    expect(desk.get_by_role("button", name="Hapus batas khusus ini")).to_have_count(0)
    desk.goto("/kelola#/settings")
    desk.get_by_role("link", name="Naik ke camat setelah – Bencana banjir").click()
    desk.get_by_role("button", name="Hapus batas khusus ini").click()
    dialog = desk.get_by_role("dialog", name="Bencana banjir")
    dialog.get_by_role("button", name="Hapus", exact=True).click()
    expect(desk.get_by_role("heading", name="Batas dan penyimpanan", level=2)).to_be_visible()
    expect(desk.get_by_role("link", name="Bencana banjir")).to_have_count(0)
    desk.goto("/kelola#/history")
    expect(desk.locator(".history li").first).to_contain_text("Naik ke camat setelah – Bencana banjir (BANJIR)")
    with reading(page_city.central.engine) as connection:
        assert own not in values_of(connection, page_city.central.settings.city)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_nothing_keeps_people_out_and_text_twice_as_large_fits(
    page_city: PageCity, browsers: Browsers, size: str
) -> None:
    do(page_city, IntentKind.SET_ROUTE, f"PJU/{KECAMATAN}", agency="SUDIN")
    do(page_city, IntentKind.SET_SETTING, "camat_after_s/BANJIR", value=600)
    page = (browsers.phone if size == "phone" else browsers.desk)(page_city.url).new_page()
    at(page_city, page, "")
    for room in ("routes", "routes/new", f"routes/entry/PJU%2F{KECAMATAN}", "settings/entry/camat_after_s%2FBANJIR"):
        page.goto(f"/kelola#/{room}")
        expect(page.get_by_text("Memuat …")).to_have_count(0)
        expect(page.locator(".room > *").first).to_be_visible()
        assert serious_faults(page) == [], room
        assert fits_with_text_twice_as_large(page), room
