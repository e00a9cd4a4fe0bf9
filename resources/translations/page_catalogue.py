"""Keeps the pages' catalogues in step with their TypeScript: ``pages/<page>.id.po`` holds what each page says.

Texts are the literals given to ``t``, ``plural`` and ``word`` in ``web/src``. What pages share stands in
``shared.id.po`` and is left out of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent / "pages"
SOURCES = Path(__file__).parents[2] / "web" / "src"

SHARED = "shared"
_FOLDERS: dict[str, tuple[str, ...]] = {
    SHARED: ("page", "offline"),
    "public": ("public",),
    "citizen": ("citizen",),
    "officer": ("officer",),
    "crew": ("crew",),
    "administration": ("administration",),
}

_LITERAL = r"""('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_ONE = re.compile(rf"\b(?:t|word)\(\s*{_LITERAL}")
_TWO = re.compile(rf"\bplural\(\s*[^'\"]+?,\s*{_LITERAL},\s*{_LITERAL}", re.DOTALL)
_HEADER = "# What the pages say, Indonesian. The msgid is the English text in web/src."


def update_pages() -> None:
    """Bring all catalogues up to date with the code, keeping the translations that they hold."""
    for part in _FOLDERS:
        path, have = _path(part), _read(part)
        fresh = Catalog(locale="id", header_comment=_HEADER)
        for text in _wanted(part):
            fresh.add(text, have.get(text, ""))
        content = BytesIO()
        write_po(content, fresh, width=0, omit_header=False, no_location=True)
        path.write_text(_without_dates(content.getvalue().decode()), encoding="utf-8")


def page_faults() -> list[str]:
    """Return what is wrong with the catalogues, a line each; empty if nothing is."""
    lines: list[str] = []
    for part in _FOLDERS:
        have, wanted = _read(part), _wanted(part)
        lines += [f"pages/{part}: missing {text!r}" for text in wanted if text not in have]
        lines += [f"pages/{part}: no longer used {text!r}" for text in have if text not in set(wanted)]
        lines += [f"pages/{part}: unfinished {text!r}" for text, said in have.items() if not said]
        differing = [text for text, said in have.items() if said and _differ(text, said)]
        lines += [f"pages/{part}: other places in {text!r}" for text in differing]
    return lines


def _wanted(part: str) -> list[str]:
    """Return a page's texts, sorted, without those that all pages share."""
    shared = set() if part == SHARED else set(_texts(SHARED))
    return sorted(set(_texts(part)) - shared)


def _texts(part: str) -> Iterator[str]:
    for folder in _FOLDERS[part]:
        for file in sorted((SOURCES / folder).rglob("*.ts*")):
            source = file.read_text(encoding="utf-8")
            yield from (_value(found) for found in _ONE.findall(source))
            yield from (_value(found) for pair in _TWO.findall(source) for found in pair)


def _value(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def _differ(text: str, said: str) -> bool:
    places = re.compile(r"\{(\w+)\}")
    return set(places.findall(text)) != set(places.findall(said))


def _read(part: str) -> dict[str, str]:
    path = _path(part)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale="id") if entry.id}


def _path(part: str) -> Path:
    return FOLDER / f"{part}.id.po"


def _without_dates(content: str) -> str:
    """Take out what changes without any text having changed."""
    kept = ("Language:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")
    lines = content.splitlines()
    head = [line for line in lines if not re.match(r'"[A-Z][A-Za-z-]+:', line) or line[1:].startswith(kept)]
    return "\n".join(line for line in head if line.strip() != "#, fuzzy").strip() + "\n"
