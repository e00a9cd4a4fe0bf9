"""An administrator sets the city up on the page /kelola: what they see, what is kept, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.models.table import crews, intents, members, shifts
from commandcenter.store.database import reading
from commandcenter.store.offer import load_offers
from tests.fixture.store import TIMEOUT_S
from tests.pages.browser import Browsers, fits_with_text_twice_as_large, serious_faults
from tests.pages.city import PageCity
from tests.pages.scenes.administration import at, do

NASTY = '<script>alert(1)</script> "D\'Artagnan" & \u202ehabis\u202c </b>'
PASSWORD = "kata sandi pertama"


@pytest.fixture
def desk(page_city: PageCity, browsers: Browsers) -> Page:
    """A desk's browser that nobody signed in on yet."""
    return browsers.desk(page_city.url).new_page()


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan").click()


def of_room(city: PageCity, table: Any, **key: Any) -> Any:
    """Return a row as the store keeps it."""
    conditions = [table.c[name] == value for name, value in key.items()]
    with reading(city.central.engine) as connection:
        return connection.execute(select(table).where(*conditions)).one()


def test_a_person_let_in_for_a_part_sets_a_password_and_signs_in(page_city: PageCity, desk: Page) -> None:
    at(page_city, desk, "accounts")
    desk.get_by_role("link", name="Akun baru").click()
    desk.get_by_label("Nama masuk").fill("lurah.barat")
    desk.get_by_label("Nama", exact=True).fill("Lurah Barat")
    desk.get_by_label("Peran").select_option("officer")
    desk.get_by_label("Hanya di wilayah").select_option("31.01")
    save(desk)
    code = desk.locator("output.secret").inner_text()
    desk.get_by_role("button", name="Tutup").click()
    expect(desk.get_by_role("heading", name="lurah.barat")).to_be_visible()
    desk.get_by_role("button", name="Keluar").click()
    desk.get_by_role("button", name="Saya punya kode untuk kata sandi baru").click()
    desk.get_by_label("Nama masuk").fill("lurah.barat")
    desk.get_by_label("Kode dari administrator").fill(code.lower())
    desk.get_by_label("Kata sandi baru").fill(PASSWORD)
    desk.get_by_role("button", name="Tetapkan dan masuk").click()
    # And an officer is refused here, on the page and by the store.
    expect(desk.get_by_role("alert")).to_contain_text("Anda masuk sebagai Lurah Barat")
    session = requests.post(
        f"{page_city.url}/v1/session", json={"login": "lurah.barat", "password": PASSWORD}, timeout=TIMEOUT_S
    ).json()
    assert (session["role"], session["area"]) == ("officer", "31.01")
    key = {"Authorization": f"Bearer {session['key']}"}
    for what in ("accounts", "keys", "crews"):
        answer = requests.get(f"{page_city.url}/v1/administration/{what}", headers=key, timeout=TIMEOUT_S)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_key_is_shown_once_and_shuts_out_when_it_is_withdrawn(page_city: PageCity, desk: Page) -> None:
    at(page_city, desk, "keys/new")
    desk.get_by_label("Nama", exact=True).fill("Meja Barat")
    desk.get_by_label("Peran").select_option("dispatcher")
    desk.get_by_label("Hanya di wilayah").select_option("31.01")
    desk.get_by_label("Berlaku selama").fill("30")
    save(desk)
    secret = desk.locator("output.secret").inner_text()
    me = f"{page_city.url}/v1/me"
    key = {"Authorization": f"Bearer {secret}"}
    assert page_city.central.principal(secret).name == "Meja Barat"
    assert requests.get(me, headers=key, timeout=TIMEOUT_S).status_code == 200
    desk.get_by_role("button", name="Tutup").click()
    desk.get_by_role("link", name="Meja Barat").click()
    desk.get_by_role("button", name="Cabut kunci ini").click()
    dialog = desk.get_by_role("dialog", name="Cabut kunci Meja Barat?")
    dialog.get_by_role("button", name="Cabut", exact=True).click()
    expect(desk.get_by_text("Dicabut:")).to_be_visible()
    assert requests.get(me, headers=key, timeout=TIMEOUT_S).json()["code"] == "token_revoked"
    assert secret not in desk.content()
    with reading(page_city.central.engine) as connection:
        assert secret not in repr(connection.execute(select(intents)).all())


