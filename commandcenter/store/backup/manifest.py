"""What stands in a backup's manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
TABLES = "tables/"
MEDIA = "media/"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup's own words about itself.

    Attributes:
        format: Of the file.
        revision: Version of the tables.
        created_ms: The machine's clock when it was begun.
        positions: For each city the feed's position that it is true at.
        rows: For each table, in an order in which rows find those they refer to, how many it has.
        media: How many photos; None: they were left out.
    """

    format: int
    revision: str
    created_ms: int
    positions: Mapping[str, str]
    rows: Mapping[str, int]
    media: int | None


def manifest_to_json(manifest: Manifest) -> str:
    """Return it as text."""
    return json.dumps(asdict(manifest), indent=1)


def manifest_from_json(text: bytes) -> Manifest:
    """Read one.

    Raises:
        ValueError: If it is none, or of another format.
    """
    said: dict[str, Any] = json.loads(text)
    try:
        manifest = Manifest(**said)
    except TypeError as error:
        raise ValueError(f"manifest: {error}") from error
    if manifest.format != FORMAT:
        raise ValueError(f"format {manifest.format}, this program reads {FORMAT}")
    return manifest
