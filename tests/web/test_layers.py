"""Layers in the real web engine: what is laid over the ground, and what is told of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor

from commandcenter.models.board.area_figure import AreaFigure
from commandcenter.models.gauge import Gauge, Stage
from commandcenter.models.identity import AreaCode, GaugeCode
from commandcenter.models.record import Entity
from commandcenter.views.drawing import Look
from commandcenter.views.map.layer.plan import LayerPlan
from commandcenter.views.map.layer.ramp import RAMP
from commandcenter.views.map.panel import MapPanel
from commandcenter.views.palette import DARK, ThemeName
from commandcenter.views.reading import Reading
from tests.fixture.map_window import WAIT_MS, MapWindow, OpenMap
from tests.fixture.synthetic_city import CENTRE, NOW, StandInReader, desk_of, report, square

HERE = AreaCode("31.01")
RED = "#FF0000"


class CityReader(StandInReader):
    """A stand-in that knows things of the city too."""

    things: dict[Entity, tuple[Any, ...]]

    def entities(self, entity: Entity, _kind: type) -> tuple[Any, ...]:
        return self.things.get(entity, ())


def shown(window: MapWindow, plan: LayerPlan, keys: str) -> None:
    """Show a plan and wait until the page has drawn its layers."""
    with window.qtbot.waitSignal(window.view.layers_painted, timeout=WAIT_MS, check_params_cb=lambda told: told == keys):
        window.view.layers.set_plan(plan)


def colour_at(window: MapWindow, dx: int = 0, dy: int = 0) -> QColor:
    return window.picture().pixelColor(window.middle.x() + dx, window.middle.y() + dy)


def is_near(colour: QColor, wanted: str, tolerance: int = 12) -> bool:
    other = QColor(wanted)
    pairs = ((colour.red(), other.red()), (colour.green(), other.green()), (colour.blue(), other.blue()))
    return all(abs(one - two) <= tolerance for one, two in pairs)


@pytest.fixture
def window(open_map: OpenMap) -> MapWindow:
    reader = CityReader((square(HERE, "Gambir", CENTRE, 0.1),))
    gauge = Gauge(
        code=GaugeCode("g"), version=1, name="Manggarai", river="Ciliwung", place=CENTRE, area=None,
        stage_3_cm=None, stage_2_cm=None, stage_1_cm=None, level_cm=812.0, stage=Stage.SIAGA_2,
        measured_at=NOW - timedelta(days=3), said_by="", simulated=True,
    )  # fmt: skip
    reader.things = {Entity.GAUGE: (gauge,)}
    window = open_map(desk_of([report(1, area=HERE), report(2, None, area=HERE)], reader))
    window.look_at(CENTRE, half_deg=0.02)
    return window


def test_areas_are_filled_with_the_colour_of_their_class_and_the_legend_says_which(window: MapWindow) -> None:
    plan = LayerPlan().changed("shading", visible=True, opacity=1.0).changed("marks", visible=False)
    shown(window, replace(plan, figure=AreaFigure.RECEIVED), "shading")
    window.until(lambda: is_near(colour_at(window, 60, 60), RAMP[ThemeName.DARK][0]))
    legend = "document.querySelector('.map-figure-legend')"
    words = window.ask(f"{legend}.innerText")
    assert words.startswith("Reports received\n2\n")
    assert "n = 2" in words
    shown(window, LayerPlan(), "")
    window.until_page(f"{legend}.hidden")
    window.until(lambda: is_near(colour_at(window, 60, 60), "#191E26"))


def test_heat_glows_where_the_reports_are(window: MapWindow) -> None:
    shown(window, LayerPlan().changed("heat", visible=True, opacity=1.0).changed("marks", visible=False), "heat")
    window.until(lambda: is_near(colour_at(window), RAMP[ThemeName.DARK][-1], 24))
    assert "per km²" in window.ask("document.querySelector('.map-figure-legend').innerText")


def test_a_file_of_ones_own_is_drawn_in_its_colour(window: MapWindow, tmp_path: Path) -> None:
    line = [[CENTRE.lon - 0.01, CENTRE.lat + 0.002], [CENTRE.lon + 0.01, CENTRE.lat + 0.002]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": line}}
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    shown(window, LayerPlan().with_file(str(path)).changed("file-1", color=RED, width=6.0), "file-1")

    def red_rows() -> list[int]:
        picture = window.picture()
        return [y for y in range(250, 350) if is_near(picture.pixelColor(window.middle.x() + 40, y), RED)]

    window.until(lambda: len(red_rows()) >= 4)
    feed = window.view.layers
    feed.set_plan(feed.plan.changed("file-1", visible=False))
    window.until(lambda: red_rows() == [])
    feed.set_plan(feed.plan.changed("file-1", visible=True))
    window.until(lambda: len(red_rows()) >= 4)
    assert window.troubles == []
    window.view.layers.set_plan(window.view.layers.plan.without_file(str(path)))
    window.until(lambda: red_rows() == [])


def test_what_is_known_of_a_gauge_stands_beside_it_with_its_age(window: MapWindow) -> None:
    shown(window, LayerPlan().changed("gauges", visible=True).changed("marks", visible=False), "gauges")
    window.hover_until(window.middle, "document.querySelector('.map-hint-title')?.textContent === 'Manggarai · Ciliwung'")
    words = window.ask("document.querySelector('.map-hint').innerText")
    assert "alert stage 2" in words
    assert "out of date" in words
    assert "simulated" in words


def test_hidden_reports_can_not_be_clicked(window: MapWindow) -> None:
    window.click_mark(window.middle)
    window.until(lambda: window.desk.selection == 1)
    window.view.layers.set_plan(LayerPlan().changed("marks", visible=False))
    window.until_page("document.querySelectorAll('.map-canvas')[3].style.opacity === '0'")
    window.until_page("document.querySelector('.map-legend').hidden")
    window.desk.select(None)
    window.click(window.middle)
    window.click(window.middle)
    assert window.ask("document.readyState") == "complete"
    assert window.desk.selection is None


def test_layers_come_back_after_a_restart(window: MapWindow, tmp_path: Path) -> None:
    reading = Reading(window.desk.reader)

    def reopened() -> None:
        settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        panel = MapPanel(
            window.view, desk=window.desk, look=Look(DARK), reading=reading, settings=settings
        )
        window.qtbot.addWidget(panel)
        seen.append(window.view.layers.plan)
        window.view.layers.set_plan(wanted)
        window.view.setParent(None)
        panel.view.layers.changed.disconnect(panel._remember)
        window.view.layers.set_plan(LayerPlan())

    seen: list[LayerPlan] = []
    wanted = LayerPlan().changed("heat", visible=True, opacity=0.4)
    reopened()
    reopened()
    assert seen == [LayerPlan(), wanted]
    reading.close()


def test_a_page_that_falls_gets_its_layers_again(window: MapWindow) -> None:
    shown(window, LayerPlan().changed("shading", visible=True), "shading")
    with window.qtbot.waitSignal(
        window.view.layers_painted, timeout=WAIT_MS, check_params_cb=lambda told: told == "shading"
    ):
        window.view.reload()


def test_a_place_outside_every_file_is_not_served(window: MapWindow) -> None:
    window.ask(
        "void fetch('commandcenter://app/layers/file-9.json')"
        ".then((answer) => { document.title = `answer ${answer.ok}`; }, () => { document.title = 'answer false'; })"
    )
    window.until_page("document.title.startsWith('answer')")
    assert window.ask("document.title") == "answer false"
