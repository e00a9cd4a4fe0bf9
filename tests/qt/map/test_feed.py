"""The feeds between desk and page, without a page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from commandcenter.models.board.filter import Filter
from commandcenter.models.freshness import Freshness, Phase
from commandcenter.models.identity import ReportId
from commandcenter.models.mirror.reader import ReportText
from commandcenter.models.place import LonLat
from commandcenter.models.state import State
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.map import mark_feed
from commandcenter.views.map.area_feed import AreaFeed
from commandcenter.views.map.category_feed import CategoryFeed
from commandcenter.views.map.hint_feed import HintFeed
from commandcenter.views.map.mark_feed import MarkFeed
from commandcenter.views.map.marking import Marking, marking_of
from commandcenter.views.map.message import (
    ClusterOpened,
    FitView,
    Painted,
    ReadAreas,
    Reveal,
    SetHint,
    SetMarks,
    SetSelection,
    ToPage,
    ViewportChanged,
)
from commandcenter.views.map.place_feed import DEEPEST_ZOOM, PlaceFeed
from commandcenter.views.reading import Reading
from tests.fixture.synthetic_city import CENTRE, NOW_S, StandInReader, change, desk_of, report, square

CLOCK = Clock(now_s=lambda: NOW_S)
CITY = ViewportChanged(106.6, -6.4, 107.0, -6.0, 12.0, 960, 700)
ELSEWHERE = LonLat(106.95, -6.05)


@dataclass
class Page:
    """Keeps what it was sent."""

    sent: list[ToPage] = field(default_factory=list)

    def send(self, message: ToPage) -> None:
        self.sent.append(message)


@pytest.fixture
def readings(qtbot: QtBot) -> Iterator[list[Reading]]:
    made: list[Reading] = []
    yield made
    for each in made:
        each.close()


def reading_of(desk: Desk, readings: list[Reading]) -> Reading:
    reading = Reading(desk.reader)
    readings.append(reading)
    return reading


class Marks:
    """A feed of marks whose page paints when the test says so."""

    def __init__(self, desk: Desk, reading: Reading, qtbot: QtBot) -> None:
        self.sent: list[SetMarks] = []
        self.qtbot = qtbot
        self.feed = MarkFeed(desk, reading, CLOCK, CategoryFeed(desk, reading), self.sent.append)

    def until_sent(self, count: int) -> SetMarks:
        self.qtbot.waitUntil(lambda: len(self.sent) == count)
        return self.sent[-1]

    def paint(self) -> None:
        last = self.sent[-1]
        self.feed.take_painted(Painted(last.sequence, last.generation, len(last.totals), 1.0))


def answer_in_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mark_feed, "BACKGROUND_ROWS", 0)
    monkeypatch.setattr(mark_feed, "LEISURE_ROWS", 0)


@pytest.fixture(params=["at once", "in the background", "in the background what changes ask"])
def background(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in the background":
        answer_in_background(monkeypatch)
    elif request.param != "at once":
        monkeypatch.setattr(mark_feed, "LEISURE_ROWS", 0)


@pytest.mark.usefixtures("background")
def test_marks_follow_viewport_filter_and_board(qtbot: QtBot, readings: list[Reading]) -> None:
    desk = desk_of([report(1), replace(report(2, ELSEWHERE), state=State.DONE)])
    marks = Marks(desk, reading_of(desk, readings), qtbot)
    marks.feed.show_viewport(CITY)
    assert sum(marks.until_sent(1).totals) == 2
    marks.paint()
    desk.set_filter(Filter(states=frozenset({State.DONE})))
    assert list(marks.until_sent(2).reports) == ["2"]
    marks.paint()
    desk.take_change(change([replace(report(3, LonLat(106.7, -6.3)), state=State.DONE)]))
    assert sum(marks.until_sent(3).totals) == 2


@pytest.mark.usefixtures("background")
def test_a_storm_of_changes_costs_one_answer_per_picture(qtbot: QtBot, readings: list[Reading]) -> None:
    desk = desk_of([report(1)])
    marks = Marks(desk, reading_of(desk, readings), qtbot)
    marks.feed.show_viewport(CITY)
    marks.until_sent(1)
    for number in range(2, 52):
        desk.take_change(change([report(number)]))
    assert len(marks.sent) == 1
    marks.paint()
    assert marks.until_sent(2).generation == desk.generation.number
    marks.paint()
    desk.set_pending({})
    assert list(marks.until_sent(3).totals) == [51]


def test_a_hand_s_question_is_answered_at_once_and_that_of_a_change_in_the_background(
    qtbot: QtBot, readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mark_feed, "LEISURE_ROWS", 0)
    desk = desk_of([report(1)])
    marks = Marks(desk, reading_of(desk, readings), qtbot)
    threads: list[threading.Thread] = []

    def noted(*given: Any) -> Marking:
        threads.append(threading.current_thread())
        return marking_of(*given)

    monkeypatch.setattr(mark_feed, "marking_of", noted)
    here = threading.main_thread()
    marks.feed.show_viewport(CITY)
    marks.until_sent(1)
    marks.paint()
    desk.take_change(change([report(2)]))
    marks.until_sent(2)
    assert threads[0] is here
    assert threads[1] is not here
    # A hand moves the map while a change's question is under way: what follows is the hand's.
    marks.paint()
    desk.take_change(change([report(3)]))
    marks.until_sent(3)
    marks.feed.show_viewport(CITY)
    marks.paint()
    marks.until_sent(4)
    assert threads[2] is not here
    assert threads[3] is here


def test_a_question_that_failed_does_not_end_the_map(
    qtbot: QtBot, readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_in_background(monkeypatch)
    desk = desk_of([report(1)])
    marks = Marks(desk, reading_of(desk, readings), qtbot)
    marks.feed.show_viewport(CITY)
    marks.until_sent(1)
    marks.paint()
    failed: list[object] = []

    def fail(*_: object) -> Marking:
        failed.append(None)
        raise ValueError("a fault")

    with monkeypatch.context() as broken:
        broken.setattr(mark_feed, "marking_of", fail)
        desk.take_change(change([report(2)]))
        qtbot.waitUntil(lambda: len(failed) == 1)
        # Comes while that question is under way, or after it: both ask anew.
        desk.take_change(change([report(3)]))
    assert list(marks.until_sent(2).totals) == [3]


def test_a_picture_of_an_older_answer_is_no_answer(qtbot: QtBot, readings: list[Reading]) -> None:
    desk = desk_of([report(1)])
    marks = Marks(desk, reading_of(desk, readings), qtbot)
    marks.feed.show_viewport(CITY)
    first = marks.until_sent(1)
    marks.feed.restart()
    with qtbot.assertNotEmitted(marks.feed.painted):
        marks.feed.take_painted(Painted(first.sequence, 1, 1, 1.0))


def places_of(desk: Desk) -> tuple[PlaceFeed, Page]:
    page = Page()
    return PlaceFeed(desk, page.send), page


def test_a_selection_is_sent_with_its_place(qtbot: QtBot) -> None:
    desk = desk_of([report(1), report(2, None)])
    _, page = places_of(desk)
    desk.select(ReportId(1))
    (selection,) = page.sent
    assert isinstance(selection, SetSelection)
    assert (selection.report, selection.placed) == ("1", True)
    desk.select(ReportId(2))
    assert page.sent[-1] == SetSelection("2", 0, 0, placed=False)
    desk.select(None)
    assert page.sent[-1] == SetSelection("", 0, 0, placed=False)


def test_a_chosen_report_that_moves_is_sent_again(qtbot: QtBot) -> None:
    desk = desk_of([report(1), report(2)])
    _, page = places_of(desk)
    desk.select(ReportId(1))
    desk.take_change(change([report(2, ELSEWHERE)]))
    before = [each for each in page.sent if isinstance(each, SetSelection)]
    desk.take_change(change([report(1, ELSEWHERE)]))
    after = [each for each in page.sent if isinstance(each, SetSelection)]
    assert len(before) == 1
    assert len(after) == 2


def test_a_report_is_revealed_only_where_it_has_a_place(qtbot: QtBot) -> None:
    desk = desk_of([report(1), report(2, None)])
    _, page = places_of(desk)
    desk.select(ReportId(2), reveal=True)
    assert not any(isinstance(each, Reveal) for each in page.sent)
    desk.select(ReportId(1), reveal=True)
    assert any(isinstance(each, Reveal) for each in page.sent)


def openings(page: Page) -> list[FitView]:
    return [each for each in page.sent if isinstance(each, FitView) and each.opening]


def test_the_map_opens_on_the_first_reports_and_once_more_when_all_are_loaded(qtbot: QtBot) -> None:
    desk = desk_of()
    _, page = places_of(desk)
    desk.set_freshness(Freshness(Phase.LOADING))
    desk.take_change(change([report(1), report(2, LonLat(106.7, -6.3))]))
    assert len(openings(page)) == 1
    desk.take_change(change([report(3, ELSEWHERE)]))
    assert len(openings(page)) == 1
    desk.set_freshness(Freshness(Phase.LIVE))
    assert len(openings(page)) == 2
    desk.take_change(change([report(4, LonLat(106.6, -6.4))]))
    desk.set_freshness(Freshness(Phase.OFFLINE))
    desk.set_freshness(Freshness(Phase.LIVE))
    assert len(openings(page)) == 2


def marked(desk: Desk, readings: list[Reading], qtbot: QtBot) -> Marking:
    marks = Marks(desk, reading_of(desk, readings), qtbot)
    marks.feed.show_viewport(CITY)
    marks.until_sent(1)
    assert marks.feed.marking is not None
    return marks.feed.marking


def test_an_opened_cluster_is_fitted(qtbot: QtBot, readings: list[Reading]) -> None:
    desk = desk_of([report(1), report(2, LonLat(CENTRE.lon + 0.001, CENTRE.lat))])
    marking = marked(desk, readings, qtbot)
    places, page = places_of(desk)
    places.open_cluster(ClusterOpened(marking.message.x[0], marking.message.y[0], deepest=False), marking)
    (fitted,) = page.sent
    assert isinstance(fitted, FitView)
    assert (fitted.west, fitted.east) == pytest.approx((CENTRE.lon, CENTRE.lon + 0.001), abs=1e-5)
    assert fitted.max_zoom == DEEPEST_ZOOM
    assert not fitted.opening
    assert desk.selection is None


def test_a_cluster_that_no_zoom_parts_gives_its_reports_one_by_one(qtbot: QtBot, readings: list[Reading]) -> None:
    desk = desk_of([report(1), report(2)])
    marking = marked(desk, readings, qtbot)
    places, _ = places_of(desk)
    opened = ClusterOpened(marking.message.x[0], marking.message.y[0], deepest=True)
    chosen = []
    for _ in range(3):
        places.open_cluster(opened, marking)
        chosen.append(desk.selection)
    assert chosen == [1, 2, 1]


def test_a_click_where_no_cluster_is_any_more_does_nothing(qtbot: QtBot, readings: list[Reading]) -> None:
    desk = desk_of([report(1)])
    marking = marked(desk, readings, qtbot)
    places, page = places_of(desk)
    places.open_cluster(ClusterOpened(0, 0, deepest=False), marking)
    assert page.sent == []


def test_borders_are_announced_when_they_are_made_and_when_they_change(qtbot: QtBot, readings: list[Reading]) -> None:
    reader = StandInReader((square("1", "A", CENTRE, 0.1),))
    desk = desk_of(reader=reader)
    page = Page()
    feed = AreaFeed(desk, reading_of(desk, readings), page.send)
    assert feed.content() is None
    feed.announce()
    assert page.sent == []
    qtbot.waitUntil(lambda: page.sent == [ReadAreas(1)])
    content = feed.content()
    assert content is not None
    assert b'"A"' in content
    reader.held_areas = (square("1", "B", CENTRE, 0.1),)
    desk.take_change(change([report(1)], settings_changed=True))
    qtbot.waitUntil(lambda: page.sent == [ReadAreas(1), ReadAreas(2)])


def test_borders_that_are_the_same_are_not_announced_again(qtbot: QtBot, readings: list[Reading]) -> None:
    reader = StandInReader((square("1", "A", CENTRE, 0.1),))
    desk = desk_of(reader=reader)
    page = Page()
    feed = AreaFeed(desk, reading_of(desk, readings), page.send)
    qtbot.waitUntil(lambda: len(page.sent) == 1)
    desk.take_change(change([report(1)], settings_changed=True))
    reader.held_areas = (square("2", "B", CENTRE, 0.1),)
    desk.take_change(change([report(2)], settings_changed=True))
    qtbot.waitUntil(lambda: page.sent[-1] == ReadAreas(2))
    assert page.sent == [ReadAreas(1), ReadAreas(2)]
    assert feed.is_settled(painted=2)


def test_a_hint_comes_in_two_steps_and_names_category_number_age_and_text(
    qtbot: QtBot, readings: list[Reading]
) -> None:
    long = "genangan " * 40
    reader = StandInReader(held_texts={1: ReportText(ReportId(1), "JK1", long, "Jl. Jatinegara", None)})
    desk = desk_of([report(1)], reader)
    page = Page()
    reading = reading_of(desk, readings)
    categories = CategoryFeed(desk, reading)
    feed = HintFeed(desk, reading, CLOCK, categories, page.send)
    qtbot.waitUntil(lambda: categories.is_settled)
    feed.hover(ReportId(1))
    first = page.sent[0]
    assert isinstance(first, SetHint)
    assert len(first.lines) == 2
    qtbot.waitUntil(lambda: len(page.sent) == 2)
    hint = page.sent[-1]
    assert isinstance(hint, SetHint)
    title, number, description, address = hint.lines
    assert title in {"Banjir", "Flood"}
    assert number.startswith("JK1 · 30 ")
    assert description.endswith("…")
    assert len(description) <= 141
    assert address == "Jl. Jatinegara"


def test_a_report_that_left_has_no_hint(qtbot: QtBot, readings: list[Reading]) -> None:
    desk = desk_of([report(1)])
    page = Page()
    reading = reading_of(desk, readings)
    HintFeed(desk, reading, CLOCK, CategoryFeed(desk, reading), page.send).hover(ReportId(77))
    assert page.sent == []
