"""The crew's phone: a job's whole way, who is here, where one is, and who sees what."""

from __future__ import annotations

import pytest
from playwright.sync_api import Geolocation, Page, expect

from commandcenter.models.record import Entity
from commandcenter.models.role import Role
from commandcenter.models.scope import WHOLE_CITY
from commandcenter.store.database import writing
from commandcenter.store.token import add_key
from tests.pages.browser import Browsers, serious_faults
from tests.pages.city import PageCity
from tests.pages.crew import (
    STEPS,
    WHOLE_WAY,
    CrewTown,
    all_sent,
    open_job,
    phone,
    signed_in,
    step,
    take_photo,
    walk,
)


@pytest.fixture
def town(page_city: PageCity) -> CrewTown:
    return CrewTown(page_city)


def key_of(town: CrewTown, role: Role, holder: str | None) -> str:
    central = town.room.central
    with writing(central.engine) as connection:
        now = central.settings.clock()
        return add_key(connection, central.settings.city, "Telepon", role, now, scope=WHOLE_CITY, holder=holder)[0]


def test_a_job_goes_its_whole_way_and_ends_with_a_photo(town: CrewTown, browsers: Browsers) -> None:
    job, report = town.sent_job()
    page = signed_in(town, phone(town, browsers))
    open_job(page)
    expect(page.get_by_text("Bawa gergaji")).to_be_visible()
    expect(page.get_by_text("Selokan mampet")).to_be_visible()
    way = page.get_by_role("link", name="Petunjuk jalan").get_attribute("href")
    assert (way or "").startswith("geo:-6.250000,106.850000?q=")
    walk(page, *STEPS)
    take_photo(page)
    all_sent(page)
    assert town.state_of(job) == "done"
    assert town.room.state_of(report) == "done"
    assert town.told(report) == WHOLE_WAY
    assert town.after_photos(report) == 1


def test_two_taps_of_a_glove_are_one_step(town: CrewTown, browsers: Browsers) -> None:
    job, _ = town.sent_job()
    page = signed_in(town, phone(town, browsers))
    open_job(page)
    page.locator("button.main").dblclick()
    expect(page.get_by_role("button", name="Berangkat")).to_be_visible()
    all_sent(page)
    assert town.state_of(job) == "accepted"


def test_a_job_that_cannot_be_done_goes_back_with_the_reason(town: CrewTown, browsers: Browsers) -> None:
    job, report = town.sent_job()
    page = signed_in(town, phone(town, browsers))
    open_job(page)
    page.get_by_role("button", name="Tidak bisa dikerjakan …").click()
    page.get_by_label("Alasan lain").check()
    page.get_by_label("Dengan kata-kata sendiri").fill("Pagar terkunci")
    page.get_by_role("button", name="Kembalikan tugas").click()
    expect(page.get_by_text("Pagar terkunci")).to_be_visible()
    all_sent(page)
    assert town.state_of(job) == "failed"
    assert town.room.state_of(report) == "waiting"


def test_without_a_photo_a_job_ends_only_with_the_reason(town: CrewTown, browsers: Browsers) -> None:
    job, report = town.sent_job()
    town.room.walk(job, "accepted", "en_route", "on_site")
    page = signed_in(town, phone(town, browsers))
    open_job(page)
    page.get_by_role("button", name="Selesai …").click()
    page.get_by_role("button", name="Tugas selesai").click()
    expect(page.get_by_role("alert").filter(has_text="Ambil foto")).to_be_visible()
    page.get_by_label("Tidak bisa memotret").check()
    page.get_by_label("Mengapa tidak ada foto").fill("Kamera rusak")
    page.get_by_role("button", name="Tugas selesai").click()
    all_sent(page)
    expect(page.get_by_text("Selesai pukul")).to_be_visible()
    assert town.room.state_of(report) == "done"


def test_a_second_job_waits_until_the_first_has_ended(town: CrewTown, browsers: Browsers) -> None:
    first, _ = town.sent_job()
    second, _ = town.sent_job(category="SAMPAH")
    town.room.walk(first, "accepted", "en_route")
    town.room.walk(second, "accepted")
    page = signed_in(town, phone(town, browsers))
    open_job(page, 1)
    expect(page.get_by_role("button", name="Berangkat")).to_be_disabled()
    expect(page.get_by_text("Akhiri dulu")).to_be_visible()


