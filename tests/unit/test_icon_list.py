"""Every category of the shipped catalogue and mappings, and every part of a page, has its icon in the build."""

from __future__ import annotations

import json
import re
from pathlib import Path

from commandcenter.resource import resource_path
from commandcenter.store.intake.opening import shipped_mappings

_LIST = Path(__file__).resolve().parents[2] / "web" / "icons.json"


def test_the_build_holds_the_icon_of_every_category() -> None:
    catalogue = json.loads(resource_path("catalogue", "jakarta.json").read_text(encoding="utf-8"))
    wanted = {category["icon"] for category in catalogue["categories"]}
    wanted |= {category.icon for mapping in shipped_mappings() for category in mapping.new_categories()}
    assert wanted <= set(json.loads(_LIST.read_text(encoding="utf-8")))
    assert {name for name in wanted if not (resource_path("web", "icons") / f"{name}.svg").exists()} == set()


def test_the_build_holds_every_icon_that_the_pages_name() -> None:
    named = re.compile(r"""<Icon name="([^"]+)"|\bicon: '([^']+)'""")
    sources = (_LIST.parent / "src").rglob("*.ts*")
    found = {one or other for path in sources for one, other in named.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 10, "the pages name icons in another way now"
    assert found - set(json.loads(_LIST.read_text(encoding="utf-8"))) == set()
