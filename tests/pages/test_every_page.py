"""What holds for every page, whoever it is for."""

from __future__ import annotations

import pytest
import requests
from playwright.sync_api import expect

from commandcenter.store.service.page_asset import PAGE_FOLDERS
from tests.fixture.store import TIMEOUT_S
from tests.pages.browser import PHONE, Browsers, cut_or_covered, serious_faults
from tests.pages.city import PageCity
from tests.pages.scenes import SCENES

PAGES = tuple(PAGE_FOLDERS)
MAIN_SCENES = ("public-map", "citizen-report", "officer-work", "crew-list", "administration")


@pytest.mark.parametrize("path", PAGES)
def test_it_opens_in_indonesian_and_changes_to_english_and_back(
    page_city: PageCity, browsers: Browsers, path: str
) -> None:
    page = browsers.phone(page_city.url).new_page()
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("lang", "id")
    indonesian = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(indonesian)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(indonesian)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_people_out(page_city: PageCity, browsers: Browsers, path: str) -> None:
    page = browsers.phone(page_city.url).new_page()
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert serious_faults(page) == []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("scene", MAIN_SCENES)
def test_text_of_twice_the_size_is_not_cut_and_hides_no_control(
    page_city: PageCity, browsers: Browsers, scene: str, language: str
) -> None:
    # A phone's browser that enlarges everything twice lays the page out in half the room.
    page = browsers.phone(page_city.url).new_page()
    page.set_viewport_size({"width": PHONE["width"] // 2, "height": PHONE["height"] // 2})
    page.add_init_script(f"localStorage.setItem('language', '{language}')")
    SCENES[scene](page_city, page)
    assert cut_or_covered(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_it_comes_with_a_strict_content_policy(page_city: PageCity, path: str) -> None:
    answer = requests.get(page_city.url + path, timeout=TIMEOUT_S)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_script_in_the_document_would_not_run(page_city: PageCity, browsers: Browsers) -> None:
    page = browsers.desk(page_city.url).new_page()
    page.goto("/lapor")
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        " document.head.append(script); }"
    )
    assert page.evaluate("() => window.ran") is None
    assert any("Content Security Policy" in trouble for trouble in browsers.finish())


def test_files_that_never_change_are_kept_and_come_compressed(page_city: PageCity) -> None:
    document = requests.get(f"{page_city.url}/lapor", timeout=TIMEOUT_S).text
    script = document.split('src="')[1].split('"')[0]
    answer = requests.get(page_city.url + script, headers={"Accept-Encoding": "gzip"}, timeout=TIMEOUT_S)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/assets/../pyproject.toml", "/assets/citizen/", "/assets/map/index.html", "/assets/x"]
)
def test_nothing_else_is_served(page_city: PageCity, path: str) -> None:
    request = requests.Request("GET", page_city.url).prepare()
    request.url = page_city.url + path
    assert requests.Session().send(request, timeout=TIMEOUT_S).status_code == 404
