"""The crew's phone without a network at the worst moments: nothing is lost or done twice, the order is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from commandcenter.models.intent import IntentKind
from tests.pages.browser import Browsers
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


def sent_states(page: Page) -> list[str]:
    """Return a list that fills with the states that the phone's acts ask for, as they are sent."""
    states: list[str] = []

    def hear(body: str | None) -> None:
        act = json.loads(body or "{}")
        if act.get("kind") == IntentKind.MOVE_JOB.value:
            states.append(act["payload"]["to_state"])

    page.context.on("request", lambda request: hear(request.post_data) if "/v1/intents" in request.url else None)
    return states


@contextmanager
def losing(page: Page, path: str, *, after: bool) -> Iterator[None]:
    """Lose the network at the next request below a path, which the block makes: before the store heard it, or after."""

    def cut(route: Route) -> None:
        if after:
            route.fetch()
        page.context.set_offline(True)
        route.abort("connectionreset")

    page.context.route(f"**{path}", cut, times=1)
    with page.expect_event("requestfailed", lambda request: request.url.endswith(path)):
        yield


def test_a_whole_job_without_a_network_catches_up_in_order_and_once(town: CrewTown, browsers: Browsers) -> None:
    job, report = town.sent_job()
    context = phone(town, browsers)
    page = signed_in(town, context)
    open_job(page)
    states = sent_states(page)
    context.set_offline(True)
    walk(page, *STEPS)
    take_photo(page)
    expect(page.get_by_text("↑ 4 menunggu dikirim")).to_be_visible()
    expect(
        page.get_by_text("Menunggu dikirim: Diterima, Menuju lokasi, Di lokasi, Selesai dengan foto")
    ).to_be_visible()
    assert states == []
    assert town.state_of(job) == "sent"
    context.set_offline(False)
    all_sent(page)
    assert states == ["accepted", "en_route", "on_site", "done"]
    assert town.told(report) == WHOLE_WAY
    assert town.after_photos(report) == 1


def test_what_waits_can_be_taken_back(town: CrewTown, browsers: Browsers) -> None:
    job, _ = town.sent_job()
    context = phone(town, browsers)
    page = signed_in(town, context)
    open_job(page)
    context.set_offline(True)
    walk(page, "Terima tugas", "Berangkat")
    page.get_by_role("button", name="Batalkan “Menuju lokasi”").click()
    expect(page.get_by_role("button", name="Berangkat")).to_be_visible()
    expect(page.get_by_text("↑ 1 menunggu dikirim")).to_be_visible()
    context.set_offline(False)
    all_sent(page)
    assert town.state_of(job) == "accepted"


@pytest.mark.parametrize("after", [False, True], ids=["before the store heard it", "after the store had it"])
def test_a_page_killed_while_it_sends_the_photo_ends_the_job_once(
    town: CrewTown, browsers: Browsers, after: bool
) -> None:
    job, report = town.sent_job()
    town.room.walk(job, "accepted", "en_route", "on_site")
    context = phone(town, browsers)
    page = signed_in(town, context)
    open_job(page)
    with losing(page, "/v1/media", after=after):
        take_photo(page)
    expect(page.get_by_text("↑ 1 menunggu dikirim")).to_be_visible()
    page.close()
    assert town.state_of(job) == "on_site"
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"/regu#/job/{job}")
    expect(page.get_by_text("Selesai pukul")).to_be_visible()
    all_sent(page)
    assert town.told(report) == WHOLE_WAY
    assert town.after_photos(report) == 1


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_done_twice(
    town: CrewTown, browsers: Browsers
) -> None:
    job, report = town.sent_job()
    context = phone(town, browsers)
    page = signed_in(town, context)
    open_job(page)
    states = sent_states(page)
    with losing(page, "/v1/intents", after=True):
        step(page, "Terima tugas")
    expect(page.get_by_text("↑ 1 menunggu dikirim")).to_be_visible()
    assert town.state_of(job) == "accepted"
    context.set_offline(False)
    all_sent(page)
    assert states == ["accepted", "accepted"]
    assert town.told(report) == WHOLE_WAY[:3]
    expect(page.get_by_role("button", name="Berangkat")).to_be_visible()


def test_two_tabs_send_what_waits_once(town: CrewTown, browsers: Browsers) -> None:
    job, report = town.sent_job()
    context = phone(town, browsers)
    page = signed_in(town, context)
    open_job(page)
    other = context.new_page()
    other.goto(f"/regu#/job/{job}")
    expect(other.get_by_role("button", name="Terima tugas")).to_be_visible()
    context.set_offline(True)
    walk(page, *STEPS)
    take_photo(page)
    expect(other.get_by_text("↑ 4 menunggu dikirim")).to_be_visible()
    context.set_offline(False)
    all_sent(page)
    all_sent(other)
    expect(other.get_by_text("Selesai pukul")).to_be_visible()
    assert town.told(report) == WHOLE_WAY
    assert town.after_photos(report) == 1


