"""How the web engine draws on a machine without a graphics card.

Owns one choice, made before the application object is: such a machine loads no OpenGL that only imitates a card.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_CARDS = ("dri/card*", "dri/renderD*", "nvidia[0-9]*")
_BACKEND = "QT_QUICK_BACKEND"
_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"


def rendering(environment: Mapping[str, str], devices: Path = Path("/dev")) -> Mapping[str, str]:
    """Return what to set in the environment of a process on Linux, so that the web engine draws well there.

    Nothing where a graphics card may be used, or where somebody has chosen a way already (``QT_QUICK_BACKEND``).

    Args:
        environment: Of the process.
        devices: The folder of device files.
    """
    if _BACKEND in environment or _has_card(devices):
        return {}
    return {_BACKEND: "software", _FLAGS: f"{environment.get(_FLAGS, '')} --disable-gpu".strip()}


def _has_card(devices: Path) -> bool:
    return any(os.access(card, os.R_OK | os.W_OK) for pattern in _CARDS for card in devices.glob(pattern))
