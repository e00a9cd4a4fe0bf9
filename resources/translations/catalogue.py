"""Keeps the catalogues of screen texts in step with the code, and compiles them.

    python resources/translations/catalogue.py update    after texts changed: new ones appear as "unfinished"
    python resources/translations/catalogue.py build     at set-up: writes commandcenter_*.qm beside this file
    python resources/translations/catalogue.py check     exit code 1 if a catalogue is stale or has a gap

The pages' catalogues are page_catalogue.py's matter; both verbs see to them as well.

Texts come from ``tr`` and ``translate`` in ``commandcenter/views`` and from the templates of the ``Failure`` classes
that a window can show, which are translated in the context "Failure".
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parent))
from page_catalogue import page_faults, update_pages

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
LANGUAGES = ("id", "en")

FAILURE_SOURCES = ("app.py", "credential.py", "models", "protocol", "resource.py", "sync", "views")
"""Where failures come from that a window can show; those of the store have catalogues of their own."""


def catalogue(language: str) -> Path:
    """Return a language's catalogue."""
    return FOLDER / f"commandcenter_{language}.ts"


def failure_templates() -> Iterator[str]:
    """Yield the English sentences of all classes that derive from ``Failure``, directly or not, sorted."""
    classes: dict[str, tuple[set[str], str | None]] = {}
    for path in _failure_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                classes[node.name] = (bases, _template(node))
    yield from sorted({template for name, (_, template) in classes.items() if template and _is_failure(name, classes)})


def _failure_files() -> Iterator[Path]:
    for name in FAILURE_SOURCES:
        place = ROOT / "commandcenter" / name
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


def _template(node: ast.ClassDef) -> str | None:
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            target, value = statement.targets[0], statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            target, value = statement.target, statement.value
        else:
            continue
        if isinstance(target, ast.Name) and target.id == "template":
            return str(ast.literal_eval(value))
    return None


def _is_failure(name: str, classes: dict[str, tuple[set[str], str | None]]) -> bool:
    if name == "Failure":
        return True
    bases, _ = classes.get(name, (set(), None))
    return any(_is_failure(base, classes) for base in bases)


def extract(language: str, target: Path) -> None:
    """Bring ``target`` up to date with the code, keeping the translations that it holds."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder, "failure_template.py")
        lines = [f'QT_TRANSLATE_NOOP("Failure", {template!r})' for template in failure_templates()]
        listing.write_text("\n".join(lines) + "\n", encoding="utf-8")
        sources = [*sorted((ROOT / "commandcenter" / "views").rglob("*.py")), listing]
        command = [_tool("lupdate"), *map(str, sources), "-ts", str(target)]
        options = ["-source-language", "en", "-target-language", language, "-no-obsolete"]
        _run([*command, *options, "-locations", "none", "-silent"])


def messages(path: Path) -> dict[tuple[str, str], bool]:
    """Return a catalogue's messages, (context, source), and whether each is finished."""
    found: dict[tuple[str, str], bool] = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") is None
            text = "".join(translation.itertext()).strip() if translation is not None else ""
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = finished and bool(text)
    return found


def faults() -> list[str]:
    """Return what is wrong with the catalogues, a line each; empty if nothing is."""
    lines: list[str] = []
    for language in LANGUAGES:
        have = messages(catalogue(language))
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder, "fresh.ts")
            extract(language, fresh)
            wanted = set(messages(fresh))
        if language == "en":
            # English texts are the sources; its catalogue only holds the plural forms.
            wanted &= set(have)
        lines += [f"{language}: missing {key}" for key in sorted(wanted - set(have))]
        lines += [f"{language}: no longer used {key}" for key in sorted(set(have) - wanted)]
        lines += [f"{language}: unfinished {key}" for key, finished in sorted(have.items()) if not finished]
    return lines


def build() -> None:
    """Compile every catalogue to a .qm file beside it."""
    for language in LANGUAGES:
        source = catalogue(language)
        _run([_tool("lrelease"), str(source), "-qm", str(source.with_suffix(".qm")), "-silent"])


def update() -> None:
    """Bring the catalogues up to date with the code; English only where a plural form is needed."""
    extract("id", catalogue("id"))
    options = ["-source-language", "en", "-target-language", "en", "-no-obsolete", "-pluralonly"]
    sources = [str(path) for path in sorted((ROOT / "commandcenter" / "views").rglob("*.py"))]
    command = [_tool("lupdate"), *sources, "-ts", str(catalogue("en"))]
    _run([*command, *options, "-locations", "none", "-silent"])


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(f"pyside6-{name}"))


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main(arguments: list[str]) -> int:
    """Run one verb; returns the exit code."""
    if arguments == ["update"]:
        update()
        update_pages()
    elif arguments == ["build"]:
        build()
    elif arguments == ["check"]:
        found = [*faults(), *page_faults()]
        print("\n".join(found), file=sys.stderr)
        return 1 if found else 0
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