def test_a_limit_is_held_to_its_bounds_and_its_change_stands_in_the_history(page_city: PageCity, desk: Page) -> None:
    at(page_city, desk, "settings/entry/overdue_alarm_above_percent")
    value = desk.get_by_label("Nilai (%)")
    value.fill("400")
    save(desk)
    expect(value).to_be_focused()
    expect(value).to_have_accessible_description(
        "Dari laporan terbuka di suatu wilayah. 100: tanpa peringatan ini. ✕ Ini harus dari 1 % sampai 100 %."
    )
    value.fill("45")
    save(desk)
    expect(desk.locator(".history")).to_contain_text("Nilai: 30 % → 45 %")
    expect(desk.locator(".history")).to_contain_text("Diskominfo")
    desk.get_by_role("link", name="Riwayat").click()
    expect(desk.locator(".history li").first).to_contain_text("Peringatan: bagian laporan lewat batas di atas")
    (entry, *_) = page_city.central.setting_history("overdue_alarm_above_percent")
    assert entry.by == "Diskominfo"
    assert list((entry.changed or {})["value"] or ()) == [30, 45]


def test_a_crew_gets_a_shift_and_members(page_city: PageCity, browsers: Browsers) -> None:
    phone = browsers.phone(page_city.url).new_page()
    at(page_city, phone, "shifts/new")
    phone.get_by_label("Kode").fill("malam")
    phone.get_by_label("Nama", exact=True).fill("Malam")
    phone.get_by_label("Mulai").fill("23:00")
    phone.get_by_label("Selesai").fill("07:00")
    save(phone)
    expect(phone.get_by_role("heading", name="Malam")).to_be_visible()
    phone.goto("/kelola#/crews/new")
    phone.get_by_label("Kode").fill("PPSU 1")
    save(phone)
    expect(phone.get_by_text("Kode berisi 1 sampai 64 huruf")).to_be_visible()
    expect(phone.get_by_text("“Ditempatkan di” harus diisi.")).to_be_visible()
    phone.get_by_label("Kode").fill("PPSU-1")
    phone.get_by_label("Nama", exact=True).fill("PPSU Satu")
    phone.get_by_label("Ditempatkan di").select_option("31.01")
    phone.get_by_label("Gilir").select_option("malam")
    save(phone)
    phone.get_by_role("link", name="Anggota baru").click()
    expect(phone.get_by_label("Regu")).to_have_value("PPSU-1")
    phone.get_by_label("Nama", exact=True).fill("Petugas Tujuh")
    save(phone)
    expect(phone.get_by_role("heading", name="Petugas Tujuh")).to_be_visible()
    phone.goto("/kelola#/crews/entry/PPSU-1")
    expect(phone.get_by_role("link", name="Petugas Tujuh")).to_be_visible()
    assert of_room(page_city, shifts, code="malam").ends_min == 7 * 60
    assert of_room(page_city, crews, code="PPSU-1").shift == "malam"
    assert of_room(page_city, members, name="Petugas Tujuh").crew == "PPSU-1"


def test_the_history_names_what_was_chosen_and_answers_a_question_with_a_word(page_city: PageCity, desk: Page) -> None:
    do(page_city, IntentKind.SET_CREW, "PPSU-1", name="PPSU Satu", area="31.01")
    do(page_city, IntentKind.SET_CREW, "PPSU-1", area="31.02")
    at(page_city, desk, "settings/entry/registration_open")
    desk.get_by_role("checkbox", name="Warga boleh mendaftar sendiri").uncheck()
    save(desk)
    expect(desk.locator(".history")).to_contain_text("Warga boleh mendaftar sendiri: ya → tidak")
    (entry, *_) = page_city.central.setting_history("registration_open")
    assert list((entry.changed or {})["value"] or ()) == [1, 0]
    desk.goto("/kelola#/crews/entry/PPSU-1")
    expect(desk.locator(".history")).to_contain_text("Ditempatkan di: Barat (31.01) → Timur (31.02)")


def test_who_was_quicker_is_said_and_what_one_typed_stays(page_city: PageCity, desk: Page) -> None:
    do(page_city, IntentKind.SET_FACILITY, "RSUD-1", name="RSUD Barat", kind="hospital")
    at(page_city, desk, "facilities/new")
    desk.get_by_label("Kode").fill("RSUD-1")
    desk.get_by_label("Nama", exact=True).fill("RSUD Lain")
    desk.get_by_label("Jenis").select_option("clinic")
    save(desk)
    expect(desk.get_by_text("Sudah ada yang bernama RSUD-1")).to_be_visible()
    desk.get_by_label("Kode").fill("PKM-1")
    desk.get_by_label("Bujur").fill("106,85")
    desk.get_by_label("Lintang").fill("-6,25")
    save(desk)
    expect(desk.get_by_role("heading", name="RSUD Lain")).to_be_visible()
    name = desk.get_by_label("Nama", exact=True)
    name.fill("Puskesmas Barat")
    do(page_city, IntentKind.SET_FACILITY, "PKM-1", kind="shelter")
    save(desk)
    expect(desk.get_by_role("alert").filter(has_text="diubah oleh Admin")).to_be_visible()
    expect(desk.get_by_text("Jenis: Puskesmas atau klinik → Tempat pengungsian")).to_be_visible()
    expect(name).to_have_value("Puskesmas Barat")
    expect(desk.get_by_label("Jenis")).to_have_value("shelter")
    save(desk)
    expect(desk.get_by_role("heading", name="Puskesmas Barat")).to_be_visible()


