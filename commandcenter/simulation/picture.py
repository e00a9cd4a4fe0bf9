"""Drawn pictures in the place of photos: a street, what is wrong with it, and the word SIMULASI over it.

Owns every stroke. The same name always gives the same bytes, so nothing has to be kept: they can be drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from commandcenter.models.record import DRAWN_MEDIA, OWN_MEDIA
from commandcenter.simulation.chance import chance
from commandcenter.simulation.profile import PROFILES

VARIANTS = 3
"""Streets that each category is drawn on."""

STAGES = ("before", "after")

SIZE_PX = (480, 320)

FOLDER = DRAWN_MEDIA.removeprefix(OWN_MEDIA).rstrip("/")
"""Folder of the pictures below the store's media."""

_GROUND_PX = 214

_Draw = ImageDraw.ImageDraw

_SKIES = ("#B9CBD8", "#D9C9B4", "#8FA3B5")
_WALLS = (("#B7836B", "#C9B79C", "#8E9AA3"), ("#A9A08B", "#B56B5B", "#C8C2B4"), ("#7F8C86", "#B8A58A", "#A27C74"))


def picture_path(category: str, variant: int, stage: str) -> str:
    """Return under which path of a store the picture can be read."""
    return f"{DRAWN_MEDIA}{_name(category, variant, stage)}"


def after_picture(path: str) -> str | None:
    """Return the path of the picture of after that belongs to one of before; None if it is no drawn picture."""
    before = f"-{STAGES[0]}.png"
    drawn = path.startswith(DRAWN_MEDIA) and path.endswith(before)
    return f"{path.removesuffix(before)}-{STAGES[1]}.png" if drawn else None


def draw_pictures(media: Path) -> int:
    """Draw what is missing of all pictures into a media folder; return how many were drawn."""
    folder = media / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    drawn = 0
    for category, variant, stage in _all():
        file = folder / _name(category, variant, stage)
        if not file.exists():
            fresh = file.with_suffix(".new")
            fresh.write_bytes(draw_picture(category, variant, stage))
            fresh.replace(file)
            drawn += 1
    return drawn


def draw_picture(category: str, variant: int, stage: str) -> bytes:
    """Return one picture as PNG of ``SIZE_PX``; an after-picture lacks what the before-picture complains of."""
    rng = chance(category, variant)
    image = Image.new("RGB", SIZE_PX, _SKIES[variant])
    draw = ImageDraw.Draw(image)
    _street(draw, variant, chance("street", variant))
    if stage == "before":
        _COMPLAINTS.get(category, _people)(draw, rng)
    else:
        _cleared(draw, category)
    _stamp(draw, stage)
    stream = BytesIO()
    image.quantize(64).save(stream, "PNG")
    return stream.getvalue()


def _all() -> Iterator[tuple[str, int, str]]:
    for category, profile in PROFILES.items():
        if profile.has_picture:
            for variant in range(VARIANTS):
                for stage in STAGES:
                    yield category, variant, stage


def _name(category: str, variant: int, stage: str) -> str:
    return f"{category}-{variant + 1}-{stage}.png"


def _street(draw: _Draw, variant: int, rng: Random) -> None:
    """Houses, pavement, road."""
    left = -20
    while left < SIZE_PX[0]:
        width, height = rng.randint(70, 130), rng.randint(70, 150)
        top = _GROUND_PX - 18 - height
        draw.rectangle((left, top, left + width, _GROUND_PX - 18), fill=rng.choice(_WALLS[variant]))
        draw.polygon(((left - 5, top), (left + width / 2, top - 24), (left + width + 5, top)), fill="#7A4A3C")
        for column in range(left + 12, left + width - 18, 30):
            draw.rectangle((column, top + 16, column + 16, top + 38), fill="#4A5560")
        left += width + rng.randint(0, 16)
    draw.rectangle((0, _GROUND_PX - 18, SIZE_PX[0], _GROUND_PX), fill="#A8A49B")
    draw.rectangle((0, _GROUND_PX, SIZE_PX[0], SIZE_PX[1]), fill="#565B60")
    for left in range(10, SIZE_PX[0], 90):
        draw.rectangle((left, 262, left + 46, 268), fill="#D9D4C4")


def _rubbish(draw: _Draw, rng: Random) -> None:
    for _ in range(34):
        x, y, size = rng.gauss(240, 60), rng.uniform(196, 236), rng.randint(12, 26)
        colour = rng.choice(("#1F2326", "#E8E6DF", "#2F5D8A", "#B23A2E", "#C9A227"))
        draw.ellipse((x, y - size * 0.7, x + size, y + 4), fill=colour, outline="#2B2B2B")


