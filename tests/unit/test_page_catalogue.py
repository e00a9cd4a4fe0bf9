"""The tool that keeps the pages' catalogues finds what is missing, left over, or said with other places."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from commandcenter.resource import resource_path


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, on sources of the test's own: one text that is shared, and the citizen's page."""
    spec = importlib.util.spec_from_file_location("page_catalogue", resource_path("translations", "page_catalogue.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "SOURCES", tmp_path / "src")
    monkeypatch.setattr(module, "FOLDER", tmp_path / "pages")
    (tmp_path / "pages").mkdir()
    for folder, text in (
        ("page", "t('Close')"),
        (
            "citizen",
            "t('Close'); t('Send {what}', { what }); word(\"It's late\"); plural(n, '{count} day', '{count} days')",
        ),
    ):
        (tmp_path / "src" / folder).mkdir(parents=True)
        (tmp_path / "src" / folder / "part.tsx").write_text(text)
    return module


def test_every_text_is_found_once_and_what_is_shared_stands_apart(tool: ModuleType) -> None:
    tool.update_pages()
    assert tool.page_faults() == [
        "pages/shared: unfinished 'Close'",
        'pages/citizen: unfinished "It\'s late"',
        "pages/citizen: unfinished 'Send {what}'",
        "pages/citizen: unfinished '{count} day'",
        "pages/citizen: unfinished '{count} days'",
    ]


def test_translations_are_kept_and_wrong_places_noticed(tool: ModuleType) -> None:
    tool.update_pages()
    catalogue = tool.FOLDER / "citizen.id.po"
    said = catalogue.read_text().replace('msgid "Send {what}"\nmsgstr ""', 'msgid "Send {what}"\nmsgstr "Kirim {apa}"')
    catalogue.write_text(said)
    tool.update_pages()
    assert "pages/citizen: other places in 'Send {what}'" in tool.page_faults()


def test_a_text_that_is_gone_and_one_that_is_new_are_noticed(tool: ModuleType) -> None:
    tool.update_pages()
    (tool.SOURCES / "page" / "part.tsx").write_text("t('Open')")
    assert tool.page_faults()[:2] == ["pages/shared: missing 'Open'", "pages/shared: no longer used 'Close'"]
