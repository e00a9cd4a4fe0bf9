"""A report goes from a phone into the store once and only once, whatever becomes of network and page."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import requests
from playwright.sync_api import Route, expect

from commandcenter.models.intent import IntentKind
from commandcenter.store.service import page_route
from commandcenter.store.service.page_asset import Asset, asset
from tests.contract.people import act
from tests.fixture.store import TIMEOUT_S
from tests.pages.browser import Browsers
from tests.pages.citizen import (
    KEPT,
    SENT,
    fill_in,
    heading,
    opened,
    phone,
    send,
    stored,
    stored_photos,
    wait_for_worker,
)
from tests.pages.city import PageCity


def test_a_report_with_a_photo_arrives_and_says_its_number(page_city: PageCity, browsers: Browsers) -> None:
    page = opened(phone(browsers, page_city))
    fill_in(page, photo=True)
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    (report,) = stored(page_city)
    expect(page.get_by_text(report.number, exact=True)).to_be_visible()
    assert (report.category, report.description, report.channel) == ("BANJIR", "Air setinggi lutut", "lapor")
    assert (report.lon, report.lat, report.area) == (106.85, -6.25, "31.01")
    assert [photo.stage for photo in stored_photos(page_city)] == ["before"]


def test_a_report_without_network_waits_with_its_photo_and_is_sent_when_it_is_back(
    page_city: PageCity, browsers: Browsers
) -> None:
    context = phone(browsers, page_city)
    page = opened(context)
    context.set_offline(True)
    fill_in(page, photo=True)
    send(page)
    expect(heading(page, KEPT)).to_be_visible()
    expect(page.get_by_text("Belum terkirim. Disimpan di sini dan dikirim satu kali saja.")).to_be_visible()
    assert stored(page_city) == []
    context.set_offline(False)
    expect(heading(page, SENT)).to_be_visible()
    assert (len(stored(page_city)), len(stored_photos(page_city))) == (1, 1)


def test_a_page_killed_while_it_sends_goes_on_when_it_is_opened_again(page_city: PageCity, browsers: Browsers) -> None:
    context = phone(browsers, page_city)
    page = opened(context)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    context.route("**/v1/intents", hold)
    fill_in(page, photo=True)
    with page.expect_request("**/v1/intents"):
        send(page)
    page.close()
    context.unroute("**/v1/intents")
    again = context.new_page()
    again.goto("/lapor#/mine")
    expect(again.get_by_role("link", name="Bencana banjir")).to_be_visible()
    assert (len(stored(page_city)), len(stored_photos(page_city))) == (1, 1)


def test_an_answer_lost_after_the_store_has_written_makes_no_second_report(
    page_city: PageCity, browsers: Browsers
) -> None:
    context = phone(browsers, page_city)
    page = opened(context)
    asked: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        asked.append(json.loads(route.request.post_data or "")["intent_id"])
        if len(asked) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    context.route("**/v1/intents", lose_the_first_answer)
    fill_in(page, photo=True)
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    assert len(asked) == 2
    assert len(set(asked)) == 1
    assert (len(stored(page_city)), len(stored_photos(page_city))) == (1, 1)


def test_two_tabs_send_what_waits_once(page_city: PageCity, browsers: Browsers) -> None:
    context = phone(browsers, page_city)
    first, second = opened(context), opened(context)
    context.set_offline(True)
    for page, words in ((first, "dari tab pertama"), (second, "dari tab kedua")):
        fill_in(page, words)
        send(page)
        expect(heading(page, KEPT)).to_be_visible()
    context.set_offline(False)
    for page in (first, second):
        expect(heading(page, SENT)).to_be_visible()
    assert sorted(report.description for report in stored(page_city)) == ["dari tab kedua", "dari tab pertama"]


def test_the_page_opens_without_network_and_what_it_kept_outlives_it(page_city: PageCity, browsers: Browsers) -> None:
    context = phone(browsers, page_city)
    page = opened(context)
    wait_for_worker(page)
    context.set_offline(True)
    page.reload()
    expect(page.locator(".tile").first).to_be_visible()
    fill_in(page, photo=True)
    send(page)
    expect(heading(page, KEPT)).to_be_visible()
    page.close()
    again = context.new_page()
    again.goto("/lapor#/mine")
    expect(again.get_by_role("heading", name="Laporan: Bencana banjir")).to_be_visible()
    assert stored(page_city) == []
    context.set_offline(False)
    expect(again.get_by_role("link", name="Bencana banjir")).to_be_visible()
    assert (len(stored(page_city)), len(stored_photos(page_city))) == (1, 1)


def test_the_service_worker_keeps_no_answer_of_the_store(page_city: PageCity, browsers: Browsers) -> None:
    page = opened(phone(browsers, page_city))
    fill_in(page)
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    wait_for_worker(page)
    kept = page.evaluate(
        """async () => {
            const names = await caches.keys();
            const caches_ = await Promise.all(names.map((name) => caches.open(name)));
            const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
            return requests.map(({url}) => new URL(url).pathname);
        }"""
    )
    assert kept
    assert [path for path in kept if path != "/lapor" and not path.startswith("/assets/")] == []


def test_a_refused_report_stays_with_the_stores_sentence_until_it_is_discarded(
    page_city: PageCity, browsers: Browsers
) -> None:
    page = opened(phone(browsers, page_city))
    fill_in(page)
    act(page_city.central, page_city.administrator, IntentKind.SET_CATEGORY, target="BANJIR", active=False)
    send(page)
    expect(page.get_by_text("BANJIR")).to_be_visible()
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()
    page.get_by_role("link", name="Laporan saya").click()
    page.get_by_role("button", name="Buang").click()
    expect(page.get_by_role("button", name="Buang")).to_have_count(0)
    assert stored(page_city) == []


def test_a_private_report_is_its_senders_and_the_offices_alone(page_city: PageCity, browsers: Browsers) -> None:
    page = opened(phone(browsers, page_city))
    fill_in(page, "Hanya untuk petugas")
    page.get_by_label("Pribadi").check()
    send(page)
    expect(heading(page, SENT)).to_be_visible()
    page.get_by_role("link", name="Lihat tindak lanjutnya").click()
    expect(page.get_by_text("Pribadi: hanya Anda dan petugas yang melihatnya.")).to_be_visible()
    (report,) = stored(page_city)
    assert report.moderation == "hidden"
    listed = requests.get(f"{page_city.url}/open311/v2/requests.json", timeout=TIMEOUT_S)
    assert listed.json() == []
    somebody = opened(phone(browsers, page_city))
    somebody.goto(f"/lapor#/report/{report.id}")
    expect(somebody.get_by_text("Ponsel ini tidak mengenal laporan itu.")).to_be_visible()


def test_what_is_missing_is_said_and_nothing_is_kept(page_city: PageCity, browsers: Browsers) -> None:
    page = browsers.phone(page_city.url).new_page()
    page.goto("/lapor")
    send(page)
    for sentence in ("Pilih laporan ini tentang apa.", "Beri tahu lokasinya", "Tambahkan foto"):
        expect(page.locator("form").get_by_text(sentence)).to_be_visible()
    expect(page.get_by_role("link", name="Laporan saya")).not_to_contain_text("menunggu")


def test_a_newer_version_of_the_page_waits_to_be_let_in_and_loses_nothing(
    page_city: PageCity, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = phone(browsers, page_city)
    page = opened(context)
    wait_for_worker(page)
    context.route("**/v1/intents", lambda route: route.abort())
    fill_in(page, "Menunggu", photo=True)
    send(page)
    expect(heading(page, KEPT)).to_be_visible()
    page.get_by_role("link", name="Laporkan hal lain").click()
    fill_in(page, "Sedang ditulis")

    def newer(path: str) -> Asset | None:
        found = asset(path)
        changed = found is not None and path == "citizen/worker.js"
        return replace(found, content=found.content + b"\n// newer", coded={}) if found and changed else found

    monkeypatch.setattr(page_route, "asset", newer)
    page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => undefined)")
    expect(page.get_by_text("Ada versi baru halaman ini.")).to_be_visible()
    context.unroute("**/v1/intents")
    with page.expect_navigation():
        page.get_by_role("button", name="Muat").click()
    expect(page.get_by_label("Apa masalahnya?")).to_have_value("Sedang ditulis")
    page.get_by_role("link", name="Laporan saya").click()
    expect(page.get_by_role("link", name="Bencana banjir")).to_be_visible()
    assert [report.description for report in stored(page_city)] == ["Menunggu"]
    assert len(stored_photos(page_city)) == 1