def test_a_job_that_was_withdrawn_meanwhile_is_told_in_words(town: CrewTown, browsers: Browsers) -> None:
    job, report = town.sent_job()
    town.room.walk(job, "accepted")
    context = phone(town, browsers)
    page = signed_in(town, context)
    open_job(page)
    context.set_offline(True)
    walk(page, "Berangkat", "Tiba di lokasi")
    take_photo(page)
    town.room.done(IntentKind.MOVE_JOB, job, to_state="withdrawn", reason="Sudah diangkut dinas")
    context.set_offline(False)
    note = page.get_by_role("region", name="Perlu keputusan Anda")
    expect(note).to_contain_text("Meja 1")
    expect(note).to_contain_text("Ditarik")
    expect(page.get_by_text("Sudah diangkut dinas").first).to_be_visible()
    expect(note.get_by_role("button", name="Lanjutkan")).to_have_count(0)
    note.get_by_role("button", name="Biarkan seperti sekarang").click()
    all_sent(page)
    expect(note).to_have_count(0)
    assert town.state_of(job) == "withdrawn"
    assert town.after_photos(report) == 0


def test_two_phones_of_one_crew_meet_and_the_second_goes_on_from_where_the_first_is(
    town: CrewTown, browsers: Browsers
) -> None:
    _, report = town.sent_job()
    first, second = phone(town, browsers), phone(town, browsers)
    one, two = signed_in(town, first), signed_in(town, second)
    open_job(one)
    open_job(two)
    second.set_offline(True)
    walk(two, *STEPS)
    take_photo(two)
    walk(one, "Terima tugas", "Berangkat")
    all_sent(one)
    second.set_offline(False)
    note = two.get_by_role("region", name="Perlu keputusan Anda")
    expect(note).to_contain_text("Regu A")
    expect(note).to_contain_text("Menuju lokasi")
    note.get_by_role("button", name="Lanjutkan ke “Selesai”").click()
    all_sent(two)
    expect(two.get_by_text("Selesai pukul")).to_be_visible()
    assert town.told(report) == WHOLE_WAY
    assert town.after_photos(report) == 1


def test_a_job_stuck_for_a_decision_holds_no_other_job_up(town: CrewTown, browsers: Browsers) -> None:
    stuck, _ = town.sent_job()
    free, _ = town.sent_job(category="SAMPAH")
    context = phone(town, browsers)
    page = signed_in(town, context)
    context.set_offline(True)
    open_job(page)
    step(page, "Terima tugas")
    page.get_by_role("link", name="Semua tugas").click()
    open_job(page, 1)
    step(page, "Terima tugas")
    town.room.done(IntentKind.MOVE_JOB, stuck, to_state="withdrawn", reason="Ganda")
    context.set_offline(False)
    expect(page.get_by_text("↑ 1 menunggu dikirim")).to_be_visible()
    page.get_by_role("link", name="Semua tugas").click()
    expect(page.get_by_text("perlu keputusan Anda")).to_be_visible()
    assert town.state_of(free) == "accepted"


def test_who_is_signed_out_meanwhile_loses_nothing(town: CrewTown, browsers: Browsers) -> None:
    job, _ = town.sent_job()
    context = phone(town, browsers)
    page = signed_in(town, context)
    open_job(page)
    context.set_offline(True)
    step(page, "Terima tugas")
    context.clear_cookies()
    context.set_offline(False)
    expect(page.get_by_label("Nama masuk")).to_be_visible()
    assert town.state_of(job) == "sent"
    town.city.sign_in(page, "regu.a")
    expect(page.get_by_role("button", name="Berangkat")).to_be_visible()
    all_sent(page)
    assert town.state_of(job) == "accepted"


def test_the_page_opens_without_a_network_and_work_goes_on(town: CrewTown, browsers: Browsers) -> None:
    job, report = town.sent_job()
    town.room.walk(job, "accepted")
    context = phone(town, browsers)
    page = signed_in(town, context)
    expect(page.locator("a.card")).to_have_count(1)
    page.evaluate("() => navigator.serviceWorker.ready")
    page.reload()
    expect(page.locator("a.card")).to_have_count(1)
    context.set_offline(True)
    page.close()
    page = context.new_page()
    page.goto("/regu")
    open_job(page)
    walk(page, "Berangkat")
    page.reload()
    expect(page.get_by_role("button", name="Tiba di lokasi")).to_be_visible()
    assert town.state_of(job) == "accepted"
    context.set_offline(False)
    all_sent(page)
    assert town.told(report) == WHOLE_WAY[:4]


_SLOW_OUTBOX = """
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    window.releaseOutbox = release;
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name, version) {
        const request = open.call(this, name, version);
        if (!name.startsWith('outbox-')) return request;
        const on = request.addEventListener.bind(request);
        request.addEventListener = (kind, listener) => on(kind, (event) => released.then(() => listener(event)));
        return request;
    };
"""
"""A phone that is slow to open what waits on it, until ``releaseOutbox`` is called."""


def test_nobody_is_told_that_all_is_sent_before_the_phone_has_looked(town: CrewTown, browsers: Browsers) -> None:
    town.sent_job()
    context = phone(town, browsers)
    page = signed_in(town, context)
    open_job(page)
    context.set_offline(True)
    step(page, STEPS[0])
    expect(page.get_by_text("↑ 1 menunggu dikirim")).to_be_visible()
    page.close()
    page = context.new_page()
    page.add_init_script(_SLOW_OUTBOX)
    page.goto("/regu")
    condition = page.locator(".condition")
    expect(condition).to_contain_text("Memuat …")
    page.evaluate("() => window.releaseOutbox()")
    expect(condition).to_contain_text("↑ 1 menunggu dikirim")
