"""The citizen's page, in the states that are worth seeing."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages.city import PageCity


def report(city: PageCity, page: Page) -> None:
    """Somebody is about to report something."""
    page.goto("/lapor")
    expect(page.locator(".tile").first).to_be_visible()
