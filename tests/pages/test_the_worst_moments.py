"""One report's whole way in which every page ends, or loses an answer, when it is worst; and nothing happens twice."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route, expect

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import IntentKind, new_intent_id
from commandcenter.models.role import Role
from tests.fixture.crew import EAST, WEST
from tests.pages import citizen
from tests.pages.browser import Browsers
from tests.pages.city import PageCity
from tests.pages.crew import STEPS, WHOLE_WAY, CrewTown, all_sent, open_job, phone, signed_in, step, take_photo, walk
from tests.pages.test_crew_offline import losing
from tests.pages.test_the_whole_way import (
    CATEGORY,
    LURAH,
    LURAH_EAST,
    fill_in,
    officer_page,
    send_to_crew,
    show_everything,
)

INTENTS = "**/v1/intents"
NO_LOCKS = "Object.defineProperty(navigator, 'locks', {value: undefined})"
"""As in browsers in which tabs can't take turns."""


def held_back(context: BrowserContext) -> None:
    """Have every act on its way from now on reach nobody and get no answer."""
    context.route(INTENTS, lambda _: None)


def killed(context: BrowserContext, page: Page) -> None:
    """End a page in the middle of what it sends; whoever opens it again is not held back."""
    page.close()
    context.unroute(INTENTS)


def losing_the_first_answer(context: BrowserContext) -> list[str]:
    """Lose the answer to the first act after the store has it; return a list that fills with the ids that are sent."""
    sent: list[str] = []

    def cut(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "")["intent_id"])
        if len(sent) == 1:
            assert route.fetch().json()["status"] in {"applied", "repeated"}
            route.abort("connectionreset")
        else:
            route.continue_()

    context.route(INTENTS, cut)
    return sent


def reported_at_the_worst_moments(city: PageCity, context: BrowserContext) -> Page:
    """Report while the page is killed, then out of two tabs at once, the first of which loses its answer."""
    page = citizen.opened(context)
    fill_in(page)
    held_back(context)
    with page.expect_request(INTENTS):
        citizen.send(page)
    killed(context, page)
    assert citizen.stored(city) == []
    sent = losing_the_first_answer(context)
    tabs = [context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto("/lapor#/mine")
    for tab in tabs:
        expect(tab.get_by_role("link", name=CATEGORY)).to_be_visible()
        expect(tab.get_by_text("Menunggu di ponsel ini")).to_have_count(0)
    assert len(sent) >= 2
    assert len(set(sent)) == 1
    context.unroute(INTENTS)
    tabs[0].close()
    return tabs[1]


def done_at_the_worst_moments(town: CrewTown, context: BrowserContext) -> None:
    """Do a job out of two tabs; an answer is lost, and both end while the last step is on its way."""
    first = signed_in(town, context)
    open_job(first)
    address = first.url
    second = context.new_page()
    second.goto(address)
    with losing(first, "/v1/intents", after=True):
        step(first, STEPS[0])
    context.set_offline(False)
    all_sent(first)
    walk(second, STEPS[1])
    expect(first.get_by_role("button", name=STEPS[2])).to_be_visible()
    walk(first, STEPS[2])
    all_sent(first)
    second.close()
    held_back(context)
    with first.expect_request(INTENTS):
        take_photo(first)
    killed(context, first)
    tabs = [context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(address)
    for tab in tabs:
        expect(tab.get_by_text("Selesai pukul")).to_be_visible()
        all_sent(tab)


def tried_by_hand(page: Page, report: ReportId) -> list[Any]:
    """Send what an officer can do to a report with the cookie of whoever is signed in; return how each act ended."""
    acts: tuple[tuple[IntentKind, dict[str, Any]], ...] = (
        (IntentKind.TAKE_ON, {}),
        (IntentKind.ANSWER, {"text": "Bukan urusan saya"}),
        (IntentKind.NOTE, {"note": "Bukan urusan saya"}),
        (IntentKind.MODERATE, {"moderation": "hidden", "reason": "Bukan urusan saya"}),
        (IntentKind.SET_PRIORITY, {"priority": "low"}),
        (IntentKind.MOVE, {"to_state": "rejected", "note": "Bukan urusan saya"}),
        (IntentKind.PLAN_JOB, {"crew": "A"}),
    )
    intents = [
        {
            "intent_id": new_intent_id(),
            "kind": kind.value,
            "subject": str(report),
            "base_version": None,
            "after_intent": None,
            "acted_ms": 0,
            "payload": payload,
            "target": None,
        }
        for kind, payload in acts
    ]
    ends: list[Any] = page.evaluate(
        """async (intents) => {
            const {csrf} = await (await fetch('/v1/session')).json();
            const headers = {'Content-Type': 'application/json', 'X-CSRF-Token': csrf};
            const body = JSON.stringify({intents});
            const answer = await fetch('/v1/intents', {method: 'POST', headers, body});
            return (await answer.json()).results.map(({status, code}) => [status, code]);
        }""",
        intents,
    )
    assert len(ends) == len(acts)
    return ends


def sees_and_can_do_nothing(stranger: Page, report: ReportId) -> None:
    """Have an officer of another part of the city look at a report, and act on it by hand."""
    stranger.reload()
    expect(stranger.get_by_text("Tidak ada laporan terbuka di sini.")).to_be_visible()
    for path in (f"/v1/officer/reports/{report}", f"/v1/officer/reports/{report}/crews"):
        assert stranger.evaluate("async (path) => (await fetch(path)).status", path) == 404
    assert {tuple(end) for end in tried_by_hand(stranger, report)} == {("refused", "out_of_scope")}


def test_one_report_goes_its_whole_way_through_the_worst_moments(page_city: PageCity, browsers: Browsers) -> None:
    town = CrewTown(page_city)
    page_city.person(LURAH, Role.OFFICER, name="Lurah Barat", area=WEST)
    page_city.person(LURAH_EAST, Role.OFFICER, name="Lurah Timur", area=EAST)
    # No service worker either: it would send beside the tabs, out of this test's hands.
    at_home = citizen.phone(browsers, page_city, service_workers="block")
    at_home.add_init_script(NO_LOCKS)
    following = reported_at_the_worst_moments(page_city, at_home)
    (row,) = citizen.stored(page_city)
    report = ReportId(row.id)
    assert [photo.stage for photo in citizen.stored_photos(page_city)] == ["before"]

    stranger = officer_page(page_city, browsers, LURAH_EAST)
    sees_and_can_do_nothing(stranger, report)
    office = officer_page(page_city, browsers, LURAH)
    show_everything(office)
    send_to_crew(office)
    done_at_the_worst_moments(town, phone(town, browsers))
    # An officer sends without planning first.
    assert town.told(report) == WHOLE_WAY[1:]
    before = town.room.timeline(report)
    sees_and_can_do_nothing(stranger, report)
    assert town.room.timeline(report) == before

    following.get_by_role("link", name=CATEGORY).click()
    for name in ("Sebelum", "Sesudah"):
        expect(following.get_by_role("img", name=name)).to_have_count(1)
    lost = losing_the_first_answer(at_home)
    following.get_by_role("button", name="5 bintang dari lima").click()
    expect(following.get_by_text("Anda memberi 5 bintang.")).to_be_visible()
    expect(following.get_by_text("Dikirim bila ada jaringan.")).to_have_count(0)
    assert (len(lost), len(set(lost))) == (2, 1)
    (row,) = citizen.stored(page_city)
    assert (row.state, row.stars, row.ratings) == ("done", 5, 1)
    assert [photo.stage for photo in citizen.stored_photos(page_city)] == ["before", "after"]
