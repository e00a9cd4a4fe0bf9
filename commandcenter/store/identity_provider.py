"""Another identity provider's word for somebody: an OpenID Connect ID token, checked and mapped to an account.

The provider vouches for who somebody is; what they may do is the account's, which an administrator opened before.
Nobody gets an account by having an identity somewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt
from sqlalchemy import Engine

from commandcenter.models.account import Account
from commandcenter.models.identity import CityCode
from commandcenter.store.account import account_by_login, accounts_by_email
from commandcenter.store.account_failure import IdentityRefused, ProviderMissing, ProviderSilent, SignInRefused
from commandcenter.store.database import reading

_ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
"""Signatures with a public key alone: with a shared secret whoever checks could also sign."""

_LEEWAY_S = 60
_TIMEOUT_S = 5


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """Who may vouch for people.

    Attributes:
        issuer: As its ID tokens name it in ``iss``.
        client_id: What this store is called there; must stand in ``aud``.
        jwks_url: Where its public keys are.
        claim: What names the account: ``email`` is an account's e-mail or its login, any other its login.
    """

    issuer: str
    client_id: str
    jwks_url: str
    claim: str = "email"


def vouched_account(engine: Engine, city: CityCode, provider: IdentityProvider | None, id_token: str) -> Account:
    """Return the account that an ID token's person has here. Blocks while the provider's keys are fetched.

    Raises:
        ProviderMissing: If none is set up.
        ProviderSilent: If its keys can't be had.
        IdentityRefused: If the token proves nothing here.
        SignInRefused: If nobody here, or nobody in particular, is that person, or the account is closed.
    """
    if provider is None:
        raise ProviderMissing
    name = _named(provider, _claims(provider, id_token))
    with reading(engine) as connection:
        found = account_by_login(connection, city, name)
        held = [found[0]] if found is not None else []
        if not held and provider.claim == "email":
            held = accounts_by_email(connection, city, name)
    if len(held) != 1 or not held[0].active:
        raise SignInRefused
    return held[0]


def _claims(provider: IdentityProvider, id_token: str) -> dict[str, Any]:
    try:
        key = _keys(provider.jwks_url).get_signing_key_from_jwt(id_token)
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key,
            algorithms=_ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=_LEEWAY_S,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWKClientConnectionError as error:
        raise ProviderSilent from error
    except (jwt.PyJWTError, jwt.PyJWKClientError) as error:
        raise IdentityRefused(what=type(error).__name__) from error
    party = claims.get("azp")
    if party is not None and party != provider.client_id:
        raise IdentityRefused(what="azp")
    return claims


def _named(provider: IdentityProvider, claims: dict[str, Any]) -> str:
    """Return what names the account; an address counts only if the provider has seen that it is the person's."""
    name = claims.get(provider.claim)
    if not isinstance(name, str) or not name.strip():
        raise IdentityRefused(what=provider.claim)
    if provider.claim == "email" and claims.get("email_verified") is not True:
        raise IdentityRefused(what="email_verified")
    return name.strip().lower()


@lru_cache(maxsize=4)
def _keys(jwks_url: str) -> jwt.PyJWKClient:
    """Return a client that keeps the provider's keys for a while."""
    return jwt.PyJWKClient(jwks_url, timeout=_TIMEOUT_S, cache_jwk_set=True, lifespan=300)
