"""The officer's page on a phone: one's own work by what is due next, and every act on it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from commandcenter.models.intent import IntentKind
from commandcenter.models.role import Role
from commandcenter.store.public_limit import DEFAULT_LIMITS
from tests.contract.people import PASSWORD
from tests.fixture.photo import scene_photo, sent_photo
from tests.fixture.store import RunningStore
from tests.pages.browser import Browsers, serious_faults
from tests.pages.city import PageCity
from tests.pages.office import DINAS, LURAH, LURAH_EAST, Office

MOVE = IntentKind.MOVE


@pytest.fixture
def office(page_city: PageCity) -> Office:
    return Office(page_city)


@pytest.fixture
def phone(office: Office, browsers: Browsers) -> Page:
    return browsers.phone(office.city.url).new_page()


def lines(page: Page) -> Locator:
    return page.locator(".lines .line")


def act(page: Page, name: str) -> Locator:
    """Choose an act behind the button of all, and return its dialog."""
    page.get_by_role("button", name="Lainnya …").click()
    page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog).to_be_visible()
    return dialog


def done(dialog: Locator, name: str) -> None:
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden()


class TestList:
    def test_what_is_overdue_stands_on_top_and_counts_narrow_the_list(self, office: Office, phone: Page) -> None:
        later, late = office.report(due_h=5), office.report(due_h=-3, category="JALAN")
        working = office.report(due_h=9)
        office.room.done(MOVE, None, working, to_state="in_progress")
        office.room.report(106.95)
        office.enter(phone)
        expect(lines(phone)).to_have_count(3)
        first = lines(phone).first
        expect(first).to_contain_text("lewat 3 j")
        expect(first).to_contain_text("Menunggu")
        expect(first).to_have_attribute("href", f"#/report/{late}")
        phone.get_by_role("button", name="Lewat waktu 1").click()
        expect(lines(phone)).to_have_count(1)
        phone.get_by_role("button", name=re.compile("Proses 1")).click()
        expect(lines(phone).first).to_have_attribute("href", f"#/report/{working}")
        phone.get_by_role("button", name="Terbuka 3").click()
        phone.get_by_label("Kategori").select_option("JALAN")
        expect(lines(phone)).to_have_count(1)
        phone.get_by_label("Nomor laporan").fill(office.number(later))
        phone.get_by_role("button", name="Buka", exact=True).click()
        expect(phone.get_by_role("heading", level=2)).to_contain_text(office.number(later))

    def test_what_changes_is_offered_and_nothing_moves_under_the_finger(self, office: Office, phone: Page) -> None:
        first = office.report(due_h=5)
        office.enter(phone)
        expect(lines(phone)).to_have_count(1)
        urgent = office.report(due_h=-1)
        renew = phone.get_by_role("button", name=re.compile("perubahan: perbarui daftar"))
        expect(renew).to_be_visible()
        expect(lines(phone)).to_have_count(1)
        expect(phone.get_by_role("button", name="Terbuka 2")).to_be_visible()
        office.room.done(IntentKind.TAKE_ON, None, first)
        expect(lines(phone).first).to_contain_text("penutupan")
        renew.click()
        expect(lines(phone).first).to_have_attribute("href", f"#/report/{urgent}")
        expect(renew).to_be_hidden()

    def test_what_was_handed_over_says_by_whom(self, office: Office, phone: Page) -> None:
        report = office.report()
        office.room.done(MOVE, None, report, to_state="coordinating", agency="DSDA")
        office.enter(phone, DINAS)
        phone.get_by_role("button", name="Diserahkan ke saya 1").click()
        expect(lines(phone).first).to_contain_text("Diserahkan oleh Meja 1")
        lines(phone).first.click()
        table = phone.get_by_role("table")
        expect(table.get_by_role("row")).to_have_count(3)
        expect(table).to_contain_text("Dinas Sumber Daya Air (sekarang)")


class TestActs:
    def test_the_whole_way_from_taking_on_to_finishing_with_a_photo(
        self, office: Office, phone: Page, tmp_path: Path
    ) -> None:
        report = office.report(media=[office.photo()])
        office.room.crew()
        office.enter(phone)
        lines(phone).first.click()
        phone.get_by_role("button", name="Ambil", exact=True).click()
        expect(phone.locator(".facts")).to_contain_text("Lurah Barat")

        answer = act(phone, "Jawab")
        answer.get_by_label("Kata siap pakai").select_option("terima")
        expect(answer.get_by_label(re.compile("Jawaban"))).to_have_value(re.compile(office.number(report)))
        done(answer, "Jawab")

        crew = act(phone, "Kirim ke regu")
        crew.get_by_role("radio").first.check()
        crew.get_by_label("Yang perlu diketahui regu").fill("Bawa gergaji")
        done(crew, "Kirim ke regu")
        expect(phone.locator(".facts")).to_contain_text("Regu A · dikirim")
        assert office.room.state_of(report) == "in_progress"

        back = act(phone, "Tarik dari regu")
        back.get_by_label("Alasan").fill("Salah regu")
        done(back, "Tarik dari regu")
        expect(phone.locator(".report .state").first).to_contain_text("Menunggu")

        date = act(phone, "Beri estimasi selesai")
        date.get_by_label("Selesai paling lambat (WIB)").fill("2026-12-24T09:30")
        done(date, "Beri estimasi selesai")
        expect(phone.locator(".facts")).to_contain_text("24 Des 2026, 09.30 WIB")

        finish = act(phone, "Selesaikan")
        photo = tmp_path / "sesudah.jpg"
        Image.effect_noise((640, 480), 50).convert("RGB").save(photo)
        finish.get_by_label("Foto hasil pekerjaan").set_input_files(photo)
        done(finish, "Selesaikan")
        expect(phone.locator(".report .state").first).to_contain_text("Selesai")
        expect(phone.locator(".photos li")).to_have_count(2)
        kinds = [entry.kind for entry in office.room.timeline(report)]
        assert kinds == ["submitted", "taken_on", "answered", "job", "moved", "job", "moved", "moved", "moved"]

    def test_handing_over_instructing_rejecting_and_noting(self, office: Office, phone: Page) -> None:
        report, wrong = office.report(due_h=1), office.report(due_h=2)
        office.enter(phone)
        office.open(phone, report)
        note = act(phone, "Catatan internal")
        note.get_by_label("Catatan").fill("Sudah ditelepon")
        done(note, "Catatan internal")
        over = act(phone, "Serahkan ke instansi lain")
        over.get_by_label("Kepada").select_option("PLN")
        done_early = over.get_by_role("button", name="Serahkan ke instansi lain")
        done_early.click()
        expect(
            over.get_by_role("alert").filter(has_text="PLN").or_(over.locator(".trouble:not(:empty)"))
        ).to_be_visible()
        over.get_by_label(re.compile("Nomor tiket")).fill("TK-77")
        done(over, "Serahkan ke instansi lain")
        expect(phone.locator(".report .state").first).to_contain_text("Koordinasi")
        down = act(phone, "Disposisi ke unit bawahan")
        down.get_by_label("Kepada").select_option("DSDA")
        done(down, "Disposisi ke unit bawahan")
        assert office.room.state_of(report) == "delegated"

        office.open(phone, wrong)
        reject = act(phone, "Tolak")
        reject.get_by_role("button", name="Tolak").click()
        expect(reject.get_by_text("Beri alasan.")).to_be_visible()
        reject.get_by_label("Alasan").fill("Bukan di kota ini")
        done(reject, "Tolak")
        assert office.room.state_of(wrong) == "rejected"

    def test_what_the_store_refuses_is_told_and_what_was_typed_stays(self, office: Office, phone: Page) -> None:
        report = office.report()
        office.room.crew()
        office.enter(phone)
        office.open(phone, report)
        crew = act(phone, "Kirim ke regu")
        crew.get_by_role("radio").first.check()
        crew.get_by_label("Yang perlu diketahui regu").fill("Bawa pompa")
        office.room.done(IntentKind.SET_AVAILABILITY, "A", available=False, reason="Truk rusak")
        crew.get_by_role("button", name="Kirim ke regu").click()
        expect(crew.get_by_text(re.compile("Truk rusak"))).to_be_visible()
        expect(crew.get_by_label("Yang perlu diketahui regu")).to_have_value("Bawa pompa")

    def test_a_conflict_shows_both_and_a_person_decides(self, office: Office, phone: Page) -> None:
        report = office.report()
        office.enter(phone)
        office.open(phone, report)
        phone.route("**/v1/changes/stream**", lambda route: route.abort())
        phone.reload()
        reject = act(phone, "Tolak")
        reject.get_by_label("Alasan").fill("Ganda")
        office.room.done(MOVE, None, report, to_state="in_progress")
        reject.get_by_role("button", name="Tolak", exact=True).click()
        conflict = reject.locator(".conflict")
        expect(conflict).to_contain_text("Proses · Meja 1")
        expect(conflict).to_contain_text("Ditolak")
        conflict.get_by_role("button", name="Biarkan yang sudah ada").click()
        expect(phone.locator(".report .state").first).to_contain_text("Proses")
        assert office.room.state_of(report) == "in_progress"

        again = act(phone, "Tolak")
        again.get_by_label("Alasan").fill("Ganda")
        office.room.done(IntentKind.SET_PRIORITY, None, report, priority="high")
        again.get_by_role("button", name="Tolak", exact=True).click()
        again.get_by_role("button", name="Tetap kirim punya saya").click()
        expect(phone.locator(".report .state").first).to_contain_text("Ditolak")

    def test_an_act_made_without_network_goes_once_when_it_is_back(self, office: Office, phone: Page) -> None:
        report = office.report()
        office.enter(phone)
        office.open(phone, report)
        note = act(phone, "Catatan internal")
        note.get_by_label("Catatan").fill("Di lapangan")
        phone.context.set_offline(True)
        note.get_by_role("button", name="Catatan internal", exact=True).click()
        expect(note.get_by_text("Akan terkirim sendiri saat jaringan pulih")).to_be_visible()
        phone.context.set_offline(False)
        expect(note).to_be_hidden()
        assert [entry.note for entry in office.room.timeline(report)].count("Di lapangan") == 1

    def test_an_answer_that_was_lost_is_asked_for_again_and_the_act_done_once(
        self, office: Office, phone: Page
    ) -> None:
        report = office.report()
        office.enter(phone)
        office.open(phone, report)
        lost: list[str] = []

        def lose_first(route: Route) -> None:
            if lost:
                route.continue_()
                return
            route.fetch()
            lost.append("answer")
            route.abort()

        phone.route("**/v1/intents", lose_first)
        note = act(phone, "Catatan internal")
        note.get_by_label("Catatan").fill("Di lapangan")
        note.get_by_role("button", name="Catatan internal", exact=True).click()
        note.get_by_role("button", name="Kirim sekarang").click()
        expect(note).to_be_hidden()
        assert lost == ["answer"]
        assert [entry.note for entry in office.room.timeline(report)].count("Di lapangan") == 1


class TestScope:
    def test_an_officer_of_another_kelurahan_sees_and_can_do_nothing(self, office: Office, phone: Page) -> None:
        report = office.report(media=[office.photo()])
        office.enter(phone, LURAH_EAST)
        expect(phone.get_by_text("Tidak ada laporan terbuka di sini.")).to_be_visible()
        phone.get_by_role("link", name="Moderasi").click()
        expect(phone.get_by_text("Tidak ada yang menunggu moderasi.")).to_be_visible()
        phone.goto(f"/petugas#/report/{report}")
        expect(phone.get_by_role("alert")).to_contain_text("Laporan itu tidak ada")
        expect(phone.get_by_role("button", name="Lainnya …")).to_have_count(0)
        assert office.number(report) not in phone.content()
        proof = phone.evaluate("async () => (await (await fetch('/v1/session')).json()).csrf")
        said = phone.evaluate(
            """async ([proof, subject]) => (await (await fetch('/v1/intents', {method: 'POST',
            headers: {'Content-Type': 'application/json', 'X-CSRF-Token': proof},
            body: JSON.stringify({intent_id: crypto.randomUUID(), kind: 'take_on', subject, base_version: 1,
            after_intent: null, acted_ms: Date.now(), payload: {}, target: null})})).json()).code""",
            [proof, str(report)],
        )
        assert said == "out_of_scope"

    def test_a_citizen_is_told_that_the_page_is_for_officers(self, office: Office, phone: Page) -> None:
        office.city.person("warga.ani", Role.REPORTER, name="Ani")
        phone.goto("/petugas")
        office.city.sign_in(phone, "warga.ani")
        expect(phone.get_by_text("halaman ini untuk petugas")).to_be_visible()

    def test_a_manager_reads_and_acts_on_nothing(self, office: Office, phone: Page) -> None:
        report = office.report()
        office.city.person("kepala", Role.MANAGER, name="Kepala Biro")
        office.enter(phone, "kepala")
        office.open(phone, report)
        expect(phone.get_by_role("button", name="Lainnya …")).to_have_count(0)


class TestEvidence:
    def test_a_photo_that_was_used_before_stands_beside_the_earlier_one_with_the_reason(
        self, office: Office, phone: Page
    ) -> None:
        first, second = office.report(), office.report()
        picture = Image.open(BytesIO(scene_photo(1)))
        width, height = picture.size
        cropped = BytesIO()
        picture.crop((width // 8, height // 8, width, height)).save(cropped, "JPEG", quality=80)
        for report, data in ((first, scene_photo(1)), (second, cropped.getvalue())):
            media = sent_photo(office.city.store, data)
            office.room.done(MOVE, None, report, to_state="done", media=[media])
        office.enter(phone)
        phone.get_by_role("link", name="Bukti").click()
        card = phone.locator("article", has_text=office.number(second))
        expect(card.get_by_role("img")).to_have_count(2)
        expect(card.get_by_role("listitem").first).to_contain_text(office.number(first))
        card.get_by_label("Catatan").fill("Foto yang sama")
        card.get_by_role("button", name="Tidak asli").click()
        expect(card).to_be_hidden()


class TestAccess:
    @pytest.mark.parametrize("where", ["work", "report", "moderation", "reviews", "act", "masks"])
    def test_nothing_keeps_people_out_and_large_text_fits(self, office: Office, phone: Page, where: str) -> None:
        report = office.report(media=[office.photo()], category="PELANGGARAN")
        office.report(due_h=-2)
        office.room.crew()
        office.enter(phone)
        if where in {"moderation", "reviews"}:
            phone.get_by_role("link", name={"moderation": "Moderasi", "reviews": "Bukti"}[where]).click()
            expect(phone.get_by_role("heading", level=2)).to_be_visible()
        if where in {"report", "act", "masks"}:
            office.open(phone, report)
        if where == "act":
            act(phone, "Kirim ke regu").get_by_role("radio").first.wait_for()
        if where == "masks":
            phone.get_by_role("button", name="Tutup bagian, putuskan …").click()
            phone.get_by_role("button", name="Tambah penutup").click()
        assert serious_faults(phone) == []
        phone.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        wide = phone.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, "at twice the size of text something stands out at the side"

    def test_everything_is_done_by_keyboard(self, office: Office, browsers: Browsers) -> None:
        report = office.report()
        page = browsers.desk(office.city.url).new_page()
        page.goto("/petugas")
        page.get_by_label("Nama masuk").focus()
        page.keyboard.type(LURAH)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        line = lines(page).first
        expect(line).to_be_visible()
        reach(page, line)
        page.keyboard.press("Enter")
        take = page.get_by_role("button", name="Ambil", exact=True)
        expect(take).to_be_visible()
        reach(page, take)
        page.keyboard.press("Enter")
        expect(page.locator(".facts")).to_contain_text("Lurah Barat")
        more = page.get_by_role("button", name="Lainnya …")
        reach(page, more)
        page.keyboard.press("Enter")
        note = page.get_by_role("dialog").get_by_role("button", name="Catatan internal")
        expect(note).to_be_visible()
        reach(page, note)
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Catatan internal")
        expect(dialog).to_be_visible()
        reach(page, dialog.get_by_label("Catatan"))
        page.keyboard.type("Dicek")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        assert "Dicek" in [entry.note for entry in office.room.timeline(report)]
        again = act(page, "Catatan internal")
        page.keyboard.press("Escape")
        expect(again).to_be_hidden()


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never came to it")


def test_trying_passwords_is_slowed_down_with_a_sentence(tmp_path: Path, browsers: Browsers) -> None:
    store = RunningStore(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    store.settings = replace(store.settings, limits=DEFAULT_LIMITS)
    city = PageCity(store)
    try:
        store.start()
        city.person(LURAH, Role.OFFICER, name="Lurah Barat")
        page = browsers.phone(city.url).new_page()
        page.goto("/petugas")
        page.get_by_label("Nama masuk").fill(LURAH)
        alert = page.get_by_role("alert")
        for attempt in range(12):
            page.get_by_label("Kata sandi").fill(f"bukan kata sandi {attempt}")
            with page.expect_response("**/v1/session") as answered:
                page.get_by_role("button", name="Masuk").click()
            expect(alert).not_to_be_empty()
            if answered.value.status == 429:
                break
        assert answered.value.status == 429
        expect(alert).to_contain_text(re.compile("menit|detik|lagi"))
    finally:
        city.close()
