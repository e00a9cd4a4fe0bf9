"""The window in which a server is told: what it takes, and what it says of the rest."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from commandcenter.views.map.layer.online_dialog import OnlineDialog, OnlineWish

ADDRESS = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.fixture
def dialog(qtbot: QtBot) -> OnlineDialog:
    dialog = OnlineDialog()
    qtbot.addWidget(dialog)
    dialog.name.setText(" Roads ")
    dialog.address.setText(ADDRESS)
    dialog.attribution.setText("© Somebody")
    return dialog


def test_it_takes_a_server_of_tiles(dialog: OnlineDialog) -> None:
    dialog.max_zoom.setValue(17)
    dialog.accept()
    assert dialog.wish == OnlineWish("Roads", ADDRESS, "© Somebody", 17, "")


def test_it_takes_a_wms_and_a_key_which_nothing_writes_down(dialog: OnlineDialog) -> None:
    dialog.form.setCurrentIndex(1)
    dialog.address.setText("https://maps.example.org/wms?LAYERS=roads&token={key}")
    dialog.key.setText("s3cr3t")
    dialog.accept()
    assert dialog.wish is not None
    assert dialog.wish.address == "wms:https://maps.example.org/wms?LAYERS=roads&token={key}"
    assert dialog.wish.key == "s3cr3t"
    assert "s3cr3t" not in repr(dialog.wish)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "", "Give the map a name"),
        ("attribution", " ", "Give the map a name"),
        ("address", "http://tiles.example.org/{z}/{x}/{y}.png", "can't be used (https:)"),
        ("address", "https://tiles.example.org/tile.png", "can't be used ({z}, {x}, {y})"),
        ("address", ADDRESS + "?k={key}", "Write {key} in the address"),
        ("key", "s3cr3t", "Write {key} in the address"),
    ],
)
def test_it_says_what_is_missing_and_stays(dialog: OnlineDialog, field: str, text: str, said: str) -> None:
    getattr(dialog, field).setText(text)
    dialog.accept()
    assert said in dialog.sentence
    assert dialog.wish is None


def test_a_wms_needs_layers(dialog: OnlineDialog) -> None:
    dialog.form.setCurrentIndex(1)
    dialog.address.setText("https://maps.example.org/wms")
    dialog.accept()
    assert "can't be used (LAYERS=)" in dialog.sentence
