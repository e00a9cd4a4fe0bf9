"""A citizen sees what becomes of a report, judges it, supports what others reported, and finds a hospital bed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, Route, expect

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import IntentKind
from commandcenter.models.role import Role
from tests.contract.people import act
from tests.fixture.photo import scene_photo, sent_photo
from tests.pages.browser import Browsers, serious_faults
from tests.pages.citizen import HERE, SENT, add_photo, beds_at, choose, fill_in, heading, opened, phone, send, stored
from tests.pages.city import PageCity


def does(city: PageCity, kind: IntentKind, report: ReportId, **payload: Any) -> None:
    """Have an officer of the city act on a report."""
    officer = city.central.principal(city.store.key(Role.OFFICER, "Kelurahan Barat"))
    result = act(city.central, officer, kind, subject=report, **payload)
    assert result.status.value == "applied", result


def reported(city: PageCity, browsers: Browsers, *, photo: bool = False) -> tuple[Page, ReportId]:
    """Report something and open its page."""
    page = opened(phone(browsers, city))
    fill_in(page, photo=photo)
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    page.get_by_role("link", name="Lihat tindak lanjutnya").click()
    expect(heading(page, "Bencana banjir")).to_be_visible()
    return page, ReportId(stored(city)[-1].id)


def test_its_story_is_told_in_plain_words_with_both_photos_side_by_side(
    page_city: PageCity, browsers: Browsers
) -> None:
    page, report = reported(page_city, browsers, photo=True)
    expect(page.get_by_text("Laporan sudah sampai. Barat akan melihatnya.")).to_be_visible()
    does(page_city, IntentKind.TAKE_ON, report)
    does(page_city, IntentKind.ANSWER, report, text="Pompa sedang dikirim")
    after = sent_photo(page_city.store, scene_photo(2))
    does(page_city, IntentKind.MOVE, report, to_state="done", media=[after], note="Untuk kantor saja")
    page.reload()
    for name in ("Sebelum", "Sesudah"):
        expect(page.get_by_role("img", name=name)).to_be_visible()
    expect(page.get_by_text("Pompa sedang dikirim")).to_be_visible()
    expect(page.get_by_text("Untuk kantor saja")).to_have_count(0)
    expect(heading(page, "Benar sudah selesai?")).to_be_visible()
    assert serious_faults(page) == []


def test_stars_arrive_once_also_where_the_answer_is_lost(page_city: PageCity, browsers: Browsers) -> None:
    page, report = reported(page_city, browsers)
    does(page_city, IntentKind.MOVE, report, to_state="done", no_photo_reason="Air surut")
    page.reload()
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fetch()
            route.abort()

    page.context.route("**/v1/intents", lose_the_first_answer)
    page.get_by_role("button", name="4 bintang dari lima").click()
    expect(page.get_by_text("Anda memberi 4 bintang.")).to_be_visible()
    expect(page.get_by_text("Dikirim bila ada jaringan.")).to_have_count(0)
    (row,) = stored(page_city)
    assert (row.stars, row.ratings) == (4, 1)


def test_what_is_not_done_is_opened_again_with_a_reason(page_city: PageCity, browsers: Browsers) -> None:
    page, report = reported(page_city, browsers)
    does(page_city, IntentKind.MOVE, report, to_state="done", no_photo_reason="Air surut")
    page.reload()
    page.get_by_role("button", name="Tidak, belum selesai").click()
    page.get_by_role("button", name="Buka lagi").click()
    expect(page.get_by_text("Tulis singkat apa yang masih bermasalah.")).to_be_visible()
    page.get_by_label("Apa yang masih bermasalah?").fill("Airnya masih ada")
    page.get_by_role("button", name="Buka lagi").click()
    expect(page.get_by_text("Dibuka lagi. Barat akan melihatnya.")).to_be_visible()
    assert stored(page_city)[0].state == "reopened"


def test_a_rejected_report_says_why(page_city: PageCity, browsers: Browsers) -> None:
    page, report = reported(page_city, browsers)
    does(page_city, IntentKind.MOVE, report, to_state="rejected", note="Di luar wilayah kota")
    page.reload()
    expect(page.get_by_text("Ditolak: Di luar wilayah kota")).to_be_visible()


def test_what_others_reported_near_by_is_supported_instead_of_reported_again(
    page_city: PageCity, browsers: Browsers
) -> None:
    page_city.store.new_report(description="Sudah ada yang lapor")
    page = opened(phone(browsers, page_city))
    choose(page)
    expect(heading(page, "Sudah dilaporkan di sekitar sini")).to_be_visible()
    expect(page.get_by_text("Sudah ada yang lapor")).to_be_visible()
    page.get_by_role("button", name="Ini juga saya alami").click()
    expect(page.get_by_text("Anda juga mengalami ini")).to_be_visible()
    expect(page.get_by_role("link", name="Laporan saya")).not_to_contain_text("menunggu")
    (row,) = stored(page_city)
    assert row.supporters == 1


def test_an_account_has_its_own_list_on_any_phone(page_city: PageCity, browsers: Browsers) -> None:
    page_city.person("ani", Role.REPORTER, name="Ani")
    page = browsers.phone(page_city.url, **HERE).new_page()
    page.goto("/lapor#/sign_in")
    page_city.sign_in(page, "ani")
    expect(page.get_by_text("Masuk sebagai Ani.")).to_be_visible()
    page.get_by_role("link", name="Lapor", exact=True).click()
    fill_in(page, "Dari akun saya")
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    other = browsers.phone(page_city.url).new_page()
    other.goto("/lapor#/sign_in")
    page_city.sign_in(other, "ani")
    expect(other.get_by_role("link", name="Bencana banjir")).to_be_visible()
    other.get_by_role("button", name="Keluar").click()
    expect(other.get_by_role("link", name="Bencana banjir")).to_have_count(0)


def test_free_beds_are_shown_with_their_age_and_old_ones_said_to_be_old(
    page_city: PageCity, browsers: Browsers
) -> None:
    beds_at(page_city, "RS-1", "RS Dekat", lat=-6.251, ago=timedelta(minutes=7), free=3)
    beds_at(page_city, "RS-2", "RS Lama", lat=-6.25, ago=timedelta(days=3), free=9)
    page = browsers.phone(page_city.url, **HERE).new_page()
    page.goto("/lapor#/beds")
    page.get_by_role("button", name="Dekat saya").click()
    expect(page.get_by_text("111 m dari sini")).to_be_visible()
    expect(page.get_by_role("heading", level=3)).to_have_text(["RS Dekat", "RS Lama"])
    expect(page.get_by_role("row", name="ICU 3 / 10 7 mnt lalu")).to_be_visible()
    expect(page.get_by_role("row", name="ICU 9 / 10")).to_contain_text("lama: mungkin tidak benar lagi")
    assert serious_faults(page) == []


def test_a_report_is_made_with_the_keyboard_alone(page_city: PageCity, browsers: Browsers) -> None:
    page = browsers.desk(page_city.url, **HERE).new_page()
    page.goto("/lapor")
    expect(page.get_by_text("Lokasi ponsel")).to_be_visible()
    press_until(page, "Bencana banjir", role="radio", key="ArrowRight")
    press_until(page, "Apa masalahnya? (tidak wajib bila ada foto)", role="textbox")
    page.keyboard.type("Dengan papan ketik")
    press_until(page, "Kirim laporan", role="button")
    page.keyboard.press("Enter")
    expect(heading(page, SENT)).to_be_visible()
    expect(heading(page, SENT)).to_be_focused()
    assert stored(page_city)[0].description == "Dengan papan ketik"


def press_until(page: Page, name: str, *, role: Any, key: str = "Tab") -> None:
    """Go on by Tab to a control; a radio's group is entered by Tab, and its choice made by ``key``."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(60):
        if wanted.evaluate("(control) => document.activeElement === control"):
            return
        inside = page.evaluate("document.activeElement?.type") == "radio" and role == "radio"
        page.keyboard.press(key if inside else "Tab")
    raise AssertionError(f"{name} is not reached by {key}")


