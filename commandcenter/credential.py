"""Who is sitting here: where the token comes from, and which folder is this person's.

Owns the search for a token (environment, file, keyring) and refuses the command line: other accounts can read it there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from commandcenter.models.failure import Failure
from commandcenter.setting import Settings

KEYRING_SERVICE = "commandcenter"

NAME_FILE = "name.txt"
"""In a mirror's folder: in whose name its acts go, as the store said last."""


class TokenMissing(Failure):
    """Nobody said who is sitting here."""

    code = "token_missing"
    template = (
        "There is no token for the store at {store}. Ask its administrator for one (commandcenter store key add) and "
        "put it into COMMANDCENTER_TOKEN, into a file named by COMMANDCENTER_TOKEN_FILE, or into the keyring."
    )


class TokenFileUnreadable(Failure):
    """The file that should hold the token can't be read."""

    code = "token_file_unreadable"
    template = "The token file {file} can't be read ({reason}). Check its name and its permissions."


def token_of(settings: Settings) -> str:
    """Return the bearer token for the store.

    Raises:
        TokenMissing: If neither environment nor file nor keyring holds one.
        TokenFileUnreadable: If a file was named and can't be read.
    """
    if settings.token:
        return settings.token
    if settings.token_file is not None:
        return _read(settings.token_file, settings.store_url)
    token = _kept(settings.store_url)
    if not token:
        raise TokenMissing(store=settings.store_url)
    return token


def tile_key_of(settings: Settings) -> str:
    """Return the key for the configured server of map tiles; empty where none is kept or wanted.

    In the keyring it stands under the address as it is configured, ``{key}`` and all.
    """
    if settings.tile_key or "{key}" not in settings.tile_url:
        return settings.tile_key
    return _kept(settings.tile_url)


class KeyringTileKeys:
    """Keys of servers that somebody laid over the map, in the keyring under the address with ``{key}`` in it.

    Thread: any; a keyring may ask another program.
    """

    def of(self, address: str) -> str:
        """Return a key; empty where there is none."""
        return _kept(address)

    def keep(self, address: str, key: str) -> bool:
        """Keep a key; return whether there is a keyring to keep it in."""
        import keyring
        import keyring.errors

        try:
            keyring.set_password(KEYRING_SERVICE, address, key)
        except keyring.errors.KeyringError:
            return False
        return True


def _kept(address: str) -> str:
    """Return what the keyring keeps for an address; empty where there is nothing, or no keyring."""
    # Only now: finding out which keyrings there are is a twentieth of a start.
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(KEYRING_SERVICE, address) or ""
    except keyring.errors.KeyringError:
        # A machine without a desktop session has no keyring: that is the same as an empty one.
        return ""


def principal_of(token: str) -> str:
    """Return a stable name of who a token stands for, which does not give the token away."""
    return hashlib.sha256(f"principal:{token}".encode()).hexdigest()[:16]


def mirror_folder(settings: Settings, token: str, ask_name: Callable[[], str]) -> Path:
    """Return the mirror folder of one store and desk.

    A folder is named by store and token; a new token of a desk that has a folder here already leads to that folder, so
    that acts kept under the old token are sent with the new one.

    Args:
        settings: Home, store, and perhaps the folder itself.
        token: Who is sitting here.
        ask_name: Asks the store in whose name this token acts; called only for a token not seen here before. If it
            fails, the token gets a folder of its own.
    """
    if settings.mirror is not None:
        return settings.mirror
    address = re.sub(r"[^A-Za-z0-9.-]+", "-", settings.store_url.split("://")[-1]).strip("-")
    base = settings.home / "mirror"
    own = base / f"{address}-{principal_of(token)}"
    pointer = own.with_suffix(".desk")
    if own.is_dir():
        return own
    if pointer.exists():
        return base / pointer.read_text(encoding="utf-8")
    for known in sorted(base.glob(f"{address}-*/{NAME_FILE}")):
        try:
            if known.read_text(encoding="utf-8") != ask_name():
                continue
        except Failure:
            return own
        pointer.write_text(known.parent.name, encoding="utf-8")
        return known.parent
    return own


def _read(file: Path, store_url: str) -> str:
    try:
        token = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise TokenFileUnreadable(file=str(file), reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise TokenFileUnreadable(file=str(file), reason="it is not text") from error
    if not token:
        raise TokenMissing(store=store_url)
    return token
