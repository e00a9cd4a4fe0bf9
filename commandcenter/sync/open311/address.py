"""What somebody types to name a source: ``open311:URL`` or ``qlue:URL``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from commandcenter.sync.open311.failure import SourceAddressUnusable
from commandcenter.sync.open311.question import GEOREPORT, QLUE_FEED, Dialect

_DIALECTS = {"open311": GEOREPORT, "qlue": QLUE_FEED}


@dataclass(frozen=True, slots=True)
class SourceAddress:
    """One source.

    Attributes:
        kind: ``open311`` or ``qlue``; also the channel of its reports.
        base: The address without parameters and without a slash at its end.
        parameters: What is sent with every question, in order.
    """

    kind: str
    base: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def dialect(self) -> Dialect:
        """What may be asked of it."""
        return _DIALECTS[self.kind]

    @property
    def host(self) -> str:
        """The name of its machine, for screens."""
        return urlsplit(self.base).hostname or self.base

    @property
    def folder_name(self) -> str:
        """A name for its mirror's folder: the host to recognise it by, a digest to tell it apart."""
        digest = hashlib.sha256(repr((self.kind, self.base, self.parameters)).encode()).hexdigest()[:12]
        return f"{self.kind}-{re.sub(r'[^A-Za-z0-9.-]+', '-', self.host)}-{digest}"

    def values(self, name: str) -> frozenset[str]:
        """Return the members of a parameter that holds a list with commas; empty where it is not given."""
        members = (part.strip() for key, value in self.parameters if key == name for part in value.split(","))
        return frozenset(member for member in members if member)


def parse_source(text: str) -> SourceAddress:
    """Read what was typed.

    Raises:
        SourceAddressUnusable: If it names no source.
    """
    kind, _, url = text.strip().partition(":")
    try:
        parts = urlsplit(url)
        usable = kind in _DIALECTS and parts.scheme in ("http", "https") and bool(parts.hostname)
        # Only asking for it finds a port that is none.
        usable = usable and (parts.port is None or parts.port > 0) and parts.username is None
    except ValueError:
        usable = False
    if not usable:
        raise SourceAddressUnusable(text=text)
    base = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
    return SourceAddress(kind, base, tuple(parse_qsl(parts.query)))
