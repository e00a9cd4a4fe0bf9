"""Certificates for HTTPS: one's own files, or one made on this machine for a demonstration.

A local certificate is signed by nobody: a client must be told to trust it, and its fingerprint is how a person sees
that it is the right one. It protects what travels, and proves nothing about who answers to whoever has not seen it.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from commandcenter.models.failure import Failure

LASTS = timedelta(days=90)
_RENEWED_BEFORE = timedelta(days=7)


class CertificateUnfit(Failure):
    """Certificate files that do not serve."""

    code = "certificate_unfit"
    template = (
        "The certificate {certificate} and the key {key} can't be used ({why}). "
        "Give two PEM files that belong together."
    )


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path


def checked_certificate(certificate: Path, key: Path) -> Certificate:
    """Return both files if a server can use them.

    Raises:
        CertificateUnfit: If not.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_password)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or getattr(error, "reason", None) or type(error).__name__
        raise CertificateUnfit(certificate=certificate, key=key, why=why) from error
    return Certificate(certificate, key)


def _no_password() -> str:
    # Without this the library asks at the terminal, and a service has none.
    raise ValueError("a key with a password")


def local_certificate(folder: Path, host: str, now: datetime) -> Certificate:
    """Return a certificate made on this machine; the one in the folder while it lasts and names the host.

    Args:
        folder: Where both files lie; made for this account alone.
        host: The name or address that is listened on; this machine's names go in beside it.
        now: The clock.
    """
    files = Certificate(folder / "local-certificate.pem", folder / "local-key.pem")
    names = [host, "localhost", "127.0.0.1", "::1", socket.gethostname()]
    if not _serves(files, names, now):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(files, names, now)
    return files


def fingerprint(certificate: Path) -> str:
    """Return a certificate's SHA-256, as browsers show it."""
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    return found.fingerprint(hashes.SHA256()).hex(":").upper()


def _serves(files: Certificate, names: list[str], now: datetime) -> bool:
    try:
        found = x509.load_pem_x509_certificate(files.certificate.read_bytes())
        held = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        checked_certificate(files.certificate, files.key)
    except (OSError, ValueError, x509.ExtensionNotFound, CertificateUnfit):
        return False
    return set(_names(names)) <= set(held) and found.not_valid_after_utc - now > _RENEWED_BEFORE


def _make(files: Certificate, names: list[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "commandcenter, local demonstration")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName(_names(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files.key.unlink(missing_ok=True)
    with os.fdopen(os.open(files.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _names(names: list[str]) -> list[x509.GeneralName]:
    found: dict[str, x509.GeneralName] = {}
    for name in names:
        try:
            found[name] = x509.IPAddress(ipaddress.ip_address(name))
        except ValueError:
            found[name] = x509.DNSName(name)
    return list(found.values())
