"""The first words of both sides, and the page's word that something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commandcenter.views.map.message.style import MapTheme, Texts


@dataclass(frozen=True, slots=True)
class Hello:
    """From the page: it runs and knows this version of the messages."""

    version: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """To the page: its hello was right; from now on messages flow.

    Attributes:
        version: The messages' version, as in the page's hello.
    """

    version: str
    texts: Texts
    theme: MapTheme


@dataclass(frozen=True, slots=True)
class Trouble:
    """From the page: something went wrong there.

    Attributes:
        where: ``script``, ``policy``, ``areas`` or ``layers``.
        text: For the log, never for the screen.
    """

    where: Literal["script", "policy", "areas", "layers"]
    text: str
