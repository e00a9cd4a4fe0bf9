"""Every word of a scene can be read from the farthest seat, lies in its place, and on no other word."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from commandcenter.views.palette import DARK, contrast
from commandcenter.views.wall.arrangement import Arrangement
from commandcenter.views.wall.cover import said
from commandcenter.views.wall.legibility import Viewing
from commandcenter.views.wall.lettering import capital_px, width_px
from commandcenter.views.wall.phrase import FigureRow, Phrases
from commandcenter.views.wall.scene import Scene, Words, arrangement_of, scene_of
from commandcenter.views.wall.truth import Look, Truth

SIZES = [(1_920, 1_080), (3_840, 2_160), (5_760, 1_080)]
SEATS = [Viewing(137, 8), Viewing(137, 5), Viewing(137, 11), Viewing(200, 8), Viewing(300, 4)]

LARGE = Phrases(
    rows=(
        FigureRow(("BARU HARI INI", "BARU"), "12.412"),
        FigureRow(("TERBUKA",), "99.310"),
        FigureRow(("LEWAT WAKTU", "LEWAT"), "10.031", is_warning=True),
        FigureRow(("SELESAI HARI INI", "SELESAI"), "12.388"),
        FigureRow(("median tanggapan · n 12.345", "median tanggapan", "tanggapan"), "23 j 59 m"),
    ),
    hours_title=("per jam, 24 jam terakhir", "per jam"),
    hours_peak="puncak 12.345",
    hours=tuple(range(24)),
    hour_marks=((0, "15.00"), (12, "03.00"), (23, "14.00")),
    categories_title=("kategori, 24 jam terakhir", "kategori"),
    categories=(
        ("Pelanggaran izin bangunan di atas saluran air dan trotoar", "12.345", 12_345),
        *((f"Kategori {at}", "9.999", 9_999) for at in range(5)),
    ),
    urgent_label="PERLU TINDAKAN",
    urgent=(
        ("37 Bencana banjir · Kecamatan Kebayoran Lama · 14 kelurahan · sejak 14.20",) * 2,
        ("37 Bencana banjir · Kecamatan Kebayoran Lama · 14 kelurahan · sejak 14.20",),
        ("37 Bencana banjir · sejak 14.20",),
        ("37 Bencana banjir",),
        ("37",),
    ),
    is_urgent=True,
    newest_label="terbaru:",
    newest=tuple(f"14.{at:02d} Jalan rusak, Palmerah" for at in range(12)),
    notes=("SEBAGIAN DATA SIMULASI", "batas perkiraan"),
)
CALM = replace(
    LARGE,
    rows=tuple(replace(row, value="0", is_warning=False) for row in LARGE.rows),
    hours=(0,) * 24,
    categories=(),
    urgent=(("Tidak ada yang mendesak",), ("–",)),
    is_urgent=False,
    newest=(),
    notes=(),
)
LIVE = Truth(Look.LIVE, "data 2 dtk lalu")
CUT_OFF = Truth(Look.WAITING, "data 23 j 59 m lalu · menghubungkan")
OLD = Truth(Look.STALE, "data 7 mnt lalu · terputus", "DATA 7 MENIT LALU", "Pusat data tidak terjangkau; dicoba lagi.")


def scene(size: tuple[int, int], viewing: Viewing, phrases: Phrases, truth: Truth) -> Scene | None:
    arranged = arrangement_of(*size, viewing.letter_px(size[1]), phrases)
    return None if arranged is None else scene_of(arranged, phrases, truth, DARK)


def overlap(one: QRectF, other: QRectF) -> bool:
    """Return whether two boxes share more than a border."""
    return one.adjusted(0.01, 0.01, -0.01, -0.01).intersects(other)


def fits(words: Words) -> bool:
    return width_px(words.text, words.font_px, words.is_bold) <= words.box.width() + 0.01


@pytest.mark.parametrize(("size", "viewing"), list(product(SIZES, SEATS)))
def test_every_word_is_large_enough_whole_inside_the_picture_and_alone(
    qapp: QApplication, size: tuple[int, int], viewing: Viewing
) -> None:
    for phrases, truth in product((LARGE, CALM), (LIVE, CUT_OFF, OLD)):
        found = scene(size, viewing, phrases, truth)
        if found is None:
            assert viewing.distance_m > 8 or viewing.height_cm < 137, "what is the default must not be refused"
            continue
        for words in (*found.words, *said(found.arrangement, truth)):
            assert capital_px(words.font_px) >= viewing.letter_px(size[1]), words
            assert fits(words), words
            assert QRectF(0, 0, *size).contains(words.box), words
            assert "…" not in words.text or words.text.startswith("Pelanggaran"), words
        for one, other in combinations(found.words, 2):
            assert not overlap(one.box, other.box), (one, other)
        for words in found.words:
            assert not overlap(words.box, found.arrangement.map), words
            for mark in found.marks:
                assert not overlap(words.box, mark.box), (words, mark)


def test_nobody_within_eight_metres_of_two_rows_of_panels_misses_a_chart(qapp: QApplication) -> None:
    for size in SIZES:
        arranged = arrangement_of(*size, Viewing(137, 8).letter_px(size[1]), LARGE)
        assert arranged is not None
        assert arranged.hours is not None
        assert arranged.categories is not None
        assert not arranged.is_short


def test_larger_letters_cost_charts_first_then_names_and_last_the_scene(qapp: QApplication) -> None:
    given: list[tuple[bool, bool, bool] | None] = []
    for tenths in range(20, 200, 5):
        arranged = arrangement_of(1_920, 1_080, Viewing(137, tenths / 10).letter_px(1_080), LARGE)
        given.append(None if arranged is None else parts(arranged))
    assert given[0] == (True, True, True)
    assert given[-1] is None
    seen = list(dict.fromkeys(given))
    assert seen.index(None) == len(seen) - 1, "a scene that was refused must not come back with larger letters"
    assert len(seen) > 2, "between the whole scene and none there are smaller ones"


def parts(arranged: Arrangement) -> tuple[bool, bool, bool]:
    return arranged.hours is not None, arranged.categories is not None, not arranged.is_short


def test_on_a_wide_wall_the_map_keeps_half_and_the_columns_stand_side_by_side(qapp: QApplication) -> None:
    arranged = arrangement_of(5_760, 1_080, Viewing(137, 8).letter_px(1_080), LARGE)
    assert arranged is not None
    assert arranged.hours is not None
    assert arranged.map.width() >= 0.45 * 5_760
    assert arranged.figures.height() == arranged.map.height()
    assert not arranged.figures.intersects(arranged.hours)


def test_as_many_of_the_newest_as_fit_and_none_of_them_cut(qapp: QApplication) -> None:
    narrow, wide = (scene(size, Viewing(137, 8), LARGE, LIVE) for size in ((1_920, 1_080), (5_760, 1_080)))
    assert narrow is not None
    assert wide is not None
    entries = [next(each.text for each in found.words if "Palmerah" in each.text) for found in (narrow, wide)]
    for entry in entries:
        assert set(entry.split(" · ")) <= set(LARGE.newest)
    assert entries[0].count("Palmerah") < entries[1].count("Palmerah") <= len(LARGE.newest)


def test_simulated_data_says_so_before_anything_else_finds_room(qapp: QApplication) -> None:
    for size, viewing in product(SIZES, SEATS):
        found = scene(size, viewing, LARGE, LIVE)
        if found is not None:
            assert set(LARGE.notes) <= {words.text for words in found.words}


def test_the_age_of_the_data_is_always_there(qapp: QApplication) -> None:
    for size, viewing, truth in product(SIZES, SEATS, (LIVE, CUT_OFF, OLD)):
        found = scene(size, viewing, LARGE, truth)
        if found is not None:
            assert truth.age in {words.text for words in found.words}


def test_words_stand_out_seven_to_one(qapp: QApplication) -> None:
    for phrases, truth in product((LARGE, CALM), (LIVE, CUT_OFF)):
        found = scene((1_920, 1_080), Viewing(137, 8), phrases, truth)
        assert found is not None
        for words in found.words:
            assert contrast(words.colour, DARK.background) >= 7, words
    assert contrast(DARK.text, DARK.banner) >= 7
