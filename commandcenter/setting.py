"""Settings: each option once, with its type, default and meaning.

Owns reading them from the environment (``COMMANDCENTER_…``). A token never comes from the command line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What may be set from outside."""

    model_config = SettingsConfigDict(env_prefix="COMMANDCENTER_", extra="ignore", frozen=True)

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("commandcenter", appauthor=False)),
        description="Folder of the default database, the mirrors and the logs.",
    )
    database_url: str = Field(
        default="", description="SQLAlchemy URL of the store's database; empty: SQLite under home."
    )
    store_url: str = Field(default="http://127.0.0.1:8311", description="Address of the store a window follows.")
    source: str = Field(
        default="",
        description="Somebody else's server to follow instead, read-only: open311:URL or qlue:URL.",
    )
    poll_interval_s: float = Field(
        default=60.0, ge=5.0, le=86_400.0, description="Seconds from one look at a read-only source to the next."
    )
    horizon_days: int = Field(
        default=90, ge=1, le=3_650, description="So many days back a read-only source is followed."
    )
    token: str = Field(default="", description="Bearer token; empty: from token_file or the keyring.")
    token_file: Path | None = Field(default=None, description="File that holds the bearer token.")
    mirror: Path | None = Field(
        default=None, description="Folder of the mirror and the outbox; None: under home, one for each store and desk."
    )
    language: Literal["id", "en"] = Field(default="id", description="Language of screens.")
    theme: Literal["dark", "light"] | None = Field(default=None, description="Colours; None: as chosen last.")

    base_map: Path | None = Field(
        default=None, description="Archive of map tiles (PMTiles or MBTiles) to show; None: as chosen last."
    )
    tile_url: str = Field(
        default="",
        repr=False,
        description="Server of map tiles, an XYZ template or wms: and an address; empty: windows ask none.",
    )
    tile_attribution: str = Field(default="", description="Whose map it serves, as its licence wants it said.")
    tile_key: str = Field(default="", repr=False, description="Takes the place of {key} in tile_url; empty: keyring.")
    tile_max_zoom: int = Field(default=19, ge=0, le=24, description="Nearest zoom that it has tiles of.")

    smtp_host: str = Field(default="", description="Mail server of the store; empty: it sends no e-mail.")
    smtp_port: int = Field(default=587, ge=1, le=65_535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to the mail server is kept private."
    )
    smtp_user: str = Field(default="", description="Whom the store signs in as there; empty: it does not.")
    smtp_password: str = Field(default="", repr=False, description="With which password.")
    mail_from: str = Field(default="", description="What the store's e-mails are from.")
    push_contact: str = Field(
        default="", description="Whom push services may write to, mailto: or https:; empty: no pushes are sent."
    )
    notice_private_addresses: bool = Field(
        default=False, description="Let pushes and webhooks go into the store's own network, and over http."
    )

    wall_height_cm: float = Field(
        default=137.0, gt=0, le=10_000, description="Height of the wall's whole picture, in centimetres."
    )
    wall_distance_m: float = Field(
        default=8.0, gt=0, le=1_000, description="From the wall to the farthest seat, in metres."
    )
    wall_limit_s: float = Field(
        default=30.0, gt=0, le=86_400, description="Age of the data beyond which the wall looks old, in seconds."
    )

    @property
    def effective_database_url(self) -> str:
        """The store's database, the default under ``home`` filled in."""
        return self.database_url or f"sqlite:///{self.home / 'store.sqlite3'}"
