"""``store catalogue``: what is typed, what it prints, what it leaves behind; on both databases."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from commandcenter.cli import main
from commandcenter.models.category import Category
from commandcenter.models.intent import IntentKind
from commandcenter.models.service_offer import ServiceKind, ServiceOffer
from commandcenter.store.catalogue import load_categories
from commandcenter.store.central import CentralStore
from commandcenter.store.database import reading
from commandcenter.store.offer import ORDINARY, load_offers
from tests.fixture.store import RunningStore


def shown(store: RunningStore, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["store", "catalogue", "show", "--database", store.settings.database_url]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def load(store: RunningStore, file: Path) -> int:
    return main(["store", "catalogue", "load", str(file), "--database", store.settings.database_url])


def held(store: RunningStore) -> dict[str, Category]:
    with reading(store.engine) as connection:
        return {str(code): category for code, category in load_categories(connection, store.settings.city).items()}


def offers(store: RunningStore) -> dict[str, ServiceOffer]:
    with reading(store.engine) as connection:
        return load_offers(connection, store.settings.city)


def test_what_is_shown_can_be_edited_and_loaded(
    store: RunningStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = shown(store, capsys)
    categories = document["categories"]
    assert isinstance(categories, list)
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps(document))
    assert load(store, file) == 0
    assert " 0 of them new or changed" in capsys.readouterr().err

    flood = next(entry for entry in categories if entry["code"] == "BANJIR")
    flood["first_response_s"] = 600
    dropped = categories.pop()
    categories.append({**flood, "code": "GOT", "name_id": "Got mampet", "name_en": "Blocked gutter"})
    file.write_text(json.dumps(document))
    before = CentralStore(store.settings)
    head = before.head()
    assert load(store, file) == 0
    assert " 3 of them new or changed" in capsys.readouterr().err
    now = held(store)
    assert now["BANJIR"].first_response_s == 600
    assert now["GOT"].name_id == "Got mampet"
    assert not now[dropped["code"]].active, "reports name it, so it stays, but takes no new ones"
    assert before.head().n == head.n + 3
    assert {entry.by for entry in before.setting_history(None)} == {"store catalogue"}
    before.close()


def test_services_of_a_file_are_set_by_acts_and_a_file_without_them_leaves_them(
    store: RunningStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = shown(store, capsys)
    services = document["services"]
    assert isinstance(services, dict)
    assert set(services) == {code for code, offer in offers(store).items() if offer != ORDINARY}
    file = tmp_path / "catalogue.json"
    services["SAMPAH"] = {"type": "blackbox"}
    services.pop("BANJIR")
    file.write_text(json.dumps(document))
    assert load(store, file) == 0
    assert "; 2 offers changed." in capsys.readouterr().err
    assert offers(store)["SAMPAH"].kind is ServiceKind.BLACKBOX
    assert offers(store)["BANJIR"] == ORDINARY
    assert "BANJIR" not in shown(store, capsys)["services"]  # type: ignore[operator]
    with closing(CentralStore(store.settings)) as central:
        assert {(entry.kind, entry.target) for entry in central.setting_history(None)} == {
            (IntentKind.SET_OFFER, "BANJIR"),
            (IntentKind.SET_OFFER, "SAMPAH"),
        }
    del document["services"]
    file.write_text(json.dumps(document))
    assert load(store, file) == 0
    assert "; 0 offers changed." in capsys.readouterr().err


def test_a_file_that_makes_no_sense_is_refused_with_a_sentence(
    store: RunningStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = shown(store, capsys)
    categories = document["categories"]
    assert isinstance(categories, list)
    categories[0]["closing_s"] = -1
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps(document))
    assert load(store, file) == 1
    assert "closing_s must be a number" in capsys.readouterr().err
    file.write_text("{}")
    assert load(store, file) == 1
    assert "is no catalogue" in capsys.readouterr().err
    assert load(store, tmp_path / "none.json") == 1
