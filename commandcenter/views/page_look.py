"""Writes the desktop's colours and shapes for the pages, so that both look alike.

``python -m commandcenter.views.page_look`` prints both files, ``--write`` puts them into ``web/src/page``. A test fails
when a file in its place is another one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from commandcenter.models.state import STATES
from commandcenter.views.palette import DARK, LIGHT, STATE_STYLE, Theme

FOLDER = Path(__file__).parents[2] / "web" / "src" / "page"
"""Where the files stand in a checkout."""

_NOTE = "Generated from commandcenter/views/palette.py by `python -m commandcenter.views.page_look --write`."


def files() -> Mapping[str, str]:
    """Return each file's text by its name."""
    return {"look.css": _style(), "look.ts": _script()}


def _style() -> str:
    light, dark = _properties(LIGHT), _properties(DARK)
    states = "\n".join(
        f".state-{state.value} {{\n  color: var(--state-{state.value.replace('_', '-')});\n}}\n" for state in STATES
    )
    return (
        f"/* {_NOTE} */\n"
        f":root {{\n  color-scheme: light dark;\n{light}}}\n\n"
        f"@media (prefers-color-scheme: dark) {{\n  :root {{\n{_indented(dark)}  }}\n}}\n\n{states}"
    )


def _properties(theme: Theme) -> str:
    named = {field.name: getattr(theme, field.name) for field in fields(theme) if field.name != "name"}
    named |= {f"state_{state.value}": theme.state_hex(state) for state in STATES}
    return "".join(f"  --{name.replace('_', '-')}: {value.lower()};\n" for name, value in named.items())


def _indented(lines: str) -> str:
    return "".join(f"  {line}\n" for line in lines.splitlines())


def _script() -> str:
    union = "\n".join(f"  | '{state.value}'" for state in STATES)
    shapes = "".join(f"  {state.value}: '{STATE_STYLE[state].shape.value}',\n" for state in STATES)
    return (
        f"/** States and their shapes. {_NOTE} */\n\n"
        f"export type State =\n{union};\n\n"
        f"/** The outlines that `core/shape` draws. */\nexport const SHAPE = {{\n{shapes}}} as const;\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write the files; return the exit code."""
    parser = argparse.ArgumentParser(description="Write the desktop's colours and shapes for the pages.")
    parser.add_argument("--write", action="store_true", help="put the files in their places")
    for name, text in files().items():
        if parser.parse_args(arguments).write:
            (FOLDER / name).write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
