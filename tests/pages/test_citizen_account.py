"""A citizen opens an account on the page, and sees their own reports on any phone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from commandcenter.models.intent import IntentKind
from commandcenter.models.role import Role
from commandcenter.models.table import accounts
from commandcenter.store.database import reading
from commandcenter.store.public_limit import PublicLimit, PublicLimits
from tests.contract.people import PASSWORD, act
from tests.fixture.store import TIMEOUT_S
from tests.pages.browser import Browsers, serious_faults
from tests.pages.citizen import SENT, fill_in, heading, opened, phone, send
from tests.pages.city import PageCity

LOGIN, OTHER = "siti.palmerah", "budi.timur"
REGISTRATION = "**/v1/registration"
UNREACHABLE = "Pusat data tidak dapat dihubungi."
TAKEN = "Nama masuk ini milik akun lain. Pilih yang lain."


def form(context: BrowserContext) -> Page:
    """Open the form from one's own list, as somebody does who has no account yet."""
    page = opened(context)
    page.get_by_role("link", name="Laporan saya").click()
    page.get_by_role("link", name="Daftar").click()
    expect(heading(page, "Daftar")).to_be_visible()
    return page


def write(page: Page, login: str = LOGIN, password: str = PASSWORD) -> None:
    page.get_by_label("Nama masuk").fill(login)
    page.get_by_label("Kata sandi").fill(password)


def press(page: Page) -> None:
    page.get_by_role("button", name="Daftar").click()


def registered(context: BrowserContext, login: str = LOGIN) -> Page:
    """Register; the page then shows the account's own list."""
    page = form(context)
    write(page, login)
    press(page)
    expect(page.get_by_text("Masuk sebagai Warga.")).to_be_visible()
    return page


def report(page: Page, words: str) -> None:
    page.get_by_role("link", name="Lapor", exact=True).click()
    fill_in(page, words)
    send(page)
    expect(heading(page, SENT)).to_be_visible()


def logins(city: PageCity) -> list[str]:
    with reading(city.central.engine) as connection:
        return list(connection.execute(select(accounts.c.login)).scalars())


def sign_in(city: PageCity, context: BrowserContext, login: str) -> Page:
    """Sign in on a phone, and open the own list."""
    page = context.new_page()
    page.goto("/lapor#/sign_in")
    city.sign_in(page, login)
    expect(page.get_by_text("Masuk sebagai Warga.")).to_be_visible()
    return page


def test_whoever_registers_sees_their_reports_on_another_phone_and_nobody_else_does(
    page_city: PageCity, browsers: Browsers
) -> None:
    report(registered(phone(browsers, page_city)), "Air setinggi lutut")
    elsewhere = sign_in(page_city, phone(browsers, page_city), LOGIN)
    elsewhere.get_by_role("link", name="Bencana banjir").click()
    expect(elsewhere.get_by_text("Air setinggi lutut")).to_be_visible()
    somebody = registered(phone(browsers, page_city), OTHER)
    expect(somebody.get_by_text("Belum ada laporan.")).to_be_visible()
    expect(somebody.get_by_role("link", name="Bencana banjir")).to_have_count(0)


def test_what_the_phone_sent_before_stays_in_its_list_and_is_marked_as_its_own_alone(
    page_city: PageCity, browsers: Browsers
) -> None:
    context = phone(browsers, page_city)
    page = opened(context)
    fill_in(page, "Sebelum mendaftar")
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    page.goto("/lapor#/register")
    write(page)
    press(page)
    expect(page.get_by_text("Masuk sebagai Warga.")).to_be_visible()
    report(page, "Sesudah mendaftar")
    page.get_by_role("link", name="Laporan saya").click()
    cards = page.locator(".cards .card")
    expect(cards).to_have_count(2)
    expect(cards.filter(has_text="hanya diketahui ponsel ini")).to_have_count(1)
    expect(cards.last).to_contain_text("hanya diketahui ponsel ini")
    expect(page.get_by_text("Yang dikirim sebelumnya dari ponsel ini tidak masuk ke akun")).to_be_visible()
    elsewhere = sign_in(page_city, phone(browsers, page_city), LOGIN)
    expect(elsewhere.locator(".cards .card")).to_have_count(1)
    expect(elsewhere.get_by_text("hanya diketahui ponsel ini")).to_have_count(0)


