"""Maps of servers as layers, in the real web engine: only what somebody added is asked, and what came of it is told."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QColor

from commandcenter.views.drawing import Look
from commandcenter.views.map.layer.dialog import LayerDialog
from commandcenter.views.map.layer.online_dialog import OnlineWish
from commandcenter.views.map.layer.plan import LayerPlan, plan_of
from commandcenter.views.reading import Reading
from tests.fixture.map_window import MapWindow, OpenMap
from tests.fixture.synthetic_city import CENTRE, desk_of, report
from tests.fixture.tile_server import TileServer

KEY = "s3cr3t-k3y"
ATTRIBUTION = "document.querySelector('.map-attribution-owner').textContent"


def xyz(origin: str) -> str:
    return f"{origin}/{{z}}/{{x}}/{{y}}.png"


def wms(origin: str) -> str:
    return f"wms:{origin}/wms?LAYERS=roads"


def wish(address: str, key: str = "", name: str = "Roads") -> OnlineWish:
    return OnlineWish(name, address, "© Somebody", 19, key)


def beside(window: MapWindow) -> QColor:
    """Colour of the ground, away from the only report."""
    return window.picture().pixelColor(window.middle.x() + 120, window.middle.y() + 120)


def is_red(colour: QColor) -> bool:
    return colour.red() > colour.green() + 60


@pytest.fixture
def window(open_map: OpenMap) -> MapWindow:
    window = open_map(desk_of([report(1)]))
    window.look_at(CENTRE)
    return window


@pytest.fixture
def dialog(window: MapWindow) -> Iterator[LayerDialog]:
    reading = Reading(window.desk.reader)
    dialog = LayerDialog(window.view.layers, reading, Look())
    window.qtbot.addWidget(dialog)
    yield dialog
    reading.close()


@pytest.mark.parametrize(
    ("address", "asked"),
    [pytest.param(xyz, "/18/", id="tiles"), pytest.param(wms, "TRANSPARENT=TRUE", id="WMS")],
)
def test_a_server_that_is_added_is_drawn_over_the_ground_and_its_owner_named(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer, address: Callable[[str], str], asked: str
) -> None:
    assert not is_red(beside(window))
    dialog.add_online(wish(address(tile_server.origin)))
    window.until(lambda: window.view.is_settled and is_red(beside(window)))
    window.until_page(f"{ATTRIBUTION} === 'Roads: © Somebody'")
    window.until(lambda: dialog.sentence == "Roads is on the map.")
    assert any(asked in path for path in tile_server.asked)
    assert (window.troubles, window.refused) == ([], [])


def test_the_map_still_looks_where_it_looked(window: MapWindow, dialog: LayerDialog, tile_server: TileServer) -> None:
    before = window.view._viewport
    dialog.add_online(wish(xyz(tile_server.origin)))
    window.until(lambda: window.view.is_settled and is_red(beside(window)))
    after = window.view._viewport
    assert before is not None
    assert after is not None
    assert after.zoom == before.zoom
    assert (after.west, after.north) == pytest.approx((before.west, before.north), abs=1e-4)


def test_it_is_hidden_shown_again_and_as_clear_as_somebody_wants_it(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer
) -> None:
    dialog.add_online(wish(xyz(tile_server.origin)))
    window.until(lambda: is_red(beside(window)))
    feed = window.view.layers
    feed.set_plan(feed.plan.changed("online-1", visible=False))
    window.until(lambda: not is_red(beside(window)))
    window.until_page(f"{ATTRIBUTION} === ''")
    feed.set_plan(feed.plan.changed("online-1", visible=True))
    window.until(lambda: is_red(beside(window)))
    full = beside(window).red()
    feed.set_plan(feed.plan.changed("online-1", opacity=0.4))
    window.until(lambda: is_red(beside(window)) and beside(window).red() < full * 0.6)


def test_of_two_the_upper_one_is_seen(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer, other_server: TileServer
) -> None:
    other_server.colour = "blue"
    dialog.add_online(wish(xyz(tile_server.origin)))
    window.until(lambda: dialog.sentence == "Roads is on the map.")
    dialog.add_online(wish(xyz(other_server.origin), name="Rivers"))
    window.until(lambda: window.view.is_settled and beside(window).blue() > 200)
    window.until_page(f"{ATTRIBUTION} === 'Roads: © Somebody · Rivers: © Somebody'")
    feed = window.view.layers
    feed.set_plan(feed.plan.moved("online-1", 1))
    window.until(lambda: is_red(beside(window)))


@pytest.mark.parametrize("status", [404, 302, 500])
def test_one_that_sends_nothing_is_told_and_changes_nothing_and_its_key_stays_out_of_the_log(
    window: MapWindow,
    dialog: LayerDialog,
    tile_server: TileServer,
    other_server: TileServer,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    caplog.set_level("DEBUG")
    tile_server.status = status
    tile_server.location = other_server.origin if status == 302 else ""
    before = window.view.layers.plan
    dialog.add_online(wish(f"{tile_server.origin}/{{z}}/{{x}}/{{y}}.png?k={{key}}", KEY))
    window.until(lambda: dialog.sentence.startswith(f"No picture of Roads came from {tile_server.origin}"))
    assert window.view.layers.plan == before
    assert any(KEY in path for path in tile_server.asked)
    assert other_server.asked == []
    assert KEY not in caplog.text


def test_one_that_was_there_before_stays_when_it_sends_nothing(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer
) -> None:
    tile_server.status = 503
    plan = LayerPlan().with_online("Roads", xyz(tile_server.origin), "© Somebody", 19)
    window.view.layers.set_plan(plan)
    window.until(lambda: dialog.sentence.startswith("No picture of Roads came"))
    assert window.view.layers.plan == plan


def test_what_is_remembered_is_shown_again_and_holds_no_key(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer
) -> None:
    dialog.add_online(wish(xyz(tile_server.origin) + "?k={key}", KEY))
    window.until(lambda: window.view.is_settled and is_red(beside(window)))
    text = window.view.layers.plan.text()
    assert KEY not in text
    assert KEY not in repr(window.view.layers.plan)
    assert plan_of(text) == window.view.layers.plan


def test_one_whose_key_is_lost_is_told_and_asked_for_nothing(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer
) -> None:
    plan = LayerPlan().with_online("Roads", xyz(tile_server.origin) + "?k={key}", "© Somebody", 19)
    window.view.layers.set_plan(plan)
    window.until(lambda: dialog.sentence.startswith("The key of Roads is not on this computer."))
    window.until(lambda: window.view.is_settled)
    assert tile_server.asked == []


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("void (new Image().src = '{other}/0/0/0.png')", id="another server"),
        pytest.param("void fetch('{origin}/0/0/0.png').catch(() => 0)", id="something else than a picture"),
    ],
)
def test_the_policy_lets_pictures_of_added_servers_pass_and_nothing_else(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer, other_server: TileServer, script: str
) -> None:
    dialog.add_online(wish(xyz(tile_server.origin)))
    window.until(lambda: window.view.is_settled and is_red(beside(window)))
    asked = len(tile_server.asked)
    window.ask(script.format(origin=tile_server.origin, other=other_server.origin))
    window.until(lambda: "policy" in [each.where for each in window.troubles])
    assert (len(tile_server.asked), other_server.asked) == (asked, [])


def test_a_server_that_was_taken_away_is_asked_for_nothing_any_more(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer
) -> None:
    dialog.add_online(wish(xyz(tile_server.origin)))
    window.until(lambda: window.view.is_settled and is_red(beside(window)))
    window.view.layers.set_plan(LayerPlan())
    window.until(lambda: not is_red(beside(window)))
    asked = list(tile_server.asked)
    window.ask(f"void (new Image().src = '{tile_server.origin}/late.png')")
    window.until(lambda: f"{tile_server.origin}/late.png" in window.refused)
    assert tile_server.asked == asked


def test_a_page_that_comes_back_has_its_layers_again(
    window: MapWindow, dialog: LayerDialog, tile_server: TileServer
) -> None:
    dialog.add_online(wish(xyz(tile_server.origin)))
    window.until(lambda: window.view.is_settled and is_red(beside(window)))
    with window.qtbot.waitSignal(window.view.failed):
        os.kill(window.view.house.page.renderProcessPid(), signal.SIGKILL)
    window.until(lambda: window.view.sentence == "" and window.view.is_settled and is_red(beside(window)))
