"""How clients reach a store: HTTPS of its own, a proxy that it believes, and another identity provider's word."""

from __future__ import annotations

import json
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from commandcenter.models.identity import AccountId
from commandcenter.models.intent import Intent, IntentKind, new_intent_id
from commandcenter.models.role import Role
from commandcenter.store.central import CentralStore
from commandcenter.store.certificate import CertificateUnfit, checked_certificate, fingerprint, local_certificate
from commandcenter.store.database import writing
from commandcenter.store.identity_provider import IdentityProvider
from commandcenter.store.public_limit import PublicLimit, PublicLimits
from commandcenter.store.session import set_password
from commandcenter.store.setting import NoticeSettings
from commandcenter.store.token import add_key
from commandcenter.store_process import store_command
from tests.fixture.photo import scene_photo, send_photo
from tests.fixture.serving import serve
from tests.fixture.store import TIMEOUT_S, RunningStore

NOW = datetime.now(UTC)
PASSWORD = "rahasia sekali 31"


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[RunningStore]:
    """A store on SQLite: nothing here is the database's."""
    running = RunningStore(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield running
    running.close()


def opened(store: RunningStore, **fields: Any) -> None:
    """Open an account with a password."""
    with closing(CentralStore(store.settings)) as central:
        administrator = central.principal(store.key(Role.ADMINISTRATOR, "Admin"))
        payload = {"login": "lurah.palmerah", "name": "Lurah Palmerah", "role": "officer"} | fields
        intent = Intent(new_intent_id(), IntentKind.SET_ACCOUNT, None, None, NOW, payload=payload)
        account = central.apply(intent, administrator).target
        assert account is not None
        set_password(central.engine, store.settings.city, AccountId(account), PASSWORD, NOW)


class TestTls:
    def test_a_client_that_trusts_the_local_certificate_is_served_over_https(
        self, sqlite_store: RunningStore, tmp_path: Path
    ) -> None:
        opened(sqlite_store)
        with serve(sqlite_store, tmp_path, "--tls-local") as (url, said):
            trusted = tmp_path / "tls" / "local-certificate.pem"
            assert url.startswith("https://127.0.0.1:")
            assert "certificate made on this machine, for a demonstration" in said.read_text()
            assert fingerprint(trusted) in said.read_text()
            context = ssl.create_default_context(cafile=str(trusted))
            with urllib.request.urlopen(f"{url}/readyz", context=context, timeout=TIMEOUT_S) as answer:
                assert answer.status == 200
            signed_in = requests.post(
                f"{url}/v1/session",
                json={"login": "lurah.palmerah", "password": PASSWORD},
                verify=str(trusted),
                timeout=TIMEOUT_S,
            )
            assert signed_in.status_code == 200
            with pytest.raises(requests.exceptions.SSLError):
                requests.get(f"{url}/readyz", timeout=TIMEOUT_S)
            with pytest.raises(requests.exceptions.ConnectionError):
                requests.get(url.replace("https", "http", 1) + "/readyz", timeout=TIMEOUT_S)

    def test_it_is_served_with_files_of_ones_own(self, sqlite_store: RunningStore, tmp_path: Path) -> None:
        own = local_certificate(tmp_path / "own", "127.0.0.1", NOW)
        words = ("--tls-certificate", str(own.certificate), "--tls-key", str(own.key))
        with serve(sqlite_store, tmp_path, *words) as (url, said):
            assert f"It speaks HTTPS with {own.certificate}." in said.read_text()
            assert requests.get(f"{url}/readyz", verify=str(own.certificate), timeout=TIMEOUT_S).status_code == 200

    def test_without_any_it_says_that_it_is_for_this_machine(self, sqlite_store: RunningStore, tmp_path: Path) -> None:
        with serve(sqlite_store, tmp_path) as (url, said):
            assert url.startswith("http://")
            assert "plain HTTP: reach it from this machine alone" in said.read_text()

    def test_files_that_do_not_serve_are_refused_with_a_sentence(
        self, sqlite_store: RunningStore, tmp_path: Path
    ) -> None:
        one, other = (local_certificate(tmp_path / name, "127.0.0.1", NOW) for name in ("one", "other"))
        for certificate, key in ((one.certificate, other.key), (one.key, one.key), (tmp_path / "none", one.key)):
            with pytest.raises(CertificateUnfit):
                checked_certificate(certificate, key)
        ended = subprocess.run(
            store_command(
                "serve",
                "--port",
                "0",
                "--database",
                sqlite_store.settings.database_url,
                "--tls-certificate",
                str(one.certificate),
            ),
            capture_output=True,
            check=False,
            text=True,
            timeout=TIMEOUT_S,
        )
        assert ended.returncode == 1
        assert "HTTPS needs both" in ended.stderr

    def test_a_local_certificate_lasts_and_its_key_is_this_accounts_alone(self, tmp_path: Path) -> None:
        first = local_certificate(tmp_path / "tls", "127.0.0.1", NOW)
        mark = fingerprint(first.certificate)
        assert first.key.stat().st_mode & 0o077 == 0
        local_certificate(tmp_path / "tls", "127.0.0.1", NOW + timedelta(days=60))
        assert fingerprint(first.certificate) == mark
        local_certificate(tmp_path / "tls", "127.0.0.1", NOW + timedelta(days=85))
        assert fingerprint(first.certificate) != mark, "it was not made anew before its end"
        mark = fingerprint(first.certificate)
        local_certificate(tmp_path / "tls", "pusat.example.id", NOW)
        assert fingerprint(first.certificate) != mark, "it does not name the other host"


class TestProxy:
    def tries(self, store: RunningStore, address: str) -> int:
        answer = requests.post(
            f"{store.url}/v1/session",
            json={"login": "lurah.palmerah", "password": "salah salah salah"},
            headers={"X-Forwarded-For": address, "X-Forwarded-Proto": "https"},
            timeout=TIMEOUT_S,
        )
        return answer.status_code

    @pytest.mark.parametrize(("proxies", "last"), [("127.0.0.1", 401), ("", 429), ("192.0.2.1", 429)])
    def test_what_a_proxy_says_of_addresses_counts_only_if_it_is_named(
        self, sqlite_store: RunningStore, proxies: str, last: int
    ) -> None:
        """Else whoever tries passwords would say another address each time."""
        limits = PublicLimits(sign_in=PublicLimit("2/15minute", ""))
        sqlite_store.settings = replace(sqlite_store.settings, proxies=proxies, limits=limits)
        sqlite_store.start()
        ends = [self.tries(sqlite_store, f"203.0.113.{n}") for n in range(3)]
        assert ends == [401, 401, last]

    def test_plain_http_behind_a_named_proxy_takes_no_password_of_a_client_that_speaks_no_https(
        self, sqlite_store: RunningStore
    ) -> None:
        sqlite_store.settings = replace(sqlite_store.settings, proxies="127.0.0.1")
        sqlite_store.start()
        for scheme, status in (("http", 403), ("https", 401)):
            answer = requests.post(
                f"{sqlite_store.url}/v1/session",
                json={"login": "lurah.palmerah", "password": PASSWORD},
                headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": scheme},
                timeout=TIMEOUT_S,
            )
            assert answer.status_code == status, scheme


class TestPublicLimits:
    def test_reports_are_counted_per_device_and_per_address(self, sqlite_store: RunningStore) -> None:
        limits = PublicLimits(report=PublicLimit("5/minute", "2/minute"))
        sqlite_store.settings = replace(sqlite_store.settings, limits=limits)
        sqlite_store.start()
        one = [sqlite_store.post_report(device_id="ponsel-1") for _ in range(3)]
        assert [answer.status_code for answer in one] == [200, 200, 429]
        assert int(one[-1].headers["Retry-After"]) >= 1
        assert one[-1].json()[0]["code"] == 429
        assert "Tunggu" in one[-1].json()[0]["description"]
        others = [sqlite_store.post_report(device_id=f"ponsel-{n}").status_code for n in range(2, 7)]
        assert others == [200, 200, 200, 429, 429]

    def test_an_offices_acts_are_not_counted(self, sqlite_store: RunningStore) -> None:
        limits = PublicLimits(report=PublicLimit("1/minute", "1/minute"))
        sqlite_store.settings = replace(sqlite_store.settings, limits=limits)
        sqlite_store.start()
        for _ in range(3):
            sqlite_store.new_report()

    def test_a_citizens_acts_are(self, sqlite_store: RunningStore) -> None:
        limits = PublicLimits(report=PublicLimit("2/minute", ""))
        sqlite_store.settings = replace(sqlite_store.settings, limits=limits)
        sqlite_store.start()
        body: dict[str, Any] = {"kind": "submit_report", "subject": None, "base_version": None, "acted_ms": 1}
        body["payload"] = {"category": "BANJIR", "lon": 106.85, "lat": -6.25, "description": "Banjir"}
        ends = [
            requests.post(
                f"{sqlite_store.url}/v1/intents",
                json=body | {"intent_id": new_intent_id()},
                headers=sqlite_store.headers(Role.PUBLIC),
                timeout=TIMEOUT_S,
            ).status_code
            for _ in range(3)
        ]
        assert ends == [200, 200, 429]

    def test_a_citizens_photos_are_and_an_offices_are_not(self, sqlite_store: RunningStore, tmp_path: Path) -> None:
        """Else anybody could fill the disk."""
        limits = PublicLimits(upload=PublicLimit("2/minute", ""))
        sqlite_store.settings = replace(sqlite_store.settings, limits=limits, media=tmp_path / "media")
        sqlite_store.start()
        photo = scene_photo(1)
        for role, ends in ((Role.PUBLIC, [201, 201, 429]), (Role.OFFICER, [201, 201, 201])):
            assert [send_photo(sqlite_store, photo, role).status_code for _ in range(3)] == ends, role

    def test_several_accounts_do_not_fill_one_mailbox_together(self, sqlite_store: RunningStore) -> None:
        limits = PublicLimits(subscription=PublicLimit("", "2/minute"))
        notice = NoticeSettings(smtp_host="127.0.0.1", smtp_port=9, mail_from="Kota <kabar@kota.example>")
        sqlite_store.settings = replace(
            sqlite_store.settings, limits=limits, notice=notice, public_url="https://kota.example"
        )
        sqlite_store.start()

        def asked(account: str, address: str) -> int:
            with writing(sqlite_store.engine) as connection:
                city, now = sqlite_store.settings.city, datetime.now(UTC)
                secret, _ = add_key(connection, city, account, Role.REPORTER, now, account=AccountId(account))
            return requests.post(
                f"{sqlite_store.url}/v1/subscriptions",
                json={"topic": "own_report", "channel": "email", "address": address},
                headers={"Authorization": f"Bearer {secret}"},
                timeout=TIMEOUT_S,
            ).status_code

        assert [asked("a1", "x@warga.example"), asked("a2", "X@warga.example")] == [201, 201]
        assert [asked("a3", "x@warga.example"), asked("a3", "y@warga.example")] == [429, 201]

    def test_the_file_of_everything_is_counted(self, sqlite_store: RunningStore) -> None:
        limits = PublicLimits(download=PublicLimit("2/minute"))
        sqlite_store.settings = replace(sqlite_store.settings, limits=limits)
        sqlite_store.start()
        url = f"{sqlite_store.url}/open311/v2/requests"
        ends = [requests.get(f"{url}.csv", timeout=TIMEOUT_S) for _ in range(3)]
        assert [answer.status_code for answer in ends] == [200, 200, 429]
        assert int(ends[-1].headers["Retry-After"]) >= 1
        assert requests.get(f"{url}.json", timeout=TIMEOUT_S).status_code == 200


@dataclass(frozen=True)
class Issuer:
    """A real identity provider's keys on loopback."""

    url: str
    key: rsa.RSAPrivateKey

    @property
    def provider(self) -> IdentityProvider:
        return IdentityProvider(self.url, "commandcenter", f"{self.url}/jwks")

    def token(self, key: rsa.RSAPrivateKey | None = None, **claims: Any) -> str:
        held = {
            "iss": self.url,
            "aud": "commandcenter",
            "sub": "42",
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "email": "Lurah@Example.go.id",
            "email_verified": True,
        } | claims
        body = {name: value for name, value in held.items() if value is not None}
        return jwt.encode(body, key or self.key, algorithm="RS256", headers={"kid": "k1"})


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "k1", "use": "sig", "alg": "RS256"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"keys": [jwk]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Issuer(f"http://127.0.0.1:{server.server_port}", key)
    server.shutdown()
    thread.join(TIMEOUT_S)
    server.server_close()


class TestIdentityProvider:
    @pytest.fixture
    def store(self, sqlite_store: RunningStore, issuer: Issuer) -> RunningStore:
        opened(sqlite_store, email="lurah@example.go.id")
        sqlite_store.settings = replace(sqlite_store.settings, provider=issuer.provider)
        sqlite_store.start()
        return sqlite_store

    def ends(self, store: RunningStore, id_token: str) -> tuple[int, str]:
        answer = requests.post(f"{store.url}/v1/session/oidc", json={"id_token": id_token}, timeout=TIMEOUT_S)
        return answer.status_code, answer.json().get("code", "")

    def test_whom_the_provider_vouches_for_gets_their_account(self, store: RunningStore, issuer: Issuer) -> None:
        answer = requests.post(f"{store.url}/v1/session/oidc", json={"id_token": issuer.token()}, timeout=TIMEOUT_S)
        assert answer.status_code == 200, answer.text
        key = {"Authorization": f"Bearer {answer.json()['key']}"}
        me = requests.get(f"{store.url}/v1/me", headers=key, timeout=TIMEOUT_S)
        assert me.json()["name"] == "Lurah Palmerah"

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": "another"},
            {"iss": "https://elsewhere.example"},
            {"exp": int(time.time()) - 600},
            {"exp": None},
            {"email_verified": False},
            {"email_verified": None},
            {"email": None},
            {"azp": "another"},
        ],
    )
    def test_a_token_that_is_not_for_this_store_proves_nothing(
        self, store: RunningStore, issuer: Issuer, claims: dict[str, Any]
    ) -> None:
        assert self.ends(store, issuer.token(**claims)) == (401, "identity_refused")

    def test_nor_does_one_that_another_signed_or_nobody(self, store: RunningStore, issuer: Issuer) -> None:
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        assert self.ends(store, issuer.token(other)) == (401, "identity_refused")
        unsigned = jwt.encode({"email": "lurah@example.go.id"}, "", algorithm="none", headers={"kid": "k1"})
        assert self.ends(store, unsigned) == (401, "identity_refused")
        assert self.ends(store, "no token") == (401, "identity_refused")

    def test_nobody_gets_an_account_by_having_an_identity(self, store: RunningStore, issuer: Issuer) -> None:
        assert self.ends(store, issuer.token(email="orang@example.id")) == (401, "sign_in_refused")

    def test_a_provider_that_does_not_answer_is_said_so(self, sqlite_store: RunningStore, issuer: Issuer) -> None:
        silent = replace(issuer.provider, jwks_url="http://127.0.0.1:1/jwks")
        sqlite_store.settings = replace(sqlite_store.settings, provider=silent)
        sqlite_store.start()
        assert self.ends(sqlite_store, issuer.token()) == (503, "provider_silent")

    def test_without_a_provider_there_is_no_such_sign_in(self, sqlite_store: RunningStore, issuer: Issuer) -> None:
        sqlite_store.start()
        assert self.ends(sqlite_store, issuer.token()) == (404, "provider_missing")
