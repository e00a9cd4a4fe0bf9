"""Moderating on the officer's page: what waits, and covers that are drawn and then really cover."""

from __future__ import annotations

import re

import pytest
from PIL import ImageStat
from playwright.sync_api import Locator, Page, expect

from commandcenter.models.identity import ReportId
from commandcenter.models.record import Entity
from tests.pages.browser import Browsers
from tests.pages.city import PageCity
from tests.pages.office import Office

GRAIN, SMOOTH = 25, 8
"""How shades of grey spread: the photo's own is more than the first, a cover's less than the second."""

_AROUND_PX = 12


@pytest.fixture
def office(page_city: PageCity) -> Office:
    return Office(page_city)


def grain(office: Office, media: str, *at: tuple[float, float]) -> list[float]:
    """Return how much can be told apart in the public photo around some places, shares of its width and height."""
    picture = office.public_photo(media)
    assert picture is not None
    width, height = picture.size
    found = []
    for x, y in at:
        left, top = int(x * width) - _AROUND_PX, int(y * height) - _AROUND_PX
        spot = picture.crop((left, top, left + 2 * _AROUND_PX, top + 2 * _AROUND_PX))
        found.append(ImageStat.Stat(spot).stddev[0])
    return found


def waiting(office: Office, page: Page) -> tuple[ReportId, str, Locator]:
    """Open the queue with one public report whose photo waits, and its masks."""
    media = office.photo()
    report = office.report(media=[media])
    office.set(report, moderation="public")
    office.enter(page)
    page.get_by_role("link", name="Moderasi").click()
    page.get_by_role("button", name="Tutup bagian, putuskan …").click()
    dialog = page.get_by_role("dialog")
    image = dialog.get_by_role("img", name="Foto seperti saat dikirim")
    expect(image).to_be_visible()
    page.wait_for_function("() => document.querySelector('.masks img').naturalWidth > 0")
    return report, media, dialog


def show(dialog: Locator) -> None:
    dialog.get_by_role("button", name=re.compile("^Tayangkan")).click()
    expect(dialog).to_be_hidden()


def drag(page: Page, field: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=4)
    page.mouse.up()


def test_a_cover_drawn_with_the_mouse_covers_the_public_photo(office: Office, browsers: Browsers) -> None:
    page = browsers.desk(office.city.url).new_page()
    _, media, dialog = waiting(office, page)
    assert office.public_photo(media) is None, "nothing is public before somebody has looked"
    field = dialog.locator(".mask-field")
    drag(page, field, (0.6, 0.7), (0.2, 0.3))
    expect(dialog.locator("rect.mask")).to_have_count(1)
    drag(page, field, (0.9, 0.9), (0.901, 0.901))
    expect(dialog.locator("rect.mask")).to_have_count(1)
    show(dialog)
    expect(page.get_by_text("Tidak ada yang menunggu moderasi.")).to_be_visible()
    inside, outside = grain(office, media, (0.4, 0.5), (0.8, 0.15))
    assert inside < SMOOTH, "what was drawn over is covered"
    assert outside > GRAIN, "and nothing else is"


def test_a_cover_drawn_with_the_finger_does_too_and_can_be_moved(office: Office, browsers: Browsers) -> None:
    page = browsers.phone(office.city.url).new_page()
    _, media, dialog = waiting(office, page)
    field = dialog.locator(".mask-field")
    finger = page.context.new_cdp_session(page)

    def stroke(*way: tuple[float, float]) -> None:
        field.scroll_into_view_if_needed()
        box = field.bounding_box()
        assert box is not None
        points = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]} for x, y in way]
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [points[0]]})
        for point in points[1:]:
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    stroke((0.1, 0.1), (0.2, 0.2), (0.3, 0.3))
    expect(dialog.locator("rect.mask")).to_have_count(1)
    stroke((0.2, 0.2), (0.4, 0.4), (0.7, 0.7))
    show(dialog)
    expect(page.get_by_text("Tidak ada yang menunggu moderasi.")).to_be_visible()
    before, after = grain(office, media, (0.2, 0.2), (0.7, 0.7))
    assert before > GRAIN
    assert after < SMOOTH


def test_a_cover_is_added_moved_sized_and_removed_by_keyboard(office: Office, browsers: Browsers) -> None:
    page = browsers.desk(office.city.url).new_page()
    _, media, dialog = waiting(office, page)
    add = dialog.get_by_role("button", name="Tambah penutup")
    add.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    covers = dialog.locator("rect.mask")
    expect(covers).to_have_count(2)
    covers.last.focus()
    page.keyboard.press("Delete")
    expect(covers).to_have_count(1)
    covers.first.focus()
    for _ in range(15):
        page.keyboard.press("ArrowLeft")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowDown")
    expect(covers.first).to_have_attribute("aria-label", re.compile("mendatar 5 % sampai 35 %, tegak 35 % sampai 75 %"))
    show(dialog)
    expect(page.get_by_text("Tidak ada yang menunggu moderasi.")).to_be_visible()
    left, below, right = grain(office, media, (0.1, 0.4), (0.3, 0.72), (0.6, 0.5))
    assert left < SMOOTH
    assert below < SMOOTH
    assert right > GRAIN


def test_hiding_needs_a_reason_and_keeps_the_photo_from_everybody(office: Office, browsers: Browsers) -> None:
    page = browsers.phone(office.city.url).new_page()
    report, media, dialog = waiting(office, page)
    dialog.get_by_role("button", name="Sembunyikan").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("alasan")
    dialog.get_by_label("Alasan, wajib untuk menyembunyikan").fill("Wajah anak terlihat")
    dialog.get_by_role("button", name="Sembunyikan").click()
    expect(dialog).to_be_hidden()
    assert office.public_photo(media) is None
    assert office.room.timeline(report)[-1].note.endswith("Wajah anak terlihat")


def test_a_report_that_waits_is_shown_or_hidden_from_the_queue(office: Office, browsers: Browsers) -> None:
    shown, hidden = (office.report(category="PELANGGARAN") for _ in range(2))
    page = browsers.phone(office.city.url).new_page()
    office.enter(page)
    page.get_by_role("link", name="Moderasi").click()
    first = page.locator("article", has_text=office.number(shown))
    first.get_by_role("button", name="Tayangkan laporan").click()
    expect(first).to_be_hidden()
    second = page.locator("article", has_text=office.number(hidden))
    second.get_by_label("Alasan, wajib untuk menyembunyikan").fill("Nama orang disebut")
    second.get_by_role("button", name="Sembunyikan laporan").click()
    expect(page.get_by_text("Tidak ada yang menunggu moderasi.")).to_be_visible()
    assert office.room.record(Entity.REPORT, id=shown)["moderation"] == "public"
    assert office.room.record(Entity.REPORT, id=hidden)["moderation"] == "hidden"
