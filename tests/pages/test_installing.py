"""What a phone shows of an installed page: pictures that are what the page and its manifest say they are."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import requests
from PIL import Image

from tests.fixture.store import TIMEOUT_S
from tests.pages.city import PageCity

INSTALLED = ("/lapor", "/regu")
IOS_SIZE = 180


def answered(city: PageCity, path: str) -> requests.Response:
    """Ask for a file that has to be there."""
    answer = requests.get(city.url + path, timeout=TIMEOUT_S)
    assert answer.status_code == 200, path
    return answer


def linked(document: str, rel: str) -> str:
    """Return the address that a document links to."""
    found = re.search(rf'<link rel="{rel}" href="([^"]+)"', document)
    assert found is not None, rel
    return found[1]


@pytest.mark.parametrize("path", INSTALLED)
def test_the_pictures_of_the_manifest_are_of_the_sizes_that_it_names(page_city: PageCity, path: str) -> None:
    manifest = answered(page_city, linked(answered(page_city, path).text, "manifest")).json()
    drawn = {icon["sizes"]: icon for icon in manifest["icons"] if icon["type"] == "image/png"}
    assert set(drawn) == {"192x192", "512x512"}
    for sizes, icon in drawn.items():
        answer = answered(page_city, icon["src"])
        assert answer.headers["Content-Type"] == "image/png"
        with Image.open(BytesIO(answer.content)) as picture:
            assert picture.format == "PNG"
            assert "{}x{}".format(*picture.size) == sizes


@pytest.mark.parametrize("path", INSTALLED)
def test_ios_gets_a_picture_that_is_filled_up_to_its_edges(page_city: PageCity, path: str) -> None:
    answer = answered(page_city, linked(answered(page_city, path).text, "apple-touch-icon"))
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == (IOS_SIZE, IOS_SIZE)
        # It makes black of what is transparent.
        assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
