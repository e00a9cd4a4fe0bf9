"""``store serve``."""

from __future__ import annotations

import argparse
import logging
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commandcenter.models.failure import Failure
from commandcenter.setting import Settings
from commandcenter.store.command.channel import add_channel_options, certificate_of, channel_words, provider_of
from commandcenter.store.command.option import Commands, add_store_options, ending_well, say, store_settings
from commandcenter.store.public_limit import UNLIMITED
from commandcenter.store.setting import NoticeSettings

if TYPE_CHECKING:
    from commandcenter.store.service.server import StoreServer

DEFAULT_PORT = 8311


class AddressTaken(Failure):
    """The port can't be listened on."""

    code = "address_taken"
    template = "The store can't listen on {host}:{port} ({why}). Another store may run there; choose another --port."


def add_parsers(commands: Commands) -> None:
    """Add the command."""
    serve = commands.add_parser(
        "serve",
        help="serve the store over HTTP",
        description="Serve until interrupted: over HTTPS with a certificate, or over plain HTTP to this machine or "
        "to a proxy that speaks HTTPS. It prints which it expects.",
    )
    add_store_options(serve)
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"default: {DEFAULT_PORT}; 0: any free one")
    serve.add_argument("--ready-file", type=Path, metavar="PATH", help="write the URL there once it answers")
    serve.add_argument("--public-url", metavar="URL", help="address under which clients reach it, if another")
    serve.add_argument("--contact", default="", metavar="TEXT", help="whom Open311 discovery names as the contact")
    serve.add_argument(
        "--media",
        type=Path,
        metavar="FOLDER",
        help="photos to serve; default: the folder media under COMMANDCENTER_HOME",
    )
    add_channel_options(serve)
    serve.add_argument(
        "--photos",
        metavar="URL",
        help="object storage for photos that people send, s3://bucket/prefix, with the AWS_* variables of the "
        "environment; default: the folder foto in that of --media",
    )
    serve.add_argument(
        "--until-input-ends",
        action="store_true",
        help="stop when standard input ends: whoever started this is gone then, however it ended",
    )
    serve.set_defaults(command=_serve)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; it is a number from 0 to 65535")
    return int(text)


@ending_well
def _serve(options: argparse.Namespace) -> int:
    from commandcenter.store.central import CentralStore
    from commandcenter.store.service import create_app
    from commandcenter.store.service.server import StoreServer, listening_socket, url_of

    public_url = None if options.public_url is None else options.public_url.rstrip("/")
    media = options.media or Settings().home / "media"
    settings = replace(
        store_settings(options),
        contact=options.contact,
        public_url=public_url,
        media=media,
        photos=options.photos,
        proxies=options.behind_proxy,
        provider=provider_of(options),
        notice=_notice_settings(),
    )
    if options.no_limits:
        settings = replace(settings, limits=UNLIMITED)
    certificate = certificate_of(options, settings)
    probe = CentralStore(settings)
    try:
        probe.check_ready()
    finally:
        probe.close()
    try:
        sock = listening_socket(options.host, options.port)
    except OSError as error:
        raise AddressTaken(host=options.host, port=options.port, why=error.strerror or error) from error
    logging.getLogger("commandcenter.store").setLevel(logging.INFO)
    url = url_of(sock, "http" if certificate is None else "https")
    server = StoreServer(create_app(settings), certificate)
    say(f"The store of {settings.city} answers at {url}")
    say(channel_words(options, certificate))
    if options.ready_file is not None:
        options.ready_file.write_text(url + "\n", encoding="utf-8")
    if options.until_input_ends:
        threading.Thread(target=_stop_with_input, args=(server,), daemon=True, name="input").start()
    server.run(sockets=[sock])
    return 0


def _notice_settings() -> NoticeSettings:
    """Return how this store tells people, from the environment: a password never stands on a command line."""
    said = Settings()
    return NoticeSettings(
        smtp_host=said.smtp_host,
        smtp_port=said.smtp_port,
        smtp_security=said.smtp_security,
        smtp_user=said.smtp_user,
        smtp_password=said.smtp_password,
        mail_from=said.mail_from,
        push_contact=said.push_contact,
        allow_private_addresses=said.notice_private_addresses,
    )


def _stop_with_input(server: StoreServer) -> None:
    sys.stdin.read()
    server.should_exit = True
