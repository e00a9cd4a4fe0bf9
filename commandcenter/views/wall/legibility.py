"""How large letters must be so that the farthest seat can read them.

Source: NUREG-0700, "Human-System Interface Design Review Guidelines": characters at least 16 minutes of arc high at
the farthest place. The height of a character is that of its capitals, so small letters without ascenders are smaller.
ISO 9241-303: capitals and figures are made of at least 5 x 7 pixels, or they can't be told apart from any distance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from commandcenter.models.failure import Failure

LEAST_ARC_MINUTES = 16.0
LEAST_LETTER_PX = 7.0

LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 640, 360
"""Of a wall: on a smaller picture no map can be read beside the figures."""


class WallTooSmall(Failure):
    """A picture of fewer pixels than a wall can be drawn with."""

    code = "wall_too_small"
    template = (
        "A wall of {width_px}x{height_px} pixels is too small for anything on it to be read. Give it at least "
        "{least_width_px}x{least_height_px} with --size, or a larger screen with --monitor."
    )


class SceneUnreadable(Failure):
    """The scene can't be shown so that the farthest seat can read it."""

    code = "scene_unreadable"
    template = (
        "The scene can't be read from {distance_m} m on a picture {height_cm} cm high: its letters must be "
        "{letter_mm} mm high there, which is {letter_px} of the picture's {height_px} pixels, and so they do not find "
        "room on {width_px}x{height_px}. Use a larger screen or sit nearer, and say so with --height-cm and "
        "--distance-m (COMMANDCENTER_WALL_HEIGHT_CM, COMMANDCENTER_WALL_DISTANCE_M)."
    )


def is_too_small(width_px: float, height_px: float) -> bool:
    """Return whether a picture of a size has too few pixels for a wall, whatever is on it."""
    return width_px < LEAST_WIDTH_PX or height_px < LEAST_HEIGHT_PX


@dataclass(frozen=True, slots=True)
class Viewing:
    """From where a wall is looked at.

    Attributes:
        height_cm: Height of the whole picture, of all its screens together, in centimetres.
        distance_m: From the screen to the farthest seat, in metres.
    """

    height_cm: float
    distance_m: float

    @property
    def letter_mm(self) -> float:
        """The least height of a capital letter, in millimetres."""
        return 2 * 1000 * self.distance_m * math.tan(math.radians(LEAST_ARC_MINUTES / 60) / 2)

    def letter_px(self, height_px: float) -> float:
        """Return the least height of a capital letter, in pixels of a picture that is ``height_px`` high."""
        return max(LEAST_LETTER_PX, self.letter_mm / (10 * self.height_cm) * height_px)

    def unreadable(self, width_px: float, height_px: float) -> SceneUnreadable | WallTooSmall:
        """Return the reason for refusing a scene on a picture of a size in pixels."""
        if is_too_small(width_px, height_px):
            return WallTooSmall(
                width_px=round(width_px),
                height_px=round(height_px),
                least_width_px=LEAST_WIDTH_PX,
                least_height_px=LEAST_HEIGHT_PX,
            )
        letter_px = self.letter_px(height_px)
        return SceneUnreadable(
            distance_m=f"{self.distance_m:g}",
            height_cm=f"{self.height_cm:g}",
            letter_mm=f"{letter_px / height_px * 10 * self.height_cm:.0f}",
            letter_px=f"{letter_px:.0f}",
            width_px=round(width_px),
            height_px=round(height_px),
        )
