"""The picture of a report that a shared link shows: what, where, how it stands, since when.

Owns what stands on it, no map and nobody's words among it; where it stands is ``resources/public/card.typ``. Drawn by
the typesetter that draws the weekly summary, because Pillow can't draw the icons, which are vectors
(docs/decisions/0213).
"""

from __future__ import annotations

import json

import typst

from commandcenter.resource import resource_path
from commandcenter.store.public.report import PublicReport
from commandcenter.store.public.wording import category_name, day_words, say, state_word

PIXELS = (1200, 630)
"""Width and height that messengers ask for."""

_PPI = 72.0
_FALLBACK_ICON = "map-pin"


def card_of(found: PublicReport, language: str) -> bytes:
    """Return a report's picture as a PNG of ``PIXELS``; takes some 100 ms of a processor.

    Raises:
        typst.TypstError: If template, fonts or icons are missing.
    """
    report = found.report
    root = resource_path("public").parent
    icon = found.category.icon if (root / "web" / "icons" / f"{found.category.icon}.svg").is_file() else _FALLBACK_ICON
    card = {
        "language": language,
        "icon": icon,
        "state": report.state.value,
        "word": state_word(report.state, language),
        "category": category_name(found.category, language),
        "area": "" if found.area is None else found.area.name,
        "day": day_words(report.created_at, language),
        "number": report.number,
        "notice": {"id": "DATA SIMULASI", "en": "SIMULATED DATA"}[language] if report.simulated else "",
        "site": say("Public map", language),
    }
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(root / "web" / "fonts" / "print")],
    )
    made = typst.Compiler(str(root / "public" / "card.typ"), root=str(root), font_paths=fonts).compile(
        format="png", ppi=_PPI, sys_inputs={"card": json.dumps(card)}
    )
    if not isinstance(made, bytes):
        raise TypeError("the card came out as more than one page")
    return made
