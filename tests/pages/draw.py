"""Draws every page of the store in a real browser, for docs/pictures/pages.

    python -m tests.pages.draw [--only NAME …] [--out FOLDER]

Each picture is a scene: a page brought into a state that is worth seeing, in a city made for it. It is drawn at
360 × 740 and 1280 × 800, in Indonesian and English. Owns sizes, languages and names of the files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

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
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with browser() as browsers:
        for name in options.only:
            draw(browsers, name, SCENES[name], options.out)
    return 0


def draw(browsers: Browsers, name: str, scene: Scene, out: Path) -> None:
    """Draw one scene in every size and language, each in a city of its own."""
    for language in LANGUAGES:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                store = RunningStore(f"sqlite:///{folder}/store.sqlite3")
                store.settings = replace(store.settings, media=Path(folder, "media"))
                city = PageCity(store)
                try:
                    store.start()
                    make = browsers.phone if size == "phone" else browsers.desk
                    page = make(city.url).new_page()
                    page.add_init_script(f"localStorage.setItem('language', '{language}')")
                    scene(city, page)
                    file = out / f"{name}-{size}-{language}.png"
                    save(page.screenshot(animations="disabled"), file)
                    print(file, flush=True)
                    browsers.finish()
                finally:
                    city.close()


def save(shot: bytes, file: Path) -> None:
    """Save a picture in 256 colours: a page has few, and many pictures lie in the repository."""
    with Image.open(BytesIO(shot)) as picture:
        picture.convert("RGB").quantize(256).save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
