"""How large letters must be, against the standard's own figures."""

from __future__ import annotations

import pytest

from commandcenter.views.wall.legibility import SceneUnreadable, Viewing, WallTooSmall
from commandcenter.views.wall.lettering import capital_px, font_px_of
from tests.qt.wall.conftest import OpenWall


@pytest.mark.parametrize(("distance_m", "letter_mm"), [(1, 4.65), (8, 37.2), (5, 23.3)])
def test_letters_are_16_minutes_of_arc_high(distance_m: float, letter_mm: float) -> None:
    assert Viewing(137, distance_m).letter_mm == pytest.approx(letter_mm, abs=0.05)


def test_pixels_follow_from_the_pictures_height_whatever_its_resolution() -> None:
    viewing = Viewing(height_cm=137, distance_m=8)
    assert viewing.letter_px(1_080) == pytest.approx(37.23 / 1_370 * 1_080, abs=0.02)
    assert viewing.letter_px(2_160) == pytest.approx(2 * viewing.letter_px(1_080))


def test_letters_are_never_made_of_fewer_pixels_than_a_letter_has() -> None:
    assert Viewing(height_cm=137, distance_m=1).letter_px(1_080) == 7


@pytest.mark.parametrize("size", [(320, 200), (639, 1_000), (2_000, 359)])
def test_a_picture_too_small_for_any_wall_is_refused_with_what_it_needs(
    open_wall: OpenWall, size: tuple[int, int]
) -> None:
    wall, _ = open_wall()
    with pytest.raises(WallTooSmall, match=f"{size[0]}x{size[1]} pixels is too small.*640x360"):
        wall.check(*size)


def test_a_fonts_capitals_are_at_least_so_high_and_no_smaller_font_would_do(qapp: object) -> None:
    for letter_px in (12.0, 29.3, 58.7):
        font_px = font_px_of(letter_px)
        assert capital_px(font_px) >= letter_px > capital_px(font_px - 1)


def test_a_refusal_names_the_distance_the_height_and_what_can_be_set() -> None:
    refusal = Viewing(40, 12).unreadable(1_366, 768)
    assert isinstance(refusal, SceneUnreadable)
    for said in ("12 m", "40 cm", "56 mm", "107 of the picture's 768", "1366x768", "--distance-m", "--height-cm"):
        assert said in str(refusal)