def test_an_answer_lost_on_the_way_makes_nothing_twice(page_city: PageCity, desk: Page) -> None:
    at(page_city, desk, "members/new")
    do(page_city, IntentKind.SET_CREW, "PPSU-1", name="PPSU", area="31.01")
    desk.reload()
    desk.get_by_label("Nama", exact=True).fill("Petugas Satu")
    desk.get_by_label("Regu").select_option("PPSU-1")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.route("**/v1/intents", lose)
    save(desk)
    expect(desk.get_by_role("alert").filter(has_text="tidak dapat dihubungi")).to_be_visible()
    desk.unroute("**/v1/intents")
    save(desk)
    expect(desk.get_by_role("heading", name="Petugas Satu")).to_be_visible()
    with reading(page_city.central.engine) as connection:
        count = select(func.count()).select_from(members).where(members.c.name == "Petugas Satu")
        assert connection.execute(count).scalar_one() == 1


def test_what_is_typed_is_shown_as_it_was_typed_and_does_nothing_else(page_city: PageCity, desk: Page) -> None:
    do(page_city, IntentKind.SET_AGENCY, "DSDA", name=NASTY, kind="department")
    do(page_city, IntentKind.SET_CREW, "PPSU-1", name=NASTY, area="31.01")
    shown = page_city.central.setting_history("DSDA")[0].payload["name"]
    at(page_city, desk, "agencies")
    expect(desk.get_by_role("link", name="D'Artagnan")).to_be_visible()
    desk.get_by_role("link", name="D'Artagnan").click()
    expect(desk.get_by_label("Nama", exact=True)).to_have_value(" ".join(shown.split()))
    expect(desk.locator(".history")).to_contain_text("<script>alert(1)</script>")
    desk.goto("/kelola#/crews")
    expect(desk.get_by_role("link", name="D'Artagnan")).to_be_visible()
    desk.goto("/kelola#/history")
    expect(desk.locator(".history")).to_contain_text("<script>")
    assert desk.locator("#page script").count() == 0
    assert desk.locator("bdi b").count() == 0


def test_what_is_not_saved_is_asked_about_and_outlives_another_language(page_city: PageCity, desk: Page) -> None:
    at(page_city, desk, "agencies/new")
    desk.get_by_label("Kode").fill("DSDA")
    desk.get_by_role("button", name="English").click()
    expect(desk.get_by_label("Code")).to_have_value("DSDA")
    desk.get_by_role("button", name="Bahasa Indonesia").click()
    desk.get_by_role("link", name="Regu").click()
    dialog = desk.get_by_role("dialog", name="Tinggalkan tanpa menyimpan?")
    expect(dialog).to_be_visible()
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(desk.get_by_label("Kode")).to_have_value("DSDA")
    desk.get_by_role("link", name="Regu").click()
    dialog.get_by_role("button", name="Tinggalkan").click()
    expect(desk.get_by_role("heading", name="Regu", level=2)).to_be_visible()


def test_what_is_not_saved_is_asked_about_while_the_form_is_still_being_drawn_again(
    page_city: PageCity, desk: Page
) -> None:
    at(page_city, desk, "agencies/new")
    desk.get_by_label("Kode").fill("DSDA")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.route("**/v1/administration/**", hold)
    desk.get_by_role("button", name="English").click()
    desk.get_by_role("link", name="Crews").click()
    dialog = desk.get_by_role("dialog", name="Leave without saving?")
    expect(dialog).to_be_visible()
    desk.keyboard.press("Escape")
    for route in held:
        route.continue_()
    expect(desk.get_by_label("Code")).to_have_value("DSDA")


