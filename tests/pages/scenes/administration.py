"""What the pictures of the administration page show."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page, expect

from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from tests.pages.city import PageCity

LOGIN = "admin.kota"


def at(city: PageCity, page: Page, where: str) -> None:
    """Sign an administrator in and go to a part of the page."""
    city.person(LOGIN, Role.ADMINISTRATOR, name="Diskominfo")
    page.goto(f"/kelola#/{where}")
    city.sign_in(page, LOGIN)
    expect(page.get_by_role("navigation")).to_be_attached()


def do(city: PageCity, kind: IntentKind, target: str | None, /, **payload: Any) -> str:
    """Set something up as an administrator; return its key."""
    intent = Intent(new_intent_id(), kind, None, None, datetime.now(UTC), payload=payload, target=target)
    result = city.central.apply(intent, city.administrator)
    assert result.status is IntentStatus.APPLIED, result.code
    return result.target or ""


def furnish(city: PageCity) -> None:
    """Set up a few crews, accounts and limits."""
    for number in range(1, 5):
        code, area = f"PPSU-{number}", f"31.0{1 + number % 2}"
        do(city, IntentKind.SET_CREW, code, name=f"PPSU Regu {number}", area=area, shift="pagi", skills="drain tree")
        for member in range(2):
            do(city, IntentKind.SET_MEMBER, None, name=f"Anggota {number}.{member + 1}", crew=code)
    do(city, IntentKind.SET_SETTING, "overdue_alarm_above_percent", value=25)
    city.person("lurah.barat", Role.OFFICER, name="Lurah Barat", area="31.01")
    city.person("camat.timur", Role.DISPATCHER, name="Camat Timur", area="31.02")


def home(city: PageCity, page: Page) -> None:
    furnish(city)
    at(city, page, "")
    expect(page.locator(".ways a").first).to_be_visible()


def accounts(city: PageCity, page: Page) -> None:
    furnish(city)
    at(city, page, "accounts")
    expect(page.get_by_role("link", name="lurah.barat")).to_be_visible()


def crew(city: PageCity, page: Page) -> None:
    furnish(city)
    at(city, page, "crews/entry/PPSU-1")
    expect(page.get_by_role("link", name="Anggota 1.1")).to_be_visible()


def limit(city: PageCity, page: Page) -> None:
    furnish(city)
    at(city, page, "settings/entry/overdue_alarm_above_percent")
    expect(page.locator(".history li").first).to_be_visible()


def history(city: PageCity, page: Page) -> None:
    furnish(city)
    at(city, page, "history")
    expect(page.locator(".history").get_by_text("Timur (31.02)").first).to_be_visible()


def routing(city: PageCity, page: Page) -> None:
    agencies = (
        ("DBM", "Dinas Bina Marga", "department"),
        ("SUDIN-BM", "Sudin Bina Marga Barat", "branch"),
        ("DSDA", "Dinas Sumber Daya Air", "department"),
        ("DLH", "Dinas Lingkungan Hidup", "department"),
    )
    for code, name, kind in agencies:
        do(city, IntentKind.SET_AGENCY, code, name=name, kind=kind)
    routes = {"PJU/*": "DBM", "PJU/31.01": "SUDIN-BM", "BANJIR/*": "DSDA", "SAMPAH/*": "DLH", "*/31.02": "DLH"}
    for key, agency in routes.items():
        do(city, IntentKind.SET_ROUTE, key, agency=agency)
    do(city, IntentKind.SET_ROUTE, "*/31.02", active=False)
    at(city, page, "routes")
    expect(page.get_by_role("link", name="Barat (kelurahan)")).to_be_visible()
    expect(page.get_by_text("Sudin Bina Marga Barat (SUDIN-BM)")).to_be_visible()
