"""Options that commands share, and the words that stand behind them, read and bounded.

Imports of heavy parts happen where a word is read, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commandcenter.models.figure.week import Week


def add_window_options(parser: argparse.ArgumentParser, *, follows_a_store: bool, has_theme: bool = True) -> None:
    """Add what every window takes.

    Args:
        parser: Of the command.
        follows_a_store: Whether it may be said what to follow.
        has_theme: Whether its colours may be chosen.
    """
    group = parser.add_argument_group("window")
    # What stands before the command counts too: a default of the command's own would undo it.
    if follows_a_store:
        group.add_argument(
            "--store",
            dest="store_url",
            metavar="URL",
            default=argparse.SUPPRESS,
            help="address of the store to follow",
        )
        group.add_argument(
            "--source",
            metavar="KIND:URL",
            default=argparse.SUPPRESS,
            help="follow somebody else's server instead, read-only: open311:URL or qlue:URL",
        )
    group.add_argument("--language", choices=("id", "en"), default=argparse.SUPPRESS, help="language of the screens")
    if has_theme:
        group.add_argument(
            "--theme", choices=("dark", "light"), default=argparse.SUPPRESS, help="colours of the screens"
        )
    group.add_argument(
        "--base-map",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="PMTiles or MBTiles archive to show under the marks (default: as chosen last)",
    )
    group.add_argument(
        "--screenshot",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="FILE",
        help="draw, save, print what is on it as one JSON line, and end; works without a display",
    )
    group.add_argument("--size", type=_size, default=argparse.SUPPRESS, metavar="WxH", help="size of the window")
    group.add_argument(
        "--after",
        type=_seconds,
        default=argparse.SUPPRESS,
        metavar="SECONDS",
        help="with --screenshot: draw this long after the window is live (default 0)",
    )


def add_city_options(parser: argparse.ArgumentParser) -> None:
    """Add what a simulated city takes."""
    group = parser.add_argument_group("simulated city")
    group.add_argument(
        "--seed", type=int, default=1, metavar="N", help="which city (default 1); the same seed, the same"
    )
    group.add_argument(
        "--speed", type=_factor, default=1.0, metavar="FACTOR", help="how many times as fast life goes on (default 1)"
    )


def add_summary_options(parser: argparse.ArgumentParser) -> None:
    """Add what a week's summary takes."""
    parser.add_argument("--week", type=_week, metavar="YYYY-Www", help="ISO week; default: the last one that is over")
    parser.add_argument("--area", metavar="CODE", help="this area and all below it; default: the whole city")
    parser.add_argument("--agency", metavar="CODE", help="reports of this agency; default: all")
    parser.add_argument(
        "--format", type=_formats, default=("pdf", "csv"), dest="formats", metavar="LIST", help="pdf, csv or pdf,csv"
    )
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="folder for the files; made if missing")
    parser.add_argument("--json", action="store_true", dest="as_json", help="print the figures, not the files' names")
    parser.add_argument(
        "--store", dest="store_url", metavar="URL", default=argparse.SUPPRESS, help="address of the store to follow"
    )
    parser.add_argument(
        "--language", choices=("id", "en"), default=argparse.SUPPRESS, help="language of page and table"
    )


def _week(text: str) -> Week:
    from commandcenter.models.figure.week import NotAWeekError, parse_week

    try:
        return parse_week(text)
    except NotAWeekError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _formats(text: str) -> tuple[str, ...]:
    from commandcenter.weekly import FORMATS

    wanted = tuple(dict.fromkeys(word.strip() for word in text.split(",")))
    unknown = [word for word in wanted if word not in FORMATS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no format; choose from {','.join(FORMATS)}")
    return wanted


def _factor(text: str) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0 < factor <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed; give a number above 0 and at most 10000")
    return factor


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    try:
        size = int(width), int(height)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write it as 1366x768") from None
    if min(size) < 200 or max(size) > 16_384:
        raise argparse.ArgumentTypeError(f"{text!r} is beyond what a window can be (200 to 16384)")
    return size


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is no waiting time; give seconds from 0 to 86400")
    return seconds