def _hole(draw: _Draw, rng: Random) -> None:
    for x, y, width in ((150, 250, 150), (330, 285, 80)):
        points = [
            (x + width * (0.5 + dx * rng.uniform(0.85, 1.1)), y + 22 * dy)
            for dx, dy in ((-0.5, 0), (-0.35, -1), (0.1, -1.1), (0.45, -0.7), (0.5, 0.3), (0.2, 1), (-0.3, 0.8))
        ]
        draw.polygon(points, fill="#2C2622", outline="#8A7B68")
        draw.ellipse((x + width * 0.3, y - 6, x + width * 0.7, y + 10), fill="#6E5A42")


def _water(draw: _Draw, rng: Random) -> None:
    top = 196 + rng.randint(-8, 8)
    draw.rectangle((0, top, SIZE_PX[0], SIZE_PX[1]), fill="#7A6A4C")
    for _ in range(40):
        x, y = rng.uniform(0, 460), rng.uniform(top + 6, 312)
        draw.line((x, y, x + rng.uniform(16, 50), y), fill="#94835F", width=2)
    _car(draw, 190, top + 22, "#9C3B34", sunk=True)


def _tree(draw: _Draw, rng: Random) -> None:
    draw.line((60, 296, 330, 226), fill="#5B3F2A", width=18)
    for _ in range(26):
        x, y, size = rng.gauss(350, 42), rng.gauss(222, 26), rng.randint(24, 48)
        draw.ellipse(
            (x - size / 2, y - size / 2, x + size / 2, y + size / 2), fill=rng.choice(("#3D6B3A", "#4F7F45", "#2F5730"))
        )


def _cars(draw: _Draw, rng: Random) -> None:
    for x, y in ((-20, 232), (110, 236), (240, 230), (370, 238)):
        _car(draw, x + rng.randint(0, 14), y, rng.choice(("#2F5D8A", "#D8D8D4", "#9C3B34", "#30343A", "#C9A227")))


def _jam(draw: _Draw, rng: Random) -> None:
    _cars(draw, rng)
    for x in (40, 170, 300):
        _car(draw, x, 282, rng.choice(("#4B7A5B", "#D8D8D4", "#7A4A6B")))


def _stalls(draw: _Draw, rng: Random) -> None:
    for x in (40, 180, 320):
        colour = rng.choice(("#B23A2E", "#2F5D8A", "#C9A227"))
        draw.rectangle((x, 186, x + 104, 232), fill="#8A6B4A", outline="#4A3828")
        draw.polygon(((x - 10, 160), (x + 114, 160), (x + 104, 134), (x, 134)), fill=colour)
        draw.line((x + 4, 160, x + 4, 190), fill="#4A3828", width=3)
        draw.line((x + 100, 160, x + 100, 190), fill="#4A3828", width=3)
        _person(draw, x + 50, 200)


def _dark(draw: _Draw, rng: Random) -> None:
    draw.rectangle((0, 0, SIZE_PX[0], 190), fill="#141B26")
    _lamp(draw, 150 + rng.randint(0, 60), lit=False)
    _lamp(draw, 340, lit=False)
    draw.rectangle((0, 196, SIZE_PX[0], SIZE_PX[1]), fill="#20252B")


def _banner(draw: _Draw, rng: Random) -> None:
    for x in (90, 300):
        draw.line((x, 70, x, 214), fill="#4A3828", width=6)
    draw.rectangle((92, 84, 298, 146), fill=rng.choice(("#C9A227", "#B23A2E", "#2F5D8A")), outline="#222222")
    draw.text((195, 115), "DIJUAL MURAH", font=_font(20), fill="#FFFFFF", anchor="mm")


def _broken_pavement(draw: _Draw, rng: Random) -> None:
    for _ in range(26):
        x, y = rng.uniform(90, 380), rng.uniform(194, 222)
        draw.polygon(
            ((x, y), (x + 24, y - 6), (x + 30, y + 8), (x + 8, y + 10)),
            fill=rng.choice(("#8C877C", "#C2BDB0", "#6B665C")),
            outline="#4A463F",
        )
    draw.rectangle((214, 202, 262, 226), fill="#14171A", outline="#C2BDB0", width=3)


def _site(draw: _Draw, rng: Random) -> None:
    for floor in range(4):
        y = 60 + floor * 40
        draw.rectangle((130, y, 350, y + 8), fill="#9A958B")
        for x in range(136, 350, 52):
            draw.rectangle((x, y + 8, x + 8, y + 40), fill="#8A857B")
    draw.line((120, 214, 120, 50), fill="#C98A2E", width=4)
    draw.line((360, 214, 360, 50 + rng.randint(0, 20)), fill="#C98A2E", width=4)


def _fire(draw: _Draw, rng: Random) -> None:
    for _ in range(34):
        x, size = rng.gauss(240, 40), rng.randint(24, 60)
        y = rng.uniform(90, 190)
        draw.ellipse((x - size / 2, y - size, x + size / 2, y), fill=rng.choice(("#E8641E", "#F2A71B", "#C9381B")))
    for _ in range(16):
        x, y, size = rng.gauss(250, 60), rng.uniform(10, 90), rng.randint(30, 70)
        draw.ellipse((x - size / 2, y - size / 2, x + size / 2, y + size / 2), fill="#4B4B4B")


