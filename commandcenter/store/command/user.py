"""``store user add|list|password|reset|disable``."""

from __future__ import annotations

import argparse
import getpass
import json
import sys

from sqlalchemy import Engine

from commandcenter.models.account import ACCOUNT_ROLES, Account
from commandcenter.models.identity import CityCode
from commandcenter.models.instant import WIB
from commandcenter.models.intent import Intent, IntentKind, IntentStatus, new_intent_id
from commandcenter.models.role import Role
from commandcenter.store.account import (
    account_by_login,
    account_to_json,
    check_standing,
    checked_login,
    list_accounts,
    new_account_id,
    write_account,
    write_password,
)
from commandcenter.store.account_failure import AccountUnknown, LoginTaken
from commandcenter.store.central import CentralStore
from commandcenter.store.command.option import Commands, add_store_options, complain, ending_well, say, store_settings
from commandcenter.store.command.standing import add_standing_options, scope_of, standing_words
from commandcenter.store.database import open_engine, reading, writing
from commandcenter.store.feed import read_head
from commandcenter.store.password import checked_password, hash_password, made_up_password
from commandcenter.store.password_reset import LASTS, code_hash, new_code
from commandcenter.store.session import close_account, set_password
from commandcenter.store.token import Principal

_COMMAND = Principal("user", "store user", Role.ADMINISTRATOR)
"""As whom a code is given; the act names it."""


def add_parsers(commands: Commands) -> None:
    """Add the command and its five verbs."""
    user = commands.add_parser("user", help="open, list and close accounts of people who sign in")
    verbs = user.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = verbs.add_parser(
        "add",
        help="open an account",
        description="Open an account and print a password made up for it, once; or read one from standard input.",
    )
    add_store_options(add)
    add.add_argument("--login", required=True, help="what the person types: small letters, digits or . _ - + @")
    add_standing_options(add, ACCOUNT_ROLES, "what its acts are signed with: an office, where it can be")
    add.add_argument("--email", help="for notices, and for a sign-in through another identity provider")
    add.add_argument("--phone")
    _add_password_options(add)
    add.set_defaults(command=_add)
    listing = verbs.add_parser("list", help="list the accounts")
    add_store_options(listing)
    listing.add_argument("--json", action="store_true", dest="as_json", help="one JSON object a line")
    listing.set_defaults(command=_list)
    password = verbs.add_parser("password", help="give an account another password; its devices are signed out")
    add_store_options(password)
    password.add_argument("login")
    _add_password_options(password)
    password.set_defaults(command=_password)
    reset = verbs.add_parser(
        "reset",
        help="print a code by which somebody sets a new password, once and within a day",
        description="Print a code for somebody who forgot their password. They type it with their login and a new "
        "password; it works once and for a day, and a further one takes its place. Their present password and devices "
        "stay until then.",
    )
    add_store_options(reset)
    reset.add_argument("login")
    reset.set_defaults(command=_reset)
    disable = verbs.add_parser("disable", help="close an account; whoever is signed in is signed out within seconds")
    add_store_options(disable)
    disable.add_argument("login")
    disable.set_defaults(command=_disable)


def _add_password_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the password, one line, instead of making one up"
    )


@ending_well
def _add(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    now = settings.clock()
    account = Account(
        id=new_account_id(),
        login=checked_login(options.login),
        name=options.name,
        role=Role(options.role),
        scope=scope_of(options),
        holder=options.holder,
        email=None if options.email is None else options.email.strip().lower(),
        phone=options.phone,
        active=True,
        created_at=now,
        signed_in_at=None,
    )
    password = _wanted_password(options, account.login)
    password_hash = hash_password(password)
    engine = open_engine(settings.database_url)
    try:
        with writing(engine) as connection:
            read_head(connection, settings.city)
            if account_by_login(connection, settings.city, account.login) is not None:
                raise LoginTaken
            check_standing(connection, settings.city, account.role, account.scope, account.holder)
            write_account(connection, settings.city, account, now)
            write_password(connection, settings.city, account.id, password_hash, now)
    finally:
        engine.dispose()
    _show(options, password)
    say(f"Account {account.id} for {account.login}, role {account.role}. Its person can sign in now.")
    return 0


@ending_well
def _list(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    engine = open_engine(settings.database_url)
    try:
        with reading(engine) as connection:
            held = list_accounts(connection, settings.city)
    finally:
        engine.dispose()
    for account in held:
        print(json.dumps(account_to_json(account), ensure_ascii=False) if options.as_json else _as_line(account))
    if not held:
        say("There are no accounts yet. Open one: commandcenter store user add --login LOGIN --name NAME --role ROLE")
    return 0


@ending_well
def _password(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    engine = open_engine(settings.database_url)
    try:
        account = _known(engine, settings.city, options.login)
        password = _wanted_password(options, account.login)
        set_password(engine, settings.city, account.id, password, settings.clock())
    finally:
        engine.dispose()
    _show(options, password)
    say(f"{account.login} has another password now and is signed out everywhere.")
    return 0


@ending_well
def _reset(options: argparse.Namespace) -> int:
    store = CentralStore(store_settings(options))
    try:
        account = _known(store.engine, store.settings.city, options.login)
        code, now = new_code(), store.settings.clock()
        payload = {"code_sha256": code_hash(code)}
        act = Intent(new_intent_id(), IntentKind.RESET_PASSWORD, None, None, now, payload=payload, target=account.id)
        result = store.apply(act, _COMMAND)
    finally:
        store.close()
    if result.status is not IntentStatus.APPLIED:
        return complain(result.sentence["en"])
    print(code)
    until = f"{(now + LASTS).astimezone(WIB):%Y-%m-%d %H:%M} WIB"
    say(f"This code is shown this once. With it {account.login} can set a new password, until {until}.")
    return 0


@ending_well
def _disable(options: argparse.Namespace) -> int:
    settings = store_settings(options)
    engine = open_engine(settings.database_url)
    try:
        account = _known(engine, settings.city, options.login)
        close_account(engine, settings.city, account, settings.clock())
    finally:
        engine.dispose()
    say(f"{account.login} is closed. What it did stays.")
    return 0


def _known(engine: Engine, city: CityCode, login: str) -> Account:
    with reading(engine) as connection:
        found = account_by_login(connection, city, login.strip().lower())
    if found is None:
        raise AccountUnknown
    return found[0]


def _wanted_password(options: argparse.Namespace, login: str) -> str:
    if not options.password_stdin:
        return made_up_password()
    typed = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    return checked_password(typed, login)


def _show(options: argparse.Namespace, password: str) -> None:
    if not options.password_stdin:
        print(password)
        say("This password is shown this once. Hand it over safely; the person should change it.")


def _as_line(account: Account) -> str:
    seen = "never" if account.signed_in_at is None else f"{account.signed_in_at.astimezone(WIB):%Y-%m-%d %H:%M} WIB"
    state = f"signed in {seen}" if account.active else "closed"
    line = f"{account.login:<24}  {account.role:<13}  {state}  {account.name}"
    return line if account.scope.is_whole else f"{line}  ({standing_words(account.scope)})"