def test_what_is_wrong_stands_at_its_field_and_the_field_has_the_focus(page_city: PageCity, browsers: Browsers) -> None:
    page_city.person(OTHER, Role.REPORTER, name="Budi")
    page = form(phone(browsers, page_city))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/registration" in request.url else None)
    login, password = page.get_by_label("Nama masuk"), page.get_by_label("Kata sandi")
    for given, field, sentence in (
        (("ab", PASSWORD), login, "Nama masuk paling sedikit 3 huruf, angka, atau . _ - + @, tanpa spasi."),
        ((LOGIN, "pendek"), password, "Kata sandi paling sedikit 10 karakter."),
        ((LOGIN, LOGIN), password, "Kata sandi tidak boleh sama dengan nama masuk."),
    ):
        write(page, *given)
        press(page)
        expect(field).to_have_accessible_description(re.compile(re.escape(sentence)))
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_be_focused()
    assert serious_faults(page) == []
    assert asked == [], "what the page can tell by itself is not sent"
    write(page, OTHER)
    press(page)
    expect(login).to_have_accessible_description(re.compile(re.escape(TAKEN)))
    expect(login).to_be_focused()
    assert logins(page_city) == [OTHER]
    page.get_by_role("link", name="Itu akun saya: masuk").click()
    expect(page.get_by_text("Lupa kata sandi? Administrator kota memberi Anda kode")).to_be_visible()
    assert serious_faults(page) == []


def test_the_form_is_filled_in_by_keyboard_alone(page_city: PageCity, browsers: Browsers) -> None:
    page = form(browsers.desk(page_city.url))
    page.get_by_label("Nama, bila berkenan").focus()
    for text in ("Siti", LOGIN, PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Masuk sebagai Siti.")).to_be_visible()


def test_who_registers_too_often_hears_how_long_to_wait(page_city: PageCity, browsers: Browsers) -> None:
    page_city.store.stop()
    limits = PublicLimits(registration=PublicLimit("1/hour"))
    page_city.store.settings = replace(page_city.store.settings, limits=limits)
    page_city.store.start()
    registered(phone(browsers, page_city))
    page = form(phone(browsers, page_city))
    write(page, OTHER)
    press(page)
    expect(page.get_by_role("alert").filter(has_text="Terlalu sering")).to_be_visible()
    assert logins(page_city) == [LOGIN]


def test_a_city_that_opens_accounts_itself_offers_none(page_city: PageCity, browsers: Browsers) -> None:
    context = phone(browsers, page_city)
    page = form(context)
    act(page_city.central, page_city.administrator, IntentKind.SET_SETTING, target="registration_open", value=0)
    write(page)
    press(page)
    expect(page.get_by_role("alert").filter(has_text="Kota sedang tidak menerima pendaftaran.")).to_be_visible()
    late = opened(phone(browsers, page_city))
    late.get_by_role("link", name="Laporan saya").click()
    expect(late.get_by_role("link", name="Masuk")).to_be_visible()
    expect(late.get_by_role("link", name="Daftar")).to_have_count(0)
    late.goto("/lapor#/register")
    expect(late.get_by_text("Kota sedang tidak menerima pendaftaran. Anda dapat melapor tanpa akun.")).to_be_visible()
    assert logins(page_city) == []


@pytest.mark.parametrize("reloaded", [False, True], ids=["the page stays", "the page is loaded again"])
def test_an_answer_that_was_lost_makes_one_account_and_lets_its_citizen_in(
    page_city: PageCity, browsers: Browsers, reloaded: bool
) -> None:
    page = form(phone(browsers, page_city))
    wishes: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        sent = route.request
        wishes.append(sent.headers["idempotency-key"])
        if len(wishes) > 1:
            return route.continue_()
        # Not by ``route.fetch``: that would leave the answer's cookie in the browser.
        answer = requests.post(sent.url, data=sent.post_data, headers=sent.headers, timeout=TIMEOUT_S)
        assert answer.status_code == 200, answer.text
        return route.abort()

    page.context.route(REGISTRATION, lose_the_first_answer)
    write(page)
    press(page)
    expect(page.get_by_role("alert").filter(has_text=UNREACHABLE)).to_be_visible()
    assert logins(page_city) == [LOGIN]
    if reloaded:
        page.reload()
        write(page)
    press(page)
    expect(page.get_by_text("Masuk sebagai Warga.")).to_be_visible()
    assert (len(wishes), len(set(wishes))) == (2, 1)
    assert logins(page_city) == [LOGIN]


def test_an_answer_of_which_the_cookie_alone_arrived_lets_its_citizen_in(
    page_city: PageCity, browsers: Browsers
) -> None:
    page = form(phone(browsers, page_city))

    def lose_the_body(route: Route) -> None:
        assert route.fetch().status == 200
        route.abort()

    page.context.route(REGISTRATION, lose_the_body, times=1)
    write(page)
    press(page)
    expect(page.get_by_role("alert").filter(has_text=UNREACHABLE)).to_be_visible()
    press(page)
    expect(page.get_by_text("Masuk sebagai Warga.")).to_be_visible()
    assert logins(page_city) == [LOGIN]