def _bus(draw: _Draw, rng: Random) -> None:
    left = 60 + rng.randint(0, 40)
    draw.rounded_rectangle((left, 176, left + 300, 268), 10, fill="#2F5D8A", outline="#1B2A3A")
    for x in range(left + 16, left + 280, 44):
        draw.rectangle((x, 190, x + 34, 220), fill="#BFD3E0")
    for x in (left + 50, left + 240):
        draw.ellipse((x, 254, x + 30, 284), fill="#1C1F22")
    for x in (430, 455):
        _person(draw, x, 250)


def _people(draw: _Draw, rng: Random) -> None:
    for x in (110, 190, 262, 350):
        _person(draw, x + rng.randint(-12, 12), 212 + rng.randint(0, 10))


def _cleared(draw: _Draw, category: str) -> None:
    """Show the same street afterwards: nothing left but what was repaired, and a crew's cone."""
    if category == "PJU":
        draw.rectangle((0, 0, SIZE_PX[0], 120), fill="#2A3442")
        for x in (170, 340):
            _lamp(draw, x, lit=True)
    if category == "JALAN":
        draw.ellipse((140, 226, 310, 274), fill="#3A3E42")
    if category == "BANJIR":
        draw.ellipse((120, 276, 360, 304), fill="#4A4F55")
    draw.polygon(((420, 250), (432, 210), (444, 250)), fill="#E8641E")
    draw.rectangle((414, 248, 450, 254), fill="#E8641E")


def _car(draw: _Draw, x: float, y: float, colour: str, *, sunk: bool = False) -> None:
    draw.rounded_rectangle((x, y, x + 112, y + 30), 8, fill=colour, outline="#1C1F22")
    draw.polygon(((x + 20, y), (x + 34, y - 22), (x + 82, y - 22), (x + 98, y)), fill=colour, outline="#1C1F22")
    draw.polygon(((x + 30, y - 2), (x + 39, y - 17), (x + 78, y - 17), (x + 88, y - 2)), fill="#BFD3E0")
    if sunk:
        draw.rectangle((x - 10, y + 12, x + 124, y + 34), fill="#7A6A4C")
        return
    for wheel in (x + 16, x + 76):
        draw.ellipse((wheel, y + 20, wheel + 22, y + 42), fill="#1C1F22", outline="#70757A", width=3)


def _person(draw: _Draw, x: float, y: float) -> None:
    draw.ellipse((x - 7, y - 58, x + 7, y - 44), fill="#6B4A36")
    draw.rounded_rectangle((x - 10, y - 44, x + 10, y - 16), 5, fill="#3B4A5A")
    draw.line((x - 5, y - 16, x - 6, y), fill="#22272C", width=6)
    draw.line((x + 5, y - 16, x + 6, y), fill="#22272C", width=6)


def _lamp(draw: _Draw, x: float, *, lit: bool) -> None:
    if lit:
        draw.polygon(((x + 40, 72), (x - 30, 214), (x + 110, 214)), fill="#D8C77A")
    draw.line((x, 214, x, 66), fill="#70757A", width=6)
    draw.line((x, 68, x + 44, 68), fill="#70757A", width=5)
    draw.ellipse((x + 30, 64, x + 52, 78), fill="#FFF3B0" if lit else "#3A3F45")


def _stamp(draw: _Draw, stage: str) -> None:
    """Say what it is, in letters that can be read where the picture is a thumb wide."""
    draw.rectangle((0, SIZE_PX[1] - 56, SIZE_PX[0], SIZE_PX[1]), fill="#0E1116")
    draw.text((12, SIZE_PX[1] - 28), "SIMULASI", font=_font(46), fill="#FFFFFF", anchor="lm")
    words = "sebelum" if stage == "before" else "sesudah"
    draw.text((SIZE_PX[0] - 12, SIZE_PX[1] - 28), words, font=_font(26), fill="#A9B1BA", anchor="rm")


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


_COMPLAINTS: dict[str, Callable[[_Draw, Random], None]] = {
    "SAMPAH": _rubbish,
    "PELANGGARAN": _people,
    "FASUM": _broken_pavement,
    "PARKIR": _cars,
    "MACET": _jam,
    "PKL": _stalls,
    "JALAN": _hole,
    "PJU": _dark,
    "IKLAN": _banner,
    "BANJIR": _water,
    "POHON": _tree,
    "BANGUNAN": _site,
    "TRANSJAKARTA": _bus,
    "KEBAKARAN": _fire,
    "MAKANAN": _stalls,
    "OJOL": _cars,
    "OJEK": _cars,
    "MOBIL10": _cars,
}
