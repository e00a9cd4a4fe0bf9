"""HTML written by hand: elements whose texts and attributes are escaped, whatever they hold.

A ``Html`` is markup that may stand in a document as it is; plain text becomes it only by ``text_of`` or as an
element's child. So what a citizen wrote can't become an element.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

_EMPTY = frozenset({"img", "link", "meta", "br"})


@dataclass(frozen=True, slots=True)
class Html:
    """Markup."""

    markup: str


def text_of(text: str) -> Html:
    """Return plain text as markup."""
    return Html(escape(text, quote=False))


def element(name: str, /, *children: Html | str | None, **attributes: str | None) -> Html:
    """Return an element.

    Args:
        name: Of ours, never of somebody's words.
        children: Markup, or plain text, which is escaped; None is left out.
        attributes: By name; a leading or trailing underscore is dropped, ``_`` within becomes ``-``; None is left out.
    """
    given = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _EMPTY:
        return Html(f"<{name}{given}>")
    inner = "".join(
        child.markup if isinstance(child, Html) else escape(child, quote=False)
        for child in children
        if child is not None
    )
    return Html(f"<{name}{given}>{inner}</{name}>")


def joined(*parts: Html | None) -> Html:
    """Return markup one behind the other; None is left out."""
    return Html("".join(part.markup for part in parts if part is not None))
