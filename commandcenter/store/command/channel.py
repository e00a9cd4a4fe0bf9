"""How clients reach a store: over TLS of its own, through a proxy that speaks it, or from this machine alone."""

from __future__ import annotations

import argparse
import ipaddress
from pathlib import Path

from commandcenter.models.failure import Failure
from commandcenter.setting import Settings
from commandcenter.store.certificate import Certificate, checked_certificate, fingerprint, local_certificate
from commandcenter.store.identity_provider import IdentityProvider
from commandcenter.store.setting import StoreSettings


class HalfACertificate(Failure):
    """A certificate without its key, or the key alone."""

    code = "half_a_certificate"
    template = "HTTPS needs both --tls-certificate and --tls-key. Give the other one too."


class HalfAProvider(Failure):
    """An identity provider of which only half is known."""

    code = "half_a_provider"
    template = "Another identity provider needs --oidc-issuer, --oidc-client and --oidc-jwks. Give all three."


def add_channel_options(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--tls-certificate", type=Path, metavar="FILE", help="speak HTTPS with this PEM certificate")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="the certificate's key, PEM, without a password")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--tls-local",
        action="store_true",
        help="speak HTTPS with a certificate made on this machine, for a demonstration: browsers warn of it",
    )
    how.add_argument(
        "--behind-proxy",
        nargs="?",
        const="127.0.0.1",
        default="",
        metavar="ADDRESSES",
        help="a proxy at these addresses (default: 127.0.0.1; several with commas) speaks HTTPS to clients; its "
        "X-Forwarded-For and X-Forwarded-Proto are believed, nobody else's",
    )
    parser.add_argument(
        "--no-limits", action="store_true", help="do not count what anybody may do; for a store of this machine alone"
    )
    parser.add_argument("--oidc-issuer", metavar="URL", help="another identity provider, as its ID tokens name it")
    parser.add_argument("--oidc-client", metavar="ID", help="what this store is called there")
    parser.add_argument("--oidc-jwks", metavar="URL", help="where its public keys are")
    parser.add_argument(
        "--oidc-claim", default="email", metavar="NAME", help="what names the account there (default: email)"
    )


def certificate_of(options: argparse.Namespace, settings: StoreSettings) -> Certificate | None:
    """Return what HTTPS is spoken with; None: plain HTTP.

    Raises:
        HalfACertificate: If only one file is given.
        CertificateUnfit: If the files do not serve.
    """
    if options.tls_local:
        return local_certificate(Settings().home / "tls", options.host, settings.clock())
    if (options.tls_certificate is None) != (options.tls_key is None):
        raise HalfACertificate
    if options.tls_certificate is None:
        return None
    return checked_certificate(options.tls_certificate, options.tls_key)


def provider_of(options: argparse.Namespace) -> IdentityProvider | None:
    """Return who else may vouch for people.

    Raises:
        HalfAProvider: If it is not whole.
    """
    given = (options.oidc_issuer, options.oidc_client, options.oidc_jwks)
    if all(part is None for part in given):
        return None
    if None in given:
        raise HalfAProvider
    return IdentityProvider(*given, claim=options.oidc_claim)


def channel_words(options: argparse.Namespace, certificate: Certificate | None) -> str:
    """Return what it expects of clients, in a sentence for whoever started it."""
    if options.tls_local and certificate is not None:
        return (
            "It speaks HTTPS with a certificate made on this machine, for a demonstration: browsers warn of it. "
            f"{certificate.certificate}, SHA-256 {fingerprint(certificate.certificate)}"
        )
    if certificate is not None:
        return f"It speaks HTTPS with {certificate.certificate}."
    if options.behind_proxy:
        return (
            f"It speaks plain HTTP and expects a proxy that speaks HTTPS at {options.behind_proxy}; "
            "X-Forwarded-For and X-Forwarded-Proto are believed from there alone."
        )
    if _is_loopback(options.host):
        return "It speaks plain HTTP: reach it from this machine alone."
    return (
        "It speaks plain HTTP, which anybody on the way can read: no password is taken from other machines. "
        "Give it a certificate, or --behind-proxy."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
