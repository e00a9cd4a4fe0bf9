"""Which acts are counted, and against whom: those that anybody can do, by whoever does them."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from commandcenter.models.intent import Intent, IntentKind
from commandcenter.models.role import Role
from commandcenter.store.service.access import Service
from commandcenter.store.service.throttle import address_of
from commandcenter.store.token import Principal

_VOICES = frozenset({IntentKind.SUPPORT, IntentKind.RATE, IntentKind.REOPEN})


def is_public(principal: Principal) -> bool:
    """Return whether a key is one that anybody can have: the public's, or that of a citizen who signed in.

    A key of role reporter without an account was made by an administrator, for another program: it is not counted.
    """
    return principal.role is Role.PUBLIC or (principal.role is Role.REPORTER and principal.account is not None)


def count_public_act(request: Request, service: Service, principal: Principal, intent: Intent) -> None:
    """Count an act, if it is one that anybody can do.

    Raises:
        TooManyRequests: If it was too often.
    """
    if not is_public(principal):
        return
    limits = service.store.settings.limits
    device = principal.account or _device(intent)
    if intent.kind in _VOICES:
        service.throttle.count("voice", limits.voice, address=address_of(request), device=device)
    else:
        service.throttle.count("report", limits.report, address=address_of(request), device=device)


def count_public_report(request: Request, service: Service, device: str) -> None:
    """Count a report by Open311.

    Raises:
        TooManyRequests: If it was too often.
    """
    service.throttle.count("report", service.store.settings.limits.report, address=address_of(request), device=device)


def count_public_upload(request: Request, service: Service, principal: Principal) -> None:
    """Count a photo that is sent in, if anybody could send it.

    Raises:
        TooManyRequests: If it was too often.
    """
    if is_public(principal):
        limit = service.store.settings.limits.upload
        service.throttle.count("upload", limit, address=address_of(request), device=principal.account or "")


def count_public_subscription(request: Request, service: Service, principal: Principal, written_to: str) -> None:
    """Count what somebody asks to be told, if anybody could ask it: against who asks, and where it will be written to.

    Each new address gets a message, and a subscription that was ended may be made anew: the number of those that are
    there at a time keeps nobody's mailbox from being filled. Nor does counting who asks, where many accounts ask.

    Raises:
        TooManyRequests: If it was too often.
    """
    if is_public(principal):
        limit = service.store.settings.limits.subscription
        service.throttle.count("subscription", limit, address=address_of(request), device=principal.account or "")
        service.throttle.count("subscription to", limit, address="", device=written_to.lower())


def count_download(request: Request, service: Service) -> None:
    """Count a file of everything.

    Raises:
        TooManyRequests: If it was too often.
    """
    service.throttle.count("download", service.store.settings.limits.download, address=address_of(request))


def _device(intent: Intent) -> str:
    private = intent.payload.get("private")
    given = private.get("device_id") if isinstance(private, Mapping) else intent.payload.get("device_id")
    return given[:200] if isinstance(given, str) else ""
