"""Photos of the chosen report: before and after side by side, or a sentence in their place."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from commandcenter.models.identity import MediaId
from commandcenter.models.record import Entity, media_record
from commandcenter.models.report import Media, Moderation
from commandcenter.views.report.photo import SHOWN_PX, PhotoFrame, decode_photo
from commandcenter.views.shell import WorkstationWindow
from tests.fixture.workstation import NOW, Row, Station, made_up

BEFORE, AFTER = "/v1/media/simulasi/JALAN-1-before.png", "/v1/media/simulasi/JALAN-1-after.png"


def _content(width: int, height: int, colour: str = "#ff0000") -> bytes:
    stream = BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def _open(window: WorkstationWindow, station: Station, qtbot: QtBot, *urls: str) -> list[PhotoFrame]:
    report = made_up(700, NOW - timedelta(hours=2), has_photo=True)
    rows = []
    for at, url in enumerate(urls, start=1):
        stage = "after" if "after" in url else "before"
        record = media_record(Media(MediaId(f"700-{at}"), report.id, stage, url, Moderation.PUBLIC, NOW))
        rows.append(Row(Entity.MEDIA, str(record["id"]), record))
    station.send([report])
    station._apply(rows)
    with qtbot.waitSignal(window.report.shown, check_params_cb=lambda details: len(details.media) == len(urls)):
        station.desk.select(report.id)
    sheet = window.report.scrolled.widget()
    assert sheet is not None
    return sheet.findChildren(PhotoFrame)


def test_before_and_after_stand_side_by_side(window: WorkstationWindow, station: Station, qtbot: QtBot) -> None:
    asked: list[str] = []
    station.desk._ask_photo = asked.append
    frames = _open(window, station, qtbot, BEFORE, AFTER)
    assert asked == [BEFORE, AFTER]
    assert [frame.sentence for frame in frames] == ["Memuat foto…", "Memuat foto…"]
    station.desk.take_photo(BEFORE, decode_photo(_content(480, 320, "#ff0000")))
    station.desk.take_photo(AFTER, decode_photo(_content(480, 320, "#00ff00")))
    assert [frame.sentence for frame in frames] == ["", ""]
    qtbot.waitUntil(lambda: all(frame.width() > 50 for frame in frames))
    colours = [QColor(frame.grab().toImage().pixel(frame.width() // 2, frame.height() // 2)).name() for frame in frames]
    assert colours == ["#ff0000", "#00ff00"]
    sheet = window.report.scrolled.widget()
    assert sheet is not None
    assert {"Sebelum", "Sesudah"} <= {label.text() for label in sheet.findChildren(QLabel)}


def test_a_photo_that_can_not_be_had_leaves_a_sentence_and_is_asked_for_again(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    asked: list[str] = []
    station.desk._ask_photo = asked.append
    (frame,) = _open(window, station, qtbot, BEFORE)
    station.desk.take_photo(BEFORE, None)
    assert frame.sentence.startswith("Foto tidak dapat dimuat")
    chosen = station.desk.selection
    station.desk.select(None)
    with qtbot.waitSignal(window.report.shown):
        station.desk.select(chosen)
    assert asked == [BEFORE, BEFORE]


def test_addresses_outside_the_store_are_never_asked_for(
    window: WorkstationWindow, station: Station, qtbot: QtBot
) -> None:
    asked: list[str] = []
    station.desk._ask_photo = asked.append
    assert _open(window, station, qtbot, "https://example.org/before.png") == []
    assert asked == []


@pytest.mark.parametrize("content", [b"", b"no picture", _content(10, 10)[:40]], ids=["empty", "text", "cut off"])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert decode_photo(content) is None


def test_a_large_photo_is_made_small_and_an_enormous_one_is_not_decoded() -> None:
    small = decode_photo(_content(3_000, 1_500))
    assert small is not None
    assert (small.width(), small.height()) == (SHOWN_PX, SHOWN_PX // 2)
    assert decode_photo(_content(8_000, 6_000)) is None
