"""How much the citizen's page sends over the line before its map and photos, and how soon it is usable on slow 3G."""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.pages.browser import Browsers
from tests.pages.citizen import HERE
from tests.pages.city import PageCity

BUDGET_BYTES = 60_000
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
RUNS = 5
NOTE_WHEN_USABLE = """
const look = () => {
  const send = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Kirim laporan');
  const tile = document.querySelector('.tile');
  if (tile !== null && tile.checkVisibility() && send !== undefined && !send.disabled) {
    window.usableAt = performance.now();
  } else {
    requestAnimationFrame(look);
  }
};
requestAnimationFrame(look);
"""
"""Looked at in every frame: whoever asks from outside asks less and less often."""


class Line:
    """What comes over a page's line, by Chromium's own count: headers and compressed bodies."""

    def __init__(self, session: CDPSession) -> None:
        self.by_request: dict[str, int] = {}
        self.address: dict[str, str] = {}
        session.on("Network.requestWillBeSent", lambda e: self.address.update({e["requestId"]: e["request"]["url"]}))
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _finished(self, event: dict[str, object]) -> None:
        self.by_request[str(event["requestId"])] = int(str(event["encodedDataLength"]))

    @property
    def total(self) -> int:
        return sum(self.by_request.values())


def usable(page: Page) -> None:
    """Open the page and wait until something can be reported."""
    page.goto("/lapor", wait_until="commit")
    expect(page.locator(".tile").first).to_be_visible()
    expect(page.get_by_role("button", name="Kirim laporan")).to_be_enabled()


def test_the_first_view_stays_within_its_bytes(
    page_city: PageCity, browsers: Browsers, capsys: pytest.CaptureFixture[str]
) -> None:
    page = browsers.phone(page_city.url, service_workers="block", **HERE).new_page()
    line = Line(page.context.new_cdp_session(page))
    usable(page)
    page.wait_for_load_state("networkidle")
    lines = [
        f"  {size:>7,}  {line.address[which].removeprefix(page_city.url)}" for which, size in line.by_request.items()
    ]
    with capsys.disabled():
        print("", f"/lapor, first view: {line.total:,} bytes of {BUDGET_BYTES:,}", *lines, sep="\n")
    assert 0 < line.total <= BUDGET_BYTES
    assert not any("pin_map" in address for address in line.address.values())


@pytest.mark.long
def test_how_soon_it_is_usable_on_a_cheap_phone_with_a_slow_line_is_printed(
    page_city: PageCity, browsers: Browsers, capsys: pytest.CaptureFixture[str]
) -> None:
    took_ms = []
    for _ in range(RUNS):
        context = browsers.phone(page_city.url, service_workers="block")
        page = context.new_page()
        page.add_init_script(NOTE_WHEN_USABLE)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        usable(page)
        took_ms.append(page.evaluate("window.usableAt"))
        context.close()
    with capsys.disabled():
        said = ", ".join(f"{one:,.0f}" for one in sorted(took_ms))
        median = f"median {statistics.median(took_ms):,.0f} ms of {RUNS} ({said})"
        print(f"\n/lapor usable on slow 3G (400 kbit/s, 400 ms, CPU ÷ 4): {median}")
    assert len(took_ms) == RUNS