def test_the_list_keeps_the_supervisors_order_and_new_jobs_come_by_themselves(
    town: CrewTown, browsers: Browsers
) -> None:
    town.sent_job()
    page = signed_in(town, phone(town, browsers))
    cards = page.locator("ol.jobs a.card")
    expect(cards).to_have_count(1)
    report = town.room.report(category="SAMPAH")
    town.room.walk(town.room.job(report, sequence=1), "sent")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Sampah")
    expect(page.get_by_role("region", name="Kabar")).to_contain_text("Tugas baru")


def test_jobs_stand_on_a_map_in_their_order(town: CrewTown, browsers: Browsers) -> None:
    town.sent_job()
    town.sent_job(lon=106.83)
    page = signed_in(town, phone(town, browsers))
    page.get_by_role("link", name="Peta").click()
    expect(page.locator(".area-name", has_text="Barat")).to_be_visible()
    pin = page.get_by_role("button", name="2. Bencana banjir, Baru")
    expect(pin).to_be_visible()
    pin.click()
    expect(page.get_by_role("button", name="Terima tugas")).to_be_visible()


def test_the_map_keeps_the_borders_for_where_there_is_no_network(town: CrewTown, browsers: Browsers) -> None:
    town.sent_job()
    context = phone(town, browsers)
    page = signed_in(town, context)
    name = page.locator(".area-name", has_text="Barat")
    page.get_by_role("link", name="Peta").click()
    expect(name).to_be_visible()
    page.get_by_role("link", name="Tugas").click()
    expect(name).to_have_count(0)
    context.route("**/v1/public/areas", lambda route: route.abort())
    page.get_by_role("link", name="Peta").click()
    expect(name).to_be_visible()


