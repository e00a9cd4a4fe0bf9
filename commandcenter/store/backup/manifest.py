"""What stands in a backup's manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from commandcenter.store.photo.storage import FOLDER

FORMAT = 1
MANIFEST = "manifest.json"
TABLES = "tables/"
MEDIA = "media/"
PHOTOS = f"{MEDIA}{FOLDER}/"
"""Photos that people sent, under the names that they have in a folder and in object storage alike."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup's own words about itself.

    Attributes:
        format: Of the file.
        revision: Version of the tables.
        created_ms: The machine's clock when it was begun.
        positions: For each city the feed's position that it is true at.
        rows: For each table, in an order in which rows find those they refer to, how many it has.
        media: How many photos, each size counted; None: they were left out.
        missing: How many photos the tables know of that are not in the file.
    """

    format: int
    revision: str
    created_ms: int
    positions: Mapping[str, str]
    rows: Mapping[str, int]
    media: int | None
    missing: int = 0


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