def test_every_part_keeps_nobody_out(page_city: PageCity, browsers: Browsers) -> None:
    context = phone(browsers, page_city)
    page = opened(context)
    fill_in(page, photo=True)
    page.get_by_role("button", name="Di peta").click()
    expect(page.get_by_role("application", name="Peta")).to_be_visible()
    assert serious_faults(page) == []
    context.set_offline(True)
    send(page)
    expect(page.get_by_text("Belum terkirim.")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("link", name="Laporan saya").click()
    expect(heading(page, "Menunggu di ponsel ini")).to_be_visible()
    assert serious_faults(page) == []


def test_a_report_outlives_a_look_at_another_part_and_another_language(page_city: PageCity, browsers: Browsers) -> None:
    page = opened(phone(browsers, page_city))
    fill_in(page, "Belum selesai menulis", photo=True)
    page.get_by_role("link", name="Tempat tidur RS").click()
    page.get_by_role("button", name="English").click()
    page.get_by_role("link", name="Report", exact=True).click()
    expect(page.get_by_label("What is wrong?")).to_have_value("Belum selesai menulis")
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    page.reload()
    expect(page.get_by_label("What is wrong?")).to_have_value("Belum selesai menulis")


def test_a_pin_on_the_map_says_where(page_city: PageCity, browsers: Browsers) -> None:
    page = opened(browsers.phone(page_city.url))
    choose(page)
    page.get_by_role("button", name="Di peta").click()
    page.get_by_role("button", name="Taruh pin di tengah peta").click()
    expect(page.get_by_text("Lokasi pin")).to_be_visible()
    page.get_by_label("Apa masalahnya?").fill("Di tengah peta")
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    (row,) = stored(page_city)
    assert row.area in {"31.01", "31.02"}


def test_where_a_photo_was_taken_is_taken_from_the_photo(page_city: PageCity, browsers: Browsers) -> None:
    page = opened(browsers.phone(page_city.url))
    add_photo(page, place=(106.95, -6.25))
    expect(page.get_by_text("Lokasi foto · Timur.")).to_be_visible()
    choose(page)
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    (row,) = stored(page_city)
    assert (row.lon, row.lat, row.area) == (106.95, -6.25, "31.02")
