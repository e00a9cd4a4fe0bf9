"""The catalogues hold every text of the windows, translated."""

from __future__ import annotations

import importlib.util
import shutil
import string
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from commandcenter.resource import resource_path


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    path = resource_path("translations", "catalogue.py")
    spec = importlib.util.spec_from_file_location("catalogue", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_catalogue_is_stale_or_has_a_gap(catalogue: ModuleType) -> None:
    assert catalogue.faults() == []


def test_the_pages_texts_are_all_there(catalogue: ModuleType) -> None:
    assert catalogue.page_faults() == []


def test_a_missing_text_is_noticed(catalogue: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in catalogue.LANGUAGES:
        shutil.copy(catalogue.catalogue(language), tmp_path)
    broken = tmp_path / "commandcenter_id.ts"
    text = broken.read_text(encoding="utf-8")
    assert "<source>Queue of reports</source>" in text
    text = text.replace("<source>Queue of reports</source>", "<source>Row of reports</source>")
    broken.write_text(text.replace("<translation>Semua</translation>", "<translation></translation>"), encoding="utf-8")
    monkeypatch.setattr(catalogue, "catalogue", lambda language: tmp_path / f"commandcenter_{language}.ts")
    assert catalogue.faults() == [
        "id: missing ('QueueTable', 'Queue of reports')",
        "id: no longer used ('QueueTable', 'Row of reports')",
        "id: unfinished ('QueuePanel', 'All')",
    ]


def test_a_translation_has_the_fields_of_its_source(catalogue: ModuleType) -> None:
    for message in ET.parse(catalogue.catalogue("id")).getroot().iter("message"):
        source = message.findtext("source", "")
        translation = "".join(node for node in message.find("translation").itertext()).strip()  # type: ignore[union-attr]
        assert _fields(source) == _fields(translation), source
        assert ("%n" in source) == ("%n" in translation), source


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
