"""A real browser, and what is watched on every page that it opens.

Each page is one person's: a context of its own, so that nobody shares a cookie. A violation of the content policy, an
error of a script, or a request to anybody but the store fails the test that met it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
PATIENCE_MS = 60_000
"""How long a state may take to come on a machine that does other work as well."""

_AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_SERIOUS = ("serious", "critical")
_OWN_SCHEMES = ("data:", "blob:", "about:")


@contextmanager
def browser() -> Iterator[Browsers]:
    """Start Debian's Chromium; it ends with the block."""
    # The first has no windows of its own to draw, and starts in half the time.
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found is not None, "Chromium is not installed; ./run --setup --tests installs it"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found)
        try:
            yield Browsers(driver, started)
        finally:
            started.close()


class Browsers:
    """Makes contexts, a person's each, and closes what a test left open."""

    def __init__(self, driver: Playwright, started: Browser) -> None:
        self.driver = driver
        self.started = started
        self._contexts: list[BrowserContext] = []
        self._troubles: list[str] = []

    def phone(self, url: str, **options: Any) -> BrowserContext:
        """Return a phone's browser: 360 × 740, touch, Indonesian, at a store's address."""
        return self._context(url, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2, **options)

    def desk(self, url: str, **options: Any) -> BrowserContext:
        """Return a desk's browser: 1280 × 800."""
        return self._context(url, viewport=DESK, **options)

    def finish(self) -> list[str]:
        """Close everything and return what went wrong on pages since the last time."""
        for context in self._contexts:
            context.close()
        troubles, self._contexts, self._troubles = self._troubles, [], []
        return troubles

    def _context(self, url: str, **options: Any) -> BrowserContext:
        said: dict[str, Any] = {"base_url": url, "locale": "id-ID", "timezone_id": "Asia/Jakarta", **options}
        context = self.started.new_context(**said)
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", self._watch)
        context.on("request", lambda request: self._look_at(request, url))
        self._contexts.append(context)
        return context

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._troubles.append(f"script: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # What the store refuses is told there too; that is no fault of the page.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._troubles.append(f"console: {message.text}")

    def _look_at(self, request: Request, url: str) -> None:
        if not request.url.startswith((f"{url}/", *_OWN_SCHEMES)):
            self._troubles.append(f"third party: {request.url}")


def fits_with_text_twice_as_large(page: Page) -> bool:
    """Return whether a page is no wider than its window while its text is twice as large."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    whole, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return bool(whole <= window)


def serious_faults(page: Page) -> list[str]:
    """Return what axe finds that keeps people out: rule, help, and where, a line each."""
    page.evaluate(_axe())
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes']]}"
        for fault in found
        if fault["impact"] in _SERIOUS
    ]


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


def cut_or_covered(page: Page) -> list[str]:
    """Return what somebody who enlarges text can't read or reach: what is wider than the page, or cut, a line each.

    What scrolls sideways by itself, such as a table, may be wider. Controls are scrolled to one by one; what then lies
    over one hides it.
    """
    found: list[str] = page.evaluate(_CUT_OR_COVERED)
    return found


_CUT_OR_COVERED = """async () => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  const named = (element) => `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} `
    + `“${(element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 40)}”`;
  if (document.documentElement.scrollWidth > width) faults.push(`the page scrolls sideways, by `
    + `${document.documentElement.scrollWidth - width} px`);
  const root = document.querySelector('dialog[open]') ?? document.body;
  const scrolls = (element) => element !== null && element !== root
    && (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && element.closest('.unseen, .skip, .leaflet-pane, [aria-hidden=true]') === null;
  for (const element of root.querySelectorAll('*')) {
    if (!seen(element) || element.closest('svg') !== null) continue;
    const box = element.getBoundingClientRect();
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    const isControl = element.matches('a[href], button, input, select, textarea');
    if ((!hasText && !isControl) || box.width <= 1) continue;
    if ((box.left < -1 || box.right > width + 1) && !scrolls(element.parentElement)) {
      faults.push(`beyond the edge: ${named(element)}`);
    }
    const style = getComputedStyle(element);
    const isClamped = style.webkitLineClamp !== 'none';
    if (hasText && !isClamped && style.overflowX !== 'visible' && style.overflowX !== 'auto'
        && element.scrollWidth > element.clientWidth + 1) faults.push(`cut: ${named(element)}`);
  }
  for (const element of root.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (!seen(element) || element.disabled || element.matches('.camera-input, [type=file]')) continue;
    element.scrollIntoView({ block: 'center', inline: 'center' });
    const { left, top, right, bottom } = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const isHit = hit !== null && (element.contains(hit) || hit.contains(element) && hit.closest('label') !== null);
    if (!isHit) faults.push(`covered: ${named(element)} by ${hit === null ? 'nothing' : named(hit)}`);
  }
  return faults;
}"""
