"""``store key add|list|revoke``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from commandcenter.models.instant import WIB, from_ms
from commandcenter.models.intent import Intent, IntentKind, IntentResult, IntentStatus, new_intent_id
from commandcenter.models.role import KEY_ROLES, Role
from commandcenter.store.act.set_key import MOST_DAYS
from commandcenter.store.central import CentralStore
from commandcenter.store.command.option import (
    Commands,
    add_store_options,
    complain,
    ending_well,
    say,
    store_settings,
)
from commandcenter.store.command.standing import add_standing_options, scope_of, standing_json, standing_words
from commandcenter.store.database import open_engine, reading
from commandcenter.store.setting import StoreSettings
from commandcenter.store.token import KeyEntry, Principal, key_hash, list_keys, new_secret

_COMMAND = Principal("key", "store key", Role.ADMINISTRATOR)
"""Whom the history names where a key was made or withdrawn on the store's machine."""


def add_parsers(commands: Commands) -> None:
    """Add the command and its three verbs."""
    key = commands.add_parser("key", help="make, list and withdraw keys")
    verbs = key.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = verbs.add_parser(
        "add",
        help="make a key and show it, once",
        description="Make a key and print it. The store keeps only its hash, so it can't be shown again.",
    )
    add_store_options(add)
    add_standing_options(add, KEY_ROLES, "desk or office that holds it; desktops show it as who acted")
    add.add_argument("--expires", type=_days, metavar="DAYS", help="days until it is worth nothing; default: never")
    add.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    add.set_defaults(command=_add)
    listing = verbs.add_parser("list", help="list the keys, never their secrets")
    add_store_options(listing)
    listing.add_argument("--json", action="store_true", dest="as_json", help="one JSON object a line")
    listing.set_defaults(command=_list)
    revoke = verbs.add_parser("revoke", help="withdraw keys; open connections end within seconds")
    add_store_options(revoke)
    revoke.add_argument("which", metavar="ID_OR_NAME", help="id of one key, or name of all keys of a desk")
    revoke.set_defaults(command=_revoke)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days; it is a number from 1 to {MOST_DAYS}")
    return int(text)


@ending_well
def _add(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    role, scope = Role(options.role), scope_of(options)
    now, secret = settings.clock(), new_secret()
    payload = {
        "name": options.name,
        **standing_json(role, scope, options.holder),
        "days": options.expires,
        "sha256": key_hash(secret),
    }
    result = _applied(settings, IntentKind.SET_KEY, now, payload=payload)
    if result.status is not IntentStatus.APPLIED:
        return complain(result.sentence["en"])
    if options.as_json:
        body = {
            "key": secret,
            "token_id": result.target,
            "name": options.name,
            **standing_json(role, scope, options.holder),
        }
        print(json.dumps(body, ensure_ascii=False))
    else:
        print(secret)
        say(f"Key {result.target} for {options.name}, role {role}. It is shown this once; keep it safe.")
    return 0


@ending_well
def _list(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    engine = open_engine(settings.database_url)
    try:
        with reading(engine) as connection:
            entries = list_keys(connection, settings.city)
    finally:
        engine.dispose()
    for entry in entries:
        print(json.dumps(_as_json(entry), ensure_ascii=False) if options.as_json else _as_line(entry))
    if not entries:
        say("There are no keys yet. Make one: commandcenter store key add --name NAME --role dispatcher")
    return 0


@ending_well
def _revoke(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    result = _applied(settings, IntentKind.REVOKE_KEY, settings.clock(), target=options.which)
    if result.status is not IntentStatus.APPLIED:
        return complain(f"{result.sentence['en']} See: commandcenter store key list")
    say(f"{options.which} is withdrawn.")
    return 0


def _applied(
    settings: StoreSettings,
    kind: IntentKind,
    now: datetime,
    *,
    payload: Mapping[str, object] = MappingProxyType({}),
    target: str | None = None,
) -> IntentResult:
    store = CentralStore(settings)
    try:
        return store.apply(Intent(new_intent_id(), kind, None, None, now, payload=payload, target=target), _COMMAND)
    finally:
        store.close()


def _as_json(entry: KeyEntry) -> dict[str, object]:
    principal = entry.principal
    return {
        "token_id": principal.token_id,
        "name": principal.name,
        **standing_json(principal.role, principal.scope, principal.holder),
        "account_id": principal.account,
        "created_ms": entry.created_ms,
        "revoked_ms": entry.revoked_ms,
        "expires_ms": entry.expires_ms,
    }


def _as_line(entry: KeyEntry) -> str:
    def moment(ms: int) -> str:
        return f"{from_ms(ms).astimezone(WIB):%Y-%m-%d %H:%M} WIB"

    state = "valid" if entry.revoked_ms is None else f"withdrawn {moment(entry.revoked_ms)}"
    if entry.revoked_ms is None and entry.expires_ms is not None:
        state = f"until {moment(entry.expires_ms)}"
    principal = entry.principal
    line = f"{principal.token_id}  {principal.role:<13}  {moment(entry.created_ms)}  {state}  {principal.name}"
    return line if principal.scope.is_whole else f"{line}  ({standing_words(principal.scope)})"
