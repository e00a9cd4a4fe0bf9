"""The base map in the real web engine: what lies under the marks, from a file or a configured server."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from commandcenter.models.failure import Failure
from commandcenter.models.place import LonLat
from commandcenter.views.drawing import Look
from commandcenter.views.map.base import mbtiles, pmtiles
from commandcenter.views.map.base.failure import ArchiveTruncated
from commandcenter.views.map.base.online import online_source
from commandcenter.views.map.message import Presentation
from commandcenter.views.map.page import PageHouse
from commandcenter.views.map.scheme import PAGE_URL
from commandcenter.views.palette import DARK, LIGHT
from tests.fixture import tile_archive
from tests.fixture.map_window import MapWindow, OpenMap
from tests.fixture.synthetic_city import CENTRE, StandInReader, desk_of, report, square
from tests.fixture.tile_archive import Shape, picture_tile, tiles_of, vector_tile, write_mbtiles
from tests.fixture.tile_server import TileServer

ASIDE = LonLat(CENTRE.lon + 0.01, CENTRE.lat)
"""Where the only report is; what is looked at is the ground beside it."""

WORLD = {(0, 0, 0), *((1, x, y) for x in range(2) for y in range(2))}
RED = {at: picture_tile("red") for at in WORLD}
EDGE = tile_archive.EXTENT
WHOLE_TILE = [(0, 0), (EDGE, 0), (EDGE, EDGE), (0, EDGE)]
GREEN = {at: vector_tile([Shape("landuse", 3, WHOLE_TILE, {"kind": "park"})]) for at in WORLD}
OTHER_GREEN = {at: vector_tile([Shape("park", 3, WHOLE_TILE, {"class": "park"})]) for at in WORLD}
NOTES = {"attribution": "<b>© Made up</b>"}


def pictures(folder: Path) -> Path:
    path = folder / "red.pmtiles"
    path.write_bytes(tile_archive.pmtiles(RED, kind=2, tiles_packed=1, notes=NOTES))
    return path


def pictures_in_a_database(folder: Path) -> Path:
    return write_mbtiles(folder / "red.mbtiles", RED, format="png", attribution=NOTES["attribution"])


def shapes(folder: Path) -> Path:
    path = folder / "green.pmtiles"
    path.write_bytes(tile_archive.pmtiles(GREEN, notes=NOTES, leaf_size=2))
    return path


def shapes_in_a_database(folder: Path) -> Path:
    return write_mbtiles(folder / "green.mbtiles", OTHER_GREEN, format="pbf", attribution=NOTES["attribution"])


def middle(window: MapWindow) -> QColor:
    picture: QImage = window.picture()
    return picture.pixelColor(picture.width() // 2, picture.height() // 2)


def is_red(colour: QColor) -> bool:
    return colour.red() > colour.green() + 25 and colour.red() > colour.blue() + 25


def is_green(colour: QColor) -> bool:
    return colour.green() > colour.red() + 10 and colour.green() > colour.blue()


def opened(open_map: OpenMap, *, half_deg: float = 0.002, look: Look | None = None) -> MapWindow:
    window = open_map(desk_of([report(1, ASIDE)]), look)
    window.look_at(CENTRE, half_deg)
    return window


ATTRIBUTION = "document.querySelector('.map-attribution-owner').textContent"
NOTE = "document.querySelector('.map-attribution-note').textContent"


@pytest.mark.parametrize(
    ("written", "is_drawn"),
    [
        pytest.param(pictures, is_red, id="pictures, PMTiles"),
        pytest.param(pictures_in_a_database, is_red, id="pictures, MBTiles"),
        pytest.param(shapes, is_green, id="shapes of Protomaps, PMTiles"),
        pytest.param(shapes_in_a_database, is_green, id="shapes of OpenMapTiles, MBTiles"),
    ],
)
def test_an_archive_lies_under_everything_far_nearer_than_its_own_tiles(
    open_map: OpenMap, tmp_path: Path, written: Callable[[Path], Path], is_drawn: Callable[[QColor], bool]
) -> None:
    window = opened(open_map)
    assert not is_drawn(middle(window))
    window.view.base_map.choose_file(written(tmp_path))
    window.until(lambda: window.view.is_settled and is_drawn(middle(window)))
    window.until_page(f"{ATTRIBUTION} === '© Made up'")
    window.view.base_map.choose_none()
    window.until(lambda: window.view.is_settled and not is_drawn(middle(window)))
    window.until_page("document.querySelector('.map-attribution').hidden")
    assert (window.troubles, window.refused) == ([], [])


def test_marks_lie_above_it_and_can_still_be_chosen(open_map: OpenMap, tmp_path: Path) -> None:
    window = open_map(desk_of([report(1)]))
    window.look_at(CENTRE)
    window.view.base_map.choose_file(pictures(tmp_path))
    window.until(lambda: window.view.base_map.file is not None and window.view.is_settled)
    window.click_mark(window.middle)
    window.until(lambda: window.desk.selection == 1)


def test_land_is_seen_where_the_archive_has_nothing(open_map: OpenMap, tmp_path: Path) -> None:
    far = LonLat(107.5, -6.2)
    reader = StandInReader((square("1", "", CENTRE, 0.1), square("2", "", far, 0.1)))
    window = open_map(desk_of([report(1, ASIDE)], reader))
    box = (106.7, -6.3, 107.0, -6.1)
    tiles = tiles_of([Shape("landuse", 3, [(106, -7), (106, -6), (107, -6), (107, -7)], {"kind": "park"})], [9])
    path = tmp_path / "a.pmtiles"
    path.write_bytes(tile_archive.pmtiles(tiles, box=box, notes=NOTES))
    window.view.base_map.choose_file(path)
    window.look_at(CENTRE)
    window.until(lambda: window.view.is_settled and is_green(middle(window)))
    window.view.fit(LonLat(far.lon - 0.002, far.lat - 0.002), LonLat(far.lon + 0.002, far.lat + 0.002))
    window.until(lambda: window.view.is_settled and middle(window) == QColor("#191E26"))


def test_its_colours_change_with_the_window(open_map: OpenMap, tmp_path: Path) -> None:
    window = opened(open_map, look=Look(DARK))
    window.view.base_map.choose_file(shapes(tmp_path))
    window.until(lambda: is_green(middle(window)))
    assert middle(window).lightness() < 80
    window.look.set_theme(LIGHT)
    window.until(lambda: is_green(middle(window)) and middle(window).lightness() > 200)


def test_the_owner_is_named_on_a_wall_too_as_large_as_its_words(open_map: OpenMap, tmp_path: Path) -> None:
    window = opened(open_map)
    window.view.present(Presentation(scale=2, least_word_px=26, words=True, controls=False))
    window.view.base_map.choose_file(shapes(tmp_path))
    window.until_page(f"{ATTRIBUTION} === '© Made up'")
    window.until_page("getComputedStyle(document.querySelector('.map-attribution')).fontSize === '26px'")
    assert window.ask("document.querySelector('.leaflet-control-zoom') === null")


def test_a_broken_file_is_told_and_changes_nothing(open_map: OpenMap, tmp_path: Path) -> None:
    window = opened(open_map)
    good = pictures(tmp_path)
    window.view.base_map.choose_file(good)
    window.until(lambda: is_red(middle(window)))
    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(good.read_bytes()[:-9])
    refusals: list[Failure] = []
    window.view.base_map.refused.connect(refusals.append)
    window.view.base_map.choose_file(broken)
    window.until(lambda: bool(refusals))
    assert isinstance(refusals[0], ArchiveTruncated)
    assert window.view.base_map.file == good
    window.until(lambda: window.view.is_settled and is_red(middle(window)))


def test_a_sentence_can_stand_on_the_map_without_drawing_it_anew(open_map: OpenMap, tmp_path: Path) -> None:
    window = opened(open_map)
    window.view.base_map.choose_file(pictures(tmp_path))
    window.until(lambda: window.view.base_map.file is not None and window.view.is_settled)
    window.ask("document.querySelector('.leaflet-tile').dataset.same = 'yes'")
    window.view.base_map.note("<b>broken</b>")
    window.until_page(f"{NOTE} === '<b>broken</b>'")
    assert window.ask("document.querySelector('.leaflet-tile').dataset.same") == "yes"


def test_a_tile_that_can_not_be_read_is_a_gap(
    open_map: OpenMap, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """South of the equator the tile is broken, north of it it is good."""
    window = open_map(desk_of([report(1, ASIDE)]))
    window.view.base_map.choose_file(
        write_mbtiles(tmp_path / "a.mbtiles", {**RED, (1, 1, 1): b"\x1f\x8b"}, format="png")
    )
    window.look_at(LonLat(CENTRE.lon, 0))
    window.until(lambda: window.view.is_settled and "could not be had" in caplog.text)

    def ground(beside_px: int) -> QColor:
        return window.picture().pixelColor(window.middle.x(), window.middle.y() + beside_px)

    window.until(lambda: is_red(ground(-80)))
    assert not is_red(ground(80))
    assert (window.ask(NOTE), window.troubles) == ("", [])


def test_a_page_that_comes_back_has_its_base_map_again(open_map: OpenMap, tmp_path: Path) -> None:
    window = opened(open_map)
    window.view.base_map.choose_file(shapes(tmp_path))
    window.until(lambda: window.view.base_map.file is not None and window.view.is_settled)
    with window.qtbot.waitSignal(window.view.failed):
        os.kill(window.view.house.page.renderProcessPid(), signal.SIGKILL)
    window.until(lambda: window.view.sentence == "" and window.view.is_settled)
    window.until_page(f"{ATTRIBUTION} === '© Made up'")


def test_files_are_opened_and_read_on_a_thread_of_their_own(
    open_map: OpenMap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()

    def noting(plain: Callable[..., object]) -> Callable[..., object]:
        def noted(*args: object) -> object:
            threads.add(threading.current_thread().name)
            return plain(*args)

        return noted

    for kind in (pmtiles.PmtilesArchive, mbtiles.MbtilesArchive):
        for name in ("__init__", "tile"):
            monkeypatch.setattr(kind, name, noting(getattr(kind, name)))
    window = opened(open_map)
    for written in (pictures, shapes_in_a_database):
        window.view.base_map.choose_file(written(tmp_path))
        window.until(lambda: window.view.base_map.file is not None and window.view.is_settled)
    assert {thread.partition("_")[0] for thread in threads} == {"tiles"}


def answers(window: MapWindow, path: str) -> bool:
    """Whether the page is given anything at an address of ours."""
    window.ask("void (document.title = 'asked')")
    window.ask(
        f"void fetch('commandcenter://app/{path}')"
        ".then((answer) => { document.title = `answer ${answer.ok}`; }, () => { document.title = 'answer false'; })"
    )
    window.until_page("document.title.startsWith('answer')")
    return bool(window.ask("document.title") == "answer true")


@pytest.mark.parametrize(
    "path",
    [
        "base/1/0/0/0/",
        "base/1/0/0",
        "base/1/1/2/0",
        "base/1/-1/0/0",
        "base/1/99/0/0",
        "base/1/0/0/0.png",
        "base/../red.pmtiles",
        "base/1/0/0/..%2f..%2fred.pmtiles",
        "base/%2e%2e/%2e%2e/red.pmtiles",
        "base//etc/passwd",
        "base",
        "red.pmtiles",
    ],
)
def test_nothing_but_tiles_of_the_archive_in_use_is_served(open_map: OpenMap, tmp_path: Path, path: str) -> None:
    window = opened(open_map)
    window.view.base_map.choose_file(pictures(tmp_path))
    window.until(lambda: window.view.base_map.file is not None)
    assert answers(window, "base/1/0/0/0")
    assert not answers(window, path)


def test_an_archive_that_is_put_away_is_not_served_any_more(open_map: OpenMap, tmp_path: Path) -> None:
    window = opened(open_map)
    assert not answers(window, "base/0/0/0/0")
    window.view.base_map.choose_file(pictures(tmp_path))
    window.until(lambda: window.view.base_map.file is not None)
    assert answers(window, "base/1/0/0/0")
    window.view.base_map.choose_file(shapes(tmp_path))
    window.until(lambda: window.view.base_map.file == tmp_path / "green.pmtiles")
    assert (answers(window, "base/1/0/0/0"), answers(window, "base/2/0/0/0")) == (False, True)
    window.view.base_map.choose_none()
    assert (answers(window, "base/2/0/0/0"), answers(window, "base/3/0/0/0")) == (False, False)


KEY = "s3cr3t-k3y"


@pytest.mark.parametrize(
    ("template", "asked"),
    [
        ("{origin}/{{z}}/{{x}}/{{y}}.png", "/1/1/1.png"),
        ("wms:{origin}/wms?LAYERS=roads", "BBOX=0%2C-20037508.342789244%2C20037508.342789244%2C0"),
    ],
)
def test_a_configured_server_is_asked_for_pictures_and_its_owner_is_named(
    open_map: OpenMap, tile_server: TileServer, template: str, asked: str
) -> None:
    source = online_source(template.format(origin=tile_server.origin), "© Somebody", max_zoom=1)
    window = open_map(desk_of([report(1, ASIDE)]), online=source)
    window.look_at(CENTRE)
    assert tile_server.asked == []
    window.view.base_map.choose_online()
    window.until(lambda: window.view.is_settled and is_red(middle(window)))
    window.until_page(f"{ATTRIBUTION} === '© Somebody'")
    assert any(asked in path for path in tile_server.asked)
    assert (window.troubles, window.refused) == ([], [])


def test_a_server_is_asked_for_nothing_while_none_is_configured(open_map: OpenMap, tile_server: TileServer) -> None:
    window = opened(open_map)
    window.view.base_map.choose_online()
    window.ask(f"void (new Image().src = '{tile_server.origin}/0/0/0.png')")
    window.until(lambda: [each.where for each in window.troubles] == ["policy"])
    assert tile_server.asked == []


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("void (new Image().src = '{other}/0/0/0.png')", id="another server"),
        pytest.param("void fetch('{origin}/0/0/0.png').catch(() => 0)", id="something else than a picture"),
        pytest.param(
            "void document.head.append(Object.assign(document.createElement('script'), {{src: '{origin}/0.js'}}))",
            id="a script",
        ),
    ],
)
def test_the_policy_lets_pictures_of_that_server_pass_and_nothing_else(
    open_map: OpenMap, tile_server: TileServer, other_server: TileServer, script: str
) -> None:
    source = online_source(f"{tile_server.origin}/{{z}}/{{x}}/{{y}}.png", "© Somebody")
    window = open_map(desk_of([report(1, ASIDE)]), online=source)
    window.ask(script.format(origin=tile_server.origin, other=other_server.origin))
    window.until(lambda: "policy" in [each.where for each in window.troubles])
    assert (tile_server.asked, other_server.asked) == ([], [])


@pytest.mark.parametrize("status", [404, 302])
def test_a_key_stays_out_of_the_log_and_trouble_is_told_on_the_map(
    open_map: OpenMap,
    tile_server: TileServer,
    other_server: TileServer,
    caplog: pytest.LogCaptureFixture,
    status: int,
) -> None:
    caplog.set_level("DEBUG")
    tile_server.status = status
    tile_server.location = other_server.origin if status == 302 else ""
    source = online_source(f"{tile_server.origin}/{{key}}/{{z}}/{{x}}/{{y}}.png?k={{key}}", "© Somebody", KEY)
    window = open_map(desk_of([report(1, ASIDE)]), online=source)
    window.view.base_map.choose_online()
    window.until_page(f"{NOTE} !== ''")
    assert any(KEY in path for path in tile_server.asked)
    assert other_server.asked == []
    window.until(lambda: "of the base map" in caplog.text)
    assert KEY not in caplog.text


def test_where_no_policy_stands_the_guard_lets_pictures_of_that_server_pass_and_nothing_else(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tile_server: TileServer,
    other_server: TileServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    picture = f"{tile_server.origin}/0/0/0.png"
    foreign, script = f"{other_server.origin}/{KEY}.png", f"{tile_server.origin}/{KEY}.js"
    (tmp_path / "map").mkdir()
    bare = f"<img src='{picture}'><img src='{foreign}'><script src='{script}'></script>"
    (tmp_path / "map" / "index.html").write_text(bare)
    monkeypatch.setattr("commandcenter.views.map.scheme.resource_path", lambda *_: tmp_path)
    house = PageHouse(lambda: None, lambda _key: None, DARK.background, None)
    house.admit({tile_server.origin})
    refused: list[str] = []
    house.guard.refused.connect(refused.append)
    house.page.load(PAGE_URL)
    qtbot.waitUntil(lambda: {foreign, script} <= set(refused) and tile_server.asked == ["/0/0/0.png"])
    assert other_server.asked == []
    assert "it was stopped" in caplog.text
    assert KEY not in caplog.text
    house.close()