def test_erasing_a_person_is_for_good_and_asks_for_their_login(page_city: PageCity, desk: Page) -> None:
    account = page_city.person("warga.ani", Role.REPORTER, name="Ani", email="ani@example.org")
    at(page_city, desk, f"accounts/entry/{account}")
    desk.get_by_role("button", name="Hapus data orang ini").click()
    dialog = desk.get_by_role("dialog", name="Hapus data warga.ani?")
    sure = dialog.get_by_role("button", name="Hapus untuk selamanya")
    expect(sure).to_be_disabled()
    dialog.get_by_label("Ketik “warga.ani” untuk melanjutkan").fill("warga.ani")
    sure.click()
    expect(desk.get_by_role("heading", name=f"erased-{account}")).to_be_visible()
    assert "ani@example.org" not in desk.content()
    desk.get_by_role("link", name="Data terhapus").click()
    expect(desk.get_by_role("row", name="Diskominfo")).to_be_visible()


def test_whoever_stands_for_a_part_is_offered_its_crews_and_no_accounts(page_city: PageCity, desk: Page) -> None:
    do(page_city, IntentKind.SET_CREW, "BARAT", name="Regu Barat", area="31.01")
    do(page_city, IntentKind.SET_CREW, "TIMUR", name="Regu Timur", area="31.02")
    page_city.person("admin.barat", Role.ADMINISTRATOR, name="Admin Barat", area="31.01")
    desk.goto("/kelola#/crews")
    page_city.sign_in(desk, "admin.barat")
    expect(desk.get_by_role("link", name="Regu Barat")).to_be_visible()
    assert desk.get_by_role("link", name="Regu Timur").count() == 0
    assert desk.get_by_role("link", name="Akun").count() == 0
    desk.goto("/kelola#/accounts")
    expect(desk.get_by_role("alert")).to_contain_text("Admin Barat")
    late = Intent(
        new_intent_id(), IntentKind.SET_CREW, None, None, datetime.now(UTC), payload={"name": "X"}, target="TIMUR"
    )
    part = page_city.central.principal(page_city.store.key(Role.ADMINISTRATOR, "Bagian"))
    assert page_city.central.apply(late, part).status is IntentStatus.APPLIED


ROOMS = (
    "",
    "accounts",
    "accounts/new",
    "settings",
    "crews/entry/PPSU-1",
    "keys/new",
    "history",
    "deliveries",
    "erasures",
)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_nothing_keeps_people_out_and_text_twice_as_large_fits(
    page_city: PageCity, browsers: Browsers, size: str
) -> None:
    do(page_city, IntentKind.SET_CREW, "PPSU-1", name="PPSU Satu", area="31.01")
    page = (browsers.phone if size == "phone" else browsers.desk)(page_city.url).new_page()
    at(page_city, page, "")
    for room in ROOMS:
        page.goto(f"/kelola#/{room}")
        expect(page.get_by_text("Memuat …")).to_have_count(0)
        expect(page.locator(".room > *").first).to_be_visible()
        assert serious_faults(page) == [], room
        assert fits_with_text_twice_as_large(page), room


def test_it_is_worked_by_keyboard_alone(page_city: PageCity, desk: Page) -> None:
    do(page_city, IntentKind.SET_CREW, "PPSU-1", name="PPSU Satu", area="31.01")
    at(page_city, desk, "crews/entry/PPSU-1")
    name = desk.get_by_label("Nama", exact=True)
    expect(name).to_be_visible()
    desk.keyboard.press("Tab")
    desk.get_by_role("button", name="Langsung ke isi").press("Enter")
    expect(desk.locator("main")).to_be_focused()
    for _ in range(40):
        desk.keyboard.press("Tab")
        if name.evaluate("element => element === document.activeElement"):
            break
    expect(name).to_be_focused()
    desk.keyboard.press("ControlOrMeta+a")
    desk.keyboard.type("PPSU Dua")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="PPSU Dua")).to_be_visible()


def test_a_category_gets_a_question_with_a_list_of_answers(page_city: PageCity, desk: Page) -> None:
    at(page_city, desk, "offers/entry/JOKI")
    desk.get_by_label("Kata pencarian").fill("lubang, aspal")
    desk.get_by_role("button", name="Tambah").click()
    question = desk.get_by_role("group", name="Pertanyaan 1")
    question.get_by_label("Kode").fill("DALAM")
    question.get_by_label("Yang ditanyakan").fill("Sedalam apa?")
    question.get_by_label("Jenis jawaban").select_option("singlevaluelist")
    question.get_by_label("Pilihan daftar").fill("5 = Sejengkal\n20 = Selutut")
    save(desk)
    expect(desk.locator(".history")).to_contain_text("Pertanyaan: DALAM")
    with reading(page_city.central.engine) as connection:
        offer = load_offers(connection, page_city.central.settings.city)["JOKI"]
    assert offer.keywords == ("lubang", "aspal")
    assert [choice.name for choice in offer.questions[0].choices] == ["Sejengkal", "Selutut"]
