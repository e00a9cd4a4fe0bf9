"""What the documents point to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

_LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]*\ssrc=\"([^\"]+)\"")
_ELSEWHERE = re.compile(r"[a-z]+:|#")


def documents() -> Iterator[Path]:
    """Yield the documents of a checkout."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def broken_links(document: Path) -> list[str]:
    """Return the links to files that are not there."""
    targets = [one or other for one, other in _LINK.findall(document.read_text(encoding="utf-8"))]
    here = [target.partition("#")[0] for target in targets if not _ELSEWHERE.match(target)]
    return [target for target in here if not (document.parent / target).exists()]


def test_every_link_and_picture_of_the_documents_leads_somewhere() -> None:
    found = {str(document.relative_to(ROOT)): broken_links(document) for document in documents()}
    assert {name: broken for name, broken in found.items() if broken} == {}
