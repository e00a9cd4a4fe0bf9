from __future__ import annotations

from pathlib import Path

import pytest

from commandcenter import resource
from commandcenter.resource import PagesNotBuilt, resource_path


def test_a_checkout_has_its_resources_beside_the_package() -> None:
    assert resource_path("web", "map", "index.html").is_file()


def test_an_installed_package_has_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "resources" / "web" / "map" / "index.html"
    page.parent.mkdir(parents=True)
    page.touch()
    monkeypatch.setattr(resource, "_PACKAGE", tmp_path)
    assert resource_path("web", "map", "index.html") == page


def test_missing_pages_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "_PACKAGE", tmp_path / "commandcenter")
    with pytest.raises(PagesNotBuilt, match=r"\./run --setup"):
        resource_path("web", "map", "index.html")
