"""Tools of the map that need no page: where a text leads, the drawn area in the filter, pictures with captions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from commandcenter.models.board.condition import DrawnArea
from commandcenter.models.board.filter import Filter
from commandcenter.models.identity import AreaCode, ReportId
from commandcenter.models.mirror.reader import MirrorReader, ReportText
from commandcenter.models.place import LonLat
from commandcenter.models.state import State
from commandcenter.views.map.destination import Destination, destinations, place_of
from commandcenter.views.map.drawn_feed import DrawnFeed
from commandcenter.views.map.go_to import GoTo
from commandcenter.views.map.layer.plan import LayerPlan
from commandcenter.views.map.message import AreaDrawn, SetDrawn, ToPage, decoded
from commandcenter.views.map.message.wire import MAX_NUMBERS, MessageMalformedError
from commandcenter.views.map.picture import Caption, PictureUnsaved, captioned, save
from commandcenter.views.map.source import sources_drawn
from commandcenter.views.palette import DARK, LIGHT
from commandcenter.views.reading import Reading
from tests.fixture.synthetic_city import CENTRE, StandInReader, desk_of, report, square

TRIANGLE = (106.8, -6.25, 106.86, -6.25, 106.83, -6.15)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("-6.2, 106.83", -6.2, 106.83),
        ("-6,2 106,83", -6.2, 106.83),
        ("6,22840° LS  106,88340° BT", -6.2284, 106.8834),
        ("6.2 S; 106.8 E", -6.2, 106.8),
        ("41.88 N, 87.63 W", 41.88, -87.63),
    ],
)
def test_a_pair_of_numbers_is_a_place_latitude_first(text: str, lat: float, lon: float) -> None:
    place = place_of(text)
    assert place is not None
    assert (place.lat, place.lon) == pytest.approx((lat, lon))


@pytest.mark.parametrize("text", ["", "Gambir", "12", "95, 106", "0 0", "JK261123-000412", "-6.2, 106.8, 3"])
def test_other_texts_are_no_place(text: str) -> None:
    assert place_of(text) is None


READER = StandInReader(
    (
        square("31.71", "Jakarta Pusat", CENTRE, 0.2, level="kota"),
        square("31.71.01", "Gambir", CENTRE, 0.1, level="kecamatan", parent=AreaCode("31.71")),
        square("31.71.02", "Sawah Gambir", CENTRE, 0.1, level="kecamatan"),
        square("31.71.03", "Rusak", CENTRE, 0.1, boundary="{}"),
    ),
    held_texts={
        1: ReportText(ReportId(1), "JK261123-000001", "a", "Jl. Gambir 1", None),
        2: ReportText(ReportId(2), "JK261123-000002", "b", "Jl. Gambir 2", None),
    },
)


def found(text: str) -> list[str]:
    return [each.title for each in destinations(READER, text)]  # type: ignore[arg-type]


def test_a_text_leads_to_areas_then_to_reports_the_newest_first() -> None:
    assert found("gambir") == ["Gambir", "Sawah Gambir", "JK261123-000002", "JK261123-000001"]
    first = destinations(READER, "gambir")[0]  # type: ignore[arg-type]
    assert first.detail == "District · Jakarta Pusat"
    assert first.corners is not None
    assert first.corners[0].lon == pytest.approx(CENTRE.lon - 0.05)


def test_a_number_leads_to_its_report_and_nothing_to_nothing() -> None:
    assert found("000002") == ["JK261123-000002"]
    assert found("  ") == []
    assert found("rusak") == []
    assert found("-6.2 106.8")[0] == "-6.20000, 106.80000"


@pytest.fixture
def go_to(qtbot: QtBot) -> Iterator[GoTo]:
    over = QWidget()
    over.resize(600, 500)
    qtbot.addWidget(over)
    reader: MirrorReader = READER  # type: ignore[assignment]
    reading = Reading(reader)
    box = GoTo(reading, over)
    over.show()
    box.ask(QPoint(10, 10))
    yield box
    reading.close()


def test_keys_choose_what_is_found_and_enter_goes_there(go_to: GoTo, qtbot: QtBot) -> None:
    chosen: list[Destination] = []
    go_to.chosen.connect(chosen.append)
    QTest.keyClicks(go_to.field, "gambir")
    qtbot.waitUntil(lambda: go_to.list.count() == 4)
    for _ in range(2):
        QTest.keyClick(go_to.field, Qt.Key.Key_Down)
    QTest.keyClick(go_to.field, Qt.Key.Key_Return)
    assert [each.report for each in chosen] == [2]
    assert not go_to.isVisible()


def test_nothing_found_is_said_and_escape_leaves(go_to: GoTo, qtbot: QtBot) -> None:
    QTest.keyClicks(go_to.field, "nowhere")
    qtbot.waitUntil(go_to._none.isVisible)
    assert go_to.list.count() == 0
    QTest.keyClick(go_to.field, Qt.Key.Key_Return)
    assert go_to.isVisible()
    QTest.keyClick(go_to.field, Qt.Key.Key_Escape)
    assert not go_to.isVisible()


@dataclass
class Page:
    sent: list[ToPage] = field(default_factory=list)

    def corners(self) -> Sequence[float]:
        return next(each.corners for each in reversed(self.sent) if isinstance(each, SetDrawn))


def test_a_drawn_area_filters_together_with_what_filtered_before() -> None:
    outside = LonLat(106.95, -6.05)
    desk = desk_of([report(1), report(2, outside), report(3, state=State.DONE)])
    desk.set_filter(Filter(open_only=True))
    page = Page()
    feed = DrawnFeed(desk, page.sent.append)
    feed.take(AreaDrawn(TRIANGLE))
    assert desk.filter.open_only
    assert desk.selected.count == 1
    assert list(page.corners()) == list(TRIANGLE)


def test_each_area_is_answered_so_that_the_page_goes_on() -> None:
    desk, page = desk_of([report(1)]), Page()
    feed = DrawnFeed(desk, page.sent.append)
    feed.take(AreaDrawn(TRIANGLE))
    feed.take(AreaDrawn(TRIANGLE))
    feed.take(AreaDrawn((1.0, 2.0)))
    feed.take(AreaDrawn((*TRIANGLE[:5], 99.0)))
    assert [list(each.corners) for each in page.sent if isinstance(each, SetDrawn)] == [list(TRIANGLE)] * 4
    assert desk.filter.drawn is not None


def test_an_area_that_is_taken_out_of_the_filter_leaves_the_page() -> None:
    desk, page = desk_of([report(1)]), Page()
    feed = DrawnFeed(desk, page.sent.append)
    feed.take(AreaDrawn(TRIANGLE))
    desk.set_filter(desk.filter.without("drawn"))
    assert list(page.corners()) == []
    desk.set_filter(replace(desk.filter, drawn=DrawnArea((CENTRE, LonLat(106.9, -6.2), LonLat(106.9, -6.1)))))
    assert list(page.corners())[:2] == [CENTRE.lon, CENTRE.lat]
    page.sent.clear()
    feed.restart()
    assert len(page.corners()) == 6


def test_lists_of_the_page_are_numbers_and_not_without_end() -> None:
    assert decoded('{"kind":"area_drawn","corners":[1,2.5]}') == AreaDrawn((1.0, 2.5))
    for corners in ('"a"', "[[1]]", '["a"]', "[true]", str([1] * (MAX_NUMBERS + 1))):
        with pytest.raises(MessageMalformedError):
            decoded(f'{{"kind":"area_drawn","corners":{corners}}}')


CAPTION = Caption("2 of 3 reports", "Map as of today", "SIMULATED DATA")


@pytest.fixture
def shown(qtbot: QtBot) -> QPixmap:
    pixmap = QPixmap(600, 400)
    pixmap.fill(QColor("#204060"))
    return pixmap


def has(image: QImage, colour: str, from_y: int) -> bool:
    wanted = QColor(colour)
    return any(image.pixelColor(x, y) == wanted for y in range(from_y, image.height()) for x in range(image.width()))


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_picture_says_below_the_map_what_of_it_is_simulated(shown: QPixmap, theme: object) -> None:
    image = captioned(shown, CAPTION, theme)  # type: ignore[arg-type]
    assert image.height() > 400
    assert image.pixelColor(300, 200) == QColor("#204060")
    assert has(image, theme.caution, 400)  # type: ignore[attr-defined]
    without = captioned(shown, replace(CAPTION, warning=""), theme)  # type: ignore[arg-type]
    assert not has(without, theme.caution, 400)  # type: ignore[attr-defined]


def test_a_picture_has_room_for_all_that_is_said_below_it(shown: QPixmap) -> None:
    short = captioned(shown, CAPTION, DARK)
    long = captioned(shown, replace(CAPTION, note="Sources: " + "© Somebody of somewhere; " * 20), DARK)
    assert long.height() > short.height() + 30
    assert has(long, DARK.dim_text, long.height() - 30)


def test_whose_each_thing_on_the_map_is_stands_below_a_picture() -> None:
    plan = LayerPlan().with_file("/a/own.geojson").with_online("Roads", "https://a.example.org/{z}/{x}/{y}", "© B", 9)
    plan = plan.changed("gauges", visible=True)
    assert sources_drawn(plan, "© A", approximate=True) == (
        "Sources: Borders: the city's own areas (approximate); Base map: © A; Water gauges: the city's store; "
        "File: own.geojson; Roads: © B."
    )
    hidden = plan.changed("online-1", visible=False).changed("file-1", opacity=0.0).changed("gauges", visible=False)
    assert sources_drawn(hidden, "", approximate=False) == "Sources: Borders: the city's own areas."


def test_a_picture_is_saved_as_png_and_as_pdf(shown: QPixmap, tmp_path: Path) -> None:
    image = captioned(shown, CAPTION, DARK)
    save(image, tmp_path / "map.png")
    save(image, tmp_path / "map.pdf")
    assert QImage(str(tmp_path / "map.png")).size() == image.size()
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")


def test_a_picture_that_can_not_be_written_is_told(shown: QPixmap, tmp_path: Path) -> None:
    with pytest.raises(PictureUnsaved, match="could not be saved"):
        save(captioned(shown, CAPTION, DARK), tmp_path / "no" / "folder" / "map.png")
