"""Draws every page of the store in a real browser, for docs/pictures/pages.

    python -m tests.pages.draw [--only NAME …] [--dark] [--out FOLDER]

Each picture is a scene: a page brought into a state that is worth seeing, in a city made for it. It is drawn at
360 × 740 and 1280 × 800, in Indonesian and English; ``--dark`` draws it as a phone in Indonesian that prefers dark
pages shows it. Owns sizes, languages and names of the files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image

from tests.fixture.store import RunningStore
from tests.pages.browser import Browsers, browser
from tests.pages.city import PageCity
from tests.pages.scenes import SCENES, Scene

OUT = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "pages"
LANGUAGES = ("id", "en")
SIZES = ("phone", "desk")


def main(arguments: list[str]) -> int:
    """Draw what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(description="Draw the store's pages.")
    parser.add_argument("--only", nargs="+", default=sorted(SCENES), choices=sorted(SCENES), metavar="NAME")
    parser.add_argument("--dark", action="store_true", help="in the dark theme, once each")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with browser() as browsers:
        for name in options.only:
            if options.dark:
                draw(browsers, SCENES[name], options.out / f"{name}-dark.png", "phone", LANGUAGES[0], "dark")
                continue
            for language in LANGUAGES:
                for size in SIZES:
                    draw(browsers, SCENES[name], options.out / f"{name}-{size}-{language}.png", size, language)
    return 0


def draw(
    browsers: Browsers, scene: Scene, file: Path, size: str, language: str, theme: Literal["light", "dark"] = "light"
) -> None:
    """Draw one scene, in a city of its own."""
    with tempfile.TemporaryDirectory() as folder:
        store = RunningStore(f"sqlite:///{folder}/store.sqlite3")
        store.settings = replace(store.settings, media=Path(folder, "media"))
        city = PageCity(store)
        try:
            store.start()
            make = browsers.phone if size == "phone" else browsers.desk
            page = make(city.url, color_scheme=theme).new_page()
            page.add_init_script(f"localStorage.setItem('language', '{language}')")
            scene(city, page)
            save(page.screenshot(animations="disabled"), file)
            print(file, flush=True)
            browsers.finish()
        finally:
            city.close()


def save(shot: bytes, file: Path) -> None:
    """Save a picture in 256 colours: a page has few, and many pictures lie in the repository."""
    with Image.open(BytesIO(shot)) as picture:
        # The small marks of the states keep their colours; by the number of pixels they would lose them.
        picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
