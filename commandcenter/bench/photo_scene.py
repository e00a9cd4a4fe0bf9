"""Drawn streets, and what people do with photos of them: for measuring what evidence finds, and what it flags wrongly.

A scene has things at different distances, so that a second visit from another spot shifts near against far, as it does
in a street. Everything is seeded. Nothing here looks like a photo to a person; it has a photo's grain and light.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

WIDTH_PX, HEIGHT_PX = 960, 720

_Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Visit:
    """How a scene is seen.

    Attributes:
        seed: Of grain and small things.
        right: How far the camera stands to the right, as a share of the picture's width at distance 1.
        closer: How much nearer it stands; 1: as at the first visit.
        light: Brightness; 1: as at the first visit.
        warmth: Tint of the light, -1 blue to 1 red.
        shade_deg: From where light falls.
        tilt_deg: How the camera is turned.
        rubbish: Whether what was reported still lies there.
    """

    seed: int
    right: float = 0.0
    closer: float = 1.0
    light: float = 1.0
    warmth: float = 0.0
    shade_deg: float = 40.0
    tilt_deg: float = 0.0
    rubbish: bool = True


def draw_scene(scene: int, visit: Visit) -> Image.Image:
    """Return the photo of a street, RGB, ``WIDTH_PX`` × ``HEIGHT_PX``."""
    rng = np.random.default_rng([scene, 1])
    picture = Image.new("RGB", (WIDTH_PX, HEIGHT_PX))
    horizon = HEIGHT_PX * rng.uniform(0.3, 0.5)
    _ground(picture, rng, horizon, visit)
    draw = ImageDraw.Draw(picture, "RGBA")
    for distance in sorted(rng.uniform(1.0, 6.0, rng.integers(12, 22)), reverse=True):
        _thing(draw, rng, horizon, float(distance), visit)
    if visit.rubbish:
        _heap(draw, rng, horizon, visit)
    if visit.tilt_deg:
        picture = picture.rotate(visit.tilt_deg, Image.Resampling.BICUBIC)
        picture = _inner(picture, 0.06)
    return _lit(picture, visit)


def second_visit(rng: _Rng) -> Visit:
    """Return how somebody else sees the place, later, after the work: from near where the first one stood."""
    side = 1 if rng.random() < 0.5 else -1
    return Visit(
        seed=int(rng.integers(1 << 30)),
        right=side * rng.uniform(0.04, 0.16),
        closer=rng.uniform(0.88, 1.15),
        light=rng.uniform(0.7, 1.3),
        warmth=rng.uniform(-0.6, 0.6),
        shade_deg=rng.uniform(0, 360),
        tilt_deg=rng.uniform(-3, 3),
        rubbish=False,
    )


def _x(base: float, distance: float, visit: Visit) -> float:
    return WIDTH_PX / 2 + ((base - 0.5) - visit.right / distance) * WIDTH_PX * _nearer(distance, visit)


def _nearer(distance: float, visit: Visit) -> float:
    """Return how much larger something is for having come closer: much if it is near, little if it is far."""
    return distance / max(distance - (visit.closer - 1), 0.3)


def _ground(picture: Image.Image, rng: _Rng, horizon: float, visit: Visit) -> None:
    """Paint sky and road, both with structure: a road that was patched, a sky with clouds."""
    sky, road = rng.integers(120, 230, 3), rng.integers(60, 130, 3)
    rows = np.arange(HEIGHT_PX)[:, None]
    depth = 1.0 + 5.0 * np.clip(1 - (rows - horizon) / (HEIGHT_PX - horizon), 0, 1)
    columns = np.arange(WIDTH_PX)[None, :]
    world_x = (columns / WIDTH_PX - 0.5) * depth + visit.right
    world_y = depth - (visit.closer - 1)
    grain = _patterns(rng, world_x, world_y, 40)
    clouds = _patterns(rng, columns / WIDTH_PX + visit.seed % 97, np.broadcast_to(rows / HEIGHT_PX, (HEIGHT_PX, 1)), 6)
    below = rows >= horizon
    value = np.where(
        below[..., None],
        road + 26 * grain[..., None],
        sky + 14 * clouds[..., None] + 40 * (rows / HEIGHT_PX)[..., None],
    )
    picture.paste(Image.fromarray(np.clip(value, 0, 255).astype(np.uint8)))


def _patterns(rng: _Rng, x: np.ndarray, y: np.ndarray, finest: float) -> np.ndarray:
    """Return waves of many directions and lengths over a plane, about -1 to 1."""
    total = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    count = 14
    for _ in range(count):
        length, turn, start = finest ** rng.uniform(0.2, 1), rng.uniform(0, math.tau), rng.uniform(0, math.tau)
        total += np.sin(length * (math.cos(turn) * x + math.sin(turn) * y) * 4 + start)
    result: np.ndarray = total / math.sqrt(count)
    return result


def _thing(draw: ImageDraw.ImageDraw, rng: _Rng, horizon: float, distance: float, visit: Visit) -> None:
    """Draw a house, a tree, a pole or a sign."""
    kind, base, colour = rng.integers(4), rng.uniform(-0.2, 1.2), tuple(int(part) for part in rng.integers(20, 240, 3))
    nearer = _nearer(distance, visit)
    foot = horizon + (HEIGHT_PX - horizon) / distance * 0.8 * nearer
    x, unit = _x(base, distance, visit), HEIGHT_PX / distance * nearer
    if kind == 0:
        wide, high = unit * rng.uniform(0.5, 1.2), unit * rng.uniform(0.5, 1.1)
        draw.rectangle((x - wide / 2, foot - high, x + wide / 2, foot), fill=colour)
        across, up = int(rng.integers(2, 6)), int(rng.integers(2, 6))
        for column in range(across):
            for row in range(up):
                shade = tuple(int(part) for part in rng.integers(10, 250, 3))
                left, top = x - wide / 2 + wide * (column + 0.2) / across, foot - high * (row + 0.85) / up
                draw.rectangle((left, top, left + wide * 0.6 / across, top + high * 0.6 / up), fill=shade)
    elif kind == 1:
        draw.rectangle((x - unit * 0.03, foot - unit * 0.6, x + unit * 0.03, foot), fill=(80, 60, 40))
        for _ in range(30):
            angle, reach = rng.uniform(0, math.tau), rng.uniform(0, 0.25) * unit
            at_x, at_y, size = x + reach * math.cos(angle), foot - unit * 0.7 + reach * math.sin(angle), unit * 0.06
            green = (int(rng.integers(20, 90)), int(rng.integers(70, 190)), int(rng.integers(10, 80)))
            draw.ellipse((at_x - size, at_y - size, at_x + size, at_y + size), fill=green)
    else:
        high = unit * rng.uniform(0.5, 1.0)
        draw.rectangle((x - unit * 0.015, foot - high, x + unit * 0.015, foot), fill=colour)
        wide = unit * rng.uniform(0.1, 0.3)
        face = tuple(int(part) for part in rng.integers(10, 250, 3))
        draw.rectangle((x - wide / 2, foot - high - wide / 2, x + wide / 2, foot - high), fill=face)
        for line in range(3):
            at_y, ends = foot - high - wide * (0.1 + 0.12 * line), wide * rng.uniform(0.2, 0.45)
            draw.line((x - ends, at_y, x + ends, at_y), fill=colour, width=max(1, int(unit * 0.01)))


def _heap(draw: ImageDraw.ImageDraw, rng: _Rng, horizon: float, visit: Visit) -> None:
    """Draw what was reported: a heap in the foreground."""
    base, distance = rng.uniform(0.25, 0.75), rng.uniform(1.1, 1.6)
    nearer = _nearer(distance, visit)
    x, y = _x(base, distance, visit), horizon + (HEIGHT_PX - horizon) / distance * 0.75 * nearer
    for _ in range(60):
        at_x, at_y = x + rng.normal(0, 60) * nearer, y + rng.normal(0, 22) * nearer
        size, colour = rng.uniform(6, 22) * nearer, tuple(int(part) for part in rng.integers(20, 250, 3))
        draw.polygon([(at_x + size * math.cos(t), at_y + size * math.sin(t)) for t in rng.uniform(0, 6.3, 5)], colour)


def _lit(picture: Image.Image, visit: Visit) -> Image.Image:
    """Give it light, grain and a lens."""
    rng = np.random.default_rng([visit.seed, 2])
    rows, columns = np.mgrid[-1 : 1 : HEIGHT_PX * 1j, -1 : 1 : WIDTH_PX * 1j]
    turn = math.radians(visit.shade_deg)
    light = visit.light * (1 + 0.18 * (math.cos(turn) * columns + math.sin(turn) * rows))
    tint = np.array([1 + 0.15 * visit.warmth, 1.0, 1 - 0.15 * visit.warmth])
    value = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32) * light[..., None] * tint
    value += rng.normal(0, 5, value.shape)
    return Image.fromarray(np.clip(value, 0, 255).astype(np.uint8))


def _inner(picture: Image.Image, margin: float) -> Image.Image:
    width, height = picture.size
    box = (int(width * margin), int(height * margin), int(width * (1 - margin)), int(height * (1 - margin)))
    return picture.crop(box).resize(picture.size, Image.Resampling.BICUBIC)


def _recompressed(picture: Image.Image, rng: _Rng) -> Image.Image:
    scale = rng.uniform(0.35, 1.0)
    smaller = picture.resize((int(picture.width * scale), int(picture.height * scale)), Image.Resampling.BICUBIC)
    buffer = BytesIO()
    smaller.save(buffer, "JPEG", quality=int(rng.integers(25, 70)))
    with Image.open(buffer) as again:
        return again.convert("RGB")


def _cropped(picture: Image.Image, rng: _Rng, least: float = 0.65) -> Image.Image:
    wide, high = (int(length * rng.uniform(least, 0.95)) for length in picture.size)
    left, top = int(rng.integers(picture.width - wide + 1)), int(rng.integers(picture.height - high + 1))
    return picture.crop((left, top, left + wide, top + high))


def _flipped(picture: Image.Image, _: _Rng) -> Image.Image:
    return ImageOps.mirror(picture)


def _brightened(picture: Image.Image, rng: _Rng) -> Image.Image:
    factor = rng.uniform(1.2, 1.6) if rng.random() < 0.5 else rng.uniform(0.5, 0.8)
    return ImageEnhance.Contrast(ImageEnhance.Brightness(picture).enhance(factor)).enhance(rng.uniform(0.8, 1.25))


def _stamped(picture: Image.Image, rng: _Rng) -> Image.Image:
    """Write date, place and a frame over it, as camera apps do."""
    stamped = picture.copy()
    draw = ImageDraw.Draw(stamped, "RGBA")
    high = int(stamped.height * rng.uniform(0.08, 0.2))
    draw.rectangle((0, stamped.height - high, stamped.width, stamped.height), fill=(0, 0, 0, 150))
    text = f"{rng.integers(1, 28):02d}-{rng.integers(1, 12):02d}-2026 {rng.integers(24):02d}:15 Kel. Contoh, Jakarta"
    draw.text((10, stamped.height - high + 4), text, fill="white", font_size=max(10, high // 3))
    draw.ellipse((stamped.width - 2 * high, 5, stamped.width - 5, 2 * high), fill=(250, 200, 0, 255))
    return stamped


RE_USES: Mapping[str, Callable[[Image.Image, _Rng], Image.Image]] = {
    "recompressed": _recompressed,
    "cropped": _cropped,
    "flipped": _flipped,
    "brightened": _brightened,
    "stamped": _stamped,
    "cropped, flipped": lambda picture, rng: _flipped(_cropped(picture, rng), rng),
    "cropped, brightened, recompressed": lambda picture, rng: _recompressed(
        _brightened(_cropped(picture, rng, 0.75), rng), rng
    ),
}
"""What is done to a photo before it is handed in again, by name."""


def hard_crop(picture: Image.Image, rng: _Rng, least: float = 0.4) -> Image.Image:
    """Return a crop beyond what is promised: down to two fifths of each side, or to another share."""
    return _cropped(picture, rng, least)
