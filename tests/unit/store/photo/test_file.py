"""Which files are photos that the store reads, and what it says about those that are none."""

from __future__ import annotations

import struct
import zipfile
import zlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageStat

from commandcenter.models.failure import Failure
from commandcenter.models.photo import (
    LEAST_LARGE_PX,
    LONG_SIDE_PX,
    Mask,
    MasksUnfit,
    PhotoSize,
    Shot,
    masks_to_json,
    read_masks,
)
from commandcenter.models.place import LonLat
from commandcenter.store.photo import failure
from commandcenter.store.photo.rendition import render_masked, take_in
from tests.fixture.photo import photo_bytes


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Return a picture that is red at its left and blue at its right."""
    made = Image.new("RGB", (width, height), "red")
    ImageDraw.Draw(made).rectangle((width // 2, 0, width, height), fill="blue")
    return made.convert(mode)


def saved(made: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    made.save(buffer, kind, **options)
    return buffer.getvalue()


def png_that_says(width: int, height: int, rows: bytes) -> bytes:
    """Return a PNG whose header claims a size, whatever lies behind it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("kind", "declared"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
    )
    def test_a_photo_of_each_kind_becomes_three_bare_jpegs(self, kind: str, declared: str) -> None:
        taken = take_in(photo_bytes(picture(2_400, 1_600), kind=kind, camera=("Contoh", "F1")), declared)
        for size, data in taken.renditions.items():
            with Image.open(BytesIO(data)) as made:
                assert (made.format, max(made.size)) == ("JPEG", LONG_SIDE_PX[size])
                assert not dict(made.getexif())
                assert not {"exif", "icc_profile", "comment", "xmp"} & set(made.info)
            assert b"Contoh" not in data

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_it_is_turned_upright(self, orientation: int) -> None:
        undo = {
            1: None,
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }[orientation]
        stored = picture() if undo is None else picture().transpose(undo)
        upright = take_in(photo_bytes(stored, orientation=orientation)).upright
        assert upright.size == (640, 480)
        assert upright.getpixel((10, 240))[0] > 200  # type: ignore[index]
        assert upright.getpixel((630, 240))[2] > 200  # type: ignore[index]

    @pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "CMYK"])
    def test_pictures_of_other_modes_are_read(self, mode: str) -> None:
        made = picture().convert("L").convert("I;16") if mode == "I;16" else picture(mode=mode)
        taken = take_in(saved(made, "JPEG" if mode == "CMYK" else "PNG"))
        assert (taken.upright.mode, taken.upright.size) == ("RGB", (640, 480))

    def test_a_small_photo_is_not_made_larger(self) -> None:
        taken = take_in(photo_bytes(picture(200, 100)))
        for data in taken.renditions.values():
            with Image.open(BytesIO(data)) as made:
                assert made.size == (200, 100)

    @pytest.mark.parametrize(
        ("kind", "sent_px", "kept_px"),
        [
            ("JPEG", 4_000, 2_000),
            ("JPEG", 3_000, 1_500),
            ("JPEG", 2_400, 2_048),
            ("JPEG", 1_600, 1_600),
            ("PNG", 3_000, 2_048),
        ],
    )
    def test_the_large_size_is_what_a_jpegs_decoder_gives_where_that_is_large_enough(
        self, kind: str, sent_px: int, kept_px: int
    ) -> None:
        taken = take_in(photo_bytes(picture(sent_px, sent_px * 3 // 4), kind=kind))
        with Image.open(BytesIO(taken.renditions[PhotoSize.LARGE])) as made:
            assert made.size == (kept_px, kept_px * 3 // 4) == taken.upright.size
            assert kept_px >= min(sent_px, LEAST_LARGE_PX)

    def test_what_a_phone_puts_behind_the_picture_is_no_reason_to_refuse_it(self) -> None:
        clean = photo_bytes(picture())
        film = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40
        assert take_in(clean + film).renditions == take_in(clean).renditions

    def test_time_place_and_camera_are_read(self) -> None:
        taken = datetime(2026, 11, 24, 7, 30, tzinfo=timezone(timedelta(hours=8)))
        shot = take_in(photo_bytes(picture(), taken=taken, place=(106.8272, -6.1754), camera=("Contoh", "F1"))).shot
        assert shot.taken_at == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
        assert shot.place is not None
        assert (shot.place.lon, shot.place.lat) == pytest.approx((106.8272, -6.1754))
        assert (shot.make, shot.model) == ("Contoh", "F1")

    def test_a_time_without_a_zone_is_the_citys(self) -> None:
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = "2026:11:24 07:30:00"
        assert take_in(saved(picture(), "JPEG", exif=exif)).shot.taken_at == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)

    @pytest.mark.parametrize("said", ["", "0000:00:00 00:00:00", "yesterday", "9999:99:99 99:99:99"])
    def test_a_time_that_is_none_is_absent(self, said: str) -> None:
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = said
        assert take_in(saved(picture(), "JPEG", exif=exif)).shot == Shot()


class TestWhatIsRefused:
    def test_too_many_bytes(self) -> None:
        with pytest.raises(failure.PhotoTooLarge):
            take_in(photo_bytes(picture()) + b"\0" * (20 * 1024 * 1024))

    @pytest.mark.parametrize("side_px", [8_000, 60_000])
    def test_a_bomb_by_its_header_alone(self, side_px: int) -> None:
        with pytest.raises(failure.PhotoTooManyPixels):
            take_in(png_that_says(side_px, side_px, b"\0" * 1_000_000))

    def test_a_header_that_promises_more_than_comes(self) -> None:
        with pytest.raises(failure.PhotoBroken):
            take_in(png_that_says(4_000, 4_000, b"\0" * 1_000))

    @pytest.mark.parametrize("size", [(31, 400), (400, 1)])
    def test_too_few_pixels(self, size: tuple[int, int]) -> None:
        with pytest.raises(failure.PhotoTooSmall):
            take_in(photo_bytes(picture(*size)))

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_half_a_file(self, kind: str, share: float) -> None:
        noise = Image.effect_noise((640, 480), 60).convert("RGB")
        data = photo_bytes(noise, kind=kind)
        with pytest.raises(failure.PhotoBroken):
            take_in(data[: int(len(data) * share)])

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"GIF89a" + b"\0" * 100,
            b"BM" + b"\0" * 100,
            b"%PDF-1.7\n",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"MZ\x90",
            b"PK\x03\x04",
            b"\x00\x00\x00\x18ftypmp42" + b"\0" * 100,
            b"#!/bin/sh\n",
        ],
    )
    def test_what_is_no_photo(self, data: bytes) -> None:
        with pytest.raises(failure.PhotoFormatUnknown):
            take_in(data, "image/jpeg")

    def test_a_file_that_says_that_it_is_another_kind(self) -> None:
        with pytest.raises(failure.PhotoDisguised):
            take_in(photo_bytes(picture(), kind="PNG"), "image/jpeg")
        unsaid = take_in(photo_bytes(picture(), kind="PNG"), "application/octet-stream")
        assert unsaid.upright.size == (640, 480)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_what_moves(self, kind: str) -> None:
        frames = [picture(), picture().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
        with pytest.raises(failure.PhotoMoves):
            take_in(saved(frames[0], kind, save_all=True, append_images=frames[1:]))

    def test_a_film_in_heics_container(self) -> None:
        with pytest.raises(failure.PhotoMoves):
            take_in(b"\x00\x00\x00\x18ftyphevc" + b"\0" * 100)

    def test_a_photo_that_is_an_archive_as_well(self) -> None:
        buffer = BytesIO(photo_bytes(picture()))
        buffer.seek(0, 2)
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr("run.class", b"x" * 100)
        with pytest.raises(failure.PhotoCarriesMore):
            take_in(buffer.getvalue())

    @pytest.mark.parametrize("text", [b"<html><script>alert(1)</script>", b"<?php system($_GET[0]); ?>"])
    def test_a_photo_that_is_a_page_as_well(self, text: bytes) -> None:
        with pytest.raises(failure.PhotoCarriesMore):
            take_in(saved(picture(), "JPEG", comment=text))
        with pytest.raises(failure.PhotoCarriesMore):
            take_in(photo_bytes(picture()) + text)

    def test_a_photo_that_is_a_document_as_well(self) -> None:
        with pytest.raises(failure.PhotoCarriesMore):
            take_in(saved(picture(), "JPEG", comment=b"%PDF-1.7"))

    # Pillow warns of what it passes over in damaged EXIF; the program lets it, and the tests' own filter would not.
    @pytest.mark.filterwarnings("ignore::UserWarning")
    @settings(max_examples=150)
    @given(st.data())
    def test_a_damaged_file_is_read_or_refused_and_nothing_else(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
        file = bytearray(photo_bytes(picture(64, 48), kind=kind, taken=datetime(2026, 1, 1, tzinfo=UTC), place=(1, 1)))
        for _ in range(data.draw(st.integers(1, 8))):
            file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
        try:
            code = f"photo_{take_in(bytes(file)).upright.mode}"
        except Failure as refused:
            code = refused.code
        assert code.startswith("photo_")


class TestCovering:
    def test_what_is_marked_can_not_be_read_and_the_rest_is_as_it_was(self) -> None:
        text = Image.new("RGB", (960, 720), "white")
        ImageDraw.Draw(text).text((300, 300), "B 1234 XYZ", fill="black", font_size=60)
        large = take_in(photo_bytes(text)).renditions[PhotoSize.LARGE]
        covered = render_masked(large, [Mask(0.3, 0.4, 0.75, 0.55)])
        assert set(covered) == set(PhotoSize)
        with Image.open(BytesIO(covered[PhotoSize.LARGE])) as made:
            area = made.convert("L").crop((288, 288, 720, 396))
            # Four tiles a side are left: at most sixteen shades, up to what JPEG makes of their edges.
            assert len({value // 8 for value in area.resize((8, 8), Image.Resampling.BOX).tobytes()}) <= 16
            assert made.convert("L").crop((0, 0, 960, 270)).getextrema() == (255, 255)

    @pytest.mark.parametrize(
        "value", [None, {}, [[0, 0, 1]], [[0, 0, 1, 2]], [[0.5, 0, 0.5, 1]], [["0", 0, 1, 1]], [[0, 0, 1, 1]] * 51]
    )
    def test_rectangles_that_cover_nothing_are_refused(self, value: object) -> None:
        with pytest.raises(MasksUnfit):
            read_masks(value)

    def test_rectangles_come_back_as_they_were(self) -> None:
        value = [[0.0, 0.25, 0.5, 1.0]]
        assert masks_to_json(read_masks(value)) == value


SHOTS: dict[str, tuple[str | None, tuple[float, float] | None, str | None]] = {
    "broken/30-type_error.jpg": ("2013-07-07T10:20:59", None, None),
    "broken/33-type_error.jpg": ("2008-05-25T12:31:26", None, "Canon PowerShot G9"),
    "broken/35-empty.jpg": ("2005-07-19T11:25:29", None, "EX-Z750"),
    "broken/67-0_length_string.jpg": ("2016-09-12T03:05:31", (7.5919, 51.0250), "SM-G930F"),
    "broken/corrupted.jpg": ("2015-09-08T04:02:17", None, "u1020,S1020"),
    "broken/image00971.jpg": (None, None, None),
    "gps/DSCN0010.jpg": ("2008-10-22T09:28:39", (11.8851, 43.4674), "COOLPIX P6000"),
    "gps/DSCN0012.jpg": ("2008-10-22T09:29:49", (11.8854, 43.4672), "COOLPIX P6000"),
    "gps/DSCN0021.jpg": ("2008-10-22T09:38:20", (11.8845, 43.4671), "COOLPIX P6000"),
    "gps/DSCN0025.jpg": ("2008-10-22T09:43:21", (11.8816, 43.4684), "COOLPIX P6000"),
    "gps/DSCN0027.jpg": ("2008-10-22T09:44:01", (11.8815, 43.4684), "COOLPIX P6000"),
    "gps/DSCN0029.jpg": ("2008-10-22T09:46:53", (11.8802, 43.4682), "COOLPIX P6000"),
    "gps/DSCN0038.jpg": ("2008-10-22T09:52:15", (11.8792, 43.4673), "COOLPIX P6000"),
    "gps/DSCN0040.jpg": ("2008-10-22T09:55:37", (11.8791, 43.4660), "COOLPIX P6000"),
    "gps/DSCN0042.jpg": ("2008-10-22T10:00:07", (11.8815, 43.4645), "COOLPIX P6000"),
    "other/45-gps_ifd.jpg": ("2012-06-22T23:55:49", None, "Gran Turismo 5"),
    "other/IMG_5195.HEIC": ("2021-04-11T20:47:53", (-94.2888, 39.0513), "iPhone 11 Pro Max"),
    "other/Nikon_D70.jpg": ("2008-03-15T02:52:01", None, "NIKON D70"),
    "other/canon-ixus.jpg": ("2001-06-09T08:17:32", None, "Canon DIGITAL IXUS"),
    "other/jolla.jpg": ("2014-09-21T09:00:56", None, "Jolla"),
    "other/long_description.jpg": ("2008-07-31T03:50:00", None, None),
    "other/no_exif.jpg": ("2014-09-22T03:56:35", None, None),
    **{f"orientation/landscape_{turn}.jpg": (None, None, None) for turn in (1, 3, 6, 8)},
    **{f"orientation/portrait_{turn}.jpg": (None, None, None) for turn in (1, 3, 6, 8)},
}
"""What real cameras wrote: time (UTC; taken as the city's where no zone is told), place, model."""


def test_every_real_photo_gets_its_answer(shared_data: Path) -> None:
    folder = shared_data / "photos"
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    assert set(found) == set(SHOTS)
    for name, (taken, place, model) in SHOTS.items():
        read = take_in(found[name].read_bytes())
        expected_at = None if taken is None else datetime.fromisoformat(taken).replace(tzinfo=UTC)
        assert (read.shot.taken_at, read.shot.model) == (expected_at, model), name
        assert rounded(read.shot.place) == place, name
        assert set(read.renditions) == set(PhotoSize), name
        for data in read.renditions.values():
            with Image.open(BytesIO(data)) as made:
                assert not dict(made.getexif()), name


def rounded(place: LonLat | None) -> tuple[float, float] | None:
    return None if place is None else (round(place.lon, 4), round(place.lat, 4))


@pytest.mark.parametrize("kind", ["landscape", "portrait"])
def test_real_photos_that_were_turned_all_look_alike(shared_data: Path, kind: str) -> None:
    small = [
        take_in((shared_data / "photos" / "orientation" / f"{kind}_{turn}.jpg").read_bytes()).upright.resize((8, 8))
        for turn in (1, 3, 6, 8)
    ]
    for other in small[1:]:
        assert max(high for _, high in ImageStat.Stat(ImageChops.difference(small[0], other)).extrema) < 16