class TestWho:
    def test_members_say_who_is_here(self, town: CrewTown, browsers: Browsers) -> None:
        page = signed_in(town, phone(town, browsers))
        page.get_by_role("link", name="Regu").click()
        switch = page.get_by_role("switch", name="Petugas A-1")
        expect(switch).to_have_attribute("aria-checked", "true")
        switch.click()
        expect(switch).to_have_attribute("aria-checked", "false")
        expect(page.get_by_role("heading", name="Hadir hari ini: 1 dari 2")).to_be_visible()
        all_sent(page)
        assert (town.member("A-1"), town.member("A-2")) == (False, True)

    def test_a_crew_says_that_it_cannot_be_sent_and_that_it_can_again(self, town: CrewTown, browsers: Browsers) -> None:
        page = signed_in(town, phone(town, browsers))
        page.get_by_role("link", name="Regu").click()
        page.get_by_role("button", name="Kami tidak bisa dikirim …").click()
        page.get_by_label("Kendaraan rusak").check()
        page.get_by_role("button", name="Beri tahu pengawas").click()
        expect(page.get_by_role("button", name="Kami siap lagi")).to_be_visible()
        all_sent(page)
        assert town.room.record(Entity.CREW, code="A")["unavailable_reason"] == "Kendaraan rusak"
        page.get_by_role("button", name="Kami siap lagi").click()
        expect(page.get_by_role("button", name="Kami tidak bisa dikirim …")).to_be_visible()
        all_sent(page)
        assert town.room.record(Entity.CREW, code="A")["unavailable_reason"] == ""

    def test_a_phone_works_with_the_crews_key_typed_once(self, town: CrewTown, browsers: Browsers) -> None:
        job, _ = town.sent_job()
        key = key_of(town, Role.CREW, "A")
        context = phone(town, browsers)
        page = context.new_page()
        page.goto("/regu")
        page.get_by_role("button", name="Pakai kunci regu saja").click()
        page.get_by_label("Kunci", exact=True).fill(f" {key} ")
        page.get_by_role("button", name="Pakai kunci ini").click()
        open_job(page)
        step(page, "Terima tugas")
        all_sent(page)
        assert town.state_of(job) == "accepted"
        assert key not in page.evaluate("() => document.cookie + JSON.stringify({...localStorage})")
        page.reload()
        expect(page.get_by_role("button", name="Berangkat")).to_be_visible()
        page.goto("/regu#/crew")
        page.get_by_role("button", name="Keluar").click()
        expect(page.get_by_label("Nama masuk")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Nama masuk")).to_be_visible()

    @pytest.mark.parametrize("role", [None, Role.DISPATCHER])
    def test_no_other_key_opens_the_page(self, town: CrewTown, browsers: Browsers, role: Role | None) -> None:
        key = "cc_tidak-ada" if role is None else key_of(town, role, None)
        page = phone(town, browsers).new_page()
        page.goto("/regu")
        page.get_by_role("button", name="Pakai kunci regu saja").click()
        page.get_by_label("Kunci", exact=True).fill(key)
        page.get_by_role("button", name="Pakai kunci ini").click()
        expect(page.get_by_role("alert")).not_to_be_empty()
        expect(page.get_by_role("heading", name="Kunci regu")).to_be_visible()

    def test_an_officer_is_told_that_the_page_is_for_crews(self, town: CrewTown, browsers: Browsers) -> None:
        town.city.person("lurah.a", Role.OFFICER, name="Lurah A")
        page = phone(town, browsers).new_page()
        page.goto("/regu")
        town.city.sign_in(page, "lurah.a")
        expect(page.get_by_text("Anda masuk sebagai Lurah A")).to_be_visible()

    def test_what_was_kept_of_one_crew_is_not_shown_to_another(self, town: CrewTown, browsers: Browsers) -> None:
        town.sent_job()
        town.room.crew("B")
        town.city.person("regu.b", Role.CREW, name="Regu B", holder="B")
        page = signed_in(town, phone(town, browsers))
        expect(page.locator("a.card")).to_have_count(1)
        page.goto("/regu#/crew")
        page.get_by_role("button", name="Keluar").click()
        town.city.sign_in(page, "regu.b")
        page.goto("/regu#/")
        expect(page.get_by_role("heading", level=1, name="Regu B")).to_be_visible()
        expect(page.locator("a.card")).to_have_count(0)


class TestPosition:
    HERE: Geolocation = {"latitude": -6.25, "longitude": 106.85, "accuracy": 10}  # noqa: RUF012

    def own_phone(self, town: CrewTown, browsers: Browsers) -> tuple[Page, list[str]]:
        """Return the phone of A-1, and what it sends of positions as it sends it."""
        context = phone(town, browsers, geolocation=self.HERE, permissions=["geolocation"])
        page = signed_in(town, context)
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method) if "/v1/presence" in request.url else None)
        page.get_by_role("link", name="Regu").click()
        page.get_by_label("Saya", exact=True).select_option("A-1")
        page.goto("/regu#/")
        return page, sent

    def test_it_is_seen_only_on_a_job_and_only_by_who_said_yes(self, town: CrewTown, browsers: Browsers) -> None:
        job, _ = town.sent_job()
        page, sent = self.own_phone(town, browsers)
        open_job(page)
        walk(page, "Terima tugas")
        all_sent(page)
        assert sent == []
        walk(page, "Berangkat")
        all_sent(page)
        expect(page.get_by_text("Posisi Anda tidak terlihat.")).to_be_visible()
        assert sent == []
        page.get_by_role("button", name="Perlihatkan kepada pengawas selama tugas ini").click()
        expect(page.get_by_text("Posisi Anda terlihat oleh pengawas")).to_be_visible()
        assert town.positions() == [("A-1", 106.85)]
        walk(page, "Tiba di lokasi")
        take_photo(page)
        all_sent(page)
        expect(page.get_by_text("Posisi Anda")).to_have_count(0)
        assert town.state_of(job) == "done"
        assert town.positions() == []
        before = len(sent)
        page.context.set_geolocation({**self.HERE, "longitude": 106.87})
        page.reload()
        expect(page.get_by_text("Selesai pukul")).to_be_visible()
        # Whatever asked the phone before this would have heard by now, and have told.
        page.evaluate("() => new Promise((end) => navigator.geolocation.getCurrentPosition(end, end, {timeout: 5000}))")
        page.evaluate("() => fetch('/v1/jobs')")
        assert len(sent) == before

    def test_it_follows_whoever_moves_and_is_forgotten_once_it_is_switched_off(
        self, town: CrewTown, browsers: Browsers
    ) -> None:
        job, _ = town.sent_job()
        town.room.walk(job, "accepted", "en_route")
        page, sent = self.own_phone(town, browsers)
        page.get_by_role("button", name="Perlihatkan kepada pengawas selama tugas ini").click()
        expect(page.get_by_text("Posisi Anda terlihat oleh pengawas")).to_be_visible()
        with page.expect_response(lambda answer: answer.request.method == "DELETE" and "/v1/presence/" in answer.url):
            page.get_by_role("button", name="Matikan").click()
        expect(page.get_by_text("Posisi Anda tidak terlihat.")).to_be_visible()
        assert town.positions() == []
        told = sent.count("POST")
        page.reload()
        expect(page.get_by_text("Posisi Anda tidak terlihat.")).to_be_visible()
        assert sent.count("POST") == told

    def test_a_phone_that_gives_no_position_says_so(self, town: CrewTown, browsers: Browsers) -> None:
        job, _ = town.sent_job()
        town.room.walk(job, "accepted", "en_route")
        page, _ = self.own_phone(town, browsers)
        page.context.clear_permissions()
        page.get_by_role("button", name="Perlihatkan kepada pengawas selama tugas ini").click()
        expect(page.get_by_text("Ponsel menolak").or_(page.get_by_text("Ponsel tidak memberi posisi"))).to_be_visible()
        assert town.positions() == []


