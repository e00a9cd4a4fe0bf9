"""The built files of the pages, and which form of one a browser gets.

Owns what may be served: the folders of the pages, the fonts and the icons, and nothing beside them. Files whose names
change with their content are kept by browsers for good.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from commandcenter.resource import resource_path

PAGE_FOLDERS: Mapping[str, str] = MappingProxyType(
    {"/": "public", "/lapor": "citizen", "/petugas": "officer", "/regu": "crew", "/kelola": "administration"}
)
"""The pages' addresses and their folders among the built files."""

DOCUMENT = "index.html"

_FOLDERS = (*PAGE_FOLDERS.values(), "fonts", "icons")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_FORMS = {"br": ".br", "gzip": ".gz"}
"""Content codings, the smallest first, and what their files' names end in."""

_NAMED_BY_CONTENT = re.compile(r"-[0-9A-Z]{8}\.\w+$")


@dataclass(frozen=True, slots=True)
class Asset:
    """One built file.

    Attributes:
        content: As it is.
        coded: The same in each content coding that there is.
        lasting: Whether its name changes with its content.
    """

    media_type: str
    content: bytes
    coded: Mapping[str, bytes]
    lasting: bool

    def form_for(self, accepted: str) -> tuple[str | None, bytes]:
        """Return the smallest form that a browser takes, and its content coding; None: as it is.

        Args:
            accepted: The request's ``Accept-Encoding``.
        """
        taken = {part.partition(";")[0].strip() for part in accepted.split(",") if not part.endswith(";q=0")}
        return next(((coding, form) for coding, form in self.coded.items() if coding in taken), (None, self.content))


def asset(path: str) -> Asset | None:
    """Return the file below the built files, such as ``fonts/inter.woff2``, or None.

    Raises:
        PagesNotBuilt: If set-up has not built them.
    """
    return _assets().get(path)


@cache
def _assets() -> Mapping[str, Asset]:
    """Return all of them: a few hundred kilobytes."""
    root = resource_path("web", PAGE_FOLDERS["/"]).parent
    files = [file for folder in _FOLDERS for file in (root / folder).iterdir() if file.suffix in _TYPES]
    return MappingProxyType({file.relative_to(root).as_posix(): _read(file) for file in files})


def _read(file: Path) -> Asset:
    coded = {coding: file.with_name(file.name + ending) for coding, ending in _FORMS.items()}
    return Asset(
        _TYPES[file.suffix],
        file.read_bytes(),
        MappingProxyType({coding: form.read_bytes() for coding, form in coded.items() if form.exists()}),
        _NAMED_BY_CONTENT.search(file.name) is not None,
    )
