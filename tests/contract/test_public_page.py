"""The pages that the store writes itself: what stands on them, and what never does."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from lxml import html
from PIL import Image
from sqlalchemy import select

from commandcenter.models.identity import ReportId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.table import media, reports
from commandcenter.store.database import reading
from commandcenter.store.public.card import PIXELS
from tests.fixture.photo import scene_photo, sent_photo
from tests.fixture.store import TIMEOUT_S, RunningStore

SCRIPT = '<script>alert("1")</script><img src=x onerror=alert(1)>'


def get(store: RunningStore, path: str) -> requests.Response:
    return requests.get(store.url + path, timeout=TIMEOUT_S)


def parsed(content: bytes) -> Any:
    """Return a document as the parser sees it; its answers have too many types to name."""
    return html.fromstring(content)


def number_of(store: RunningStore, report: ReportId) -> str:
    with reading(store.engine) as connection:
        number: str = connection.execute(select(reports.c.number).where(reports.c.id == report)).scalar_one()
    return number


def send(store: RunningStore, kind: IntentKind, report: ReportId, target: str | None = None, **payload: object) -> None:
    sent = Intent(new_intent_id(), kind, report, None, datetime.now(UTC), None, payload, target)
    said = store.send(sent)
    assert said["status"] == "applied", said


@pytest.fixture(scope="module")
def shown(lasting: RunningStore) -> str:
    """The number of a public report with a timeline, whose words try to be markup."""
    report = lasting.new_report(
        description=SCRIPT,
        address='Jalan "Kecil" <3',
        private={"first_name": "Kanari", "phone": "0811"},  # type: ignore[arg-type]
    )
    send(lasting, IntentKind.TAKE_ON, report)
    send(lasting, IntentKind.ANSWER, report, text="Kami datang <besok>")
    send(lasting, IntentKind.MOVE, report, to_state="in_progress", note="kanari: regu 3")
    return number_of(lasting, report)


def meta(page: Any) -> dict[str, str]:
    return {each.get("property"): each.get("content") for each in page.xpath("//meta[@property]")}


class TestOneReport:
    def test_it_tells_state_place_and_what_happened_without_a_script(self, lasting: RunningStore, shown: str) -> None:
        got = get(lasting, f"/laporan/{shown}")
        page = parsed(got.content)
        text = page.text_content()
        for words in ("Sedang dikerjakan.", "Barat", "Dibaca dan ditangani oleh kantor", "Kami datang <besok>"):
            assert words in text
        assert page.xpath("//script") == []
        assert page.get("lang") == "id"
        assert got.headers["Content-Security-Policy"].startswith("default-src 'none'")

    def test_it_is_english_where_that_is_asked_for(self, lasting: RunningStore, shown: str) -> None:
        page = parsed(get(lasting, f"/laporan/{shown}?lang=en").content)
        assert page.get("lang") == "en"
        assert "Somebody is working on it." in page.text_content()

    def test_words_stay_words_whatever_they_look_like(self, lasting: RunningStore, shown: str) -> None:
        got = get(lasting, f"/laporan/{shown}")
        page = parsed(got.content)
        assert page.xpath("//img | //script | //*[@onerror]") == []
        assert SCRIPT in page.text_content()
        assert 'Jalan "Kecil" <3' in page.text_content()
        assert meta(page)["og:description"] == SCRIPT

    def test_nobodys_name_stands_on_it(self, lasting: RunningStore, shown: str) -> None:
        text = get(lasting, f"/laporan/{shown}").text.lower()
        assert not [word for word in ("kanari", "0811", "meja", "dispatcher") if word in text]

    def test_messengers_are_told_title_address_and_picture(self, lasting: RunningStore, shown: str) -> None:
        page = parsed(get(lasting, f"/laporan/{shown}").content)
        told = meta(page)
        assert told["og:title"] == "Bencana banjir di Barat · Proses"
        assert (
            told["og:url"] == page.xpath("string(//link[@rel='canonical']/@href)") == f"{lasting.url}/laporan/{shown}"
        )
        picture = requests.get(told["og:image"], timeout=TIMEOUT_S)
        assert picture.headers["Content-Type"] == "image/png"
        with Image.open(BytesIO(picture.content)) as drawn:
            assert drawn.size == PIXELS
            assert len(drawn.convert("RGB").getcolors(maxcolors=1 << 20) or []) > 10

    def test_a_public_photo_is_its_picture_and_one_that_waits_is_not(self, keeping: RunningStore) -> None:
        report = keeping.new_report(media=[sent_photo(keeping, scene_photo(1))])  # type: ignore[arg-type]
        address = f"/laporan/{number_of(keeping, report)}"
        assert b"<img" not in get(keeping, address).content
        with reading(keeping.engine) as connection:
            photo = connection.execute(select(media.c.id)).scalar_one()
        send(keeping, IntentKind.MODERATE, report, photo, moderation="public")
        page = parsed(get(keeping, address).content)
        (image,) = page.xpath("//img")
        assert meta(page)["og:image"] == keeping.url + image.get("src")
        assert get(keeping, image.get("src")).headers["Content-Type"] == "image/jpeg"


class TestNoReport:
    @pytest.mark.parametrize("category", ["KRIMINAL", "PARKIR", "hidden"])
    def test_what_is_not_public_gives_the_page_of_what_is_not_there(self, lasting: RunningStore, category: str) -> None:
        report = lasting.new_report(category="BANJIR" if category == "hidden" else category, description="rahasia")
        if category == "hidden":
            send(lasting, IntentKind.MODERATE, report, moderation="hidden", reason="Uji")
        got, none = get(lasting, f"/laporan/{number_of(lasting, report)}"), get(lasting, "/laporan/JK990101-000009")
        assert (got.status_code, got.content) == (404, none.content)
        assert got.headers["Content-Type"].startswith("text/html")
        assert get(lasting, f"/laporan/{number_of(lasting, report)}.png").status_code == 404

    @pytest.mark.parametrize("number", ["x" * 500, "%00", "..%2f..", "<b>", "%F0%9F%98%80"])
    def test_any_other_number_is_none(self, lasting: RunningStore, number: str) -> None:
        assert get(lasting, f"/laporan/{number}").status_code == 404


class TestAboutTheData:
    @pytest.mark.parametrize("language", ["id", "en"])
    def test_it_defines_every_figure_and_names_what_is_sensitive(self, lasting: RunningStore, language: str) -> None:
        page = parsed(get(lasting, f"/data?lang={language}").content)
        text = page.text_content()
        words = {
            "id": ("Tepat waktu", "Tanggapan pertama, median", "Tindak kriminal", "sedikitnya 5"),
            "en": ("On time", "First response, median", "Crime", "at least 5"),
        }
        assert [word for word in words[language] if word not in text] == []

    def test_every_address_on_it_answers(self, lasting: RunningStore) -> None:
        page = parsed(get(lasting, "/data").content)
        addresses = [each for each in page.xpath("//a/@href") if each.startswith("/")]
        assert len(addresses) >= 6
        assert {address: get(lasting, address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