class TestEverybody:
    def test_nothing_keeps_people_out_in_any_part(self, town: CrewTown, browsers: Browsers) -> None:
        job, _ = town.sent_job()
        town.room.walk(job, "accepted", "en_route", "on_site")
        page = signed_in(town, phone(town, browsers))
        assert serious_faults(page) == []
        for part, sight in (("#/crew", "Ponsel siapa ini?"), (f"#/job/{job}", "Isi laporan"), ("#/map", "Peta")):
            page.goto(f"/regu{part}")
            expect(page.get_by_text(sight).first).to_be_visible()
            assert serious_faults(page) == [], part
        page.goto(f"/regu#/job/{job}")
        for button in ("Selesai …", "Tidak bisa dikerjakan …"):
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("dialog")).to_be_visible()
            assert serious_faults(page) == [], button
            page.keyboard.press("Escape")

    def test_a_job_is_done_with_the_keyboard_alone(self, town: CrewTown, browsers: Browsers) -> None:
        job, _ = town.sent_job()
        page = browsers.desk(town.city.url).new_page()
        page.goto("/regu")
        town.city.sign_in(page, "regu.a")
        expect(page.locator("a.card")).to_have_count(1)
        tab_to(page, "a.card")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Terima tugas")).to_be_visible()
        assert page.evaluate("() => document.activeElement.id") == "content"
        tab_to(page, "button.main")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Berangkat")).to_be_focused()
        tab_to(page, ".act-bar > button:last-of-type")
        page.keyboard.press("Space")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Tidak bisa dikerjakan …")).to_be_focused()
        all_sent(page)
        assert town.state_of(job) == "accepted"

    @pytest.mark.parametrize("part", ["#/", "#/crew", "job"])
    def test_text_at_twice_its_size_fits_a_phone(self, town: CrewTown, browsers: Browsers, part: str) -> None:
        job, _ = town.sent_job()
        # A page zoomed to 200 % has half the pixels either way.
        page = signed_in(town, phone(town, browsers))
        page.set_viewport_size({"width": 180, "height": 370})
        page.goto(f"/regu#/job/{job}" if part == "job" else f"/regu{part}")
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")

    def test_whatever_is_tapped_is_large_enough_for_a_glove(self, town: CrewTown, browsers: Browsers) -> None:
        job, _ = town.sent_job()
        page = signed_in(town, phone(town, browsers))
        for part in ("#/", "#/crew", f"#/job/{job}"):
            page.goto(f"/regu{part}")
            expect(page.get_by_role("heading", level=2).first).to_be_visible()
            small = page.evaluate(
                """() => [...document.querySelectorAll('main a, main button, main select, main summary')]
                .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.textContent)"""
            )
            assert small == [], part


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"the focus never comes to {selector}")
