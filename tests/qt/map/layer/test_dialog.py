"""The window of the layers, and the feed behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from commandcenter.models.board.area_figure import AreaFigure
from commandcenter.models.identity import AreaCode
from commandcenter.models.place import LonLat
from commandcenter.models.state import State
from commandcenter.views.clock import Clock
from commandcenter.views.desk import Desk
from commandcenter.views.drawing import Look
from commandcenter.views.map.layer.dialog import LayerDialog
from commandcenter.views.map.layer.feed import LayerFeed
from commandcenter.views.map.layer.plan import LayerPlan
from commandcenter.views.map.message import (
    ReadShapes,
    SetHeat,
    SetLayers,
    SetShading,
    ToPage,
    ViewportChanged,
)
from commandcenter.views.palette import LIGHT
from commandcenter.views.reading import Reading
from tests.fixture.synthetic_city import CENTRE, NOW_S, StandInReader, change, desk_of, report, square

HERE, THERE = AreaCode("31.01"), AreaCode("31.02")
ELSEWHERE = LonLat(106.95, -6.2)
VIEW = ViewportChanged(106.7, -6.3, 107.0, -6.1, 12.0, 700, 500)


@dataclass
class Layers:
    """A feed whose page keeps what it is sent, and the window over it."""

    feed: LayerFeed
    dialog: LayerDialog
    desk: Desk
    look: Look
    sent: list[ToPage] = field(default_factory=list)

    def last(self, kind: type) -> ToPage:
        return next(each for each in reversed(self.sent) if isinstance(each, kind))

    def item(self, key: str) -> int:
        rows = range(self.dialog.list.count())
        return next(row for row in rows if self.dialog.list.item(row).data(Qt.ItemDataRole.UserRole) == key)

    def choose(self, key: str) -> None:
        self.dialog.list.setCurrentRow(self.item(key))

    def check(self, key: str, state: Qt.CheckState = Qt.CheckState.Checked) -> None:
        self.dialog.list.item(self.item(key)).setCheckState(state)


@pytest.fixture
def layers(qtbot: QtBot) -> Iterator[Layers]:
    reader = StandInReader((square(HERE, "Here", CENTRE, 0.05), square(THERE, "There", ELSEWHERE, 0.05)))
    reports = [report(number + 1, area=HERE) for number in range(4)]
    desk = desk_of([*reports, report(9, ELSEWHERE, area=THERE, state=State.DONE)], reader)
    reading, look, sent = Reading(desk.reader), Look(), list[ToPage]()
    feed = LayerFeed(desk, reading, Clock(now_s=lambda: NOW_S), look, sent.append)
    dialog = LayerDialog(feed, reading, look)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.level.count() == 1)
    yield Layers(feed, dialog, desk, look, sent)
    reading.close()


def test_the_uppermost_layer_stands_first(layers: Layers) -> None:
    words = [layers.dialog.list.item(row).text() for row in range(layers.dialog.list.count())]
    assert words[0] == "Reports"
    assert words[-1] == "Names of areas"


def test_levels_of_areas_are_told_in_words(layers: Layers) -> None:
    assert (layers.dialog.level.itemText(0), layers.dialog.level.itemData(0)) == ("Kelurahan", "kelurahan")


def test_what_is_checked_is_shown_and_what_is_not_is_hidden(layers: Layers, qtbot: QtBot) -> None:
    layers.check("shading")
    layers.check("marks", Qt.CheckState.Unchecked)
    looks = layers.last(SetLayers)
    assert isinstance(looks, SetLayers)
    assert [look.key for look in looks.layers] == ["shading"]
    assert looks.marks_opacity == 0.0
    qtbot.waitUntil(lambda: any(isinstance(each, SetShading) for each in layers.sent))


def test_a_layer_moves_up_with_the_button_and_stays_chosen(layers: Layers) -> None:
    layers.choose("shading")
    layers.dialog.up.click()
    assert [layer.key for layer in layers.feed.plan.layers][:3] == ["names", "heat", "shading"]
    layers.dialog.down.click()
    assert layers.feed.plan == LayerPlan()


@pytest.mark.parametrize("key", ["names", "marks"])
def test_names_and_reports_keep_their_place(layers: Layers, key: str) -> None:
    layers.choose(key)
    assert not layers.dialog.up.isEnabled()
    assert not layers.dialog.down.isEnabled()


def test_opacity_follows_the_slider(layers: Layers) -> None:
    layers.check("heat")
    layers.choose("heat")
    layers.dialog.opacity.setValue(30)
    looks = layers.last(SetLayers)
    assert isinstance(looks, SetLayers)
    assert looks.layers[0].opacity == 0.3


def test_the_figure_of_the_shading_is_chosen_and_follows_the_filter(layers: Layers, qtbot: QtBot) -> None:
    layers.check("shading")
    layers.choose("shading")
    layers.dialog.figure.setCurrentIndex(layers.dialog.figure.findData("received"))

    def counts() -> dict[str, str]:
        message = layers.last(SetShading)
        assert isinstance(message, SetShading)
        return {area: message.legend[at].label for area, at in zip(message.areas, message.classes, strict=True)}

    qtbot.waitUntil(lambda: layers.feed.is_settled and counts() == {HERE: "4", THERE: "1"})
    layers.desk.set_filter(replace(layers.desk.filter, states=frozenset({State.DONE})))
    qtbot.waitUntil(lambda: counts() == {HERE: "0", THERE: "1"})
    layers.desk.take_change(change([report(10, ELSEWHERE, area=THERE, state=State.DONE)]))
    qtbot.waitUntil(lambda: counts() == {HERE: "0", THERE: "2"})


def test_per_head_without_people_says_that_none_are_known(layers: Layers, qtbot: QtBot, tmp_path: Path) -> None:
    layers.feed.set_plan(replace(LayerPlan().changed("shading", visible=True), figure=AreaFigure.PER_HEAD))

    def note() -> str:
        message = layers.last(SetShading)
        assert isinstance(message, SetShading)
        return message.note

    qtbot.waitUntil(lambda: layers.feed.is_settled and any(isinstance(each, SetShading) for each in layers.sent))
    assert note().startswith("No population known")
    table = tmp_path / "people.csv"
    table.write_text(f"code,population\n{HERE},2000\n")
    layers.feed.set_plan(replace(layers.feed.plan, population_file=str(table)))
    qtbot.waitUntil(lambda: not note().startswith("No population known"))
    message = layers.last(SetShading)
    assert isinstance(message, SetShading)
    assert message.legend[message.classes[list(message.areas).index(HERE)]].label in {"2.0", "2,0"}


def test_a_table_that_is_none_is_told_and_dropped(layers: Layers, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("nothing")
    plan = replace(LayerPlan().changed("shading", visible=True), figure=AreaFigure.PER_HEAD)
    layers.feed.set_plan(replace(plan, population_file=str(table)))
    qtbot.waitUntil(lambda: "gives no numbers of people" in layers.dialog.sentence)
    assert layers.feed.plan.population_file == ""


def test_heat_is_made_for_the_view_and_again_when_it_moves(layers: Layers, qtbot: QtBot) -> None:
    layers.check("heat")
    assert not any(isinstance(each, SetHeat) for each in layers.sent)
    layers.feed.show_viewport(VIEW)
    qtbot.waitUntil(lambda: any(isinstance(each, SetHeat) for each in layers.sent))
    layers.sent.clear()
    layers.feed.show_viewport(replace(VIEW, zoom=13.0))
    qtbot.waitUntil(lambda: any(isinstance(each, SetHeat) for each in layers.sent))
    layers.sent.clear()
    layers.look.set_theme(LIGHT)
    qtbot.waitUntil(lambda: any(isinstance(each, SetHeat) for each in layers.sent))


def test_a_file_is_announced_when_it_is_read_and_forgotten_when_it_goes(
    layers: Layers, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "own.geojson"
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [106.8, -6.2]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [point]}))
    layers.dialog.add_file(str(path))
    qtbot.waitUntil(lambda: any(isinstance(each, ReadShapes) for each in layers.sent))
    assert layers.dialog.sentence == "own.geojson: 1 shapes"
    assert layers.feed.files.content("file-1") is not None
    layers.choose("file-1")
    layers.dialog.remove.click()
    assert layers.feed.files.content("file-1") is None
    assert layers.feed.is_settled


def test_a_file_that_can_not_be_read_is_told_and_changes_nothing(layers: Layers, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "own.gpkg"
    path.write_bytes(b"nothing")
    before = layers.feed.plan
    layers.dialog.add_file(str(path))
    qtbot.waitUntil(lambda: "can't be laid over the map" in layers.dialog.sentence)
    assert layers.feed.plan == before
