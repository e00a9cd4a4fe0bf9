"""Writes the messages' TypeScript from ``message``; both sides know the same fields because of it.

``python -m commandcenter.views.map.typescript`` prints the file, ``--write`` puts it in its place. A test fails when
the file in its place is another one. Owns the version of the messages too: a digest of all their fields, so that a
page built from older sources is recognised at the handshake.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import re
import sys
import types
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from commandcenter.views.map.message import FROM_PAGE, PARTS, TO_PAGE, MarkFlag, kind_of

OUTPUT_PATH = Path(__file__).parents[3] / "web" / "src" / "bridge" / "message.ts"
"""Where the file stands in a checkout."""

_HEADER = """\
/**
 * What the desktop and its map page say to each other.
 *
 * Generated from commandcenter/views/map/message by
 * `python -m commandcenter.views.map.typescript --write`; change it there.
 */
"""

_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", types.NoneType: "null"}


@cache
def protocol_version() -> str:
    """Return the version of the messages: twelve hexadecimal digits that change with any field."""
    return hashlib.sha256(_declarations().encode()).hexdigest()[:12]


def typescript() -> str:
    """Return the whole file."""
    return f"{_HEADER}\nexport const PROTOCOL_VERSION = '{protocol_version()}';\n\n{_declarations()}"


def _declarations() -> str:
    flags = "".join(f"  {flag.name}: {flag.value},\n" for flag in MarkFlag)
    parts = [f"/** {inspect.getdoc(MarkFlag)} */\nexport const MARK_FLAG = {{\n{flags}}} as const;\n"]
    parts += [_interface(each, tagged=False) for each in PARTS]
    parts += [_interface(each, tagged=True) for each in (*TO_PAGE, *FROM_PAGE)]
    parts += [_union("ToPage", TO_PAGE), _union("FromPage", FROM_PAGE)]
    return "\n".join(parts)


def _interface(message_type: type, *, tagged: bool) -> str:
    summary, notes = _documentation(message_type)
    lines = [f"/** {summary} */", f"export interface {message_type.__name__} {{"]
    if tagged:
        lines.append(f"  readonly kind: '{kind_of(message_type)}';")
    for name, hint in get_type_hints(message_type).items():
        if name in notes:
            lines.append(f"  /** {notes[name]} */")
        lines.extend(_member(name, _type(hint)))
    return "\n".join([*lines, "}", ""])


def _member(name: str, written: str) -> list[str]:
    """Return a member's lines, broken as the formatter breaks a long union."""
    line = f"  readonly {name}: {written};"
    if len(line) <= 100:
        return [line]
    choices = written.split(" | ")
    return [
        f"  readonly {name}:",
        *(f"    | {choice}" for choice in choices[:-1]),
        f"    | {choices[-1]};",
    ]


def _union(name: str, members: Sequence[type]) -> str:
    inline = f"export type {name} = {' | '.join(each.__name__ for each in members)};\n"
    if len(inline) <= 101:
        return inline
    return f"export type {name} =\n" + "".join(f"  | {m.__name__}\n" for m in members)[:-1] + ";\n"


def _type(hint: Any) -> str:
    if hint in _PLAIN:
        return _PLAIN[hint]
    arguments = get_args(hint)
    if get_origin(hint) is Literal:
        return " | ".join(f"'{each}'" for each in arguments)
    if get_origin(hint) is Sequence:
        return f"readonly {_type(arguments[0])}[]"
    if hint in PARTS:
        return str(hint.__name__)
    raise TypeError(f"no TypeScript for {hint}")


def _documentation(message_type: type) -> tuple[str, dict[str, str]]:
    """Return a docstring's first paragraph and its notes on attributes, each on one line."""
    summary, _, rest = (inspect.getdoc(message_type) or "").partition("\n\nAttributes:\n")
    joined = re.sub(r"\n\s{8,}", " ", rest)
    notes = dict(re.findall(r"^\s+(\w+): (.+)$", joined, flags=re.MULTILINE))
    return _plain(summary), {name: _plain(note) for name, note in notes.items()}


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("``", "`")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the file, or write it into the checkout."""
    parser = argparse.ArgumentParser(
        prog="python -m commandcenter.views.map.typescript",
        description="Print the map page's TypeScript messages, or write them into the checkout.",
    )
    parser.add_argument("--write", action="store_true", help=f"write {OUTPUT_PATH.name} into web/src/bridge")
    if parser.parse_args(arguments).write:
        OUTPUT_PATH.write_text(typescript(), encoding="utf-8")
        print(f"written: {OUTPUT_PATH}", file=sys.stderr)
    else:
        print(typescript(), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
