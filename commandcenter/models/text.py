"""Texts from outside, made fit to be kept."""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a text begins with that a spreadsheet takes for a formula; an apostrophe before it makes it a text again."""

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def fit_text(text: str) -> str:
    """Return the text without outer blanks, with line feeds for line ends, and without what no database keeps.

    Control characters and halves of surrogate pairs are left out: PostgreSQL refuses the first, UTF-8 the second.
    """
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
